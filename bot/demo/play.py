"""The demo: a local workspace, the bot over a real websocket, and a company whose history is played through both."""

import asyncio
import secrets
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.app import Bot, web_client
from bot.clock import SetClock
from bot.demo import company as companies
from bot.demo import practice, promises, truth
from bot.demo.company import Company
from bot.demo.crowd import Crowd
from bot.demo.employees import Employees
from bot.directory import read_directory
from bot.i18n import Words
from bot.manifest import manifest_path
from bot.services import Services, open_services
from bot.use_cases import drafting, reporting
from bot.use_cases import roster as roster_cases
from bot.views.report import report_as_text
from bot.workspace.errors import PortTakenError
from bot.workspace.limits import Limits
from bot.workspace.manifest import Manifest
from bot.workspace.seed import seed
from bot.workspace.server import Workspace
from bot.workspace.server import serve as serve_alone
from bot.workspace.state import State
from storage import migrate, survey, waves
from storage.database import Database
from storage.keys import KeyStore
from surveys.cadences import EveryWeeks
from surveys.errors import VorbildError, say
from surveys.planning import Draft
from surveys.schedule import instant
from surveys.texts import Locale
from surveys.waves import Wave, WaveState

SURVEY = "Leadership pulse"
TIME_ZONE = "Europe/Berlin"
OPENS = time(9)
DAYS_OPEN = 10
WEEKS = 4
_TOKEN, _APP_TOKEN = "xoxb-local", "xapp-local"
_PACE = 5000.0
_SATURDAY = 5
_ANSWERED_ALREADY = 0.5


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    port: int
    people: int
    waves: int
    seed: int
    database: str | None
    truth: Path | None
    browser: bool
    headless: bool


async def play(options: Options, console: Console, words: Words) -> None:
    """Play the company's history; then hand over to whoever opens the page, or end when headless."""
    company = companies.build(options.people, options.seed)
    with tempfile.TemporaryDirectory(prefix="vorbild-demo-") as folder:
        async with _stage(options, company, Path(folder)) as stage:
            history = History(stage, company, Employees(company), options, console, words)
            await history.play()
            if options.headless:
                if options.database is not None:
                    _tell_how_to_audit(stage.services.database, options, console, words)
                return
            await history.open_present()
            stage.bot.work()
            _announce(stage.workspace, company, console, words)
            if options.browser:
                webbrowser.open(f"{stage.workspace.url}/?user={company.employee.id}")
            await asyncio.Event().wait()


async def serve_workspace(manifest: Path | None, port: int, tell: Callable[[str], None], words: Words) -> None:
    """Run the local workspace alone, until Ctrl-C."""

    def announce(workspace: Workspace) -> None:
        tell(words("The workspace is open: {url}", url=workspace.url))
        tell(f"SLACK_API_URL={workspace.api_url} SLACK_BOT_TOKEN={_TOKEN} SLACK_APP_TOKEN={_APP_TOKEN}")

    try:
        await serve_alone(manifest or manifest_path(), port, limits=Limits(), announce=announce)
    except PortTakenError as error:
        raise _port_taken(port) from error


@dataclass(frozen=True)
class Stage:
    """Everything that runs: the workspace, the bot with its services, and the clock both follow."""

    workspace: Workspace
    bot: Bot
    services: Services
    clock: SetClock

    def set_time(self, now: datetime | None) -> None:
        """Put both clocks to an instant; None lets them run."""
        self.clock.at = now
        self.workspace.context.state.clock.set(None if now is None else now.timestamp())


@asynccontextmanager
async def _stage(options: Options, company: Company, folder: Path) -> AsyncIterator[Stage]:
    """Build the stage, and take it down whatever happens."""
    state = State()
    seed(state, company.workspace_seed())
    port = 0 if options.headless else options.port
    workspace = Workspace(Manifest.load(manifest_path()), port=port, state=state, limits=Limits.off())
    clock = SetClock()
    services = _services(options, company, folder, clock)
    try:
        await workspace.start()
    except PortTakenError as error:
        services.close()
        raise _port_taken(options.port) from error
    bot = Bot(services, web_client(_TOKEN, workspace.api_url), _APP_TOKEN, _PACE)
    await bot.connect()
    try:
        yield Stage(workspace, bot, services, clock)
    finally:
        await bot.stop()
        await workspace.stop()


def _services(options: Options, company: Company, folder: Path, clock: SetClock) -> Services:
    database = Database(options.database or f"sqlite:///{folder / 'vorbild.db'}")
    migrate.upgrade(database)
    with database.reading() as session:
        if survey.all_of(session):
            raise VorbildError(say("The database holds surveys already. Give the demo a new one with --database."))
    keys = KeyStore(keys_url(database), secrets.token_hex(32))
    return open_services(database, keys, admins=frozenset({company.admin.id}), time_zone=TIME_ZONE, clock=clock)


def keys_url(database: Database) -> str:
    """Say where a demo's keys are: beside a SQLite file (`x.db`, `x-keys.db`), else in the current folder."""
    name = str(database.engine.url.database)
    path = Path(name) if database.sqlite else Path(f"{name}.db")
    return f"sqlite:///{path.with_name(path.stem + '-keys.db')}"


def _port_taken(port: int) -> VorbildError:
    return VorbildError(say("Port {port} is in use. Choose another with --port.", port=str(port)))


@dataclass(frozen=True)
class History:
    """Eight waves, or as many as asked for, four weeks apart, played as they would have been."""

    stage: Stage
    company: Company
    employees: Employees
    options: Options
    console: Console
    words: Words

    async def play(self) -> None:
        """Set up, then play wave by wave, with a progress bar."""
        await self._set_up()
        async with aiohttp.ClientSession() as session:
            crowd = Crowd(self.stage.workspace, session)
            with _progress(self.console) as progress:
                task = progress.add_task(self.words("Playing the company's history"), total=self.options.waves)
                for number in range(1, self.options.waves + 1):
                    await self._play_wave(number, crowd)
                    progress.advance(task)

    async def open_present(self) -> None:
        """Open the wave that runs today, with some answers in; whoever looks at the page can give theirs."""
        number = self.options.waves + 1
        await self._open(number)
        keys = await self._question_keys()
        spared = {self.company.employee.id, self.company.german_employee.id, self.company.division_lead.id}
        submissions = [s for s in self.employees.submissions(number, keys) if s.person_id not in spared]
        async with aiohttp.ClientSession() as session:
            crowd = Crowd(self.stage.workspace, session)
            await crowd.answer(submissions[: int(len(submissions) * _ANSWERED_ALREADY)])
        self.stage.set_time(None)

    async def _set_up(self) -> None:
        self.stage.set_time(self._opening(1) - timedelta(days=3))
        services = self.stage.services
        directory = await read_directory(self.stage.bot.client)
        new, _ = await services.run(roster_cases.preview, self.company.roster_csv(), directory)
        await services.run(roster_cases.apply, new, self.company.admin.id)
        root = self.company.roster.roots()[0].id
        draft = Draft(
            SURVEY,
            EveryWeeks(WEEKS, self._opening(1).date()),
            OPENS,
            DAYS_OPEN,
            self.company.channels[root],
            (Locale.DE, Locale.EN),
            unit_channels=self.company.channels,
        )
        await services.run(drafting.create, self.company.admin.id, draft)
        await services.run(practice.write_down, self.company)

    async def _play_wave(self, number: int, crowd: Crowd) -> None:
        await self._open(number)
        submissions = self.employees.submissions(number, await self._question_keys())
        await crowd.answer(submissions)
        await self.stage.services.run(practice.relay, self.company, number)
        if self.options.truth is not None:
            with self.options.truth.open("w" if number == 1 else "a", encoding="utf-8") as file:
                truth.write(file, self.company, submissions)
        wave = await self.stage.services.run(_open_wave)
        self.stage.set_time(wave.closes_at)
        await self._tick()
        await self.stage.services.run(promises.make, self.company, number)
        if self.options.headless:
            await self._print_posts(wave.id)

    async def _open(self, number: int) -> None:
        """Go to the wave's opening: an hour after the last time zone has reached it."""
        opening = self._opening(number)
        self.stage.set_time(opening - timedelta(days=5))
        await self.stage.services.run(promises.keep, self.company)
        await self.stage.services.run(practice.look_after, self.company)
        self.stage.set_time(opening + timedelta(hours=3))
        await self._tick()

    async def _tick(self) -> None:
        await self.stage.bot.scheduler.tick()
        await self.stage.bot.delivery.drain()
        await self.stage.workspace.settle()

    async def _question_keys(self) -> tuple[str, ...]:
        return (await self.stage.services.run(_open_wave)).question_keys

    async def _print_posts(self, wave_id: int) -> None:
        for unit_id, channel_id in self.company.channels.items():
            briefing = await self.stage.services.run(reporting.brief, wave_id, unit_id)
            words = Words(briefing.locale, TIME_ZONE)
            channel = self.stage.workspace.context.state.channels[channel_id]
            self.console.print(f"\n#{channel.name}\n{report_as_text(briefing.report, briefing.comments, words)}")

    def _opening(self, number: int) -> datetime:
        """Give the opening of a wave; the one after the history opened on the last working day before today."""
        present = datetime.now(UTC).date() - timedelta(days=1)
        while present.weekday() >= _SATURDAY:
            present -= timedelta(days=1)
        return instant(present - timedelta(weeks=WEEKS * (self.options.waves + 1 - number)), OPENS, TIME_ZONE)


def _open_wave(services: Services) -> Wave:
    with services.database.reading() as session:
        return waves.in_state(session, WaveState.OPEN)[0]


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )


def _tell_how_to_audit(database: Database, options: Options, console: Console, words: Words) -> None:
    """Give the command that attacks what was just played."""
    truth = "" if options.truth is None else f" --truth {options.truth}"
    console.print(words("\nAttack it yourself:"))
    console.print(
        f"VORBILD_DATABASE_URL='{options.database}' VORBILD_KEYS_URL='{keys_url(database)}' vorbild privacy-audit{truth}"
    )


def _announce(workspace: Workspace, company: Company, console: Console, words: Words) -> None:
    """Say where the page is, and whom to be."""
    url = workspace.url
    console.print(words("\nThe workspace is open: {url}   (Ctrl-C ends it)\n", url=url))
    lines = [
        (words("An employee with an open pulse: answer it"), company.employee.id, company.employee.name, ""),
        (words("Their manager: type /pulse commit"), company.manager.id, company.manager.name, ""),
        (
            words("A division's leader: read the leadership channel"),
            company.division_lead.id,
            company.division_lead.name,
            f"&channel={company.channels[company.story.improving]}",
        ),
        (words("The same as an employee, in German"), company.german_employee.id, company.german_employee.name, ""),
        (words("And their manager: type /pulse zusagen"), company.german_manager.id, company.german_manager.name, ""),
        (
            words("And their division's leader"),
            company.german_division_lead.id,
            company.german_division_lead.name,
            f"&channel={company.channels[company.story.slipping]}",
        ),
        (words("An admin: type /pulse survey new"), company.admin.id, company.admin.name, ""),
    ]
    for what, person_id, name, more in lines:
        console.print(f"  {what}\n    {name}: {url}/?user={person_id}{more}")
