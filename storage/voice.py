"""Customer voice in the database."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update
from sqlmodel import Session, col

from storage.bulk import insert_many
from storage.database import insert_for
from storage.tables import PersonRow, VoiceChannelRow, VoiceDailyRow, VoiceEntryRow
from surveys.voice import Entry, Kind, State, Urgency


def put(session: Session, entry: Entry) -> None:
    """Store a new entry."""
    session.execute(insert(VoiceEntryRow), [_values(entry)])


def find(session: Session, entry_id: str, *, hold: bool = False) -> Entry | None:
    """Give an entry; `hold` keeps others from changing it meanwhile."""
    row = session.get(VoiceEntryRow, entry_id, with_for_update=hold or None, populate_existing=True)
    return None if row is None else _entry(row)


def with_mark(session: Session, mark: str) -> Entry | None:
    """Find the entry that a receipt opens."""
    row = session.scalar(select(VoiceEntryRow).where(col(VoiceEntryRow.mark) == mark))
    return None if row is None else _entry(row)


def of_person(session: Session, person_id: str, most: int) -> list[Entry]:
    """Give what somebody relayed by name, the newest first."""
    mine = select(VoiceEntryRow).where(col(VoiceEntryRow.person_id) == person_id)
    newest = mine.order_by(col(VoiceEntryRow.received_on).desc(), col(VoiceEntryRow.id))
    return [_entry(row) for row in session.scalars(newest.limit(most))]


def naming(session: Session, person_id: str) -> list[Entry]:
    """Give the entries that name somebody, as relayer or as who looks after them."""
    either = or_(col(VoiceEntryRow.person_id) == person_id, col(VoiceEntryRow.handled_by) == person_id)
    return [_entry(row) for row in session.scalars(select(VoiceEntryRow).where(either))]


def count_of(session: Session, person_id: str) -> int:
    """Count what somebody relayed by name."""
    return session.scalar(select(func.count()).where(col(VoiceEntryRow.person_id) == person_id)) or 0


def open_entries(session: Session) -> list[Entry]:
    """Give what leaders still have to look at, the oldest first."""
    still = (col(VoiceEntryRow.state) != State.CLOSED, col(VoiceEntryRow.waits).is_(False))
    rows = session.scalars(
        select(VoiceEntryRow).where(*still).order_by(col(VoiceEntryRow.received_on), col(VoiceEntryRow.id))
    )
    return [_entry(row) for row in rows]


def for_digest(session: Session, since: date) -> list[Entry]:
    """Give what came since a day, and all that is open."""
    wanted = or_(col(VoiceEntryRow.received_on) >= since, col(VoiceEntryRow.state) != State.CLOSED)
    return [_entry(row) for row in session.scalars(select(VoiceEntryRow).where(wanted))]


def change(session: Session, entry_id: str, values: Mapping[str, object]) -> None:
    """Change an entry."""
    session.execute(update(VoiceEntryRow).where(col(VoiceEntryRow.id) == entry_id).values(**values))


def waiting(session: Session, day: date) -> bool:
    """Tell whether something waits for the batch of a day, or an earlier one."""
    return session.scalar(select(col(VoiceEntryRow.id)).where(*_due(day)).limit(1)) is not None


def publish(session: Session, day: date) -> list[Entry]:
    """Let appear what waits for a day's batch.

    The rows are written anew under new ids and in their order, a random one: nothing tells what came before what.
    """
    found = [_entry(row) for row in session.scalars(select(VoiceEntryRow).where(*_due(day)).with_for_update())]
    session.execute(delete(VoiceEntryRow).where(col(VoiceEntryRow.id).in_([entry.id for entry in found])))
    session.expire_all()
    rows = [{**_values(entry), "id": secrets.token_hex(16), "waits": False} for entry in found]
    rows.sort(key=lambda row: str(row["id"]))
    insert_many(session, VoiceEntryRow, rows)
    return [entry for row in rows if (entry := find(session, str(row["id"]))) is not None]


def any_kept(session: Session) -> bool:
    """Tell whether there is any entry."""
    return session.scalar(select(col(VoiceEntryRow.id)).limit(1)) is not None


def any_to_forget(session: Session, today: date, kept: timedelta, receipts_kept: timedelta) -> bool:
    """Tell whether entries or receipts have had their time."""
    over = or_(_old(today, kept), _spent(today, receipts_kept))
    return session.scalar(select(col(VoiceEntryRow.id)).where(over).limit(1)) is not None


def forget(session: Session, today: date, kept: timedelta, receipts_kept: timedelta) -> None:
    """Delete entries, and the marks of receipts, that have had their time."""
    session.execute(delete(VoiceEntryRow).where(_old(today, kept)))
    session.execute(update(VoiceEntryRow).where(_spent(today, receipts_kept)).values(mark=None))


def channels(session: Session) -> dict[Kind, str]:
    """Give the channels that admins have set."""
    return {Kind(row.kind): row.channel_id for row in session.scalars(select(VoiceChannelRow))}


def set_channel(session: Session, kind: Kind, channel_id: str) -> None:
    """Send a kind to a channel from now on."""
    statement = insert_for(session, VoiceChannelRow).values(kind=kind, channel_id=channel_id)
    session.execute(statement.on_conflict_do_update(index_elements=["kind"], set_={"channel_id": channel_id}))


def asks_daily(session: Session, person_id: str) -> bool:
    """Tell whether somebody wants to be asked daily."""
    return session.get(VoiceDailyRow, person_id) is not None


def set_daily(session: Session, person_id: str, *, on: bool) -> None:
    """Ask somebody daily, or no more."""
    session.execute(delete(VoiceDailyRow).where(col(VoiceDailyRow.person_id) == person_id))
    if on:
        session.execute(insert(VoiceDailyRow), [{"person_id": person_id}])


def asked_daily(session: Session) -> list[str]:
    """Name the people of the roster who want to be asked daily."""
    known = select(col(PersonRow.id)).where(col(PersonRow.active))
    wanted = select(col(VoiceDailyRow.person_id)).where(col(VoiceDailyRow.person_id).in_(known))
    return sorted(session.scalars(wanted))


def names(session: Session) -> list[tuple[str, str]]:
    """Give ids and names of everybody on the roster."""
    rows = session.execute(select(col(PersonRow.id), col(PersonRow.name)).where(col(PersonRow.active)))
    return [(row[0], row[1]) for row in rows]


def _due(day: date) -> tuple[ColumnElement[bool], ...]:
    return (col(VoiceEntryRow.waits).is_(True), col(VoiceEntryRow.received_on) <= day)


def _old(today: date, kept: timedelta) -> ColumnElement[bool]:
    return col(VoiceEntryRow.received_on) < today - kept


def _spent(today: date, kept: timedelta) -> ColumnElement[bool]:
    return and_(col(VoiceEntryRow.mark).is_not(None), col(VoiceEntryRow.closed_on) < today - kept)


def _values(entry: Entry) -> dict[str, object]:
    values = dict(vars(entry))
    values["customer_group"] = values.pop("group")
    return values


def _entry(row: VoiceEntryRow) -> Entry:
    return Entry(
        id=row.id,
        kind=Kind(row.kind),
        text=row.text,
        group=row.customer_group,
        urgency=Urgency(row.urgency),
        received_on=row.received_on,
        person_id=row.person_id,
        mark=row.mark,
        waits=row.waits,
        state=State(row.state),
        acknowledged_on=row.acknowledged_on,
        closed_on=row.closed_on,
        handled_by=row.handled_by,
        done=row.done,
        channel_id=row.channel_id,
        message_ts=row.message_ts,
    )
