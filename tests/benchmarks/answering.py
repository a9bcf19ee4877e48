"""How long a tap on "Answer" takes to open the ballot paper, and a submission to be acknowledged, at a steady rate.

Prints a table; run it with `python -m tests.benchmarks.answering`. Targets: 300 ms each at the 99th percentile, none lost,
at 30 ballots a second for five minutes. Workspace, people and bot share one process, so that the figures tell too much
rather than too little; between them are Slack's real Socket Mode client and Web API client. Ballots come when it is
their turn, however slow the earlier ones are.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pgserver
from sqlalchemy import text

from bot.app import Bot, web_client
from bot.clock import SetClock
from bot.manifest import manifest_path
from bot.services import Services, open_services
from bot.views.ids import Action
from bot.workspace import Limits, Manifest, Person, RefusedError, Workspace
from bot.workspace.seed import seed
from bot.workspace.shapes import Json
from bot.workspace.state import State
from storage.database import Database
from storage.keys import KeyStore
from surveys import roster as values
from surveys.roster import Roster, Unit
from tests.benchmarks.printing import Table, head, show
from tests.builders import ADMIN, SECRET, open_wave, survey_of
from tests.conftest import TUESDAY

LEADER, A_UNIT = "U0LEADER", 10
LOOK_SECONDS, PATIENCE_SECONDS = 0.002, 3.0
BOXES_A_BALLOT = 2


@dataclass
class Measured:
    """Seconds from tap to modal and from submission to acknowledgement; what went wrong on the way."""

    opened: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass
class Stage:
    """A workspace full of people, and the bot connected to it."""

    state: State
    workspace: Workspace
    services: Services
    bot: Bot
    session: aiohttp.ClientSession


async def main(rate: int, seconds: int) -> int:
    """Measure both databases, print, and give the number of ballots lost."""
    people = [f"U0P{number:05}" for number in range(rate * seconds)]
    table = Table(
        f"{len(people):,} ballots at {rate} a second",
        ("", "tap to modal: median", "99 %", "submit to acknowledgement: median", "99 %", "failed", "lost"),
    )
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(f"{folder}/pg")
        try:
            for url in (f"sqlite:///{folder}/vorbild.db", server.get_uri()):
                async with _stage(url, Path(folder), people) as stage:
                    measured = await _crowd(stage, people, rate)
                    missing = len(measured.acknowledged) - _stored(stage.services)
                    name = stage.services.database.engine.dialect.name
                    table.add(name, *_cells(measured), str(len(measured.failed)), str(missing))
                    lost += missing + len(measured.failed)
        finally:
            server.cleanup()
    show(head(), table)
    return lost


async def _crowd(stage: Stage, people: list[str], rate: int) -> Measured:
    invitations = {each: (await Person(stage.workspace.url, each, stage.session).dms())[-1] for each in people}
    measured, began = Measured(), time.perf_counter()

    async def one(turn: int, person_id: str) -> None:
        await asyncio.sleep(max(0.0, began + turn / rate - time.perf_counter()))
        try:
            await _answer(stage, person_id, invitations[person_id], measured)
        except (RefusedError, TimeoutError) as error:
            measured.failed.append(str(error))

    await asyncio.gather(*(one(turn, person_id) for turn, person_id in enumerate(people)))
    return measured


async def _answer(stage: Stage, person_id: str, invitation: Json, measured: Measured) -> None:
    person = Person(stage.workspace.url, person_id, stage.session)
    tapped = time.perf_counter()
    await person.click(invitation, Action.ANSWER)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not stage.state.stack(person_id):  # noqa: ASYNC110 (a notice a person would slow what is measured)
            await asyncio.sleep(LOOK_SECONDS)
    measured.opened.append(time.perf_counter() - tapped)
    ballot = (await person.views())[-1]
    chosen = {block["block_id"]: "4" for block in ballot["blocks"] if block.get("element", {}).get("options")}
    submitted = time.perf_counter()
    outcome = await person.submit(ballot, chosen)
    if outcome["response_action"] != "update":
        raise TimeoutError(str(outcome))
    measured.acknowledged.append(time.perf_counter() - submitted)


def _stored(services: Services) -> int:
    with services.database.reading() as session:
        return int(session.execute(text("SELECT count(*) FROM urn")).scalar_one()) // BOXES_A_BALLOT


def _cells(measured: Measured) -> list[str]:
    cells = []
    for series in (sorted(measured.opened), sorted(measured.acknowledged)):
        cells += [f"{1000 * each:.0f} ms" for each in (statistics.median(series), series[int(0.99 * len(series))])]
    return cells


@asynccontextmanager
async def _stage(url: str, folder: Path, people: list[str]) -> AsyncIterator[Stage]:
    state = State()
    seed(state, {"users": [{"id": each, "name": each.lower(), "real_name": each} for each in (LEADER, *people)]})
    workspace = Workspace(Manifest.load(manifest_path()), limits=Limits.off(), state=state)
    await workspace.start()
    keys = KeyStore(f"sqlite:///{folder}/{url[:4]}-keys.db", SECRET)
    services = open_services(
        Database(url), keys, admins=frozenset({ADMIN}), time_zone="Europe/Berlin", clock=SetClock(TUESDAY)
    )
    open_wave(services, _roster(people), survey_of(channels={}))
    bot = Bot(services, web_client("xoxb-local", workspace.api_url), "xapp-local", 1000)
    await bot.connect()
    await bot.delivery.drain()
    async with aiohttp.ClientSession() as session:
        yield Stage(state, workspace, services, bot, session)
    await bot.stop()
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
    options.add_argument("--quick", action="store_true", help="ten ballots, to see that it runs")
    chosen = options.parse_args()
    rate, seconds = (5, 2) if chosen.quick else (chosen.rate, chosen.seconds)
    sys.exit(1 if asyncio.run(main(rate, seconds)) else 0)
