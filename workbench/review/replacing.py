"""Search and replace in the targets of a document: first a preview, then one action."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workbench.errors import UsageError
from workbench.review.access import find_document
from workbench.review.changes import Change, apply
from workbench.review.desk import Desk
from workbench.review.editing import clean_target, state_of
from workbench.review.people import Person
from workbench.review.segments import SegmentView
from workbench.review.word_diff import Piece, PieceKind
from workbench.store.states import ActionKind, SegmentState
from workbench.store.tables import Segment

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is sought in targets, and what is put in its place. No patterns: every character is meant as it is."""

    text: str
    replacement: str
    match_case: bool = True
    whole_words: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    """A segment as it would become. ``pieces`` show what is replaced; ``version`` is what it is based on.

    Approved segments are offered too; replacing makes them edited again.
    """

    segment: int
    position: int
    source: str
    state: SegmentState
    before: str
    after: str
    pieces: tuple[Piece, ...]
    version: int


def preview(desk: Desk, person: Person, document_id: int, wanted: Wanted) -> list[Replacement]:
    """The segments that would change, in order.

    Raises:
        NotFound: there is no such document.
        UsageError: nothing is sought, or one of the texts is too long.
    """
    if not wanted.text or max(len(wanted.text), len(wanted.replacement)) > LONGEST:
        raise UsageError(f"what is sought has 1 to {LONGEST} characters, and so has at most what replaces it")
    pattern = _pattern(wanted)
    with desk.store.read() as session:
        find_document(session, person, document_id)
        columns = Segment.id, Segment.position, Segment.source, Segment.state, Segment.target, Segment.version
        query = select(*columns).where(Segment.document_id == document_id).order_by(Segment.position)
        rows = session.execute(query).all()
    found = []
    for id, position, source, state, target, version in rows:
        pieces = tuple(_pieces(pattern, target, wanted.replacement))
        after = "".join(piece.text for piece in pieces if piece.kind is not PieceKind.REMOVED)
        after = clean_target(source, after) if after != target else target
        if after != target:
            found.append(Replacement(id, position, source, SegmentState(state), target, after, pieces, version))
    return found


def replace(desk: Desk, person: Person, document_id: int, chosen: Sequence[Replacement]) -> list[SegmentView]:
    """Do what a preview showed, all of what was chosen of it or nothing; one action, undone at once.

    Raises:
        NotFound: there is no such document.
        Conflict: somebody changed one of the segments since the preview.
    """
    if not chosen:
        return []
    with desk.store.read() as session:
        find_document(session, person, document_id)
        columns = Segment.id, Segment.machine_target, Segment.machine_state
        rows = session.execute(select(*columns).where(Segment.document_id == document_id))
        machine = {id: (target, SegmentState(state) if state else None) for id, target, state in rows}
    wanted = [
        Change(item.segment, item.after, state_of(item.after, *machine.get(item.segment, ("", None))), item.version)
        for item in chosen
    ]
    return apply(desk, person, document_id, ActionKind.REPLACEMENT, wanted)


def _pattern(wanted: Wanted) -> re.Pattern[str]:
    text = re.escape(wanted.text)
    if wanted.whole_words:
        text = rf"(?<!\w){text}(?!\w)"
    return re.compile(text, 0 if wanted.match_case else re.IGNORECASE)


def _pieces(pattern: re.Pattern[str], text: str, replacement: str) -> Iterator[Piece]:
    """The text with each place that is found removed and the replacement added."""
    position = 0
    for match in pattern.finditer(text):
        between = (PieceKind.SAME, text[position : match.start()]), (PieceKind.REMOVED, match[0])
        for kind, part in (*between, (PieceKind.ADDED, replacement)):
            if part:
                yield Piece(kind, part)
        position = match.end()
    if position < len(text):
        yield Piece(PieceKind.SAME, text[position:])
