"""How long a tap on "Answer" takes to open the ballot paper, and a submission to be acknowledged, at a steady rate.

Prints a table; run it with `python -m tests.benchmarks.answering`. Targets: 300 ms each at the 99th percentile, none lost,
at 30 ballots a second for five minutes. With `--kill-every 60` a bot is killed (`kill -9`) every minute and replaced, on
PostgreSQL beside a second one; the target is then 500 ms outside the kill. The bots are processes of their own; the
workspace and its people share one, and between the two are Slack's real Socket Mode client and Web API client. Ballots
come when it is their turn, however slow the earlier ones are; who is told that it did not work tries again, as people do.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import aiohttp
import pgserver

from bot.app import Bot, web_client
from bot.manifest import manifest_path
from bot.services import Services
from bot.views.ids import Action
from bot.workspace import Limits, Manifest, Person, RefusedError, Workspace
from bot.workspace.seed import seed
from bot.workspace.shapes import Json
from bot.workspace.state import State
from storage import urn
from surveys import roster as values
from surveys.roster import Roster, Unit
from surveys.waves import Wave
from tests.benchmarks.bots import Bots
from tests.benchmarks.printing import Table, head, show
from tests.builders import open_wave, survey_of
from tests.conftest import TUESDAY
from tests.journeys.workers import Workplace

T = TypeVar("T")
LEADER, A_UNIT = "U0LEADER", 10
LOOK_SECONDS, PATIENCE_SECONDS = 0.002, 3.0
TRIES, TRY_AGAIN_SECONDS = 5, 1.0
KILL_SECONDS = 5.0
"""For so long after a kill what people wait for is counted apart."""


@dataclass(frozen=True)
class Load:
    """How many ballots a second, for how long, and how often a bot is killed (0 is never)."""

    rate: int
    seconds: int
    kill_every: int = 0


@dataclass
class Measured:
    """Waits as (moment, seconds), from tap to modal and from submission to acknowledgement; who was acknowledged."""

    opened: list[tuple[float, float]] = field(default_factory=list)
    acknowledged: list[tuple[float, float]] = field(default_factory=list)
    sealed: set[str] = field(default_factory=set)
    kills: list[float] = field(default_factory=list)
    again: int = 0
    failed: int = 0


@dataclass
class Stage:
    """A workspace full of people, an open wave, and the bots connected to it."""

    state: State
    workspace: Workspace
    services: Services
    wave: Wave
    bots: Bots
    session: aiohttp.ClientSession


async def main(load: Load) -> int:
    """Measure both databases, print, and give the number of ballots lost."""
    people = [f"U0P{number:05}" for number in range(load.rate * load.seconds)]
    killed = f", a bot killed every {load.kill_every} s" if load.kill_every else ""
    table = Table(
        f"{len(people):,} ballots at {load.rate} a second{killed}",
        (
            "",
            "tap to modal: median",
            "99 %",
            "submit to acknowledgement: median",
            "99 %",
            "tried again",
            "failed",
            "lost",
        ),
    )
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(f"{folder}/pg")
        try:
            for url in (f"sqlite:///{folder}/vorbild.db", server.get_uri()):
                async with _stage(url, Path(folder), people) as stage:
                    measured = await _crowd(stage, people, load)
                    missing = _missing(stage, measured.sealed)
                    name = stage.services.database.engine.dialect.name
                    table.add(name, *_cells(measured), *map(str, (measured.again, measured.failed, missing)))
                    lost += missing + measured.failed
        finally:
            server.cleanup()
    show(head(), table)
    return lost


async def _crowd(stage: Stage, people: list[str], load: Load) -> Measured:
    invitations = {each: (await Person(stage.workspace.url, each, stage.session).dms())[-1] for each in people}
    measured, began = Measured(), time.perf_counter()

    async def one(turn: int, person_id: str) -> None:
        await asyncio.sleep(max(0.0, began + turn / load.rate - time.perf_counter()))
        await _answer(stage, person_id, invitations[person_id], measured)

    killing = asyncio.create_task(_kill(stage, load.kill_every, measured)) if load.kill_every else None
    await asyncio.gather(*(one(turn, person_id) for turn, person_id in enumerate(people)))
    if killing is not None:
        killing.cancel()
        with suppress(asyncio.CancelledError):
            await killing
    return measured


async def _kill(stage: Stage, seconds: int, measured: Measured) -> None:
    while True:
        await asyncio.sleep(seconds)
        measured.kills.append(time.perf_counter())
        await stage.bots.kill()
        await stage.bots.start()


async def _answer(stage: Stage, person_id: str, invitation: Json, measured: Measured) -> None:
    person = Person(stage.workspace.url, person_id, stage.session)

    async def tap() -> Json:
        await person.click(invitation, Action.ANSWER)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not stage.state.stack(person_id):  # noqa: ASYNC110 (a notice a person would slow what is measured)
                await asyncio.sleep(LOOK_SECONDS)
        return (await person.views())[-1]

    async def submit() -> None:
        outcome = await person.submit(ballot, chosen)
        if outcome["response_action"] != "update":
            raise TimeoutError(str(outcome))
        measured.sealed.add(person_id)

    try:
        ballot = await _timed(tap, measured.opened, measured)
        chosen = {block["block_id"]: "4" for block in ballot["blocks"] if block.get("element", {}).get("options")}
        await _timed(submit, measured.acknowledged, measured)
    except TimeoutError:
        measured.failed += 1


async def _timed(act: Callable[[], Awaitable[T]], waits: list[tuple[float, float]], measured: Measured) -> T:
    """Do something, again where it is refused, and note how long the time took that worked."""
    for _ in range(TRIES):
        began = time.perf_counter()
        try:
            done = await act()
        except (RefusedError, TimeoutError):
            measured.again += 1
            await asyncio.sleep(TRY_AGAIN_SECONDS)
        else:
            waits.append((began, time.perf_counter() - began))
            return done
    raise TimeoutError


def _missing(stage: Stage, sealed: set[str]) -> int:
    """Count whoever was told that their ballot is sealed, and has none."""
    key = stage.services.keys.need(stage.wave.id)
    with stage.services.database.reading() as session:
        return sum(not urn.has_ballot(session, stage.wave.id, key, person_id) for person_id in sealed)


def _cells(measured: Measured) -> list[str]:
    cells = []
    for waits in (measured.opened, measured.acknowledged):
        quiet = sorted(
            wait for began, wait in waits if not any(-wait < began - kill < KILL_SECONDS for kill in measured.kills)
        )
        cells += [f"{1000 * each:.0f} ms" for each in (statistics.median(quiet), quiet[int(0.99 * len(quiet))])]
    return cells


@asynccontextmanager
async def _stage(url: str, folder: Path, people: list[str]) -> AsyncIterator[Stage]:
    state = State()
    seed(state, {"users": [{"id": each, "name": each.lower(), "real_name": each} for each in (LEADER, *people)]})
    workspace = Workspace(Manifest.load(manifest_path()), limits=Limits.off(), state=state)
    await workspace.start()
    place = Workplace.at(TUESDAY, url, f"sqlite:///{folder}/{url[:4]}-keys.db", workspace.api_url)
    services = place.services()
    wave = open_wave(services, _roster(people), survey_of(channels={}))
    inviting = Bot(services, web_client("xoxb-local", workspace.api_url), "", 1000)
    await inviting.delivery.drain()
    bots = Bots(place, workspace)
    await bots.start(1 if url.startswith("sqlite") else 2)
    async with aiohttp.ClientSession() as session:
        yield Stage(state, workspace, services, wave, bots, session)
    await bots.stop()
    await inviting.stop()
    await workspace.stop()


def _roster(people: list[str]) -> Roster:
    units = {
        f"unit-{number}": Unit(f"unit-{number}", f"Unit {number}", LEADER, None)
        for number in range(len(people) // A_UNIT + 1)
    }
    staff = [values.Person(each, each, f"unit-{number // A_UNIT}") for number, each in enumerate(people)]
    return Roster({each.id: each for each in [values.Person(LEADER, LEADER, None), *staff]}, units)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Tap to modal and submission to acknowledgement, in ms.")
    options.add_argument("--seconds", type=int, default=300)
    options.add_argument("--rate", type=int, default=30)
    options.add_argument("--kill-every", type=int, default=0, help="kill a bot so many seconds apart")
    options.add_argument("--quick", action="store_true", help="ten ballots, to see that it runs")
    chosen = options.parse_args()
    quick = Load(5, 2)
    sys.exit(
        1 if asyncio.run(main(quick if chosen.quick else Load(chosen.rate, chosen.seconds, chosen.kill_every))) else 0
    )
