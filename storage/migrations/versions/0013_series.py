"""Figures belong to a series, which a re-organisation begins anew; all that were published before are of the first."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Expand."""
    op.add_column("ledger", sa.Column("series", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "series",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"]),
        sa.PrimaryKeyConstraint("survey_id", "place"),
    )
