"""Later today, tomorrow, not this time: what comes when, and that nothing tells who asked for it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from bot.use_cases import closing, kinds, postponing, privacy, reminding
from bot.use_cases import outbox as outbox_cases
from storage import calendars, invitations, remnants
from surveys.calendars import Absence, Source
from surveys.errors import VorbildError
from surveys.postponing import Choice
from tests.attacks.mentions import rows_naming, standing_out
from tests.attacks.naive_storage import later_by_name
from tests.builders import again as wave_now
from tests.builders import cast, members_of, open_wave, roster_of, survey_of

PEOPLE = members_of("alpha", 6)
ANNA, BEN = PEOPLE[:2]
AFTERNOON, TOMORROW = datetime(2026, 1, 6, 14, tzinfo=UTC), datetime(2026, 1, 7, 8, tzinfo=UTC)


@pytest.fixture
def wave(services_anywhere):
    """An open wave with a reminder, and everybody's invitation delivered, on Tuesday at nine in Berlin."""
    return delivered(services_anywhere)


def delivered(services, **changes):
    everyone = roster_of({"alpha": 6}, time_zone="Europe/Berlin")
    wave = open_wave(services, everyone, survey_of(reminder=True, **changes))
    claim(services)  # the invitations
    with services.database.transaction() as session:
        session.execute(text("UPDATE outbox SET state = 'sent' WHERE kind = 'invitation'"))
        for person in PEOPLE:
            invitations.delivered(session, invitations.find(session, wave.id, person), f"D-{person}", "1.1")
    return wave


def put_off(services, person, choice, wave):
    return postponing.postpone(services, wave.id, person, choice)


def claim(services):
    batch = outbox_cases.claim(services, 20, timedelta(microseconds=1), datetime.now(UTC))
    return batch.messages


def sent_again(services):
    """Let delivery do what is due, of what was put off; name those who are invited once more."""
    found = []
    for message in claim(services):
        if message.kind == kinds.POSTPONED:
            again = postponing.again(services, message.parameters)
            found += [again.person.id] if again else []
        outbox_cases.sent(services, message, None)
    return found


def envelopes(services):
    with services.database.reading() as session:
        found = session.execute(text("SELECT * FROM outbox WHERE kind = 'postponed'")).mappings()
        return [dict(row) for row in found]


@pytest.mark.parametrize(("choice", "moment"), [(Choice.LATER_TODAY, AFTERNOON), (Choice.TOMORROW, TOMORROW)])
def test_the_invitation_comes_once_more_at_the_moment_that_was_told_and_not_before(
    services_anywhere, wave, clock, choice, moment
):
    services = services_anywhere
    assert put_off(services, ANNA, choice, wave).until == moment
    clock.at = moment - timedelta(minutes=1)
    assert sent_again(services) == []
    clock.at = moment
    assert sent_again(services) == [ANNA]
    clock.at += timedelta(hours=1)
    assert sent_again(services) == []


def test_a_second_click_changes_nothing_and_another_choice_replaces_the_first(services_anywhere, wave, clock):
    services = services_anywhere
    for choice in (Choice.LATER_TODAY, Choice.LATER_TODAY, Choice.TOMORROW):
        put_off(services, ANNA, choice, wave)
    assert len(envelopes(services)) == 1
    clock.at = AFTERNOON
    assert sent_again(services) == []
    clock.at = TOMORROW
    assert sent_again(services) == [ANNA]


def test_what_came_again_can_be_put_off_again(services_anywhere, wave, clock):
    services = services_anywhere
    put_off(services, ANNA, Choice.LATER_TODAY, wave)
    clock.at = AFTERNOON
    assert sent_again(services) == [ANNA]
    put_off(services, ANNA, Choice.TOMORROW, wave)
    clock.at = TOMORROW
    assert sent_again(services) == [ANNA]


def test_who_asks_for_tomorrow_while_today_is_being_sent_still_gets_tomorrow(services_anywhere, wave, clock):
    services = services_anywhere
    put_off(services, ANNA, Choice.LATER_TODAY, wave)
    clock.at = AFTERNOON
    (message,) = claim(services)
    put_off(services, ANNA, Choice.TOMORROW, wave)
    outbox_cases.sent(services, message, None)
    clock.at = TOMORROW
    assert sent_again(services) == [ANNA]


@pytest.mark.parametrize("then", ["answers", "not this time", "leaves", "closes"])
def test_nothing_comes_again_to_whom_it_is_of_no_use_any_more(services_anywhere, wave, clock, then):
    services = services_anywhere
    put_off(services, ANNA, Choice.TOMORROW, wave)
    match then:
        case "answers":
            cast(services, ANNA, 4, wave=wave)
        case "not this time":
            put_off(services, ANNA, Choice.NOT_THIS_TIME, wave)
        case "leaves":
            with services.database.transaction() as session:
                session.execute(text("UPDATE person SET invitable = false WHERE id = :id"), {"id": ANNA})
        case "closes":
            closing.close(services, wave)
    clock.at = TOMORROW
    assert sent_again(services) == []


def test_nothing_comes_again_while_its_reader_is_away_but_when_they_are_back(services_anywhere, wave, clock):
    services = services_anywhere
    put_off(services, ANNA, Choice.TOMORROW, wave)
    with services.database.transaction() as session:
        away = {ANNA: (Absence(TOMORROW.date(), TOMORROW.date()),)}
        calendars.replace_absences(session, Source.PERSON, away)
    clock.at = TOMORROW
    assert sent_again(services) == []
    clock.at = TOMORROW + timedelta(days=1)
    assert sent_again(services) == [ANNA]


def test_not_this_time_silences_the_reminder_and_one_can_still_answer(services_anywhere, wave):
    services = services_anywhere
    put_off(services, ANNA, Choice.NOT_THIS_TIME, wave)
    assert reminding.reminder(services, wave.id, ANNA) is None
    assert reminding.reminder(services, wave.id, BEN) is not None
    cast(services, ANNA, 4, wave=wave)
    assert privacy.holdings(services, ANNA).ballots[0].sealed


def test_not_this_time_holds_for_the_weeks_that_are_open_and_not_for_later_ones(services_anywhere, clock):
    services = services_anywhere
    wave = delivered(services, weekly=True, days_open=24)
    put_off(services, ANNA, Choice.NOT_THIS_TIME, wave)
    assert reminding.reminder(services, wave.id, ANNA) is None
    clock.at += timedelta(days=8)
    pulse, _ = reminding.reminder(services, wave.id, ANNA)
    assert [question.key for question in pulse.questions] == list(wave.instalments[1].question_keys)


def test_what_would_come_after_the_close_is_refused_and_says_until_when_one_can_answer(services_anywhere, clock):
    wave = delivered(services_anywhere)
    clock.at = wave.closes_at - timedelta(hours=2)
    with pytest.raises(VorbildError, match="before your next working day"):
        put_off(services_anywhere, ANNA, Choice.TOMORROW, wave)
    assert envelopes(services_anywhere) == []


@pytest.mark.parametrize("stranger", ["lead-alpha", "nobody"])
def test_whoever_was_not_asked_puts_nothing_off(services_anywhere, wave, stranger):
    with pytest.raises(VorbildError, match="asks other people"):
        put_off(services_anywhere, stranger, Choice.TOMORROW, wave)
    assert envelopes(services_anywhere) == []


def test_after_the_close_nothing_is_put_off_any_more(services_anywhere, wave):
    closing.close(services_anywhere, wave)
    with pytest.raises(VorbildError, match="closed"):
        put_off(services_anywhere, ANNA, Choice.TOMORROW, wave_now(services_anywhere, wave))


def test_an_envelope_tells_neither_whose_it_is_nor_for_when(services_anywhere, clock):
    services = services_anywhere
    everyone = roster_of({"alpha": 6}, time_zone="Europe/Berlin")
    wave = open_wave(services, everyone, survey_of(reminder=True))
    with services.database.transaction() as session:
        session.execute(text("UPDATE person SET time_zone = 'Asia/Kolkata' WHERE id = :id"), {"id": ANNA})
    put_off(services, ANNA, Choice.LATER_TODAY, wave)
    clock.at += timedelta(minutes=7)
    put_off(services, BEN, Choice.TOMORROW, wave)
    personal = re.compile(r"[0-9a-f]{32,}|[A-Za-z0-9+/=]{80,}")
    for _ in range(2):
        assert len({personal.sub("…", str(row)) for row in envelopes(services)}) == 1
        clock.at += timedelta(minutes=31)
        claim(services)


def test_putting_off_changes_no_row_that_names_anybody(services_anywhere, wave):
    services = services_anywhere
    before = named(services)
    put_off(services, ANNA, Choice.TOMORROW, wave)
    put_off(services, BEN, Choice.NOT_THIS_TIME, wave)
    assert named(services) == before


def named(services):
    with services.database.reading() as session:
        return rows_naming(session.connection(), PEOPLE)


def test_the_rows_tell_nobody_apart_where_naive_storage_names_whoever_asked(services_anywhere, wave, clock, tmp_path):
    services = services_anywhere
    put_off(services, ANNA, Choice.LATER_TODAY, wave)
    put_off(services, BEN, Choice.NOT_THIS_TIME, wave)
    for moment in (clock.at, AFTERNOON):
        clock.at = moment
        sent_again(services)
        with services.database.reading() as session:
            assert standing_out(session.connection(), PEOPLE) == set()
    naive = create_engine(f"sqlite:///{later_by_name(tmp_path / 'naive.db', PEOPLE, [ANNA])}")
    with naive.connect() as connection:
        assert standing_out(connection, PEOPLE) == {ANNA}


def test_at_the_close_everything_is_gone_and_all_are_looked_after_alike(services_anywhere, wave):
    services = services_anywhere
    put_off(services, ANNA, Choice.TOMORROW, wave)
    closing.close(services, wave)
    assert envelopes(services) == []
    assert remnants.remnants(services.database, services.keys.database, [wave.id]) == []
    with services.database.reading() as session:
        notes = session.execute(text("SELECT parameters FROM outbox WHERE kind = 'closing_note'")).scalars().all()
    assert len(notes) == len(PEOPLE)
    assert all("again_id" in note for note in notes)


def test_where_nobody_asked_for_later_nobody_is_looked_for(services, clock):
    wave = delivered(services)
    closing.close(services, wave)
    with services.database.reading() as session:
        notes = session.execute(text("SELECT parameters FROM outbox WHERE kind = 'closing_note'")).scalars().all()
    assert not any("again_id" in note for note in notes)


def test_the_person_alone_is_told_what_they_chose(services_anywhere, wave):
    services = services_anywhere
    put_off(services, ANNA, Choice.TOMORROW, wave)
    put_off(services, BEN, Choice.NOT_THIS_TIME, wave)
    told = [privacy.holdings(services, person).ballots[0].postponed for person in PEOPLE[:3]]
    assert [(each.until, each.left_out) for each in told] == [(TOMORROW, 0), (None, 1), (None, 0)]
