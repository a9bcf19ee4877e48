"""Customer voice: entries, channels, and who is asked daily."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Expand."""
    needed = ("id", "kind", "text", "customer_group", "urgency", "state", "done")
    free = ("person_id", "mark", "handled_by", "channel_id", "message_ts")
    op.create_table(
        "voice_entry",
        *(sa.Column(name, sa.String(), nullable=False) for name in needed),
        *(sa.Column(name, sa.String(), nullable=True) for name in free),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    for name in ("person_id", "mark", "waits", "state"):
        op.create_index(f"ix_voice_entry_{name}", "voice_entry", [name])
    op.create_table(
        "voice_channel",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )
    op.create_table(
        "voice_daily", sa.Column("person_id", sa.String(), nullable=False), sa.PrimaryKeyConstraint("person_id")
    )
