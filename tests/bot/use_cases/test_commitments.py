"""A commitment's life: draft → made → done or dropped; asked of the team, kept or not kept as they see it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from bot.use_cases import answering, casting, closing, commitment_notes, commitments, handing_over, kinds, reporting
from storage import roster, survey
from storage.tables import OutboxRow
from surveys.ballots import Ballot
from surveys.commitments import CommitmentState, Kept, Step
from surveys.errors import VorbildError
from surveys.instalments import WEEK
from surveys.journal import Deed, Entry
from surveys.judging import Judgement, Outcome
from surveys.roster import Person, Roster
from surveys.scales import Answer
from tests.builders import again, leader_of, members_of, roster_of, run_now, stored, survey_of

ALPHA, NEW = leader_of("alpha"), "lead-new"
DUE = date(2026, 1, 16)
YES, PARTLY, NO, UNNOTICED = Judgement


def company(sizes=None, **changes):
    return roster_of(sizes or {"alpha": 6, "beta": 6}, **changes)


def made(services, text="A weekly half hour for obstacles", due=DUE, leader=ALPHA, unit="alpha"):
    draft = commitments.save(services, leader, unit, text, due)
    return commitments.publish(services, leader, draft.commitment.id).commitment


def later(services, clock, days=28):
    clock.at += timedelta(days=days)


def judge(services, wave, person, judgement=None):
    pulse = answering.open_pulse(services, wave.id, person)
    say(services, wave, person, {} if judgement is None else {promise.id: judgement for promise in pulse.promises})


def say(services, wave, person, judgements):
    pulse = answering.open_pulse(services, wave.id, person)
    answers = {question.key: Answer(4) for question in pulse.questions}
    casting.cast(services, wave.id, person, lambda _: Ballot(answers, "", judgements))


def judged(services, clock, judgements, commitment, size=6):
    later(services, clock)
    wave = run_now(services, survey_in(services))
    for person, judgement in zip(members_of("alpha", size), judgements, strict=False):
        judge(services, wave, person, judgement)
    closing.close(services, wave)
    return outcome_of(services, commitment), wave


def outcome_of(services, commitment):
    board = commitments.of_leader(services, ALPHA)[0]
    return next(told.outcome for told in board.told if told.commitment.id == commitment.id)


def survey_in(services):
    with services.database.reading() as session:
        return survey.all_of(session)[0]


def messages(services, kind):
    with services.database.reading() as session:
        return list(session.scalars(select(OutboxRow).where(OutboxRow.kind == kind)))


def led_by(services, leader, unit="alpha"):
    """The roster names another leader."""
    with services.database.transaction() as session:
        everyone = roster.load(session)
        people = {**everyone.people, leader: Person(leader, "New Leader", None)}
        units = {**everyone.units, unit: replace(everyone.units[unit], leader_id=leader)}
        people.pop(ALPHA)
        roster.replace(session, Roster(people, units))


def test_a_draft_is_seen_by_its_leader_alone_and_can_be_changed(services_anywhere):
    stored(services_anywhere, company())
    first = commitments.save(services_anywhere, ALPHA, "alpha", "A first idea", DUE)
    second = commitments.save(services_anywhere, ALPHA, "alpha", "  A better\n idea ", DUE)
    assert second.commitment.id == first.commitment.id
    assert [told.commitment.text for told in commitments.of_leader(services_anywhere, ALPHA)[0].told] == [
        "A better idea"
    ]
    assert commitments.of_team(services_anywhere, "alpha-1") is None
    assert messages(services_anywhere, kinds.COMMITMENT_NOTE) == []


def test_a_successor_sees_nothing_of_a_draft_and_cannot_publish_it(services):
    stored(services, company())
    draft = commitments.save(services, ALPHA, "alpha", "Not yet", DUE).commitment
    led_by(services, NEW)
    assert commitments.of_leader(services, NEW)[0].told == ()
    assert commitments.form(services, NEW).draft is None
    for act in (commitments.preview, commitments.publish):
        with pytest.raises(VorbildError, match="not you now"):
            act(services, NEW, draft.id)
    assert commitments.save(services, NEW, "alpha", "Mine", DUE).commitment.text == "Mine"


def test_publishing_tells_every_member_once_and_the_second_click_is_refused(services_anywhere):
    stored(services_anywhere, company())
    commitment = made(services_anywhere)
    told = {row.parameters["person_id"] for row in messages(services_anywhere, kinds.COMMITMENT_NOTE)}
    assert told == set(members_of("alpha", 6))
    with pytest.raises(VorbildError, match="published already"):
        commitments.publish(services_anywhere, ALPHA, commitment.id)
    assert len(messages(services_anywhere, kinds.COMMITMENT_NOTE)) == 6
    assert commitments.of_team(services_anywhere, "alpha-1").told[0].commitment.state is CommitmentState.MADE
    assert commitments.of_team(services_anywhere, "beta-1") is None


def test_what_is_published_cannot_be_changed_or_removed(services_anywhere):
    stored(services_anywhere, company())
    commitment = made(services_anywhere)
    commitments.save(services_anywhere, ALPHA, "alpha", "Another one", DUE)
    assert commitments.of_team(services_anywhere, "alpha-1").told[0].commitment.text == commitment.text
    with pytest.raises(Exception, match="append-only"), services_anywhere.database.transaction() as session:
        session.execute(text("DELETE FROM commitment_event"))


def test_a_date_in_the_past_is_refused_and_one_on_a_weekend_moved(services):
    stored(services, company())
    with pytest.raises(VorbildError, match="This date is over"):
        commitments.save(services, ALPHA, "alpha", "Too late", date(2026, 1, 5))
    moved = commitments.save(services, ALPHA, "alpha", "A promise", date(2026, 1, 17))
    assert (moved.wanted, moved.commitment.due_on) == (date(2026, 1, 17), date(2026, 1, 19))


def test_only_who_leads_the_unit_today_makes_and_settles_its_commitments(services):
    stored(services, company())
    commitment = made(services)
    for stranger in ("alpha-1", leader_of("beta")):
        for act in (commitments.done, commitments.to_drop, commitments.publish):
            with pytest.raises(VorbildError, match="not you now"):
                act(services, stranger, commitment.id)
        with pytest.raises(VorbildError, match="not you now"):
            commitments.save(services, stranger, "alpha", "Mine", DUE)
    with pytest.raises(VorbildError, match="You lead none"):
        commitments.form(services, "alpha-1", "alpha")


def test_a_leader_is_reminded_before_the_date_unless_it_is_settled(services):
    stored(services, company())
    commitment = made(services)
    (row,) = messages(services, kinds.COMMITMENT_REMINDER)
    assert row.due_at.date() == DUE - timedelta(days=2)
    assert commitment_notes.reminder(services, commitment.id, ALPHA) is not None
    commitments.done(services, ALPHA, commitment.id)
    assert commitment_notes.reminder(services, commitment.id, ALPHA) is None


def test_dropping_wants_a_reason_which_the_team_reads(services):
    stored(services, company())
    commitment = made(services)
    with pytest.raises(VorbildError, match="say why"):
        commitments.drop(services, ALPHA, commitment.id, "  ")
    commitments.drop(services, ALPHA, commitment.id, "No money")
    told = commitments.of_team(services, "alpha-1").told[0]
    assert [(event.step, event.text) for event in told.events] == [(Step.MADE, ""), (Step.DROPPED, "No money")]
    with pytest.raises(VorbildError, match="settled already"):
        commitments.done(services, ALPHA, commitment.id)
    assert len(messages(services, kinds.COMMITMENT_NOTE)) == 12


def test_more_than_three_open_ones_are_refused(services):
    stored(services, company())
    for number in range(3):
        made(services, f"Promise {number}")
    with pytest.raises(VorbildError, match="3 commitments are open already"):
        made(services, "One more")


@pytest.mark.parametrize(
    ("judgements", "outcome"),
    [
        ([YES] * 5 + [NO], Outcome.KEPT),
        ([YES, YES, YES, NO, NO, NO], Outcome.PARTLY),
        ([NO] * 5 + [YES], Outcome.NOT_KEPT),
        ([YES] * 4 + [UNNOTICED] * 2, Outcome.TOO_FEW),
    ],
)
def test_the_wave_after_the_date_asks_the_team_and_publishes_one_word(services_anywhere, clock, judgements, outcome):
    stored(services_anywhere, company())
    commitment = made(services_anywhere)
    commitments.done(services_anywhere, ALPHA, commitment.id)
    word, wave = judged(services_anywhere, clock, judgements, commitment)
    assert word is outcome
    kept = reporting.brief(services_anywhere, wave.id, "alpha").report.kept
    assert kept == Kept(int(outcome is Outcome.KEPT), int(outcome is not Outcome.TOO_FEW))


def test_what_was_judged_is_settled(services, clock):
    stored(services, company())
    commitment = made(services)
    judged(services, clock, [NO] * 6, commitment)
    for act in (commitments.done, commitments.to_drop):
        with pytest.raises(VorbildError, match="settled already"):
            act(services, ALPHA, commitment.id)
    led_by(services, NEW)
    handing_over.pass_on(services)
    assert messages(services, kinds.COMMITMENT_HANDOVER) == []


def test_only_the_team_it_was_made_to_is_asked_and_only_once(services, clock):
    stored(services, company())
    commitment = made(services)
    before = run_now(services, survey_in(services))
    assert answering.open_pulse(services, before.id, "alpha-1").promises == ()
    closing.close(services, before)
    judged(services, clock, [YES] * 6, commitment)
    later(services, clock)
    after = run_now(services, survey_in(services))
    assert answering.open_pulse(services, after.id, "alpha-1").promises == ()
    closing.close(services, after)
    assert outcome_of(services, commitment) is Outcome.KEPT


def test_another_team_is_not_asked(services, clock):
    stored(services, company())
    made(services)
    later(services, clock)
    wave = run_now(services, survey_in(services))
    assert len(answering.open_pulse(services, wave.id, "alpha-1").promises) == 1
    assert answering.open_pulse(services, wave.id, "beta-1").promises == ()


def test_what_somebody_of_another_team_says_of_it_is_not_counted(services, clock):
    stored(services, company())
    commitment = made(services)
    later(services, clock)
    wave = run_now(services, survey_in(services))
    for person in members_of("alpha", 5):
        judge(services, wave, person, UNNOTICED)
    for person in members_of("beta", 6):
        say(services, wave, person, {commitment.id: YES})
    closing.close(services, wave)
    assert outcome_of(services, commitment) is Outcome.TOO_FEW


def test_a_team_too_small_for_a_cell_is_not_asked_and_its_leader_is_told(services, clock):
    stored(services, company({"alpha": 3, "beta": 6}, parents={"alpha": "beta"}))
    commitment = made(services)
    assert not commitments.of_leader(services, ALPHA)[0].can_be_judged
    later(services, clock)
    wave = run_now(services, survey_in(services))
    assert answering.open_pulse(services, wave.id, "alpha-1").promises == ()
    closing.close(services, wave)
    assert outcome_of(services, commitment) is Outcome.TOO_FEW


def test_a_void_wave_has_asked_nothing(services, clock):
    stored(services, company())
    made(services)
    later(services, clock)
    wave = run_now(services, survey_in(services))
    closing.discard(services, again(services, wave), Entry(clock(), "UADMIN", Deed.WAVE_OPENED, "Pulse"))
    later(services, clock)
    again_asked = run_now(services, survey_in(services))
    assert len(answering.open_pulse(services, again_asked.id, "alpha-1").promises) == 1


def test_with_weekly_questions_it_is_asked_in_the_first_week_and_stays_when_later_weeks_are_answered(services, clock):
    stored(services, company(), survey_of(weekly=True, days_open=21))
    commitment = made(services)
    later(services, clock)
    wave = run_now(services, survey_in(services))
    for person in members_of("alpha", 6):
        judge(services, wave, person, NO)
    clock.at += WEEK
    assert answering.open_pulse(services, wave.id, "alpha-1").promises_sealed
    for person in members_of("alpha", 6):
        judge(services, wave, person)
    closing.close(services, wave)
    assert outcome_of(services, commitment) is Outcome.NOT_KEPT


def test_open_commitments_pass_to_the_successor_who_accepts_or_drops_them_visibly(services_anywhere):
    stored(services_anywhere, company())
    first, second = made(services_anywhere, "First"), made(services_anywhere, "Second")
    led_by(services_anywhere, NEW)
    for _ in range(2):
        handing_over.pass_on(services_anywhere)
    asked = messages(services_anywhere, kinds.COMMITMENT_HANDOVER)
    assert [row.parameters["person_id"] for row in asked] == [NEW, NEW]
    commitments.accept(services_anywhere, NEW, first.id)
    commitments.drop(services_anywhere, NEW, second.id, "Not mine")
    with pytest.raises(VorbildError, match="taken on or settled"):
        commitments.accept(services_anywhere, NEW, first.id)
    with pytest.raises(VorbildError, match="not you now"):
        commitments.done(services_anywhere, ALPHA, first.id)
    told = {each.commitment.text: each for each in commitments.of_team(services_anywhere, "alpha-1").told}
    assert [event.step for event in told["First"].events] == [Step.MADE, Step.PASSED, Step.ACCEPTED]
    assert [event.step for event in told["Second"].events] == [Step.MADE, Step.PASSED, Step.DROPPED]


def test_the_superior_reads_the_kept_rate_of_leaders_directly_beneath(services, clock):
    stored(services, company({"top": 5, "alpha": 6}, parents={"alpha": "top"}))
    judged(services, clock, [YES] * 6, made(services))
    (board,) = commitments.of_leader(services, leader_of("top"))
    assert board.beneath == (("Alpha", Kept(1, 1)),)
    assert commitments.of_leader(services, leader_of("alpha"))[0].beneath == ()
