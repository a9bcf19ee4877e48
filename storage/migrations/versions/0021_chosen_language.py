"""People: the language that they chose to read."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Expand; everybody goes on as in Slack or as the roster's file says."""
    op.add_column("person", sa.Column("chosen_locale", sa.String(), nullable=True))
