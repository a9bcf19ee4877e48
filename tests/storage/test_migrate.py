"""Migrations build the schema that the code expects, once, and leave a newer one alone."""

import json

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 (fills the metadata)
from storage import migrate, survey, waves
from storage.database import Database
from storage.survey import policy_values
from surveys.disclosure import Policy
from surveys.errors import VorbildError
from surveys.texts import Locale
from surveys.waves import WaveState
from tests.builders import survey_of

_POLICY = json.dumps(policy_values(Policy()))
BEFORE_INSTALMENTS = f"""INSERT INTO survey
    (name, cadence, opens, days_open, starts_on, channels, languages, audience, policy, state, time_zone)
    VALUES ('Pulse', 'every 4 weeks from 2026-01-06', '09:00:00.000000', 7, '2026-01-06', '{{}}', '["en"]', '[]',
    '{_POLICY}', 'active', 'UTC')"""
AN_OPEN_WAVE = f"""INSERT INTO wave (survey_id, number, opens_on, opens_at, closes_at, question_keys, policy, state)
    VALUES (1, 1, '2026-01-06', '2026-01-06 08:00:00', '2026-01-13 17:00:00', '["q01.v1", "q23.v1"]', '{_POLICY}',
    'open')"""


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


def test_a_survey_of_the_first_schema_asks_as_before_after_all_migrations(empty):
    config = migrate._config(empty)
    command.upgrade(config, "0003")
    values = {
        "name": "'Old'",
        "cadence": "'every 4 weeks from 2026-01-06'",
        "opens": "'09:00:00.000000'",
        "days_open": "7",
        "starts_on": "'2026-01-06'",
        "channels": """'{"alpha": "C1"}'""",
        "languages": """'["de"]'""",
        "audience": "'[]'",
        "policy": f"'{json.dumps(policy_values(Policy()))}'",
        "state": "'active'",
        "time_zone": "'Europe/Berlin'",
    }
    with empty.transaction() as session:
        session.execute(
            text(f"INSERT INTO survey ({', '.join(values)}) VALUES ({', '.join(values.values())})".replace(":", r"\:"))
        )
    migrate.upgrade(empty)
    with empty.reading() as session:
        (old,) = survey.all_of(session)
    assert old == survey_of(
        id=old.id, name="Old", channels={"alpha": "C1"}, languages=(Locale.DE,), cadence=old.cadence
    )


def test_a_survey_and_its_open_wave_from_before_instalments_ask_everything_at_once(empty):
    command.upgrade(migrate._config(empty), "0003")
    with empty.transaction() as session:
        session.execute(text(BEFORE_INSTALMENTS))
        session.execute(text(AN_OPEN_WAVE))
    migrate.upgrade(empty)
    with empty.reading() as session:
        (wave,) = waves.in_state(session, WaveState.OPEN)
        assert not survey.find(session, wave.survey_id).weekly
    assert [each.question_keys for each in wave.instalments] == [("q01.v1", "q23.v1")]
