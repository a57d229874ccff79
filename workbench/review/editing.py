"""Editing a segment: saving, approving, reopening; undo and redo, which the store remembers for each person."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.errors import UsageError
from workbench.review.access import find_document
from workbench.review.changes import Change, apply, clash
from workbench.review.desk import Desk
from workbench.review.errors import Conflict
from workbench.review.people import Person
from workbench.review.segments import Filter, SegmentView, get_segment, matching_ids
from workbench.store.states import ActionKind, SegmentState
from workbench.store.tables import Action, Edit, Segment

#: A target may be so many times as long as its source, and so many characters besides.
LONGEST_RATIO, LONGEST_EXTRA = 10, 2_000

#: What can be undone; the translation is not anybody's to undo.
_OWN = [
    kind.value for kind in ActionKind if kind not in (ActionKind.TRANSLATION, ActionKind.RETRANSLATION, ActionKind.UNDO)
]


def save(desk: Desk, person: Person, segment_id: int, target: str, version: int) -> SegmentView:
    """Commit an edit. A text that is the machine's again is the machine's; one that stands there already is no edit.

    Raises:
        NotFound: there is no such segment.
        Conflict: the segment is no longer of that version; tells what stands there, who wrote it and when.
        UsageError: the text is too long.
    """
    segment = get_segment(desk, person, segment_id)
    target = clean_target(segment.source, target)
    state = state_of(target, segment.machine_target, segment.machine_state)
    if segment.target == target:
        return segment
    return _change(desk, person, segment, ActionKind.EDIT, target, state, version)


def approve(desk: Desk, person: Person, segment_id: int, version: int, target: str | None = None) -> SegmentView:
    """Approve a segment, with another target if one is given.

    Raises as ``save``, and UsageError for a segment without any text that is not translated yet.
    """
    segment = get_segment(desk, person, segment_id)
    text = segment.target if target is None else clean_target(segment.source, target)
    if segment.state is SegmentState.PENDING and not text:
        raise UsageError(f"segment {segment.position + 1} is not translated yet; write its translation first")
    if (segment.target, segment.state) == (text, SegmentState.APPROVED):
        return segment
    return _change(desk, person, segment, ActionKind.APPROVAL, text, SegmentState.APPROVED, version)


def approve_and_next(
    desk: Desk, person: Person, segment_id: int, version: int, target: str | None, wanted: Filter
) -> tuple[SegmentView, int | None]:
    """Approve a segment, and say which of those that ``wanted`` lets through is the next one that is not approved.

    Returns:
        The segment, and the id of the next one: of those behind it, or else from the start; None if all are approved.

    Raises as ``save``.
    """
    approved = approve(desk, person, segment_id, version, target)
    with desk.store.read() as session:
        states = select(Segment.id, Segment.position).where(
            Segment.document_id == approved.document, Segment.state != SegmentState.APPROVED.value
        )
        open_ones = {row.id: row.position for row in session.execute(states)}
    candidates = [id for id in matching_ids(desk, person, approved.document, wanted) if id in open_ones]
    behind = [id for id in candidates if open_ones[id] > approved.position]
    return approved, next(iter(behind or candidates), None)


def reopen(desk: Desk, person: Person, segment_id: int, version: int) -> SegmentView:
    """Take an approval back; the text stays. Raises as ``save``."""
    segment = get_segment(desk, person, segment_id)
    if segment.state is not SegmentState.APPROVED:
        return segment
    state = state_of(segment.target, segment.machine_target, segment.machine_state)
    return _change(desk, person, segment, ActionKind.REOPENING, segment.target, state, version)


def undo(desk: Desk, person: Person, document_id: int, over: bool = False) -> list[SegmentView]:
    """Take back the person's last action in a document that was not taken back yet; undone again by ``redo``.

    Args:
        over: whether to do so where somebody else has changed a segment since.

    Returns:
        The segments that were changed; none if there is nothing to undo.

    Raises:
        NotFound: there is no such document.
        Conflict: somebody has changed one of the segments since; nothing was undone.
    """
    return _reverse(desk, person, document_id, ActionKind.UNDO, over)


def redo(desk: Desk, person: Person, document_id: int, over: bool = False) -> list[SegmentView]:
    """Do again what the person undid last, unless he or she did something else since. As ``undo``."""
    return _reverse(desk, person, document_id, ActionKind.REDO, over)


def clean_target(source: str, target: str) -> str:
    """A text from a page as it is stored: without what no file can hold, and on one line where its source is.

    Raises UsageError if it is far longer than its source.
    """
    text = target.encode("utf-8", "replace").decode().replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in source:
        text = " ".join(part.strip() for part in text.split("\n") if part.strip()) if "\n" in text else text
    if len(text) > LONGEST_RATIO * len(source) + LONGEST_EXTRA:
        raise UsageError(f"a target of {len(text)} characters is too long for a source of {len(source)}")
    return text.strip()


def state_of(target: str, machine_target: str, machine_state: SegmentState | None) -> SegmentState:
    """The state of a target that a person saved: the machine's text is the machine's, whoever typed it; a segment that
    was never translated and is empty again is not translated."""
    if target == machine_target:
        return machine_state or SegmentState.PENDING
    return SegmentState.EDITED


def _change(
    desk: Desk, person: Person, segment: SegmentView, kind: ActionKind, target: str, state: SegmentState, version: int
) -> SegmentView:
    return apply(desk, person, segment.document, kind, [Change(segment.id, target, state, version)])[0]


def _reverse(desk: Desk, person: Person, document_id: int, kind: ActionKind, over: bool) -> list[SegmentView]:
    with desk.store.read() as session:
        find_document(session, person, document_id)
        action = _to_reverse(session, document_id, person.name, kind)
        if action is None:
            return []
        query = select(Edit, Segment).join(Segment, Segment.id == Edit.segment_id).where(Edit.action_id == action.id)
        pairs = [(edit, segment) for edit, segment in session.execute(query.order_by(Segment.position))]
        changed = [
            clash(segment)
            for edit, segment in pairs
            if (segment.target, segment.state) != (edit.after_target, edit.after_state)
        ]
        if changed and not over:
            raise Conflict(changed)
        wanted = [
            Change(segment.id, edit.before_target, _state_before(edit, segment), segment.version)
            for edit, segment in pairs
        ]
        reverses = action.id
    return apply(desk, person, document_id, kind, wanted, reverses)


def _state_before(edit: Edit, segment: Segment) -> SegmentState:
    """The state to go back to: a text of an earlier translation is no longer the machine's."""
    state = SegmentState(edit.before_state)
    is_machine = state in (SegmentState.MACHINE, SegmentState.MEMORY)
    return SegmentState.EDITED if is_machine and edit.before_target != segment.machine_target else state


def _to_reverse(session: Session, document_id: int, author: str, kind: ActionKind) -> Action | None:
    """The action that the next undo, or redo, takes back."""
    own = select(Action).where(Action.document_id == document_id, Action.author == author)
    latest = own.where(Action.reversed_by.is_(None)).order_by(Action.revision.desc()).limit(1)
    if kind is ActionKind.UNDO:
        return session.scalar(latest.where(Action.kind.in_(_OWN)))
    undone = session.scalar(latest.where(Action.kind == ActionKind.UNDO.value))
    if undone is None:
        return None
    others = [value for value in _OWN if value != ActionKind.REDO.value]
    newer = own.where(Action.kind.in_(others), Action.revision > undone.revision).limit(1)
    return None if session.scalar(newer) else undone
