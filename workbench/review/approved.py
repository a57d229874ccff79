"""What people approved in a project, as translation units: what may teach a model or fill a memory."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select

from workbench.documents.bilingual import TranslationUnit
from workbench.errors import UsageError
from workbench.review.access import project_named
from workbench.store.database import Store
from workbench.store.states import SegmentState
from workbench.store.tables import Document, Segment


def approved_units(store: Store, project: str, languages: tuple[str, str]) -> Iterator[TranslationUnit]:
    """The approved segments of a project, document by document in the order of the text.

    Args:
        store: the review database. Whoever may open its file may read all projects.
        project: the name of a project, or its number.
        languages: what it must translate from and into.

    Raises:
        UsageError: there is no such project, it has other languages, or nothing in it is approved.
        StoreError: the database cannot be read.
    """
    with store.read() as session:
        found = project_named(session, project)
        if (found.source_language, found.target_language) != languages:
            pair = f"{found.source_language}-{found.target_language}"
            raise UsageError(f"project {found.name!r} is {pair}, not {'-'.join(languages)}")
        rows = session.execute(approved_segments(found.id).order_by(Document.name, Segment.position)).all()
    if not rows:
        raise UsageError(f"project {found.name!r} has no approved segments")
    for row in rows:
        yield TranslationUnit(*row)


def approved_segments(project_id: int) -> Select[str, str, str, str, datetime | None]:
    """The query for the fields of a TranslationUnit of every approved segment in a project, in no order."""
    columns = select(Segment.source, Segment.target, Document.name, Segment.changed_by, Segment.changed_at)
    return columns.join(Document).where(*is_approved(project_id))


def is_approved(project_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions for an approved segment of a project."""
    return Document.project_id == project_id, Segment.state == SegmentState.APPROVED.value
