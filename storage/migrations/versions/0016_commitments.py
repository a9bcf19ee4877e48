"""Commitments, their history, which wave asks about them, and what their teams said."""

import sqlalchemy as sa
from alembic import op

from storage import append_only

revision = "0016"
down_revision = "0015"


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), nullable=False)


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "commitment",
        _number(),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("holder_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    draft = sa.text("state = 'draft'")
    op.create_index(
        "ix_commitment_draft", "commitment", ["unit_id"], unique=True, sqlite_where=draft, postgresql_where=draft
    )
    op.create_index("ix_commitment_unit", "commitment", ["unit_id"])
    op.create_index("ix_commitment_state", "commitment", ["state"])
    op.create_table(
        "commitment_event",
        _number(),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_commitment_event_commitment_id", "commitment_event", ["commitment_id"])
    op.create_table(
        "commitment_asked",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"]),
        sa.PrimaryKeyConstraint("wave_id", "commitment_id"),
    )
    op.create_index("ix_commitment_asked_commitment_id", "commitment_asked", ["commitment_id"])
    op.create_table(
        "ledger_judged",
        sa.Column("commitment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"]),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("commitment_id"),
    )
    op.create_index("ix_ledger_judged_wave_id", "ledger_judged", ["wave_id"])
    op.create_index("ix_ledger_judged_unit_id", "ledger_judged", ["unit_id"])
    for statement in append_only.guards(op.get_bind().dialect.name, ("commitment_event", "ledger_judged")):
        op.execute(statement)
