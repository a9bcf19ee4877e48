"""When somebody may be written to."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.calendars import (
    Absence,
    Calendar,
    WorkingTime,
    ahead,
    check_absence,
    check_region,
    is_holiday,
    next_working_moment,
)
from surveys.errors import VorbildError

NINE = time(9)
BERLIN = Calendar("Europe/Berlin", "DE-BE")
MUNICH = Calendar("Europe/Berlin", "DE-BY")


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "calendar", "expected"),
    [
        pytest.param("2026-11-24T08:00", BERLIN, "2026-11-24T08:00", id="a Tuesday at nine: now"),
        pytest.param("2026-11-24T14:30", BERLIN, "2026-11-24T14:30", id="in the afternoon: now, not tomorrow"),
        pytest.param("2026-11-24T22:30", BERLIN, "2026-11-25T08:00", id="at night: tomorrow at nine"),
        pytest.param("2026-11-24T04:00", BERLIN, "2026-11-24T08:00", id="before dawn: today at nine"),
        pytest.param("2026-11-24T17:00", BERLIN, "2026-11-25T08:00", id="at six in the evening: tomorrow"),
        pytest.param("2026-11-27T18:00", BERLIN, "2026-11-30T08:00", id="on Friday night: Monday"),
        pytest.param("2026-12-25T09:00", BERLIN, "2026-12-28T08:00", id="at Christmas: after it and the weekend"),
        pytest.param("2026-01-06T08:00", BERLIN, "2026-01-06T08:00", id="Epiphany is a working day in Berlin"),
        pytest.param("2026-01-06T08:00", MUNICH, "2026-01-07T08:00", id="and a holiday in Munich"),
        pytest.param(
            "2026-11-30T23:00", Calendar("Asia/Tokyo", "JP"), "2026-11-30T23:00", id="Tokyo: eight on Tuesday"
        ),
        pytest.param("2027-03-26T12:00", Calendar("Europe/Berlin"), "2027-03-26T12:00", id="no region, no holidays"),
        pytest.param("2027-03-26T20:00", Calendar("Europe/Berlin"), "2027-03-29T07:00", id="over the spring change"),
    ],
)
def test_the_next_working_moment(at, calendar, expected):
    assert next_working_moment(utc(at), NINE, calendar) == utc(expected)


def test_somebody_away_is_written_to_on_the_first_working_day_after():
    away = Calendar("Europe/Berlin", absences=(Absence(date(2026, 11, 23), date(2026, 12, 4)),))
    assert next_working_moment(utc("2026-11-24T08:00"), NINE, away) == utc("2026-12-07T08:00")


def test_somebody_who_never_comes_back_is_never_written_to():
    away = Calendar("Europe/Berlin", absences=(Absence(date(2026, 1, 1), date(2036, 1, 1)),))
    assert next_working_moment(utc("2026-11-24T08:00"), NINE, away) is None


def test_an_opening_time_outside_the_working_hours_is_moved_to_their_beginning():
    early = Calendar("Europe/Berlin", working=WorkingTime(begins=time(10)))
    assert next_working_moment(utc("2026-11-24T05:00"), time(7), early) == utc("2026-11-24T09:00")


MOMENTS = st.integers(0, 2 * 365 * 24 * 4).map(
    lambda quarters: utc("2026-01-01T00:00") + quarters * timedelta(minutes=15)
)
CALENDARS = st.builds(
    Calendar,
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"]),
    st.sampled_from([None, "DE-BY", "GB-ENG", "US", "FR"]),
    st.lists(
        st.builds(
            lambda first, days: Absence(first, first + timedelta(days)),
            st.dates(date(2026, 1, 1), date(2028, 1, 1)),
            st.integers(0, 30),
        ),
        max_size=3,
    ).map(tuple),
)


@given(MOMENTS, CALENDARS)
def test_it_is_never_in_the_past_and_does_not_move_again(at, calendar):
    found = next_working_moment(at, NINE, calendar)
    assert found >= at
    assert next_working_moment(found, NINE, calendar) == found


@pytest.mark.parametrize("text", ["de-by", " DE-BY ", "DE_BY", "DE", "GB-ENG"])
def test_a_region_is_read_as_people_write_it(text):
    assert check_region(text) in {"DE-BY", "DE", "GB-ENG"}


@pytest.mark.parametrize(("text", "says"), [("DE-XY", "DE-BY"), ("ZZ", "a country such as DE"), ("", "a country")])
def test_an_unknown_region_is_refused_with_what_would_be_understood(text, says):
    with pytest.raises(VorbildError, match=says):
        check_region(text)


def test_without_a_region_no_day_is_a_holiday():
    assert not is_holiday(date(2026, 12, 25), None)
    assert is_holiday(date(2026, 12, 25), "DE")


def test_days_the_wrong_way_round_and_years_of_absence_are_refused():
    with pytest.raises(VorbildError, match="before the first"):
        check_absence(date(2026, 12, 2), date(2026, 12, 1))
    with pytest.raises(VorbildError, match="Is the year right"):
        check_absence(date(2026, 12, 2), date(2062, 12, 1))


def test_absences_that_are_over_are_left_out():
    over, ahead_of_us = Absence(date(2026, 1, 1), date(2026, 1, 5)), Absence(date(2026, 1, 2), date(2026, 1, 6))
    assert ahead([over, ahead_of_us, ahead_of_us], date(2026, 1, 6)) == (ahead_of_us,)
