"""When a pulse that was put off comes again: in the afternoon, or on the next working day, by the reader's own clock."""

from datetime import UTC, date, datetime, time

import pytest

from surveys.ballots import BOX_BYTES
from surveys.calendars import Absence, Calendar, WorkingTime
from surveys.postponing import Choice, Postponed, comes_again, decode, encode, next_look

BERLIN, KOLKATA = Calendar("Europe/Berlin", "DE-BE"), Calendar("Asia/Kolkata")
AWAY = Calendar("Europe/Berlin", absences=(Absence(date(2026, 1, 7), date(2026, 1, 8)),))
MORNINGS = Calendar("Europe/Berlin", working=WorkingTime(ends=time(12)))


def at(day, hour, minute=0):
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("choice", "now", "calendar", "expected"),
    [
        (Choice.LATER_TODAY, at(6, 8), BERLIN, at(6, 14)),
        (Choice.LATER_TODAY, at(6, 4), KOLKATA, at(6, 9, 30)),
        (Choice.LATER_TODAY, at(6, 13), BERLIN, at(6, 14)),
        (Choice.LATER_TODAY, at(6, 13, 1), BERLIN, at(6, 16)),  # three o'clock is less than an hour away
        (Choice.LATER_TODAY, at(6, 15, 1), BERLIN, at(7, 8)),  # the day is nearly over
        (Choice.LATER_TODAY, at(6, 8), MORNINGS, at(7, 8)),  # nobody works in the afternoon
        (Choice.LATER_TODAY, at(10, 8), BERLIN, at(12, 8)),  # a Saturday
        (Choice.TOMORROW, at(6, 8), BERLIN, at(7, 8)),
        (Choice.TOMORROW, at(5, 23, 30), BERLIN, at(7, 8)),  # it is the 6th in Berlin
        (Choice.TOMORROW, at(6, 8), AWAY, at(9, 8)),
        (Choice.TOMORROW, at(9, 8), BERLIN, at(12, 8)),  # a Friday
        (Choice.NOT_THIS_TIME, at(6, 8), BERLIN, None),
    ],
)
def test_it_comes_this_afternoon_or_when_its_reader_is_next_at_work(choice, now, calendar, expected):
    assert comes_again(choice, now, time(9), calendar) == expected


@pytest.mark.parametrize(
    ("now", "look"), [(at(6, 8), at(6, 8, 30)), (at(6, 8, 29), at(6, 8, 30)), (at(6, 8, 31), at(6, 9))]
)
def test_everything_that_waits_is_looked_at_at_the_same_moments(now, look):
    assert next_look(now) == look


@pytest.mark.parametrize("chosen", [Postponed(), Postponed(at(6, 14)), Postponed(left_out=3)])
def test_whatever_was_chosen_takes_the_room_of_a_ballot(chosen):
    assert len(encode(chosen)) == BOX_BYTES
    assert decode(encode(chosen)) == chosen
