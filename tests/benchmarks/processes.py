"""A workspace and a bot, each in a process of its own: neither waits for the other's interpreter lock."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp

from bot.manifest import manifest_path
from bot.workspace import Limits, Manifest, Workspace
from bot.workspace.seed import seed
from bot.workspace.shapes import Json
from bot.workspace.state import State
from tests.benchmarks.closing import Place
from tests.builders import ADMIN, CHANNEL, SECRET

LOOK_SECONDS, PATIENCE_SECONDS = 0.1, 60
LISTEN = "127.0.0.1:8471"


@dataclass(frozen=True)
class Running:
    """A bot that is ready: its process, the seconds from its start until it was, and those it was at work."""

    pid: int
    seconds_to_ready: float
    at_work: float


@contextmanager
def workspace_apart(company: Json) -> Iterator[str]:
    """Run a workspace with these people and channels while the `with` lasts; give its URL."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, company), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def company_of(people: Sequence[str]) -> Json:
    """Name people as a workspace is told of them, with one channel."""
    users = [{"id": each, "name": each.lower(), "real_name": each} for each in (*people, ADMIN)]
    return {"users": users, "channels": [{"id": CHANNEL, "name": "leadership", "members": [ADMIN], "with_bot": True}]}


def _serve(told: Connection, company: Json) -> None:
    asyncio.run(_serve_for_ever(told, company))


async def _serve_for_ever(told: Connection, company: Json) -> None:
    state = State()
    seed(state, company)
    workspace = Workspace(Manifest.load(manifest_path()), limits=Limits.off(), state=state)
    await workspace.start()
    told.send(workspace.url)
    await asyncio.Event().wait()


@asynccontextmanager
async def bot_apart(place: Place, workspace_url: str) -> AsyncIterator[Running]:
    """Run `vorbild run`, as an operator does, while the `with` lasts; give it once it is ready."""
    settings = {
        "SLACK_API_URL": f"{workspace_url}/api/",
        "SLACK_BOT_TOKEN": "xoxb-local",
        "SLACK_APP_TOKEN": "xapp-local",
        "VORBILD_DATABASE_URL": place.database_url,
        "VORBILD_KEYS_URL": place.keys_url,
        "VORBILD_SECRET": SECRET,
        "VORBILD_ADMINS": ADMIN,
        "VORBILD_LISTEN": LISTEN,
    }
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: ASYNC220 (it starts at once)
        [sys.executable, "-m", "bot", "run"], env=os.environ | settings, stdout=subprocess.DEVNULL
    )
    try:
        await _ready()
        yield Running(process.pid, time.perf_counter() - began, _at_work(process.pid))
    finally:
        process.terminate()
        process.wait()


def _at_work(pid: int) -> float:
    """Give the processor's seconds that Linux counts of a process."""
    user, system = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def _ready() -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                async with session.get(f"http://{LISTEN}/readyz") as answer:
                    if answer.ok:
                        return
            except aiohttp.ClientError:  # it does not listen yet
                pass
            await asyncio.sleep(LOOK_SECONDS)
