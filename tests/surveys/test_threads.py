"""The rules of a thread: who may add what, who sees what, and when."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.ballots import COMMENT_BYTES
from surveys.errors import VorbildError
from surveys.threads import (
    ENTRY_BYTES,
    OF_LEADERS,
    Entry,
    Kind,
    Thread,
    ThreadState,
    add,
    after,
    appears_on,
    decode,
    encode,
    newest_batch,
)

BERLIN = "Europe/Berlin"
DAY = date(2026, 11, 25)
AUTHORS = sorted(set(Kind) - OF_LEADERS)


def thread(*entries, **changes):
    return Thread("c1", 1, "alpha", "a comment", entries=entries, **changes)


def waiting(kind, number=1):
    return Entry(kind, "text", "lead" if kind in OF_LEADERS else "", number, DAY)


def appeared(kind, number=1):
    return Entry(kind, "text", "lead" if kind in OF_LEADERS else "", number, DAY, pending=False)


@given(st.sampled_from(Kind), st.text(st.characters(codec="utf-8"), max_size=400), st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_every_entry_takes_the_same_room_and_reads_back(kind, text, number):
    entry = Entry(kind, text, "U123", number, DAY)
    assert len(encode(entry)) == ENTRY_BYTES
    assert decode(encode(entry), DAY, pending=True) == entry


@pytest.mark.parametrize("text", ['"' * COMMENT_BYTES, "\n" * COMMENT_BYTES, "\\" * COMMENT_BYTES, "🙂" * 450])
def test_the_longest_text_fits_whatever_it_is_made_of(text):
    entry = Entry(Kind.ANSWER, text, number=999_999)
    assert len(encode(entry)) == ENTRY_BYTES


@pytest.mark.parametrize("kind", AUTHORS)
def test_leaders_do_not_see_what_an_author_added_before_its_batch(kind):
    assert thread(waiting(kind)).seen_by_leaders().entries == ()


def test_leaders_are_never_told_that_misuse_was_reported():
    assert thread(appeared(Kind.REPORT)).seen_by_leaders().entries == ()
    assert len(thread(appeared(Kind.REPORT)).seen_by_admins().entries) == 1


@pytest.mark.parametrize("kind", sorted(OF_LEADERS))
def test_an_author_does_not_see_what_a_leader_added_before_its_batch(kind):
    assert thread(waiting(kind)).seen_by_author().entries == ()
    assert len(thread(appeared(kind)).seen_by_author().entries) == 1


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_added_to_a_withdrawn_comment_or_after_thirty_days(kind):
    with pytest.raises(VorbildError, match="withdrawn"):
        add(thread(state=ThreadState.WITHDRAWN), kind, "text")
    with pytest.raises(VorbildError, match="30 days"):
        add(thread(alive=False), kind, "text")


@pytest.mark.parametrize("kind", [Kind.REPLY, Kind.THANKS, Kind.ANSWER])
def test_a_closed_conversation_takes_no_more_words(kind):
    with pytest.raises(VorbildError, match="closed"):
        add(thread(state=ThreadState.CLOSED), kind, "text")


@pytest.mark.parametrize("kind", [Kind.REPORT, Kind.WITHDRAW])
def test_the_author_of_a_closed_conversation_can_still_report_and_withdraw(kind):
    assert add(thread(state=ThreadState.CLOSED), kind) is not None


@pytest.mark.parametrize(
    ("ended", "wanted"), [(Kind.CLOSE, Kind.ANSWER), (Kind.WITHDRAW, Kind.ANSWER), (Kind.WITHDRAW, Kind.CLOSE)]
)
def test_what_an_author_ended_is_ended_for_them_at_once(ended, wanted):
    with pytest.raises(VorbildError, match="already"):
        add(thread(waiting(ended)), wanted, "text")


@pytest.mark.parametrize("ended", [Kind.CLOSE, Kind.WITHDRAW])
def test_a_leader_does_not_feel_that_an_author_ended_it_before_the_batch(ended):
    assert add(thread(waiting(ended)), Kind.REPLY, "text") is not None


@pytest.mark.parametrize("kind", [Kind.THANKS, Kind.WORKING, Kind.CLOSE, Kind.REPORT, Kind.WITHDRAW])
def test_a_second_click_changes_nothing(kind):
    assert add(thread(waiting(kind)), kind) is None


@pytest.mark.parametrize("text", ["", "  \n ", "\x00"])
def test_an_empty_reply_is_refused(text):
    with pytest.raises(VorbildError, match="write something"):
        add(thread(), Kind.REPLY, text)


def test_a_reply_that_is_too_long_says_by_how_much():
    with pytest.raises(VorbildError, match="too long by about 1200"):
        add(thread(), Kind.ANSWER, "x" * 3000)


def test_entries_are_numbered_in_the_order_in_which_they_were_said():
    assert add(thread(appeared(Kind.REPLY, 4), waiting(Kind.ANSWER, 7)), Kind.REPLY, "text").number == 8


def test_what_is_written_appears_on_the_next_working_day_and_never_the_same():
    wednesday, friday = datetime(2026, 11, 25, 7, 59, tzinfo=UTC), datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert appears_on(wednesday, BERLIN) == date(2026, 11, 26)
    assert appears_on(friday, BERLIN) == date(2026, 11, 30)


def test_the_day_is_that_of_the_time_zone():
    assert appears_on(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), BERLIN) == date(2026, 11, 26)


def test_a_batch_is_due_at_nine():
    assert newest_batch(datetime(2026, 11, 25, 7, 59, tzinfo=UTC), BERLIN) == date(2026, 11, 24)
    assert newest_batch(datetime(2026, 11, 25, 8, 0, tzinfo=UTC), BERLIN) == date(2026, 11, 25)


def test_withdrawing_outlasts_closing():
    assert after(ThreadState.OPEN, [Kind.REPLY]) is ThreadState.OPEN
    assert after(ThreadState.OPEN, [Kind.WITHDRAW, Kind.CLOSE]) is ThreadState.WITHDRAWN
    assert after(ThreadState.CLOSED, [Kind.ANSWER]) is ThreadState.CLOSED
