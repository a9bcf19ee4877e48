"""Putting a pulse off: later today, tomorrow, or not this time; and the moments at which its invitation comes again.

What somebody chose is sealed like an answer, in a plaintext of the same size (`surveys/ballots.py`).
"""

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from surveys.ballots import BOX_BYTES
from surveys.calendars import Calendar, next_working_moment
from surveys.schedule import instant

LATER_TODAY = (time(15), time(17))
"""When “later today” is, by everybody's own clock: the first that is an hour away; afterwards the next working day."""
LEAST_WAIT = timedelta(hours=1)
LOOK_EVERY = timedelta(minutes=30)
"""How often everything that waits is looked at: nothing finer is kept, and no time zone shows in it."""


class Choice(StrEnum):
    """What an invitation offers beside answering."""

    LATER_TODAY = "later_today"
    TOMORROW = "tomorrow"
    NOT_THIS_TIME = "not_this_time"


@dataclass(frozen=True)
class Postponed:
    """When the invitation comes again, None where it does not; and how many instalments were left out.

    Whoever says “not this time” is reminded of none of those; of one that opens later they are.
    """

    until: datetime | None = None
    left_out: int = 0


def comes_again(choice: Choice, now: datetime, opens: time, calendar: Calendar) -> datetime | None:
    """Say when an invitation comes again: later today, or at the opening time of the next working day; UTC.

    None for “not this time”, and where no working day is found within a year.
    """
    if choice is Choice.NOT_THIS_TIME:
        return None
    today = now.astimezone(ZoneInfo(calendar.time_zone)).date()
    if choice is Choice.LATER_TODAY:
        moments = (instant(today, hour, calendar.time_zone) for hour in LATER_TODAY)
        for moment in moments:
            if now + LEAST_WAIT <= moment == next_working_moment(moment, opens, calendar):
                return moment
    return next_working_moment(instant(today + timedelta(days=1), opens, calendar.time_zone), opens, calendar)


def next_look(now: datetime) -> datetime:
    """Give the moment at which everything that waits is looked at next, the same for everybody."""
    return now + LOOK_EVERY - (now - datetime.min.replace(tzinfo=now.tzinfo)) % LOOK_EVERY


def encode(postponed: Postponed) -> bytes:
    """Lay out what was chosen in `BOX_BYTES` bytes."""
    until = None if postponed.until is None else postponed.until.isoformat()
    return json.dumps([until, postponed.left_out]).encode().ljust(BOX_BYTES, b"\0")


def decode(plaintext: bytes) -> Postponed:
    """Read back what was chosen."""
    until, left_out = json.loads(plaintext.rstrip(b"\0"))
    return Postponed(None if until is None else datetime.fromisoformat(until), left_out)
