"""A contribution card as leader and team meet it: written, a change proposed, accepted, and heard of."""

import json
from datetime import timedelta

from bot.use_cases import waves
from tests.journeys.conftest import ADMIN, LEADER, STAFF

TEXTS = {"customers": "Vertrieb und *Lager*.", "promise": "Antwort am selben Tag."}


def shown(view):
    return json.dumps(view["blocks"], ensure_ascii=False)


def button(surface, action):
    """Find the id of the first button of a kind."""
    elements = [e for b in surface["blocks"] if b["type"] == "actions" for e in b["elements"]]
    return next(e["action_id"] for e in elements if e["action_id"].startswith(f"{action}/"))


async def press(person, surface, action, words):
    """Press a button and give the modal in which these words come up."""
    await person.click(surface, button(surface, action))

    async def there():
        view = await person.top_view()
        return view if view and words in json.dumps(view, ensure_ascii=False) else None

    return await person.until(there)


async def write(stage):
    leader = stage.person(LEADER)
    form = await press(leader, await leader.home(fresh=True), "card_write", "so kurz")
    assert (await leader.submit(form, TEXTS))["response_action"] == "update"
    card = await leader.top_view()
    await leader.close(card)
    return card


async def propose(stage, person_id, words, text):
    person = stage.person(person_id)
    form = await press(person, await person.home(fresh=True), "card_propose", words)
    assert (await person.submit(form, {"part": "promise", "proposal": text}))["response_action"] == "update"
    card = await person.top_view()
    await person.close(card)
    return card


async def test_a_proposal_from_the_team_stands_on_the_card_once_the_leader_accepts_it(stage):
    assert "Vertrieb und *Lager*." in shown(await write(stage))
    assert "Your proposal is with your leader" in shown(
        await propose(stage, STAFF[0], "with your name", "Within an hour.")
    )
    assert "liegt bei deiner" in shown(await propose(stage, STAFF[1], "mit deinem Namen", "In einer Minute."))
    stage.clock.at += timedelta(hours=3)
    await stage.deliver()
    leader = stage.person(LEADER)
    (note,) = await leader.dms()
    card = await press(leader, note, "card", "In einer Minute.")
    assert "Staff 0 schlägt vor" in shown(card)
    after = await press(leader, card, "card_accept", "inzwischen geändert")
    assert "Within an hour." in shown(after)
    await press(leader, after, "card_decline", "Zuletzt geändert")
    stage.clock.at += timedelta(hours=1)
    await stage.deliver()
    assert "stands on the card" in (await stage.person(STAFF[0]).dms())[-1]["text"]
    assert "nicht übernommen" in (await stage.person(STAFF[1]).dms())[-1]["text"]
    assert "Within an hour." in shown(await stage.person(STAFF[2]).home(fresh=True))


async def test_the_command_shows_the_own_card_and_that_of_another_unit(stage):
    await write(stage)
    for person_id, command in ((STAFF[0], "card"), (STAFF[1], "karte"), (ADMIN, "card Team")):
        assert "Antwort am selben Tag." in shown(await stage.ask_for_modal(person_id, command))
        await stage.person(person_id).close(await stage.person(person_id).top_view())
    assert "There is no unit “Nowhere”. There is: “Team”" in await stage.ask(STAFF[0], "card Nowhere")


async def test_an_empty_card_is_told_at_its_field(stage):
    leader = stage.person(LEADER)
    form = await press(leader, await leader.home(fresh=True), "card_write", "so kurz")
    assert (await leader.submit(form, {"customers": " "}))["errors"].keys() == {"customers"}


async def test_a_leader_without_a_card_hears_of_it_in_the_last_month_of_the_quarter(stage):
    stage.clock.at += timedelta(days=9)
    await stage.services.run(waves.tick)
    await stage.deliver()
    (note,) = await stage.person(LEADER).dms()
    assert "Eine Beitragskarte fehlt" in note["text"]
    leader = stage.person(LEADER)
    assert await press(leader, note, "card", "Hier steht noch nichts.")
