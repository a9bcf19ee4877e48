"""A wave's questions may be spread over weekly instalments; surveys and waves from before ask everything at once."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Expand."""
    op.add_column("survey", sa.Column("weekly", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("wave", sa.Column("weekly", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "instalment_message",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("instalment", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("wave_id", "person_id", "instalment"),
    )
