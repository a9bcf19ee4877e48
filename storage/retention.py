"""What is deleted when its time is over. Nothing that an open wave needs, and nothing published, is touched."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, delete, not_, select, union
from sqlmodel import AutoString, Session, SQLModel, col

from storage.outbox import MessageState
from storage.tables import InstalmentMessageRow, InvitationRow, OutboxRow, PersonRow, WaveRow
from surveys.waves import WaveState

ENDED = (WaveState.CLOSED, WaveState.REPORTED, WaveState.VOID)
_DONE = (MessageState.SENT, MessageState.DEAD, MessageState.EXPIRED)
_NAMES_OTHERS = {"unit_id", "parent_id", "counted_in_unit_id", "comment_id", "channel_id"}
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
    named = union(*(select(column).where(column.is_not(None)) for column in _naming_columns()))
    gone = (col(PersonRow.active).is_(False), col(PersonRow.id).not_in(select(named.subquery().c[0])))
    return _count(session.execute(delete(PersonRow).where(*gone)))


def _naming_columns() -> Iterator[ColumnElement[str]]:
    """Give every column that may name a person: one too many only keeps somebody a little longer."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            names_somebody = column.name.endswith(("_id", "_by")) and column.name not in _NAMES_OTHERS
            if names_somebody and isinstance(column.type, AutoString) and table.name not in _PASSING:
                yield column.label("person")


def _count(result: object) -> int:
    return int(getattr(result, "rowcount", 0))
