"""When a check-in on a new leader is due, who counts as new, and what it may ask."""

from datetime import date, timedelta

import pytest

from surveys.check_ins import Term, milestone_due, new_terms, questions_left
from surveys.roster import Roster, Unit

SINCE = date(2026, 1, 6)
TERM = Term("alpha", "UNEW", SINCE)


def roster(*units):
    return Roster({}, {unit.id: unit for unit in units})


@pytest.mark.parametrize(
    ("days", "done", "due"),
    [
        (29, set(), None),
        (30, set(), 30),
        (58, set(), 30),
        (59, set(), None),
        (30, {30}, None),
        (90, {30}, 90),
        (119, {30}, None),
    ],
)
def test_a_check_in_is_due_after_30_and_90_days_and_waits_28_at_most(days, done, due):
    assert milestone_due(TERM, SINCE + timedelta(days=days), done) == due


def test_whoever_leads_something_new_is_a_new_leader():
    before = roster(Unit("alpha", "", "old", None), Unit("beta", "", "same", "alpha"))
    after = roster(Unit("alpha", "", "UNEW", None), Unit("beta", "", "same", "alpha"), Unit("gamma", "", "fresh", None))
    terms = new_terms(before, after, SINCE)
    assert terms == [TERM, Term("gamma", "fresh", SINCE)]


def test_the_first_roster_makes_nobody_new():
    assert new_terms(roster(), roster(Unit("alpha", "", "old", None)), SINCE) == []


def test_a_unit_under_another_name_has_no_new_leader():
    before, after = roster(Unit("alpha", "", "old", None)), roster(Unit("alpha-2", "", "old", None))
    assert new_terms(before, after, SINCE) == []


def test_questions_that_were_asked_are_left_out():
    assert questions_left([14, 3]) == (7, 22)
    assert questions_left([7, 14, 22]) == ()
