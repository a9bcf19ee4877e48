"""Absences, the holidays of offices, and who of the roster may be invited."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "absence",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "source", "starts_on"),
    )
    op.create_table(
        "office",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.add_column("person", sa.Column("invitable", sa.Boolean(), server_default=sa.true(), nullable=False))
