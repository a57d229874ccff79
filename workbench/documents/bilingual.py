"""Bilingual segments: what translation produces, and what the bilingual formats write and read.

Plain data, so that writers, checks and pages can share it without knowing how a translation came about.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from workbench.documents.model import BlockKind, Document
from workbench.documents.spans import Span


class Outcome(StrEnum):
    """What became of one occurrence of a glossary term in the target."""

    KEPT = "kept"
    MISSING = "missing"
    FORBIDDEN = "forbidden"


class Origin(StrEnum):
    """Where a target comes from."""

    FIRST_PASS = "first pass"
    ANNOTATED = "annotated"
    PREFIXED = "prefixed"
    SECOND_PASS = "second pass"
    MEMORY = "memory"
    COPIED = "copied"
    EMPTY = "empty"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A text and its translation, with where they come from: what translation memories hold and exchange.

    ``document`` names the document or collection, ``author`` who translated or aligned it, ``created`` when (with a
    time zone). ``score`` is the confidence of an alignment, between 0 and 1.
    """

    source: str
    target: str
    document: str = ""
    author: str = ""
    created: datetime | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class TermUse:
    """One occurrence of a glossary term in the source and what stands for it in the target.

    ``source`` and ``target`` are character spans; ``target`` is None where the rendering is missing, and the span of
    the forbidden words where the outcome is FORBIDDEN. ``allowed`` lists renderings, the preferred one first;
    ``explanation`` tells the reader which concept was chosen and why (definition, note, deciding context).
    """

    concept: str
    source: Span
    target: Span | None
    outcome: Outcome
    allowed: Sequence[str]
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class PlaceableUse:
    """A number, name or address of the source: its span, what may stand for it in the target, and whether it does."""

    kind: str
    source: Span
    allowed: Sequence[str]
    kept: bool


@dataclass(frozen=True, slots=True)
class MemoryMatch:
    """What a translation memory offers for a segment.

    ``source`` is the text that the memory has, ``target`` its translation, ``score`` their similarity in per cent (100:
    the same), ``origin`` in words where it comes from. ``differences`` are pairs of spans, in the segment's source and
    in this source; one may be empty. ``note`` says what was changed in the translation.
    """

    source: str
    target: str
    score: int
    origin: str
    differences: Sequence[tuple[Span, Span]] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class BilingualSegment:
    """A segment with its target and everything that a reviewer should know of it.

    ``marks`` are reasons to look at the segment, in words; empty when nothing was noticed. ``score`` is the model's
    length-normalised log probability of the target, None where no model was used. ``placeables`` are the numbers,
    names and addresses, ``history`` the drafts that were made and what each lost, in words. ``matches`` are what a
    translation memory offers besides, the best first.
    """

    index: int
    source: str
    target: str
    origin: Origin
    kind: BlockKind = BlockKind.PARAGRAPH
    place: str = ""
    terms: Sequence[TermUse] = ()
    marks: Sequence[str] = ()
    score: float | None = None
    placeables: Sequence[PlaceableUse] = ()
    history: Sequence[str] = ()
    matches: Sequence[MemoryMatch] = ()


@dataclass(frozen=True)
class BilingualDocument:
    """A document and its bilingual segments, one for each segment of the document, in order.

    ``signature`` says with what the targets were made (versions, model, glossary, settings), in sacreBLEU's manner:
    ``key:value|key:value``.
    """

    document: Document
    segments: Sequence[BilingualSegment]
    source_language: str
    target_language: str
    signature: str = ""
    notes: Sequence[str] = field(default=())

    @property
    def targets(self) -> list[str]:
        """The targets in order, as the document's own format wants them."""
        return [segment.target for segment in self.segments]
