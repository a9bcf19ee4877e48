"""A customer's word on its way: relayed in German and English, looked after by leaders, and heard of again."""

import json
from datetime import timedelta

from bot.use_cases import voice_rounds, waves
from storage import voice
from tests.journeys.conftest import ADMIN, BOARD, LEADER, STAFF

ENGLISH, GERMAN = STAFF[0], STAFF[1]
WORD = "Invoices are *late* again <!channel> :tada:"


def shown(surface):
    return json.dumps(surface, ensure_ascii=False)


def button(surface, action):
    elements = [e for b in surface["blocks"] if b["type"] == "actions" for e in b["elements"]]
    return next(e["action_id"] for e in elements if e["action_id"].startswith(action))


async def with_words(person, words):
    async def there():
        view = await person.top_view()
        return view if view and words in shown(view) else None

    return await person.until(there)


async def channel_for_all(stage):
    assert f"<#{BOARD}>" in await stage.ask(ADMIN, f"voice channel all <#{BOARD}>")


async def relay(stage, person_id, command, **choices):
    form = await stage.ask_for_modal(person_id, command)
    person = stage.person(person_id)
    outcome = await person.submit(form, {"voice_text": WORD, **choices})
    view = await person.top_view()
    await person.close(view)
    return outcome, view


async def posts(stage):
    await stage.deliver()
    return [m for m in await stage.person(LEADER).messages(BOARD) if "bot_id" in m]


async def press(person, surface, action, words):
    await person.click(surface, button(surface, action))
    return await with_words(person, words)


async def close(leader, surface, done):
    form = await press(leader, surface, "voice_close", "Was getan wurde")
    assert (await leader.submit(form, {"voice_done": done}))["response_action"] == "update"
    view = await leader.top_view()
    await leader.close(view)
    return shown(view)


async def test_a_named_word_is_posted_at_once_looked_after_and_its_relayer_hears_each_step_once(stage):
    await channel_for_all(stage)
    await relay(stage, ENGLISH, "heard", voice_kind="complaint", voice_group="Bakeries", voice_urgency="now")
    (post,) = await posts(stage)
    assert "Beschwerde · Bakeries" in shown(post)
    assert "Weitergegeben von Staff 0." in shown(post)
    assert "<!channel>" in shown(post["blocks"])
    assert "<!channel>" not in post["text"]
    leader = stage.person(LEADER)
    for _ in range(2):
        await leader.close(await press(leader, post, "voice_acknowledge", "Zur Kenntnis genommen"))
    (post,) = await posts(stage)
    assert "Zur Kenntnis genommen von Lena Licht" in shown(post)
    assert "Neue Rechnung" in await close(leader, post, "Neue Rechnung geschickt.")
    (post,) = await posts(stage)
    assert "Neue Rechnung geschickt." in shown(post)
    assert "actions" not in {block["type"] for block in post["blocks"]}
    heard = [message["text"] for message in await stage.person(ENGLISH).dms()]
    assert [text.partition("\n")[0] for text in heard] == [
        "Somebody looks after what you relayed.",
        "What you relayed is closed.",
    ]


async def test_an_anonymous_word_waits_for_the_daily_batch_and_its_receipt_tells_what_became_of_it(stage):
    await channel_for_all(stage)
    _, view = await relay(stage, GERMAN, "gehört", voice_name="anonymous")
    code = shown(view).partition("`")[2].partition("`")[0]
    assert await posts(stage) == []
    with stage.services.database.reading() as session:
        (entry,) = voice.for_digest(session, stage.clock.at.date())
        assert entry.person_id is None
    stage.clock.at += timedelta(days=1)
    waves.tick(stage.services)
    (post,) = await posts(stage)
    assert "Ohne Namen weitergegeben." in shown(post)
    await close(stage.person(LEADER), post, "Erledigt.")
    await stage.deliver()
    person = stage.person(GERMAN)
    assert await person.dms() == []
    await person.click(await person.home(fresh=True), "receipt_enter")
    form = await person.until(person.top_view)
    await person.submit(form, {"code": code.lower()})
    assert "Abgeschlossen von" in shown(await person.top_view())


async def test_who_names_somebody_is_warned_once_and_may_submit_again(stage):
    person = stage.person(ENGLISH)
    form = await stage.ask_for_modal(ENGLISH, "heard")
    text = {"voice_text": "LICHT, Lena never answers"}
    await person.submit(form, text)
    warned = await person.top_view()
    assert "Lena Licht" in shown(warned)
    assert "Nothing is relayed yet." in shown(warned)
    await person.submit(warned)
    assert "Relayed, with your name." in shown(await person.top_view())


async def test_a_message_is_taken_as_a_start(stage):
    person = stage.person(ENGLISH)
    await person.say("C0LEAD", "The new packaging is great")
    message = (await person.messages("C0LEAD"))[-1]
    await person.shortcut("relay_message", message)
    assert "The new packaging is great" in shown(await person.until(person.top_view))
    await person.close(await person.top_view())
    await person.shortcut("relay_word")
    assert "voice_text" in shown(await person.until(person.top_view))


async def test_who_leads_nothing_cannot_look_after_a_word(stage):
    await stage.ask(ADMIN, "voice channel lob <#C0LEAD>")
    await relay(stage, ENGLISH, "heard", voice_kind="praise")
    await stage.deliver()
    person = stage.person(ENGLISH)
    post = next(m for m in await person.messages("C0LEAD") if "voice_acknowledge" in shown(m))
    assert await press(person, post, "voice_acknowledge", "Only leaders")


async def test_without_a_channel_the_top_leader_sees_it_at_home_and_the_admins_hear_once(stage):
    for _ in range(2):
        await relay(stage, ENGLISH, "heard")
    await stage.deliver()
    assert len(await stage.person(ADMIN).dms()) == 1
    assert "2 Einträge sind offen." in shown(await stage.person(LEADER).home(fresh=True))
    assert "offen" not in shown(await stage.person(GERMAN).home(fresh=True)).partition("Kundenstimme")[2][:900]
    await channel_for_all(stage)
    assert len(await posts(stage)) == 2


async def test_whoever_wants_it_is_asked_once_at_the_end_of_a_working_day(stage):
    assert "einmal" in await stage.ask(GERMAN, "kundenstimme täglich an")
    stage.clock.at = stage.clock.at.replace(hour=16, minute=5)
    for _ in range(2):
        waves.tick(stage.services)
        await stage.deliver()
    (question,) = await stage.person(GERMAN).dms()
    assert question["text"].startswith("Hat dir heute ein Kunde etwas gesagt?")
    assert await stage.person(ENGLISH).dms() == []
    person = stage.person(GERMAN)
    await person.click(question, "voice_relay")
    assert "Was der Kunde gesagt hat" in shown(await person.until(person.top_view))
    stage.clock.at += timedelta(days=4)
    waves.tick(stage.services)
    await stage.deliver()
    assert len(await person.dms()) == 1, "it was asked on a Saturday"


async def test_the_week_is_summed_up_on_monday_where_there_is_something_to_say(stage):
    await channel_for_all(stage)
    voice_rounds.run_due(stage.services)
    assert await posts(stage) == []
    await relay(stage, ENGLISH, "heard", voice_kind="complaint", voice_group="Bakeries")
    stage.clock.at += timedelta(days=6)
    for _ in range(2):
        waves.tick(stage.services)
    digest = (await posts(stage))[-1]
    assert digest["text"].startswith("Kundenstimme: 1 Kundenstimme in der letzten Woche.")
    assert "Bakeries: 1" in digest["text"], "whoever has it read out hears the whole of it"
    assert "Bakeries" in shown(digest)
    assert "Ein Eintrag ist offen." in shown(digest)
    assert len(await posts(stage)) == 2
