"""A wave's questions spread over its weeks, and new answers laid over those sealed before."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from surveys.ballots import Ballot
from surveys.cadences import EveryWeeks
from surveys.errors import VorbildError
from surveys.instalments import Instalment, least_days_open, merged, split
from surveys.scales import Answer
from surveys.survey import Survey, check
from surveys.waves import instalments

FIVE = ("q01.v1", "q03.v1", "q05.v1", "q07.v1", "q23.v1")
TUESDAY = date(2026, 6, 2)
SURVEY = Survey(1, "Pulse", EveryWeeks(4, TUESDAY), time(9), 24, {}, TUESDAY, time_zone="Europe/Berlin", weekly=True)
NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
WEEKS = (Instalment(1, NOW, ("q01.v1", "q23.v1")), Instalment(2, NOW, ("q03.v1", "q05.v1")))


def ballot(**answers):
    return Ballot({f"{key}.v1": Answer(point) for key, point in answers.items()})


def test_five_questions_are_asked_in_three_weeks_the_anchor_in_the_first():
    assert split(FIVE, 24) == (("q23.v1", "q01.v1"), ("q03.v1", "q05.v1"), ("q07.v1",))


@pytest.mark.parametrize("count", range(1, 9))
def test_every_question_is_asked_once_one_or_two_a_week(count):
    keys = ("q23.v1", *(f"q{number:02}.v1" for number in range(1, count)))
    parts = split(keys, 27)
    assert sorted(key for part in parts for key in part) == sorted(keys)
    assert all(1 <= len(part) <= 2 for part in parts)
    assert len(parts) <= 4


def test_a_wave_open_too_short_asks_more_in_a_week_but_all_before_it_closes():
    assert [len(part) for part in split(FIVE, 10)] == [3, 2]
    assert [len(part) for part in split(FIVE, 7)] == [5]


def test_a_survey_open_too_short_for_its_weeks_is_refused_with_what_it_takes():
    short = Survey(1, "Pulse", EveryWeeks(4, TUESDAY), time(9), least_days_open(5) - 1, {}, TUESDAY, weekly=True)
    with pytest.raises(VorbildError, match="at least 17 days"):
        check(short, TUESDAY)
    assert check(SURVEY, TUESDAY) == SURVEY


def test_each_week_opens_when_the_first_time_zone_reaches_the_opening_time():
    found = instalments(SURVEY, FIVE, TUESDAY, NOW, ["Europe/Berlin", "Asia/Tokyo"])
    assert [each.opens_at for each in found[1:]] == [
        datetime(2026, 6, 9, 0, tzinfo=UTC),
        datetime(2026, 6, 16, 0, tzinfo=UTC),
    ]
    assert found[0].opens_at == NOW


def test_all_at_once_has_no_instalments():
    at_once = Survey(1, "Pulse", EveryWeeks(4, TUESDAY), time(9), 24, {}, TUESDAY)
    assert instalments(at_once, FIVE, TUESDAY, NOW, ["UTC"]) == ()


def test_answering_the_second_week_keeps_the_first():
    sealed = {1: {"q01.v1": Answer(1), "q23.v1": Answer(2)}}
    answers, _ = merged(ballot(q03=4, q05=5), WEEKS, sealed)
    assert answers == {1: sealed[1], 2: {"q03.v1": Answer(4), "q05.v1": Answer(5)}}


def test_one_answer_of_an_earlier_week_can_be_changed_alone():
    sealed = {1: {"q01.v1": Answer(1), "q23.v1": Answer(2)}}
    answers, _ = merged(ballot(q01=5), WEEKS, sealed)
    assert answers == {1: {"q01.v1": Answer(5), "q23.v1": Answer(2)}}


def test_a_paper_from_before_the_second_week_began_can_still_be_sealed():
    answers, _ = merged(ballot(q01=3, q23=3), WEEKS, {})
    assert set(answers) == {1}


@pytest.mark.parametrize("answers", [{}, {"q01": 3}, {"q01": 3, "q23": 3, "q03": 3}, {"q01": 3, "q23": 3, "q99": 3}])
def test_half_answered_weeks_and_strange_questions_are_refused(answers):
    with pytest.raises(VorbildError, match="another questionnaire"):
        merged(ballot(**answers), WEEKS, {})


def test_a_week_that_is_not_open_yet_cannot_be_answered():
    with pytest.raises(VorbildError, match="another questionnaire"):
        merged(ballot(q01=3, q23=3, q03=3, q05=3), WEEKS[:1], {})


def test_a_week_is_seven_days():
    assert instalments(SURVEY, FIVE, TUESDAY, NOW, ["Europe/Berlin"])[1].opens_at - NOW == timedelta(days=7)
