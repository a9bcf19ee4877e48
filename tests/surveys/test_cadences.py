"""Rhythms: their dates and their words."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import VorbildError
from surveys.schedule import (
    EveryWeeks,
    LastWeekday,
    MonthlyOn,
    NthWeekday,
    Weekday,
    cadence_from_text,
    cadence_to_text,
    comes_round,
    fits_the_window,
    next_after,
    occurrences,
    parse_cadence,
    parse_time,
    spell_out,
)
from surveys.texts import Locale

TODAY = date(2026, 11, 24)  # a Tuesday
NEXT_TUESDAY = date(2026, 12, 1)

weekdays = st.sampled_from(Weekday)
cadences = st.one_of(
    st.builds(EveryWeeks, st.integers(1, 53), st.dates(date(2020, 1, 1), date(2060, 1, 1))),
    st.builds(MonthlyOn, st.integers(1, 31)),
    st.builds(NthWeekday, st.integers(1, 4), weekdays),
    st.builds(LastWeekday, weekdays),
)


@pytest.mark.parametrize(
    ("words", "cadence"),
    [
        ("every 4 weeks on Tuesday", EveryWeeks(4, NEXT_TUESDAY)),
        ("EVERY FOUR WEEKS ON TUE", EveryWeeks(4, NEXT_TUESDAY)),
        ("on Tuesdays, every 4 weeks", EveryWeeks(4, NEXT_TUESDAY)),
        ("alle 4 Wochen dienstags", EveryWeeks(4, NEXT_TUESDAY)),
        ("alle vier Wochen am Dienstag", EveryWeeks(4, NEXT_TUESDAY)),
        ("  dienstags alle  4 Wochen. ", EveryWeeks(4, NEXT_TUESDAY)),
        ("vierwöchentlich am Di", EveryWeeks(4, NEXT_TUESDAY)),
        ("alle zwölf Wochen am Dienstag", EveryWeeks(12, NEXT_TUESDAY)),
        ("alle zwo\u0308lf Wochen am Dienstag", EveryWeeks(12, NEXT_TUESDAY)),
        ("weekly on Monday", EveryWeeks(1, date(2026, 11, 30))),
        ("every Wednesday", EveryWeeks(1, date(2026, 11, 25))),
        ("jede Woche montags", EveryWeeks(1, date(2026, 11, 30))),
        ("wöchentlich am Sonnabend", EveryWeeks(1, date(2026, 11, 28))),
        ("every other Tuesday", EveryWeeks(2, NEXT_TUESDAY)),
        ("jeden zweiten Dienstag", EveryWeeks(2, NEXT_TUESDAY)),
        ("jede zweite Woche am Dienstag", EveryWeeks(2, NEXT_TUESDAY)),
        ("fortnightly on Tuesday", EveryWeeks(2, NEXT_TUESDAY)),
        ("every 2 weeks from 2026-11-24", EveryWeeks(2, TODAY)),
        ("every 2 weeks starting on 24 November 2026", EveryWeeks(2, TODAY)),
        ("every 2 weeks from November 24, 2026", EveryWeeks(2, TODAY)),
        ("alle 2 Wochen ab dem 24.11.2026", EveryWeeks(2, TODAY)),
        ("alle 2 Wochen am Dienstag, ab 24. November 2026", EveryWeeks(2, TODAY)),
        ("alle 8 Wochen am Dienstag ab dem 2. März 2027", EveryWeeks(8, date(2027, 3, 2))),
        ("every 4 weeks on Friday from 2026-11-24", EveryWeeks(4, date(2026, 11, 27))),
        ("monthly on the 15th", MonthlyOn(15)),
        ("every month on the 1st", MonthlyOn(1)),
        ("on the 22nd of each month", MonthlyOn(22)),
        ("monthly on day 15", None),
        ("monatlich am 15.", MonthlyOn(15)),
        ("am 15. jedes Monats", MonthlyOn(15)),
        ("Jeden Monat am ersten", MonthlyOn(1)),
        ("am letzten Tag des Monats", MonthlyOn(31)),
        ("on the last day of every month", MonthlyOn(31)),
        ("last Friday of the month", LastWeekday(Weekday.FRIDAY)),
        ("every last friday", LastWeekday(Weekday.FRIDAY)),
        ("monthly on the last Friday", LastWeekday(Weekday.FRIDAY)),
        ("am letzten Freitag im Monat", LastWeekday(Weekday.FRIDAY)),
        ("am letzten Freitag eines jeden Monats", LastWeekday(Weekday.FRIDAY)),
        ("first Monday of the month", NthWeekday(1, Weekday.MONDAY)),
        ("jeden dritten Donnerstag im Monat", NthWeekday(3, Weekday.THURSDAY)),
    ],
)
def test_a_rhythm_is_read_from_plain_words(words, cadence):
    if cadence is None:
        with pytest.raises(VorbildError):
            parse_cadence(words, TODAY)
    else:
        assert parse_cadence(words, TODAY) == cadence


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "soon",
        "0 9 * * 2",
        "every 4 weeks",
        "every 0 weeks on Tuesday",
        "every 54 weeks on Tuesday",
        "every -4 weeks on Tuesday",
        "every 4 weeks on Tuesday and Friday",
        "every third Tuesday",
        "every first Monday",
        "fifth Monday of the month",
        "monthly",
        "monthly on the 0th",
        "monthly on the 32nd",
        "every 2 weeks from 2026-02-30",
        "every ٤ weeks on Tuesday",
        "every 4 weeks on Tuesday <!channel>",
        "\x00",
        "every " * 5000,
    ],
)
def test_what_is_not_a_clear_rhythm_is_answered_with_examples(words):
    with pytest.raises(VorbildError, match=r"every 4 weeks on Tuesday.*last Friday of the month"):
        parse_cadence(words, TODAY)


def test_an_example_in_the_refusal_can_be_written_as_it_stands():
    for words in ("every 4 weeks on Tuesday", "every 4 weeks from 2026-11-24", "monthly on the 15th"):
        parse_cadence(words, TODAY)


def test_without_a_date_weeks_never_begin_today_for_the_hour_may_be_over():
    assert parse_cadence("every 4 weeks on Tuesday", TODAY) == EveryWeeks(4, NEXT_TUESDAY)


@given(cadence=cadences, locale=st.sampled_from(Locale))
def test_a_rhythm_spelled_out_is_read_back_as_the_same(cadence, locale):
    assert parse_cadence(spell_out(cadence, locale), TODAY) == cadence


@given(cadence=cadences)
def test_a_stored_rhythm_is_read_back_without_knowing_the_day(cadence):
    assert cadence_from_text(cadence_to_text(cadence)) == cadence


def test_a_stored_rhythm_without_its_first_date_is_refused():
    with pytest.raises(VorbildError):
        cadence_from_text("every 4 weeks on Tuesday")


@pytest.mark.parametrize(
    ("cadence", "english", "german"),
    [
        (
            EveryWeeks(4, NEXT_TUESDAY),
            "every 4 weeks on Tuesday, from 1 December 2026",
            "alle 4 Wochen am Dienstag, ab dem 1. Dezember 2026",
        ),
        (
            EveryWeeks(1, date(2027, 3, 3)),
            "every week on Wednesday, from 3 March 2027",
            "jede Woche am Mittwoch, ab dem 3. März 2027",
        ),
        (MonthlyOn(11), "monthly on the 11th", "monatlich am 11."),
        (MonthlyOn(22), "monthly on the 22nd", "monatlich am 22."),
        (MonthlyOn(31), "on the last day of the month", "am letzten Tag im Monat"),
        (NthWeekday(2, Weekday.MONDAY), "on the second Monday of the month", "am zweiten Montag im Monat"),
        (LastWeekday(Weekday.FRIDAY), "on the last Friday of the month", "am letzten Freitag im Monat"),
    ],
)
def test_a_rhythm_is_spelled_out_in_both_languages(cadence, english, german):
    assert spell_out(cadence, Locale.EN) == english
    assert spell_out(cadence, Locale.DE) == german


@pytest.mark.parametrize(
    ("cadence", "after", "expected"),
    [
        (MonthlyOn(31), "2027-01-01", "2027-01-31 2027-02-28 2027-03-31 2027-04-30"),
        (MonthlyOn(31), "2028-02-01", "2028-02-29 2028-03-31"),
        (MonthlyOn(30), "2027-01-30", "2027-02-28 2027-03-30"),
        (MonthlyOn(1), "2026-12-01", "2027-01-01 2027-02-01"),
        (LastWeekday(Weekday.FRIDAY), "2026-11-27", "2026-12-25 2027-01-29 2027-02-26"),
        (NthWeekday(1, Weekday.MONDAY), "2027-01-31", "2027-02-01 2027-03-01 2027-04-05"),
        (EveryWeeks(2, date(2026, 11, 24)), "2026-11-23", "2026-11-24 2026-12-08 2026-12-22"),
        (EveryWeeks(2, date(2026, 11, 24)), "2020-01-01", "2026-11-24 2026-12-08"),
        (EveryWeeks(4, date(2026, 12, 1)), "2026-12-01", "2026-12-29 2027-01-26"),
    ],
)
def test_the_dates_of_a_rhythm(cadence, after, expected):
    dates = tuple(map(date.fromisoformat, expected.split()))
    assert occurrences(cadence, date.fromisoformat(after), len(dates)) == dates


@given(cadence=cadences, day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_no_date_is_passed_over(cadence, day):
    following = next_after(cadence, day)
    assert following > day
    assert next_after(cadence, following - timedelta(days=1)) == following


@given(cadence=cadences, day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_dates_always_move_forward(cadence, day):
    assert all(earlier < later for earlier, later in pairwise(occurrences(cadence, day, 14)))


@given(cadence=cadences)
def test_the_end_of_the_calendar_is_no_error(cadence):
    assert next_after(cadence, date.max) is None

    assert len(occurrences(cadence, date(9999, 11, 1), 100)) < 20


def test_a_rhythm_whose_first_date_is_years_away_never_comes_round():
    today = date(2026, 11, 24)
    assert comes_round(EveryWeeks(4, date(2028, 11, 21)), today)
    assert not comes_round(EveryWeeks(4, date(2062, 11, 24)), today)
    assert not comes_round(EveryWeeks(4, date.max), today)
    assert comes_round(EveryWeeks(53, date(2020, 1, 1)), today)


@pytest.mark.parametrize(
    ("cadence", "fits"),
    [
        (EveryWeeks(4, NEXT_TUESDAY), True),
        (EveryWeeks(5, NEXT_TUESDAY), True),
        (EveryWeeks(3, NEXT_TUESDAY), False),
        (EveryWeeks(2, NEXT_TUESDAY), False),
        (EveryWeeks(2, date(2060, 1, 1)), False),
        *((MonthlyOn(day), True) for day in range(1, 32)),
        *((LastWeekday(day), True) for day in Weekday),
        *((NthWeekday(n, day), True) for n in range(1, 5) for day in Weekday),
    ],
)
def test_a_rhythm_may_not_come_round_within_28_days(cadence, fits):
    assert fits_the_window(cadence, 28, TODAY) is fits


@pytest.mark.parametrize("day", range(1, 32))
def test_a_longer_window_rules_out_what_february_shortens(day):
    assert not fits_the_window(MonthlyOn(day), 31, TODAY)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("09:00", time(9)),
        ("9:30", time(9, 30)),
        ("9.30 Uhr", time(9, 30)),
        ("9 Uhr", time(9)),
        ("um 9 Uhr 30", time(9, 30)),
        ("9am", time(9)),
        ("9:30 PM", time(21, 30)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("at 00:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(words, expected):
    assert parse_time(words) == expected


@pytest.mark.parametrize(
    "words", ["", "24:00", "9:60", "13pm", "0am", "09:00:00", "-9:00", "noonish", "9:3", "٩:٠٠", "9\x00"]
)
def test_what_is_not_a_time_of_day_is_refused(words):
    with pytest.raises(VorbildError, match="not a time of day"):
        parse_time(words)
