"""Documents in a database as translation would have left them: the pages are tested, not the model."""

from collections.abc import Sequence
from pathlib import Path
from time import monotonic_ns

from sqlalchemy import select

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


def fill(store: Path, name: str, data: bytes, targets: Sequence[str], glossary: str = "diplomatic") -> int:
    """Put a document with these targets into a project of its own; gives its id."""
    opened = open_store(str(store))
    desk, person = Desk(opened, Settings()), local_person()
    project = projects.create_project(desk, person, f"Visits {monotonic_ns()}", ProjectSettings(glossary, "nl-en"))
    document = documents.add_document(desk, person, project.id, name, data).id
    with opened.write() as session:
        rows = session.scalars(select(Segment).where(Segment.document_id == document).order_by(Segment.position)).all()
        pairs = [pair_of(row, name, target) for row, target in zip(rows, targets, strict=True)]
        tools = desk.tools(session.get_one(Project, project.id))
        context = tools.source_matcher.document_context([row.source for row in rows])
        checked = check_document(tools, pairs, accepted_reasons(session, project.id), context)
        action = begin_action(session, document, ActionKind.TRANSLATION, "")
        for row, target, findings in zip(rows, targets, checked, strict=True):
            row.machine_target, row.machine_state = target, SegmentState.MACHINE.value
            record(session, action, row, target, SegmentState.MACHINE, findings)
        session.get_one(Document, document).signature = "test"
    opened.close()
    return document


def fill_long(store: Path, count: int) -> int:
    """Put a document of so many segments, short and long ones, into a project of its own; gives its id."""
    numbers = range(1, count + 1)
    text = "\n\n".join(f"Zin {number} van het verslag." for number in numbers)
    targets = [f"Sentence {number} of the report{' and so on' * (number % 9)}." for number in numbers]
    return fill(store, "long.nl.txt", text.encode(), targets)
