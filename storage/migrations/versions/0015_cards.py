"""Contribution cards and proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Expand."""
    parts = ("customers", "promise", "result", "roles", "improve")
    op.create_table(
        "card",
        sa.Column("unit_id", sa.String(), nullable=False),
        *(sa.Column(part, sa.String(), nullable=False) for part in parts),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id"),
    )
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "card_proposal",
        sa.Column("id", number, sa.Identity(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("unit_id", "part", "text", "person_id", "basis", "state")
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_card_proposal_unit_id", "card_proposal", ["unit_id"])
