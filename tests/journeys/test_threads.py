"""The anonymous thread as employee, leader and admin walk it, in both languages."""

import json
import re
from datetime import timedelta

import pytest

from bot.i18n import Words
from bot.use_cases import waves
from bot.workspace.client import RefusedError
from surveys.texts import Locale
from tests.journeys.conftest import ADMIN, LEADER, STAFF, choices

GERMAN, ENGLISH = Words(Locale.DE), Words(Locale.EN)
IN = {STAFF[0]: ENGLISH, STAFF[1]: GERMAN}
CODE = re.compile(r"`([0-9A-Z-]{35})`")


def shown(view):
    return json.dumps(view["blocks"], ensure_ascii=False)


def buttons(view):
    return [e["action_id"] for b in view["blocks"] if b["type"] == "actions" for e in b["elements"]]


async def seal(stage, person_id, comment=""):
    """Answer, and give the last view and the code that stands in it."""
    person, ballot = await stage.open_ballot(person_id)
    await person.submit(ballot, {**choices(ballot, 4), "comment": comment})
    sealed = await person.top_view()
    await person.close(ballot)
    return sealed, CODE.search(shown(sealed))[1]


async def next_day(stage):
    stage.clock.at += timedelta(days=1)
    await stage.services.run(waves.tick)
    await stage.deliver()


async def enter(stage, person_id, code):
    """Open the Home tab, enter a code and give what the submission answered and the view on top."""
    person = stage.person(person_id)
    await person.click(await person.home(fresh=True), "receipt_enter")
    form = await person.until(person.top_view)
    outcome = await person.submit(form, {"code": code})
    return outcome, await person.top_view()


async def comments_of(stage, leader_id):
    leader = stage.person(leader_id)
    await leader.click(await leader.home(fresh=True), "comments")
    return leader, await leader.until(leader.top_view)


async def changed(person, view):
    """Wait until a view is another than it was."""

    async def look():
        top = await person.top_view()
        return top if top and top["hash"] != view["hash"] else None

    return await person.until(look)


@pytest.fixture
async def opened(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    return stage


@pytest.fixture
async def closed(opened):
    """A closed pulse that eight people answered; the first four wrote. Gives stage and codes by person."""
    codes = {}
    for number, person_id in enumerate(STAFF):
        _, codes[person_id] = await seal(opened, person_id, f"said by {number}" if number < 4 else "")
    await opened.ask(ADMIN, "survey close Puls")
    await opened.deliver()
    return opened, codes


async def test_everybody_gets_the_same_receipt_a_comment_or_not(opened):
    with_comment, first = await seal(opened, STAFF[0], "something")
    without, second = await seal(opened, STAFF[2])
    ids = re.compile(r'"block_id": "[^"]*"')
    plain = [ids.sub("", shown(view).replace(code, "…")) for view, code in ((with_comment, first), (without, second))]
    assert plain[0] == plain[1]
    assert first != second
    assert buttons(with_comment) == ["receipt"]


@pytest.mark.parametrize("person_id", list(IN))
async def test_the_receipts_button_shows_a_sealed_ballot_and_takes_the_comment_out(opened, person_id):
    words = IN[person_id]
    person, ballot = await opened.open_ballot(person_id)
    await person.submit(ballot, {**choices(ballot, 4), "comment": "too much"})
    sealed = await person.top_view()
    await person.click(sealed, "receipt")

    async def pushed():
        top = await person.top_view()
        return top if top["callback_id"] == "thread" else None

    receipt = await person.until(pushed)
    assert buttons(receipt) == ["comment_withdraw"]
    await person.click(receipt, "comment_withdraw")
    assert words("If your ballot held a comment, it is gone. Your other answers stay.") in shown(
        await changed(person, receipt)
    )


@pytest.mark.parametrize("person_id", list(IN))
async def test_a_leader_replies_and_the_author_reads_answers_and_withdraws(closed, person_id):
    stage, codes = closed
    words = IN[person_id]
    number = STAFF.index(person_id)
    leader, listing = await comments_of(stage, LEADER)
    assert all(f"said by {each}" in shown(listing) for each in range(4))
    block = next(b for b in listing["blocks"] if f"said by {number}" in json.dumps(b))
    actions = next(b for b in listing["blocks"][listing["blocks"].index(block) :] if b["type"] == "actions")

    await leader.click(listing, "comment_thanks", block_id=actions["block_id"])
    listing = await changed(leader, listing)
    assert GERMAN("thank you") in shown(listing)
    await leader.click(listing, "comment_reply", block_id=actions["block_id"])
    form = await changed(leader, listing)
    await leader.submit(form, {"reply": "*We* <!channel> change that."})
    await next_day(stage)

    outcome, thread = await enter(stage, person_id, codes[person_id].lower().replace("-", " "))
    assert outcome["response_action"] == "update"
    assert f"said by {number}" in shown(thread)
    assert "Lena Licht" in shown(thread)
    quote = [b for b in thread["blocks"] if "change that" in json.dumps(b)]
    assert quote[0]["type"] == "rich_text"
    assert '"text": "*We* <!channel> change that."' in json.dumps(quote[0])

    person = stage.person(person_id)
    before = await stage.messages_of_everybody()
    await person.submit(thread, {"answer": "It is the tools."})
    thread = await person.top_view()
    assert words("appears on {day}", day=words.day(stage.clock.at.date() + timedelta(days=1))) in shown(thread)
    await stage.deliver()
    assert await stage.messages_of_everybody() == before
    await leader.close(listing)
    _, listing = await comments_of(stage, LEADER)
    assert "It is the tools." not in shown(listing)
    await leader.close(listing)
    await next_day(stage)
    leader, listing = await comments_of(stage, LEADER)
    assert "It is the tools." in shown(listing)
    assert (await leader.dms())[-1]["blocks"][1]["elements"][0]["action_id"] == "comments"

    await person.click(thread, "comment_withdraw")
    assert words("Withdrawn. The comment disappears for everybody with the next daily batch.") in shown(
        await changed(person, thread)
    )
    await leader.close(listing)
    await next_day(stage)
    _, listing = await comments_of(stage, LEADER)
    assert f"said by {number}" not in shown(listing)


async def test_everybody_who_was_asked_hears_of_replies_in_the_same_words_whoever_wrote(closed):
    stage, _ = closed
    leader, listing = await comments_of(stage, LEADER)
    actions = next(b for b in listing["blocks"] if b["type"] == "actions")
    await leader.click(listing, "comment_working", block_id=actions["block_id"])
    await changed(leader, listing)
    before = await stage.messages_of_everybody()
    await next_day(stage)
    after = await stage.messages_of_everybody()
    news = {person: [m for m in after[person] if m not in before[person]] for person in after}
    assert {person for person, messages in news.items() if len(messages) == 1} == {ADMIN, *STAFF}
    texts = {
        words: {news[person][0]["text"] for person in people}
        for words, people in (("en", STAFF[::2]), ("de", STAFF[1::2]))
    }
    assert {len(each) for each in texts.values()} == {1}
    assert "receipt_enter" in str(news[STAFF[7]])


@pytest.mark.parametrize("person_id", list(IN))
async def test_a_code_that_is_wrong_is_told_at_its_field(closed, person_id):
    stage, codes = closed
    words = IN[person_id]
    typo = codes[person_id][:-1] + ("A" if codes[person_id][-1] != "A" else "B")
    outcome, _ = await enter(stage, person_id, typo)
    assert outcome["errors"] == {
        "code": words("There is a typing mistake in this code. Please compare it, group by group, with what you kept.")
    }


async def test_a_code_without_a_comment_and_one_already_withdrawn_are_explained(closed):
    stage, codes = closed
    outcome, _ = await enter(stage, STAFF[6], codes[STAFF[6]])
    assert "there was no comment" in outcome["errors"]["code"]
    _, thread = await enter(stage, STAFF[0], codes[STAFF[0]])
    await stage.person(STAFF[0]).click(thread, "comment_withdraw")
    await changed(stage.person(STAFF[0]), thread)
    await next_day(stage)
    _, thread = await enter(stage, STAFF[0], codes[STAFF[0]])
    assert ENGLISH("This comment was withdrawn. Nothing can be added to it any more.") in shown(thread)
    assert buttons(thread) == []
    assert thread["submit"] is None


async def test_an_admin_reads_only_what_was_reported_and_only_after_the_batch(closed):
    stage, codes = closed
    before = await stage.person(ADMIN).dms()
    person = stage.person(STAFF[0])
    _, thread = await enter(stage, STAFF[0], codes[STAFF[0]])
    await person.click(thread, "thread_report")
    thread = await changed(person, thread)
    assert "thread_report" not in buttons(thread)
    await next_day(stage)
    admin = stage.person(ADMIN)
    (note,) = [m for m in await admin.dms() if m not in before]
    await admin.click(note, "thread_misuse")
    conversation = await admin.until(admin.top_view)
    assert "said by 0" in shown(conversation)
    assert "said by 1" not in shown(conversation)
    assert ENGLISH("misuse reported to the admins") in shown(conversation)
    _, listing = await comments_of(stage, LEADER)
    assert GERMAN("misuse reported to the admins") not in shown(listing)


async def test_a_closed_conversation_takes_no_reply_any_more(closed):
    stage, codes = closed
    person = stage.person(STAFF[0])
    _, thread = await enter(stage, STAFF[0], codes[STAFF[0]])
    await person.click(thread, "thread_close")
    thread = await changed(person, thread)
    assert thread["submit"] is None
    leader, listing = await comments_of(stage, LEADER)
    await next_day(stage)
    block = next(b for b in listing["blocks"] if "said by 0" in json.dumps(b))
    actions = listing["blocks"][listing["blocks"].index(block) + 1]
    await leader.click(listing, "comment_thanks", block_id=actions["block_id"])

    refusal = await changed(leader, listing)
    assert "geschlossen" in shown(refusal)


async def test_an_employee_sees_where_to_enter_a_code_and_no_comments(closed):
    stage, _ = closed
    home = await stage.person(STAFF[0]).home(fresh=True)
    assert "receipt_enter" in shown(home)
    assert '"comments"' not in shown(home)


@pytest.mark.parametrize("text", ["x" * 3000, "🙂" * 1500])
async def test_a_comment_that_is_too_long_is_refused_and_nothing_is_lost(opened, text):
    person, ballot = await opened.open_ballot(STAFF[0])
    try:
        outcome = await person.submit(ballot, {**choices(ballot, 4), "comment": text})
    except RefusedError:
        return  # the page itself takes no more than the field allows
    assert outcome["response_action"] in {"errors", "push"}
    views = await person.views()
    assert views[0]["callback_id"] == "ballot"


async def test_nothing_about_receipts_or_threads_is_logged(closed, caplog, capsys):
    stage, codes = closed
    _, thread = await enter(stage, STAFF[0], codes[STAFF[0]])
    await stage.person(STAFF[0]).submit(thread, {"answer": "unheard-of words"})
    await next_day(stage)
    logged = caplog.text + "".join(capsys.readouterr())
    assert not [trace for trace in (codes[STAFF[0]], "unheard-of", STAFF[0], "said by") if trace in logged]
