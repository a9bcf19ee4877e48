"""As an admin: setting up and running a survey, and being told what happened and how to undo it."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import ADMIN, LEADERSHIP, STAFF


async def test_help_shows_an_admin_more_than_an_employee(stage):
    assert "survey new" in await stage.ask(ADMIN, "help")
    assert "survey new" not in await stage.ask(STAFF[0], "help")


async def test_a_new_survey_is_confirmed_with_people_and_next_dates(stage):
    outcome, confirmation = await stage.create_survey("Führung „2027“ 🚀")
    shown = str(confirmation["blocks"])
    assert outcome["response_action"] == "update"
    assert "Führung" in shown
    assert "9 people" in shown
    assert "Tuesday, 1 December" in shown
    assert "🚀" in await stage.ask(ADMIN, "survey list")
    assert "🚀" in await stage.ask(ADMIN, 'survey show "Führung „2027“ 🚀"')


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        ({"name": "A", "channel": LEADERSHIP, "cadence": "whenever"}, "cadence"),
        ({"name": "A"}, "channel"),
        ({"name": "A", "channel": LEADERSHIP, "days_open": "99"}, "days_open"),
        ({"name": "A", "channel": LEADERSHIP, "languages": []}, "languages"),
    ],
)
async def test_a_mistake_in_the_form_is_told_at_its_field(stage, choices, field):
    modal = await stage.ask_for_modal(ADMIN, "survey new")
    outcome = await stage.person(ADMIN).submit(modal, choices)
    assert field in outcome["errors"]


async def test_a_weekly_survey_is_refused_because_figures_would_expose_people(stage):
    modal = await stage.ask_for_modal(ADMIN, "survey new")
    admin = stage.person(ADMIN)
    outcome = await admin.submit(modal, {"name": "A", "channel": LEADERSHIP, "cadence": "weekly on Monday"})
    assert "28 days" in outcome["errors"]["cadence"]


async def test_a_second_wave_within_the_window_is_refused_with_the_day_it_may_open(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    assert "open already" in await stage.ask(ADMIN, "survey run Puls")
    await stage.ask(ADMIN, "survey close Puls")
    assert "22 December" in await stage.ask(ADMIN, "survey run Puls")
    stage.clock.at += timedelta(days=28)
    assert "is open" in await stage.ask(ADMIN, "survey run Puls")


async def test_another_survey_over_the_same_people_is_refused_too(stage):
    await stage.create_survey("Eins")
    await stage.ask(ADMIN, "survey run Eins")
    await stage.ask(ADMIN, "survey close Eins")
    await stage.create_survey("Zwei")
    assert "22 December" in await stage.ask(ADMIN, "survey run Zwei")


async def test_a_paused_survey_sends_nothing_until_it_is_resumed(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.ask(ADMIN, "survey pause Puls")
    await stage.deliver()
    assert await stage.person(STAFF[0]).dms() == []
    await stage.ask(ADMIN, "survey resume Puls")
    await stage.deliver()
    await stage.deliver()
    assert len(await stage.person(STAFF[0]).dms()) == 1


async def test_who_is_no_admin_is_refused_kindly(stage):
    assert "admins" in await stage.ask(STAFF[0], "survey list")
    assert "admins" in await stage.ask(STAFF[0], "roster show")


async def test_a_near_miss_is_suggested(stage):
    assert "survey list" in await stage.ask(ADMIN, "survey lst")


async def test_a_wave_that_can_be_counted_is_not_voided(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    assert "can be counted" in await stage.ask(ADMIN, "survey void Puls")


async def test_the_journal_tells_everybody_who_changed_what(stage):
    await stage.create_survey()
    modal = await stage.ask_for_modal(STAFF[0], "journal")
    assert "survey created" in str(modal["blocks"])
    assert ADMIN in str(modal["blocks"])


async def test_admins_have_a_button_for_what_they_can_type_and_nobody_else_has(stage):
    await stage.create_survey("Führung „2027“ 🚀")
    admin = stage.person(ADMIN)
    home = await admin.home(fresh=True)
    assert "Administration" in str(home["blocks"])
    await press(admin, home, "survey pause Führung „2027“ 🚀")
    told = await admin.until(admin.top_view)
    assert "Paused “Führung „2027“ 🚀”" in str(told["blocks"])

    async def resumable():
        return "survey resume" in str((await admin.home())["blocks"])

    assert await admin.until(resumable)
    assert "Administration" not in str((await stage.person(STAFF[0]).home(fresh=True))["blocks"])


async def test_an_admin_names_another_who_may_then_run_surveys(stage):
    assert "admins" in await stage.ask(STAFF[0], "admin list")
    told = await stage.ask(ADMIN, f"admin add <@{STAFF[0]}|staff0>")
    assert "is an admin now" in told
    assert "admin remove" in told
    assert STAFF[0] in await stage.ask(STAFF[0], "admin list")
    await stage.ask(STAFF[0], f"admin remove <@{ADMIN}>")
    assert "for Vorbild's admins" in await stage.ask(ADMIN, "survey list")
    assert "last admin" in await stage.ask(STAFF[0], f"admin remove <@{STAFF[0]}>")


async def press(person, view, value):
    """Press the button that does what a command does."""
    where = ((block, each) for block in view["blocks"] for each in block.get("elements", []))
    block, element = next((block, each) for block, each in where if each.get("value") == value)
    await person.click(view, element["action_id"], block_id=block["block_id"])


async def test_a_threshold_is_raised_for_good_and_everybody_reads_so_in_the_journal(stage):
    await stage.create_survey()
    answer = await stage.ask(ADMIN, "survey threshold Puls 8")
    assert "raised to 8" in answer
    assert "never lowered" in await stage.ask(ADMIN, 'survey threshold "Puls" 6')
    journal = await stage.ask_for_modal(STAFF[0], "journal")
    assert "threshold: 5 → 8" in str(journal["blocks"])
