"""Waves: claimed once, stepped once, held while somebody casts."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage import survey, waves
from storage.waves import WaveUnit
from surveys.disclosure import Policy
from surveys.errors import VorbildError
from surveys.gate import GateRule
from surveys.waves import WaveState
from tests.builders import survey_of
from tests.storage.planned import planned


@pytest.fixture
def each(database):
    with database.transaction() as session:
        return survey.add(session, survey_of())


@pytest.fixture
def wave(database, each):
    return plan(database, planned(each.id))


def plan(database, wave):
    with database.transaction() as session:
        return waves.plan(session, wave)


def step(database, wave, state):
    with database.transaction() as session:
        waves.step(session, wave, state)


def test_a_wave_reads_back_as_it_was_planned(database, each):
    policy = Policy(threshold=7, gate=GateRule(wave_variance=0.06, answer_variance=0.7))
    wave = planned(each.id, policy=policy)
    stored = plan(database, wave)
    assert replace(stored, id=0) == wave
    with database.reading() as session:
        assert waves.find(session, stored.id) == waves.find_or_none(session, stored.id) == stored
        assert waves.find_or_none(session, stored.id + 1) is None


def test_a_date_is_claimed_once(database, each, wave):
    assert plan(database, planned(each.id, opens_on=wave.opens_on, number=2)) is None
    assert plan(database, planned(each.id, opens_on=wave.opens_on + timedelta(days=1), number=1)) is None


def test_of_many_who_claim_a_date_at_once_one_gets_it(database, each):
    barrier = threading.Barrier(6)

    def claim(_):
        barrier.wait()
        return plan(database, planned(each.id))

    with ThreadPoolExecutor(6) as threads:
        claimed = [wave for wave in threads.map(claim, range(6)) if wave is not None]
    assert len(claimed) == 1


def test_two_surveys_may_open_on_one_day(database, wave):
    with database.transaction() as session:
        other = survey.add(session, survey_of(name="Other"))
    assert plan(database, planned(other.id)) is not None


def test_a_second_close_is_refused(database, wave):
    step(database, wave, WaveState.OPEN)
    step(database, wave, WaveState.CLOSED)
    with pytest.raises(VorbildError, match="Wave 1 is closed already; nothing was changed"):
        step(database, wave, WaveState.CLOSED)


def test_of_many_who_close_at_once_one_does(database, wave):
    step(database, wave, WaveState.OPEN)
    barrier = threading.Barrier(6)

    def close(_):
        barrier.wait()
        try:
            step(database, wave, WaveState.CLOSED)
        except VorbildError:
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(close, range(6))) == 1


def test_a_wave_that_is_held_closes_only_afterwards(database, wave):
    step(database, wave, WaveState.OPEN)
    closed = threading.Event()

    def close():
        step(database, wave, WaveState.CLOSED)
        closed.set()

    with database.transaction() as session:
        assert waves.hold(session, wave.id).state is WaveState.OPEN
        closer = threading.Thread(target=close)
        closer.start()
        assert not closed.wait(0.3)
    closer.join(timeout=10)
    assert closed.is_set()


def test_several_people_may_hold_a_wave_at_once_on_postgresql(postgresql_url):
    from storage import migrate
    from storage.database import Database

    database = Database(postgresql_url)
    migrate.upgrade(database)
    with database.transaction() as session:
        stored = waves.plan(session, planned(survey.add(session, survey_of()).id))
    with database.transaction() as one, database.transaction() as other:
        assert waves.hold(one, stored.id) == waves.hold(other, stored.id) == stored
    database.dispose()


def test_waves_are_found_by_state_oldest_first(database, each):
    stored = [plan(database, planned(each.id, number)) for number in (2, 1, 3)]
    step(database, stored[0], WaveState.OPEN)
    with database.reading() as session:
        assert [wave.number for wave in waves.in_state(session, WaveState.PLANNED, WaveState.OPEN)] == [1, 2, 3]
        assert [wave.number for wave in waves.in_state(session, WaveState.OPEN, survey_id=each.id)] == [2]
        assert waves.in_state(session, WaveState.OPEN, survey_id=each.id + 1) == []
        assert [wave.number for wave in waves.of_survey(session, each.id)] == [1, 2, 3]
        assert waves.next_number(session, each.id) == 4


def test_a_void_wave_does_not_count_as_an_opening(database, each, wave):
    with database.reading() as session:
        assert waves.last_opening(session, each.id) == date(2026, 1, 6)
    step(database, wave, WaveState.VOID)
    with database.reading() as session:
        assert waves.last_opening(session, each.id) is None


def test_the_snapshot_of_the_organisation_reads_back(database, wave):
    units = [WaveUnit("alpha", "Alpha", "U1", "top", 6), WaveUnit("top", "Top", "U0", None, 2)]
    with database.transaction() as session:
        waves.keep_units(session, wave.id, units)
        waves.keep_units(session, wave.id, [])
    with database.reading() as session:
        assert waves.units_of(session, wave.id) == units
        organisation = waves.organisation_of(session, wave.id)
    assert organisation.names == {"alpha": "Alpha", "top": "Top"}
    assert organisation.tree.parent("alpha") == "top"


def test_an_end_can_be_brought_forward(database, wave):
    with database.transaction() as session:
        waves.set_end(session, wave, wave.opens_at)
        assert waves.find(session, wave.id).closes_at == wave.opens_at
