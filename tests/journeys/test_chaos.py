"""Two workers, kill -9, lost answers, 429s, and a database that restarts: every message arrives, and arrives once.

`make chaos` sends 500; the suite's own number is small. Nothing here waits for a sweep: no double is ever made.
"""

import asyncio
import os
import random
import time
from collections import Counter
from multiprocessing import get_context

import pgserver
import pytest
from sqlalchemy import text

from bot.delivery import IDLE_SECONDS
from bot.manifest import manifest_path
from bot.workspace import Fault, Limits, Manifest, Workspace
from bot.workspace.seed import seed
from bot.workspace.state import State
from tests.builders import members_of, open_wave, roster_of
from tests.conftest import TUESDAY
from tests.journeys.workers import Workplace, deliver_until_killed

SENDS = int(os.environ.get("VORBILD_SENDS", "60"))
PEOPLE = members_of("alpha", SENDS)
pytestmark = pytest.mark.timeout(120 + SENDS)


@pytest.fixture(scope="module")
def processes():
    """Fork real processes from one that has already imported everything."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.journeys.workers"])
    return context


@pytest.fixture
async def slack():
    """A workspace in which everything goes wrong now and then."""
    state = State()
    seed(state, {"users": [{"id": person, "name": person} for person in PEOPLE]})
    workspace = Workspace(Manifest.load(manifest_path()), limits=Limits.off(), state=state)
    await workspace.start()
    post = "chat.postMessage"
    workspace.faults.now_and_then(post, 0.06, Fault("lose"))
    workspace.faults.now_and_then(post, 0.02, Fault("limit", seconds=1))
    workspace.faults.now_and_then(post, 0.02, Fault("crash"))
    workspace.faults.now_and_then("conversations.history", 0.05, Fault("lose"))
    yield workspace
    await workspace.stop()


@pytest.fixture
def place(database_url, tmp_path, slack):
    found = Workplace.at(TUESDAY, database_url, f"sqlite:///{tmp_path}/keys.db", slack.api_url)
    services = found.services()
    open_wave(services, roster_of({"alpha": SENDS}))
    yield found, services
    services.close()


async def test_nothing_is_lost_and_nothing_doubled_whatever_happens(slack, place, processes, request):
    found, services = place
    chance = random.Random(1)

    def start():
        process = processes.Process(target=deliver_until_killed, args=(found,), daemon=True)
        process.start()
        return process

    workers = [start(), start()]
    for share in sorted(chance.uniform(0.1, 0.8) for _ in workers):
        await until(lambda share=share: arrived(slack).total() > share * SENDS)
        victim = workers.pop(0)
        victim.kill()
        workers.append(start())
        await asyncio.to_thread(victim.join)
    await until(lambda: arrived(slack).total() > 0.85 * SENDS)
    if "postgresql" in found.database_url:
        await asyncio.to_thread(restart, request.getfixturevalue("postgresql"))
    await until(lambda: states(services) == {"sent": SENDS})
    for worker in workers:
        worker.kill()
        worker.join()
    assert arrived(slack) == dict.fromkeys(PEOPLE, 1)


def restart(server):
    """Let a database crash, stay away until every worker has missed it, and start again."""
    pgserver.pg_ctl(["-m", "immediate", "-w", "stop"], pgdata=server.pgdata, user=server.system_user)
    time.sleep(1.5 * IDLE_SECONDS)
    server.ensure_postgres_running()


def arrived(slack):
    """How many messages each person has."""
    return Counter({each.user: len(each.messages) for each in slack.state.channels.values() if each.messages})


def states(services):
    with services.database.reading() as session:
        rows = session.execute(text("SELECT state, count(*) FROM outbox WHERE kind = 'invitation' GROUP BY state"))
        return dict(rows.all())


async def until(look, seconds=60 + SENDS):
    """Look every now and then until something is so: nobody announces it."""
    async with asyncio.timeout(seconds):
        while not look():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
