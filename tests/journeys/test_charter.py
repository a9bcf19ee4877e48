"""The charter as admin, leader and employee meet it: written, signed, changed, and signed again."""

import json

from tests.journeys.conftest import ADMIN, LEADER, STAFF

FIRST = {
    "promise_de": "Wir halten, was wir *zusagen*.",
    "promise_en": "We keep what we *promise*.",
    "asks_de": "Fragt, was hilft.",
    "asks_en": "Ask what helps.",
}
SECOND = {**FIRST, "asks_de": "Fragt und handelt.", "asks_en": "Ask, and act."}


def shown(view):
    return json.dumps(view["blocks"], ensure_ascii=False)


async def publish(stage, texts):
    modal = await stage.ask_for_modal(ADMIN, "charter edit")
    admin = stage.person(ADMIN)
    assert (await admin.submit(modal, texts))["response_action"] == "update"
    draft = await admin.top_view()
    assert "Wir halten" in shown(draft)
    assert "We keep" in shown(draft)
    await admin.click(draft, "charter_publish")

    async def done():
        view = await admin.top_view()
        return view if "Published." in shown(view) else None

    await admin.close(await admin.until(done))
    stage.clock.at = stage.clock.at.replace(hour=12)
    await stage.deliver()


async def sign(stage, message):
    leader = stage.person(LEADER)
    await leader.click(message, "charter_sign")
    view = await leader.until(leader.top_view)
    await leader.close(view)
    return shown(view)


async def test_a_leader_signs_the_charter_and_after_a_change_signs_again(stage):
    leader = stage.person(LEADER)
    await publish(stage, FIRST)
    (first,) = await leader.dms()
    assert "Es gibt eine Charta zu unterschreiben: Version 1." in first["text"]
    assert "Du hast Version 1 unterschrieben." in await sign(stage, first)
    await publish(stage, SECOND)
    refused = await sign(stage, first)
    assert "gilt nicht mehr" in refused
    assert "Fragt und handelt." in refused
    assert "Du hast Version 2 noch nicht unterschrieben." in shown(await leader.home(fresh=True))
    second = (await leader.dms())[-1]
    for _ in range(2):
        assert "Du hast Version 2 unterschrieben." in await sign(stage, second)
    assert "Du hast Version 2 unterschrieben." in shown(await leader.home(fresh=True))


async def test_everybody_reads_it_in_their_own_language_and_only_leaders_sign(stage):
    await publish(stage, FIRST)
    for person_id, text in ((STAFF[0], "We keep what we *promise*."), (STAFF[1], "Wir halten, was wir *zusagen*.")):
        view = await stage.ask_for_modal(person_id, "charter show")
        assert text in shown(view)
        assert "charter_sign" not in shown(view)
        await stage.person(person_id).close(view)
        assert text in shown(await stage.person(person_id).home(fresh=True))
    assert "for leaders" in await stage.ask(STAFF[0], "charter sign")


async def test_a_charter_in_one_language_only_is_told_at_its_fields(stage):
    modal = await stage.ask_for_modal(ADMIN, "charter edit")
    outcome = await stage.person(ADMIN).submit(modal, {**FIRST, "promise_en": "  ", "asks_en": "  "})
    assert outcome["errors"].keys() == {"promise_en", "asks_en"}
    assert "in German and in English" in outcome["errors"]["asks_en"]


async def test_before_there_is_a_charter_everybody_is_told_so(stage):
    assert "Es gibt noch keine Charta." in shown(await stage.ask_for_modal(LEADER, "charta zeigen"))


async def test_the_trend_post_of_the_whole_counts_signatures(stage):
    await publish(stage, FIRST)
    await stage.ask_for_modal(LEADER, "charter sign")
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person_id in STAFF:
        await stage.answer(person_id, 4)
    await stage.ask(ADMIN, "survey close Puls")
    await stage.deliver()
    posts = json.dumps(await stage.person(LEADER).messages("C0LEAD"), ensure_ascii=False)
    assert "Charta, unterschrieben von" in posts
    assert "Unternehmensleitung: 1 von 1" in posts
