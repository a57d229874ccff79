"""The segments that a window of the review page shows: by their ids, since what a filter lets through changes."""

from collections.abc import Sequence

from sqlalchemy import select

from workbench.review.access import find_document
from workbench.review.desk import Desk
from workbench.review.people import Person
from workbench.review.segments import MOST_AT_ONCE, SegmentView, view
from workbench.store.tables import Segment


def segments_by_id(desk: Desk, person: Person, document_id: int, ids: Sequence[int]) -> list[SegmentView]:
    """Those of the segments that are in the document, in its order; MOST_AT_ONCE of them at most. Raises NotFound."""
    with desk.store.read() as session:
        find_document(session, person, document_id)
        query = select(Segment).where(Segment.document_id == document_id, Segment.id.in_(ids[:MOST_AT_ONCE]))
        return [view(segment) for segment in session.scalars(query.order_by(Segment.position))]
