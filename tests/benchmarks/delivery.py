"""Delivering a wave of 100,000 beside the pace that is allowed, and how soon a broken websocket is mended.

`python -m tests.benchmarks.delivery` prints tables; the local workspace answers as slowly as Slack does. Sending everything
would take seven hours at the usual pace, so a part is sent while everything is owed. Targets: 95 % of the pace with 1 % of
429s, a websocket back within 5 s, under 200 MB and 3 s to start.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot import logs
from bot.app import Bot, build_app, web_client
from bot.connection import SocketConnection
from bot.delivery import BATCH, Delivery
from bot.manifest import manifest_path
from bot.senders import SENDERS
from bot.services import Services
from bot.use_cases import outbox
from bot.workspace import Fault, Limits, Manifest, Workspace
from bot.workspace.seed import seed
from bot.workspace.state import State
from storage import roster
from surveys.roster import Roster
from tests.benchmarks.memory import megabytes
from tests.benchmarks.printing import Table, head, show
from tests.builders import roster_of, run_now, stored
from tests.conftest import TUESDAY
from tests.journeys.workers import Workplace

PACE, FAST = 4.0, 40.0
LATENCY, TOO_MANY = 0.3, 0.01
UNIT, CLAIMS = 10, 50


@dataclass(frozen=True)
class Load:
    """How many are owed a message, and for how many seconds some are sent."""

    people: int
    seconds: int


LARGE, QUICK = Load(100_000, 100), Load(200, 2)


async def workspace_for(people: Roster) -> Workspace:
    """Open a workspace with these people."""
    state = State()
    seed(state, {"users": [{"id": person, "name": person} for person in people.people]})
    workspace = Workspace(Manifest.load(manifest_path()), limits=Limits.off(), state=state)
    await workspace.start()
    return workspace


def everybody(load: Load) -> Roster:
    """Build a company of teams of ten."""
    return roster_of({f"unit{number}": UNIT for number in range(load.people // UNIT)})


async def a_wave(home: Path, load: Load) -> Table:
    """Open a wave over everybody, claim, and send a part of it, first as in real life, then as fast as it goes."""
    workspace = await workspace_for(everybody(load))
    place = Workplace.at(TUESDAY, f"sqlite:///{home}/wave.db", f"sqlite:///{home}/wave-keys.db", workspace.api_url)
    services = place.services()
    each = stored(services, everybody(load))
    table = Table(
        f"A wave of {load.people:,} people, {LATENCY} s latency; at {PACE:g} a second it takes "
        f"{load.people / PACE / 3600:.1f} hours",
        ("step", "measured", "beside the pace"),
    )
    began = time.perf_counter()
    run_now(services, each)
    opened = time.perf_counter() - began
    table.add("materialise everything", f"{opened:.1f} s", f"{opened * PACE / load.people:.3%} of the sending")
    claimed = statistics.median(_claim(services) for _ in range(CLAIMS))
    table.add(f"claim {BATCH} of them", f"{claimed * 1000:.1f} ms", f"{claimed * PACE / BATCH:.2%} of their sending")
    workspace.faults.now_and_then("chat.postMessage", TOO_MANY, Fault("limit", seconds=1))
    workspace.faults.now_and_then("*", 1.0, Fault("stall", seconds=LATENCY))
    kept = await sent(place, workspace, PACE, load.seconds)
    table.add(f"send at {PACE:g} a second, {TOO_MANY:.0%} of 429s", f"{kept:.2f} a second", f"{kept / PACE:.0%} kept")
    workspace.faults.clear()
    workspace.faults.now_and_then("*", 1.0, Fault("stall", seconds=LATENCY))
    fast = await sent(place, workspace, FAST, max(1, load.seconds // 3))
    table.add("send as fast as it goes, no 429s", f"{fast:.1f} a second", f"{fast / PACE:.1f} times the pace")
    services.close()
    await workspace.stop()
    return table


async def sent(place: Workplace, workspace: Workspace, pace: float, seconds: float) -> float:
    """Deliver for some seconds; give how many messages a second arrived, from the first on."""
    services, stopping = place.services(), asyncio.Event()
    delivery = Delivery(services, web_client("xoxb-local", workspace.api_url), SENDERS, pace)
    before = _arrived(workspace)
    running = asyncio.create_task(delivery.run(stopping))
    while _arrived(workspace) == before:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    first, began = _arrived(workspace), time.perf_counter()
    await asyncio.sleep(seconds)
    rate = (_arrived(workspace) - first) / (time.perf_counter() - began)
    stopping.set()
    await running
    services.close()
    return rate


def _arrived(workspace: Workspace) -> int:
    return sum(len(each.messages) for each in workspace.state.channels.values())


def _claim(services: Services) -> float:
    """Claim while everything is owed, and give it back at once."""
    began = time.perf_counter()
    outbox.claim(services, BATCH, timedelta(microseconds=1), services.clock(), timedelta(0))
    return time.perf_counter() - began


def start(home: Path) -> str:
    """Start a process of its own on the company of `a_wave`; give its seconds and its peak of memory."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.delivery", "--start", str(home)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


async def started(home: Path) -> None:
    """Be that process: everything is built, and the whole roster read."""
    began = time.perf_counter()
    place = Workplace.at(TUESDAY, f"sqlite:///{home}/wave.db", f"sqlite:///{home}/wave-keys.db", "http://127.0.0.1:9/")
    services = place.services()
    Bot(services, web_client("xoxb-local", place.api_url), "xapp-local", PACE)
    took = time.perf_counter() - began
    with services.database.reading() as session:
        people = len(roster.load(session).people)
    peak = megabytes("VmHWM")
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
    workspace = await workspace_for(roster_of({"alpha": 1}))
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


def recoveries(home: Path) -> Table:
    """Break the websocket in three ways."""
    table = Table("A websocket breaks", ("how", "seconds until a new one is open"))
    for trouble, make in TROUBLES.items():
        table.add(trouble, f"{asyncio.run(recovery(home, make)):.1f}")
    return table


def main(load: Load) -> None:
    """Print all numbers."""
    logs.configure("CRITICAL")
    show(head())
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        show(asyncio.run(a_wave(home, load)), recoveries(home), start(home))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a small company, to see that it runs")
    options.add_argument("--start", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.start:
        asyncio.run(started(chosen.start))
    else:
        main(QUICK if chosen.quick else LARGE)
