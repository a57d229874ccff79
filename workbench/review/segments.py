"""Segments as the review page shows them: a page at a time, filtered, with counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workbench.documents.bilingual import MemoryMatch, Origin, PlaceableUse, TermUse
from workbench.documents.jsonl import match_of, placeable_of, term_of
from workbench.documents.model import BlockKind
from workbench.review.access import find_document, find_segment
from workbench.review.desk import Desk
from workbench.review.people import Person
from workbench.store.states import SegmentState
from workbench.store.tables import Segment

PAGE_SIZE = 40
MOST_AT_ONCE = 200
_MACHINE = [SegmentState.MACHINE.value, SegmentState.MEMORY.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found in a segment; spans are ``(start, end)`` in characters of source and target.

    ``accepted`` is the reason if somebody accepted it, ``content`` the hash by which it is known again.
    """

    check: str
    severity: str
    message: str
    source_spans: tuple[tuple[int, int], ...]
    target_spans: tuple[tuple[int, int], ...]
    content: str
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment as it is shown. ``position`` counts from 0. ``marks`` are of the machine target, and empty once the
    target is another; ``version`` is what an edit is based on."""

    id: int
    document: int
    position: int
    kind: BlockKind
    place: str
    source: str
    target: str
    state: SegmentState
    machine_target: str
    machine_state: SegmentState | None
    origin: Origin | None
    score: float | None
    terms: tuple[TermUse, ...]
    placeables: tuple[PlaceableUse, ...]
    marks: tuple[str, ...]
    matches: tuple[MemoryMatch, ...]
    findings: tuple[Finding, ...]
    comments: int
    version: int
    revision: int
    changed_by: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which segments are wanted: all that every given criterion fits. ``text`` is sought in source and target, without
    regard to case; ``states`` empty means all of them."""

    states: frozenset[SegmentState] = frozenset()
    marked: bool = False
    with_findings: bool = False
    commented: bool = False
    repeated: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the segments that a filter lets through: ``total`` of them, these from ``first`` on; the document's
    revision, for ``changes``."""

    segments: tuple[SegmentView, ...]
    first: int
    total: int
    revision: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many segments of a document each filter lets through."""

    total: int
    states: dict[SegmentState, int]
    marked: int
    with_findings: int
    commented: int
    repeated: int


EVERYTHING = Filter()


def segment_page(
    desk: Desk, person: Person, document_id: int, wanted: Filter = EVERYTHING, first: int = 0, size: int = PAGE_SIZE
) -> Page:
    """A page of segments, in the order of the document. Raises NotFound."""
    first, size = max(0, first), min(max(1, size), MOST_AT_ONCE)
    with desk.store.read() as session:
        document, _ = find_document(session, person, document_id)
        query = _matching(document_id, wanted)
        if wanted.text:
            ids = _containing(session, query, wanted.text)
            total, query = len(ids), select(Segment).where(Segment.id.in_(ids[first : first + size]))
        else:
            total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
            query = query.offset(first).limit(size)
        segments = session.scalars(query.order_by(Segment.position))
        return Page(tuple(view(segment) for segment in segments), first, total, document.revision)


def matching_ids(desk: Desk, person: Person, document_id: int, wanted: Filter = EVERYTHING) -> list[int]:
    """The ids of all segments that the filter lets through, in order; to go to the next one. Raises NotFound."""
    with desk.store.read() as session:
        find_document(session, person, document_id)
        query = _matching(document_id, wanted)
        if wanted.text:
            return _containing(session, query, wanted.text)
        return list(session.scalars(query.with_only_columns(Segment.id).order_by(Segment.position)))


def segment_counts(desk: Desk, person: Person, document_id: int) -> Counts:
    """How many segments there are of each kind. Raises NotFound."""
    with desk.store.read() as session:
        find_document(session, person, document_id)
        query = select(Segment.state, func.count()).where(Segment.document_id == document_id).group_by(Segment.state)
        states = dict.fromkeys(SegmentState, 0)
        states |= {SegmentState(state): count for state, count in session.execute(query)}

        def count(wanted: Filter) -> int:
            return session.scalar(select(func.count()).select_from(_matching(document_id, wanted).subquery())) or 0

        return Counts(
            sum(states.values()),
            states,
            count(Filter(marked=True)),
            count(Filter(with_findings=True)),
            count(Filter(commented=True)),
            count(Filter(repeated=True)),
        )


def get_segment(desk: Desk, person: Person, segment_id: int) -> SegmentView:
    """A segment. Raises NotFound."""
    with desk.store.read() as session:
        return view(find_segment(session, person, segment_id)[0])


def view(segment: Segment) -> SegmentView:
    """A row of the store as it is shown."""
    is_machine = segment.state in _MACHINE
    return SegmentView(
        segment.id,
        segment.document_id,
        segment.position,
        BlockKind(segment.kind),
        segment.place,
        segment.source,
        segment.target,
        SegmentState(segment.state),
        segment.machine_target,
        SegmentState(segment.machine_state) if segment.machine_state else None,
        Origin(segment.origin) if segment.origin else None,
        segment.score,
        tuple(map(term_of, segment.terms)),
        tuple(map(placeable_of, segment.placeables)),
        tuple(segment.marks) if is_machine else (),
        tuple(map(match_of, segment.matches)),
        tuple(map(finding_of, segment.findings)),
        segment.comment_count,
        segment.version,
        segment.revision,
        segment.changed_by,
        segment.changed_at,
    )


def finding_of(record: dict[str, Any]) -> Finding:
    """A finding of the store as it is shown."""
    return Finding(
        record["check"],
        record["severity"],
        record["message"],
        _spans(record["source_spans"]),
        _spans(record["target_spans"]),
        record["content"],
        record.get("accepted", ""),
    )


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in pairs)


def _matching(document_id: int, wanted: Filter) -> Select[Segment]:
    """The query for the segments that a filter lets through, its text aside."""
    query = select(Segment).where(Segment.document_id == document_id)
    if wanted.states:
        query = query.where(Segment.state.in_([state.value for state in wanted.states]))
    if wanted.marked:
        query = query.where(Segment.mark_count > 0, Segment.state.in_(_MACHINE))
    if wanted.with_findings:
        query = query.where(Segment.finding_count > 0)
    if wanted.commented:
        query = query.where(Segment.comment_count > 0)
    if wanted.repeated:
        same = select(Segment.source).where(Segment.document_id == document_id).group_by(Segment.source)
        query = query.where(Segment.source.in_(same.having(func.count() > 1)))
    return query


def _containing(session: Session, query: Select[Segment], text: str) -> list[int]:
    """The ids of the segments that contain a text. Compared here: SQLite's LIKE knows no case but that of ASCII."""
    sought = text.casefold()
    columns = query.with_only_columns(Segment.id, Segment.source, Segment.target).order_by(Segment.position)
    return [
        id
        for id, source, target in session.execute(columns)
        if sought in source.casefold() or sought in target.casefold()
    ]
