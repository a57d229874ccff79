"""A long document in a database, as translation would have left it; translating 2,000 segments would take minutes."""

from pathlib import Path

from sqlalchemy import select

from workbench.review import documents, projects
from workbench.review.changes import begin_action, record
from workbench.review.checking import Checked
from workbench.review.desk import Desk
from workbench.review.people import local_person
from workbench.review.projects import ProjectSettings
from workbench.settings import Settings
from workbench.store.database import open_store
from workbench.store.states import ActionKind, SegmentState
from workbench.store.tables import Segment


def fill_long(store: Path, count: int) -> int:
    """Put a document of so many segments into a database; gives its id."""
    opened = open_store(str(store))
    desk, person = Desk(opened, Settings(threads=1)), local_person()
    project = projects.create_project(desk, person, "Long", ProjectSettings("diplomatic", "nl-en"))
    text = "\n\n".join(f"Zin {number} van het verslag." for number in range(1, count + 1))
    document = documents.add_document(desk, person, project.id, "long.nl.txt", text.encode()).id
    with opened.write() as session:
        action = begin_action(session, document, ActionKind.TRANSLATION, "")
        for segment in session.scalars(select(Segment).where(Segment.document_id == document)):
            segment.machine_target = f"Sentence {segment.position + 1} of the report, " + "and so on " * (
                segment.position % 9
            )
            segment.machine_state = SegmentState.MACHINE.value
            record(session, action, segment, segment.machine_target, SegmentState.MACHINE, Checked((), ()))
    opened.close()
    return document
