"""Commitments: their dates, and the kept rate that names no leader beneath."""

from datetime import date

import pytest

from surveys.calendars import Calendar
from surveys.commitments import Kept, check_due, check_text, kept_at, kept_of, reminder_day
from surveys.errors import VorbildError
from surveys.judging import Outcome

TODAY = date(2026, 12, 1)
BERLIN = Calendar("Europe/Berlin", "DE-BE")


def test_a_date_on_a_holiday_is_moved_to_the_next_working_day():
    assert check_due(date(2026, 12, 25), TODAY, BERLIN) == date(2026, 12, 28)
    assert check_due(date(2026, 12, 23), TODAY, BERLIN) == date(2026, 12, 23)


@pytest.mark.parametrize("day", [None, date(2026, 11, 30), date(2028, 1, 3)])
def test_no_date_one_that_is_over_and_one_too_far_away_are_refused(day):
    with pytest.raises(VorbildError):
        check_due(day, TODAY, BERLIN)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 281])
def test_nothing_and_too_much_are_no_promise(text):
    with pytest.raises(VorbildError, match="concrete thing"):
        check_text(text)


def test_the_reminder_comes_two_days_before_else_on_the_day_else_not_at_all():
    assert reminder_day(date(2026, 12, 8), TODAY) == date(2026, 12, 6)
    assert reminder_day(date(2026, 12, 2), TODAY) == date(2026, 12, 2)
    assert reminder_day(TODAY, TODAY) is None


def test_the_kept_rate_counts_what_could_be_judged_and_partly_is_not_kept():
    assert kept_of([Outcome.KEPT, Outcome.PARTLY, Outcome.NOT_KEPT, Outcome.TOO_FEW, None]) == Kept(1, 3)


def test_the_rate_of_the_whole_is_told_only_where_it_is_of_no_single_leader_beneath():
    own, kept = ("top", Outcome.NOT_KEPT), [(unit, Outcome.KEPT) for unit in "abc"]
    assert kept_at("top", [own, *kept]) == Kept(3, 4)
    assert kept_at("top", [own, *kept[:2]]) == Kept(0, 1)
    assert kept_at("top", [*kept[:2], ("c", Outcome.TOO_FEW)]) == Kept(0, 0)
