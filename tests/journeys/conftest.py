"""A small company in a real local workspace, with the bot connected over a real websocket."""

import csv
import io
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.app import Bot, web_client
from bot.clock import SetClock
from bot.directory import read_directory
from bot.manifest import manifest_path
from bot.services import Services, open_services
from bot.use_cases import roster as roster_cases
from bot.workspace import Limits, Manifest, Person, Workspace
from bot.workspace.seed import seed
from bot.workspace.state import State
from storage.database import Database
from storage.keys import KeyStore

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LEADER, ADMIN = "U0LEADER", "U0ADMIN"
STAFF = [f"U0STAFF{number}" for number in range(1, 9)]
SECRET = "s" * 40
LEADERSHIP, BOARD = "C0LEAD", "C0BOARD"


@dataclass
class Stage:
    """Everything a journey needs."""

    workspace: Workspace
    services: Services
    bot: Bot
    clock: SetClock
    session: aiohttp.ClientSession

    def person(self, person_id):
        return Person(self.workspace.url, person_id, self.session)

    async def ask(self, person_id, text):
        """Type a command and read the answer."""
        person = self.person(person_id)
        before = len(await person.messages(LEADERSHIP))
        await person.command("/pulse", text, LEADERSHIP)

        async def answered():
            messages = await person.messages(LEADERSHIP)
            return messages[-1]["text"] if len(messages) > before else None

        return await person.until(answered)

    async def ask_for_modal(self, person_id, text):
        person = self.person(person_id)
        await person.command("/pulse", text, LEADERSHIP)
        return await person.until(person.top_view)

    async def deliver(self):
        await self.bot.delivery.drain()

    async def open_ballot(self, person_id):
        person = self.person(person_id)
        await person.click((await person.dms())[-1], "answer_pulse")
        return person, await person.until(person.top_view)

    async def answer(self, person_id, point, comment=""):
        person, ballot = await self.open_ballot(person_id)
        outcome = await person.submit(ballot, {**choices(ballot, point), "comment": comment})
        assert outcome["response_action"] == "update"
        await person.close(ballot)

    async def create_survey(self, name="Puls", **choices):
        """Fill in the form, look at what will happen, and confirm."""
        modal = await self.ask_for_modal(ADMIN, "survey new")
        admin = self.person(ADMIN)
        await admin.submit(modal, {"name": name, "channel": LEADERSHIP, **choices})
        outcome = await admin.submit(await admin.top_view())
        told = await admin.top_view()
        await admin.close(told)
        return outcome, told

    async def messages_of_everybody(self):
        return {person: await self.person(person).dms() for person in [LEADER, ADMIN, *STAFF]}

    async def restart(self):
        """Stop the bot and start another on the same files."""
        await self.bot.stop()
        self.services = reopened(self)
        self.bot = Bot(self.services, web_client("xoxb-local", self.workspace.api_url), "xapp-local", 1000)
        await self.bot.connect()


def reopened(stage):
    """Open the same files again, as another process would."""
    return _services(stage.services.database.url, stage.services.keys.database.url, stage.clock)


def choices(ballot, point):
    inputs = [block["block_id"] for block in ballot["blocks"] if block["type"] == "input"]
    return {block_id: str(point) for block_id in inputs if block_id != "comment"}


def _services(database_url, keys_url, clock):
    return open_services(
        Database(database_url),
        KeyStore(keys_url, SECRET),
        admins=frozenset({ADMIN}),
        time_zone="Europe/Berlin",
        clock=clock,
    )


def company():
    german = {"locale": "de-DE", "tz": "Europe/Berlin"}
    english = {"locale": "en-GB", "tz": "Europe/London"}
    users = [{"id": LEADER, "name": "lena", "real_name": "Lena Licht", **german}]
    users.append({"id": ADMIN, "name": "adam", "real_name": "Adam Adler", **english})
    for number, person_id in enumerate(STAFF):
        language = german if number % 2 else english
        users.append({"id": person_id, "name": f"staff{number}", "real_name": f"Staff {number}", **language})
    everyone = [user["id"] for user in users]
    channel = {"id": LEADERSHIP, "name": "leadership", "members": everyone, "with_bot": True}
    board = {"id": BOARD, "name": "board", "members": [LEADER], "with_bot": True}
    return {"users": users, "channels": [channel, board]}


def roster_csv(staff=STAFF):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["slack_id", "name", "unit", "manager", "language", "office"])
    writer.writerow([LEADER, "Lena Licht", "Team", "", "de", "Berlin"])
    writer.writerow([ADMIN, "Adam Adler", "Team", LEADER, "en", "London"])
    for number, person_id in enumerate(staff):
        writer.writerow([person_id, f"Staff {number}", "Team", LEADER, "de" if number % 2 else "en", "Berlin"])
    return text.getvalue().encode()


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path) as running:
        yield running


@asynccontextmanager
async def staged(tmp_path):
    """Set the stage in a directory."""
    state = State()
    seed(state, company())
    workspace = Workspace(Manifest.load(manifest_path()), limits=Limits.off(), state=state)
    await workspace.start()
    clock = SetClock(NOW)
    services = _services(f"sqlite:///{tmp_path}/answers.db", f"sqlite:///{tmp_path}/keys.db", clock)
    bot = Bot(services, web_client("xoxb-local", workspace.api_url), "xapp-local", 1000)
    new, _ = roster_cases.preview(services, roster_csv(), await read_directory(bot.client))
    roster_cases.apply(services, new, "operator")
    await bot.connect()
    async with aiohttp.ClientSession() as session:
        running = Stage(workspace, services, bot, clock, session)
        yield running
        await running.bot.stop()
    await workspace.stop()
