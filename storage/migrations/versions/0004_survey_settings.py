"""Surveys: groups of Slack as audience, fixed questions, a reminder, and a version for edits."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Expand; surveys that are there ask as before."""
    op.create_table(
        "group_member",
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("group", "person_id"),
    )
    with op.batch_alter_table("survey") as batch_op:
        batch_op.add_column(sa.Column("groups", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("questions", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("reminder", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
