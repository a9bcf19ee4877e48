"""When waves open: the words for a rhythm, its dates, and the instant of a local date and time in a time zone.

A wave is a survey and a local *date*; what instant that is differs between time zones and is worked out for each zone,
not for each person. This module is the door to `cadences` (dates) and `cadence_words` (words); there is no cron syntax.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from surveys.cadence_words import cadence_from_text, cadence_to_text, parse_cadence, parse_time, spell_out
from surveys.cadences import (
    Cadence,
    EveryWeeks,
    LastWeekday,
    MonthlyOn,
    NthWeekday,
    Weekday,
    comes_round,
    fits_the_window,
    next_after,
    occurrences,
)

__all__ = [
    "Cadence",
    "EveryWeeks",
    "LastWeekday",
    "MonthlyOn",
    "NthWeekday",
    "Weekday",
    "cadence_from_text",
    "cadence_to_text",
    "comes_round",
    "fits_the_window",
    "instant",
    "next_after",
    "occurrences",
    "parse_cadence",
    "parse_time",
    "spell_out",
    "zone_or_default",
]


def instant(local_date: date, local_time: time, zone_name: str) -> datetime:
    """Give the instant (UTC) at which clocks in a time zone show a date and time.

    Where clocks skip that time it comes later by the gap; where they show it twice the first instant counts.
    The zone must exist: see `zone_or_default`.
    """
    local = datetime.combine(local_date, local_time, tzinfo=ZoneInfo(zone_name))
    return local.replace(fold=0).astimezone(UTC)


def local_date(now: datetime, zone_name: str) -> date:
    """Give the date on which clocks in a time zone stand."""
    return now.astimezone(ZoneInfo(zone_name)).date()


def zone_or_default(name: str | None, default: str) -> str:
    """Give a time zone's name if it is one (`Europe/Berlin`), the default if it is missing or unknown."""
    if not name:
        return default
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        return default
