"""Questions that admins write."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "own_question",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("de", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("next_step_de", sa.String(), nullable=True),
        sa.Column("next_step_en", sa.String(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", "version"),
    )
