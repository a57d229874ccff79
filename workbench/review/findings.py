"""Findings of a project: listing them, accepting them with a reason, and checking a document anew."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workbench.consistency.model import Pair
from workbench.consistency.report import Report, check_pairs
from workbench.consistency.run import Checker
from workbench.errors import UsageError
from workbench.review import segments
from workbench.review.access import find_document, find_project, find_segment
from workbench.review.changes import next_revision
from workbench.review.checking import accepted_reasons, check_document, pair_of
from workbench.review.desk import Desk
from workbench.review.errors import NotFound
from workbench.review.people import Person
from workbench.review.segments import Finding, SegmentView
from workbench.store.states import SegmentState
from workbench.store.tables import AcceptedFinding, Document, Project, Segment


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with its place: one click from the segment."""

    document: int
    document_name: str
    segment: int
    position: int
    finding: Finding


def project_findings(desk: Desk, person: Person, project_id: int, with_accepted: bool = False) -> list[PlacedFinding]:
    """The findings of all documents of a project, in the order of documents and segments. Raises NotFound."""
    with desk.store.read() as session:
        find_project(session, person, project_id)
        columns = select(Document.id, Document.name, Segment.id, Segment.position, Segment.findings)
        query = columns.join(Segment, Segment.document_id == Document.id).where(Document.project_id == project_id)
        rows = session.execute(query.order_by(Document.name, Segment.position))
        placed = [
            PlacedFinding(document, name, id, position, segments.finding_of(record))
            for document, name, id, position, records in rows
            for record in records
        ]
    return [item for item in placed if with_accepted or not item.finding.accepted]


def accept_finding(desk: Desk, person: Person, segment_id: int, check: str, reason: str) -> SegmentView:
    """Accept the findings of a check in a segment, for its text as it stands, wherever the project has the same pair.

    Raises:
        NotFound: there is no such segment.
        UsageError: no reason is given, or the segment has no such finding (any more).
    """
    reason = reason.strip()
    if not reason:
        raise UsageError("say why the finding is accepted")
    with desk.store.write() as session:
        segment, _, project = find_segment(session, person, segment_id)
        contents = {finding["content"] for finding in segment.findings if finding["check"] == check}
        if not contents:
            raise UsageError(f"the segment has no finding of {check} any more")
        session.merge(
            AcceptedFinding(
                project_id=project.id, check=check, content=contents.pop(), reason=reason, author=person.name
            )
        )
        return _marked(session, segment, project.id)


def reject_acceptance(desk: Desk, person: Person, segment_id: int, check: str) -> SegmentView:
    """Take the acceptance of a finding back. Raises NotFound."""
    with desk.store.write() as session:
        segment, _, project = find_segment(session, person, segment_id)
        contents = [finding["content"] for finding in segment.findings if finding["check"] == check]
        session.execute(
            delete(AcceptedFinding).where(
                AcceptedFinding.project_id == project.id,
                AcceptedFinding.check == check,
                AcceptedFinding.content.in_(contents),
            )
        )
        return _marked(session, segment, project.id)


def recheck_document(desk: Desk, person: Person, document_id: int) -> int:
    """Check all translated segments anew, with the checks that compare segments and the glossary as it is now.

    Targets and versions stay, so that nobody's edit is refused for it. Gives how many segments have findings that
    nobody accepted. Raises NotFound, GlossaryError.
    """
    with desk.store.read() as session:
        document, project = find_document(session, person, document_id)
        session.expunge_all()
    return recheck(desk, document, project)


def recheck(desk: Desk, document: Document, project: Project) -> int:
    """As ``recheck_document``, without asking who may."""
    with desk.store.read() as session:
        rows = _translated(session, document.id)
        accepted = accepted_reasons(session, project.id)
        session.expunge_all()
    pairs = (pair_of(row, document.name) for row in rows)
    found = check_document(desk.tools(project), pairs, accepted, desk.context(project, document.id))
    checked = {(row.id, row.version): result for row, result in zip(rows, found, strict=True)}
    with desk.store.write() as session:
        revision = next_revision(session, document.id)
        for segment in _translated(session, document.id):
            result = checked.get((segment.id, segment.version))
            if result and (segment.terms, segment.findings) != ([*result.terms], [*result.findings]):
                segment.terms, segment.findings = [*result.terms], [*result.findings]
                segment.finding_count, segment.revision = result.open_findings, revision
    return sum(result.open_findings > 0 for result in checked.values())


def project_report(
    desk: Desk,
    person: Person,
    project_id: int,
    progress: Callable[[int, int], None] | None = None,
    checks: Collection[str] | None = None,
) -> Report:
    """The scores and findings of all translated segments of a project, as ``workbench check`` gives them; to be closed.

    A finding's ``document`` is the document's name, and its ``segment`` the position counted from 1: ``segment_at``
    leads there. ``checks`` are the codes of those that are wanted, all by default. Raises NotFound, GlossaryError, and
    UsageError for an unknown check.
    """
    with desk.store.read() as session:
        project = find_project(session, person, project_id)
        query = select(Document).where(Document.project_id == project_id).order_by(Document.name)
        pairs = [
            pair_of(row, document.name)
            for document in session.scalars(query).all()
            for row in _translated(session, document.id)
        ]
        accepted = accepted_reasons(session, project_id)
        session.expunge_all()
    return check_pairs(_counted(pairs, progress), Checker(desk.tools(project), checks, accepted))


def segment_at(desk: Desk, person: Person, project_id: int, document: str, number: int) -> SegmentView:
    """The segment of that number, counted from 1, in the document of that name. Raises NotFound."""
    with desk.store.read() as session:
        find_project(session, person, project_id)
        query = select(Segment).join(Document).where(Document.project_id == project_id, Document.name == document)
        segment = session.scalar(query.where(Segment.position == number - 1))
        if segment is None:
            raise NotFound(f"there is no segment {number} in {document}")
        return segments.view(segment)


def _counted(pairs: Sequence[Pair], progress: Callable[[int, int], None] | None) -> Iterator[Pair]:
    """The pairs; ``progress`` is told now and then how many were taken."""
    for number, pair in enumerate(pairs):
        if progress and number % 50 == 0:
            progress(number, len(pairs))
        yield pair


def _translated(session: Session, document_id: int) -> Sequence[Segment]:
    query = select(Segment).where(Segment.document_id == document_id, Segment.state != SegmentState.PENDING.value)
    return session.scalars(query.order_by(Segment.position)).all()


def _marked(session: Session, segment: Segment, project_id: int) -> SegmentView:
    """Write into a segment's findings, and those of the same pair elsewhere, which of them are accepted."""
    session.flush()
    accepted = accepted_reasons(session, project_id)
    same = (
        select(Segment)
        .join(Document)
        .where(Document.project_id == project_id, Segment.source == segment.source, Segment.target == segment.target)
    )
    revisions: dict[int, int] = {}
    for row in session.scalars(same.order_by(Segment.document_id)).all():
        if row.document_id not in revisions:
            revisions[row.document_id] = next_revision(session, row.document_id)
        row.findings = [
            finding | {"accepted": accepted.get((finding["check"], finding["content"]), "")} for finding in row.findings
        ]
        row.finding_count = sum(not finding["accepted"] for finding in row.findings)
        row.revision = revisions[row.document_id]
    session.flush()
    return segments.view(segment)
