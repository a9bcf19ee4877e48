"""What is deleted when its time is over. Nothing that an open wave needs, and nothing published, is touched."""

from datetime import datetime

from sqlalchemy import delete, not_, select, union
from sqlmodel import Session, col

from storage.naming import plain_columns
from storage.outbox import MessageState
from storage.tables import InstalmentMessageRow, InvitationRow, OutboxRow, PersonRow, WaveRow
from surveys.waves import WaveState

ENDED = (WaveState.CLOSED, WaveState.REPORTED, WaveState.VOID)
_DONE = (MessageState.SENT, MessageState.DEAD, MessageState.EXPIRED)
_PASSING = {"person", "absence", "group_member"}


def forget_invitations(session: Session, closed_before: datetime) -> int:
    """Delete who was asked in waves that closed before a moment and owe no message any more."""
    owing = select(col(OutboxRow.wave_id)).where(
        col(OutboxRow.wave_id).is_not(None), col(OutboxRow.state).not_in(_DONE)
    )
    over = select(col(WaveRow.id)).where(
        col(WaveRow.state).in_(ENDED), col(WaveRow.closes_at) < closed_before, col(WaveRow.id).not_in(owing)
    )
    ours = col(InstalmentMessageRow.wave_id).in_(over)
    session.execute(delete(InstalmentMessageRow).where(ours))
    return _count(session.execute(delete(InvitationRow).where(col(InvitationRow.wave_id).in_(over))))


def forget_messages(session: Session, due_before: datetime) -> int:
    """Delete notes of messages that were due before a moment and are sent, dead or expired."""
    unfinished = select(col(WaveRow.id)).where(col(WaveRow.state).not_in(ENDED))
    old = (
        col(OutboxRow.state).in_(_DONE),
        col(OutboxRow.due_at) < due_before,
        not_(col(OutboxRow.wave_id).in_(unfinished)) | col(OutboxRow.wave_id).is_(None),
    )
    return _count(session.execute(delete(OutboxRow).where(*old)))


def forget_people(session: Session) -> int:
    """Delete people who left the roster and whom nothing names any more."""
    naming = [column for of, column in plain_columns() if of.name not in _PASSING]
    named = union(*(select(column.label("person")).where(column.is_not(None)) for column in naming))
    gone = (col(PersonRow.active).is_(False), col(PersonRow.id).not_in(select(named.subquery().c[0])))
    return _count(session.execute(delete(PersonRow).where(*gone)))


def _count(result: object) -> int:
    return int(getattr(result, "rowcount", 0))
