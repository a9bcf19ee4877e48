"""Surveys: on which days and in which hours people are written to."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Expand; surveys that are there keep Monday to Friday, 8 to 18."""
    with op.batch_alter_table("survey") as batch_op:
        batch_op.add_column(sa.Column("working_days", sa.JSON(), nullable=False, server_default="[0, 1, 2, 3, 4]"))
        batch_op.add_column(sa.Column("working_begins", sa.Time(), nullable=False, server_default="08:00:00.000000"))
        batch_op.add_column(sa.Column("working_ends", sa.Time(), nullable=False, server_default="18:00:00.000000"))
