"""Pairs that are checked, and findings: plain data."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from workbench.documents.model import BlockKind
from workbench.documents.spans import Span


class Severity(StrEnum):
    """How bad a finding is: critical changes what is said, functional disturbs the reader, cosmetic is form."""

    CRITICAL = "critical"
    FUNCTIONAL = "functional"
    COSMETIC = "cosmetic"


@dataclass(frozen=True, slots=True)
class Pair:
    """A source segment and its target, and where they stand: ``segment`` counts from 1 in ``document``.

    ``translator`` and ``date`` (ISO 8601) say who translated it and when, empty where nobody knows.
    """

    document: str
    segment: int
    source: str
    target: str
    kind: BlockKind = BlockKind.PARAGRAPH
    translator: str = ""
    date: str = ""

    @property
    def content(self) -> str:
        """Twelve hexadecimal digits for source and target, by which an accepted finding is known again."""
        text = f"{self.source}\0{self.target}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check finds in a pair: what is wrong, in words, and the characters that it is about."""

    message: str
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with the check that found it and the pair in which it stands. ``accepted``: the reason, if any."""

    check: str
    severity: Severity
    pair: Pair
    problem: Problem
    accepted: str = ""
