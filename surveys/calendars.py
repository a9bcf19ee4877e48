"""When somebody may be written to: working days and hours, the holidays of their office, and their absences.

Everything is told in the person's own time zone. Holidays come from the `holidays` package, by country and subdivision
as ISO 3166 names them (`DE-BY`, `GB-ENG`, `FR`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from surveys.errors import VorbildError, say
from surveys.schedule import instant

_DAYS_SEARCHED = 400
_DATES = ("%Y-%m-%d", "%d.%m.%Y")
MOST_DAYS_AWAY = 400


@dataclass(frozen=True)
class WorkingTime:
    """The days of the week (0 is Monday) and the local hours in which people are written to; `ends` is not included."""

    days: frozenset[int] = frozenset(range(5))
    begins: time = time(8)
    ends: time = time(18)


class Source(StrEnum):
    """From where an absence is known; each source replaces only what it told itself."""

    SLACK = "slack"
    LIST = "list"
    PERSON = "person"


@dataclass(frozen=True)
class Absence:
    """The days, the last one included, on which somebody is away. Why is nobody's business and is not kept."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Tell whether somebody is away on a day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Office:
    """A place of work and whose holidays are kept there; no region: none are known."""

    name: str
    region: str | None
    people: int = 0


@dataclass(frozen=True)
class Calendar:
    """What decides when one person may be written to. People with equal calendars share one answer."""

    time_zone: str
    region: str | None = None
    absences: tuple[Absence, ...] = ()
    working: WorkingTime = WorkingTime()

    def works_on(self, day: date) -> bool:
        """Tell whether a local date is a working day."""
        away = any(absence.covers(day) for absence in self.absences)
        return day.weekday() in self.working.days and not away and not is_holiday(day, self.region)


def next_working_moment(at: datetime, opens: time, calendar: Calendar) -> datetime | None:
    """Give `at` itself if somebody is at work then, else the opening time of their next working day; UTC.

    None when no working day is found within a year. An opening time outside the working hours is moved to their edge.
    """
    local = at.astimezone(ZoneInfo(calendar.time_zone))
    today, working = local.date(), calendar.working
    if calendar.works_on(today) and working.begins <= local.time() < working.ends:
        return at.astimezone(UTC)
    opening = _within(opens, working)
    days = (today + timedelta(days=count) for count in range(_DAYS_SEARCHED))
    moments = (instant(day, opening, calendar.time_zone) for day in days if calendar.works_on(day))
    return next((moment for moment in moments if moment >= at), None)


def _within(opens: time, working: WorkingTime) -> time:
    return opens if working.begins <= opens < working.ends else working.begins


def is_holiday(day: date, region: str | None) -> bool:
    """Tell whether a day is a public holiday in a region; False where no region is known."""
    return region is not None and day in _holidays(region)


@cache
def _holidays(region: str) -> holidays.HolidayBase:
    country, _, subdivision = region.partition("-")
    return holidays.country_holidays(country, subdiv=subdivision or None)


def check_region(text: str) -> str:
    """Read a region such as `DE-BY`; refuse one whose holidays are not known and say what would be understood."""
    country, _, wanted = text.strip().replace("_", "-").partition("-")
    country = country.upper()
    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known:
        raise VorbildError(
            say(
                "I do not know the holidays of “{country}”. Write a country such as DE, or DE-BY.", country=country[:20]
            )
        )
    parts = known[country]
    subdivision = next((part for part in parts if part.casefold() == wanted.casefold()), None)
    if wanted and subdivision is None:
        near = get_close_matches(wanted.upper(), parts, n=1, cutoff=0) if parts else []
        example = f"{country}-{near[0]}" if near else country
        shown = ", ".join(f"{country}-{part}" for part in parts[:20]) or country
        raise VorbildError(
            say(
                "I do not know the holidays of “{region}”. Did you mean {example}? There is: {regions}.",
                region=f"{country}-{wanted.upper()}"[:20],
                example=example,
                regions=shown,
            )
        )
    return f"{country}-{subdivision}" if subdivision else country


def parse_day(text: str) -> date | None:
    """Read a date such as 2026-12-24 or 24.12.2026; None for anything else."""
    for form in _DATES:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    return None


def parse_absence(text: str) -> Absence:
    """Read a first and a last day, or one day alone."""
    words = [word for word in re.split(r"\s+(?:(?:to|until|bis|–|-)\s+)?|–|\.\.\.", text.strip()) if word]
    days = [day for word in words if (day := parse_day(word)) is not None]
    if len(days) != len(words) or len(days) not in {1, 2}:
        raise VorbildError(
            say("Write the first and the last day, such as 2026-12-24 2027-01-02 or 24.12.2026 2.1.2027.")
        )
    return check_absence(days[0], days[-1])


def check_absence(first: date, last: date) -> Absence:
    """Refuse days the wrong way round, or more of them than anybody is away for."""
    if last < first:
        raise VorbildError(say("The last day is before the first: {first}, {last}.", first=first, last=last))
    if (last - first).days > MOST_DAYS_AWAY:
        raise VorbildError(say("That is longer than {count} days. Is the year right?", count=MOST_DAYS_AWAY))
    return Absence(first, last)


def ahead(absences: Iterable[Absence], today: date) -> tuple[Absence, ...]:
    """Keep the absences that are not over, soonest first."""
    return tuple(sorted({a for a in absences if a.last >= today}, key=lambda absence: (absence.first, absence.last)))
