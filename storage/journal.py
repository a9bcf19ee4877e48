"""The journal in the database: written in the transaction of the change itself."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlmodel import Session, col

from storage.tables import JournalRow
from surveys.journal import Deed, Entry


def write(session: Session, entry: Entry) -> None:
    """Add an entry."""
    session.add(
        JournalRow(
            at=entry.at,
            actor_id=entry.actor_id,
            action=entry.deed,
            subject=entry.subject,
            details=dict(entry.details),
        )
    )


def newest(session: Session, count: int) -> list[Entry]:
    """Read the newest entries, newest first."""
    rows = session.scalars(select(JournalRow).order_by(col(JournalRow.id).desc()).limit(count))
    return [Entry(row.at, row.actor_id, Deed(row.action), row.subject, row.details) for row in rows]


def has(session: Session, actor_id: str, deed: Deed, since: datetime) -> bool:
    """Tell whether somebody's deed stands there since an instant."""
    there = exists().where(
        col(JournalRow.actor_id) == actor_id, col(JournalRow.action) == deed, col(JournalRow.at) >= since
    )
    return bool(session.scalar(select(there)))
