"""The outbox: every message owed to Slack is a row, enqueued in the transaction that owes it.

A row's life is ready → sending → sent, or dead (Slack refuses it for good), or expired (its wave closed first). A
unique key makes owing twice impossible. When an answer of Slack's is lost, or a worker dies while its lease runs, the
message is unsure: Slack may have it. Whoever takes it next looks for it there before sending it again.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, func, or_, select, update
from sqlmodel import Session, SQLModel, col

from storage.bulk import INSERT_AT_ONCE, insert_many
from storage.tables import OutboxRow, SurveyRow, WaveRow
from surveys.survey import SurveyState

LEASE = timedelta(seconds=60)
UNTIL_CLOSE = ("reminder", "postponed")
"""Kinds whose rows are destroyed when their wave closes, for with what Slack has they would tell who had not answered."""
_OUTBOX = SQLModel.metadata.tables["outbox"]


class MessageState(StrEnum):
    """Where a message stands."""

    READY = "ready"
    SENDING = "sending"
    UNSURE = "unsure"
    SENT = "sent"
    DEAD = "dead"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Owed:
    """A message to enqueue. `key` names it once and for all, such as `invitation/12/U7`."""

    key: str
    kind: str
    due_at: datetime
    parameters: Mapping[str, Any] = field(default_factory=dict)
    wave_id: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Message:
    """A claimed message: this worker alone may send it until its lease ends. `id` is the marker sent along.

    `unsure` says that Slack may have it already, from `tried_at` on, when it was first tried; it is looked for even after
    `expires_at`, when it is not sent any more.
    """

    id: str
    key: str
    kind: str
    parameters: Mapping[str, Any]
    wave_id: int | None
    attempts: int
    lease_until: datetime
    tried_at: datetime
    unsure: bool = False
    expires_at: datetime | None = None


def enqueue(session: Session, messages: Iterable[Owed]) -> None:
    """Owe messages; those already owed, sent or not, stay as they are."""
    rows = (
        {
            "id": secrets.token_hex(16),
            "key": owed.key,
            "kind": owed.kind,
            "parameters": dict(owed.parameters),
            "wave_id": owed.wave_id,
            "due_at": owed.due_at,
            "expires_at": owed.expires_at,
            "state": MessageState.READY,
            "attempts": 0,
        }
        for owed in messages
    )
    insert_many(session, OutboxRow, rows, "(key) DO NOTHING")


def owe_again(session: Session, owed: Owed) -> None:
    """Owe a message; one that is sent already is owed once more, one that waits stays as it is."""
    enqueue(session, [owed])
    done = (col(OutboxRow.key) == owed.key, col(OutboxRow.state) == MessageState.SENT)
    session.execute(update(OutboxRow).where(*done).values(state=MessageState.READY, due_at=owed.due_at, attempts=0))


def claim(session: Session, now: datetime, limit: int, lease: timedelta = LEASE) -> list[Message]:
    """Take messages that are due, first those whose fate is unsure; messages of paused surveys wait.

    What nobody has tried to send goes unsent once it has expired. Each query walks one index; a single one with `OR`
    would not.
    """
    state, taken = col(OutboxRow.state), list[Message]()
    unexpired = or_(col(OutboxRow.expires_at).is_(None), col(OutboxRow.expires_at) > now)
    for due, by in (
        (and_(state == MessageState.SENDING, col(OutboxRow.lease_until) <= now), OutboxRow.lease_until),
        (and_(state == MessageState.UNSURE, col(OutboxRow.due_at) <= now), OutboxRow.due_at),
        (and_(state == MessageState.READY, col(OutboxRow.due_at) <= now, unexpired), OutboxRow.due_at),
    ):
        if len(taken) < limit:
            rows = _take(session, select(OutboxRow).where(due).order_by(col(by)), limit - len(taken))
            taken += [_claimed(session, row, now, now + lease) for row in rows]
    return taken


def _claimed(session: Session, row: OutboxRow, now: datetime, lease_until: datetime) -> Message:
    unsure = row.state != MessageState.READY
    row.state, row.lease_until, row.attempts = MessageState.SENDING, lease_until, row.attempts + 1
    row.tried_at = row.tried_at if unsure and row.tried_at else now
    session.add(row)
    return Message(
        row.id,
        row.key,
        row.kind,
        row.parameters,
        row.wave_id,
        row.attempts,
        row.lease_until,
        row.tried_at,
        unsure,
        row.expires_at,
    )


def _take(session: Session, due: Select[OutboxRow], limit: int) -> list[OutboxRow]:
    paused = (
        select(col(WaveRow.id))
        .join(SurveyRow, col(SurveyRow.id) == col(WaveRow.survey_id))
        .where(col(SurveyRow.state) == SurveyState.PAUSED)
    )
    statement = due.where(or_(col(OutboxRow.wave_id).is_(None), col(OutboxRow.wave_id).not_in(paused)))
    return list(session.scalars(statement.limit(limit).with_for_update(skip_locked=True)))


def held(session: Session, message: Message) -> bool:
    """Tell whether a message is still its worker's, and keep it so: after its lease somebody else may have taken it."""
    held_by = select(col(OutboxRow.lease_until)).where(
        col(OutboxRow.id) == message.id, col(OutboxRow.state) == MessageState.SENDING
    )
    return session.scalar(held_by.with_for_update()) == message.lease_until


def sent(session: Session, message_id: str) -> None:
    """Note that Slack has the message."""
    _set(session, message_id, state=MessageState.SENT, lease_until=None)


def retry(session: Session, message_id: str, at: datetime, remedy: str | None = None) -> None:
    """Put a message back for another try; `remedy` is Slack's error code where somebody has to mend something first."""
    _set(session, message_id, state=MessageState.READY, due_at=at, lease_until=None, remedy=remedy)


def unsure(session: Session, message_id: str, at: datetime) -> None:
    """Note that Slack may have the message or not; from `at` on somebody may look."""
    _set(session, message_id, state=MessageState.UNSURE, due_at=at, lease_until=None)


def doubt(session: Session, since: datetime) -> None:
    """Let everything that waits be looked for in Slack before it is sent: after `since` it may have been sent already."""
    waiting = col(OutboxRow.state).in_([MessageState.READY, MessageState.SENDING])
    tried = func.coalesce(col(OutboxRow.tried_at), since)
    values = {"state": MessageState.UNSURE, "lease_until": None, "tried_at": tried}
    session.execute(update(OutboxRow).where(waiting).values(values))


def put_off(session: Session, message: Message, moment: datetime) -> None:
    """Let a claimed message wait until a moment, as if it had never been claimed; an unsure one stays unsure."""
    values = {
        "state": MessageState.UNSURE if message.unsure else MessageState.READY,
        "due_at": moment,
        "lease_until": None,
        "attempts": OutboxRow.attempts - 1,
    }
    session.execute(update(OutboxRow).where(col(OutboxRow.id) == message.id).values(values))


def plan_anew(session: Session, moments: Mapping[str, datetime]) -> None:
    """Move messages that still wait, by key, to another moment."""
    table = SQLModel.metadata.tables["outbox"]
    waits = (table.c.key == bindparam("message_key"), table.c.state == MessageState.READY)
    rows = [{"message_key": key, "moment": moment} for key, moment in moments.items()]
    if rows:
        session.connection().execute(update(table).where(*waits).values(due_at=bindparam("moment")), rows)


def expire_keys(session: Session, keys: Sequence[str]) -> None:
    """Let messages that still wait go unsent, by key: whom they are for has left."""
    for start in range(0, len(keys), INSERT_AT_ONCE):
        some = keys[start : start + INSERT_AT_ONCE]
        waits = (col(OutboxRow.key).in_(some), col(OutboxRow.state) == MessageState.READY)
        session.execute(update(OutboxRow).where(*waits).values(state=MessageState.EXPIRED))


def expired(session: Session, message_id: str) -> None:
    """Note that a message was not sent before its time was over, and never will be."""
    _set(session, message_id, state=MessageState.EXPIRED, lease_until=None)


def dead(session: Session, message_id: str, remedy: str) -> None:
    """Note that Slack will never take the message, and its error code, from which the remedy follows."""
    _set(session, message_id, state=MessageState.DEAD, remedy=remedy, lease_until=None)


def expire(session: Session, wave_id: int, kind: str) -> None:
    """Let messages of a kind that still wait go unsent: their wave has closed."""
    session.execute(
        update(OutboxRow)
        .where(
            col(OutboxRow.wave_id) == wave_id, col(OutboxRow.kind) == kind, col(OutboxRow.state) == MessageState.READY
        )
        .values(state=MessageState.EXPIRED)
    )


def counts(session: Session, wave_id: int, kind: str | None = None) -> dict[MessageState, int]:
    """Count a wave's messages by state; of one kind if asked so."""
    ours = select(col(OutboxRow.state), func.count()).where(col(OutboxRow.wave_id) == wave_id)
    if kind is not None:
        ours = ours.where(col(OutboxRow.kind) == kind)
    statement = ours.group_by(OutboxRow.state)
    return {MessageState(state): count for state, count in session.execute(statement)}


def owed(session: Session, now: datetime) -> int:
    """Count what is due and not yet sent."""
    return session.scalar(select(func.count()).where(*_due(now))) or 0


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Tell since when the oldest message that is not yet sent is due."""
    return session.scalar(select(func.min(col(OutboxRow.due_at))).where(*_due(now)))


def _due(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    waiting = [MessageState.READY, MessageState.SENDING, MessageState.UNSURE]
    unexpired = or_(col(OutboxRow.expires_at).is_(None), col(OutboxRow.expires_at) > now)
    return and_(col(OutboxRow.state).in_(waiting), unexpired), col(OutboxRow.due_at) <= now


@dataclass(frozen=True)
class Refused:
    """A message that Slack did not take, and its error code."""

    id: str
    kind: str
    parameters: Mapping[str, Any]
    remedy: str


def refused(session: Session) -> list[Refused]:
    """Give what Slack refused: for good, or until somebody mends what keeps it."""
    waits = and_(col(OutboxRow.state) == MessageState.READY, col(OutboxRow.remedy).is_not(None))
    rows = session.scalars(select(OutboxRow).where(or_(col(OutboxRow.state) == MessageState.DEAD, waits)))
    return [Refused(row.id, row.kind, row.parameters, row.remedy or "") for row in rows]


def revive(session: Session, message_ids: Sequence[str], now: datetime) -> None:
    """Put refused messages back into the queue."""
    for message_id in message_ids:
        _set(session, message_id, state=MessageState.READY, due_at=now, attempts=0, remedy=None)


def forget(session: Session, wave_id: int, kind: str) -> list[OutboxRow]:
    """Delete a wave's messages of a kind, in whatever state, and give them."""
    ours = (col(OutboxRow.wave_id) == wave_id, col(OutboxRow.kind) == kind)
    rows = list(session.scalars(select(OutboxRow).where(*ours)))
    session.execute(delete(OutboxRow).where(*ours))
    return rows


def drop(session: Session, key: str) -> None:
    """Delete a message, in whatever state."""
    session.execute(delete(OutboxRow).where(col(OutboxRow.key) == key))


def level(session: Session, message_id: str) -> None:
    """Make a sent message look like every other of its kind: nobody shall see how often it was tried, or when."""
    _set(session, message_id, attempts=1, due_at=OutboxRow.expires_at, tried_at=None)


def _set(session: Session, message_id: str, **values: object) -> None:
    session.execute(update(OutboxRow).where(col(OutboxRow.id) == message_id).values(**values))
