"""What is stored about me, from the real rows; and taking a ballot back."""

import pytest
from sqlalchemy import text

from bot.use_cases import answering, closing, privacy
from storage import roster
from surveys.errors import VorbildError
from surveys.roles import Role
from tests.builders import ADMIN, cast, open_wave, roster_of


def boxes(services):
    with services.database.reading() as session:
        return session.scalar(text("SELECT count(*) FROM urn"))


def test_each_person_is_told_of_their_own_ballot_and_of_no_other(services_anywhere):
    wave = open_wave(services_anywhere)
    cast(services_anywhere, "alpha-1", 4)
    (mine,) = privacy.holdings(services_anywhere, "alpha-1").ballots
    (theirs,) = privacy.holdings(services_anywhere, "alpha-2").ballots
    assert (mine.wave_id, mine.sealed, theirs.sealed) == (wave.id, True, False)


def test_after_the_close_an_invitation_is_remembered_and_no_ballot(services_anywhere):
    wave = open_wave(services_anywhere)
    cast(services_anywhere, "alpha-1", 4)
    closing.close(services_anywhere, wave)
    one, other = (privacy.holdings(services_anywhere, person) for person in ("alpha-1", "alpha-2"))
    assert (one.ballots, one.past_invitations) == (other.ballots, other.past_invitations) == ((), 1)


def test_leaders_and_admins_are_told_what_they_are(services):
    open_wave(services)
    assert privacy.holdings(services, "lead-alpha").leads == ("Alpha",)
    assert privacy.holdings(services, ADMIN).roles == (Role.ADMIN,)
    assert privacy.holdings(services, ADMIN).deeds == 1


def test_who_left_is_told_that_they_are_still_remembered(services):
    open_wave(services)
    with services.database.transaction() as session:
        roster.replace(session, roster_of({"alpha": 5}))
    left, never = (privacy.holdings(services, person) for person in ("alpha-6", "nobody"))
    assert (left.person, left.remembered, len(left.ballots)) == (None, True, 1)
    assert (never.person, never.remembered, never.ballots) == (None, False, ())


def test_a_ballot_that_was_taken_back_is_gone_and_a_new_one_can_be_cast(services_anywhere):
    wave = open_wave(services_anywhere)
    cast(services_anywhere, "alpha-1", 1)
    cast(services_anywhere, "alpha-2", 5)
    assert answering.withdraw(services_anywhere, wave.id, "alpha-1")
    assert not answering.withdraw(services_anywhere, wave.id, "alpha-1")
    assert boxes(services_anywhere) == 2
    cast(services_anywhere, "alpha-1", 4)
    assert boxes(services_anywhere) == 4


def test_who_left_can_still_take_their_ballot_back(services):
    wave = open_wave(services)
    cast(services, "alpha-6", 1)
    with services.database.transaction() as session:
        roster.replace(session, roster_of({"alpha": 5}))
    assert answering.withdraw(services, wave.id, "alpha-6")
    assert boxes(services) == 0


def test_after_the_close_nothing_can_be_taken_back_and_that_is_said(services):
    wave = open_wave(services)
    cast(services, "alpha-1", 4)
    closing.close(services, wave)
    with pytest.raises(VorbildError, match="closed on"):
        answering.withdraw(services, wave.id, "alpha-1")
