"""No command, early close, second survey or restored backup publishes figures of the same people more often than agreed."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from bot.use_cases import authoring, closing, waves
from storage import roster, survey
from storage import waves as stored_waves
from storage.database import Database
from surveys.errors import VorbildError
from surveys.survey import SurveyState
from surveys.waves import WaveState
from tests.builders import ADMIN, again, cast, members_of, open_wave, roster_of, run_now, stored, survey_of

SIX = members_of("alpha", 6)
DAY = timedelta(days=1)


def another(services, **changes):
    with services.database.transaction() as session:
        return survey.add(session, survey_of(**{"name": "Other", **changes}))


def published(services, survey_id, clock):
    """Run a survey's wave, answer it and close it."""
    with services.database.reading() as session:
        each = survey.find(session, survey_id)
    wave = run_now(services, each)
    for person in SIX:
        cast(services, person, 4, wave=wave)
    closing.close(services, again(services, wave))
    clock.at += DAY
    return wave


def figures(services):
    with services.database.reading() as session:
        return session.scalar(text("SELECT count(*) FROM ledger WHERE question_key = 'q23.v1'"))


@pytest.fixture
def backup(tmp_path):
    """Copies a database as a backup would; gives services upon the copy, with the key store of today."""
    opened = []

    def copy(services):
        services.database.dispose()
        if services.database.sqlite:
            source = Path(services.database.engine.url.database)
            shutil.copy(source, tmp_path / "backup.db")
            url = f"sqlite:///{tmp_path}/backup.db"
        else:
            name = services.database.engine.url.database
            server = services.database.engine.url.set(drivername="postgresql", database="postgres")
            with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}_backup TEMPLATE {name} STRATEGY=FILE_COPY")
            url = services.database.engine.url.set(database=f"{name}_backup").render_as_string(hide_password=False)
        opened.append(Database(url))
        return replace(services, database=opened[-1])

    yield copy
    for database in opened:
        database.dispose()


def test_after_an_early_close_neither_a_command_nor_the_clock_opens_another_wave(services_anywhere, clock):
    each = stored(services_anywhere)
    published(services_anywhere, each.id, clock)
    for _ in range(26):
        with pytest.raises(VorbildError, match="at the soonest"):
            run_now(services_anywhere, each)
        waves.tick(services_anywhere)
        clock.at += DAY
    assert figures(services_anywhere) == 1


@pytest.mark.parametrize("state", list(SurveyState))
def test_a_new_survey_over_the_people_of_one_that_ended_waits_for_the_window(services_anywhere, clock, state):
    each = stored(services_anywhere)
    published(services_anywhere, each.id, clock)
    with services_anywhere.database.transaction() as session:
        survey.set_state(session, each.id, state)
    other = another(services_anywhere)
    with pytest.raises(VorbildError, match="asked some of these people the same question"):
        run_now(services_anywhere, other)
    waves.tick(services_anywhere)
    assert figures(services_anywhere) == 1
    clock.at += 27 * DAY
    assert run_now(services_anywhere, other).state is WaveState.OPEN


def test_another_name_changes_nothing(services_anywhere, clock):
    each = stored(services_anywhere)
    published(services_anywhere, each.id, clock)
    with services_anywhere.database.transaction() as session:
        session.execute(text("UPDATE survey SET name = 'Renamed'"))
    with pytest.raises(VorbildError, match="at the soonest"):
        authoring.run(services_anywhere, ADMIN, "Renamed")
    with pytest.raises(VorbildError, match="asked some of these people"):
        run_now(services_anywhere, another(services_anywhere, name="Pulse"))


@pytest.mark.parametrize("audience", [("alpha",), ("beta",), ("alpha", "beta"), ()])
def test_no_part_of_the_people_asked_is_asked_again_by_another_audience(services_anywhere, clock, audience):
    everyone = roster_of({"top": 0, "alpha": 6, "beta": 6}, {"alpha": "top", "beta": "top"})
    each = stored(services_anywhere, everyone)
    published(services_anywhere, each.id, clock)
    with pytest.raises(VorbildError, match="asked some of these people"):
        run_now(services_anywhere, another(services_anywhere, audience=audience))


def test_people_who_moved_to_another_unit_take_the_window_along(services_anywhere, clock):
    each = stored(services_anywhere, roster_of({"alpha": 6, "beta": 6}), survey_of(audience=("alpha",)))
    published(services_anywhere, each.id, clock)
    with services_anywhere.database.transaction() as session:
        everyone = roster.load(session)
        moved = {"alpha-1": replace(everyone.people["alpha-1"], unit_id="beta")}
        roster.replace(session, replace(everyone, people={**everyone.people, **moved}))
    with pytest.raises(VorbildError, match="asked some of these people"):
        run_now(services_anywhere, another(services_anywhere, audience=("beta",)))


def test_a_planned_wave_is_given_up_when_its_people_were_asked_meanwhile(services_anywhere):
    services = services_anywhere
    first = stored(services, roster_of({"alpha": 6, "beta": 6}), survey_of(audience=("alpha",)))
    waves.plan_due(services)
    other = another(services, audience=("beta",))
    open_beta = run_now(services, other)
    with services.database.transaction() as session:
        everyone = roster.load(session)
        moved = {"beta-1": replace(everyone.people["beta-1"], unit_id="alpha")}
        roster.replace(session, replace(everyone, people={**everyone.people, **moved}))
    waves.tick(services)
    with services.database.reading() as session:
        (planned,) = stored_waves.of_survey(session, first.id)
        assert planned.state is WaveState.VOID
        assert stored_waves.find(session, open_beta.id).state is WaveState.OPEN
    assert services.keys.wave_ids() == {open_beta.id}


def test_a_backup_from_before_the_wave_does_not_ask_again(services_anywhere, clock, backup):
    each = stored(services_anywhere)
    before = backup(services_anywhere)
    published(services_anywhere, each.id, clock)
    with pytest.raises(VorbildError, match="at the soonest"):
        run_now(before, each)
    waves.tick(before)
    assert figures(before) == 0


def test_a_backup_from_before_the_survey_lets_no_new_survey_ask_the_same_people(services_anywhere, clock, backup):
    with services_anywhere.database.transaction() as session:
        roster.replace(session, roster_of({"alpha": 6}))
    before = backup(services_anywhere)
    another(services_anywhere, name="First")
    published(services_anywhere, another(services_anywhere, name="Second").id, clock)
    new = another(before, name="New")
    with pytest.raises(VorbildError, match="a survey of before"):
        run_now(before, new)
    waves.tick(before)
    assert figures(before) == 0
    clock.at += 27 * DAY
    assert run_now(before, new).state is WaveState.OPEN


def test_a_backup_with_the_wave_still_planned_does_not_open_it_a_second_time(services_anywhere, clock, backup):
    services = services_anywhere
    stored(services)
    waves.plan_due(services)
    before = backup(services)
    waves.open_planned(services)
    with services.database.reading() as session:
        (wave,) = stored_waves.in_state(session, WaveState.OPEN)
    closing.close(services, wave)
    waves.tick(before)
    assert again(before, wave).state is WaveState.VOID


def test_a_backup_with_the_wave_still_open_cannot_be_counted_again(services_anywhere, clock, backup):
    services = services_anywhere
    wave = open_wave(services)
    for person in SIX:
        cast(services, person, 4, wave=wave)
    before = backup(services)
    closing.close(services, wave)
    with pytest.raises(VorbildError, match="Restore the key store, or close the wave as void"):
        closing.close(before, wave)
    clock.at = wave.closes_at
    waves.tick(before)
    assert figures(before) == 0


def test_an_old_key_store_beside_the_database_of_today_changes_nothing(services_anywhere, clock, tmp_path):
    services = services_anywhere
    each = stored(services)
    shutil.copy(tmp_path / "keys.db", tmp_path / "old-keys.db")
    published(services, each.id, clock)
    services.keys.dispose()
    old = replace(
        services,
        keys=type(services.keys)(f"sqlite:///{tmp_path}/old-keys.db", "a secret for tests, 32 characters and more"),
    )
    with pytest.raises(VorbildError, match="at the soonest"):
        run_now(old, each)
    with pytest.raises(VorbildError, match="asked some of these people"):
        run_now(old, another(old))
    old.keys.dispose()


def test_what_the_key_store_remembers_names_nobody(services, tmp_path):
    open_wave(services)
    services.keys.dispose()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("keys.db*"))
    assert not [person for person in SIX if person.encode() in content]
