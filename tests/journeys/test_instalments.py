"""A wave asked over weeks, as an employee and an admin meet it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.i18n import Words
from bot.use_cases import waves
from bot.views.invitation import closing_note
from surveys.texts import Locale
from tests.journeys.conftest import ADMIN, LEADER, LEADERSHIP, STAFF, choices

WEEK = timedelta(days=7)


@pytest.fixture
async def weekly(stage):
    await stage.create_survey(weekly="weekly", days_open="24")
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    return stage


async def a_week_later(stage):
    stage.clock.at += WEEK
    await stage.services.run(waves.tick)
    await stage.deliver()


def inputs(ballot, *, optional):
    found = [b for b in ballot["blocks"] if b["type"] == "input" and b["block_id"] != "comment"]
    return [block["block_id"] for block in found if bool(block.get("optional")) is optional]


async def test_first_week_second_week_a_change_of_mind_and_figures_for_every_question(weekly):
    stage = weekly
    for person_id in STAFF:
        person, ballot = await stage.open_ballot(person_id)
        first = inputs(ballot, optional=False)
        assert len(first) == 2
        await person.submit(ballot, {**choices(ballot, 2), "comment": "Erste Woche"})
        sealed = await person.top_view()
        assert sealed["callback_id"] == "sealed"
        await person.close(ballot)

    await a_week_later(stage)
    dms = await stage.person(STAFF[0]).dms()
    assert len(dms) == 2
    assert "part 2 of 3" in str(dms[-1]["blocks"])
    for person_id in STAFF:
        person, ballot = await stage.open_ballot(person_id)
        second = inputs(ballot, optional=False)
        assert inputs(ballot, optional=True) == first
        await person.submit(ballot, dict.fromkeys(second, "4"))
        await person.close(ballot)

    for person_id in STAFF:
        person, ballot = await stage.open_ballot(person_id)
        assert inputs(ballot, optional=False) == []
        outcome = await person.submit(ballot, {first[0]: "5"})
        assert outcome["response_action"] == "update"
        await person.close(ballot)

    await a_week_later(stage)
    for person_id in STAFF:
        person, ballot = await stage.open_ballot(person_id)
        (third,) = inputs(ballot, optional=False)
        await person.submit(ballot, {third: "3"})
        await person.close(ballot)
    stage.clock.at += timedelta(days=11)
    await stage.services.run(waves.tick)
    await stage.deliver()

    with stage.services.database.reading() as session:
        levels = dict(session.execute(text("SELECT question_key, level FROM ledger")).all())
        assert session.execute(text("SELECT count(*) FROM urn")).scalar() == 0
    assert levels == {first[0]: 5.0, first[1]: 2.0, **dict.fromkeys(second, 4.0), third: 3.0}
    posts = [m for m in await stage.person(LEADER).messages(LEADERSHIP) if not m.get("ephemeral")]
    assert len(posts) == 1
    assert {message["text"] for message in await stage.person(STAFF[0]).dms()} == {closing_note(Words(Locale.EN)).text}


async def test_who_comes_late_answers_everything_asked_so_far(weekly):
    await a_week_later(weekly)
    person, ballot = await weekly.open_ballot(STAFF[0])
    assert len(inputs(ballot, optional=False)) == 4
    outcome = await person.submit(ballot, {})
    assert len(outcome["errors"]) == 4
    outcome = await person.submit(ballot, choices(ballot, 3))
    assert outcome["response_action"] == "update"


async def test_a_paper_opened_before_the_next_week_began_can_be_sealed_after(weekly):
    person, ballot = await weekly.open_ballot(STAFF[0])
    weekly.clock.at += WEEK
    outcome = await person.submit(ballot, choices(ballot, 3))
    assert outcome["response_action"] == "update"


async def test_too_few_days_for_the_weeks_are_told_at_the_field(stage):
    modal = await stage.ask_for_modal(ADMIN, "survey new")
    outcome = await stage.person(ADMIN).submit(modal, {"name": "Puls", "channel": LEADERSHIP, "weekly": "weekly"})
    assert outcome["response_action"] == "errors"
    assert "17" in outcome["errors"]["days_open"]


async def test_a_person_sees_what_is_sealed_of_which_weeks(weekly):
    await weekly.answer(STAFF[0], 4)
    modal = await weekly.ask_for_modal(STAFF[0], "privacy")
    assert "1 of 3 weeks" in str(modal["blocks"])
