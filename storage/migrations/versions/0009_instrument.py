"""The instrument: what every wave tells of its questions' reliability and of the gate's variance components."""

import sqlalchemy as sa
from alembic import op

from storage import append_only

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "ledger_instrument",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("wave_variance", sa.Float(), nullable=False),
        sa.Column("answer_variance", sa.Float(), nullable=False),
        sa.Column("alpha", sa.Float(), nullable=True),
        sa.Column("icc1", sa.Float(), nullable=True),
        sa.Column("icc2", sa.Float(), nullable=True),
        sa.Column("rwg", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("wave_id"),
    )
    for statement in append_only.guards(op.get_bind().dialect.name, ("ledger_instrument",)):
        op.execute(statement)
