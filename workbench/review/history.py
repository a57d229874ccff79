"""Who changed what and when, and what a person made of the machine's text."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workbench.review.access import find_document, find_segment
from workbench.review.desk import Desk
from workbench.review.people import Person
from workbench.review.word_diff import Piece, word_diff
from workbench.store.states import ActionKind, SegmentState
from workbench.store.tables import Action, Edit, Segment


@dataclass(frozen=True, slots=True)
class Event:
    """A change of a segment. ``author`` is empty for the translation; ``difference`` is between the two texts."""

    segment: int
    position: int
    kind: ActionKind
    author: str
    at: datetime
    before: str
    after: str
    state_before: SegmentState
    state_after: SegmentState
    difference: tuple[Piece, ...]


def segment_history(desk: Desk, person: Person, segment_id: int) -> list[Event]:
    """Everything that happened to a segment, the latest first. Raises NotFound."""
    with desk.store.read() as session:
        find_segment(session, person, segment_id)
        query = _EVENTS.where(Edit.segment_id == segment_id).order_by(Edit.version.desc())
        return [_event(*row) for row in session.execute(query)]


def document_history(desk: Desk, person: Person, document_id: int, most: int = 200) -> list[Event]:
    """The latest changes that people made in a document, the latest first. Raises NotFound."""
    with desk.store.read() as session:
        find_document(session, person, document_id)
        query = _EVENTS.where(Action.document_id == document_id, Action.kind != ActionKind.TRANSLATION.value)
        rows = session.execute(query.order_by(Action.revision.desc(), Segment.position).limit(most))
        return [_event(*row) for row in rows]


def changes_against_machine(desk: Desk, person: Person, segment_id: int) -> list[Piece]:
    """The target of a segment against what the machine gave, word by word. Raises NotFound."""
    with desk.store.read() as session:
        segment, _, _ = find_segment(session, person, segment_id)
        return word_diff(segment.machine_target, segment.target)


_EVENTS = select(Edit, Action, Segment.position).join(Action, Action.id == Edit.action_id)
_EVENTS = _EVENTS.join(Segment, Segment.id == Edit.segment_id)


def _event(edit: Edit, action: Action, position: int) -> Event:
    return Event(
        edit.segment_id,
        position,
        ActionKind(action.kind),
        action.author,
        action.at,
        edit.before_target,
        edit.after_target,
        SegmentState(edit.before_state),
        SegmentState(edit.after_state),
        tuple(word_diff(edit.before_target, edit.after_target)),
    )
