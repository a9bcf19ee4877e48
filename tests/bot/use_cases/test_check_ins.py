"""Check-ins on new leaders: asked of their team alone, under the same policy, told to the leader and their superior."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.use_cases import answering, check_in_reports, kinds, results, waves
from bot.use_cases import roster as roster_cases
from bot.use_cases.roster import RosterFile
from storage import roster, survey
from storage import waves as stored_waves
from storage.tables import LedgerRow, OutboxRow
from surveys.cadences import EveryWeeks
from surveys.roster import Person, Roster
from surveys.waves import WaveState
from tests.builders import ADMIN, cast, leader_of, members_of, roster_of, stored, survey_of

NEW, BOSS = "UNEW", leader_of("top")
LATER = survey_of(cadence=EveryWeeks(4, date(2028, 1, 4)), starts_on=date(2028, 1, 4))


def company(size=6):
    plain = roster_of({"top": 1, "alpha": size, "beta": 6}, {"alpha": "top", "beta": "top"})
    leaders = {id_: Person(id_, id_, "top") for id_ in (leader_of("alpha"), leader_of("beta"), NEW)}
    return Roster({**plain.people, **leaders}, plain.units)


def promoted(everyone, unit_id="alpha", leader_id=NEW):
    unit = replace(everyone.units[unit_id], leader_id=leader_id)
    return Roster(everyone.people, {**everyone.units, unit_id: unit})


def begin(services, size=6, each=LATER):
    """Store a company, and let somebody become leader of alpha today."""
    everyone = company(size)
    stored(services, everyone, each)
    roster_cases.apply(services, RosterFile(promoted(everyone)), ADMIN)


def after(services, clock, days):
    clock.at += timedelta(days=days)
    waves.tick(services)


def open_waves(services):
    with services.database.reading() as session:
        return stored_waves.in_state(session, WaveState.OPEN)


def owed(services, kind):
    with services.database.reading() as session:
        return sorted(row.parameters["person_id"] for row in session.scalars(select(OutboxRow)) if row.kind == kind)


def numbers(wave):
    return [int(key[1:3]) for key in wave.question_keys]


def test_a_new_leaders_team_is_asked_three_questions_after_thirty_days_and_nobody_else(services_anywhere, clock):
    begin(services_anywhere)
    after(services_anywhere, clock, 29)
    assert open_waves(services_anywhere) == []
    after(services_anywhere, clock, 1)
    (wave,) = open_waves(services_anywhere)
    assert numbers(wave) == [7, 14, 22]
    assert owed(services_anywhere, kinds.INVITATION) == members_of("alpha", 6)
    assert answering.open_pulses(services_anywhere, "beta-1") == []
    assert answering.open_pulses(services_anywhere, "alpha-1")[0].check_in
    after(services_anywhere, clock, 0)
    assert len(open_waves(services_anywhere)) == 1


def test_it_closes_after_seven_days_and_is_told_to_the_leader_and_their_superior_alone(services_anywhere, clock):
    begin(services_anywhere)
    after(services_anywhere, clock, 30)
    (wave,) = open_waves(services_anywhere)
    for person in members_of("alpha", 6):
        cast(services_anywhere, person, 4)
    after(services_anywhere, clock, 8)
    assert open_waves(services_anywhere) == []
    assert owed(services_anywhere, kinds.CHECK_IN_REPORT) == sorted([NEW, BOSS])
    assert owed(services_anywhere, kinds.LEADER_REPORT) == owed(services_anywhere, kinds.TREND_POST) == []
    told = check_in_reports.report(services_anywhere, wave.id, NEW)
    report = told.briefing.report
    assert told.own
    assert [line.level for line in (report.overall, *report.lines)] == [4.0, 4.0, 4.0]
    assert check_in_reports.report(services_anywhere, wave.id, leader_of("beta")) is None


def test_the_second_check_in_is_a_wave_of_the_same_survey_so_that_its_gate_goes_on(services, clock):
    begin(services)
    after(services, clock, 30)
    (first,) = open_waves(services)
    after(services, clock, 60)
    (second,) = open_waves(services)
    assert (second.survey_id, second.number) == (first.survey_id, 2)


def test_the_figures_of_a_check_in_never_stand_for_the_unit_in_its_results(services, clock):
    begin(services)
    after(services, clock, 30)
    for person in members_of("alpha", 6):
        cast(services, person, 4)
    after(services, clock, 8)
    assert [result.wave_id for result in results.of_leader(services, BOSS)] == [None]
    assert results.of_team(services, "alpha-1") is None


def test_four_answers_are_never_shown(services, clock):
    begin(services)
    after(services, clock, 30)
    (wave,) = open_waves(services)
    for person in members_of("alpha", 4):
        cast(services, person, 1)
    after(services, clock, 8)
    assert check_in_reports.report(services, wave.id, NEW).briefing.report.empty
    with services.database.reading() as session:
        assert session.scalars(select(LedgerRow)).all() == []


def test_a_team_below_five_gets_no_check_in_and_only_the_superior_hears_of_it(services, clock):
    begin(services, size=4)
    for _ in range(2):
        after(services, clock, 30)
    assert open_waves(services) == []
    assert owed(services, kinds.CHECK_IN_SMALL) == [BOSS]
    assert owed(services, kinds.INVITATION) == []


def test_a_question_that_a_pulse_is_about_to_ask_is_left_out_so_that_the_pulse_opens(services, clock):
    begin(services, each=replace(LATER, questions=(7, 14)))
    after(services, clock, 30)
    (wave,) = open_waves(services)
    assert numbers(wave) == [22]


def test_where_every_question_collides_the_check_in_waits_and_is_given_up_after_28_days(services, clock):
    begin(services, each=replace(LATER, questions=(7, 14, 22)))
    after(services, clock, 30)
    after(services, clock, 28)
    assert open_waves(services) == []
    with services.database.transaction() as session:
        (each,) = survey.all_of(session)
        survey.change(session, replace(each, questions=(1, 2)))
    after(services, clock, 1)
    assert open_waves(services) == []


def test_a_leader_who_is_replaced_before_is_not_asked_about(services, clock):
    begin(services)
    clock.at += timedelta(days=20)
    roster_cases.apply(services, RosterFile(promoted(company(), leader_id=leader_of("beta"))), ADMIN)
    after(services, clock, 10)
    assert open_waves(services) == []
    after(services, clock, 20)
    assert len(open_waves(services)) == 1


def test_the_next_leader_waits_so_that_changing_leaders_brings_no_fresh_figures(services, clock):
    begin(services)
    after(services, clock, 30)
    after(services, clock, 8)
    roster_cases.apply(services, RosterFile(promoted(company(), leader_id=leader_of("beta"))), ADMIN)
    after(services, clock, 30)
    assert open_waves(services) == []
    after(services, clock, 60)
    assert len(open_waves(services)) == 1


def test_a_leader_who_leads_no_more_gets_no_report(services, clock):
    begin(services)
    after(services, clock, 30)
    (wave,) = open_waves(services)
    roster_cases.apply(services, RosterFile(company()), ADMIN)
    after(services, clock, 8)
    assert owed(services, kinds.CHECK_IN_REPORT) == [BOSS]
    assert check_in_reports.report(services, wave.id, NEW) is None


@pytest.mark.parametrize("again", [1, 2])
def test_the_first_roster_brings_no_check_in_however_often_it_is_imported(services, clock, again):
    with services.database.transaction() as session:
        roster.replace(session, Roster({}, {}))
    for _ in range(again):
        roster_cases.apply(services, RosterFile(company()), ADMIN)
    after(services, clock, 30)
    assert open_waves(services) == []
