"""What closed waves leave: nothing; and whatever somebody leaves on purpose is found."""

import sqlite3
from contextlib import closing as closed_at_end

import pytest
from sqlalchemy import text

from bot.use_cases import closing, postponing
from storage import append_only, remnants
from storage.outbox import UNTIL_CLOSE
from storage.remnants import RemnantKind
from surveys.postponing import Choice
from tests.builders import cast, members_of, open_wave, survey_of

SIX = members_of("alpha", 6)


@pytest.fixture
def wave(services_anywhere):
    stored = open_wave(services_anywhere)
    for person in SIX:
        cast(services_anywhere, person, 4, "a comment", stored)
    return stored


def left(services, *wave_ids):
    return {each.kind for each in remnants.remnants(services.database, services.keys.database, wave_ids)}


def test_an_open_wave_has_ballots_and_a_key_and_a_closed_one_nothing(services_anywhere, wave):
    assert {RemnantKind.BALLOT, RemnantKind.KEY} <= left(services_anywhere, wave.id)
    closing.close(services_anywhere, wave)
    assert left(services_anywhere, wave.id) == set()


def test_notes_of_who_is_reminded_or_asked_later_are_found_and_a_close_leaves_none(services_anywhere):
    services = services_anywhere
    stored = open_wave(services, each=survey_of(reminder=True))
    postponing.postpone(services, stored.id, SIX[0], Choice.TOMORROW)
    with services.database.reading() as session:
        assert set(UNTIL_CLOSE) < set(session.scalars(text("SELECT kind FROM outbox")))
    assert RemnantKind.MESSAGE in left(services, stored.id)
    closing.close(services, stored)
    assert left(services, stored.id) == set()


def test_the_bytes_of_ballots_are_found_in_the_file_and_in_the_log(services):
    stored = open_wave(services)
    cast(services, SIX[0], 4)
    assert RemnantKind.BYTES in left(services, stored.id)
    services.database.empty_wal()
    assert RemnantKind.BYTES in left(services, stored.id)


def test_ballots_deleted_without_wiping_are_found(services, tmp_path, monkeypatch):
    stored = open_wave(services)
    for person in SIX:
        cast(services, person, 4)
    services.database.empty_wal()
    with closed_at_end(sqlite3.connect(tmp_path / "vorbild.db")) as careless, careless:
        careless.execute("PRAGMA secure_delete = OFF")
        careless.execute("DELETE FROM urn")
    assert left(services, stored.id) >= {RemnantKind.BYTES}
    assert RemnantKind.BALLOT not in left(services, stored.id)
    services.database.forget_remnants()
    assert RemnantKind.BYTES not in left(services, stored.id)


def test_a_key_that_was_deleted_without_wiping_is_found(services, tmp_path):
    stored = open_wave(services)
    services.keys.database.empty_wal()
    with closed_at_end(sqlite3.connect(tmp_path / "keys.db")) as careless, careless:
        careless.execute("PRAGMA secure_delete = OFF")
        careless.execute("DELETE FROM wave_key WHERE name LIKE 'wave/%'")
    assert left(services, stored.id) == {RemnantKind.KEY}


def test_the_key_of_another_open_wave_is_no_remnant(services):
    stored = open_wave(services)
    services.keys.create(stored.id * 10 + 1)
    services.keys.destroy(stored.id)
    assert RemnantKind.KEY not in left(services, stored.id)


def test_a_large_file_is_left_to_the_command(services):
    stored = open_wave(services)
    cast(services, SIX[0], 4)
    services.database.empty_wal()
    found = remnants.remnants(services.database, services.keys.database, [stored.id], most_bytes=1000)
    assert RemnantKind.BYTES not in {each.kind for each in found}


def test_every_column_beside_people_is_reviewed(services_anywhere, wave):
    closing.close(services_anywhere, wave)
    assert remnants.beside_people(services_anywhere.database) == []


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("ALTER TABLE invitation ADD COLUMN answered_at text", "invitation.answered_at"),
        ("CREATE TABLE register AS SELECT person_id FROM invitation", "register.person_id"),
    ],
)
def test_a_column_that_somebody_adds_beside_people_is_found(services_anywhere, wave, statement, place):
    with services_anywhere.database.transaction() as session:
        session.execute(text(statement))
    assert [each.place for each in remnants.beside_people(services_anywhere.database)] == [place]


def test_triggers_are_ours_and_all_there(services_anywhere):
    assert remnants.changed_schema(services_anywhere.database) == []


def test_a_trigger_that_would_note_who_answers_is_found(services):
    with services.database.transaction() as session:
        session.execute(text("CREATE TRIGGER spy AFTER INSERT ON urn BEGIN SELECT 1; END"))
        session.execute(text("DROP TRIGGER ledger_no_delete"))
    assert [each.place for each in remnants.changed_schema(services.database)] == ["ledger_no_delete", "spy"]


def test_a_ledger_that_postgresql_would_let_be_changed_is_found(postgresql_url, services_on):
    services = services_on(postgresql_url)
    with services.database.transaction() as session:
        session.execute(text("ALTER TABLE ledger DISABLE TRIGGER ledger_append_only"))
    assert [each.place for each in remnants.changed_schema(services.database)] == ["ledger_append_only"]


def test_a_trigger_of_our_name_that_refuses_nothing_is_found(services):
    with services.database.transaction() as session:
        session.execute(text("DROP TRIGGER ledger_no_update"))
        session.execute(text("CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT 1; END"))
    assert [each.place for each in remnants.changed_schema(services.database)] == ["ledger_no_update"]


def test_a_function_of_postgresql_that_refuses_nothing_any_more_is_found(postgresql_url, services_on):
    services = services_on(postgresql_url)
    with services.database.transaction() as session:
        nothing = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"
        session.execute(text(f"CREATE OR REPLACE FUNCTION refuse_early_deletion() {nothing}"))
    found = {each.place for each in remnants.changed_schema(services.database)}
    assert found == {f"{table}_no_delete" for table in append_only.OF_WAVES}


def test_settings_that_let_postgresql_keep_who_did_what_are_warned_of(postgresql_url, services_on):
    services = services_on(postgresql_url)
    assert remnants.settings(services.database) == []
    with services.database.transaction() as session:
        session.execute(text("CREATE PUBLICATION copy FOR TABLE urn"))
        name = session.scalar(text("SELECT current_database()"))
        session.execute(text(f"ALTER DATABASE {name} SET log_statement = 'all'"))
    services.database.dispose()
    assert [each.place for each in remnants.settings(services.database)] == ["log_statement = all", "publication copy"]


def test_logs_that_name_people_or_their_words_are_found(tmp_path):
    quiet, talking, telling = (tmp_path / name for name in ("quiet.log", "talking.log", "telling.log"))
    quiet.write_text('{"event": "wave_opened", "wave": 1}\n')
    talking.write_text('{"event": "ballot_cast", "person": "alpha-1"}\n')
    telling.write_text("a comment that somebody wrote\n")
    found = remnants.people_in([quiet, talking, telling], SIX, [b"somebody wrote"])
    assert [each.place for each in found] == ["talking.log", "telling.log"]
