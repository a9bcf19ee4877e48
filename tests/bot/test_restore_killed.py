"""`vorbild restore`, killed at every instant: it is never half there, and the same command finishes it."""

import signal
from itertools import count
from multiprocessing import get_context

import pytest

from bot.backup_cli import back_up, restore
from bot.i18n import Words
from bot.settings import Settings
from bot.use_cases import erasure
from storage import journal, pace, roster
from surveys.errors import VorbildError
from surveys.journal import Deed
from surveys.texts import Locale
from surveys.waves import WaveState
from tests.bot.victims import restore_until_killed
from tests.builders import SECRET, again, open_wave, roster_of

WORDS = Words(Locale.EN)
INSTANTS = (
    "storage.migrate.build",
    "storage.backup.load",
    "storage.migrate.upgrade",
    "bot.use_cases.closing.discard",
    "bot.use_cases.erasure.erase_again",
    "storage.deployment.end_restoring",
)
"""Where a restore is killed: before the rows are there, before the schema is current, and while it is settled."""


@pytest.fixture
def settings(tmp_path):
    def pointing(url):
        return Settings(database_url=url, keys_url=f"sqlite:///{tmp_path}/keys.db", secret=SECRET)

    return pointing


@pytest.fixture
def back_up_now(settings, tmp_path):
    numbers = count()

    def write(services):
        path = tmp_path / f"{next(numbers)}.backup"
        back_up(settings(services.database.url), path, print, WORDS)
        return path

    return write


@pytest.fixture
def restored(services_on, settings):
    """Restore, and open what there is then."""

    def put(path, url):
        restore(settings(url), path, print, WORDS)
        return services_on(url)

    return put


@pytest.fixture
def killed_at(settings, tmp_path):
    """Restore in a process of its own that kills itself, as `kill -9` does, when it comes to a function."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.bot.victims"])

    def restoring(path, instant):
        url = f"sqlite:///{tmp_path}/new.db"
        victim = context.Process(target=restore_until_killed, args=(settings(url), path, instant))
        victim.start()
        victim.join(60)
        assert victim.exitcode == -signal.SIGKILL
        return url

    return restoring


@pytest.mark.parametrize("instant", INSTANTS)
def test_a_restore_that_was_killed_refuses_to_start_and_is_finished_by_running_it_again(
    services, back_up_now, restored, killed_at, services_on, instant
):
    wave = open_wave(services, roster_of({"alpha": 8}))
    path = back_up_now(services)
    erasure.erase(services, "alpha-8", ())
    url = killed_at(path, instant)
    with pytest.raises(VorbildError, match=r"interrupted|belongs to another installation"):
        services_on(url)
    settled = restored(path, url)
    assert again(settled, wave).state is WaveState.VOID
    with settled.database.reading() as session:
        assert pace.stopped(session)
        assert [entry.deed for entry in journal.all_of(session)].count(Deed.BACKUP_RESTORED) == 1
        assert roster.find(session, "alpha-8") is None
    with pytest.raises(VorbildError, match="not empty"):
        restored(path, url)


def test_a_restore_that_was_killed_is_not_finished_with_another_file(services, back_up_now, restored, killed_at):
    open_wave(services)
    path, other = back_up_now(services), back_up_now(services)
    url = killed_at(path, INSTANTS[-1])
    with pytest.raises(VorbildError, match="another backup"):
        restored(other, url)
    restored(path, url)
