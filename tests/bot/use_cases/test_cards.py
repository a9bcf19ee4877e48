"""Contribution cards: written by leaders, with proposals of their people, and reported when missing or old."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.use_cases import cards, kinds, waves
from storage.tables import OutboxRow
from surveys.cards import Card, Part, Proposal, fingerprint, round_of
from surveys.errors import VorbildError
from tests.builders import ADMIN, leader_of, roster_of, stored

ALPHA, BETA = leader_of("alpha"), leader_of("beta")
IN_THE_ROUND = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def company(services_anywhere):
    stored(services_anywhere, roster_of({"alpha": 3, "beta": 2}))
    return services_anywhere


def write(services, **texts):
    seen = cards.of_unit(services, ALPHA, "alpha").card.fingerprint
    return cards.write(services, ALPHA, Card("alpha", {Part(part): text for part, text in texts.items()}), seen)


def propose(services, person_id, text, part=Part.PROMISE):
    before = cards.of_unit(services, person_id, "alpha").card.text(part)
    return cards.propose(services, person_id, Proposal(0, "alpha", part, text, "", fingerprint(before)))


def owed(services, kind):
    with services.database.reading() as session:
        return sorted(row.parameters["person_id"] for row in session.scalars(select(OutboxRow)) if row.kind == kind)


def test_a_leader_writes_a_card_that_everybody_can_read(company):
    write(company, customers="Sales.", promise="An answer within a day.")
    for person in (ALPHA, "alpha-1", "beta-1", ADMIN):
        assert cards.read(company, person, "Alpha").card.text(Part.PROMISE) == "An answer within a day."
    assert cards.read(company, "alpha-1").unit.id == "alpha"


def test_nobody_but_the_leader_writes_or_decides(company):
    number = propose(company, "alpha-1", "Faster.").proposals[0].id
    for person in ("alpha-1", BETA, ADMIN):
        with pytest.raises(VorbildError, match="Only the leader"):
            cards.write(company, person, Card("alpha", {Part.PROMISE: "Mine."}), Card("alpha", {}).fingerprint)
        with pytest.raises(VorbildError, match="Only the leader"):
            cards.decide(company, person, number, accept=True)


def test_a_proposal_carries_its_name_and_stands_on_the_card_once_it_is_accepted(company):
    write(company, promise="An answer within a day.")
    (proposal,) = propose(company, "alpha-1", "An answer within an hour.").proposals
    assert proposal.name == "Alpha-1"
    reading = cards.decide(company, ALPHA, proposal.id, accept=True)
    assert reading.card.text(Part.PROMISE) == "An answer within an hour."
    assert reading.proposals == ()
    assert owed(company, kinds.CARD_ANSWER) == ["alpha-1"]


def test_of_two_proposals_for_the_same_part_the_other_stays_open_and_is_marked_as_overtaken(company):
    propose(company, "alpha-1", "Within an hour.")
    reading = propose(company, "alpha-2", "Within a minute.")
    first, second = reading.proposals
    assert not second.overtaken(reading.card)
    after = cards.decide(company, ALPHA, first.id, accept=True)
    assert [each.text for each in after.proposals] == ["Within a minute."]
    assert after.proposals[0].overtaken(after.card)
    assert cards.decide(company, ALPHA, second.id, accept=True).card.text(Part.PROMISE) == "Within a minute."


def test_a_second_click_decides_nothing_anew(company):
    (proposal,) = propose(company, "alpha-1", "Within an hour.").proposals
    cards.decide(company, ALPHA, proposal.id, accept=False)
    assert cards.decide(company, ALPHA, proposal.id, accept=True).card.texts == {}
    assert owed(company, kinds.CARD_ANSWER) == ["alpha-1"]


def test_the_same_proposal_twice_is_one_and_the_leader_hears_once_a_day(company):
    propose(company, "alpha-1", "Within an hour.")
    assert len(propose(company, "alpha-1", "Within an hour.").proposals) == 1
    assert len(propose(company, "alpha-2", "Within an hour.").proposals) == 2
    assert owed(company, kinds.CARD_PROPOSALS) == [ALPHA]


def test_only_people_of_the_unit_propose_and_strangers_see_no_proposals(company):
    propose(company, "alpha-1", "Within an hour.")
    assert cards.of_unit(company, "beta-1", "alpha").proposals == ()
    with pytest.raises(VorbildError, match="Only people of “Alpha”"):
        propose(company, "beta-1", "Never.")


def test_what_was_changed_meanwhile_is_not_overwritten(company):
    seen = cards.of_unit(company, ALPHA, "alpha").card.fingerprint
    write(company, promise="First.")
    with pytest.raises(VorbildError, match="changed meanwhile"):
        cards.write(company, ALPHA, Card("alpha", {Part.PROMISE: "Second."}), seen)


def test_an_unknown_unit_is_answered_with_those_there_are(company):
    with pytest.raises(VorbildError, match="“Alpha”"):
        cards.read(company, "alpha-1", "Gamma")
    with pytest.raises(VorbildError, match="You are in no unit"):
        cards.read(company, ADMIN)


def test_missing_cards_are_reported_once_a_quarter_and_old_ones_after_a_year(company, clock):
    write(company, promise="A year holds.")
    waves.tick(company)
    assert owed(company, kinds.CARDS_NOTE) == []
    clock.at = IN_THE_ROUND
    for _ in range(2):
        waves.tick(company)
        clock.at += timedelta(days=1)
    assert owed(company, kinds.CARDS_NOTE) == [BETA]
    clock.at = IN_THE_ROUND + timedelta(days=366)
    waves.tick(company)
    assert owed(company, kinds.CARDS_NOTE) == [ALPHA, BETA, BETA]
    assert cards.late_cards(company, ALPHA) is not None
    write(company, promise="It holds still.")
    assert cards.late_cards(company, ALPHA) is None


def test_the_round_is_in_the_last_month_of_each_quarter():
    assert [round_of(date(2026, month, 1)) for month in (1, 2, 3, 12)] == [None, None, "2026Q1", "2026Q4"]
