"""The registry of hygiene checks: small functions with a code, a severity and a docstring that is documentation.

A check looks at a whole glossary and yields problems. Its code is its name; its docstring is what
docs/glossary-hygiene.md says of it.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from workbench.glossary.hygiene.rows import BrokenRow, Row
from workbench.glossary.hygiene.subject import Subject


class Severity(StrEnum):
    """How bad a finding is: errors fail the check, warnings want a look, information may be just right."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Fix:
    """What ``--fix`` may do to a row without asking: write its term anew, or remove it (None)."""

    term: str | None

    def __str__(self) -> str:
        return "remove the row" if self.term is None else f'write "{self.term}"'


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check finds in a row: what is wrong and how to mend it. ``severity`` only where it is not the check's."""

    row: Row | BrokenRow
    message: str
    mend: str
    fix: Fix | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with the check that found it. ``term`` is the term as it is written."""

    code: str
    severity: Severity
    concept: str
    language: str
    term: str
    line: int
    message: str
    mend: str
    fix: Fix | None = None


CheckFunction = Callable[[Subject], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check."""

    code: str
    severity: Severity
    find: CheckFunction
    has_fixes: bool

    @property
    def documentation(self) -> str:
        """The docstring, on one line: the first paragraph says what is found, a second when it matters less."""
        return " ".join((inspect.getdoc(self.find) or "").split())

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """What the check finds."""
        for problem in self.find(subject):
            row = problem.row
            language, written = (row.term.language, row.written) if isinstance(row, Row) else ("", row.text)
            severity = problem.severity or self.severity
            place = row.concept, language, written, row.line
            yield Finding(self.code, severity, *place, problem.message, problem.mend, problem.fix)


CHECKS: dict[str, Check] = {}


def check(severity: Severity, *, has_fixes: bool = False) -> Callable[[CheckFunction], CheckFunction]:
    """Register a function as the check that is called like it, with hyphens."""

    def register(function: CheckFunction) -> CheckFunction:
        code = function.__name__.replace("_", "-")
        CHECKS[code] = Check(code, severity, function, has_fixes)
        return function

    return register
