"""Comments and threads in modals: literal, within Slack's limits, complete in both languages."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.i18n import Words
from bot.views.comments import comments_modal, misuse_modal, my_comments, read_place, reply_modal
from bot.views.receipts import receipt_modal
from bot.workspace.blocks.surfaces import view_problems
from surveys.ballots import COMMENT_BYTES
from surveys.errors import VorbildError
from surveys.texts import Locale
from surveys.threads import OF_LEADERS, Entry, Kind, Listing, Place, Shown, Thread, ThreadState

EN, DE = Words(Locale.EN), Words(Locale.DE)
DAY = date(2026, 11, 25)
PLACE = Place(1, "alpha", "Alpha", "Pulse", 7)
NAMES = {"U1": "Lena *Licht*"}
ODD = ["<!channel> look", "ask <@U1>", "<https://evil.example|here>", "*bold* _it_ ~no~ `code`", ":tada: :+1:"]


def said(kind, text="", *, pending=False, number=1):
    return Entry(kind, text, "U1" if kind in OF_LEADERS else "", number, DAY, pending=pending)


def thread(comment="a comment", *entries, **changes):
    return Thread("c" * 32, 1, "alpha", comment, entries=entries, **changes)


def listing(*threads, page=0, pages=1):
    return Listing(
        PLACE, tuple(replace(each, comment_id=f"c{n}") for n, each in enumerate(threads)), NAMES, page, pages
    )


def as_json(view):
    return view.to_dict()


@pytest.mark.parametrize("text", ODD)
def test_what_people_wrote_is_shown_literally_on_both_sides(text):
    told = thread(text, said(Kind.REPLY, text), said(Kind.ANSWER, text))
    for view in (
        comments_modal(listing(told), EN),
        reply_modal(Shown(told, NAMES), EN),
        receipt_modal("c", Shown(told, NAMES), EN),
    ):
        shown = as_json(view)["blocks"]
        for button in (each for block in shown if block["type"] == "actions" for each in block["elements"]):
            button.pop("accessibility_label", None)  # is read out as it stands
        blocks = [block for block in shown if text in json.dumps(block, ensure_ascii=False)]
        assert blocks
        assert {block["type"] for block in blocks} == {"rich_text"}


@pytest.mark.parametrize("words", [EN, DE])
def test_slack_takes_the_longest_page_and_the_longest_thread(words):
    huge = "W" * COMMENT_BYTES
    long = thread(huge, *(said(Kind.REPLY, huge, number=n) for n in range(200)))
    full = as_json(comments_modal(listing(*[long] * 10, page=1, pages=3), words))
    for view in (
        full,
        *(
            as_json(each)
            for each in (
                reply_modal(Shown(long, NAMES), words),
                receipt_modal("c", Shown(long, NAMES), words),
                misuse_modal(Shown(long, NAMES), words),
            )
        ),
    ):
        assert view_problems(view) == []
        assert len(view["blocks"]) <= 100
        assert len(json.dumps(view)) < 250_000
    assert words.many("One earlier entry is not shown.", "{count} earlier entries are not shown.", 170) in str(
        as_json(reply_modal(Shown(long, NAMES), words))
    )


@pytest.mark.parametrize("state", ThreadState)
@pytest.mark.parametrize("words", [EN, DE])
def test_slack_takes_every_state_and_controls_are_there_only_while_they_work(state, words):
    shown = Shown(thread("a", said(Kind.CLOSE), said(Kind.WITHDRAW), state=state), NAMES)
    author, leader = as_json(receipt_modal("c", shown, words)), as_json(comments_modal(listing(shown.thread), words))
    assert view_problems(author) == view_problems(leader) == []
    assert ("comment_reply" in str(leader)) is (state is ThreadState.OPEN)
    assert ("comment_withdraw" in str(author)) is (state is not ThreadState.WITHDRAWN)
    assert bool(author.get("submit")) is (state is ThreadState.OPEN)


def test_a_conversation_that_is_over_keeps_the_comment_and_loses_its_controls():
    over = thread(alive=False)
    leader = as_json(comments_modal(listing(over), EN))
    assert "a comment" in str(leader)
    assert "comment_reply" not in str(leader)


def test_pages_are_turned_where_there_are_any():
    assert "comments_earlier" not in str(as_json(comments_modal(listing(thread(), page=0, pages=2), EN)))
    last = str(as_json(comments_modal(listing(thread(), page=1, pages=2), EN)))
    assert "comments_earlier" in last
    assert "comments_later" not in last


def test_an_empty_page_says_why():
    assert "too few people wrote" in str(as_json(comments_modal(listing(), EN)))


def test_who_leads_nobody_has_no_section():
    assert my_comments([], EN) == []


@pytest.mark.parametrize("value", [None, "", "x", "1", "1/x/alpha", "-1/0/alpha"])
def test_a_button_that_was_tampered_with_is_refused(value):
    with pytest.raises(VorbildError, match="not valid any more"):
        read_place(value)
