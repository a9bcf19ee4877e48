"""kill -9 at random instants: no acknowledged ballot is lost, no wave is half closed.

`VORBILD_KILLS=30` kills so often for each test and database; the suite's own count is small.
"""

import os
import random
import time
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context

import pytest
from sqlalchemy import text

from bot.use_cases import waves
from storage import comments, invitations, ledger, outbox, urn
from storage.urn import Part
from surveys import ballots
from surveys.disclosure import ShareBand
from surveys.waves import WaveState
from tests.builders import again, cast, members_of, open_wave, roster_of, run_now, stored
from tests.storage.victims import Place, cast_until_killed, close_until_killed, score_of

KILLS = int(os.environ.get("VORBILD_KILLS", "6"))
PEOPLE = members_of("alpha", 30)
PATIENCE = 30
pytestmark = pytest.mark.timeout(60 + 5 * KILLS)


@pytest.fixture(scope="module")
def processes():
    """Fork real processes from one that has already imported everything."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.storage.victims"])
    return context


@pytest.fixture
def place(services_anywhere, tmp_path):
    url = services_anywhere.database.url
    return Place(url, f"sqlite:///{tmp_path}/keys.db", services_anywhere.clock(), tmp_path / "notes")


def kill(process, after):
    """Let a process work for so many seconds, then kill it as `kill -9` does."""
    time.sleep(after)
    process.kill()
    process.join()


def start(processes, work, *args):
    """Start a victim, and wait until it notes that it is at work."""
    notes = args[0].notes
    notes.write_text("")
    process = processes.Process(target=work, args=args)
    process.start()
    deadline = time.monotonic() + PATIENCE
    while not notes.stat().st_size and process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.002)
    assert notes.stat().st_size, "the victim did not begin"
    return process


def newest_acknowledged(notes):
    """The number of each person's last acknowledged ballot; a line cut short was not acknowledged."""
    lines = notes.read_text().split("\n")[:-1]
    return {person: int(number) for person, number in (line.split() for line in lines)}


def in_the_urn(services, wave):
    """The number and the scores of each person's ballot."""
    key, found = services.keys.need(wave.id), {}
    with services.database.reading() as session:
        for person in invitations.people_of(session, wave.id):
            opened = {box.place.part: box.plaintext for box in urn.open_boxes(session, wave.id, key, [person])}
            if opened:
                _, answers = ballots.decode_scores(opened[Part.SCORES], wave.question_keys)
                found[person] = (int(ballots.decode_comment(opened[Part.COMMENT])[1].text), set(answers.values()))
    return found


def test_no_acknowledged_ballot_is_lost_when_the_process_is_killed(services_anywhere, place, processes):
    chance = random.Random(1)
    wave = open_wave(services_anywhere, roster_of({"alpha": 30}))
    acknowledged = {}
    for _ in range(KILLS):
        first = max(acknowledged.values(), default=0) + 1
        kill(start(processes, cast_until_killed, place, wave, PEOPLE, first), chance.uniform(0, 0.4))
        acknowledged |= newest_acknowledged(place.notes)
        found = in_the_urn(services_anywhere, wave)
        assert not [person for person, number in acknowledged.items() if found[person][0] < number]
        assert all(scores == {score_of(number)} for number, scores in found.values())


def test_no_wave_is_left_half_closed_when_the_process_is_killed(services_anywhere, place, processes, clock):
    chance = random.Random(2)
    each = stored(services_anywhere, roster_of({"alpha": 30}))
    took = undisturbed(services_anywhere, place, processes, answered(services_anywhere, each))
    for _ in range(KILLS):
        clock.at += timedelta(days=28)
        wave = answered(services_anywhere, each)
        kill(start(processes, close_until_killed, replace(place, now=clock()), wave), chance.uniform(0, 1.2 * took))
        all_or_nothing(services_anywhere, wave)
        clock.at = wave.closes_at
        waves.tick(services_anywhere)
        clock.at = wave.opens_at
        closed_whole(services_anywhere, wave)


def answered(services, each):
    """Open the next wave, and let everybody answer."""
    wave = run_now(services, each)
    for person in PEOPLE:
        cast(services, person, 4, "a comment", wave)
    return wave


def undisturbed(services, place, processes, wave):
    """Close a wave in a process that nobody kills; tell how long it took."""
    process = start(processes, close_until_killed, place, wave)
    began = time.monotonic()
    process.join(PATIENCE)
    closed_whole(services, wave)
    return time.monotonic() - began


def all_or_nothing(services, wave):
    """Right after a kill a wave is either as it was, or closed altogether but perhaps for its key."""
    with services.database.reading() as session:
        boxes = session.scalar(text("SELECT count(*) FROM urn"))
        figures = len(ledger.of_wave(session, wave.id).released)
        state = session.scalar(text(f"SELECT state FROM wave WHERE id = {wave.id}"))
    untouched = (WaveState.OPEN, 2 * len(PEOPLE), 0)
    assert (state, boxes, figures) in (untouched, (WaveState.CLOSED, 0, len(wave.question_keys)))
    if state == WaveState.OPEN:
        assert services.keys.find(wave.id) is not None


def closed_whole(services, wave):
    """Counted with everybody's ballot, once; told once; neither ballots nor key left."""
    assert again(services, wave).state is WaveState.CLOSED
    assert services.keys.find(wave.id) is None
    with services.database.reading() as session:
        told = ledger.of_wave(session, wave.id)
        gates = ledger.gates(session, wave.survey_id, services.keys.gates)
        assert session.scalar(text("SELECT count(*) FROM urn")) == 0
        assert outbox.counts(session, wave.id).keys() == {outbox.MessageState.EXPIRED}
        assert session.scalar(text(f"SELECT count(*) FROM outbox WHERE key LIKE 'trend_post/{wave.id}/%'")) == 1
        assert len(comments.at(session, wave.id, "alpha")) == len(PEOPLE)
    assert told.participation == {"alpha": ShareBand.OVER_THREE_QUARTERS}
    assert [figure.question_key for figure in told.released] == list(wave.question_keys)
    assert {gates["alpha/team", key].window[-1][1] for key in wave.question_keys} == {len(PEOPLE)}
