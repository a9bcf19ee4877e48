"""Indexes for reports: a unit's part of a wave is found without reading the whole wave."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Expand."""
    op.create_index("ix_ledger_level", "ledger", ["wave_id", "question_key", "kind"])
    op.create_index(
        "ix_ledger_sure", "ledger", ["wave_id"], sqlite_where=sa.text("strong = 1"), postgresql_where=sa.text("strong")
    )
    op.create_index("ix_ledger_suppression_question", "ledger_suppression", ["wave_id", "question_key"])
    op.create_index("ix_wave_unit_parent", "wave_unit", ["wave_id", "parent_id"])
