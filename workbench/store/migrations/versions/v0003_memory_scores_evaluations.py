"""What is given to a project's memory, the scores that it had, and evaluations of test sets."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the changes."""
    op.create_table(
        "memory_units",
        sa.Column("id", sa.Integer(), primary_key=True),
        _project(),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("source", "target", "document", "author")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_memory_units_project_id"), "memory_units", ["project_id"])
    op.create_table(
        "score_points",
        sa.Column("id", sa.Integer(), primary_key=True),
        _project(),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
    )
    op.create_index(op.f("ix_score_points_project_id"), "score_points", ["project_id"])
    op.create_table(
        "evaluations",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("testset", "fingerprint")),
        sa.Column("is_upload", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("scores", "report")),
        sa.Column("run", sa.LargeBinary(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_evaluations_fingerprint"), "evaluations", ["fingerprint"])


def _project() -> "sa.Column[int]":
    key = sa.ForeignKey("projects.id", ondelete="CASCADE")
    return sa.Column("project_id", sa.Integer(), key, nullable=False)
