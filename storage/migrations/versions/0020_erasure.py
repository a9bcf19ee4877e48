"""A person who is erased is not named in the history of commitments any more; nothing else of it can be changed."""

from alembic import op

from storage import append_only

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Replace the guard."""
    for statement in append_only.erasable(op.get_bind().dialect.name):
        op.execute(statement)
