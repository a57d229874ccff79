"""Running the checks: pairs in, findings out, one pair in memory at a time.

What is kept between pairs is small: the memories of the comparing checks, which hold a line for each name, term and
source, and are emptied between documents where their scope is the document.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import process_time

from workbench import __version__

# Importing these modules registers their checks.
from workbench.consistency import across, form, language, names, numbers, repetition, terms  # noqa: F401
from workbench.consistency.model import Finding, Pair
from workbench.consistency.registry import CHECKS, Check, Memory, Scope
from workbench.consistency.subject import Subject, Toolbox
from workbench.errors import UsageError
from workbench.glossary.matching import DocumentContext


@dataclass(frozen=True)
class CheckedPair:
    """A pair as it was checked, with its findings."""

    subject: Subject
    findings: Sequence[Finding]


class Checker:
    """Checks pairs in order, document after document."""

    def __init__(
        self,
        tools: Toolbox,
        checks: Collection[str] | None = None,
        accepted: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        """``checks`` are the codes to run, None for all; ``accepted`` gives reasons by (check, content of the pair).

        ``seconds`` adds up the processor time of each check; what two checks share is the first one's.

        Raises UsageError for a code that no check has.
        """
        if unknown := set(checks or ()) - set(CHECKS):
            raise UsageError(f"no such check: {', '.join(sorted(unknown))}; known are {', '.join(sorted(CHECKS))}")
        self.tools = tools
        self.checks: list[Check] = [check for code, check in CHECKS.items() if checks is None or code in checks]
        self.seconds = dict.fromkeys((check.code for check in self.checks), 0.0)
        self._accepted = accepted or {}
        self._memories: dict[str, Memory] = {check.code: {} for check in self.checks}
        self._document: str | None = None

    @property
    def signature(self) -> str:
        """What the findings and scores were made with, in sacreBLEU's manner."""
        codes = ",".join(sorted(check.code for check in self.checks))
        digest = hashlib.sha256(codes.encode()).hexdigest()[:8]
        glossary = self.tools.glossary
        parts = {
            "workbench": __version__,
            "languages": f"{self.tools.source_language}-{self.tools.target_language}",
            "glossary": f"{glossary.name}:{glossary.fingerprint}",
            "checks": f"{len(self.checks)}:{digest}",
            "accepted": len(self._accepted),
        }
        return "|".join(f"{key}:{value}" for key, value in parts.items())

    def check(self, pairs: Iterable[Pair], context: DocumentContext | None = None) -> Iterator[CheckedPair]:
        """Each pair with its findings, in order; another document begins where the name of the document changes.

        ``context`` says what homonyms mean, where all pairs are of one document and its words are known.
        """
        for pair in pairs:
            if pair.document != self._document:
                self._begin(pair.document)
            subject = Subject(pair, self.tools, context)
            yield CheckedPair(subject, list(self._findings(subject)))

    def _begin(self, document: str) -> None:
        self._document = document
        for check in self.checks:
            if check.scope is Scope.DOCUMENT:
                self._memories[check.code] = {}

    def _findings(self, subject: Subject) -> Iterator[Finding]:
        for check in self.checks:
            started = process_time()
            problems = list(check.find(subject, self._memories[check.code]))
            self.seconds[check.code] += process_time() - started
            for problem in problems:
                reason = self._accepted.get((check.code, subject.pair.content), "")
                yield Finding(check.code, check.severity, subject.pair, problem, reason)
