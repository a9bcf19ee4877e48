"""Surveys, in the database."""

from dataclasses import replace
from datetime import time

import pytest

from storage import survey
from surveys.cadences import EveryWeeks, LastWeekday, MonthlyOn, NthWeekday, Weekday
from surveys.disclosure import Policy
from surveys.errors import VorbildError
from surveys.gate import GateRule
from surveys.policy import up_to_date
from surveys.survey import SurveyState
from surveys.texts import Locale
from tests.builders import survey_of
from tests.storage.planned import FIRST


@pytest.mark.parametrize(
    "each",
    [
        survey_of(),
        survey_of(cadence=EveryWeeks(6, FIRST), opens=time(7, 45), days_open=20, state=SurveyState.PAUSED),
        survey_of(cadence=MonthlyOn(31), languages=(Locale.DE,), audience=("alpha", "beta")),
        survey_of(
            cadence=NthWeekday(2, Weekday.TUESDAY), channels={"a": "C1", "b": "C2"}, time_zone="America/New_York"
        ),
        survey_of(cadence=LastWeekday(Weekday.FRIDAY), policy=Policy(threshold=8, gate=GateRule(factor=3.5))),
    ],
)
def test_a_survey_reads_back_as_it_was(database, each):
    with database.transaction() as session:
        stored = survey.add(session, each)
    with database.reading() as session:
        assert survey.find(session, stored.id) == stored == replace(each, id=stored.id)
        assert survey.all_of(session) == [stored]


def test_a_policy_frozen_before_a_rule_had_a_name_is_what_it_was():
    today = survey.policy_values(Policy(gate=GateRule(factor=3.0)))
    unnamed = {"factor_of_few", "recent", "apart", "apart_again"}
    before = today | {"gate": {name: value for name, value in today["gate"].items() if name not in unnamed}}
    earlier = GateRule(factor=3.0, factor_of_few=3.0, recent=2, apart=0.0, apart_again=0.0)
    assert survey.policy_from(before) == Policy(gate=earlier)
    assert up_to_date(Policy(gate=earlier)) == Policy()


def test_a_name_is_taken_whatever_its_case(database):
    with database.transaction() as session:
        survey.add(session, survey_of(name="Größe"))
        with pytest.raises(VorbildError, match="There is a survey named"):
            survey.add(session, survey_of(name="  GRÖSSE "))


def test_a_survey_is_found_by_name_whatever_its_case(database):
    with database.transaction() as session:
        stored = survey.add(session, survey_of(name="Team Pulse"))
        assert survey.find_by_name(session, " team PULSE") == stored
        assert survey.find_by_name(session, "team") is None


def test_a_state_is_remembered(database):
    with database.transaction() as session:
        stored = survey.add(session, survey_of())
    with database.transaction() as session:
        survey.set_state(session, stored.id, SurveyState.PAUSED)
    with database.reading() as session:
        assert survey.find(session, stored.id).state is SurveyState.PAUSED
