"""Threads in the database: marks instead of receipts, entries sealed in boxes of one size, a day instead of a time.

The key that seals an entry is the wave's pepper, which also makes marks of receipts; when it is destroyed both are noise.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, delete, insert, select, update
from sqlmodel import Session, col

from storage.bulk import insert_many
from storage.sealing import SealingKey
from storage.tables import ThreadEntryRow, ThreadRow
from surveys.threads import Entry, ThreadState, decode, encode


@dataclass(frozen=True)
class StoredThread:
    """A thread without what was said in it."""

    comment_id: str
    wave_id: int
    unit_id: str
    state: ThreadState
    reported: bool


def mark_of(pepper: SealingKey, token: bytes) -> bytes:
    """Make the mark of a receipt: HMAC-SHA256 under the wave's pepper."""
    return pepper.slot("receipt", token.hex())


def begin(session: Session, wave_id: int, released: Mapping[str, tuple[str, bytes]]) -> None:
    """Begin a thread beneath each released comment (unit and mark by its id), in the order of the marks: a random one."""
    rows = [
        {"mark": mark, "wave_id": wave_id, "unit_id": unit_id, "comment_id": id_, "state": ThreadState.OPEN}
        for id_, (unit_id, mark) in sorted(released.items(), key=lambda item: item[1][1])
        if mark
    ]
    insert_many(session, ThreadRow, rows)


def with_mark(session: Session, mark: bytes, *, hold: bool = False) -> StoredThread | None:
    """Find the thread that a receipt opens; `hold` lets nobody else change it until this transaction ends."""
    return _found(session, select(ThreadRow).where(col(ThreadRow.mark) == mark), hold=hold)


def of_comment(session: Session, comment_id: str, *, hold: bool = False) -> StoredThread | None:
    """Find the thread beneath a comment; `hold` lets nobody else change it until this transaction ends."""
    return _found(session, select(ThreadRow).where(col(ThreadRow.comment_id) == comment_id), hold=hold)


def at(session: Session, wave_id: int, unit_id: str) -> dict[str, StoredThread]:
    """Give the threads of a cell by comment."""
    statement = select(ThreadRow).where(col(ThreadRow.wave_id) == wave_id, col(ThreadRow.unit_id) == unit_id)
    return {row.comment_id: _from_row(row) for row in session.scalars(statement)}


def put(session: Session, pepper: SealingKey, thread: StoredThread, entry: Entry) -> None:
    """Add an entry that waits for the batch of its day."""
    session.execute(insert(ThreadEntryRow), [_sealed(pepper, thread.wave_id, thread.comment_id, entry)])


def entries(session: Session, pepper: SealingKey, comment_ids: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
    """Open what was said beneath comments, in the order in which it was said."""
    found: dict[str, list[Entry]] = {}
    for row in session.scalars(select(ThreadEntryRow).where(col(ThreadEntryRow.comment_id).in_(list(comment_ids)))):
        found.setdefault(row.comment_id, []).append(_opened(pepper, row))
    return {id_: tuple(sorted(said, key=lambda entry: entry.number)) for id_, said in found.items()}


def waves_waiting(session: Session, day: date) -> list[int]:
    """Name the waves with entries that wait for the batch of a day, or an earlier one."""
    return sorted(session.scalars(select(col(ThreadEntryRow.wave_id)).where(*_due(day)).distinct()))


def publish(session: Session, pepper: SealingKey, wave_id: int, day: date) -> dict[str, list[Entry]]:
    """Let appear what waits for a day's batch; give it by comment.

    The rows are written anew in one transaction, under new ids and in their order, which is random: afterwards nothing
    on disk tells what was written before what.
    """
    waiting = [*_due(day), col(ThreadEntryRow.wave_id) == wave_id]
    rows = list(session.scalars(select(ThreadEntryRow).where(*waiting)))
    appeared: dict[str, list[Entry]] = {}
    for row in rows:
        appeared.setdefault(row.comment_id, []).append(_opened(pepper, row))
    session.execute(delete(ThreadEntryRow).where(*waiting))
    values = [
        _sealed(pepper, wave_id, comment_id, entry, pending=False)
        for comment_id, said in appeared.items()
        for entry in said
    ]
    insert_many(session, ThreadEntryRow, sorted(values, key=lambda row: str(row["id"])))
    return appeared


def move(session: Session, comment_id: str, state: ThreadState, *, reported: bool) -> None:
    """Set a thread's state; what was said beneath a withdrawn comment goes with it."""
    ours = col(ThreadRow.comment_id) == comment_id
    session.execute(update(ThreadRow).where(ours).values(state=state, reported=reported))
    if state is ThreadState.WITHDRAWN:
        session.execute(delete(ThreadEntryRow).where(col(ThreadEntryRow.comment_id) == comment_id))


def forget(session: Session, wave_id: int) -> None:
    """Delete a wave's threads with all that was said in them."""
    session.execute(delete(ThreadEntryRow).where(col(ThreadEntryRow.wave_id) == wave_id))
    session.execute(delete(ThreadRow).where(col(ThreadRow.wave_id) == wave_id))


def _found(session: Session, statement: Select[ThreadRow], *, hold: bool) -> StoredThread | None:
    row = session.scalar(statement.with_for_update() if hold else statement)
    return None if row is None else _from_row(row)


def _due(day: date) -> tuple[ColumnElement[bool], ...]:
    return (col(ThreadEntryRow.pending).is_(True), col(ThreadEntryRow.appears_on) <= day)


def _sealed(
    pepper: SealingKey, wave_id: int, comment_id: str, entry: Entry, *, pending: bool = True
) -> dict[str, object]:
    return {
        "id": secrets.token_hex(16),
        "wave_id": wave_id,
        "comment_id": comment_id,
        "appears_on": entry.appears_on,
        "pending": pending,
        "box": pepper.seal(encode(entry), comment_id.encode()),
    }


def _opened(pepper: SealingKey, row: ThreadEntryRow) -> Entry:
    return decode(pepper.open(row.box, row.comment_id.encode()), row.appears_on, pending=row.pending)


def _from_row(row: ThreadRow) -> StoredThread:
    return StoredThread(row.comment_id, row.wave_id, row.unit_id, ThreadState(row.state), row.reported)
