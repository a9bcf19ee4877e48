"""The journal in the database: written in the transaction of the change itself."""

from datetime import datetime

from sqlalchemy import Select, exists, func, select
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


def newest(session: Session, count: int, skipped: int = 0) -> list[Entry]:
    """Read the newest entries, newest first."""
    return _entries(session, select(JournalRow).order_by(col(JournalRow.id).desc()).offset(skipped).limit(count))


def all_of(session: Session) -> list[Entry]:
    """Read everything, oldest first."""
    return _entries(session, select(JournalRow).order_by(col(JournalRow.id)))


def _entries(session: Session, statement: Select[JournalRow]) -> list[Entry]:
    rows = session.scalars(statement)
    return [Entry(row.at, row.actor_id, Deed(row.action), row.subject, row.details) for row in rows]


def count_of(session: Session, actor_id: str) -> int:
    """Count the entries of one person."""
    return session.scalar(select(func.count()).where(col(JournalRow.actor_id) == actor_id)) or 0


def has(session: Session, actor_id: str, deed: Deed, since: datetime) -> bool:
    """Tell whether somebody's deed stands there since an instant."""
    there = exists().where(
        col(JournalRow.actor_id) == actor_id, col(JournalRow.action) == deed, col(JournalRow.at) >= since
    )
    return bool(session.scalar(select(there)))
