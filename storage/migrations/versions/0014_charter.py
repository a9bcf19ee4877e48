"""The charter and its signatures."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "charter",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("promise_de", "promise_en", "asks_de", "asks_en")),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "charter_signature",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["charter.version"]),
        sa.PrimaryKeyConstraint("version", "person_id"),
    )
