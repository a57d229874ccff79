"""Changing segments: the one way in which every change is checked, recorded and committed, and what others changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workbench.errors import UsageError
from workbench.review import segments
from workbench.review.access import find_document
from workbench.review.checking import Checked, accepted_reasons, check_segment, pair_of
from workbench.review.desk import Desk
from workbench.review.errors import Clash, Conflict, NotFound
from workbench.review.people import Person
from workbench.review.segments import MOST_AT_ONCE, SegmentView
from workbench.store.columns import now
from workbench.store.states import ActionKind, SegmentState
from workbench.store.tables import Action, Document, Edit, Segment


@dataclass(frozen=True, slots=True)
class Change:
    """What a segment is to become, based on a version of it."""

    segment: int
    target: str
    state: SegmentState
    version: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a document after a revision; ``is_complete`` is false if it is so much that the page is better
    loaded anew."""

    revision: int
    segments: tuple[SegmentView, ...]
    is_complete: bool


def apply(
    desk: Desk,
    person: Person,
    document_id: int,
    kind: ActionKind,
    wanted: Sequence[Change],
    reverses: int | None = None,
) -> list[SegmentView]:
    """Make changes as one action, all or none; they are checked before, so that others wait for the writing only.

    Returns:
        The segments as they are now.

    Raises:
        NotFound: the person may not see the document, or a segment is not in it.
        Conflict: a segment has another version; tells what stands there.
        UsageError: the action to be reversed was reversed meanwhile.
    """
    checked = _check(desk, person, document_id, wanted)
    with desk.store.write() as session:
        find_document(session, person, document_id)
        action = begin_action(session, document_id, kind, person.name, reverses)
        rows = _rows(session, document_id, wanted)
        clashes = [clash(rows[change.segment]) for change in wanted if rows[change.segment].version != change.version]
        if clashes:
            raise Conflict(clashes)
        for change in wanted:
            record(session, action, rows[change.segment], change.target, change.state, checked[change.segment])
        session.flush()
        return [segments.view(rows[change.segment]) for change in wanted]


def changes_since(desk: Desk, person: Person, document_id: int, revision: int) -> Changes:
    """What anybody, the translation included, committed after a revision. Raises NotFound."""
    with desk.store.read() as session:
        document, _ = find_document(session, person, document_id)
        query = select(Segment).where(Segment.document_id == document_id, Segment.revision > revision)
        found = session.scalars(query.order_by(Segment.position).limit(MOST_AT_ONCE + 1)).all()
        views = tuple(segments.view(segment) for segment in found[:MOST_AT_ONCE])
        return Changes(document.revision, views, len(found) <= MOST_AT_ONCE)


def next_revision(session: Session, document_id: int) -> int:
    """Raise the revision of a document and return it. Whoever else changes the document waits until this is committed,
    so that revisions become visible in their order."""
    statement = update(Document).where(Document.id == document_id).values(revision=Document.revision + 1)
    revision: int | None = session.scalar(statement.returning(Document.revision))
    if revision is None:
        raise NotFound(f"there is no document {document_id}")
    return revision


def begin_action(
    session: Session, document_id: int, kind: ActionKind, author: str, reverses: int | None = None
) -> Action:
    """An action of the next revision. Raises UsageError if the action that it reverses was reversed meanwhile."""
    revision = next_revision(session, document_id)
    action = Action(
        document_id=document_id, revision=revision, kind=kind.value, author=author, at=now(), reverses=reverses
    )
    session.add(action)
    session.flush()
    if reverses is not None:
        mark = update(Action).where(Action.id == reverses, Action.reversed_by.is_(None)).values(reversed_by=action.id)
        if session.scalar(mark.returning(Action.id)) is None:
            raise UsageError("this was undone already")
    return action


def record(
    session: Session, action: Action, segment: Segment, target: str, state: SegmentState, checked: Checked
) -> None:
    """Change a segment, and write what was changed into the history."""
    segment.version += 1
    edit = Edit(
        action_id=action.id,
        segment_id=segment.id,
        before_target=segment.target,
        before_state=segment.state,
        after_target=target,
        after_state=state.value,
        version=segment.version,
    )
    session.add(edit)
    segment.target, segment.state, segment.revision = target, state.value, action.revision
    segment.changed_by, segment.changed_at = action.author, action.at
    segment.terms, segment.findings = [*checked.terms], [*checked.findings]
    segment.finding_count = checked.open_findings


def clash(segment: Segment) -> Clash:
    """What stands in a segment, for a conflict."""
    at: datetime | None = segment.changed_at
    return Clash(segment.id, segment.position, segment.target, segment.state, segment.changed_by, at, segment.version)


def _check(desk: Desk, person: Person, document_id: int, wanted: Sequence[Change]) -> Mapping[int, Checked]:
    """The findings of each change."""
    with desk.store.read() as session:
        document, project = find_document(session, person, document_id)
        rows = _rows(session, document_id, wanted)
        accepted = accepted_reasons(session, project.id)
        session.expunge_all()
    tools, context = desk.tools(project), desk.context(project, document_id)
    found: dict[int, Checked] = {}
    for change in wanted:
        pair = pair_of(rows[change.segment], document.name, change.target)
        is_pending = change.state is SegmentState.PENDING  # what is not there is not wrong
        found[change.segment] = Checked((), ()) if is_pending else check_segment(tools, pair, accepted, context)
    return found


def _rows(session: Session, document_id: int, wanted: Sequence[Change]) -> dict[int, Segment]:
    """The segments to be changed, as they are now. Raises NotFound if one is not in the document."""
    ids = [change.segment for change in wanted]
    found: dict[int, Segment] = {}
    for start in range(0, len(ids), MOST_AT_ONCE):
        query = select(Segment).where(Segment.document_id == document_id, Segment.id.in_(ids[start:][:MOST_AT_ONCE]))
        found |= {row.id: row for row in session.scalars(query.execution_options(populate_existing=True))}
    if missing := set(ids) - set(found):
        raise NotFound(f"there is no segment {min(missing)} in this document")
    return found
