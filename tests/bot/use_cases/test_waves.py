"""A wave's whole life, on both databases: planned, opened, answered, closed once, and nothing left that links."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.use_cases import closing, kinds, waves
from storage import invitations, ledger, outbox, roster, survey
from storage import waves as stored_waves
from storage.outbox import MessageState
from surveys.audit import Finding, FindingKind
from surveys.errors import VorbildError
from surveys.journal import Deed, Entry
from surveys.survey import SurveyState
from surveys.waves import WaveState
from tests.builders import (
    ADMIN,
    CHANNEL,
    again,
    cast,
    members_of,
    open_wave,
    roster_of,
    run_now,
    stored,
    survey_of,
)

SIX = members_of("alpha", 6)
MINUTE = timedelta(minutes=1)


def answer_all(services, wave, score=4):
    for person in SIX:
        cast(services, person, score, wave=wave)


def published(services, wave):
    with services.database.reading() as session:
        return ledger.of_wave(session, wave.id)


def boxes(services):
    with services.database.reading() as session:
        return session.scalar(text("SELECT count(*) FROM urn"))


def all_waves(services):
    with services.database.reading() as session:
        return stored_waves.in_state(session, *WaveState)


def messages(services, *wanted):
    """The keys of all messages of these kinds."""
    with services.database.reading() as session:
        rows = session.execute(text("SELECT key, kind FROM outbox ORDER BY key")).all()
    return [key for key, kind in rows if kind in wanted]


def entry(services):
    return Entry(services.clock(), ADMIN, Deed.WAVE_CLOSED, "Pulse")


def test_a_whole_life_ends_with_figures_and_neither_ballots_nor_key(services_anywhere, clock):
    services = services_anywhere
    stored(services, each=survey_of(starts_on=date(2026, 1, 6)))
    clock.at = datetime(2026, 1, 6, 8, 1, tzinfo=UTC)
    waves.tick(services)
    (wave,) = all_waves(services)
    assert wave.state is WaveState.OPEN
    answer_all(services, wave, 1)
    answer_all(services, wave, 4)
    clock.at = wave.closes_at
    waves.tick(services)
    assert again(services, wave).state is WaveState.CLOSED
    assert {figure.level for figure in published(services, wave).released} == {4.0}
    assert {figure.question_key for figure in published(services, wave).released} == set(wave.question_keys)
    assert boxes(services) == 0
    assert services.keys.find(wave.id) is None


def test_before_the_opening_time_nothing_happens(services, clock):
    stored(services)
    clock.at = datetime(2026, 1, 6, 7, 59, tzinfo=UTC)
    waves.tick(services)
    assert all_waves(services) == []


def test_everybody_is_invited_once_however_often_the_clock_ticks(services_anywhere):
    stored(services_anywhere)
    for _ in range(3):
        waves.tick(services_anywhere)
    (wave,) = all_waves(services_anywhere)
    assert messages(services_anywhere, kinds.INVITATION) == [f"invitation/{wave.id}/{person}" for person in SIX]


def test_many_processes_that_tick_at_once_open_one_wave(services_anywhere):
    stored(services_anywhere)
    barrier = threading.Barrier(4)

    def tick(_):
        barrier.wait()
        waves.tick(services_anywhere)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(tick, range(4)))
    assert [wave.state for wave in all_waves(services_anywhere)] == [WaveState.OPEN]
    assert len(messages(services_anywhere, kinds.INVITATION)) == 6


def test_many_processes_that_tick_at_the_end_close_it_once_and_alarm_nobody(services_anywhere, clock):
    wave = open_wave(services_anywhere)
    answer_all(services_anywhere, wave)
    clock.at = wave.closes_at
    barrier = threading.Barrier(4)

    def tick(_):
        barrier.wait()
        waves.tick(services_anywhere)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(tick, range(4)))
    assert again(services_anywhere, wave).state is WaveState.CLOSED
    assert len(published(services_anywhere, wave).released) == len(wave.question_keys)
    assert messages(services_anywhere, kinds.HELD_NOTICE) == []


def test_people_in_a_later_time_zone_are_invited_when_their_morning_comes(services, clock):
    everyone = roster_of({"alpha": 6})
    tokyo = {"alpha-1": replace(everyone.people["alpha-1"], time_zone="Asia/Tokyo")}
    new_york = {"alpha-2": replace(everyone.people["alpha-2"], time_zone="America/New_York")}
    stored(services, replace(everyone, people={**everyone.people, **tokyo, **new_york}))
    clock.at = datetime(2026, 1, 6, 0, 0, tzinfo=UTC)
    waves.tick(services)
    with services.database.transaction() as session:
        due = {message.key.split("/")[-1] for message in outbox.claim(session, clock(), 100)}
        later = {message.key.split("/")[-1] for message in outbox.claim(session, clock() + timedelta(hours=8), 100)}
        last = {message.key.split("/")[-1] for message in outbox.claim(session, clock() + timedelta(hours=14), 100)}
    assert due == {"alpha-1"}
    assert later == set(SIX) - {"alpha-2"}
    assert "alpha-2" in last


def test_the_next_wave_opens_at_the_next_date_of_the_rhythm(services, clock):
    stored(services)
    waves.tick(services)
    clock.at += timedelta(days=7, hours=10)
    waves.tick(services)
    clock.at = datetime(2026, 2, 3, 7, 59, tzinfo=UTC)
    waves.tick(services)
    assert [wave.state for wave in all_waves(services)] == [WaveState.CLOSED]
    clock.at += MINUTE
    waves.tick(services)
    assert [(wave.opens_on, wave.number) for wave in all_waves(services)] == [
        (date(2026, 1, 6), 1),
        (date(2026, 2, 3), 2),
    ]


def test_a_date_missed_by_a_bot_that_was_off_is_made_up_for_while_its_wave_would_be_open(services, clock):
    stored(services)
    clock.at += timedelta(days=3)
    waves.tick(services)
    (wave,) = all_waves(services)
    assert (wave.opens_on, wave.state) == (date(2026, 1, 6), WaveState.OPEN)
    assert wave.closes_at == datetime(2026, 1, 13, 17, tzinfo=UTC)


def test_a_date_missed_altogether_is_left_out(services, clock):
    stored(services)
    clock.at += timedelta(days=10)
    waves.tick(services)
    assert all_waves(services) == []


def test_a_paused_survey_opens_no_wave_and_an_open_one_can_still_be_answered(services):
    each = stored(services)
    set_state(services, each, SurveyState.PAUSED)
    waves.tick(services)
    assert all_waves(services) == []
    set_state(services, each, SurveyState.ACTIVE)
    waves.tick(services)
    set_state(services, each, SurveyState.PAUSED)
    (wave,) = all_waves(services)
    cast(services, "alpha-1", 4, wave=wave)
    assert boxes(services) == 2


def set_state(services, each, state):
    with services.database.transaction() as session:
        survey.set_state(session, each.id, state)


def test_after_an_early_close_the_window_still_holds(services_anywhere, clock):
    services = services_anywhere
    each = stored(services)
    wave = run_now(services, each)
    answer_all(services, wave)
    closing.close(services, wave, entry(services))
    assert again(services, wave).closes_at == clock()
    for days in (0, 1, 27):
        clock.at = wave.opens_at + timedelta(days=days)
        with pytest.raises(VorbildError, match=r"2026-02-03 at the soonest.*28 days"):
            run_now(services, each)
        waves.tick(services)
    assert len(all_waves(services)) == 1
    clock.at = wave.opens_at + timedelta(days=28)
    assert run_now(services, each).number == 2


def test_a_wave_run_early_shifts_the_rhythm_so_that_the_window_holds(services, clock):
    clock.at = datetime(2026, 1, 5, 12, tzinfo=UTC)
    each = stored(services)
    wave = run_now(services, each)
    clock.at = datetime(2026, 1, 6, 12, tzinfo=UTC)
    closing.close(services, wave)
    waves.tick(services)
    assert len(all_waves(services)) == 1


def test_while_a_wave_is_open_no_second_one_is(services, clock):
    each = stored(services)
    run_now(services, each)
    with pytest.raises(VorbildError, match="is open already"):
        run_now(services, each)
    assert len(all_waves(services)) == 1


def test_of_two_admins_who_run_a_survey_at_once_one_opens_it(services_anywhere):
    each = stored(services_anywhere)
    barrier = threading.Barrier(3)

    def run(_):
        barrier.wait()
        try:
            return run_now(services_anywhere, each)
        except VorbildError:
            return None

    with ThreadPoolExecutor(3) as threads:
        opened = [wave for wave in threads.map(run, range(3)) if wave]
    assert len(opened) == len(all_waves(services_anywhere)) == 1


def test_a_second_survey_may_not_ask_the_same_people_the_same_thing_within_the_window(services, clock):
    open_wave(services)
    with services.database.transaction() as session:
        other = survey.add(session, survey_of(name="Other"))
    with pytest.raises(VorbildError, match="asked some of these people the same question"):
        run_now(services, other)
    waves.tick(services)
    assert len(all_waves(services)) == 1


def test_two_surveys_over_the_same_people_that_are_due_at_once_do_not_both_open(services_anywhere):
    stored(services_anywhere)
    with services_anywhere.database.transaction() as session:
        survey.add(session, survey_of(name="Other"))
    waves.tick(services_anywhere)
    assert len(all_waves(services_anywhere)) == 1


def test_two_surveys_over_the_same_people_run_by_two_processes_at_once_do_not_both_open(services_anywhere):
    first = stored(services_anywhere)
    with services_anywhere.database.transaction() as session:
        second = survey.add(session, survey_of(name="Other"))
    barrier = threading.Barrier(2)

    def run(each):
        barrier.wait()
        try:
            run_now(services_anywhere, each)
        except VorbildError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(run, [first, second])) == [False, True]
    assert len(all_waves(services_anywhere)) == 1


def test_two_surveys_over_different_people_open_side_by_side(services):
    stored(services, roster_of({"alpha": 6, "beta": 6}), survey_of(audience=("alpha",)))
    with services.database.transaction() as session:
        survey.add(session, survey_of(name="Other", audience=("beta",)))
    waves.tick(services)
    assert len(all_waves(services)) == 2


def test_a_restart_between_planning_and_opening_is_finished_by_the_next_tick(services_anywhere):
    stored(services_anywhere)
    waves.plan_due(services_anywhere)
    assert [wave.state for wave in all_waves(services_anywhere)] == [WaveState.PLANNED]
    waves.tick(services_anywhere)
    assert [wave.state for wave in all_waves(services_anywhere)] == [WaveState.OPEN]


def test_a_restart_between_the_commit_and_the_keys_destruction_is_finished_by_the_next_tick(
    services_anywhere, monkeypatch
):
    services = services_anywhere
    wave = open_wave(services)
    answer_all(services, wave)
    monkeypatch.setattr(closing, "destroy_spent_keys", lambda _services: None)
    closing.close(services, wave)
    monkeypatch.undo()
    assert services.keys.find(wave.id) is not None
    waves.tick(services)
    assert services.keys.find(wave.id) is None
    assert len(published(services, wave).released) == len(wave.question_keys)


def test_a_wipe_that_fails_does_not_keep_the_key_alive(services, monkeypatch):
    wave = open_wave(services)

    def fail():
        raise OSError("disk full")

    monkeypatch.setattr(services.database, "forget_remnants", fail)
    with pytest.raises(OSError, match="disk full"):
        closing.close(services, wave)
    assert services.keys.find(wave.id) is None


def test_closing_twice_is_refused_in_a_sentence_that_says_why(services_anywhere):
    wave = open_wave(services_anywhere)
    answer_all(services_anywhere, wave)
    closing.close(services_anywhere, wave)
    before = published(services_anywhere, wave)
    with pytest.raises(VorbildError, match="Wave 1 is closed already; nothing was changed"):
        closing.close(services_anywhere, wave)
    assert published(services_anywhere, wave) == before


def test_a_close_that_fails_changes_nothing(services_anywhere, monkeypatch):
    wave = open_wave(services_anywhere)
    answer_all(services_anywhere, wave)
    monkeypatch.setattr(closing.outbox, "enqueue", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        closing.close(services_anywhere, wave)
    assert again(services_anywhere, wave) == wave
    assert boxes(services_anywhere) == 12
    assert not published(services_anywhere, wave).released
    monkeypatch.undo()
    closing.close(services_anywhere, wave)
    assert published(services_anywhere, wave).released


def test_what_the_auditor_refuses_is_not_published_and_the_ballots_stay(services, clock, monkeypatch):
    wave = open_wave(services)
    answer_all(services, wave)
    finding = Finding(FindingKind.CERTAIN, "alpha", wave.question_keys[0])
    monkeypatch.setattr(closing, "audit", lambda *_: (finding,))
    clock.at = wave.closes_at
    waves.tick(services)
    waves.tick(services)
    assert again(services, wave).state is WaveState.OPEN
    assert boxes(services) == 12
    assert not published(services, wave).released
    assert messages(services, kinds.HELD_NOTICE) == [f"{kinds.HELD_NOTICE}/{wave.id}/{ADMIN}"]


def test_a_wave_that_cannot_be_counted_holds_up_no_other(services_anywhere, clock):
    services = services_anywhere
    first = open_wave(services, roster_of({"alpha": 6, "beta": 6}), survey_of(audience=("alpha",)))
    with services.database.transaction() as session:
        other = survey.add(session, survey_of(name="Other", audience=("beta",)))
    second = run_now(services, other)
    cast(services, "alpha-1", 4, wave=first)
    with services.database.transaction() as session:
        broken = {"box": bytes(2076), "wave": first.id}
        session.execute(text("UPDATE urn SET box = :box WHERE wave_id = :wave"), broken)
    clock.at = first.closes_at
    waves.tick(services)
    assert again(services, first).state is WaveState.OPEN
    assert again(services, second).state is WaveState.CLOSED
    assert messages(services, kinds.HELD_NOTICE)


def test_a_wave_whose_key_is_lost_waits_until_an_admin_gives_it_up(services_anywhere, clock):
    services = services_anywhere
    wave = open_wave(services)
    answer_all(services, wave)
    with pytest.raises(VorbildError, match="This wave can be counted"):
        closing.declare_void(services, wave, entry(services))
    services.keys.destroy(wave.id)
    clock.at = wave.closes_at
    waves.tick(services)
    assert boxes(services) == 12
    closing.declare_void(services, wave, entry(services))
    assert again(services, wave).state is WaveState.VOID
    assert boxes(services) == 0
    assert not published(services, wave).released


def test_an_early_close_owes_the_post_and_lets_waiting_invitations_go_unsent(services_anywhere):
    services = services_anywhere
    wave = open_wave(services)
    with services.database.transaction() as session:
        (claimed,) = outbox.claim(session, services.clock(), 1)
        invited = invitations.find(session, wave.id, claimed.parameters["person_id"])
        invitations.delivered(session, invited, "D1", "1.1")
        outbox.sent(session, claimed.id)
    closing.close(services, wave)
    with services.database.reading() as session:
        counts = outbox.counts(session, wave.id)
    assert counts == {MessageState.SENT: 1, MessageState.EXPIRED: 5}
    assert messages(services, kinds.TREND_POST) == [f"{kinds.TREND_POST}/{wave.id}/alpha"]
    assert messages(services, kinds.CLOSING_NOTE) == [f"{kinds.CLOSING_NOTE}/{wave.id}/{invited.person_id}"]


def test_whether_somebody_answered_makes_no_difference_to_their_closing_note(services):
    wave = open_wave(services)
    with services.database.transaction() as session:
        for person in SIX:
            invitations.delivered(session, invitations.find(session, wave.id, person), "D1", "1.1")
    cast(services, "alpha-3", 4)
    closing.close(services, wave)
    assert messages(services, kinds.CLOSING_NOTE) == [f"{kinds.CLOSING_NOTE}/{wave.id}/{person}" for person in SIX]


def test_a_wave_nobody_answered_closes_with_nothing_to_show(services_anywhere):
    wave = open_wave(services_anywhere)
    closing.close(services_anywhere, wave)
    told = published(services_anywhere, wave)
    assert told.released == ()
    assert told.participation == {}
    assert {entry.unit_id for entry in told.suppressed} == {"alpha"}


def test_open_waves_keep_the_organisation_they_began_with(services):
    wave = open_wave(services)
    answer_all(services, wave)
    with services.database.transaction() as session:
        roster.replace(session, roster_of({"beta": 3}))
    closing.close(services, wave)
    assert {figure.cell.unit_id for figure in published(services, wave).released} == {"alpha"}


def test_the_posts_go_to_the_channels_of_the_survey(services):
    wave = open_wave(services)
    closing.close(services, wave)
    with services.database.transaction() as session:
        posts = [m for m in outbox.claim(session, services.clock(), 99) if m.kind == kinds.TREND_POST]
    assert [post.parameters["channel_id"] for post in posts] == [CHANNEL]
    assert again(services, wave).state is WaveState.CLOSED
