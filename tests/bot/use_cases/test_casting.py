"""Ballots that come at the same time are sealed with one commit, and none pays for another."""

import asyncio
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.together import Together
from bot.use_cases import casting
from bot.use_cases.casting import SealedBallot, Submission
from storage import urn
from surveys.errors import VorbildError
from tests.builders import ballot_of, members_of, open_wave, roster_of

SIX = members_of("alpha", 6)


@pytest.fixture
def wave(services_anywhere):
    return open_wave(services_anywhere, roster_of({"alpha": 6}))


def submission(wave, person, score=4, wave_id=None):
    def read(questions):
        return ballot_of(score, question_keys=tuple(question.key for question in questions))

    return Submission(wave_id or wave.id, person, read)


def sealed(services, wave):
    key = services.keys.need(wave.id)
    with services.database.reading() as session:
        return {person for person in SIX if urn.has_ballot(session, wave.id, key, person)}


def test_all_who_come_at_once_are_sealed_and_each_gets_a_receipt_of_their_own(services_anywhere, wave):
    outcomes = casting.cast_all(services_anywhere, [submission(wave, person) for person in SIX])
    assert len({outcome.code for outcome in outcomes}) == len(SIX)
    assert sealed(services_anywhere, wave) == set(SIX)


def test_whoever_is_refused_hinders_nobody_who_came_at_the_same_time(services_anywhere, wave):
    def torn(_questions):
        raise KeyError("state")

    together = [
        submission(wave, SIX[0]),
        submission(wave, "a stranger"),
        Submission(wave.id, SIX[1], torn),
        submission(wave, SIX[2], wave_id=wave.id + 1),
        submission(wave, SIX[3]),
    ]
    kinds = [type(outcome) for outcome in casting.cast_all(services_anywhere, together)]
    assert kinds == [SealedBallot, VorbildError, KeyError, VorbildError, SealedBallot]
    assert sealed(services_anywhere, wave) == {SIX[0], SIX[3]}


def test_the_last_of_one_persons_ballots_counts_though_both_came_at_once(services_anywhere, wave):
    outcomes = casting.cast_all(services_anywhere, [submission(wave, SIX[0], 1), submission(wave, SIX[0], 5)])
    assert [type(outcome) for outcome in outcomes] == [SealedBallot] * 2
    with services_anywhere.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM urn")) == 2


def test_a_ballot_that_the_database_refuses_takes_no_other_with_it(services, monkeypatch):
    wave = open_wave(services, roster_of({"alpha": 6}))
    put_all = urn.put_all

    def full(session, wave_id, key, ballots):
        put_all(session, wave_id, key, ballots)
        if SIX[2] in ballots:
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(urn, "put_all", full)
    outcomes = casting.cast_all(services, [submission(wave, person) for person in SIX])
    assert [isinstance(outcome, OperationalError) for outcome in outcomes] == [person == SIX[2] for person in SIX]
    assert sealed(services, wave) == set(SIX) - {SIX[2]}


async def test_what_comes_while_others_are_being_done_is_done_together_afterwards():
    batches, released = [], asyncio.Event()

    async def do(items):
        batches.append(list(items))
        await released.wait()
        return [item if item != "bad" else ValueError(item) for item in items]

    together = Together(do)
    waiting = [asyncio.create_task(together(item)) for item in ("first", "second", "bad")]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.append(asyncio.create_task(together("late")))
    released.set()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["first", "second", "bad", "late"]
    assert isinstance(outcomes[2], ValueError)
    assert batches == [["first", "second", "bad"], ["late"]]
    assert await together("alone") == "alone"


async def test_when_all_fails_everybody_hears_of_it_and_the_next_gets_a_turn():
    async def do(items):
        if "broken" in items:
            raise OSError("broken")
        return items

    together = Together(do)
    outcomes = await asyncio.gather(together("broken"), together("beside"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [OSError, OSError]
    assert await together("next") == "next"


def test_threads_of_one_process_take_turns_at_writing(services):
    wave = open_wave(services, roster_of({"alpha": 6}))
    threads = [threading.Thread(target=casting.cast_all, args=(services, [submission(wave, each)])) for each in SIX]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sealed(services, wave) == set(SIX)
