"""Scores between 0 and 1; docs/consistency.md defines them. Counted while pairs go by, none of which is kept."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from workbench.consistency import names, numbers
from workbench.consistency.model import Finding, Severity
from workbench.consistency.run import CheckedPair, Checker
from workbench.consistency.usage import Usage
from workbench.documents.bilingual import Outcome

#: What a finding costs a segment. A judgement: two critical findings leave nothing, four functional ones neither.
WEIGHTS = {Severity.CRITICAL: 0.5, Severity.FUNCTIONAL: 0.25, Severity.COSMETIC: 0.05}


def segment_score(findings: list[Finding]) -> float:
    """1 less the weights of the findings that nobody accepted, and not below 0."""
    return max(0.0, 1 - sum(WEIGHTS[finding.severity] for finding in findings if not finding.accepted))


@dataclass
class Tally:
    """Counts of a document, or of all documents."""

    segments: int = 0
    words: int = 0
    weighted: float = 0.0
    terms: Counter[Outcome] = field(default_factory=Counter)
    numbers_kept: int = 0
    numbers: int = 0
    names_kept: int = 0
    names: int = 0
    severities: Counter[Severity] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    translator: str = ""
    date: str = ""

    def add(self, checked: CheckedPair) -> None:
        """Count a pair and its findings."""
        subject = checked.subject
        weight = max(1, len(subject.source_words))
        self.segments += 1
        self.words += weight
        self.weighted += weight * segment_score(list(checked.findings))
        self.terms.update(use.outcome for hit, use in subject.uses if not hit.compound and hit.certain)
        kept, found = numbers.fidelity(subject)
        self.numbers_kept, self.numbers = self.numbers_kept + kept, self.numbers + found
        kept, found = names.fidelity(subject)
        self.names_kept, self.names = self.names_kept + kept, self.names + found
        for finding in checked.findings:
            if finding.accepted:
                self.accepted += 1
            else:
                self.severities[finding.severity] += 1
                self.checks[finding.check] += 1
        self.translator = self.translator or subject.pair.translator
        self.date = self.date or subject.pair.date

    @property
    def score(self) -> float:
        """The mean of the segment scores, weighted by words of the source; 1 for no segments."""
        return self.weighted / self.words if self.words else 1.0

    @property
    def term_success_rate(self) -> float | None:
        """The share of term occurrences with an allowed rendering; None without terms."""
        return _share(self.terms[Outcome.KEPT], self.terms.total())

    def as_json(self) -> dict[str, Any]:
        """The scores, rounded to four places, with the counts that they come from."""
        return {
            "score": round(self.score, 4),
            "segments": self.segments,
            "term_success_rate": _rounded(self.term_success_rate),
            "terms": self.terms.total(),
            "number_fidelity": _rounded(_share(self.numbers_kept, self.numbers)),
            "numbers": self.numbers,
            "name_fidelity": _rounded(_share(self.names_kept, self.names)),
            "names": self.names,
            "findings": {severity.value: self.severities[severity] for severity in Severity},
            "accepted": self.accepted,
        }


class Scores:
    """The scores of all documents, and how their concepts are rendered."""

    def __init__(self, checker: Checker) -> None:
        """``checker`` signs the scores."""
        self.signature = checker.signature
        self.total = Tally()
        self.documents: dict[str, Tally] = {}
        self.translators: dict[str, Tally] = {}
        self.months: dict[str, Tally] = {}
        self.usage = Usage(checker.tools.target_language)

    def add(self, checked: CheckedPair) -> None:
        """Count a pair."""
        self.total.add(checked)
        pair = checked.subject.pair
        self.documents.setdefault(pair.document, Tally()).add(checked)
        if pair.translator:
            self.translators.setdefault(pair.translator, Tally()).add(checked)
        if pair.date:
            self.months.setdefault(pair.date[:7], Tally()).add(checked)
        self.usage.add(checked.subject)

    def as_json(self) -> dict[str, Any]:
        """All scores as plain data."""
        return {
            "signature": self.signature,
            "corpus": self.total.as_json() | {"term_consistency": _rounded(self.usage.consistency)},
            "documents": [
                {"document": name, "translator": tally.translator, "date": tally.date} | tally.as_json()
                for name, tally in self.documents.items()
            ],
            "translators": [{"translator": name} | tally.as_json() for name, tally in self.translators.items()],
            "months": [{"month": name} | self.months[name].as_json() for name in sorted(self.months)],
            "checks": dict(self.total.checks.most_common()),
            "concepts": [
                {
                    "concept": usage.concept,
                    "uses": usage.count,
                    "dominant_share": round(usage.share, 4),
                    "entropy": round(usage.entropy, 4),
                    "renderings": [
                        {
                            "rendering": rendering.text,
                            "count": rendering.count,
                            "forbidden": rendering.is_forbidden,
                            "first": {
                                "document": rendering.first.document,
                                "segment": rendering.first.segment,
                                "translator": rendering.first.translator,
                                "date": rendering.first.date,
                            },
                            "documents": dict(rendering.documents),
                            "translators": dict(rendering.translators),
                        }
                        for rendering in usage.used
                    ],
                }
                for usage in self.usage.varying()
            ],
        }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
