"""The demo's company, and the story that its published figures tell."""

import itertools
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from bot.demo.company import build
from bot.workspace.seed import seed as seed_workspace
from bot.workspace.state import State
from surveys.disclosure import CellKind
from surveys.gate import Event
from surveys.texts import Locale

ANCHOR = "q23.v1"
SEEDS = (7, 1, 2, 3, 4, 5)
SIZES = (40, 60, 100, 160, 200, 500, 2000)


def moves(history, unit_id, kind=CellKind.ALL):
    """Give what a unit's level of the anchor did, wave by wave, where it moved."""
    figures = itertools.chain.from_iterable(release.released for release in history)
    return [
        each.event
        for each in figures
        if (each.cell.unit_id, each.cell.kind, each.question_key) == (unit_id, kind, ANCHOR)
        and each.event in {Event.UP, Event.DOWN}
    ]


@pytest.mark.parametrize("people", SIZES)
def test_a_company_has_exactly_as_many_people_as_asked_for(company_with, people):
    assert len(company_with(people=people).roster.people) == people


@pytest.mark.parametrize("people", SIZES)
def test_there_are_exactly_four_levels_of_leaders(company_with, people):
    roster = company_with(people=people).roster
    assert {roster.depth(unit_id) for unit_id in roster.units} == {0, 1, 2, 3}
    leaves = [unit_id for unit_id in roster.units if not roster.children(unit_id)]
    assert {roster.depth(unit_id) for unit_id in leaves} == {3}


@pytest.mark.parametrize("people", SIZES[1:])
def test_teams_have_four_to_twelve_members_and_one_has_three(company_with, people):
    company = company_with(people=people)
    sizes = {unit.id: len(company.roster.members(unit.id)) for unit in company.roster.units.values()}
    teams = {unit_id: size for unit_id, size in sizes.items() if company.roster.depth(unit_id) == 3}
    assert teams.pop(company.story.small_team) == 3
    assert all(4 <= size <= 12 for size in teams.values())


@pytest.mark.parametrize("people", SIZES)
def test_everything_has_a_name_of_its_own(company_with, people):
    company = company_with(people=people)
    colleagues = company.colleagues.values()
    assert len({each.name for each in colleagues}) == len({each.email for each in colleagues}) == people
    assert len({unit.name.casefold() for unit in company.roster.units.values()}) == len(company.roster.units)


@pytest.mark.parametrize("people", [39, 5001])
def test_other_sizes_are_refused_in_a_sentence(people):
    with pytest.raises(ValueError, match="40 to 5000 people"):
        build(people)


def test_the_same_seed_gives_the_same_company_and_another_seed_another(company):
    assert build().roster_csv() == company.roster_csv()
    assert build(seed=8).roster_csv() != company.roster_csv()


def test_there_is_a_german_and_an_english_office(company):
    offices = Counter(person.office for person in company.roster.people.values())
    assert offices.keys() == {"Berlin", "Manchester"}
    assert min(offices.values()) > 50


def test_some_people_read_the_language_of_the_other_office(company):
    assert any(each.language != each.office for each in company.colleagues.values() if each != company.admin)


def test_slack_ids_look_like_slacks_and_one_begins_with_w(company):
    assert Counter(id_[0] for id_ in company.colleagues) == {"U": 159, "W": 1}


def test_the_roster_is_read_without_a_problem_and_kept_as_it_was_meant(company):
    for each in company.colleagues.values():
        person = company.roster.people[each.id]
        led = [unit.name for unit in company.roster.led_by(each.id)]
        assert (person.name, person.email, person.locale) == (each.name, each.email, each.language)
        assert led == ([each.unit] if each.leads else [])
        assert company.roster.leader_of(each.id) == each.manager_id


@pytest.mark.parametrize("seed", SEEDS)
def test_whom_to_be_are_a_member_a_division_lead_and_somebody_from_hr_who_leads_nobody(company_with, seed):
    company = company_with(seed=seed)
    roster = company.roster
    assert roster.depth(roster.people[company.employee.id].unit_id) == 3
    assert company.employee.language is Locale.EN
    assert company.german_employee.language is Locale.DE
    assert [unit.id for unit in roster.led_by(company.division_lead.id)] == [company.story.improving]
    assert roster.led_by(company.admin.id) == ()
    assert company.admin.id in roster.people


def test_the_leadership_channel_has_the_board_divisions_and_departments_and_hr(company):
    channel = company.leadership_channels[0]
    depths = [company.roster.depth(unit.id) for id_ in channel.members for unit in company.roster.led_by(id_)]
    assert channel.name == "leadership"
    assert Counter(depths) == {0: 1, 1: 4, 2: 8}
    assert company.admin.id in channel.members


def test_each_division_has_a_channel_in_its_language(company):
    names = {channel.unit_id: channel.name for channel in company.leadership_channels}
    assert names["operations"] == "leadership-operations"
    assert names["kundendienst"] == "fuehrung-kundendienst"
    assert company.channel_locale[company.channels["kundendienst"]] is Locale.DE
    assert company.channel_locale[company.channels["operations"]] is Locale.EN


def test_leaders_read_the_channel_of_their_division(company):
    by_id = {channel.id: channel for channel in company.leadership_channels}
    assert company.division_lead.id in by_id[company.channels[company.story.improving]].members


def test_the_local_workspace_takes_the_seed(company):
    state = State()
    seed_workspace(state, company.workspace_seed())
    lead = state.users[company.division_lead.id]
    assert (lead.real_name, lead.locale, lead.tz) == (company.division_lead.name, "en-GB", "Europe/London")
    assert all(ZoneInfo(state.users[id_].tz) for id_ in company.colleagues)
    assert all(state.channels[id_].is_private for id_ in company.channels.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_one_division_gets_clearly_better_after_the_promise(history, company_with, seed):
    story = company_with(seed=seed).story
    assert set(moves(history(seed), story.improving)) == {Event.UP}
    assert moves(history(seed)[: story.improves_from - 1], story.improving) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_one_division_slips_later(history, company_with, seed):
    story = company_with(seed=seed).story
    assert set(moves(history(seed), story.slipping)) == {Event.DOWN}
    assert moves(history(seed)[: story.slips_from - 1], story.slipping) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_other_divisions_and_their_teams_are_steady(history, company_with, seed):
    company = company_with(seed=seed)
    story = company.story
    for division in company.divisions:
        for unit in company.roster.beneath(division):
            if division not in {story.improving, story.slipping}:
                assert all(moves(history(seed), unit.id, kind) == [] for kind in CellKind), unit.id


@pytest.mark.parametrize("seed", SEEDS)
def test_teams_of_the_two_divisions_move_with_them(history, company_with, seed):
    company = company_with(seed=seed)
    for division, event in ((company.story.improving, Event.UP), (company.story.slipping, Event.DOWN)):
        moved = [moves(history(seed), unit.id, CellKind.TEAM) for unit in company.roster.beneath(division)]
        assert {each for events in moved for each in events} == {event}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_small_team_is_never_shown(history, company_with, seed):
    small = company_with(seed=seed).story.small_team
    for release in history(seed):
        assert not any(figure.cell.unit_id == small for figure in release.released)
        assert small not in release.participation
        assert any(figure.unit_id == small and figure.question_key == ANCHOR for figure in release.suppressed)
