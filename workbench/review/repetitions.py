"""Segments that are repeated: filled together with the target of one of them."""

from sqlalchemy import select

from workbench.review.access import find_segment
from workbench.review.changes import Change, apply
from workbench.review.desk import Desk
from workbench.review.editing import state_of
from workbench.review.people import Person
from workbench.review.segments import SegmentView, view
from workbench.store.states import ActionKind, SegmentState
from workbench.store.tables import Segment


def repetitions(desk: Desk, person: Person, segment_id: int) -> list[SegmentView]:
    """The other segments of the document with the same source, whatever their state. Raises NotFound."""
    with desk.store.read() as session:
        segment, document, _ = find_segment(session, person, segment_id)
        same = select(Segment).where(
            Segment.document_id == document.id, Segment.source == segment.source, Segment.id != segment_id
        )
        return [view(other) for other in session.scalars(same.order_by(Segment.position))]


def fill_repetitions(desk: Desk, person: Person, segment_id: int) -> list[SegmentView]:
    """Give the other segments of the same source this one's target, and its approval. One action, undone at once.

    Those that are approved are left as they are.

    Returns:
        The segments that were changed.

    Raises:
        NotFound: there is no such segment.
        Conflict: somebody changed one of them meanwhile.
    """
    with desk.store.read() as session:
        segment = view(find_segment(session, person, segment_id)[0])
    is_approved = segment.state is SegmentState.APPROVED
    wanted = [
        Change(
            other.id,
            segment.target,
            segment.state if is_approved else state_of(segment.target, other.machine_target, other.machine_state),
            other.version,
        )
        for other in repetitions(desk, person, segment_id)
        if other.state is not SegmentState.APPROVED and (other.target != segment.target or is_approved)
    ]
    if not wanted or segment.state is SegmentState.PENDING:
        return []
    return apply(desk, person, segment.document, ActionKind.REPETITION, wanted)
