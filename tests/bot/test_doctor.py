"""`vorbild doctor`: a healthy installation is told so, and every fault is named with its remedy, never with a secret."""

import asyncio
import shutil

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import real_clock
from bot.doctor import examine, exit_code
from bot.i18n import Words
from bot.manifest import manifest_path
from bot.settings import Settings
from bot.use_cases import outbox as outbox_cases
from bot.use_cases.checkup import State
from bot.workspace import Limits, Manifest, Workspace
from storage.keys import KeyStore
from surveys.texts import Locale
from tests.builders import ADMIN, SECRET, roster_of, stored

BOT_TOKEN, APP_TOKEN = "xoxb-local", "xapp-local"


@pytest.fixture
async def workspace():
    local = Workspace(Manifest.load(manifest_path()), limits=Limits.off())
    await local.start()
    yield local
    await local.stop()


@pytest.fixture
def healthy(services_anywhere, workspace, tmp_path, monkeypatch):
    """Settings of an installation in which all is well; changes are made upon them."""
    monkeypatch.chdir(tmp_path)

    def settings(**changes):
        usual = {
            "database_url": services_anywhere.database.url,
            "keys_url": f"sqlite:///{tmp_path}/keys.db",
            "secret": SECRET,
            "bot_token": BOT_TOKEN,
            "app_token": APP_TOKEN,
            "api_url": workspace.api_url,
            "admins": (ADMIN,),
        }
        return Settings(**(usual | changes))

    return settings


async def examined(settings, *, live=False):
    found = await asyncio.to_thread(examine, settings, real_clock(), live=live)
    words = Words(Locale.EN)
    return found, [words.message(line) for each in found for line in (each.found, each.remedy) if line is not None]


async def test_a_healthy_installation_is_told_so(healthy):
    found, lines = await examined(healthy(), live=True)
    assert {each.state for each in found} == {State.OK}, lines
    assert exit_code(found) == 0
    assert "Slack gives an address for the websocket." in lines


async def test_no_line_shows_a_secret(healthy, workspace):
    workspace.faults.fail("auth.test", "invalid_auth")
    for url in ("postgresql://me:pass-word@127.0.0.1:1/x", "sqlite:////proc/none/x.db"):
        found, lines = await examined(healthy(database_url=url))
        assert exit_code(found) > 0
        assert not any(secret in line for line in lines for secret in (SECRET, BOT_TOKEN, APP_TOKEN, "pass-word"))


async def test_a_revoked_token_is_told_with_its_remedy(healthy, workspace):
    workspace.faults.fail("auth.test", "token_revoked")
    found, lines = await examined(healthy())
    assert exit_code(found) == 2
    assert "Slack refuses the token: token_revoked." in lines


async def test_a_slack_that_does_not_answer_is_not_waited_for(healthy, workspace, monkeypatch):
    monkeypatch.setattr("bot.doctor_slack.PATIENCE_SECONDS", 0.2)
    workspace.faults.stall("auth.test", 1)
    found, lines = await examined(healthy())
    assert exit_code(found) == 2
    assert any("did not answer in time" in line for line in lines)


async def test_a_clock_that_is_wrong_is_a_failure(healthy, monkeypatch):
    monkeypatch.setattr("bot.doctor_slack.CLOCK_APART", -1)
    _, lines = await examined(healthy())
    assert any("seconds off Slack's" in line for line in lines)


async def test_each_fault_is_named(healthy, services_anywhere, tmp_path):
    stored(services_anywhere, roster_of({"alpha": 2}))
    outbox_cases.stop_delivery(services_anywhere)
    shutil.copy(tmp_path / "keys.db", tmp_path / "keys.db.saved")
    (tmp_path / ".env").write_text("")
    (tmp_path / ".env").chmod(0o644)
    found, lines = await examined(healthy(app_token=""))
    told = " ".join(lines)
    assert exit_code(found) == 2
    for expected in (
        "Delivery is stopped",
        "keys.db.saved looks like a copy of the key store",
        "Others on this machine can read .env",
        "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET",
        "People without a time zone: 3",
        "The bot is not in the leadership channel CLEAD",
    ):
        assert expected in told


async def test_a_wrong_secret_and_a_foreign_key_store_are_told_apart(healthy, tmp_path):
    _, lines = await examined(healthy(secret="another secret, of 32 characters and more"))
    assert any("VORBILD_SECRET is not the one" in line for line in lines)
    KeyStore(f"sqlite:///{tmp_path}/other.db", SECRET).belong_to("another", fresh=True)
    _, lines = await examined(healthy(keys_url=f"sqlite:///{tmp_path}/other.db"))
    assert "The key store belongs to another installation." in lines


async def test_an_unreachable_slack_is_a_finding(healthy):
    found, lines = await examined(healthy(api_url="http://127.0.0.1:1/api/"))
    assert exit_code(found) == 2
    assert any(line.startswith("Slack cannot be reached") for line in lines)


async def test_nothing_is_made_where_nothing_is(healthy, tmp_path):
    before = sorted(tmp_path.iterdir())
    found, _ = await examined(healthy(database_url=f"sqlite:///{tmp_path}/none.db"))
    assert exit_code(found) == 1
    assert sorted(tmp_path.iterdir()) == before


async def test_a_token_with_too_few_scopes_is_a_failure(healthy, monkeypatch):
    monkeypatch.setattr("bot.doctor_slack.needed_scopes", lambda: {"chat:write", "pins:write"})
    _, lines = await examined(healthy())
    assert "The token lacks scopes: pins:write." in lines


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_postgresql_that_keeps_times_is_a_warning(services_anywhere, healthy):
    with services_anywhere.database.transaction() as session:
        session.execute(text("CREATE PUBLICATION everything FOR ALL TABLES"))
    found, lines = await examined(healthy())
    assert exit_code(found) == 1
    assert any("publication everything" in line for line in lines)


def test_the_command_ends_with_the_worst_finding_and_speaks_the_terminals_language(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "VORBILD_SECRET", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    outcome = CliRunner().invoke(app, ["doctor"], env={"LC_ALL": "de_DE.UTF-8"})
    assert outcome.exit_code == 2
    assert "FEHLER    SLACK_BOT_TOKEN ist nicht gesetzt oder zu kurz." in outcome.output
    outcome = CliRunner().invoke(app, ["doctor"], env={"VORBILD_TIME_ZONE": "Mars/Base", "LC_ALL": "C"})
    assert outcome.exit_code == 2
    assert "VORBILD_TIME_ZONE" in outcome.output
