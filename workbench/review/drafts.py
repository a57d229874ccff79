"""A text that is still being written: checked as an edit would be, and not stored."""

from dataclasses import replace

from workbench.documents.jsonl import term_of
from workbench.review.access import find_segment
from workbench.review.checking import accepted_reasons, check_segment, pair_of
from workbench.review.desk import Desk
from workbench.review.editing import clean_target
from workbench.review.people import Person
from workbench.review.segments import SegmentView, finding_of, view
from workbench.store.states import SegmentState


def check_draft(desk: Desk, person: Person, segment_id: int, target: str) -> SegmentView:
    """The segment as it would be with that target: its terms and findings. Raises NotFound, and UsageError for a text
    that is too long."""
    with desk.store.read() as session:
        segment, document, project = find_segment(session, person, segment_id)
        current, pair = view(segment), pair_of(segment, document.name, target)
        accepted = accepted_reasons(session, project.id)
        session.expunge_all()
    clean_target(current.source, target)
    checked = check_segment(desk.tools(project), pair, accepted, desk.context(project, current.document))
    terms, findings = (
        tuple(term_of(dict(record)) for record in checked.terms),
        tuple(finding_of(dict(record)) for record in checked.findings),
    )
    if current.state is SegmentState.PENDING and not target.strip():
        findings = ()  # nothing is written yet, so that nothing is wrong; the terms help to write it
    return replace(current, target=target, terms=terms, findings=findings)
