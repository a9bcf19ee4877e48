"""The journal: who changed which setting, and when. Readable by all staff; never holds content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage.tables import JournalRow


@dataclass(frozen=True)
class Entry:
    """One change of settings."""

    at: datetime
    actor_id: str
    action: str
    subject: str
    details: Mapping[str, object]


def write(session: Session, entry: Entry) -> None:
    """Add an entry in the transaction of the change itself."""
    session.add(
        JournalRow(
            at=entry.at,
            actor_id=entry.actor_id,
            action=entry.action,
            subject=entry.subject,
            details=dict(entry.details),
        )
    )


def newest(session: Session, count: int = 50) -> list[Entry]:
    """Read the newest entries, newest first."""
    rows = session.scalars(select(JournalRow).order_by(col(JournalRow.id).desc()).limit(count))
    return [Entry(row.at, row.actor_id, row.action, row.subject, row.details) for row in rows]
