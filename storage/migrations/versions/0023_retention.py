"""Until when figures are kept, frozen with their wave, and guards that let them be deleted afterwards and never before.

Waves that exist keep theirs for 36 months after their close; proposals that were decided and charters that were
superseded count from the day of this migration.
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

from storage import append_only
from surveys.retention import FIGURE_MONTHS, months_after

revision = "0023"
down_revision = "0022"

_WAVE = sa.table(
    "wave", sa.column("id", sa.Integer), sa.column("closes_at", sa.DateTime), sa.column("kept_until", sa.Date)
)


def upgrade() -> None:
    """Expand; the guards come last, for they freeze what is filled in."""
    op.add_column("wave", sa.Column("kept_until", sa.Date(), nullable=False, server_default="9999-12-31"))
    op.add_column("card_proposal", sa.Column("decided_on", sa.Date(), nullable=True))
    op.add_column("charter", sa.Column("superseded_on", sa.Date(), nullable=True))
    connection = op.get_bind()
    for wave_id, closes_at in connection.execute(sa.select(_WAVE.c.id, _WAVE.c.closes_at)).all():
        kept = months_after(closes_at.date(), FIGURE_MONTHS)
        connection.execute(sa.update(_WAVE).where(_WAVE.c.id == wave_id).values(kept_until=kept))
    _begin("card_proposal", "decided_on", sa.column("state") != "open")
    _begin("charter", "superseded_on", sa.column("state") == "superseded")
    for statement in append_only.deletable(connection.dialect.name):
        op.execute(statement)


def _begin(table: str, column: str, over: sa.ColumnElement[bool]) -> None:
    today: date = datetime.now(UTC).date()
    meant = sa.table(table, sa.column(column, sa.Date), sa.column("state", sa.String))
    op.get_bind().execute(sa.update(meant).where(over).values({column: today}))
