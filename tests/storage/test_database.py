"""One transaction is one `with`; the file is private."""

import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import migrate
from storage.database import Database
from storage.tables import DeploymentRow
from surveys.errors import VorbildError


def names(session):
    return sorted(session.scalars(text("SELECT name FROM deployment")))


def test_a_transaction_keeps_everything_or_nothing(database):
    with database.transaction() as session:
        session.add(DeploymentRow(name="kept", value="1"))
    with pytest.raises(ZeroDivisionError), database.transaction() as session:  # noqa: PT012 (it fails in the middle)
        session.add(DeploymentRow(name="lost", value="1"))
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert names(session) == ["kept"]


def test_what_is_not_committed_is_not_seen(database):
    with database.transaction() as writer:
        writer.add(DeploymentRow(name="pending", value="1"))
        writer.flush()
        with database.reading() as reader:
            assert names(reader) == []


def test_a_reading_keeps_one_state_while_others_write(database):
    with database.reading() as reader:
        assert names(reader) == []
        with database.transaction() as writer:
            writer.add(DeploymentRow(name="later", value="1"))
        assert names(reader) == []


def test_readers_do_not_wait_for_a_writer(database):
    seen = []

    def read():
        with database.reading() as session:
            seen.append(names(session))

    with database.transaction() as session:
        session.add(DeploymentRow(name="pending", value="1"))
        session.flush()
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(timeout=5)
        assert seen == [[]]


def test_writers_queue_instead_of_failing(database):
    def write(number):
        with database.transaction() as session:
            session.add(DeploymentRow(name=f"writer {number}", value="1"))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.reading() as session:
        assert len(names(session)) == 8


@pytest.mark.parametrize("companion", ["", "-wal", "-shm"])
def test_only_its_owner_can_read_the_file_and_its_companions(sqlite_url, companion):
    database = Database(sqlite_url)
    migrate.upgrade(database)
    path = Path(database.engine.url.database + companion)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    database.dispose()


def test_a_file_that_cannot_be_written_is_explained_in_a_sentence():
    with pytest.raises(VorbildError, match=r"The database file /proc/nowhere/x.db cannot be written"):
        Database("sqlite:////proc/nowhere/x.db")


@pytest.mark.parametrize("setting", [("secure_delete", 1), ("synchronous", 2), ("foreign_keys", 1)])
def test_every_connection_is_careful(sqlite_url, setting):
    database = Database(sqlite_url)
    with database.reading() as session:
        assert session.scalar(text(f"PRAGMA {setting[0]}")) == setting[1]
    database.dispose()


def test_forgetting_leaves_nothing_of_deleted_rows_in_any_file(sqlite_url, tmp_path):
    database = Database(sqlite_url)
    migrate.upgrade(database)
    with database.transaction() as session:
        session.add_all([DeploymentRow(name=f"n{number}", value="needle" * 500) for number in range(50)])
    with database.transaction() as session:
        session.execute(text("DELETE FROM deployment"))
    database.forget_remnants()
    assert not [path.name for path in tmp_path.iterdir() if b"needle" in path.read_bytes()]
    database.dispose()


def test_plain_postgresql_urls_are_understood(postgresql_url):
    for prefix in ("postgresql://", "postgres://"):
        database = Database(prefix + postgresql_url.removeprefix("postgresql://"))
        with database.reading() as session:
            assert session.scalar(text("SELECT 1")) == 1
        database.dispose()
