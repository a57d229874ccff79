"""Findings of a project: listing them, accepting them with a reason, and checking a document anew."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workbench.errors import UsageError
from workbench.review import segments
from workbench.review.access import find_document, find_project, find_segment
from workbench.review.changes import next_revision
from workbench.review.checking import accepted_reasons, check_segment
from workbench.review.desk import Desk
from workbench.review.people import Person
from workbench.review.segments import Finding, SegmentView
from workbench.store.tables import AcceptedFinding, Document, Segment


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
    """Check all translated segments anew, after the glossary has changed; gives how many have findings.

    Targets and versions stay, so that nobody's edit is refused for it. Raises NotFound.
    """
    with desk.store.read() as session:
        _, project = find_document(session, person, document_id)
        columns = Segment.id, Segment.source, Segment.target, Segment.version
        rows = session.execute(select(*columns).where(Segment.document_id == document_id, Segment.version > 0)).all()
        accepted = accepted_reasons(session, project.id)
        session.expunge_all()
    tools, context = desk.tools(project), desk.context(project, document_id)
    checked = {
        (id, version): check_segment(tools, source, target, accepted, context)
        for id, source, target, version in rows
        if target
    }
    with desk.store.write() as session:
        revision = next_revision(session, document_id)
        for segment in session.scalars(select(Segment).where(Segment.document_id == document_id)):
            found = checked.get((segment.id, segment.version))
            if found and (segment.terms, segment.findings) != ([*found.terms], [*found.findings]):
                segment.terms, segment.findings = [*found.terms], [*found.findings]
                segment.finding_count, segment.revision = found.open_findings, revision
    return sum(found.open_findings > 0 for found in checked.values())


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
