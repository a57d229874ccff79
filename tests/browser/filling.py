"""Documents in a database as translation would have left them: the pages are tested, not the model."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from time import monotonic_ns
from typing import NamedTuple

from sqlalchemy import func, select

from workbench.documents.bilingual import Origin
from workbench.review import documents, projects
from workbench.review.changes import begin_action, record
from workbench.review.checking import accepted_reasons, check_document, pair_of
from workbench.review.desk import Desk
from workbench.review.people import local_person
from workbench.review.projects import ProjectSettings
from workbench.settings import Settings
from workbench.store.database import open_store
from workbench.store.states import ActionKind, SegmentState
from workbench.store.tables import Document, Project, Segment


class Filled(NamedTuple):
    """The ids of a project and its document."""

    project: int
    document: int


def fill(
    store: Path,
    name: str,
    data: bytes,
    targets: Sequence[str],
    glossary: str = "diplomatic",
    memory: str = "",
    project_name: str = "Visits",
    members: Sequence[str] = (),
    approved: bool = False,
) -> Filled:
    """Put a document with these targets into a project of its own, named so and a number; "" is not translated yet."""
    desk, person = _desk(store), local_person()
    wanted = ProjectSettings(glossary, "nl-en", memory)
    project = projects.create_project(desk, person, f"{project_name} {monotonic_ns()}", wanted)
    if members:
        projects.set_members(desk, person, project.id, list(members))
    document = documents.add_document(desk, person, project.id, name, data).id
    with desk.store.write() as session:
        rows = session.scalars(select(Segment).where(Segment.document_id == document).order_by(Segment.position)).all()
        pairs = [pair_of(row, name, target) for row, target in zip(rows, targets, strict=True)]
        tools = desk.tools(session.get_one(Project, project.id))
        context = tools.source_matcher.document_context([row.source for row in rows])
        checked = check_document(tools, pairs, accepted_reasons(session, project.id), context)
        action = begin_action(session, document, ActionKind.TRANSLATION, "")
        for row, target, findings in zip(rows, targets, checked, strict=True):
            if not target:
                continue
            row.machine_target, row.machine_state = target, SegmentState.MACHINE.value
            row.origin = Origin.FIRST_PASS.value
            record(session, action, row, target, SegmentState.APPROVED if approved else SegmentState.MACHINE, findings)
        session.get_one(Document, document).signature = "test"
    return Filled(project.id, document)


def fill_long(store: Path, count: int) -> Filled:
    """Put a document of so many segments, short and long ones, into a project of its own."""
    numbers = range(1, count + 1)
    text = "\n\n".join(f"Zin {number} van het verslag." for number in numbers)
    targets = [f"Sentence {number} of the report{' and so on' * (number % 9)}." for number in numbers]
    return fill(store, "long.nl.txt", text.encode(), targets)


def count_pending(store: Path) -> int:
    """How many segments of all documents are not translated."""
    with _desk(store).store.read() as session:
        return session.scalar(select(func.count()).where(Segment.state == SegmentState.PENDING.value)) or 0


@cache
def _desk(store: Path) -> Desk:
    """A desk of our own beside the server's, whose glossaries are loaded once for all tests."""
    return Desk(open_store(str(store)), Settings())
