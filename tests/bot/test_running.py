"""`vorbild run` as a process of its own: it starts, refuses a second one on SQLite, and ends when told to."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.manifest import manifest_path
from bot.use_cases import kinds
from bot.workspace import Limits, Manifest, Workspace
from storage import migrate, outbox
from storage.database import Database
from storage.outbox import Owed
from storage.single import alone
from storage.tables import OutboxRow
from surveys.errors import VorbildError

PATIENCE = 30


def test_a_second_bot_on_the_same_sqlite_file_is_refused_in_a_sentence(sqlite_url):
    database = Database(sqlite_url)
    with alone(database), pytest.raises(VorbildError, match="Another Vorbild is running"), alone(database):
        pass
    with alone(database):
        pass


def test_several_bots_share_one_postgresql(postgresql_url):
    database = Database(postgresql_url)
    with alone(database), alone(database):
        pass


@pytest.fixture
async def workspace():
    local = Workspace(Manifest.load(manifest_path()), limits=Limits.off())
    await local.start()
    yield local
    await local.stop()


def start(workspace, tmp_path, *more, **changes):
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-local",
        "SLACK_APP_TOKEN": "xapp-local",
        "SLACK_API_URL": workspace.api_url,
        "VORBILD_SECRET": "s" * 40,
        "VORBILD_ADMINS": "U1",
        "VORBILD_DATABASE_URL": f"sqlite:///{tmp_path}/v.db",
        "VORBILD_KEYS_URL": f"sqlite:///{tmp_path}/k.db",
        **changes,
    }
    command = [sys.executable, "-m", "bot", "run", *more]
    return subprocess.Popen(
        command, env={**os.environ, **settings, "LC_ALL": "C"}, stderr=subprocess.PIPE, text=True, cwd="."
    )


def owe_a_message(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/v.db")
    migrate.upgrade(database)
    with database.transaction() as session:
        due = datetime(2026, 1, 1, tzinfo=UTC)
        outbox.enqueue(session, [Owed("journal file/1", kinds.JOURNAL_FILE, due, {"person_id": "U1"})])


def states(tmp_path):
    with Database(f"sqlite:///{tmp_path}/v.db").reading() as session:
        return set(session.scalars(select(OutboxRow.state)))


def wait_for(holds):
    deadline = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert holds()


async def line_of(process, word):
    """Read its log until a line tells of something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        line = await asyncio.to_thread(process.stderr.readline)
        if word in line or not line:
            return line
    raise AssertionError(word)


async def test_it_runs_until_it_is_told_to_end_and_then_ends_well(workspace, tmp_path):
    process = start(workspace, tmp_path)
    assert "running" in await line_of(process, "running")
    second = start(workspace, tmp_path)
    assert "Another Vorbild is running" in await line_of(second, "Another")
    assert second.wait(PATIENCE) == 1
    process.send_signal(signal.SIGTERM)
    assert "stopped" in await line_of(process, "stopped")
    assert process.wait(PATIENCE) == 0


async def test_it_ends_within_fifteen_seconds_though_slack_has_stalled(workspace, tmp_path):
    """A message is in hand and Slack does not answer; it is cut off after ten seconds, unsure, and looked for later."""
    owe_a_message(tmp_path)
    workspace.faults.stall("*", 60, times=1000)
    process = start(workspace, tmp_path, "--http", VORBILD_LISTEN="127.0.0.1:0", SLACK_SIGNING_SECRET="s" * 32)
    assert "running" in await line_of(process, "running")
    await asyncio.to_thread(wait_for, lambda: states(tmp_path) == {"sending"})
    process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(process.wait, 15) == 0
    assert states(tmp_path) == {"sending"}
