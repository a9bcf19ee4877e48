"""Two whole bots on one PostgreSQL, equal to each other: what one has done the other does not do again."""

import asyncio

import aiohttp
import pytest
from sqlalchemy import text

from bot.app import Bot, web_client
from bot.clock import SetClock
from bot.directory import read_directory
from bot.manifest import manifest_path
from bot.use_cases import roster as roster_cases
from bot.workspace import Limits, Manifest, Workspace
from bot.workspace.seed import seed
from bot.workspace.state import State
from tests.journeys.conftest import ADMIN, LEADERSHIP, NOW, STAFF, Stage, _services, choices, company, roster_csv


@pytest.fixture
async def replicas(postgresql_url, tmp_path):
    """A stage with one bot, and another bot beside it; Slack hands what happens to the two in turn."""
    state, clock = State(), SetClock(NOW)
    seed(state, company())
    workspace = Workspace(Manifest.load(manifest_path()), limits=Limits.off(), state=state)
    await workspace.start()

    def bot():
        services = _services(postgresql_url, f"sqlite:///{tmp_path}/keys.db", clock)
        return Bot(services, web_client("xoxb-local", workspace.api_url), "xapp-local", 1000)

    first, second = bot(), bot()
    new, _ = roster_cases.preview(first.services, roster_csv(), await read_directory(first.client))
    roster_cases.apply(first.services, new, "operator")
    for each in (first, second):
        await each.connect()
    async with aiohttp.ClientSession() as session:
        yield Stage(workspace, first.services, first, clock, session), second
    for each in (first, second):
        await each.stop()
    await workspace.stop()


async def test_two_replicas_invite_once_seal_a_double_click_once_and_post_once(replicas):
    stage, other = replicas
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await both(stage.bot, other)
    assert [len(await stage.person(person).dms()) for person in STAFF] == [1] * len(STAFF)
    for each in STAFF[:6]:
        person, ballot = await stage.open_ballot(each)
        clicks = (person.submit(ballot, choices(ballot, 4)) for _ in range(2))
        outcomes = await asyncio.gather(*clicks, return_exceptions=True)
        assert any(isinstance(outcome, dict) for outcome in outcomes)
    assert count(stage, "urn") == 2 * 6
    with stage.services.database.reading() as session:
        stage.clock.at = session.scalar(text("SELECT closes_at FROM wave"))
    await both(stage.bot, other)
    posts = [each for each in await stage.person(ADMIN).messages(LEADERSHIP) if not each.get("is_ephemeral")]
    assert len(posts) == 1
    assert count(stage, "urn") == 0


async def both(*bots):
    """Let both do whatever is due in the same moment."""
    await asyncio.gather(*(each.scheduler.tick() for each in bots))
    await asyncio.gather(*(each.delivery.drain() for each in bots))


def count(stage, table):
    with stage.services.database.reading() as session:
        return session.scalar(text(f"SELECT count(*) FROM {table}"))
