"""How well delivery keeps its pace, what a claim costs, and how soon a broken websocket is mended.

`python -m tests.benchmarks.delivery` prints a table; the local workspace answers as slowly as Slack does.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from bot.app import Bot, build_app, web_client
from bot.connection import SocketConnection
from bot.delivery import Delivery
from bot.manifest import manifest_path
from bot.senders import SENDERS
from bot.use_cases import outbox
from bot.workspace import Fault, Limits, Manifest, Workspace
from bot.workspace.seed import seed
from bot.workspace.state import State
from storage import roster
from tests.builders import members_of, open_wave, roster_of
from tests.conftest import TUESDAY
from tests.journeys.workers import Workplace

MESSAGES, PACE = 120, 4.0
LATENCY = 0.3
TOO_MANY = 0.01
PEOPLE = 100_000
CLAIMS = 50
STATUS = Path("/proc/self/status")
"""Linux's own count of this process's memory; `getrusage` would remember the parent's."""


async def workspace_for(people: list[str]) -> Workspace:
    """Open a workspace with these people."""
    state = State()
    seed(state, {"users": [{"id": person, "name": person} for person in people]})
    workspace = Workspace(Manifest.load(manifest_path()), limits=Limits.off(), state=state)
    await workspace.start()
    return workspace


async def kept_pace(home: Path) -> float:
    """Deliver to everybody at Slack's latency, with some 429s; give the share of the configured rate that is kept."""
    workspace = await workspace_for(members_of("alpha", MESSAGES))
    workspace.faults.now_and_then("chat.postMessage", TOO_MANY, Fault("limit", seconds=1))
    workspace.faults.now_and_then("*", 1.0, Fault("stall", seconds=LATENCY))
    place = Workplace.at(TUESDAY, f"sqlite:///{home}/pace.db", f"sqlite:///{home}/pace-keys.db", workspace.api_url)
    services, stopping = place.services(), asyncio.Event()
    open_wave(services, roster_of({"alpha": MESSAGES}))
    delivery = Delivery(services, web_client("xoxb-local", workspace.api_url), SENDERS, PACE)
    began = time.perf_counter()
    running = asyncio.create_task(delivery.run(stopping))
    while sum(len(each.messages) for each in workspace.state.channels.values()) < 0.95 * MESSAGES:  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    took = time.perf_counter() - began
    stopping.set()
    await running
    services.close()
    await workspace.stop()
    return 0.95 * MESSAGES / took / PACE


def claim_milliseconds(home: Path) -> float:
    """Claim again and again while a whole company's messages are owed; give what one claim takes."""
    place = Workplace.at(TUESDAY, f"sqlite:///{home}/claim.db", f"sqlite:///{home}/claim-keys.db", "")
    services = place.services()
    open_wave(services, roster_of({f"unit{number}": 10 for number in range(PEOPLE // 10)}))
    began = time.perf_counter()
    for _ in range(CLAIMS):
        outbox.claim(services, 4, timedelta(microseconds=1), place.clock()())
    took = time.perf_counter() - began
    services.close()
    return took / CLAIMS * 1000


def start(home: Path) -> str:
    """Start a process of its own on the company of `claim_milliseconds`; give its seconds and its peak of memory."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.delivery", str(home)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def peak_megabytes() -> float:
    """Give the most memory that this process has had."""
    (peak,) = [line.split()[1] for line in STATUS.read_text().splitlines() if line.startswith("VmHWM")]
    return int(peak) / 1024


async def started(home: Path) -> None:
    """Be that process: everything is built, and the whole roster read."""
    began = time.perf_counter()
    place = Workplace.at(
        TUESDAY, f"sqlite:///{home}/claim.db", f"sqlite:///{home}/claim-keys.db", "http://127.0.0.1:9/"
    )
    services = place.services()
    Bot(services, web_client("xoxb-local", place.api_url), "xapp-local", PACE)
    took = time.perf_counter() - began
    with services.database.reading() as session:
        people = len(roster.load(session).people)
    peak = peak_megabytes()
    print(f"start {took:.1f} s, with {people:,} people loaded {time.perf_counter() - began:.1f} s, {peak:.0f} MB")
    services.close()


Trouble = Callable[[Workspace], Awaitable[None]]


async def _reset(workspace: Workspace) -> None:
    workspace.faults.drop_sockets()


async def _close(workspace: Workspace) -> None:
    await workspace.faults.close_sockets()


async def _stall(workspace: Workspace) -> None:
    workspace.faults.stall_sockets()


TROUBLES: dict[str, Trouble] = {"reset": _reset, "close": _close, "stall": _stall}


async def recovery(home: Path, trouble: Trouble) -> float:
    """Break the websocket; give the seconds until a new one is open."""
    workspace = await workspace_for(["U1"])
    place = Workplace.at(TUESDAY, f"sqlite:///{home}/s.db", f"sqlite:///{home}/s-keys.db", workspace.api_url)
    services = place.services()
    socket = SocketConnection(build_app(services, web_client("xoxb-local", workspace.api_url)), "xapp-local")
    await socket.open()
    while not workspace.connections:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    before = set(workspace.context.hub.connections)
    await asyncio.sleep(1)
    began = time.perf_counter()
    await trouble(workspace)
    while not set(workspace.context.hub.connections) - before:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    took = time.perf_counter() - began
    await socket.close()
    services.close()
    await workspace.stop()
    return took


def main() -> None:
    """Print all numbers."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        share = asyncio.run(kept_pace(home))
        print(f"pace kept at {PACE:g}/s, {TOO_MANY:.0%} of 429s, {LATENCY} s latency: {share:.0%}")
        for trouble, make in TROUBLES.items():
            print(f"websocket back after {trouble}: {asyncio.run(recovery(home, make)):.1f} s")
        print(f"one claim while {PEOPLE:,} messages are owed: {claim_milliseconds(home):.1f} ms")
        print(start(home))


if __name__ == "__main__":
    if sys.argv[1:]:
        asyncio.run(started(Path(sys.argv[1])))
    else:
        main()
