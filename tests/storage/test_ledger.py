"""The ledger: everything ever published, and nothing can change it."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import append_only, commitments, instrument, ledger, reports, survey, waves
from storage.sealing import BrokenSealError, SealingKey
from surveys.commitments import Commitment, CommitmentState, Step
from surveys.commitments import Event as LineOfHistory
from surveys.disclosure import Cell, CellKind, Fresh, Reason, Release, Released, ShareBand, SizeBand, Suppressed
from surveys.figures import Instrument
from surveys.gate import Event, Gate
from surveys.judging import Judged, Outcome
from surveys.variance import Components
from tests.builders import survey_of
from tests.storage.planned import planned

TEAM = Cell("alpha", CellKind.TEAM, ("alpha",))
POOL = Cell("top", CellKind.POOL, ("beta", "gamma"))
RELEASE = Release(
    (
        Released(TEAM, "q01.v1", SizeBand.FIVE_TO_7, 3.5, None, Event.FIRST),
        Released(POOL, "q01.v1", SizeBand.TWELVE_OR_MORE, 4.0, 3.5, Event.UP, strong=True, detectable=0.7),
        Released(
            Cell("top", CellKind.LARGE, ("alpha", "beta")),
            "q01.v1",
            SizeBand.TWELVE_OR_MORE,
            fresh=Fresh(3.9, 3.6, 4.2, 61),
        ),
    ),
    (
        Suppressed("beta", "q01.v1", Reason.TOO_FEW, POOL),
        Suppressed("delta", "q01.v1", Reason.TOO_FEW),
        Suppressed("alpha", "q02.v1", Reason.TOO_FEW_JUDGED, TEAM),
    ),
    {"alpha": ShareBand.UNDER_HALF, "top": ShareBand.OVER_THREE_QUARTERS},
    Instrument(0.06, 0.71, 0.84, 0.13, 0.92, None),
    (Judged(1, "alpha", Outcome.KEPT),),
)
GATES = {
    ("alpha/team", "q01.v1"): Gate(12.5, 6, 2, ((22.0, 5), (24.0, 6)), 3.5),
    ("top/pool", "q01.v1"): Gate(),
    ("alpha/team", "q02.v1"): Gate(1e9 / 3, 10**9, 10**5, ((1e9 / 3, 10**9),) * 2, 3.5),
}
KEY = SealingKey.fresh()


def promised(session, day=date(2026, 1, 6)):
    """A commitment with a line of history; on the first one the release has a word."""
    made = commitments.keep(
        session, Commitment(0, "alpha", "lead-alpha", "A promise", date(2026, 1, 16), CommitmentState.MADE)
    )
    commitments.note(session, LineOfHistory(0, made.id, Step.MADE, "lead-alpha", day))
    return made.id


@pytest.fixture
def wave(database):
    with database.transaction() as session:
        stored = waves.plan(session, planned(survey.add(session, survey_of()).id))
        promised(session)
        ledger.append(session, stored.id, RELEASE)
    return stored


def test_what_was_published_reads_back_as_it_was(database, wave):
    with database.reading() as session:
        assert ledger.of_wave(session, wave.id) == RELEASE


def test_a_wave_is_published_once(database, wave):
    with pytest.raises(DBAPIError), database.transaction() as session:
        ledger.append(session, wave.id, RELEASE)


@pytest.mark.parametrize("table", append_only.TABLES)
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {} = 9"])
def test_the_database_itself_refuses_changes(database, wave, table, change):
    column = "commitment_id" if table.startswith("commitment") else "wave_id"
    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text(change.format(table, column)))
    with database.reading() as session:
        assert ledger.of_wave(session, wave.id) == RELEASE


@pytest.mark.parametrize(
    "change", ["person_id = 'somebody'", "person_id = 'erased', text = 'x'", "person_id = 'erased', day = '2026-02-02'"]
)
def test_of_a_commitments_history_nothing_changes_but_that_an_erased_person_is_not_named(database, wave, change):
    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text(f"UPDATE commitment_event SET {change}"))
    with database.transaction() as session:
        session.execute(text("UPDATE commitment_event SET person_id = 'erased'"))


@pytest.mark.parametrize("table", append_only.OF_WAVES)
def test_the_database_lets_figures_be_deleted_after_the_day_that_was_frozen_with_their_wave(database, table):
    with database.transaction() as session:
        survey_id = survey.add(session, survey_of()).id
        old = waves.plan(session, replace(planned(survey_id), kept_until=date(2020, 1, 6)))
        young = waves.plan(session, replace(planned(survey_id, 2), kept_until=date(2999, 1, 6)))
        promised(session)
        ledger.append(session, old.id, RELEASE)
        ledger.append(session, young.id, replace(RELEASE, judged=(Judged(promised(session), "beta", Outcome.KEPT),)))
    for change in ("DELETE FROM {}", "UPDATE {} SET wave_id = 1"):
        with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
            session.execute(text(change.format(table)))
    with database.transaction() as session:
        session.execute(text(f"DELETE FROM {table} WHERE wave_id = {old.id}"))
        assert session.scalar(text(f"SELECT count(*) FROM {table}"))


@pytest.mark.parametrize("change", ["UPDATE wave SET kept_until = '2020-01-01'", "DELETE FROM wave"])
def test_nobody_shortens_the_time_for_which_a_waves_figures_are_kept(database, wave, change):
    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text(change))
    with database.transaction() as session:
        session.execute(text("UPDATE wave SET closes_at = opens_at"))


def test_a_commitments_history_may_be_deleted_after_36_months(database, wave):
    with database.transaction() as session:
        old = promised(session, date(2020, 1, 6))
    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text("DELETE FROM commitment_event"))
    with database.transaction() as session:
        session.execute(text(f"DELETE FROM commitment_event WHERE commitment_id = {old}"))


@pytest.mark.parametrize("table", append_only.TABLES)
def test_sqlite_does_not_let_a_replacing_insert_slip_past_the_triggers(sqlite_url, services, table):
    database = services.database
    with database.transaction() as session:
        stored = waves.plan(session, planned(survey.add(session, survey_of()).id))
        promised(session)
        ledger.append(session, stored.id, RELEASE)
    replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text(replace))


@pytest.mark.parametrize("table", append_only.TABLES)
def test_postgresql_refuses_truncation(postgresql_url, table):
    from storage import migrate
    from storage.database import Database

    database = Database(postgresql_url)
    migrate.upgrade(database)
    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text(f"TRUNCATE {table}"))
    database.dispose()


def test_history_is_told_oldest_first_and_of_one_survey(database):
    with database.transaction() as session:
        each, other = survey.add(session, survey_of()), survey.add(session, survey_of(name="Other"))
        for survey_id, number in ((each.id, 2), (other.id, 1), (each.id, 1), (each.id, 3)):
            ledger.append(session, waves.plan(session, planned(survey_id, number)).id, replace(RELEASE, judged=()))
        told = reports.history(session, each.id, {"alpha"}, until_wave=2)
    assert [published.wave_number for published in told] == [1, 2]
    assert {published.figure.cell for published in told} == {TEAM}


def test_variance_components_are_read_oldest_first_and_of_one_survey(database):
    with database.transaction() as session:
        each, other = survey.add(session, survey_of()), survey.add(session, survey_of(name="Other"))
        for survey_id, number, variance in ((each.id, 2, 0.8), (other.id, 1, 1.1), (each.id, 1, 0.7)):
            wave_id = waves.plan(session, planned(survey_id, number)).id
            instrument.append(session, wave_id, Instrument(0.05, variance))
        assert instrument.components(session, each.id) == [Components(0.05, 0.7), Components(0.05, 0.8)]


def test_gates_read_back_as_they_were(database):
    with database.transaction() as session:
        ledger.keep_gates(session, 1, KEY, GATES)
        assert ledger.gates(session, 1, KEY) == GATES
        assert ledger.gates(session, 2, KEY) == {}


def test_a_gate_kept_when_windows_had_two_waves_goes_on_with_the_one_it_remembers(database):
    state = {"base_sum": 12.5, "base_n": 6, "base_waves": 2, "previous": [24.0, 6], "level": 3.5, "settling": 0}
    place = ("alpha/team", "q01.v1")
    with database.transaction() as session:
        ledger.keep_gates(session, 1, KEY, {place: Gate()})
        box = KEY.seal(json.dumps(state).encode().ljust(160), b"gate/1/alpha/team/q01.v1")
        session.execute(text("UPDATE gate SET box = :box"), {"box": box})
        assert ledger.gates(session, 1, KEY) == {place: Gate(12.5, 6, 2, ((24.0, 6),), 3.5)}


def test_a_gates_new_state_replaces_the_old(database):
    moved = {("alpha/team", "q01.v1"): Gate(level=4.5)}
    with database.transaction() as session:
        ledger.keep_gates(session, 1, KEY, GATES)
        ledger.keep_gates(session, 1, KEY, moved)
        assert ledger.gates(session, 1, KEY) == {**GATES, **moved}


def test_gates_rest_sealed_and_in_one_size(database):
    with database.transaction() as session:
        ledger.keep_gates(session, 1, KEY, GATES)
    with database.reading() as session:
        boxes = [bytes(box) for box in session.scalars(text("SELECT box FROM gate"))]
        assert len({len(box) for box in boxes}) == 1
        assert not [box for box in boxes if b"base_sum" in box]
        with pytest.raises(BrokenSealError):
            ledger.gates(session, 1, SealingKey.fresh())


def test_a_gates_box_moved_to_another_cell_does_not_open(database):
    with database.transaction() as session:
        ledger.keep_gates(session, 1, KEY, GATES)
        session.execute(text("UPDATE gate SET cell_key = 'beta/team' WHERE cell_key = 'top/pool'"))
        with pytest.raises(BrokenSealError):
            ledger.gates(session, 1, KEY)
