"""The command line: what an operator gets wrong is answered in one sentence, and no secret is ever shown."""

import socket
import stat

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from storage import journal
from storage.keys import KeyStore
from surveys.journal import OPERATOR, Deed
from tests import builders
from tests.builders import cast, open_wave

SECRET = "do-not-show-" + "x" * 40
ROSTER = (
    "slack_id;name;unit;manager;language;office\n"
    "U01;Ada Ä;Team;;de;Berlin\n"
    "U02;Ben;Team;U01;en;Berlin\n"
    "U03;Cem;Team;U01;de;Berlin\n"
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "VORBILD_SECRET", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments, **environment):
        return CliRunner().invoke(app, list(arguments), env=environment)

    return call


@pytest.mark.parametrize(
    ("environment", "variable"),
    [
        ({}, "VORBILD_SECRET"),
        ({"VORBILD_SECRET": "short"}, "VORBILD_SECRET"),
        ({"VORBILD_SECRET": SECRET}, "SLACK_BOT_TOKEN"),
        ({"VORBILD_SECRET": SECRET, "SLACK_BOT_TOKEN": SECRET}, "SLACK_BOT_TOKEN"),
        ({"VORBILD_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"VORBILD_SECRET": SECRET, "VORBILD_TIME_ZONE": "Mars/Base"}, "VORBILD_TIME_ZONE"),
        ({"VORBILD_SECRET": SECRET, "SLACK_API_URL": "http://elsewhere.example"}, "SLACK_API_URL"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(run, environment, variable):
    outcome = run("run", **environment)
    assert outcome.exit_code == 1
    assert variable in outcome.output
    assert SECRET not in outcome.output
    assert "Traceback" not in outcome.output


def test_a_roster_is_shown_before_it_counts(run, tmp_path):
    (tmp_path / "staff.csv").write_text(ROSTER, encoding="latin-1")
    preview = run("roster", "import", "staff.csv", VORBILD_SECRET=SECRET)
    assert preview.exit_code == 0
    assert "3 people join" in preview.output
    assert "empty" in run("roster", "show", VORBILD_SECRET=SECRET).output
    assert run("roster", "import", "staff.csv", "--yes", VORBILD_SECRET=SECRET).exit_code == 0
    assert "Ada Ä" in run("roster", "show", VORBILD_SECRET=SECRET).output


def test_every_problem_of_a_roster_is_located_and_nothing_is_imported(run, tmp_path):
    (tmp_path / "staff.csv").write_text(
        ROSTER + "U03;Cem;Team;U01;de;Berlin\nU04;Dora;Team;U99;xx;Berlin\n", encoding="utf-8-sig"
    )
    outcome = run("roster", "import", "staff.csv", "--yes", VORBILD_SECRET=SECRET)
    assert outcome.exit_code == 1
    assert "Line 5" in outcome.output
    assert "Line 6" in outcome.output
    assert "U99" in outcome.output
    assert "empty" in run("roster", "show", VORBILD_SECRET=SECRET).output


def test_a_missing_file_is_one_sentence(run):
    outcome = run("roster", "import", "nowhere.csv", VORBILD_SECRET=SECRET)
    assert outcome.exit_code == 1
    assert "nowhere.csv" in outcome.output


def test_a_database_that_cannot_be_written_is_one_sentence(run):
    outcome = run("migrate", VORBILD_DATABASE_URL="sqlite:////proc/nowhere/x.db")
    assert outcome.exit_code == 1
    assert "/proc/nowhere" in outcome.output


def test_database_and_key_store_are_readable_by_their_owner_only(run, tmp_path):
    run("roster", "show", VORBILD_SECRET=SECRET)
    for name in ("vorbild.db", "vorbild-keys.db"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_another_secret_is_refused(run):
    run("roster", "show", VORBILD_SECRET=SECRET)
    outcome = run("roster", "show", VORBILD_SECRET=SECRET + "y")
    assert outcome.exit_code == 1
    assert "VORBILD_SECRET" in outcome.output


def test_a_port_in_use_is_one_sentence(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in (["workspace", "--port", port], ["demo", "--port", port, "--no-browser", "--people", "60"]):
            outcome = run(*command)
            assert outcome.exit_code == 1
            assert port in outcome.output


@pytest.mark.parametrize(
    "command", [["run"], ["migrate"], ["roster", "import"], ["workspace"], ["demo"], ["privacy-audit"], ["void"]]
)
def test_help_gives_an_example(run, command):
    outcome = run(*command, "--help")
    assert outcome.exit_code == 0
    assert "Example" in outcome.output


def test_the_journal_is_written_to_a_new_file_only(run, tmp_path):
    out = tmp_path / "journal.csv"
    assert run("journal", "--out", str(out), VORBILD_SECRET=SECRET).exit_code == 0
    assert out.read_text().startswith("when,who,what,about,details")
    again = run("journal", "--out", str(out), VORBILD_SECRET=SECRET)
    assert again.exit_code == 1
    assert "cannot be written" in again.output


def test_a_lost_key_store_stops_the_bot_until_the_wave_is_given_up(run, services, tmp_path):
    open_wave(services)
    cast(services, "alpha-1", 4)
    services.keys.dispose()
    (tmp_path / "keys.db").rename(tmp_path / "lost.db")
    refused = run("roster", "show", **where(services))
    assert refused.exit_code == 1
    assert "vorbild void NAME" in refused.output
    assert boxes(services) == 2
    assert run("void", "Another", "--yes", **where(services)).exit_code == 1
    assert "Add --yes" in run("void", "Pulse", **where(services)).output
    assert boxes(services) == 2
    assert run("void", "Pulse", "--yes", **where(services)).exit_code == 0
    assert boxes(services) == 0
    with services.database.reading() as session:
        (newest,) = journal.newest(session, 1)
    assert (newest.actor_id, newest.deed) == (OPERATOR, Deed.WAVE_VOIDED)
    assert run("roster", "show", **where(services)).exit_code == 0


def test_a_wave_that_can_be_counted_is_not_given_up(run, services):
    open_wave(services)
    outcome = run("void", "Pulse", "--yes", **where(services))
    assert outcome.exit_code == 1
    assert "can be counted" in outcome.output


def test_the_key_store_of_another_installation_is_refused_and_the_ballots_stay(run, services, tmp_path):
    open_wave(services)
    cast(services, "alpha-1", 4)
    KeyStore(f"sqlite:///{tmp_path}/other.db", builders.SECRET).belong_to("another", fresh=True)
    places = where(services) | {"VORBILD_KEYS_URL": f"sqlite:///{tmp_path}/other.db"}
    refused = run("roster", "show", **places)
    assert refused.exit_code == 1
    assert "another installation" in refused.output
    assert boxes(services) == 2


def where(services):
    return {
        "VORBILD_DATABASE_URL": services.database.url,
        "VORBILD_KEYS_URL": services.keys.database.url,
        "VORBILD_SECRET": builders.SECRET,
    }


def boxes(services):
    with services.database.reading() as session:
        return session.scalar(text("SELECT count(*) FROM urn"))
