"""The outbox: owed once, claimed by one worker, and patient."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from storage import outbox, survey, waves
from storage.bulk import INSERT_AT_ONCE
from storage.outbox import LEASE, MessageState, Owed
from surveys.survey import SurveyState
from tests.builders import survey_of
from tests.storage.planned import planned

NOW = datetime(2026, 1, 6, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def owe(database, *keys, due_at=NOW, **more):
    with database.transaction() as session:
        outbox.enqueue(session, [Owed(key, "invitation", due_at, {"person_id": key}, **more) for key in keys])


def claim(database, now=NOW, limit=10):
    with database.transaction() as session:
        return outbox.claim(session, now, limit)


def test_messages_for_a_whole_company_are_owed_however_many_they_are(database):
    owe(database, *[f"message {number}" for number in range(2 * INSERT_AT_ONCE + 1)])
    owe(database, *[f"message {number}" for number in range(2 * INSERT_AT_ONCE + 2)])
    assert len(claim(database, limit=10 * INSERT_AT_ONCE)) == 2 * INSERT_AT_ONCE + 2


def test_a_message_reaches_its_worker_as_it_was_owed(database):
    owe(database, "a", wave_id=7)
    (message,) = claim(database)
    assert (message.key, message.kind, message.parameters, message.wave_id, message.attempts) == (
        "a",
        "invitation",
        {"person_id": "a"},
        7,
        1,
    )


def test_owing_again_changes_nothing(database):
    owe(database, "a", "b")
    (first, _) = claim(database)
    with database.transaction() as session:
        outbox.sent(session, first.id)
    owe(database, "a", "b", "a", "c")
    assert [message.key for message in claim(database)] == ["c"]


def test_a_thousand_messages_are_owed_at_once(database):
    owe(database, *(f"k{number}" for number in range(1200)))
    assert len(claim(database, limit=2000)) == 1200


def test_a_message_is_not_sent_before_it_is_due(database):
    owe(database, "a", due_at=NOW + SECOND)
    assert claim(database) == []
    assert [message.key for message in claim(database, NOW + SECOND)] == ["a"]


def test_the_longest_owed_goes_first(database):
    owe(database, "later", due_at=NOW - SECOND)
    owe(database, "sooner", due_at=NOW - 2 * SECOND)
    assert [message.key for message in claim(database, limit=1)] == ["sooner"]


def test_two_workers_never_claim_one_message(database):
    owe(database, *(f"k{number}" for number in range(60)))
    barrier = threading.Barrier(3)

    def work(_):
        barrier.wait()
        taken = []
        while batch := claim(database, limit=5):
            taken += [message.key for message in batch]
        return taken

    with ThreadPoolExecutor(3) as threads:
        taken = [key for keys in threads.map(work, range(3)) for key in keys]
    assert sorted(taken) == sorted(f"k{number}" for number in range(60))


def test_a_dead_workers_message_comes_back_when_its_lease_is_over(database):
    owe(database, "a")
    (first,) = claim(database)
    assert claim(database, NOW + LEASE - SECOND) == []
    (second,) = claim(database, NOW + LEASE)
    assert (second.id, second.attempts) == (first.id, 2)


def test_a_message_that_expired_is_not_sent(database):
    owe(database, "a", expires_at=NOW + SECOND)
    assert claim(database, NOW + SECOND) == []


def test_a_message_whose_lease_ends_after_it_expired_is_looked_for(database):
    owe(database, "a", expires_at=NOW + SECOND)
    assert len(claim(database)) == 1
    (again,) = claim(database, NOW + LEASE)
    assert again.unsure
    assert again.expires_at == NOW + SECOND


def test_a_refused_message_is_never_tried_again(database):
    owe(database, "a")
    (message,) = claim(database)
    with database.transaction() as session:
        outbox.dead(session, message.id, "channel_not_found")
    assert claim(database, NOW + 2 * LEASE) == []


def test_a_message_put_back_waits_for_its_time(database):
    owe(database, "a")
    (message,) = claim(database)
    with database.transaction() as session:
        outbox.retry(session, message.id, NOW + 30 * SECOND)
    assert claim(database, NOW + 29 * SECOND) == []
    assert len(claim(database, NOW + 30 * SECOND)) == 1


@pytest.fixture
def wave(database):
    with database.transaction() as session:
        return waves.plan(session, planned(survey.add(session, survey_of()).id))


def test_messages_of_a_paused_survey_wait_and_go_once_it_goes_on(database, wave):
    owe(database, "paused", wave_id=wave.id)
    owe(database, "other")
    set_state(database, wave, SurveyState.PAUSED)
    assert [message.key for message in claim(database)] == ["other"]
    set_state(database, wave, SurveyState.ACTIVE)
    assert [message.key for message in claim(database)] == ["paused"]


def set_state(database, wave, state):
    with database.transaction() as session:
        survey.set_state(session, wave.survey_id, state)


def test_a_closed_waves_waiting_messages_expire_and_others_stay(database, wave):
    owe(database, "waiting", "taken", wave_id=wave.id)
    claim(database, limit=1)
    owe(database, "another wave's")
    with database.transaction() as session:
        outbox.expire(session, wave.id, "invitation")
        assert outbox.counts(session, wave.id) == {MessageState.SENDING: 1, MessageState.EXPIRED: 1}
        assert outbox.owed(session, NOW) == 2


def test_a_message_put_off_is_as_if_never_claimed_but_one_that_may_have_arrived_stays_unsure(database):
    owe(database, "sure", "unsure")
    claimed = {message.key: message for message in claim(database)}
    with database.transaction() as session:
        outbox.unsure(session, claimed["unsure"].id, NOW)
        outbox.put_off(session, claimed["sure"], NOW + SECOND)
    (again,) = claim(database)
    with database.transaction() as session:
        outbox.put_off(session, again, NOW + SECOND)
    later = {message.key: message.unsure for message in claim(database, NOW + SECOND)}
    assert later == {"sure": False, "unsure": True}
