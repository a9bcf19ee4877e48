"""Comments: read by whoever leads the unit or one above it, acknowledged and replied to, in daily batches."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.use_cases import closing, comments, kinds, receipts, threads
from storage import roster
from surveys.errors import VorbildError
from surveys.roster import Roster, Unit
from surveys.threads import Kind, ThreadState
from tests.builders import ADMIN, cast, leader_of, members_of, open_wave, roster_of

SIZES = {"top": 1, "alpha": 9, "beta": 9}
PARENTS = {"alpha": "top", "beta": "top"}
NINE = members_of("alpha", 9)
LEADER, TOP, OTHER = leader_of("alpha"), leader_of("top"), leader_of("beta")


@pytest.fixture
def told(services):
    """A closed wave in which three people of `alpha` wrote: wave and codes."""
    return _told(services)


def _told(services, writers=3):
    wave = open_wave(services, roster_of(SIZES, PARENTS))
    kept = [cast(services, person, 4, f"from {person}" if n < writers else "").code for n, person in enumerate(NINE)]
    closing.close(services, wave)
    return wave, kept


def first(services, wave):
    return comments.listing(services, LEADER, wave.id, "alpha").threads[0].comment_id


def code_of(services, kept, comment_id):
    """The receipt of a comment."""
    return next(code for code in kept if receipts.look(services, code, "x").thread.comment_id == comment_id)


def owed(services, kind):
    with services.database.reading() as session:
        found = session.execute(text("SELECT parameters FROM outbox WHERE kind = :kind"), {"kind": kind})
        return [str(row[0]) for row in found]


def next_batch(services, clock):
    clock.at += timedelta(days=4)
    threads.publish_due(services)


@pytest.mark.parametrize("person", [LEADER, TOP])
def test_whoever_leads_the_unit_or_one_above_reads_the_comments(services, told, person):
    wave, _ = told
    listing = comments.listing(services, person, wave.id, "alpha")
    assert sorted(thread.comment for thread in listing.threads) == [f"from {writer}" for writer in NINE[:3]]
    assert listing.place.unit_name == "Alpha"


@pytest.mark.parametrize("person", [OTHER, NINE[0], ADMIN, "stranger"])
def test_nobody_else_reads_replies_or_acknowledges(services, told, person):
    wave, _ = told
    comment_id = first(services, wave)
    for act in (
        lambda: comments.listing(services, person, wave.id, "alpha"),
        lambda: comments.page_of(services, person, comment_id),
        lambda: comments.to_answer(services, person, comment_id),
        lambda: comments.reply(services, person, comment_id, "text"),
        lambda: comments.acknowledge(services, person, comment_id, Kind.THANKS),
    ):
        with pytest.raises(VorbildError, match="whoever leads this unit or one above it"):
            act()


def test_a_leader_who_was_replaced_reads_no_more_and_the_new_one_does(services, clock):
    wave, _ = _told(services)
    comment_id = first(services, wave)
    with services.database.transaction() as session:
        everyone = roster.load(session)
        units = {**everyone.units, "alpha": Unit("alpha", "Alpha", NINE[8], "top")}
        roster.replace(session, Roster(everyone.people, units))
    with pytest.raises(VorbildError, match="whoever leads"):
        comments.reply(services, LEADER, comment_id, "text")
    assert comments.reply(services, NINE[8], comment_id, "text").entries


def test_comments_of_a_unit_that_is_gone_are_read_by_those_above(services):
    wave, _ = _told(services)
    with services.database.transaction() as session:
        roster.replace(session, roster_of({"top": 1, "beta": 9}, {"beta": "top"}))
    assert len(comments.listing(services, TOP, wave.id, "alpha").threads) == 3
    with pytest.raises(VorbildError, match="whoever leads"):
        comments.listing(services, LEADER, wave.id, "alpha")


@pytest.mark.parametrize("unit", ["beta", "no such unit"])
def test_a_unit_without_comments_shows_none_or_refuses(services, unit):
    wave, _ = _told(services)
    if unit == "beta":
        assert comments.listing(services, OTHER, wave.id, unit).threads == ()
    else:
        with pytest.raises(VorbildError, match="whoever leads"):
            comments.listing(services, TOP, wave.id, unit)


def test_a_reply_appears_with_the_next_batch_under_the_leaders_name(services, told, clock):
    wave, kept = told
    comment_id = first(services, wave)
    code = code_of(services, kept, comment_id)
    comments.reply(services, LEADER, comment_id, "We will change that.")
    assert receipts.look(services, code, "x").thread.entries == ()
    next_batch(services, clock)
    shown = receipts.look(services, code, "x")
    assert [entry.text for entry in shown.thread.entries] == ["We will change that."]
    assert shown.names == {LEADER: "Leader of alpha"}


def test_everybody_who_was_invited_hears_of_replies_alike_whoever_wrote(services_anywhere, clock):
    wave, _ = _told(services_anywhere)
    comments.acknowledge(services_anywhere, LEADER, first(services_anywhere, wave), Kind.WORKING)
    assert owed(services_anywhere, kinds.REPLIES_NOTE) == []
    next_batch(services_anywhere, clock)
    notes = owed(services_anywhere, kinds.REPLIES_NOTE)
    invited = [person for unit, size in SIZES.items() for person in members_of(unit, size)]
    assert len(notes) == len(invited)
    assert all(any(f"'{person}'" in note or f'"{person}"' in note for note in notes) for person in invited)


def test_replies_of_several_days_are_told_of_once_a_week(services, clock):
    wave, _ = _told(services)
    for text_ in ("one", "two"):
        comments.reply(services, LEADER, first(services, wave), text_)
        clock.at += timedelta(days=1)
        threads.publish_due(services)
    assert len(owed(services, kinds.REPLIES_NOTE)) == sum(SIZES.values())


def test_an_author_answers_and_the_leader_hears_of_it_with_the_batch(services, told, clock):
    wave, kept = told
    comment_id = first(services, wave)
    receipts.say_in_thread(services, code_of(services, kept, comment_id), Kind.ANSWER, "It is the tools.")
    assert comments.to_answer(services, LEADER, comment_id).thread.entries == ()
    next_batch(services, clock)
    thread = comments.to_answer(services, LEADER, comment_id).thread
    assert [(entry.text, entry.by) for entry in thread.entries] == [("It is the tools.", "")]
    (note,) = owed(services, kinds.ANSWERS_NOTE)
    assert LEADER in note
    assert owed(services, kinds.REPLIES_NOTE) == []


def test_the_same_acknowledgement_twice_is_one(services, told):
    wave, _ = told
    comment_id = first(services, wave)
    comments.acknowledge(services, LEADER, comment_id, Kind.THANKS)
    thread = comments.acknowledge(services, LEADER, comment_id, Kind.THANKS)
    assert [entry.kind for entry in thread.entries] == [Kind.THANKS]


def test_closing_is_seen_by_leaders_with_the_batch_and_then_holds(services, told, clock):
    wave, kept = told
    comment_id = first(services, wave)
    receipts.say_in_thread(services, code_of(services, kept, comment_id), Kind.CLOSE)
    comments.reply(services, LEADER, comment_id, "just in time")
    next_batch(services, clock)
    with pytest.raises(VorbildError, match="has closed this conversation"):
        comments.reply(services, LEADER, comment_id, "too late")
    states = {
        thread.comment_id: thread.state for thread in comments.listing(services, LEADER, wave.id, "alpha").threads
    }
    assert states[comment_id] is ThreadState.CLOSED


def test_reported_misuse_reaches_the_admins_who_may_then_read_that_thread_alone(services, told, clock):
    wave, kept = told
    listing = comments.listing(services, LEADER, wave.id, "alpha")
    comment_id, other = listing.threads[0].comment_id, listing.threads[1].comment_id
    comments.reply(services, LEADER, comment_id, "Who are you?")
    next_batch(services, clock)
    receipts.say_in_thread(services, code_of(services, kept, comment_id), Kind.REPORT)
    with pytest.raises(VorbildError, match="not there any more"):
        comments.reported(services, ADMIN, comment_id)
    next_batch(services, clock)
    assert len(owed(services, kinds.MISUSE_NOTE)) == 1
    assert "Who are you?" in str(comments.reported(services, ADMIN, comment_id))
    with pytest.raises(VorbildError, match="not there any more"):
        comments.reported(services, ADMIN, other)
    with pytest.raises(VorbildError, match="admins"):
        comments.reported(services, LEADER, comment_id)
    seen = comments.to_answer(services, LEADER, comment_id).thread
    assert [entry.kind for entry in seen.entries] == [Kind.REPLY]


def test_the_tenth_entry_in_a_minute_is_slowed_and_only_on_its_own_side(services, clock):
    wave, kept = _told(services)
    listing = comments.listing(services, LEADER, wave.id, "alpha")
    comment_id = listing.threads[0].comment_id
    code = code_of(services, kept, comment_id)
    for number in range(9):
        receipts.say_in_thread(services, code, Kind.ANSWER, str(number))
    with pytest.raises(VorbildError, match="again in a minute"):
        receipts.say_in_thread(services, code, Kind.ANSWER, "ten")
    comments.reply(services, LEADER, comment_id, "a leader does not feel it")
    comments.reply(services, LEADER, listing.threads[1].comment_id, "nor another thread")
    clock.at += timedelta(minutes=1)
    receipts.say_in_thread(services, code, Kind.ANSWER, "ten")


def test_a_batch_appears_once_however_often_it_is_asked_for(services_anywhere, clock):
    wave, _ = _told(services_anywhere)
    comments.reply(services_anywhere, LEADER, first(services_anywhere, wave), "text")
    next_batch(services_anywhere, clock)
    threads.publish_due(services_anywhere)
    with services_anywhere.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM thread_entry")) == 1
    assert len(owed(services_anywhere, kinds.REPLIES_NOTE)) == sum(SIZES.values())


def test_thirty_comments_are_shown_in_pages_of_ten(services):
    wave = open_wave(services, roster_of({"alpha": 30}))
    for person in members_of("alpha", 30):
        cast(services, person, 4, f"from {person}")
    closing.close(services, wave)
    pages = [comments.listing(services, LEADER, wave.id, "alpha", page) for page in range(3)]
    assert len({thread.comment for listing in pages for thread in listing.threads}) == 30
    assert comments.listing(services, LEADER, wave.id, "alpha", 99).page == 2
    last = pages[2].threads[0].comment_id
    assert comments.page_of(services, LEADER, last).page == 2


def test_a_leader_finds_their_units_comments_in_the_home_tab_and_nobody_else_does(services):
    _told(services)
    assert [place.unit_id for place in comments.places_of(services, LEADER)] == ["alpha"]
    assert comments.places_of(services, OTHER) == comments.places_of(services, NINE[0]) == []
