"""A survey that could not run as its admin expects is refused."""

from dataclasses import replace
from datetime import date, time

import pytest

from surveys.cadences import EveryWeeks, MonthlyOn
from surveys.disclosure import Policy
from surveys.errors import VorbildError
from surveys.survey import NAME_CHARACTERS, Survey, check

TODAY = date(2026, 6, 1)
SURVEY = Survey(1, "Pulse", EveryWeeks(4, date(2026, 6, 2)), time(9), 7, {}, TODAY)


def refusal(survey):
    with pytest.raises(VorbildError) as refused:
        check(survey, TODAY)
    return str(refused.value)


def test_every_four_weeks_is_taken():
    assert check(SURVEY, TODAY) == SURVEY


@pytest.mark.parametrize("name", ["", "   ", "x" * (NAME_CHARACTERS + 1)])
def test_a_name_is_needed_and_is_short(name):
    assert "needs a name" in refusal(replace(SURVEY, name=name))


@pytest.mark.parametrize("days", [0, -1, 28, 99])
def test_a_wave_stays_open_for_a_day_at_least_and_ends_before_the_next_window(days):
    assert "1 to 27 days" in refusal(replace(SURVEY, days_open=days))


@pytest.mark.parametrize("weeks", [1, 2, 3])
def test_a_rhythm_shorter_than_the_window_is_refused_with_the_way_out(weeks):
    assert "every 28 days" in refusal(replace(SURVEY, cadence=EveryWeeks(weeks, TODAY)))


def test_a_longer_window_asks_for_a_longer_rhythm():
    assert "every 42 days" in refusal(replace(SURVEY, policy=Policy(window_days=42)))
    check(replace(SURVEY, cadence=EveryWeeks(6, TODAY), policy=Policy(window_days=42)), TODAY)


def test_a_month_is_never_shorter_than_four_weeks():
    check(replace(SURVEY, cadence=MonthlyOn(31)), TODAY)
