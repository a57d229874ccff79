"""What the memory of a project holds: its approved segments as they stand, and what was sent to it from alignments.

Both are in the store, so that a backup has them, and an approval that is taken back is out of the memory at once.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.documents.bilingual import TranslationUnit
from workbench.review.approved import approved_segments, is_approved
from workbench.store.tables import Document, MemoryUnit, Segment


class MemoryState(NamedTuple):
    """What tells two states of a memory apart: numbers of units, and what rises when one of them changes."""

    sent: int
    last_sent: int
    approved: int
    versions: int
    last_approved: datetime | None


def memory_units(session: Session, project_id: int) -> Iterator[TranslationUnit]:
    """Everything in the memory of a project, what was approved last at the end."""
    sent = select(MemoryUnit).where(MemoryUnit.project_id == project_id).order_by(MemoryUnit.id)
    for unit in session.scalars(sent):
        yield TranslationUnit(unit.source, unit.target, unit.document, unit.author, unit.at)
    approved = approved_segments(project_id).where(Segment.target != "").order_by(Segment.changed_at, Segment.id)
    for row in session.execute(approved):
        yield TranslationUnit(*row)


def memory_state(session: Session, project_id: int) -> MemoryState:
    """The state of a project's memory; quick."""
    sent = select(func.count(), func.coalesce(func.max(MemoryUnit.id), 0)).where(MemoryUnit.project_id == project_id)
    columns = select(func.count(), func.coalesce(func.sum(Segment.version), 0), func.max(Segment.changed_at))
    approved = columns.select_from(Segment).join(Document).where(*is_approved(project_id), Segment.target != "")
    (units, last), (segments, versions, at) = session.execute(sent).one(), session.execute(approved).one()
    return MemoryState(units, last, segments, versions, at)
