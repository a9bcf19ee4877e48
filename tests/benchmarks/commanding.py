"""How soon every command is acknowledged while 10,000 messages wait and are delivered, and how soon it is answered.

The real bot over the real Socket Mode client; bot, workspace and admin are processes of their own.
"""

import asyncio
import statistics
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import time as clock_time
from datetime import timedelta
from random import Random

import aiohttp

from bot import commands
from bot.clock import real_clock
from bot.commands import COMMANDS, Command, Verb
from bot.views.ids import COMMAND
from bot.workspace.client import Person
from storage import outbox, survey
from surveys.cadences import EveryWeeks
from surveys.calendars import WorkingTime
from surveys.schedule import local_date
from tests.benchmarks.closing import Place, installation
from tests.benchmarks.printing import Table, verdict
from tests.benchmarks.processes import bot_apart, company_of, workspace_apart
from tests.builders import ADMIN, CHANNEL, members_of, open_wave, roster_of, survey_of

A_UNIT = 10
LIMIT_MS, ANSWER_SECONDS = 300, 10
ALWAYS = WorkingTime(frozenset(range(7)), clock_time(0), clock_time(23, 59))
"""Messages are delivered whenever the benchmark runs."""
OPEN, QUIET = "Pulse", "Quiet"
"""The survey whose 10,000 messages wait, and one without a wave: of this one is asked what would end the waiting."""
ON_QUIET = {Verb.SURVEY_CLOSE, Verb.SURVEY_END, Verb.SURVEY_PAUSE, Verb.SURVEY_THRESHOLD}
GIVEN = {
    commands.UNIT: "Unit-1",
    commands.CHANNEL: f"<#{CHANNEL}|leadership>",
    commands.NUMBER: "6",
    commands.PERSON: f"<@{ADMIN}>",
    commands.QUESTION: "1",
    commands.KIND: "complaint",
    commands.SWITCH: "off",
    commands.ADDRESS: "du",
}


@dataclass
class Measured:
    """Milliseconds to a command's acknowledgement and to its answer."""

    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)


def while_messages_wait(place: Place, messages: int, rounds: int) -> Table:
    """Type every command so often, in a random order, while so many messages wait; give a table with a line for each."""
    people = owe(place, messages)
    with workspace_apart(company_of(people)) as url:
        measured = asyncio.run(_type_all(place, url, rounds))
    with installation(place, real_clock()) as services, services.database.reading() as session:
        waiting = outbox.owed(session, services.clock())
    if waiting < len(people) / 2:
        raise RuntimeError("hardly anything was waiting: the measurement means nothing")
    return _told(place, waiting, measured)


def owe(place: Place, people: int) -> list[str]:
    """Open a wave, so that so many people are owed an invitation now; give their ids."""
    units = {f"unit-{number}": A_UNIT for number in range(people // A_UNIT)}
    with installation(place, real_clock()) as services:
        today = local_date(services.clock(), services.time_zone)
        usual = survey_of(starts_on=today, cadence=EveryWeeks(4, today), channels={}, working=ALWAYS)
        with services.database.transaction() as session:
            survey.add(session, replace(usual, name=QUIET, starts_on=today + timedelta(days=365)))
        open_wave(services, roster_of(units), replace(usual, name=OPEN))
    return [id_ for unit, size in units.items() for id_ in members_of(unit, size)]


async def _type_all(place: Place, url: str, rounds: int) -> dict[Verb, Measured]:
    measured = {command.verb: Measured() for command in COMMANDS}
    turns = [command for command in COMMANDS for _ in range(rounds)]
    Random(1).shuffle(turns)
    async with bot_apart(place, url), aiohttp.ClientSession() as session:
        admin = Person(url, ADMIN, session)
        for command in turns:
            await _type(admin, command, measured[command.verb])
    return measured


async def _type(admin: Person, command: Command, measured: Measured) -> None:
    """Type a command, and wait for what it shows; a modal is closed again."""
    async with admin.notices() as notices, asyncio.timeout(ANSWER_SECONDS):
        began = time.perf_counter()
        await admin.command(COMMAND, text_of(command))
        measured.acknowledged.append(1000 * (time.perf_counter() - began))
        await anext(notices)
        measured.answered.append(1000 * (time.perf_counter() - began))
    for view in reversed(await admin.views()):
        await admin.close(view)


def text_of(command: Command) -> str:
    """Write a command with all that it takes."""
    name = QUIET if command.verb in ON_QUIET else OPEN
    return " ".join([command.verb, *(GIVEN.get(each, name) for each in command.takes)])


def _told(place: Place, waiting: int, measured: Mapping[Verb, Measured]) -> Table:
    kind = "SQLite" if place.database_url.startswith("sqlite") else "PostgreSQL"
    table = Table(
        f"{kind}: every command while messages wait and are delivered ({waiting:,} still wait at the end). "
        f"Acknowledged within {LIMIT_MS} ms at the 99th percentile.",
        ("command", "times", "acknowledged: median", "99 %", "answered: median", "99 %", "verdict"),
    )
    for verb, each in measured.items():
        table.add(verb, *_cells(each))
    table.add("all of them", *_cells(_together(measured.values())))
    return table


def _together(all_of_them: Iterable[Measured]) -> Measured:
    found = list(all_of_them)
    return Measured([ms for each in found for ms in each.acknowledged], [ms for each in found for ms in each.answered])


def _cells(each: Measured) -> list[str]:
    cells = [str(len(each.acknowledged))]
    for series in (each.acknowledged, each.answered):
        cells += [f"{statistics.median(series):.0f} ms", f"{at_99(series):.0f} ms"]
    return [*cells, verdict(at_99(each.acknowledged), LIMIT_MS)]


def at_99(series: Iterable[float]) -> float:
    """Give the 99th percentile; of fewer than a hundred, the greatest."""
    ordered = sorted(series)
    return ordered[int(0.99 * len(ordered))]
