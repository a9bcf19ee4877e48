"""The instant of a local date and time."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.schedule import EveryWeeks, MonthlyOn, instant, occurrences, parse_cadence, zone_or_default

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
NINE = time(9)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        pytest.param("America/New_York", "2027-03-14", "02:30", "2027-03-14T07:30", id="New York: gap"),
        pytest.param("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28T01:30", id="Berlin: gap"),
        pytest.param("Africa/Cairo", "2027-04-30", "00:00", "2027-04-29T22:00", id="Cairo: gap at midnight"),
        pytest.param("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30", id="Berlin: overlap, first"),
        pytest.param("Asia/Kolkata", "2026-12-01", "09:00", "2026-12-01T03:30", id="Kolkata"),
        pytest.param("Pacific/Kiritimati", "2026-12-01", "09:00", "2026-11-30T19:00", id="Kiritimati"),
        pytest.param("Europe/Berlin", "2028-02-29", "09:00", "2028-02-29T08:00", id="Berlin: leap day"),
        pytest.param("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45", id="Lord Howe: half an hour"),
        pytest.param("Asia/Kathmandu", "2026-12-01", "09:00", "2026-12-01T03:15", id="Kathmandu"),
        pytest.param("Pacific/Chatham", "2026-12-01", "09:00", "2026-11-30T19:15", id="Chatham"),
        pytest.param("America/St_Johns", "2027-03-14", "02:30", "2027-03-14T06:00", id="St John's: gap"),
    ],
)
def test_the_instant_of_a_local_time(zone, day, clock, expected):
    found = instant(date.fromisoformat(day), time.fromisoformat(clock), zone)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


def test_in_an_overlap_the_first_instant_counts_once_whatever_the_fold():
    once = {instant(date(2026, 10, 25), time(2, 30, fold=fold), "Europe/Berlin") for fold in (0, 1)}
    assert once == {datetime(2026, 10, 25, 0, 30, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("cadence", "after", "zone", "expected"),
    [
        pytest.param(
            EveryWeeks(1, date(2027, 3, 23)),
            date(2027, 3, 22),
            "Europe/Berlin",
            ("2027-03-23T08:00", "2027-03-30T07:00"),
            id="weekly over the spring change",
        ),
        pytest.param(
            parse_cadence("every 2 weeks from 2026-11-24", date(2026, 11, 1)),
            date(2026, 11, 1),
            "America/New_York",
            ("2026-11-24T14:00", "2026-12-08T14:00", "2026-12-22T14:00"),
            id="every two weeks in New York",
        ),
        pytest.param(
            MonthlyOn(31),
            date(2027, 1, 1),
            "UTC",
            ("2027-01-31T09:00", "2027-02-28T09:00", "2027-03-31T09:00", "2027-04-30T09:00"),
            id="monthly, clamped",
        ),
    ],
)
def test_the_instants_of_a_rhythm(cadence, after, zone, expected):
    found = [instant(day, NINE, zone) for day in occurrences(cadence, after, len(expected))]
    assert found == [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in expected]


clocks = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda clock: clock.replace(second=0, microsecond=0))
# A day on which a whole date was skipped (Apia 2011) lies in the past; none is announced.
days = st.dates(date(2026, 1, 1), date(2036, 12, 31))


@given(zone=st.sampled_from(ZONES), day=days, clock=clocks)
def test_each_local_date_has_one_instant_and_later_dates_have_later_ones(zone, day, clock):
    instants = [instant(day + timedelta(days=offset), clock, zone) for offset in range(120)]
    assert all(earlier < later for earlier, later in pairwise(instants))


@given(zone=st.sampled_from(ZONES), day=days, clock=clocks)
def test_clocks_show_the_wish_except_in_a_gap_where_they_show_a_later_time(zone, day, clock):
    wish = datetime.combine(day, clock)
    shown = instant(day, clock, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    before, after = (ZoneInfo(zone).utcoffset(wish + timedelta(hours=hours)) for hours in (-3, 3))
    assert shown == wish or (after > before and shown - wish == after - before)


@given(zone=st.sampled_from(ZONES), day=days, clock=clocks)
def test_no_earlier_instant_shows_the_wish(zone, day, clock):
    found = instant(day, clock, zone)
    wish = datetime.combine(day, clock)
    for hours in (1, 2):
        earlier = (found - timedelta(hours=hours)).astimezone(ZoneInfo(zone))
        assert earlier.replace(tzinfo=None) < wish


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "Mars/Olympus",
        "Europe",
        "../etc/passwd",
        "/etc/passwd",
        "Europe/Berlin\x00",
        "\ud800",
        "x" * 5000,
        ".",
    ],
)
def test_a_missing_or_unknown_time_zone_becomes_the_default(name):
    assert zone_or_default(name, "Europe/Berlin") == "Europe/Berlin"


def test_a_known_time_zone_stays():
    assert zone_or_default("Asia/Kolkata", "Europe/Berlin") == "Asia/Kolkata"
