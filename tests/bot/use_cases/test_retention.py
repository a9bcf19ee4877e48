"""What is past its time is deleted once a day, and nothing that is still needed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from bot.i18n import Words
from bot.settings import read_settings
from bot.use_cases import closing, export, results
from bot.use_cases.auditing import Storage, privacy_audit
from bot.use_cases.retention import Forgotten, forget_if_due
from bot.views.privacy import periods
from storage import commitments, ledger, outbox, roster, survey, waves
from storage.tables import (
    CardProposalRow,
    CharterRow,
    CheckInRow,
    GateRow,
    InvitationRow,
    LedgerRow,
    OutboxRow,
    PersonRow,
    SeriesRow,
    SignatureRow,
    TermRow,
    WaveUnitRow,
)
from surveys.commitments import Commitment, CommitmentState, Event, Step
from surveys.disclosure import Release
from surveys.errors import VorbildError
from surveys.retention import Retention, months_after
from surveys.texts import Locale
from surveys.verdicts import Verdict
from surveys.waves import WaveState
from tests.builders import again, cast, leader_of, open_wave, roster_of, run_now


def count(services, table):
    with services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def closed(services, clock, size=8):
    wave = open_wave(services, roster_of({"alpha": size}))
    for number in range(1, size + 1):
        cast(services, f"alpha-{number}", 4)
    clock.at = wave.closes_at
    closing.close_due(services)
    return wave


def all_sent(services):
    with services.database.transaction() as session:
        for row in session.scalars(select(OutboxRow)):
            outbox.sent(session, row.id)


def test_invitations_end_thirty_days_after_the_close_and_figures_stay(services_anywhere, clock):
    wave = closed(services_anywhere, clock)
    all_sent(services_anywhere)
    figures = count(services_anywhere, LedgerRow)
    clock.at = wave.closes_at + timedelta(days=29)
    assert forget_if_due(services_anywhere) == Forgotten()
    clock.at = wave.closes_at + timedelta(days=31)
    assert forget_if_due(services_anywhere) == Forgotten(invitations=8)
    assert count(services_anywhere, LedgerRow) == figures > 0


def test_it_is_done_once_a_day(services_anywhere):
    assert forget_if_due(services_anywhere) is not None
    assert forget_if_due(services_anywhere) is None


def test_a_wave_that_still_owes_messages_keeps_its_invitations(services_anywhere, clock):
    wave = closed(services_anywhere, clock)
    with services_anywhere.database.transaction() as session:
        waits = session.scalars(select(OutboxRow.id).where(OutboxRow.wave_id == wave.id)).first()
        outbox.revive(session, [waits], clock())
    clock.at = wave.closes_at + timedelta(days=200)
    forget_if_due(services_anywhere)
    assert count(services_anywhere, InvitationRow) == 8


def test_an_open_wave_keeps_everything_however_late_it_is(services_anywhere, clock):
    wave = open_wave(services_anywhere)
    all_sent(services_anywhere)
    before = count(services_anywhere, OutboxRow)
    clock.at = wave.closes_at + timedelta(days=200)
    forget_if_due(services_anywhere)
    assert count(services_anywhere, InvitationRow) == 6
    assert count(services_anywhere, OutboxRow) == before


def test_notes_of_messages_end_after_ninety_days(services_anywhere, clock):
    wave = closed(services_anywhere, clock)
    all_sent(services_anywhere)
    clock.at = wave.closes_at + timedelta(days=91)
    assert forget_if_due(services_anywhere).messages > 0
    assert count(services_anywhere, OutboxRow) == 0


LONG_AGO = datetime(2020, 1, 7, 8, tzinfo=UTC)
"""Before all that is kept by the database's own clock, which no test moves."""


@pytest.fixture
def two_waves(services_anywhere, clock):
    """A wave of long ago, and one a good two years after it; both are counted and their messages sent."""
    clock.at = LONG_AGO
    old = closed(services_anywhere, clock)
    clock.at = LONG_AGO + timedelta(days=800)
    survey_of_old = survey_named(services_anywhere, "Pulse")
    young = run_now(services_anywhere, survey_of_old)
    for number in range(1, 9):
        cast(services_anywhere, f"alpha-{number}", 2, wave=young)
    clock.at = young.closes_at
    closing.close_due(services_anywhere)
    all_sent(services_anywhere)
    return old, young


def survey_named(services, name):
    with services.database.reading() as session:
        return survey.find_by_name(session, name)


def test_figures_and_who_led_whom_end_after_36_months_and_later_ones_stay(services_anywhere, clock, two_waves):
    old, young = two_waves
    assert old.kept_until == months_after(old.closes_at.date(), 36)
    clock.at = datetime.combine(old.kept_until, time(12), UTC)
    assert forget_if_due(services_anywhere).figures == 0
    clock.at += timedelta(days=2)
    assert forget_if_due(services_anywhere).figures == 1
    with services_anywhere.database.reading() as session:
        assert ledger.of_wave(session, old.id) == Release((), (), {})
        assert waves.units_of(session, old.id) == []
        assert ledger.of_wave(session, young.id).released
        assert ledger.gates(session, young.survey_id, services_anywhere.keys.gates)
    assert again(services_anywhere, old).state is WaveState.FORGOTTEN


def test_what_reads_figures_goes_on_without_those_that_are_deleted(services_anywhere, clock, two_waves):
    old, young = two_waves
    clock.at = datetime.combine(old.kept_until, time(12), UTC) + timedelta(days=2)
    forget_if_due(services_anywhere)
    assert [each.number for each in export.published(services_anywhere, "Pulse")] == [young.number]
    assert len(export.reports(services_anywhere, "Pulse")) == 1
    storage = Storage(services_anywhere.database, services_anywhere.keys.database)
    assert {line.verdict for line in privacy_audit(storage)}.isdisjoint({Verdict.BREACH})
    with pytest.raises(VorbildError):
        results.of_wave(services_anywhere, leader_of("alpha"), old.id, "alpha", None)
    clock.at += timedelta(days=30)
    assert run_now(services_anywhere, survey_named(services_anywhere, "Pulse")).number == young.number + 1


def test_when_the_last_figures_of_a_survey_are_deleted_nothing_of_its_cells_is_remembered(services_anywhere, clock):
    clock.at = LONG_AGO
    wave = closed(services_anywhere, clock)
    all_sent(services_anywhere)
    clock.at = datetime.combine(wave.kept_until, time(12), UTC) + timedelta(days=2)
    forget_if_due(services_anywhere)
    assert [count(services_anywhere, table) for table in (LedgerRow, GateRow, SeriesRow, WaveUnitRow)] == [0, 0, 0, 0]


def test_a_shorter_time_holds_for_waves_to_come_alone(services, clock):
    clock.at = LONG_AGO
    wave = closed(services, clock)
    clock.at = datetime.combine(months_after(wave.closes_at.date(), 13), time(12), UTC)
    shorter = replace(services, retention=Retention(figure_months=12))
    assert forget_if_due(shorter).figures == 0
    assert run_now(shorter, survey_named(shorter, "Pulse")).kept_until == months_after(date(2021, 2, 21), 12)


def test_commitments_that_ended_go_with_their_history_after_36_months(services_anywhere, clock):
    with services_anywhere.database.transaction() as session:
        for state in (CommitmentState.JUDGED, CommitmentState.MADE):
            made = commitments.keep(session, Commitment(0, "alpha", "lead", "x", LONG_AGO.date(), state))
            commitments.note(session, Event(0, made.id, Step.MADE, "lead", LONG_AGO.date()))
    clock.at = datetime.combine(months_after(LONG_AGO.date(), 36), time(12), UTC)
    assert forget_if_due(services_anywhere).commitments == 0
    clock.at += timedelta(days=2)
    assert forget_if_due(services_anywhere).commitments == 1
    with services_anywhere.database.reading() as session:
        assert [each.state for each in commitments.of_unit(session, "alpha")] == [CommitmentState.MADE]


def test_decided_proposals_terms_check_ins_and_superseded_charters_end_after_a_year(services_anywhere, clock):
    day = clock().date()
    texts = {"promise_de": "", "promise_en": "", "asks_de": "", "asks_en": ""}
    part = {"unit_id": "alpha", "part": "promise", "text": "", "person_id": "alpha-1", "basis": ""}
    with services_anywhere.database.transaction() as session:
        session.add(CharterRow(version=1, state="superseded", superseded_on=day, **texts))
        session.add(CharterRow(version=2, state="published", **texts))
        session.flush()
        session.add_all([SignatureRow(version=number, person_id="lead-alpha") for number in (1, 2)])
        session.add_all(
            [CardProposalRow(state="accepted", decided_on=day, **part), CardProposalRow(state="open", **part)]
        )
        session.add_all([TermRow(unit_id="alpha", leader_id="lead-alpha", since=day)])
        session.add_all([CheckInRow(unit_id="alpha", since=day, days=30, on_day=day)])
    kept = (CharterRow, SignatureRow, CardProposalRow, TermRow, CheckInRow)
    clock.at += timedelta(days=365)
    assert forget_if_due(services_anywhere).records == 0
    clock.at += timedelta(days=1)
    assert forget_if_due(services_anywhere).records == 4
    assert [count(services_anywhere, table) for table in kept] == [1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("variable", "shorter", "longer"),
    [
        ("VORBILD_KEEP_INVITATIONS_DAYS", 29, 91),
        ("VORBILD_KEEP_MESSAGES_DAYS", 29, 91),
        ("VORBILD_KEEP_COMMENTS_DAYS", 29, 366),
        ("VORBILD_KEEP_VOICE_DAYS", 29, 366),
        ("VORBILD_KEEP_EXPORTS_DAYS", 0, 31),
        ("VORBILD_KEEP_RECORDS_DAYS", 364, 1096),
        ("VORBILD_KEEP_FIGURES_MONTHS", 11, 37),
    ],
)
def test_no_period_can_be_set_beyond_what_people_are_promised(monkeypatch, variable, shorter, longer):
    for value in (shorter, longer):
        monkeypatch.setenv(variable, str(value))
        with pytest.raises(VorbildError, match=variable):
            read_settings()
    for value in (shorter + 1, longer - 1):
        monkeypatch.setenv(variable, str(value))
        assert read_settings().retention


def test_everybody_is_told_all_periods_in_their_language():
    keeps = Retention(31, 61, 211, 212, 7, 401, 24)
    for locale in Locale:
        told = "\n".join(periods(keeps, Words(locale)))
        assert all(str(days) in told for days in (31, 61, 211, 212, 7, 401, 24)), locale


def test_who_has_left_is_forgotten_when_nothing_names_them(services_anywhere, clock):
    wave = closed(services_anywhere, clock)
    all_sent(services_anywhere)
    with services_anywhere.database.transaction() as session:
        roster.replace(session, roster_of({"beta": 2}))
    people = count(services_anywhere, PersonRow)
    assert forget_if_due(services_anywhere).people == 0
    clock.at = wave.closes_at + timedelta(days=31)
    assert forget_if_due(services_anywhere).people == 8
    assert count(services_anywhere, PersonRow) == people - 8
    with services_anywhere.database.reading() as session:
        assert roster.remembers(session, "lead-alpha")
        assert roster.remembers(session, "beta-1")
