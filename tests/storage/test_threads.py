"""Threads at rest: whoever has the storage cannot line authors up with what they wrote, nor find it when it is over."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import text

from bot.use_cases import closing, receipts, threads
from storage.keys import Purpose
from storage.traces import postgresql_traces, sqlite_traces
from surveys.linkage import Respondent, Trace, link
from surveys.threads import Kind
from tests.attacks import ours
from tests.builders import again

PEOPLE = 120
TRUTH = [Respondent(f"U{number:03}", "alpha", Random(number).randint(1, 5)) for number in range(PEOPLE)]
CHANCE = 3.0


def traces(services):
    if services.database.sqlite:
        return sqlite_traces(ours.file_of(services))
    return postgresql_traces(services.database.engine)


@pytest.fixture
def talk(clock, monkeypatch):
    """Everybody wrote a comment that is their answer, and, in the same order, an answer in their thread."""

    def of(services, truth):
        codes = []
        draw = receipts.draw
        monkeypatch.setattr(receipts, "draw", lambda *args: codes.append(draw(*args)) or codes[-1])
        wave = ours.answered(services, truth, {each.person_id: f"I say {each.answer}" for each in truth})
        closing.close(services, wave)
        for each, (code, _) in zip(truth, codes, strict=True):
            receipts.say_in_thread(services, code, Kind.ANSWER, f"as I said, {each.answer}")
        clock.at += timedelta(days=4)
        threads.publish_due(services)
        return again(services, wave)

    return of


def test_nobody_is_linked_beyond_chance_by_an_attacker_who_succeeds_on_comments_in_their_order(services_anywhere, talk):
    talk(services_anywhere, TRUTH)
    found = traces(services_anywhere)
    linkage = link(found, TRUTH, Random(1))
    assert abs(linkage.standard_errors) <= CHANCE, linkage
    assert not linkage.above_chance
    in_order = Trace("comments as they were written", [(f"I say {each.answer}",) for each in TRUTH])
    assert link([*found, in_order], TRUTH, Random(1)).rate >= 0.95


def test_after_thirty_days_the_pepper_is_gone_and_no_box_is_left_in_any_file(services, talk, clock, tmp_path):
    wave = talk(services, TRUTH[:10])
    with services.database.reading() as session:
        boxes = [bytes(box) for box in session.scalars(text("SELECT box FROM thread_entry"))]
    clock.at = wave.closes_at + timedelta(days=30)
    threads.forget_old(services)
    assert services.keys.find(wave.id, Purpose.THREADS) is None
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert len(boxes) == 10
    assert not [box for box in boxes if box[:64] in held]
