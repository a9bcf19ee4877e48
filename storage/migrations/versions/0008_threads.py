"""Anonymous threads beneath released comments."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "thread",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("comment_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("mark"),
        sa.UniqueConstraint("comment_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_thread_wave_id", "thread", ["wave_id"])
    op.create_table(
        "thread_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.String(), nullable=False),
        sa.Column("appears_on", sa.Date(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_thread_entry_batch", "thread_entry", ["pending", "appears_on"])
    op.create_index("ix_thread_entry_comment_id", "thread_entry", ["comment_id"])
    op.create_index("ix_thread_entry_wave_id", "thread_entry", ["wave_id"])
