"""Relayed words: what is kept of whom, who may look after them, and how long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.use_cases import outbox as outbox_cases
from bot.use_cases import voice, voice_posts, voice_rounds
from bot.use_cases.voice import Warned
from storage import outbox, roster
from storage import voice as stored
from surveys.errors import VorbildError
from surveys.voice import Draft, Kind, State, Urgency
from tests.builders import ADMIN, leader_of, roster_of
from tests.builders import stored as survey_stored

EVERYONE = roster_of({"top": 2, "alpha": 3, "beta": 3}, {"alpha": "top", "beta": "top"})
TOP, ALPHA, BETA = (leader_of(unit) for unit in ("top", "alpha", "beta"))
PERSON, NOBODY = "alpha-1", frozenset()


def draft_of(number=1, **changes):
    usual = Draft(bytes([number]) * 16, Kind.TIP, "Open earlier", "Bakeries", Urgency.SOON, anonymous=True)
    return replace(usual, **changes)


@pytest.fixture
def company(services_anywhere):
    survey_stored(services_anywhere, EVERYONE)
    return services_anywhere


def owed(services):
    with services.database.transaction() as session:
        return outbox.claim(session, services.clock() + timedelta(days=30), 100)


def next_day(services, days=1):
    services.clock.at += timedelta(days=days)
    voice_rounds.publish_due(services)


def open_of(services):
    with services.database.reading() as session:
        return stored.open_entries(session)


def test_nothing_of_an_anonymous_relayer_is_stored_or_owed(company):
    voice.set_channel(company, ADMIN, tuple(Kind), "CVOICE")
    voice.relay(company, PERSON, draft_of())
    assert owed(company) == []
    next_day(company)
    (entry,) = open_of(company)
    (message,) = owed(company)
    assert entry.person_id is None
    assert PERSON not in str(message) + str(entry)


def test_the_batch_writes_rows_anew_in_an_order_of_their_own(company):
    for number in range(1, 6):
        voice.relay(company, PERSON, draft_of(number, text=f"Word {number}"))
    with company.database.reading() as session:
        before = {entry.id for entry in stored.for_digest(session, company.clock().date())}
    next_day(company)
    after = [entry.id for entry in open_of(company)]
    assert before.isdisjoint(after)
    assert after == sorted(after)


def test_submitted_twice_it_is_one_entry_with_one_code(company):
    codes = [voice.relay(company, PERSON, draft_of()).code for _ in range(2)]
    next_day(company)
    codes.append(voice.relay(company, PERSON, draft_of()).code)
    assert len(set(codes)) == 1
    assert len(open_of(company)) == 1
    assert voice.look(company, codes[0]).text == "Open earlier"


def test_a_warning_holds_for_the_text_it_was_about(company):
    named = draft_of(text="Alpha-2 Alpha-2", group="")
    with company.database.transaction() as session:
        people = dict(EVERYONE.people)
        people["alpha-2"] = replace(people["alpha-2"], name="Jo Doe")
        roster.replace(session, replace(EVERYONE, people=people))
    named = draft_of(text="Doe, Jo was rude", group="")
    assert voice.relay(company, PERSON, named) == Warned(("Jo Doe",))
    other = draft_of(text="Jo Doe was very rude", group="", warned_of="another")
    assert isinstance(voice.relay(company, PERSON, other), Warned)
    assert open_of(company) == []


@pytest.mark.parametrize("text", ["", "   ", "x" * 3001])
def test_what_is_empty_or_too_long_is_refused(company, text):
    with pytest.raises(VorbildError):
        voice.relay(company, PERSON, draft_of(text=text))


def test_three_thousand_characters_and_emoji_fit(company):
    assert voice.relay(company, PERSON, draft_of(text="🥐" * 3000)).code


def test_who_has_left_relays_nothing(company):
    with pytest.raises(VorbildError, match="not in the roster"):
        voice.relay(company, "gone", draft_of())


def test_leaders_in_the_channel_and_those_above_them_may_look_after_it(company):
    voice.relay(company, PERSON, draft_of(anonymous=False))
    (entry,) = open_of(company)
    for person, members in ((BETA, {ALPHA}), (PERSON, {PERSON, ALPHA}), (BETA, NOBODY)):
        with pytest.raises(VorbildError, match="Only leaders"):
            voice.acknowledge(company, person, entry.id, frozenset(members))
    assert voice.acknowledge(company, TOP, entry.id, frozenset({ALPHA})).handled_by == TOP
    closed = voice.close(company, ALPHA, entry.id, frozenset({ALPHA}), "Opened at six.")
    assert closed.state is State.CLOSED
    assert voice.close(company, TOP, entry.id, NOBODY, "Again.").done == "Opened at six."


def test_closing_needs_what_was_done(company):
    voice.relay(company, PERSON, draft_of(anonymous=False))
    (entry,) = open_of(company)
    with pytest.raises(VorbildError, match="what was done"):
        voice.close(company, TOP, entry.id, NOBODY, "  ")


def test_a_word_whose_channel_is_archived_stays_open_and_goes_to_the_next_one(company):
    voice.set_channel(company, ADMIN, tuple(Kind), "COLD")
    for number in (1, 2):
        voice.relay(company, PERSON, draft_of(number, anonymous=False))
    for message in owed(company):
        outbox_cases.dead(company, message, "is_archived")
    assert [message.parameters["person_id"] for message in owed(company)] == [ADMIN]
    assert [entry.channel_id for entry in open_of(company)] == [None, None]
    voice.set_channel(company, ADMIN, tuple(Kind), "CNEW")
    assert [message.parameters["channel_id"] for message in owed(company)] == ["CNEW", "CNEW"]


def test_a_relayer_who_has_left_is_told_nothing(company):
    voice.relay(company, PERSON, draft_of(anonymous=False))
    (entry,) = open_of(company)
    with company.database.transaction() as session:
        left = {id_: person for id_, person in EVERYONE.people.items() if id_ != PERSON}
        roster.replace(session, replace(EVERYONE, people=left))
    voice.acknowledge(company, TOP, entry.id, NOBODY)
    assert voice_posts.step_of(company, entry.id) is None
    assert all(PERSON not in str(message) for message in owed(company))


def test_a_receipt_ends_thirty_days_after_the_closing_and_an_entry_after_a_year(company):
    code = voice.relay(company, PERSON, draft_of()).code
    next_day(company)
    (entry,) = open_of(company)
    voice.close(company, TOP, entry.id, NOBODY, "Done.")
    for days, kept in ((30, True), (1, False)):
        company.clock.at += timedelta(days=days)
        voice_rounds.forget_old(company)
        assert (voice.look(company, code) is not None) is kept
    company.clock.at += timedelta(days=366)
    voice_rounds.forget_old(company)
    assert voice_posts.posted(company, entry.id) is None


def test_only_admins_choose_a_channel(company):
    with pytest.raises(VorbildError):
        voice.set_channel(company, PERSON, tuple(Kind), "CVOICE")
