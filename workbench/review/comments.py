"""Comments on segments. Everybody who has the document open sees a new one as a change of its segment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.errors import UsageError
from workbench.review.access import find_segment
from workbench.review.changes import next_revision
from workbench.review.desk import Desk
from workbench.review.errors import NotFound
from workbench.review.people import Person
from workbench.store.columns import now
from workbench.store.tables import Comment, Segment

LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment; ``resolved_by`` is empty while it is open."""

    id: int
    author: str
    at: datetime
    text: str
    resolved_by: str


def comments(desk: Desk, person: Person, segment_id: int) -> list[CommentView]:
    """The comments on a segment, the oldest first. Raises NotFound."""
    with desk.store.read() as session:
        find_segment(session, person, segment_id)
        return _views(session, segment_id)


def add_comment(desk: Desk, person: Person, segment_id: int, text: str) -> list[CommentView]:
    """Add a comment; gives all of them. Raises NotFound, and UsageError for an empty text or one above LONGEST."""
    text = text.encode("utf-8", "replace").decode().replace("\0", "").strip()
    if not text or len(text) > LONGEST:
        raise UsageError(f"a comment has 1 to {LONGEST} characters")
    with desk.store.write() as session:
        segment, document, _ = find_segment(session, person, segment_id)
        revision = next_revision(session, document.id)
        session.add(Comment(segment_id=segment_id, author=person.name, text=text, at=now()))
        return _counted(session, segment, revision)


def resolve_comment(desk: Desk, person: Person, comment_id: int, resolved: bool = True) -> list[CommentView]:
    """Close a comment, or open it again; gives all of its segment. Raises NotFound."""
    with desk.store.write() as session:
        comment = session.get(Comment, comment_id)
        if comment is None:
            raise NotFound(f"there is no comment {comment_id}")
        segment, document, _ = find_segment(session, person, comment.segment_id)
        revision = next_revision(session, document.id)
        comment.resolved_by = person.name if resolved else ""
        return _counted(session, segment, revision)


def _counted(session: Session, segment: Segment, revision: int) -> list[CommentView]:
    """Write into the segment how many comments are open, and that it changed."""
    session.flush()
    count = select(func.count()).where(Comment.segment_id == segment.id, Comment.resolved_by == "")
    segment.comment_count, segment.revision = session.scalar(count) or 0, revision
    session.flush()
    return _views(session, segment.id)


def _views(session: Session, segment_id: int) -> list[CommentView]:
    found: Sequence[Comment] = session.scalars(
        select(Comment).where(Comment.segment_id == segment_id).order_by(Comment.id)
    ).all()
    return [CommentView(entry.id, entry.author, entry.at, entry.text, entry.resolved_by) for entry in found]
