"""The documents of a project: uploading, listing, removing, and reading them again as they were segmented."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy import case, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workbench.documents.model import Document as ParsedDocument
from workbench.documents.model import Segment as ParsedSegment
from workbench.documents.registry import format_for, read_data
from workbench.errors import InputError, UsageError
from workbench.languages.sentences import splitter
from workbench.review.access import find_document, find_project
from workbench.review.desk import Desk
from workbench.review.people import Person, Role
from workbench.store.states import JobState, SegmentState
from workbench.store.tables import Document, Job, Project, Segment

#: A longer document is refused: it would take hours to translate, and nobody reviews it as one.
MOST_SEGMENTS = 50_000
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it is listed. ``states`` counts its segments; ``job`` is None if nobody has asked to translate it.

    ``is_whole``: every segment has a target. Until then the document cannot be delivered.
    """

    id: int
    project: int
    name: str
    format: str
    notes: tuple[str, ...]
    signature: str
    revision: int
    uploaded_by: str
    uploaded_at: datetime
    segments: int
    states: dict[SegmentState, int]
    findings: int
    job: JobState | None
    error: str

    @property
    def is_whole(self) -> bool:
        """Whether every segment has a target."""
        return not self.states[SegmentState.PENDING]


def add_document(desk: Desk, person: Person, project_id: int, name: str, data: bytes) -> DocumentView:
    """Read an upload and store it, all of it or nothing; it is not translated yet.

    Args:
        name: what the browser calls the file; only its last part counts, and its suffix says the format.
        data: the content, which must be what the suffix says.

    Raises:
        NotFound: there is no such project.
        InputError: too large, empty, damaged, something else than its suffix says, or made to do harm.
        UsageError: no format has that suffix, or the project has a document of that name.
    """
    with desk.store.read() as session:
        language = find_project(session, person, project_id).source_language
    name = _safe_name(name)
    limit = desk.settings.max_file_mb
    if len(data) > limit * 2**20:
        raise InputError(name, f"is larger than {limit} MiB", mend="split it into smaller files")
    parsed = read_data(data, name, splitter(language), format_for(name))
    if not parsed.segments:
        raise InputError(name, "holds no text to translate")
    if len(parsed.segments) > MOST_SEGMENTS:
        raise InputError(name, f"has more than {MOST_SEGMENTS} segments", mend="split it into smaller files")
    try:
        with desk.store.write() as session:
            find_project(session, person, project_id)
            document = Document(
                project_id=project_id,
                name=name,
                format=parsed.format,
                data=data,
                notes=[*parsed.notes],
                uploaded_by=person.name,
            )
            session.add(document)
            session.flush()
            session.execute(insert(Segment), _segment_rows(document.id, parsed))
            return view(session, document)
    except IntegrityError:
        what = "the project has a document of this name; remove it first, or rename the file"
        raise UsageError(f"{name}: {what}") from None


def list_documents(desk: Desk, person: Person, project_id: int) -> list[DocumentView]:
    """The documents of a project in the order of their names. Raises NotFound."""
    with desk.store.read() as session:
        find_project(session, person, project_id)
        query = select(Document).where(Document.project_id == project_id).order_by(Document.name)
        return [view(session, document) for document in session.scalars(query)]


def get_document(desk: Desk, person: Person, document_id: int) -> DocumentView:
    """A document. Raises NotFound."""
    with desk.store.read() as session:
        return view(session, find_document(session, person, document_id)[0])


def remove_document(desk: Desk, person: Person, document_id: int) -> None:
    """Remove a document with its translation and history. Raises NotFound; NotAllowed for translators who did not
    upload it."""
    with desk.store.write() as session:
        document, _ = find_document(session, person, document_id)
        if document.uploaded_by != person.name:
            person.must_be(Role.EDITOR, "remove the document of somebody else")
        session.execute(delete(Document).where(Document.id == document_id))


def parsed_document(session: Session, document: Document, project: Project) -> ParsedDocument:
    """The document read again, with the segments that it was cut into when it was uploaded.

    Raises:
        InputError: this version of the program reads its format differently.
    """
    adapter = format_for(document.format)
    parsed = read_data(document.data, document.name, splitter(project.source_language), adapter)
    query = select(Segment.position, Segment.block, Segment.start, Segment.end, Segment.source)
    rows = session.execute(query.where(Segment.document_id == document.id).order_by(Segment.position))
    segments = [ParsedSegment(*row) for row in rows]
    texts = [block.text for block in parsed.blocks]
    for segment in segments:
        if segment.block >= len(texts) or texts[segment.block][segment.start : segment.end] != segment.source:
            what = "is read differently by this version of the program than when it was uploaded"
            mend = "deliver it as TSV or TMX, or upload it again"
            raise InputError(document.name, what, place=f"segment {segment.index + 1}", mend=mend)
    return replace(parsed, segments=segments)


def view(session: Session, document: Document) -> DocumentView:
    """A document as it is listed."""
    counted = (
        select(Segment.state, func.count(), func.sum(case((Segment.finding_count > 0, 1), else_=0)))
        .where(Segment.document_id == document.id)
        .group_by(Segment.state)
    )
    states, findings = dict.fromkeys(SegmentState, 0), 0
    for state, count, with_findings in session.execute(counted):
        states[SegmentState(state)] = count
        findings += with_findings
    job = session.get(Job, document.id)
    return DocumentView(
        document.id,
        document.project_id,
        document.name,
        document.format,
        tuple(document.notes),
        document.signature,
        document.revision,
        document.uploaded_by,
        document.uploaded_at,
        sum(states.values()),
        states,
        findings,
        JobState(job.state) if job else None,
        job.error if job else "",
    )


def _segment_rows(document_id: int, parsed: ParsedDocument) -> list[dict[str, object]]:
    return [
        {
            "document_id": document_id,
            "position": segment.index,
            "block": segment.block,
            "start": segment.start,
            "end": segment.end,
            "kind": parsed.blocks[segment.block].kind.value,
            "place": parsed.blocks[segment.block].place,
            "source": segment.source,
            "state": SegmentState.PENDING.value,
        }
        for segment in parsed.segments
    ]


def _safe_name(name: str) -> str:
    """The last part of a name, with nothing in it that a file system or a page would act on.

    Raises UsageError if nothing is left.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    stem, dot, suffix = shown.rpartition(".")
    if not stem.strip(". ") or not dot:
        raise UsageError(f"{last!r}: the file needs a name with a suffix that says its format")
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}" if len(shown) > LONGEST_NAME else shown
