"""A wave's life, and when the next one may open."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.cadences import EveryWeeks, MonthlyOn, occurrences
from surveys.disclosure import Policy
from surveys.errors import VorbildError
from surveys.survey import Survey
from surveys.waves import Wave, WaveState, check_step, closing, due_date, opening, soonest_opening
from tests.surveys.test_schedule import ZONES

TUESDAY = date(2026, 6, 2)
SURVEY = Survey(1, "Pulse", EveryWeeks(4, TUESDAY), time(9), 7, {}, TUESDAY, time_zone="Europe/Berlin")
BERLIN = ("Europe/Berlin",)


def wave(state=WaveState.PLANNED):
    opens_at = datetime(2026, 6, 2, 7, tzinfo=UTC)
    return Wave(1, 1, 3, TUESDAY, opens_at, opens_at + timedelta(days=7), ("q23.v1",), Policy(), state)


def at(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (WaveState.PLANNED, WaveState.OPEN),
        (WaveState.OPEN, WaveState.CLOSED),
        (WaveState.CLOSED, WaveState.REPORTED),
        (WaveState.PLANNED, WaveState.VOID),
        (WaveState.OPEN, WaveState.VOID),
    ],
)
def test_a_wave_lives_from_planned_to_reported_or_is_void(state, following):
    check_step(wave(state), following)


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (WaveState.CLOSED, WaveState.CLOSED),
        (WaveState.CLOSED, WaveState.OPEN),
        (WaveState.REPORTED, WaveState.CLOSED),
        (WaveState.CLOSED, WaveState.VOID),
        (WaveState.VOID, WaveState.OPEN),
        (WaveState.PLANNED, WaveState.CLOSED),
    ],
)
def test_a_wave_never_goes_back_or_closes_twice(state, following):
    with pytest.raises(VorbildError, match="Wave 3 is"):
        check_step(wave(state), following)


def test_the_first_wave_may_open_today():
    assert soonest_opening(None, Policy(), TUESDAY) == TUESDAY


def test_the_next_wave_waits_for_the_window_to_pass():
    assert soonest_opening(TUESDAY, Policy(), TUESDAY + timedelta(days=7)) == TUESDAY + timedelta(days=28)


def test_after_a_long_pause_the_next_wave_may_open_today():
    today = TUESDAY + timedelta(days=90)
    assert soonest_opening(TUESDAY, Policy(), today) == today


def test_a_longer_window_of_the_policy_holds():
    assert soonest_opening(TUESDAY, Policy(window_days=42), TUESDAY) == TUESDAY + timedelta(days=42)


def test_a_wave_is_due_from_its_opening_on():
    assert due_date(SURVEY, None, at(TUESDAY, 6), BERLIN) is None
    assert due_date(SURVEY, None, at(TUESDAY, 7), BERLIN) == TUESDAY


def test_a_wave_opens_when_the_first_zone_reaches_the_time():
    assert opening(SURVEY, TUESDAY, ("America/New_York", "Europe/Berlin", "Asia/Tokyo")) == at(TUESDAY, 0)


def test_a_wave_closes_for_everybody_at_one_instant():
    assert closing(SURVEY, TUESDAY) == at(TUESDAY + timedelta(days=7), 16)


def test_no_wave_is_due_within_the_window_of_the_last():
    early = TUESDAY - timedelta(days=7)
    assert due_date(SURVEY, early, at(TUESDAY), BERLIN) is None
    assert due_date(SURVEY, TUESDAY - timedelta(days=28), at(TUESDAY), BERLIN) == TUESDAY


def test_after_a_long_sleep_only_the_newest_date_is_due():
    newest = TUESDAY + timedelta(weeks=12)
    assert due_date(SURVEY, TUESDAY, at(newest + timedelta(days=1)), BERLIN) == newest


def test_a_date_whose_wave_would_be_over_already_is_not_made_up_for():
    assert due_date(SURVEY, None, at(TUESDAY + timedelta(days=10)), BERLIN) is None


def test_no_wave_opens_before_the_survey_starts():
    later = replace(SURVEY, starts_on=TUESDAY + timedelta(days=1))
    assert due_date(later, None, at(TUESDAY + timedelta(days=1)), BERLIN) is None


TICK = timedelta(hours=8)


@settings(max_examples=30, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    start=st.dates(date(2026, 1, 1), date(2036, 12, 31)),
    opens=st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    cadence=st.sampled_from(
        [lambda start: EveryWeeks(4, start), lambda start: EveryWeeks(6, start), lambda _: MonthlyOn(31)]
    ),
)
def test_whatever_the_zone_each_date_of_a_year_opens_once_at_its_first_tick(zone, start, opens, cadence):
    each = replace(SURVEY, cadence=cadence(start), starts_on=start, opens=opens, time_zone=zone)
    opened, now, end = [], at(start, 0), at(start + timedelta(days=366), 0)
    while now < end:
        day = due_date(each, opened[-1] if opened else None, now, [zone])
        if day is not None:
            opened.append(day)
            assert now - TICK < opening(each, day, [zone]) <= now or len(opened) == 1
        now += TICK
    dates = occurrences(each.cadence, start - timedelta(days=1), 15)
    assert opened == [day for day in dates if opening(each, day, [zone]) <= now - TICK]
