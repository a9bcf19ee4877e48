"""What every test may ask for: real databases (SQLite files and a real PostgreSQL), and a bot's services upon them."""

import shutil
import tempfile
from datetime import UTC, datetime

import pgserver
import psycopg
import pytest
from hypothesis import settings

from bot.clock import SetClock
from bot.services import open_services
from storage import migrate
from storage.database import Database
from storage.keys import KeyStore
from tests.builders import ADMIN, SECRET
from tests.leaks import leaked

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

TUESDAY = datetime(2026, 1, 6, 8, tzinfo=UTC)
"""When tests begin: 9 in the morning in Berlin."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Fail whatever test let a secret, a payload, an answer or a comment into what is printed or logged."""
    report = yield
    if report.when == "teardown" and report.passed:
        found = leaked("\n".join(text for _, text in report.sections))
        if found:
            report.outcome, report.longrepr = "failed", f"Printed or logged: {', '.join(found)}"
    return report


@pytest.fixture(scope="session")
def postgresql():
    """One PostgreSQL server for the whole session; it starts when the first test needs it."""
    home = tempfile.mkdtemp(prefix="vorbild-pg-")
    server = pgserver.get_server(home)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path}/vorbild.db"


@pytest.fixture
def postgresql_url(postgresql):
    """A database of its own on the session's server."""
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        (count,) = connection.execute("SELECT count(*) FROM pg_database").fetchone()
        name = f"vorbild_{count}"
        connection.execute(f"CREATE DATABASE {name} STRATEGY=FILE_COPY")
    return postgresql.get_uri(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    """An empty database, once on SQLite and once on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def database(database_url):
    """A database with our schema, on both."""
    database = Database(database_url)
    migrate.upgrade(database)
    yield database
    database.dispose()


@pytest.fixture
def keys(tmp_path):
    store = KeyStore(f"sqlite:///{tmp_path}/keys.db", SECRET)
    yield store
    store.dispose()


@pytest.fixture
def clock():
    return SetClock(TUESDAY)


@pytest.fixture
def services(sqlite_url, tmp_path, clock):
    """A bot without Slack: real SQLite files, and a clock that stands on `TUESDAY` until a test moves it."""
    yield from _services(sqlite_url, tmp_path, clock)


@pytest.fixture
def services_anywhere(database_url, tmp_path, clock):
    """`services`, once on SQLite and once on PostgreSQL."""
    yield from _services(database_url, tmp_path, clock)


def _services(url, tmp_path, clock):
    keys = KeyStore(f"sqlite:///{tmp_path}/keys.db", SECRET)
    opened = open_services(Database(url), keys, admins=frozenset({ADMIN}), time_zone="Europe/Berlin", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def services_on(tmp_path, clock):
    """Open services on any database; they close when the test ends."""
    running = []

    def opened(url):
        running.append(_services(url, tmp_path, clock))
        return next(running[-1])

    yield opened
    for each in running:
        next(each, None)
