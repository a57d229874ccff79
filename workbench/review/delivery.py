"""Delivering a document: in the format it came in, or in a bilingual one; what is not ready is pointed out first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select

from workbench.documents.bilingual import BilingualDocument, BilingualSegment, Origin
from workbench.documents.jsonl import match_of, placeable_of, term_of
from workbench.documents.model import Block, BlockKind
from workbench.documents.model import Document as ParsedDocument
from workbench.documents.model import Segment as ParsedSegment
from workbench.documents.outputs import OUTPUTS, output_for, result_name
from workbench.documents.placing import Placer, Project
from workbench.errors import GlossaryError, InputError, ModelError, UsageError
from workbench.review.access import find_document
from workbench.review.desk import Desk
from workbench.review.documents import parsed_document
from workbench.review.people import Person
from workbench.store.states import SegmentState
from workbench.store.tables import Document, Segment

#: The output that needs the document as it came in.
OWN_FORMAT = "document"
_MACHINE = (SegmentState.MACHINE, SegmentState.MEMORY)


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """A segment that nobody has approved, or with findings that nobody has accepted."""

    id: int
    position: int
    state: SegmentState
    findings: int
    source: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file to be downloaded; ``notes`` say what somebody should look at in it."""

    name: str
    data: bytes
    notes: tuple[str, ...] = ()


def output_names() -> list[str]:
    """The formats that a document can be delivered in; OWN_FORMAT is the one that it came in."""
    return list(OUTPUTS)


def open_segments(desk: Desk, person: Person, document_id: int) -> list[OpenSegment]:
    """What should be looked at before a document is delivered: not translated, not approved, or with findings.

    Raises NotFound.
    """
    with desk.store.read() as session:
        find_document(session, person, document_id)
        columns = select(Segment.id, Segment.position, Segment.state, Segment.finding_count, Segment.source)
        is_open = (Segment.state != SegmentState.APPROVED.value) | (Segment.finding_count > 0)
        rows = session.execute(columns.where(Segment.document_id == document_id, is_open).order_by(Segment.position))
        return [
            OpenSegment(id, position, SegmentState(state), findings, source)
            for id, position, state, findings, source in rows
        ]


def deliver(desk: Desk, person: Person, document_id: int, output: str = OWN_FORMAT) -> Delivery:
    """The document as it stands, approved or not, as a file.

    Inline formatting goes to the words that stand for those of the source, in texts that people wrote too, by the word
    alignment that ``workbench translate`` uses; without its model if that cannot be loaded. Where formatting could not
    be placed it is around the whole segment, and a note says in which.

    Raises:
        NotFound: there is no such document.
        UsageError: there is no such format, or a segment has no target yet: half a translation is never delivered.
        InputError: this version of the program reads the document's format differently; bilingual formats still work.
    """
    wanted = output_for(output)
    bilingual = bilingual_document(desk, person, document_id, restored=output == OWN_FORMAT)
    languages, placer = (bilingual.source_language, bilingual.target_language), Placer()
    if output == OWN_FORMAT:
        placer = Placer(_word_alignment(desk, person, document_id, languages))
    data = wanted.write(bilingual, placer)
    unplaced = ", ".join(str(index + 1) for index in sorted(placer.unplaced))
    notes = (f"formatting could not be placed in segment {unplaced}",) if unplaced else ()
    return Delivery(result_name(bilingual.document.name, output, languages), data, notes)


def _word_alignment(desk: Desk, person: Person, document_id: int, languages: tuple[str, str]) -> Project:
    """Where the words under some markup are in a target; the model is loaded when the first of them is looked for."""
    with desk.store.read() as session:
        _, project = find_document(session, person, document_id)
        session.expunge_all()

    @cache
    def found() -> Project:
        from workbench.alignment.projection import projection

        try:
            return projection(*languages, desk.translator(project).model)
        except (ModelError, GlossaryError, InputError):
            return projection(*languages)

    return lambda span, source, target: found()(span, source, target)


def bilingual_document(desk: Desk, person: Person, document_id: int, restored: bool = True) -> BilingualDocument:
    """A document with its targets, as the writers of all formats want it.

    Args:
        restored: whether the document is needed as it came in. If not, and this version of the program reads it
            differently than the one that it was uploaded to, each segment becomes a block of its own.

    Raises as ``deliver``.
    """
    with desk.store.read() as session:
        document, project = find_document(session, person, document_id)
        query = select(Segment).where(Segment.document_id == document_id).order_by(Segment.position)
        rows = session.scalars(query).all()
        pending = [row.position for row in rows if row.state == SegmentState.PENDING]
        if pending:
            what = f"{len(pending)} of {len(rows)} segments are not translated yet, the first is {pending[0] + 1}"
            raise UsageError(f"{document.name}: {what}")
        try:
            parsed = parsed_document(session, document, project)
        except InputError:
            if restored:
                raise
            parsed = _only_segments(document, rows)
        pair = project.source_language, project.target_language
        return BilingualDocument(parsed, [_bilingual(row) for row in rows], *pair, document.signature, document.notes)


def _only_segments(document: Document, rows: Sequence[Segment]) -> ParsedDocument:
    """A document without its skeleton: bilingual formats can be written of it."""
    blocks = [Block(BlockKind(row.kind), row.source, row.place) for row in rows]
    segments = [ParsedSegment(row.position, row.position, 0, len(row.source), row.source) for row in rows]
    return ParsedDocument(document.name, document.format, blocks, segments)


def _bilingual(row: Segment) -> BilingualSegment:
    """A row of the store as a bilingual segment; what was said of the machine's text is not said of a person's."""
    is_machine = row.target == row.machine_target
    return BilingualSegment(
        row.position,
        row.source,
        row.target,
        Origin(row.origin) if is_machine else Origin.EDITED,
        BlockKind(row.kind),
        row.place,
        tuple(map(term_of, row.terms)),
        tuple(row.marks) if row.state in _MACHINE else (),
        row.score if is_machine else None,
        tuple(map(placeable_of, row.placeables)) if is_machine else (),
        tuple(row.drafts),
        tuple(map(match_of, row.matches)),
    )
