"""What the invented company does besides the pulse, done through the use cases by those who may."""

from datetime import timedelta

import pytest

from bot.demo import practice
from bot.use_cases import cards, charter, voice, voice_rounds
from storage import roles, roster
from storage import voice as stored
from surveys.voice import State


@pytest.fixture(params=[7, 3])
def practised(services, company_with, request):
    """Charter, cards and eight waves of customers' words, each looked after before the next wave."""
    company = company_with(seed=request.param)
    with services.database.transaction() as session:
        roster.replace(session, company.roster)
        roles.start(session, frozenset({company.admin.id}))
    practice.write_down(services, company)
    for wave in range(1, 9):
        practice.relay(services, company, wave)
        services.clock.at += timedelta(days=28)
        voice_rounds.publish_due(services)
        practice.look_after(services, company)
    return services, company


def test_most_leaders_have_signed_the_charter(practised):
    services, _ = practised
    with services.database.reading() as session:
        levels = charter.levels(session)
    assert 0.5 < sum(level.signed for level in levels) / sum(level.leaders for level in levels) < 1


def test_both_teams_have_a_card_and_a_proposal_that_waits(practised):
    services, company = practised
    for leader in (company.manager, company.german_manager):
        (reading,) = [each for each in cards.of_person(services, leader.id) if each.leads]
        assert reading.card.changed_on is not None
        assert len(reading.proposals) == 1


def test_what_customers_said_is_found_in_every_state(practised):
    services, _ = practised
    with services.database.reading() as session:
        entries = stored.for_digest(session, services.clock().date() - timedelta(days=364))
    assert {entry.state for entry in entries} == set(State)
    assert len(entries) == 5


def test_employees_find_again_what_they_relayed_by_name(practised):
    services, company = practised
    assert all(voice.of_person(services, each.id).entries for each in (company.employee, company.german_employee))
