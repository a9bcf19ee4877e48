"""Backup and restore: what comes back, what never does, and that nothing is sent or counted a second time."""

import gzip
import json
import stat
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.backup_cli import back_up, restore, resume_delivery, show_delivery, stop_delivery
from bot.clock import real_clock
from bot.i18n import Words
from bot.settings import Settings
from bot.use_cases import answering, closing, waves
from bot.use_cases import outbox as outbox_cases
from storage import backup, migrate, pace, survey
from storage.database import Database
from storage.tables import LedgerRow, OutboxRow
from surveys.errors import VorbildError
from surveys.texts import Locale
from surveys.waves import WaveState
from tests.builders import SECRET, again, cast, leader_of, open_wave, roster_of, run_now, survey_of

WORDS = Words(Locale.EN)


@pytest.fixture
def settings(tmp_path):
    def pointing(url):
        return Settings(
            database_url=url, keys_url=f"sqlite:///{tmp_path}/keys.db", secret=SECRET, time_zone="Europe/Berlin"
        )

    return pointing


@pytest.fixture
def told():
    return []


@pytest.fixture
def back(services_anywhere, settings, tmp_path, told):
    """Write a backup of the services' database."""
    path = tmp_path / "monday.backup"

    def write():
        back_up(settings(services_anywhere.database.url), path, told.append, WORDS)
        return path

    return write


@pytest.fixture
def restored(services_anywhere, services_on, settings, tmp_path, told):
    """Restore into a new database of either kind, and open it."""

    def put(path, url=f"sqlite:///{tmp_path}/new.db"):
        restore(settings(url), path, told.append, WORDS)
        return services_on(url)

    return put


def content(database):
    with database.reading() as session:
        return {
            table.name: sorted(str(row) for row in session.execute(select(table)))
            for table in SQLModel.metadata.sorted_tables
            if table.name not in {"urn", "alembic_version", "journal", "deployment", "pace", "outbox"}
        }


def closed_wave(services, clock):
    wave = open_wave(services, roster_of({"alpha": 8}))
    for number in range(1, 9):
        cast(services, f"alpha-{number}", number % 5 + 1, "Please answer sooner, ä„“")
    clock.at = wave.closes_at
    closing.close_due(services)
    return wave


def count_published(services, wave):
    with services.database.reading() as session:
        return len(session.scalars(select(LedgerRow.id).where(LedgerRow.wave_id == wave.id)).all())


def test_everything_comes_back_in_sqlite(services_anywhere, clock, back, restored):
    closed_wave(services_anywhere, clock)
    before = content(services_anywhere.database)
    assert before["ledger"]
    assert content(restored(back()).database) == before


def test_everything_comes_back_in_postgresql_and_new_rows_get_numbers_of_their_own(
    services, services_on, settings, clock, tmp_path, postgresql_url
):
    closed_wave(services, clock)
    back_up(settings(services.database.url), tmp_path / "b", print, WORDS)
    restore(settings(postgresql_url), tmp_path / "b", print, WORDS)
    moved = services_on(postgresql_url)
    assert content(moved.database) == content(services.database)
    with moved.database.transaction() as session:
        assert survey.add(session, survey_of(name="Another")).id == 2


def test_a_backup_holds_neither_ballots_nor_keys_and_only_its_owner_reads_it(services_anywhere, back):
    open_wave(services_anywhere)
    cast(services_anywhere, "alpha-1", 4)
    path = back()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = gzip.decompress(path.read_bytes()).splitlines()
    tables = {json.loads(line)["table"] for line in lines if line.startswith(b'{"table"')}
    assert "person" in tables
    assert tables.isdisjoint({"urn", "wave_key"})


def test_delivery_is_stopped_after_a_restore_and_what_waits_is_looked_for_before_it_is_sent(
    services_anywhere, clock, back, restored
):
    closed_wave(services_anywhere, clock)
    services = restored(back())
    with services.database.reading() as session:
        assert pace.stopped(session)
        assert set(session.scalars(select(OutboxRow.state))) <= {"unsure", "sent", "expired", "dead"}
    assert outbox_cases.claim(services, 20, timedelta(seconds=1), real_clock()).messages == []


def test_a_wave_that_closed_after_the_backup_is_never_published_a_second_time(services_anywhere, clock, back, restored):
    wave = open_wave(services_anywhere, roster_of({"alpha": 8}))
    path = back()
    for number in range(1, 9):
        cast(services_anywhere, f"alpha-{number}", 4)
    clock.at = wave.closes_at
    closing.close_due(services_anywhere)
    assert count_published(services_anywhere, wave)
    services = restored(path)
    assert again(services, wave).state is WaveState.VOID
    clock.at = wave.opens_at
    assert answering.open_pulses(services, "alpha-1") == []
    with pytest.raises(VorbildError):
        run_now(services, survey_named(services, "Pulse"))
    clock.at = wave.closes_at
    waves.tick(services)
    assert count_published(services, wave) == 0


def test_a_wave_that_was_open_at_the_restore_is_void_and_its_key_destroyed(services_anywhere, back, restored, told):
    wave = open_wave(services_anywhere)
    services = restored(back())
    assert again(services, wave).state is WaveState.VOID
    assert services.keys.find(wave.id) is None
    assert "1 wave was open then. Its ballots are in no backup, so it is void." in told


def test_a_leader_of_the_backup_who_was_erased_since_is_named_to_the_operator(services_anywhere, back, restored, told):
    open_wave(services_anywhere)
    path = back()
    services_anywhere.keys.note_erased(leader_of("alpha"))
    restored(path)
    assert any("vorbild erase lead-alpha --yes" in line for line in told)


def survey_named(services, name):
    with services.database.reading() as session:
        return survey.find_by_name(session, name)


def test_a_damaged_backup_is_refused_before_anything_is_changed(services_anywhere, back, restored, tmp_path):
    open_wave(services_anywhere)
    whole = gzip.decompress(back().read_bytes())
    cut = whole[: whole.rindex(b"\n", 0, -1) + 1]
    for name, damaged in (("other", whole.replace(b"Alpha-1", b"Alpha-9")), ("cut", cut), ("none", b"hello\n")):
        path = tmp_path / name
        path.write_bytes(gzip.compress(damaged))
        with pytest.raises(VorbildError, match="damaged"):
            restored(path)
    (tmp_path / "text").write_text("no gzip")
    with pytest.raises(VorbildError, match="damaged"):
        restored(tmp_path / "text")
    assert backup.is_empty(Database(f"sqlite:///{tmp_path}/new.db"))


def test_a_database_that_is_not_empty_is_left_alone(services_anywhere, back, settings):
    open_wave(services_anywhere)
    path, before = back(), content(services_anywhere.database)
    with pytest.raises(VorbildError, match="not empty"):
        restore(settings(services_anywhere.database.url), path, print, WORDS)
    assert content(services_anywhere.database) == before


def test_a_backup_of_a_newer_version_is_refused(database, settings, tmp_path, restored):
    path = tmp_path / "newer.backup"
    backup.write(database, "9999", real_clock(), path)
    with pytest.raises(VorbildError, match="newer Vorbild"):
        restored(path)


def test_a_file_that_is_there_is_not_written_over(services, settings, tmp_path):
    (tmp_path / "there").write_text("mine")
    with pytest.raises(VorbildError, match="cannot be written"):
        back_up(settings(services.database.url), tmp_path / "there", print, WORDS)
    assert (tmp_path / "there").read_text() == "mine"


def test_delivery_is_stopped_and_let_go_on_from_the_command_line(services_anywhere, settings, told):
    there = settings(services_anywhere.database.url)
    stop_delivery(there, told.append, WORDS)
    show_delivery(there, told.append, WORDS)
    resume_delivery(there, told.append, WORDS)
    show_delivery(there, told.append, WORDS)
    assert [line for line in told if "Messages" not in line] == [
        "Delivery is stopped. What is owed stays owed.",
        "Delivery is stopped.",
        "Delivery is on.",
        "Delivery is on.",
    ]


def test_sqlite_is_copied_before_its_schema_changes(sqlite_url, tmp_path):
    database = Database(sqlite_url)
    migrate.build(database, "0014")
    migrate.upgrade(database)
    copy = tmp_path / ("vorbild.db" + migrate.BEFORE_MIGRATING)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert migrate.revision(Database(f"sqlite:///{copy}")) == "0014"
