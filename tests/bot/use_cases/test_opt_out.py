"""Opting out of messages about pulses: nothing is sent any more, and nothing tells who it is."""

import pytest
from sqlalchemy import text

from bot.use_cases import answering, kinds, opt_out, postponing, privacy, reminding, threads
from storage import backup, invitations, outbox, waves
from surveys.postponing import Choice
from tests.attacks.mentions import rows_naming, standing_out
from tests.builders import cast, members_of, open_wave, survey_of

PEOPLE = members_of("alpha", 6)
ANNA, BEN = PEOPLE[:2]


def tags(services):
    with services.database.reading() as session:
        return session.scalars(text("SELECT tag FROM opt_out")).all()


@pytest.fixture
def wave(services_anywhere):
    wave = open_wave(services_anywhere, each=survey_of(reminder=True))
    with services_anywhere.database.transaction() as session:
        for person in PEOPLE:
            invitations.delivered(session, invitations.find(session, wave.id, person), f"D-{person}", "1.1")
    return wave


def test_out_and_in_again_and_twice_is_once(services_anywhere):
    services = services_anywhere
    for out in (True, True, False, False, True):
        opt_out.set_out(services, ANNA, out=out)
        assert opt_out.is_out(services, ANNA) is out
        assert opt_out.is_out(services, BEN) is False
    assert len(tags(services)) == 1


def test_whoever_is_out_gets_no_reminder_nothing_again_and_no_note_of_replies(services_anywhere, wave, clock):
    services = services_anywhere
    opt_out.set_out(services, ANNA, out=True)
    assert reminding.reminder(services, wave.id, ANNA) is None
    assert reminding.reminder(services, wave.id, BEN) is not None
    assert threads.note(services, wave.id, ANNA).opted_out
    assert not threads.note(services, wave.id, BEN).opted_out
    until = postponing.postpone(services, wave.id, ANNA, Choice.TOMORROW).until
    clock.at = until
    with services.database.transaction() as session:
        (message,) = [each for each in outbox.claim(session, until, 20) if each.kind == kinds.POSTPONED]
    assert postponing.again(services, message.parameters) is None
    opt_out.set_out(services, ANNA, out=False)
    assert postponing.again(services, message.parameters) is not None


def test_whoever_is_out_is_asked_and_counted_and_may_answer(services_anywhere):
    services = services_anywhere
    opt_out.set_out(services, ANNA, out=True)
    wave = open_wave(services)
    with services.database.reading() as session:
        assert waves.unit_of(session, wave.id, "alpha").invited == len(PEOPLE)
    assert [pulse.wave_id for pulse in answering.open_pulses(services, ANNA)] == [wave.id]
    cast(services, ANNA, 4)
    assert privacy.holdings(services, ANNA).ballots[0].sealed


def test_a_sealed_ballot_stays_when_its_owner_opts_out(services_anywhere, wave):
    services = services_anywhere
    cast(services, ANNA, 4, wave=wave)
    opt_out.set_out(services, ANNA, out=True)
    assert privacy.holdings(services, ANNA).ballots[0].sealed
    assert answering.withdraw(services, wave.id, ANNA)


def test_no_row_tells_who_is_out(services_anywhere):
    services = services_anywhere
    open_wave(services, each=survey_of(reminder=True))
    with services.database.reading() as session:
        before = rows_naming(session.connection(), PEOPLE)
    opt_out.set_out(services, ANNA, out=True)
    with services.database.reading() as session:
        assert rows_naming(session.connection(), PEOPLE) == before
        assert standing_out(session.connection(), PEOPLE) == set()
    assert ANNA.encode() not in tags(services)[0]


def test_the_person_alone_is_told(services_anywhere, wave):
    opt_out.set_out(services_anywhere, ANNA, out=True)
    assert [privacy.holdings(services_anywhere, person).opted_out for person in (ANNA, BEN)] == [True, False]


def test_the_wish_is_in_backups_and_its_tag_needs_the_secret(services):
    opt_out.set_out(services, ANNA, out=True)
    assert "opt_out" not in backup.NEVER_BACKED_UP
    assert tags(services)[0] == services.keys.settings.slot("opted out", ANNA)
