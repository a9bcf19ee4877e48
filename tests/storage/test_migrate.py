"""Migrations build the schema that the code expects, once, and leave a newer one alone."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 (fills the metadata)
from storage import migrate
from storage.database import Database
from surveys.errors import VorbildError


@pytest.fixture
def empty(database_url):
    database = Database(database_url)
    yield database
    database.dispose()


def test_the_migrated_schema_is_the_one_of_the_models(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_table_of_the_models_is_there(database):
    there = set(inspect(database.engine).get_table_names())
    assert there == set(SQLModel.metadata.tables) | {"alembic_version"}


def test_an_empty_database_has_no_revision(empty):
    assert migrate.revision(empty) is None


def test_a_second_upgrade_does_nothing(empty):
    assert migrate.upgrade(empty) is True
    assert migrate.upgrade(empty) is False
    assert migrate.revision(empty) == migrate.newest_revision()


def test_a_schema_of_a_newer_version_is_refused_and_left_alone(database):
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(VorbildError, match=r"newer Vorbild \(schema 9999\)"):
        migrate.upgrade(database)
    assert migrate.revision(database) == "9999"


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty, monkeypatch):
    monkeypatch.setattr("storage.append_only.statements", lambda _dialect: ["not sql at all"])
    with pytest.raises(Exception, match="syntax"):
        migrate.upgrade(empty)
    assert inspect(empty.engine).get_table_names() in ([], ["alembic_version"])
    monkeypatch.undo()
    assert migrate.upgrade(empty)
