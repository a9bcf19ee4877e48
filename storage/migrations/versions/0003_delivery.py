"""Delivery: one pace for all processes, and when a message was first tried."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Instant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "pace",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("outbox", sa.Column("tried_at", Instant(), nullable=True))
