"""The memory of a project: what is in it, sending an alignment to it, taking that back, and the memory as a file."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from workbench.alignment.outputs import units
from workbench.documents.tmx import write_tmx
from workbench.errors import UsageError
from workbench.review.access import find_project
from workbench.review.aligning import alignment_state, current_alignment
from workbench.review.delivery import Delivery
from workbench.review.desk import Desk
from workbench.review.memory_units import memory_state, memory_units
from workbench.review.people import Person
from workbench.store.tables import MemoryUnit


@dataclass(frozen=True, slots=True)
class SentAlignment:
    """What was sent to a memory from the alignment of a document."""

    document: str
    units: int
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MemoryView:
    """What the memory of a project holds: so many approved segments, and what was sent from alignments."""

    approved: int
    sent: Sequence[SentAlignment]


def project_memory(desk: Desk, person: Person, project_id: int) -> MemoryView:
    """What the memory of a project holds. Raises NotFound."""
    with desk.store.read() as session:
        find_project(session, person, project_id)
        columns = MemoryUnit.document, func.count(), func.max(MemoryUnit.author), func.max(MemoryUnit.at)
        query = select(*columns).where(MemoryUnit.project_id == project_id).group_by(MemoryUnit.document)
        sent = [SentAlignment(*row) for row in session.execute(query.order_by(MemoryUnit.document))]
        return MemoryView(memory_state(session, project_id).approved, sent)


def send_alignment(desk: Desk, person: Person, project_id: int, key: str) -> int:
    """Give the beads of an alignment that have both sides to the memory of a project; gives how many.

    An alignment of the same document that was sent before is replaced.

    Raises:
        NotFound: there is no such project or alignment.
        UsageError: it is still being aligned, holds no such bead, or the project has other languages.
    """
    name, alignment = alignment_state(person, key).name, current_alignment(person, key)
    found = list(units(alignment, name))
    if not found:
        raise UsageError(f"{name}: no bead has both sides")
    with desk.store.write() as session:
        project = find_project(session, person, project_id)
        if (project.source_language, project.target_language) != (alignment.source_language, alignment.target_language):
            pair = f"{alignment.source_language}-{alignment.target_language}"
            raise UsageError(f"{name}: is {pair}, and the project {project.source_language}-{project.target_language}")
        session.execute(delete(MemoryUnit).where(MemoryUnit.project_id == project_id, MemoryUnit.document == name))
        session.add_all(
            MemoryUnit(project_id=project_id, source=unit.source, target=unit.target, document=name, author=person.name)
            for unit in found
        )
    return len(found)


def take_back(desk: Desk, person: Person, project_id: int, document: str) -> None:
    """Take what was sent from the alignment of a document out of the memory again. Raises NotFound."""
    with desk.store.write() as session:
        find_project(session, person, project_id)
        session.execute(delete(MemoryUnit).where(MemoryUnit.project_id == project_id, MemoryUnit.document == document))


def export_memory(desk: Desk, person: Person, project_id: int) -> Delivery:
    """The memory of a project as TMX. Raises NotFound."""
    with desk.store.read() as session:
        project = find_project(session, person, project_id)
        file = io.StringIO()
        write_tmx(memory_units(session, project_id), project.source_language, project.target_language, file)
        return Delivery(f"{project.name}.tmx", file.getvalue().encode("utf-8", "replace"))
