"""Casting: one ballot a person, replaceable until the wave closes, and no trace of when."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from bot.use_cases import answering, casting, closing
from storage import invitations, roster, urn, waves
from storage.urn import Part
from surveys import ballots
from surveys.ballots import Ballot
from surveys.errors import VorbildError
from surveys.scales import Answer
from tests.builders import again, cast, members_of, open_wave, roster_of

SIX = members_of("alpha", 6)


def in_the_urn(services, wave):
    """Every ballot of an open wave: score and comment by person."""
    key = services.keys.need(wave.id)
    found = {}
    with services.database.reading() as session:
        for person in invitations.people_of(session, wave.id):
            opened = {box.place.part: box.plaintext for box in urn.open_boxes(session, wave.id, key, [person])}
            if opened:
                _, answers = ballots.decode_scores(opened[Part.SCORES], wave.question_keys)
                _, comment = ballots.decode_comment(opened[Part.COMMENT])
                found[person] = (set(answers.values()).pop(), comment.text)
    return found


def everything(services):
    """All rows of all tables; on PostgreSQL with the transaction that wrote each, and its place."""
    hidden = "" if services.database.sqlite else ", xmin, ctid"
    with services.database.reading() as session:
        return {
            table: sorted(map(repr, session.execute(text(f"SELECT *{hidden} FROM {table}"))))
            for table in SQLModel.metadata.tables
        }


def test_a_ballot_is_in_the_urn_when_casting_returns(services_anywhere):
    wave = open_wave(services_anywhere)
    cast(services_anywhere, "alpha-1", 2, "Grüße 🙂")
    assert in_the_urn(services_anywhere, wave) == {"alpha-1": (Answer(2), "Grüße 🙂")}


def test_a_second_ballot_replaces_the_first_whole(services_anywhere):
    wave = open_wave(services_anywhere)
    cast(services_anywhere, "alpha-1", 1, "no longer meant")
    cast(services_anywhere, "alpha-1", 5)
    assert in_the_urn(services_anywhere, wave) == {"alpha-1": (Answer(5), "")}


def test_one_person_answering_twice_at_once_leaves_one_whole_ballot(services_anywhere):
    wave = open_wave(services_anywhere)
    barrier = threading.Barrier(5)

    def answer(score):
        barrier.wait()
        cast(services_anywhere, "alpha-1", score, str(score), wave)

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(answer, range(1, 6)))
    (score, comment) = in_the_urn(services_anywhere, wave)["alpha-1"]
    assert str(int(score)) == comment


def test_nothing_but_the_urn_changes_when_somebody_answers(services_anywhere):
    open_wave(services_anywhere)
    before = everything(services_anywhere)
    cast(services_anywhere, "alpha-1", 4, "a comment")
    after = everything(services_anywhere)
    assert {table for table in after if after[table] != before[table]} == {"urn"}


def test_the_key_store_does_not_change_when_somebody_answers(services, tmp_path):
    open_wave(services)
    services.keys.dispose()
    before = (tmp_path / "keys.db").read_bytes()
    cast(services, "alpha-1", 4)
    services.keys.dispose()
    assert (tmp_path / "keys.db").read_bytes() == before


def test_a_pulse_says_whether_sealing_again_would_replace_a_ballot(services_anywhere):
    wave = open_wave(services_anywhere)
    assert not answering.open_pulse(services_anywhere, wave.id, "alpha-1").answered
    cast(services_anywhere, "alpha-1", 4)
    assert answering.open_pulse(services_anywhere, wave.id, "alpha-1").answered
    assert not answering.open_pulse(services_anywhere, wave.id, "alpha-2").answered


def test_after_the_close_nothing_is_stored_any_more(services_anywhere):
    wave = open_wave(services_anywhere)
    closing.close(services_anywhere, wave)
    before = everything(services_anywhere)
    with pytest.raises(VorbildError, match=r"This pulse closed on .* Nothing was stored now"):
        cast(services_anywhere, "alpha-1", 4, wave=wave)
    assert everything(services_anywhere) == before


def test_a_pulse_ends_at_its_minute_though_nobody_counted_it_yet(services_anywhere, clock):
    wave = open_wave(services_anywhere)
    clock.at = wave.closes_at - timedelta(seconds=1)
    cast(services_anywhere, "alpha-1", 4)
    clock.at = wave.closes_at
    with pytest.raises(VorbildError, match="This pulse closed on"):
        cast(services_anywhere, "alpha-2", 4, wave=wave)
    assert answering.open_pulses(services_anywhere, "alpha-1") == []
    assert set(in_the_urn(services_anywhere, wave)) == {"alpha-1"}


@pytest.mark.parametrize("stranger", ["beta-1", "lead-alpha", "nobody"])
def test_whoever_was_not_asked_is_refused(services, stranger):
    wave = open_wave(services)
    with services.database.transaction() as session:
        roster.replace(session, roster_of({"alpha": 6, "beta": 1}))
    with pytest.raises(VorbildError, match="This pulse asks other people"):
        cast(services, stranger, 4, wave=wave)
    assert in_the_urn(services, wave) == {}


def test_whoever_left_can_answer_no_more_and_what_they_sealed_still_counts(services_anywhere):
    wave = open_wave(services_anywhere)
    cast(services_anywhere, "alpha-6", 1)
    with services_anywhere.database.transaction() as session:
        roster.replace(session, roster_of({"alpha": 5}))
    with pytest.raises(VorbildError, match="This pulse asks other people"):
        cast(services_anywhere, "alpha-6", 5, wave=wave)
    assert in_the_urn(services_anywhere, wave) == {"alpha-6": (Answer(1), "")}


def test_whoever_moves_is_counted_where_they_were_asked(services):
    wave = open_wave(services, roster_of({"alpha": 6, "beta": 6}))
    with services.database.transaction() as session:
        everyone = roster.load(session)
        people = dict(everyone.people)
        people["alpha-1"] = type(people["alpha-1"])("alpha-1", "Moved", "beta")
        roster.replace(session, type(everyone)(people, everyone.units))
    cast(services, "alpha-1", 4)
    with services.database.reading() as session:
        key = services.keys.need(wave.id)
        boxes = {box.place.part: box.plaintext for box in urn.open_boxes(session, wave.id, key, ["alpha-1"])}
    assert {ballots.decode_comment(boxes[Part.COMMENT])[0], boxes[Part.SCORES][2:7].decode()} == {"alpha"}


def test_a_wave_that_does_not_exist_is_explained(services):
    stored = open_wave(services)
    with pytest.raises(VorbildError, match="does not exist any more"):
        answering.open_pulse(services, stored.id + 1, "alpha-1")


@pytest.mark.parametrize("keys", [(), ("q01.v1",), ("q99.v1",)])
def test_answers_to_another_questionnaire_are_refused_and_not_stored(services, keys):
    wave = open_wave(services)
    with pytest.raises(VorbildError, match="another questionnaire"):
        casting.cast(services, wave.id, "alpha-1", lambda _: Ballot(dict.fromkeys(keys, Answer.AGREE)))
    assert in_the_urn(services, wave) == {}


def test_without_the_waves_key_nothing_is_stored_and_the_ballots_stay(services):
    wave = open_wave(services)
    cast(services, "alpha-1", 4)
    key = services.keys.need(wave.id)
    services.keys.destroy(wave.id)
    with pytest.raises(VorbildError, match="Restore the key store"):
        cast(services, "alpha-2", 4, wave=wave)
    with services.database.reading() as session:
        assert len(list(urn.open_boxes(session, wave.id, key, SIX))) == 2


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05])
def test_a_close_in_the_middle_of_casting_loses_no_acknowledged_ballot(services_anywhere, delay, monkeypatch):
    people = members_of("alpha", 48)
    wave = open_wave(services_anywhere, roster_of({"alpha": 48}))
    counted = []
    count = closing._count
    monkeypatch.setattr(closing, "_count", lambda *args: counted.append(count(*args)) or counted[-1])

    def answer(person):
        try:
            cast(services_anywhere, person, 4, wave=wave)
        except VorbildError:
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        closer = threading.Timer(delay, closing.close, (services_anywhere, wave))
        closer.start()
        acknowledged = sum(threads.map(answer, people))
    closer.join()
    ((tallies, _),) = counted
    assert tallies.respondents(["alpha"]) == acknowledged
    assert again(services_anywhere, wave).state == "closed"
    with services_anywhere.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM urn")) == 0
        assert waves.in_state(session, "open") == []
