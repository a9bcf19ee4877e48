"""`vorbild erase` as an operator types it: listed first, done with --yes, and every mistake a sentence."""

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.builders import SECRET, cast, leader_of, open_wave


@pytest.fixture
def erase(services, tmp_path, monkeypatch):
    """Call the command on the database of a bot with an open wave that six people were asked in."""
    monkeypatch.chdir(tmp_path)
    cast(services, "alpha-1", 4, wave=open_wave(services))
    where = {"VORBILD_DATABASE_URL": services.database.url, "VORBILD_KEYS_URL": services.keys.database.url}
    environment = {"VORBILD_SECRET": SECRET, "LC_ALL": "C", **where}

    def call(*arguments, **more):
        return CliRunner().invoke(app, ["erase", *arguments], env={**environment, **more})

    return call


def test_it_is_listed_then_done_and_then_nothing_is_left_to_do(erase):
    listed = erase("alpha-1")
    assert listed.exit_code == 0
    assert "• taken out of the urn, if it is there: their sealed ballot in Pulse" in listed.output
    assert "• removed: invitations (1)" in listed.output
    assert "Nothing is erased yet. Add --yes to erase." in listed.output
    done = erase("alpha-1", "--yes")
    assert done.exit_code == 0
    assert "alpha-1 is erased here. Not here: backups" in done.output
    again = erase("alpha-1", "--yes")
    assert (again.exit_code, again.output) == (0, "alpha-1 was erased before. Nothing names them any more.\n")


def test_an_operator_reads_it_in_german(erase):
    assert "• wird gelöscht: Einladungen (1)" in erase("alpha-1", LC_ALL="de_DE.UTF-8").output


@pytest.mark.parametrize(
    ("person", "environment", "reason"),
    [
        (leader_of("alpha"), {}, "leads Alpha today"),
        ("alpha-2", {"VORBILD_ADMINS": "alpha-2"}, "VORBILD_ADMINS names alpha-2"),
        ("nobody@example.com", {}, "Nothing is stored about “nobody@example.com”"),
    ],
)
def test_what_keeps_somebody_is_said_with_the_list_and_nothing_is_changed(erase, person, environment, reason):
    refused = erase(person, "--yes", **environment)
    assert refused.exit_code == 1
    assert reason in refused.output
    assert "Traceback" not in refused.output
    assert "is erased here" not in refused.output


def test_the_help_shows_how(erase):
    told = erase("--help")
    assert "vorbild erase U0123ABCD --yes" in " ".join(told.output.split())
