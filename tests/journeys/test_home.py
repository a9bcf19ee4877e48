"""The Home tab shows what was just done, though Slack asks for it only when it is opened; a ballot leaves it alone."""

import pytest

from bot.commands import COMMANDS, Verb
from tests.journeys.conftest import ADMIN, LEADER, LEADERSHIP, STAFF, choices
from tests.journeys.test_admin import press
from tests.journeys.test_administration import form

OF_THE_ISSUE = {
    *(verb for verb in Verb if verb.split()[0] in {"survey", "roster", "channel", "status", "journal", "help"}),
    Verb.ADMIN_ADD,
    Verb.ADMIN_REMOVE,
    Verb.ADMIN_LIST,
    Verb.QUESTION_NEW,
    Verb.QUESTION_LIST,
    Verb.EXPORT,
}
RARE = {Verb.SURVEY_VOID, Verb.SURVEY_THRESHOLD}
"""For a lost key, and what the form does too."""


async def became(person, word, *, present=True):
    """Wait until a Home tab that nobody opens anew shows a word, or shows it no more."""

    async def look():
        home = await person.redrawn_home()
        return home if (word in str(home["blocks"])) is present else None

    return await person.until(look)


async def test_a_survey_stands_in_the_home_tab_as_soon_as_it_is_saved_and_changes_with_each_button(stage):
    admin = stage.person(ADMIN)
    await admin.home(fresh=True)
    _, look = await form(stage, name="Puls", channel=LEADERSHIP)
    await admin.submit(look)
    home = await became(admin, "survey pause Puls")
    await press(admin, home, "survey pause Puls")
    home = await became(admin, "survey resume Puls")
    await press(admin, home, "survey resume Puls")
    home = await became(admin, "survey run Puls")
    await press(admin, home, "survey run Puls")
    home = await became(admin, "survey close Puls")
    await press(admin, home, "survey end Puls")

    async def asked():
        view = await admin.top_view()
        return view if view and view["callback_id"] == "survey_end" else None

    await admin.submit(await admin.until(asked), {"rest": "discard"})
    await became(admin, "survey end Puls", present=False)


async def test_what_was_chosen_in_a_form_of_a_command_shows_too(stage):
    admin = stage.person(ADMIN)
    await stage.ask(ADMIN, f"admin add <@{STAFF[0]}>")
    await press(admin, await admin.home(fresh=True), "admin remove")
    await admin.submit(await admin.until(admin.top_view), {"person": ADMIN})
    await became(admin, "Administration", present=False)


async def test_a_ballot_leaves_the_home_tab_alone(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    person, ballot = await stage.open_ballot(STAFF[0])
    before = await person.home(fresh=True)
    await person.submit(ballot, choices(ballot, 4))
    await stage.workspace.settle()
    assert await person.redrawn_home() == before


@pytest.fixture
async def all_roles(stage):
    """A leader who is an admin too, with a running and a paused survey and an open wave."""
    await stage.ask(ADMIN, f"admin add <@{LEADER}>")
    await stage.create_survey("Eins")
    await stage.ask(ADMIN, "survey run Eins")
    await stage.create_survey("Zwei")
    await stage.ask(ADMIN, "survey pause Zwei")
    await stage.create_survey("Drei")
    return stage


async def test_whatever_an_admin_can_type_is_a_button_of_the_home_tab(all_roles):
    home = await all_roles.person(LEADER).home(fresh=True)
    values = [element.get("value", "") for block in home["blocks"] for element in block.get("elements", [])]
    pressed = {command.verb for command in COMMANDS for value in values if f"{value} ".startswith(f"{command.verb} ")}
    assert pressed >= OF_THE_ISSUE - RARE


@pytest.mark.parametrize(
    "name", ["„Neu“", '"Puls" 2', "Kunde's Wahl", "Ärger & Öl <3", "Straße 🚀 👩‍💻", "R&D &amp; Co"]
)
async def test_the_buttons_of_a_survey_work_whatever_its_name(stage, name):
    await stage.create_survey(name)
    admin = stage.person(ADMIN)
    await press(admin, await admin.home(fresh=True), f"survey show {name}")
    assert "Trend posts go to" in str((await admin.until(admin.top_view))["blocks"])
    await admin.close(await admin.top_view())
    await press(admin, await admin.home(fresh=True), f"survey pause {name}")
    assert "Paused" in str((await admin.until(admin.top_view))["blocks"])


async def test_help_is_whole_in_a_modal_and_in_the_readers_language(all_roles):
    person = all_roles.person(LEADER)
    await press(person, await person.home(fresh=True), "help")
    told = "\n".join(block["text"]["text"] for block in (await person.until(person.top_view))["blocks"])
    assert "*Umfragen*" in told
    assert "/pulse viewer remove" in told
    assert "Offene Pulse stehen" in told or "Offene Pulse" in told
