"""Cadences: the rhythms of local dates on which waves open. Their words are read and written in `cadence_words`."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from itertools import pairwise

WINDOW_DAYS = 28
"""The window of publication: a wave may not open more often than this."""

_WEEK = 7
_MONTHS_LOOKED_AHEAD = 96
_DAYS_WAITED = 731


class Weekday(IntEnum):
    """A day of the week, counted as `date.weekday` counts it."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


@dataclass(frozen=True)
class EveryWeeks:
    """Every `n` weeks, counted from the first date, which also fixes the day of the week."""

    n: int
    first: date

    @property
    def weekday(self) -> Weekday:
        """Give the day of the week on which it falls."""
        return Weekday(self.first.weekday())

    def after(self, day: date) -> date:
        """Give the first date after a day."""
        if day < self.first:
            return self.first
        passed = (day - self.first).days // (self.n * _WEEK)
        return self.first + timedelta(weeks=(passed + 1) * self.n)


@dataclass(frozen=True)
class MonthlyOn:
    """On a day of every month (1–31); on the last one where the month is shorter."""

    day: int

    def after(self, day: date) -> date:
        """Give the first date after a day."""
        return _monthly(lambda month: month.replace(day=min(self.day, monthrange(month.year, month.month)[1])), day)


@dataclass(frozen=True)
class NthWeekday:
    """On the n-th (1–4) given weekday of every month."""

    n: int
    weekday: Weekday

    def after(self, day: date) -> date:
        """Give the first date after a day."""
        return _monthly(self._in, day)

    def _in(self, month: date) -> date:
        to_weekday = (self.weekday - month.weekday()) % _WEEK
        return month + timedelta(days=to_weekday, weeks=self.n - 1)


@dataclass(frozen=True)
class LastWeekday:
    """On the last given weekday of every month."""

    weekday: Weekday

    def after(self, day: date) -> date:
        """Give the first date after a day."""
        return _monthly(self._in, day)

    def _in(self, month: date) -> date:
        end = month.replace(day=monthrange(month.year, month.month)[1])
        return end - timedelta(days=(end.weekday() - self.weekday) % _WEEK)


Cadence = EveryWeeks | MonthlyOn | NthWeekday | LastWeekday


def _monthly(choose: Callable[[date], date], day: date) -> date:
    """Give the first chosen date after a day; `choose` gets the first of a month and gives a date in it."""
    this_month = day.replace(day=1)
    chosen = choose(this_month)
    return chosen if chosen > day else choose((this_month + timedelta(days=31)).replace(day=1))


def next_after(cadence: Cadence, day: date) -> date | None:
    """Give the first date of a cadence after a day; none where the calendar ends."""
    try:
        return cadence.after(day)
    except OverflowError:
        return None


def comes_round(cadence: Cadence, today: date) -> bool:
    """Say whether a cadence has a date within the coming two years; one that has not is a slip of the pen."""
    day = next_after(cadence, today)
    return day is not None and day <= today + timedelta(days=_DAYS_WAITED)


def occurrences(cadence: Cadence, after: date, count: int) -> tuple[date, ...]:
    """Give the next dates of a cadence after a day: `count` of them, fewer where the calendar ends."""
    dates: list[date] = []
    day = next_after(cadence, after)
    while day and len(dates) < count:
        dates.append(day)
        day = next_after(cadence, day)
    return tuple(dates)


def fits_the_window(cadence: Cadence, window_days: int, today: date) -> bool:
    """Say whether over the coming eight years no two dates of a cadence are nearer than a window of publication."""
    dates = occurrences(cadence, today, _MONTHS_LOOKED_AHEAD)
    return all((later - earlier).days >= window_days for earlier, later in pairwise(dates))
