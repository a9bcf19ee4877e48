"""${message}."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import storage.tables

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Expand."""
    ${upgrades if upgrades else "pass"}
