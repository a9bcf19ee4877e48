"""What a person or an admin meets when the way to Slack, Slack itself, or the disk fails: it goes on by itself."""

import asyncio
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from bot.app import Bot, web_client
from bot.workspace import RefusedError
from tests.journeys.conftest import ADMIN, STAFF, choices
from tests.journeys.test_no_trace import dump

RECONNECT_SECONDS = 30
MINUTE = timedelta(minutes=1)
NOTHING_CHANGED = ("nothing was changed", "geändert wurde nichts")


@pytest.fixture
async def opened(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    return stage


async def reset(workspace):
    workspace.faults.drop_sockets()


async def close(workspace):
    await workspace.faults.close_sockets()


async def stall(workspace):
    workspace.faults.stall_sockets()


async def refresh(workspace):
    await workspace.faults.disconnect_sockets("refresh_requested")


async def warn(workspace):
    await workspace.faults.disconnect_sockets("warning")


@pytest.mark.parametrize("trouble", [reset, close, stall, refresh, warn])
async def test_whatever_befalls_the_websocket_an_answer_goes_through_afterwards(opened, trouble):
    await trouble(opened.workspace)
    async with asyncio.timeout(RECONNECT_SECONDS):
        while not await answered(opened):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    _, ballot = await opened.open_ballot(STAFF[0])
    assert "Sealing again replaces your earlier answers" in str(ballot)


async def answered(stage):
    """Try as a person does: again, when Slack says that the app did not answer."""
    try:
        await stage.answer(STAFF[0], 4)
    except (RefusedError, TimeoutError):
        return False
    return True


async def test_slack_may_be_away_for_an_hour_and_everything_owed_arrives_afterwards_once(stage):
    """At first nothing can be reached, then every request fails."""
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    nowhere = Bot(stage.services, web_client("xoxb-local", "http://127.0.0.1:9/api/"), "", 1000).delivery
    for _ in range(30):
        await nowhere.drain()
        stage.clock.at += MINUTE
    stage.workspace.faults.crash("*", times=10_000)
    for _ in range(30):
        await Bot(stage.services, stage.bot.client, "", 1000).delivery.drain()
        stage.clock.at += MINUTE
    stage.workspace.faults.clear()
    for _ in range(3):
        await stage.deliver()
        stage.clock.at += 2 * MINUTE
    assert [len(await stage.person(person).dms()) for person in STAFF] == [1] * len(STAFF)
    with stage.services.database.reading() as session:
        assert set(session.scalars(text("SELECT state FROM outbox WHERE kind = 'invitation'"))) == {"sent"}


async def test_while_the_disk_is_full_a_ballot_is_refused_in_a_sentence_and_those_before_it_stay(opened):
    disk = Disk(opened.services.database)
    disk.fill()
    for each in STAFF:
        before = dump(opened)
        person, ballot = await opened.open_ballot(each)
        outcome = await person.submit(ballot, {**choices(ballot, 2), "comment": "A comment that finds no room"})
        if outcome["response_action"] != "update":
            break
    assert outcome["response_action"] == "push"
    refusal = await person.top_view()
    assert any(sentence in str(refusal) for sentence in NOTHING_CHANGED)
    assert dump(opened) == before
    assert len(before["urn"]) > 2
    disk.limit = disk.LARGE
    await person.close(refusal)
    assert (await person.submit(ballot, choices(ballot, 2)))["response_action"] == "update"
    assert len(dump(opened)["urn"]) == len(before["urn"]) + 2


class Disk:
    """A disk on which a SQLite file may not grow any further."""

    LARGE = 2**30

    def __init__(self, database):
        self.database = database
        self.limit = self.LARGE
        event.listen(database.engine, "checkout", self._limit)

    def _limit(self, connection, _record, _proxy):
        connection.execute(f"PRAGMA max_page_count = {self.limit}").fetchall()

    def fill(self):
        """Use up whatever pages are free."""
        with self.database.transaction() as session:
            self.limit = session.scalar(text("PRAGMA page_count"))
        for number in count():
            try:
                with self.database.transaction() as session:
                    filler = {"name": f"filler {number}", "value": "x" * 10_000}
                    session.execute(text("INSERT INTO deployment (name, value) VALUES (:name, :value)"), filler)
            except OperationalError:
                return
