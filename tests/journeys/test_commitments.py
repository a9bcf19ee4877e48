"""Commitments as leader, employee, superior and admin meet them: promise, do, be asked, see the kept rate."""

import csv
import io
import json
from datetime import timedelta

from bot.directory import read_directory
from bot.use_cases import roster as roster_cases
from bot.use_cases import waves
from tests.journeys.conftest import ADMIN, LEADER, LEADERSHIP, STAFF, choices, roster_csv

TEXT = "Jeden Freitag *eine* halbe Stunde für Hindernisse"
ENGLISH, GERMAN = STAFF[0], STAFF[1]


def shown(view):
    return json.dumps(view["blocks"], ensure_ascii=False)


async def promise(stage, leader_id=LEADER, due="2026-12-04", text=TEXT):
    """Fill in the form, look at the preview, publish."""
    form = await stage.ask_for_modal(leader_id, "commit")
    leader = stage.person(leader_id)
    assert (await leader.submit(form, {"promise": text, "due_on": due}))["response_action"] == "update"
    preview = await leader.top_view()
    outcome = await leader.submit(preview)
    told = await leader.top_view()
    await leader.close(told)
    await deliver(stage)
    return preview, outcome, told


async def deliver(stage):
    stage.clock.at = stage.clock.at.replace(hour=12)
    await stage.deliver()


async def wave(stage, judgements, point="4"):
    """Answer a wave of the survey, everybody saying something of what was promised, and close it."""
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person_id, judgement in judgements.items():
        person, ballot = await stage.open_ballot(person_id)
        entered = {**choices(ballot, point), "comment": ""}
        entered |= {block_id: judgement for block_id in entered if block_id.startswith("promise-")}
        assert (await person.submit(ballot, entered))["response_action"] == "update"
        await person.close(await person.top_view())
    await stage.ask(ADMIN, "survey close Puls")
    await deliver(stage)


async def posts(stage):
    return json.dumps(await stage.person(LEADER).messages(LEADERSHIP), ensure_ascii=False)


async def test_a_leader_promises_does_it_and_the_team_says_that_it_was_kept(stage):
    await stage.create_survey()
    preview, _, told = await promise(stage)
    assert TEXT in shown(preview)
    assert "jedes der 9 Mitglieder" in shown(preview)
    assert "Veröffentlicht." in shown(told)
    english, german = [await stage.person(each).dms() for each in (ENGLISH, GERMAN)]
    assert "Lena Licht has promised Team something." in english[-1]["text"]
    assert "Lena Licht hat Team etwas zugesagt." in german[-1]["text"]
    assert TEXT in shown(german[-1])

    stage.clock.at += timedelta(days=8)
    await deliver(stage)
    leader = stage.person(LEADER)
    reminder = (await leader.dms())[-1]
    assert "Fällig am Freitag, 4. Dezember" in reminder["text"]
    await leader.click(reminder, "commitment_done")
    await leader.close(await leader.until(leader.top_view))
    assert "als erledigt vermerkt" in shown(await leader.home(fresh=True))

    stage.clock.at += timedelta(days=21)
    await wave(stage, {**dict.fromkeys(STAFF[:6], "1"), STAFF[6]: "3"})
    assert "Kept, as the team sees it." in shown(await stage.person(ENGLISH).home(fresh=True))
    home = shown(await leader.home(fresh=True))
    assert "Gehalten, wie das Team es sieht." in home
    assert "1 von 1, die sich beurteilen ließen" in home
    assert "Gehaltene Zusagen, wie Teams sie sehen: 1 von 1" in await posts(stage)


async def test_the_ballot_paper_asks_in_the_readers_language_and_an_answer_is_needed(stage):
    await stage.create_survey()
    await promise(stage)
    stage.clock.at += timedelta(days=28)
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person_id, question, hint in (
        (ENGLISH, "Was it kept?", "did not notice"),
        (GERMAN, "Wurde das gehalten?", "nicht bemerkt"),
    ):
        person, ballot = await stage.open_ballot(person_id)
        (asked,) = [block for block in ballot["blocks"] if block["block_id"].startswith("promise-")]
        assert question in asked["label"]["text"]
        assert TEXT in asked["label"]["text"]
        answers = {key: value for key, value in choices(ballot, 4).items() if key != asked["block_id"]}
        outcome = await person.submit(ballot, {**answers, "comment": ""})
        assert hint in outcome["errors"][asked["block_id"]]
        await person.close(ballot)


async def test_with_too_few_who_could_judge_everybody_is_told_so(stage):
    await stage.create_survey()
    await promise(stage)
    stage.clock.at += timedelta(days=28)
    await wave(stage, {**dict.fromkeys(STAFF[:4], "1"), **dict.fromkeys(STAFF[4:7], "4")})
    assert "Too few could judge whether it was kept" in shown(await stage.person(ENGLISH).home(fresh=True))
    assert "Noch wurde keine Zusage beurteilt." in shown(await stage.person(LEADER).home(fresh=True))
    assert "Gehaltene Zusagen" not in await posts(stage)


async def test_a_date_in_the_past_is_told_at_its_field_and_a_weekend_is_moved_with_a_hint(stage):
    form = await stage.ask_for_modal(LEADER, "zusagen")
    leader = stage.person(LEADER)
    outcome = await leader.submit(form, {"promise": TEXT, "due_on": "2026-11-20"})
    assert outcome["errors"] == {"due_on": "Dieses Datum ist vorbei. Bitte wähle heute oder ein späteres."}
    await leader.submit(form, {"promise": TEXT, "due_on": "2026-12-05"})
    assert "der Termin rückt deshalb auf Montag, 7. Dezember" in shown(await leader.top_view())


async def test_a_draft_waits_in_the_home_tab_until_it_is_published(stage):
    form = await stage.ask_for_modal(LEADER, "commit")
    leader = stage.person(LEADER)
    await leader.submit(form, {"promise": TEXT, "due_on": "2026-12-04"})
    await leader.close(await leader.top_view())
    assert await stage.person(ENGLISH).dms() == []
    assert TEXT not in shown(await stage.person(ENGLISH).home(fresh=True))
    home = await leader.home(fresh=True)
    assert "Entwurf, den nur du siehst" in shown(home)
    await leader.click(home, "commitment_preview")
    await leader.submit(await leader.until(leader.top_view))
    await deliver(stage)
    assert TEXT in shown((await stage.person(ENGLISH).dms())[-1])


async def test_a_dropped_commitment_is_told_with_its_reason(stage):
    await promise(stage)
    leader = stage.person(LEADER)
    await leader.click(await leader.home(fresh=True), "commitment_drop")
    form = await leader.until(leader.top_view)
    assert "errors" in await leader.submit(form, {"reason": "  "})
    await leader.submit(form, {"reason": "Kein <Geld>"})
    await leader.close(await leader.top_view())
    await deliver(stage)
    note = (await stage.person(ENGLISH).dms())[-1]
    assert "Lena Licht has dropped a commitment." in note["text"]
    assert "Kein <Geld>" in shown(note)
    assert "Kein <Geld>" in shown(await stage.person(ENGLISH).home(fresh=True))


async def test_employees_and_admins_make_no_commitments(stage):
    for person_id in (ENGLISH, ADMIN):
        assert "for leaders" in await stage.ask(person_id, "commit")


async def test_the_trend_post_begins_with_the_top_and_its_button_opens_the_form(stage):
    await stage.create_survey()
    await wave(stage, dict.fromkeys(STAFF[:6], "1"))
    leader = stage.person(LEADER)
    post = (await leader.messages(LEADERSHIP))[-1]
    assert "Gehaltene" not in shown(post)
    await leader.click(post, "commitment_form")
    form = await leader.until(leader.top_view)
    assert form["callback_id"] == "commitment"
    assert "Vorschlag: " in shown(form)
    await leader.close(form)
    employee = stage.person(ENGLISH)
    await employee.click(post, "commitment_form")
    assert "You lead none" in shown(await employee.until(employee.top_view))


async def test_the_successor_is_asked_and_the_team_sees_what_becomes_of_it(stage):
    await promise(stage)
    new = STAFF[2]
    everyone, _ = roster_cases.preview(stage.services, successor_csv(new), await read_directory(stage.bot.client))
    roster_cases.apply(stage.services, everyone, "operator")
    waves.tick(stage.services)
    await deliver(stage)
    successor = stage.person(new)
    asked = (await successor.dms())[-1]
    assert "before you led it" in asked["text"]
    await successor.click(asked, "commitment_accept")
    await successor.close(await successor.until(successor.top_view))
    await deliver(stage)
    texts = [message["text"] for message in await stage.person(ENGLISH).dms()]
    assert "Staff 2 leads Team now" in texts[-2]
    assert "Staff 2 has taken on a commitment." in texts[-1]


def successor_csv(new):
    """The company's roster without Lena Licht: somebody of her team leads it now."""
    text = io.StringIO()
    writer = csv.writer(text)
    for person_id, name, unit, leader_id, *rest in csv.reader(io.StringIO(roster_csv().decode())):
        if person_id != LEADER:
            led_by = "" if person_id == new else new if leader_id == LEADER else leader_id
            writer.writerow([person_id, name, unit, led_by, *rest])
    return text.getvalue().encode()
