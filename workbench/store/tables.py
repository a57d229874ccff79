"""The tables. docs/review-store.md describes them; a test holds it to them.

Rules that keep two people, two processes and a kill from losing anything:

- every change of a segment is an *action* of its document, with one *edit* for each segment that it changed, written in
  the transaction that changes the segment: the history of a segment, replayed, always gives what stands in it;
- every action takes the next *revision* of its document, and writes it into what it changed: who knows a revision asks
  for what came after it;
- a segment has a *version*, which every change of it raises: a change based on an older version is refused.

Numbers of what was removed are not given again (AUTOINCREMENT in SQLite), since pages that are open still name them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from workbench.store.columns import Moment, now

_NEVER_AGAIN = {"sqlite_autoincrement": True}


class Base(DeclarativeBase):
    """Base of the tables."""

    type_annotation_map = {datetime: Moment, list[Any]: JSON, dict[str, Any]: JSON, bytes: LargeBinary}  # noqa: RUF012


class User(Base):
    """A person who may sign in. ``failures`` counts wrong passwords since the last right one."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    password_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    locked_until: Mapped[datetime | None]


class Project(Base):
    """Documents that belong together, and with what they are translated. ``glossary`` and the like are settings."""

    __tablename__ = "projects"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    source_language: Mapped[str]
    target_language: Mapped[str]
    glossary: Mapped[str]
    model: Mapped[str]
    memory: Mapped[str]
    mode: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = _NEVER_AGAIN


class Member(Base):
    """A person who may see a project; administrators see all of them."""

    __tablename__ = "members"
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)


class Document(Base):
    """A document as it was uploaded. ``signature`` says with what it was last translated; ``notes`` come of reading."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str]
    format: Mapped[str]
    data: Mapped[bytes] = mapped_column(deferred=True)
    notes: Mapped[list[Any]]
    signature: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("project_id", "name"), _NEVER_AGAIN)


class Segment(Base):
    """A segment: ``start:end`` of the text of a block, its target, and what is known of them.

    ``machine_target`` and ``machine_state`` are what translation gave; ``terms``, ``placeables``, ``matches`` are as in
    JSON Lines; ``marks`` and ``drafts`` belong to the machine target, ``terms`` and ``findings`` to the target.
    """

    __tablename__ = "segments"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    position: Mapped[int]
    block: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    kind: Mapped[str]
    place: Mapped[str]
    source: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    machine_target: Mapped[str] = mapped_column(default="")
    machine_state: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="")
    score: Mapped[float | None]
    terms: Mapped[list[Any]] = mapped_column(default=list)
    placeables: Mapped[list[Any]] = mapped_column(default=list)
    marks: Mapped[list[Any]] = mapped_column(default=list)
    drafts: Mapped[list[Any]] = mapped_column(default=list)
    matches: Mapped[list[Any]] = mapped_column(default=list)
    findings: Mapped[list[Any]] = mapped_column(default=list)
    mark_count: Mapped[int] = mapped_column(default=0)
    finding_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        Index("segments_by_state", "document_id", "state"),
        Index("segments_by_revision", "document_id", "revision"),
        _NEVER_AGAIN,
    )


class Action(Base):
    """Something that somebody did to a document. ``reverses`` is the action that an undo or redo takes back."""

    __tablename__ = "actions"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    revision: Mapped[int]
    kind: Mapped[str]
    author: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    reverses: Mapped[int | None] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"))
    reversed_by: Mapped[int | None] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"))

    __table_args__ = (
        UniqueConstraint("document_id", "revision"),
        Index("actions_by_author", "document_id", "author", "revision"),
    )


class Edit(Base):
    """What an action did to one segment. ``version`` is the segment's afterwards."""

    __tablename__ = "edits"
    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    segment_id: Mapped[int] = mapped_column(ForeignKey("segments.id", ondelete="CASCADE"))
    before_target: Mapped[str]
    before_state: Mapped[str]
    after_target: Mapped[str]
    after_state: Mapped[str]
    version: Mapped[int]

    __table_args__ = (UniqueConstraint("segment_id", "version"),)


class Comment(Base):
    """A remark on a segment."""

    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(primary_key=True)
    segment_id: Mapped[int] = mapped_column(ForeignKey("segments.id", ondelete="CASCADE"), index=True)
    author: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    resolved_by: Mapped[str] = mapped_column(default="")

    __table_args__ = _NEVER_AGAIN


class AcceptedFinding(Base):
    """A finding that somebody accepted; ``content`` is the hash of source and target, as in the consistency report."""

    __tablename__ = "accepted_findings"
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    check: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    author: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class Job(Base):
    """The translation of a document. ``owner`` is the process at it, which says that it lives by ``lease``."""

    __tablename__ = "jobs"
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    error: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    lease: Mapped[datetime | None]
    queued_by: Mapped[str]
    queued_at: Mapped[datetime] = mapped_column(default=now)
    seconds: Mapped[float] = mapped_column(default=0.0)
    characters: Mapped[int] = mapped_column(default=0)


class MemoryUnit(Base):
    """A translation that somebody gave to a project's memory, from an alignment. Approved segments are in it anyway."""

    __tablename__ = "memory_units"
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    source: Mapped[str]
    target: Mapped[str]
    document: Mapped[str]
    author: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = _NEVER_AGAIN


class ScorePoint(Base):
    """The consistency scores that a project had at a moment; ``state`` is the hash of what they were counted of."""

    __tablename__ = "score_points"
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str]
    scores: Mapped[dict[str, Any]]


class Evaluation(Base):
    """A test set that was translated and measured: the figures, the report as its page shows it, and the run."""

    __tablename__ = "evaluations"
    id: Mapped[int] = mapped_column(primary_key=True)
    testset: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(index=True)
    is_upload: Mapped[bool]
    author: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    scores: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    run: Mapped[bytes] = mapped_column(deferred=True)

    __table_args__ = _NEVER_AGAIN
