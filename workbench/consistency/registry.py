"""The registry of consistency checks: small functions with a code, a severity and a docstring that is documentation.

A check looks at one pair and yields problems. Its code is its name with hyphens; its docstring is what
docs/consistency-checks.md says of it, the first sentence being the title. A check that compares pairs gets a memory of
its own, which is emptied between documents if its scope is the document. No check ever sees more than one pair at a
time, so that findings can be streamed.
"""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workbench.consistency.model import Problem, Severity
from workbench.consistency.subject import Subject

Memory = dict[Any, Any]


class Scope(StrEnum):
    """What a check compares a pair with: nothing else, the pairs of its document before it, or all before it."""

    SEGMENT = "segment"
    DOCUMENT = "document"
    PROJECT = "project"


CheckFunction = Callable[[Subject, Memory], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check."""

    code: str
    severity: Severity
    scope: Scope
    find: CheckFunction
    documentation: str

    @property
    def title(self) -> str:
        """The first sentence of the documentation."""
        return self.documentation.split(". ")[0].rstrip(".")


CHECKS: dict[str, Check] = {}


def check(severity: Severity) -> Callable[[Callable[[Subject], Iterable[Problem]]], CheckFunction]:
    """Register a function that looks at a pair alone as the check that is called like it."""

    def register(function: Callable[[Subject], Iterable[Problem]]) -> CheckFunction:
        def find(subject: Subject, memory: Memory) -> Iterable[Problem]:
            return function(subject)

        return _register(function, severity, Scope.SEGMENT, find)

    return register


def comparing_check(severity: Severity, scope: Scope) -> Callable[[CheckFunction], CheckFunction]:
    """Register a function that compares a pair with those before it, which it remembers itself."""

    def register(function: CheckFunction) -> CheckFunction:
        return _register(function, severity, scope, function)

    return register


def _register(function: Callable[..., Any], severity: Severity, scope: Scope, find: CheckFunction) -> CheckFunction:
    code = function.__name__.replace("_", "-")
    documentation = " ".join((inspect.getdoc(function) or "").split())
    CHECKS[code] = Check(code, severity, scope, find, documentation)
    return find
