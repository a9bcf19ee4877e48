"""Reporting: what the ledger of real waves tells the leaders of a unit."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.use_cases import closing, kinds, reporting
from storage import instrument, roster
from storage.tables import OutboxRow
from surveys.figures import Reason
from surveys.gate import GateRule
from surveys.questions import GONE, Bank
from surveys.trends import Change
from tests.builders import again, cast, members_of, open_wave, roster_of, run_now, stored, survey_of

TEAMS = {f"t{number}": 6 for number in range(20)}


def answer(services, sizes, scores, wave):
    """Everybody of each unit answers, in turn, with these scores."""
    for unit, size in sizes.items():
        for place, person in enumerate(members_of(unit, size)):
            cast(services, person, scores[place % len(scores)], wave=wave)


def after_a_window(services, clock, each, sizes, scores):
    """Open the next wave a window later, let everybody answer, and close it."""
    clock.at += timedelta(days=28)
    wave = run_now(services, each)
    answer(services, sizes, scores, wave)
    closing.close(services, wave)
    return wave


def test_the_next_wave_is_frozen_with_what_the_closed_one_fitted(services, clock):
    each = stored(services, roster_of({"top": 0} | TEAMS, dict.fromkeys(TEAMS, "top")), survey_of(channels={}))
    first = run_now(services, each)
    answer(services, TEAMS, (1, 3, 5), first)
    closing.close(services, first)
    with services.database.reading() as session:
        told = instrument.of_wave(session, first.id)
    assert told.answer_variance == 1.5
    assert reporting.brief(services, first.id, "top").report.instrument == told
    second = after_a_window(services, clock, each, TEAMS, (1, 1, 2))
    with services.database.reading() as session:
        assert instrument.of_wave(session, second.id).wave_variance == 0.2
    clock.at += timedelta(days=28)
    third = run_now(services, each)
    assert third.policy.gate == GateRule(wave_variance=0.13)
    assert again(services, second).policy.gate == GateRule()


def test_a_report_reads_the_same_from_a_part_of_the_ledger(services_anywhere, clock):
    services, sizes = services_anywhere, {"alpha": 6, "beta": 3, "gamma": 3, "delta": 8}
    parents = {"beta": "alpha", "gamma": "alpha", "delta": "alpha"}
    each = stored(services, roster_of(sizes, parents))
    for scores in ((4, 4, 5), (4, 3, 5)):
        wave = after_a_window(services, clock, each, sizes, scores)
    whole = reporting.brief(services, wave.id, "alpha").report
    assert len(whole.series.points) == 2
    assert whole.overall.change is Change.EARLY
    assert (whole.hidden.shown_together, whole.hidden.not_shown) == (2, 0)
    small = reporting.brief(services, wave.id, "beta").report
    assert small.pooled.unit_name == "Alpha"
    assert len(small.series.points) == 2
    assert reporting.brief(services, wave.id, "delta").report.pooled is None


def test_a_wave_that_nobody_answered_tells_every_unit_why_it_shows_nothing(services):
    wave = open_wave(services)
    closing.close(services, wave)
    report = reporting.brief(services, wave.id, "alpha").report
    assert report.empty
    assert report.withheld is not None


def test_everybody_who_cannot_judge_leaves_a_report_that_says_so(services):
    wave = open_wave(services)
    answer(services, {"alpha": 6}, (0,), wave)
    closing.close(services, wave)
    report = reporting.brief(services, wave.id, "alpha").report
    assert report.empty
    assert report.withheld.reason is Reason.TOO_FEW_JUDGED


def test_a_unit_that_was_dissolved_is_reported_no_more_and_the_admins_hear_that_its_channel_is_left_over(
    services, clock
):
    everyone = roster_of({"top": 6, "alpha": 6}, {"alpha": "top"})
    each = stored(services, everyone, survey_of(channels={"top": "CTOP", "alpha": "CALPHA"}))
    first = after_a_window(services, clock, each, {"top": 6, "alpha": 6}, (4,))
    with services.database.transaction() as session:
        roster.replace(session, roster_of({"top": 6}))
    second = after_a_window(services, clock, each, {"top": 6}, (4,))
    assert owed(services, kinds.TREND_POST, second) == ["top"]
    assert owed(services, kinds.CHANNEL_NOTICE, second) == ["alpha"]
    assert reporting.brief(services, second.id, "top").report.overall.level is not None
    assert reporting.brief(services, first.id, "alpha").report.overall.level is not None


def test_a_unit_that_moved_elsewhere_in_the_organisation_is_still_reported(services, clock):
    sizes = {"top": 6, "north": 6, "south": 6, "team": 6}
    each = stored(services, roster_of(sizes, {"north": "top", "south": "top", "team": "north"}))
    after_a_window(services, clock, each, sizes, (4,))
    with services.database.transaction() as session:
        roster.replace(session, roster_of(sizes, {"north": "top", "south": "top", "team": "south"}))
    wave = after_a_window(services, clock, each, sizes, (4,))
    for unit in sizes:
        assert not reporting.brief(services, wave.id, unit).report.empty


def test_a_wording_that_changes_begins_a_new_series_and_the_old_one_can_still_be_reported(services, clock):
    each = stored(services)
    before = after_a_window(services, clock, each, {"alpha": 6}, (4,))
    reworded = replace(services, bank=with_new_wordings(services.bank))
    wave = after_a_window(reworded, clock, each, {"alpha": 6}, (4,))
    report = reporting.brief(reworded, wave.id, "alpha").report
    assert report.overall.question.key == "q23.v2"
    assert report.overall.reworded
    assert len(report.series.points) == 1
    old = reporting.brief(reworded, before.id, "alpha").report
    assert old.overall.question.key == "q23.v1"
    assert old.overall.level == 4.0


def test_a_question_that_the_bank_has_no_more_keeps_its_figure_and_is_nothing_to_work_on(services, clock):
    each = stored(services)
    wave = after_a_window(services, clock, each, {"alpha": 6}, (4,))
    anchor = tuple(question for question in services.bank.questions if question.number == 23)
    report = reporting.brief(replace(services, bank=Bank(services.bank.dimensions, anchor)), wave.id, "alpha").report
    assert [line.dimension for line in report.lines] == [GONE] * 4
    assert report.focus is None
    assert report.lines[0].level == 4.0


def with_new_wordings(bank):
    """The same questions, each in a second version."""
    return Bank(bank.dimensions, tuple(replace(question, version=2) for question in bank.questions))


def owed(services, kind, wave):
    """The units that a kind of message about a wave is owed for."""
    with services.database.reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == kind))
        return [row.parameters["unit_id"] for row in rows if row.parameters["wave_id"] == wave.id]
