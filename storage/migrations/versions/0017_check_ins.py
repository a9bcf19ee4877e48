"""Who leads a unit since when, and the check-ins on it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Expand."""
    op.add_column("survey", sa.Column("check_in", sa.String(), nullable=True))
    op.create_table(
        "term",
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("leader_id", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id"),
    )
    op.create_table(
        "check_in",
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("unit_id", "since", "days"),
    )
