"""The pace of delivery: one bucket that all processes share, and a switch that stops them all.

Times here are the machine's, not the bot's clock: a demo may set the latter, Slack's limits know only the former.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from storage.database import insert_for
from storage.tables import DeploymentRow, PaceRow

AHEAD = timedelta(seconds=1)
"""How far ahead a process may take places: so soon does everybody heed a pause."""

PAUSE_MOST = timedelta(minutes=10)
"""Whoever seems to have to wait longer has a clock that was set back."""

_NAME = "messages"
_STOPPED = "delivery"


@dataclass(frozen=True)
class Places:
    """Moments at which one process may send: `first`, and then one every `interval`, `count` of them."""

    first: datetime
    interval: timedelta
    count: int


def places(session: Session, now: datetime, interval: timedelta, most: int) -> Places:
    """Give the places that are free within `AHEAD`; others wait until this transaction has taken its own."""
    first = max(_next(session, now), now)
    free = int((now + AHEAD - first) / interval) if first <= now + AHEAD else 0
    return Places(first, interval, max(0, min(most, free)))


def take(session: Session, found: Places, count: int) -> None:
    """Take so many of the places found."""
    _set(session, found.first + count * found.interval)


def wait_until(session: Session, moment: datetime) -> None:
    """Let no process send before a moment: Slack asked for patience."""
    if _next(session, moment) < moment:
        _set(session, moment)


def stop(session: Session) -> None:
    """Let no process send until `resume`; what is owed stays owed."""
    row = {"name": _STOPPED, "value": "stopped"}
    session.execute(insert_for(session, DeploymentRow).values(row).on_conflict_do_nothing())


def resume(session: Session) -> bool:
    """Let delivery go on; tell whether it had been stopped."""
    ours = delete(DeploymentRow).where(col(DeploymentRow.name) == _STOPPED)
    return bool(session.scalars(ours.returning(col(DeploymentRow.name))).all())


def stopped(session: Session) -> bool:
    """Tell whether delivery is stopped."""
    return session.get(DeploymentRow, _STOPPED) is not None


def _next(session: Session, now: datetime) -> datetime:
    row = {"name": _NAME, "next_at": now}
    session.execute(insert_for(session, PaceRow).values(row).on_conflict_do_nothing())
    statement = select(col(PaceRow.next_at)).where(col(PaceRow.name) == _NAME).with_for_update()
    found = session.scalars(statement).one()
    return found if found <= now + PAUSE_MOST else now


def _set(session: Session, moment: datetime) -> None:
    row = session.get_one(PaceRow, _NAME)
    row.next_at = moment
    session.add(row)
    session.flush()
