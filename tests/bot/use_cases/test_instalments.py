"""Questions spread over weeks, on both databases: asked in turn, kept apart, counted together at the close."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.use_cases import answering, casting, closing, inviting, kinds, privacy, waves
from bot.use_cases.inviting import Place
from storage import calendars, ledger, outbox
from storage import comments as stored_comments
from storage import waves as stored_waves
from storage.outbox import MessageState
from surveys.ballots import Ballot
from surveys.calendars import Absence, Source
from surveys.disclosure import SizeBand
from surveys.errors import VorbildError
from surveys.scales import Answer
from surveys.waves import WaveState
from tests.builders import again, members_of, open_wave, roster_of, run_now, stored, survey_of

SIX = members_of("alpha", 6)
WEEK = timedelta(days=7)


@pytest.fixture
def weekly(services_anywhere):
    return open_wave(services_anywhere, each=survey_of(weekly=True, days_open=24))


def answer(services, wave, person, week, point, comment=""):
    keys = wave.instalments[week - 1].question_keys
    return casting.cast(services, wave.id, person, lambda _: Ballot(dict.fromkeys(keys, Answer(point)), comment))


def published(services, wave):
    with services.database.reading() as session:
        return ledger.of_wave(session, wave.id)


def comments(services, wave):
    with services.database.reading() as session:
        return [comment.text for comment in stored_comments.at(session, wave.id, "alpha")]


def rows(services):
    with services.database.reading() as session:
        return {bytes(slot): bytes(box) for slot, box in session.execute(text("SELECT slot, box FROM urn"))}


def due(services, now):
    """Give the invitations that are due, and have them sent: else the next look would find them unsure."""
    with services.database.transaction() as session:
        claimed = outbox.claim(session, now, 100)
        for message in claimed:
            outbox.sent(session, message.id)
        return [message for message in claimed if message.kind == kinds.INVITATION]


def test_questions_and_their_weeks_are_frozen_with_the_wave(services_anywhere, weekly):
    stored_again = again(services_anywhere, weekly)
    assert stored_again.weekly == weekly.weekly
    assert [len(each.question_keys) for each in weekly.weekly] == [2, 2, 1]
    assert {key for each in weekly.weekly for key in each.question_keys} == set(weekly.question_keys)


def test_each_week_asks_its_own_questions_and_who_is_late_gets_those_before(services_anywhere, weekly, clock):
    asked = [len(answering.open_pulse(services_anywhere, weekly.id, SIX[0]).questions)]
    for _ in range(2):
        clock.at += WEEK
        asked.append(len(answering.open_pulse(services_anywhere, weekly.id, SIX[0]).questions))
    assert asked == [2, 4, 5]


def test_a_later_week_cannot_be_answered_before_it_begins(services_anywhere, weekly):
    with pytest.raises(VorbildError, match="another questionnaire"):
        answer(services_anywhere, weekly, SIX[0], 2, 4)
    assert rows(services_anywhere) == {}


def test_the_paper_of_the_second_week_says_which_answers_may_stay(services_anywhere, weekly, clock):
    sealed = answer(services_anywhere, weekly, SIX[0], 1, 4)
    assert sealed.more_on == weekly.opens_on + WEEK
    clock.at += WEEK
    pulse = answering.open_pulse(services_anywhere, weekly.id, SIX[0])
    assert pulse.sealed_keys == set(weekly.weekly[0].question_keys)
    assert (pulse.instalment, pulse.instalments) == (2, 3)


def test_answers_of_all_weeks_count_a_person_once(services_anywhere, weekly, clock):
    for week, point in ((1, 2), (2, 4), (3, 3)):
        for person in SIX[:5]:
            answer(services_anywhere, weekly, person, week, point)
        clock.at += WEEK
    closing.close(services_anywhere, weekly)
    told = published(services_anywhere, weekly)
    levels = {figure.question_key: figure.level for figure in told.released}
    sizes = {figure.size for figure in told.released}
    for each, level in zip(weekly.weekly, (2.0, 4.0, 3.0), strict=True):
        assert {levels[key] for key in each.question_keys} == {level}
    assert sizes == {SizeBand.FIVE_TO_7}
    assert str(told.participation["alpha"]) == "over 75 %"
    assert rows(services_anywhere) == {}


def test_the_latest_answer_of_a_week_counts_and_the_other_weeks_stay(services_anywhere, weekly, clock):
    for person in SIX:
        answer(services_anywhere, weekly, person, 1, 1)
    clock.at += WEEK
    for person in SIX:
        answer(services_anywhere, weekly, person, 2, 4)
        answer(services_anywhere, weekly, person, 1, 3)
    closing.close(services_anywhere, weekly)
    levels = {figure.question_key: figure.level for figure in published(services_anywhere, weekly).released}
    assert {levels[key] for key in weekly.weekly[0].question_keys} == {3.0}
    assert {levels[key] for key in weekly.weekly[1].question_keys} == {4.0}


def test_a_question_that_too_few_answered_is_not_shown_though_the_team_is(services_anywhere, weekly, clock):
    for person in SIX:
        answer(services_anywhere, weekly, person, 1, 4)
    clock.at += WEEK
    for person in SIX[:4]:
        answer(services_anywhere, weekly, person, 2, 1)
    closing.close(services_anywhere, weekly)
    told = published(services_anywhere, weekly)
    assert {figure.question_key for figure in told.released} == set(weekly.weekly[0].question_keys)
    hidden = {entry.question_key for entry in told.suppressed}
    assert hidden == {key for each in weekly.weekly[1:] for key in each.question_keys}


def test_a_comment_stays_until_a_new_one_replaces_it(services_anywhere, clock):
    services = services_anywhere
    wave = open_wave(services, roster_of({"alpha": 9}), survey_of(weekly=True, days_open=24))
    for person in members_of("alpha", 9):
        answer(services, wave, person, 1, 4, f"first {person}")
    clock.at += WEEK
    for person in members_of("alpha", 9)[:4]:
        answer(services, wave, person, 2, 4)
    answer(services, wave, "alpha-9", 2, 4, "second alpha-9")
    closing.close(services, wave)
    first = {f"first {person}" for person in members_of("alpha", 8)}
    assert set(comments(services, wave)) == first | {"second alpha-9"}


def test_every_box_a_person_has_is_sealed_anew_so_that_none_tells_whether_it_changed(services_anywhere, weekly, clock):
    answer(services_anywhere, weekly, SIX[0], 1, 4, "a comment")
    answer(services_anywhere, weekly, SIX[1], 1, 4)
    clock.at += WEEK
    before = rows(services_anywhere)
    answer(services_anywhere, weekly, SIX[0], 2, 4)
    after = rows(services_anywhere)
    assert len(after) == len(before) + 1
    assert sum(after[slot] != box for slot, box in before.items()) == 2
    assert len({len(box) for box in after.values()}) == 1


def test_one_person_answering_two_weeks_at_once_loses_neither(services_anywhere, weekly, clock):
    clock.at += WEEK
    barrier = threading.Barrier(2)

    def one(week):
        barrier.wait()
        answer(services_anywhere, weekly, SIX[0], week, week, "written" if week == 1 else "")

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(one, (1, 2)))
    pulse = answering.open_pulse(services_anywhere, weekly.id, SIX[0])
    assert pulse.sealed_keys == {key for each in weekly.weekly[:2] for key in each.question_keys}
    with services_anywhere.database.transaction() as session:
        key = services_anywhere.keys.need(weekly.id)
        sealed = casting._Sealed.of(session, weekly, key, SIX[0])
    assert sealed.comment.text == "written"


def test_everybody_gets_a_message_each_week_whether_they_answered_or_not(services_anywhere, weekly):
    answer(services_anywhere, weekly, SIX[0], 1, 4)
    weeks = [due(services_anywhere, weekly.opens_at + WEEK * week) for week in range(3)]
    keys = [[message.key for message in week if not message.unsure] for week in weeks]
    assert [sorted(week) for week in keys] == [
        [f"invitation/{weekly.id}/{person}" for person in SIX],
        [f"invitation/{weekly.id}/{person}/2" for person in SIX],
        [f"invitation/{weekly.id}/{person}/3" for person in SIX],
    ]


def test_each_week_comes_in_the_morning_of_each_time_zone(services, clock):
    everyone = roster_of({"alpha": 6})
    tokyo = {"alpha-1": replace(everyone.people["alpha-1"], time_zone="Asia/Tokyo")}
    stored(services, replace(everyone, people={**everyone.people, **tokyo}), survey_of(weekly=True, days_open=24))
    clock.at = datetime(2026, 1, 6, 0, 0, tzinfo=UTC)
    waves.tick(services)
    due(services, clock() + timedelta(hours=8))
    second = due(services, datetime(2026, 1, 13, 0, 0, tzinfo=UTC))
    assert [message.key.split("/")[2] for message in second if message.key.endswith("/2")] == ["alpha-1"]


def test_a_week_missed_by_a_bot_that_was_off_is_not_invited_to_on_its_own(services, clock):
    stored(services, each=survey_of(weekly=True, days_open=24))
    clock.at += timedelta(days=8)
    waves.tick(services)
    assert {message.key.split("/")[-1] for message in due(services, clock())} == {"2"}


def test_an_invitation_says_what_its_week_asks(services_anywhere, weekly):
    pulse, _ = inviting.invitation(services_anywhere, weekly.id, SIX[0], 2)
    assert [question.key for question in pulse.questions] == list(weekly.weekly[1].question_keys)
    assert (pulse.instalment, pulse.instalments) == (2, 3)


def test_the_close_changes_the_messages_of_all_weeks_and_lets_those_waiting_go(services_anywhere, weekly):
    services = services_anywhere
    with services.database.transaction() as session:
        for number in (1, 2):
            which = kinds.instalment_parameters(weekly.id, SIX[0], number)
            inviting.note_place(services, session, which, Place("D1", f"{number}.1"))
    closing.close(services, weekly)
    with services.database.reading() as session:
        notes = session.execute(text("SELECT key FROM outbox WHERE kind = 'closing_note' ORDER BY key")).scalars().all()
        assert outbox.counts(session, weekly.id) == {MessageState.EXPIRED: 18}
    assert notes == [f"closing_note/{weekly.id}/alpha-1", f"closing_note/{weekly.id}/alpha-1/2"]
    assert inviting.closing(services, weekly.id, SIX[0], 2)[0] == Place("D1", "2.1")
    assert inviting.closing(services, weekly.id, SIX[0], 3) is None


def test_a_message_that_arrives_after_the_close_is_told_too(services_anywhere, weekly):
    closing.close(services_anywhere, weekly)
    with services_anywhere.database.transaction() as session:
        which = kinds.instalment_parameters(weekly.id, SIX[0], 2)
        inviting.note_place(services_anywhere, session, which, Place("D1", "2.1"))
    with services_anywhere.database.reading() as session:
        owed = session.execute(text("SELECT key FROM outbox WHERE kind = 'closing_note'")).scalars().all()
    assert owed == [f"closing_note/{weekly.id}/alpha-1/2"]


def test_a_person_is_told_how_many_weeks_of_theirs_are_sealed(services_anywhere, weekly, clock):
    answer(services_anywhere, weekly, SIX[0], 1, 4)
    clock.at += WEEK
    answer(services_anywhere, weekly, SIX[0], 2, 4)
    (mine,) = privacy.holdings(services_anywhere, SIX[0]).ballots
    (theirs,) = privacy.holdings(services_anywhere, SIX[1]).ballots
    assert (mine.sealed, mine.weeks_sealed, mine.weeks) == (True, 2, 3)
    assert (theirs.sealed, theirs.weeks_sealed) == (False, 0)


def test_an_early_close_shows_what_was_asked_so_far(services_anywhere, weekly):
    for person in SIX:
        answer(services_anywhere, weekly, person, 1, 4)
    closing.close(services_anywhere, weekly)
    told = published(services_anywhere, weekly)
    assert {figure.question_key for figure in told.released} == set(weekly.weekly[0].question_keys)


def test_the_window_holds_for_weekly_questions_too(services_anywhere, clock):
    each = stored(services_anywhere, each=survey_of(weekly=True, days_open=24))
    first = run_now(services_anywhere, each)
    closing.close(services_anywhere, first)
    clock.at = first.opens_at + timedelta(days=27)
    with pytest.raises(VorbildError, match="at the soonest"):
        run_now(services_anywhere, each)
    with services_anywhere.database.reading() as session:
        assert len(stored_waves.in_state(session, *WaveState)) == 1


def test_who_comes_back_from_leave_in_the_second_week_gets_one_message(services, clock):
    each = stored(services, each=survey_of(weekly=True, days_open=24))
    with services.database.transaction() as session:
        calendars.add_absence(session, "alpha-1", Source.LIST, Absence(date(2026, 1, 1), date(2026, 1, 14)))
    wave = run_now(services, each)
    first = {message.key for message in due(services, clock())}
    assert f"invitation/{wave.id}/alpha-1" not in first
    back = datetime(2026, 1, 15, 8, 0, tzinfo=UTC)
    assert [m.key for m in due(services, back) if "/alpha-1" in m.key] == [f"invitation/{wave.id}/alpha-1/2"]


def test_a_withdrawn_ballot_is_gone_with_all_its_weeks(services_anywhere, weekly, clock):
    answer(services_anywhere, weekly, SIX[0], 1, 4, "a comment")
    clock.at += WEEK
    answer(services_anywhere, weekly, SIX[0], 2, 4)
    answering.withdraw(services_anywhere, weekly.id, SIX[0])
    assert rows(services_anywhere) == {}
