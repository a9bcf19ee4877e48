"""Roles as people meet them: an admin alone, a viewer named by two, somebody whose role is taken back meanwhile."""

import pytest

from tests.journeys.conftest import ADMIN, LEADER, STAFF
from tests.journeys.test_admin import press

VIEWER, GUEST = STAFF[6], STAFF[7]
ENGLISH, GERMAN = ADMIN, LEADER


@pytest.fixture
async def two_admins(stage):
    await stage.ask(ADMIN, f"admin add <@{LEADER}>")
    return stage


async def test_a_viewer_of_the_whole_needs_two_admins_and_nobody_names_themselves(two_admins):
    ask = two_admins.ask
    assert "no viewer" in await ask(ADMIN, f"viewer remove <@{VIEWER}>")
    assert "counts once another admin" in await ask(ADMIN, f"viewer add <@{VIEWER}>")
    assert "another admin has to confirm" in await ask(ADMIN, f"viewer add <@{VIEWER}>")
    assert "wartet auf einen zweiten Admin" in await ask(GERMAN, "admin list")
    assert "viewers of the whole" in await ask(VIEWER, "export Puls")
    assert "benannt von zwei Admins" in await ask(GERMAN, f"viewer add <@{VIEWER}>")
    assert "Nobody can name themselves" in await ask(ADMIN, f"viewer add <@{ADMIN}>")
    await two_admins.create_survey()
    assert "no counted wave yet" in await ask(VIEWER, "export Puls")
    journal = str((await two_admins.ask_for_modal(STAFF[0], "journal"))["blocks"])
    assert "viewer of the whole named, to be confirmed" in journal
    assert "viewer of the whole confirmed" in journal
    assert "no viewer any more" in await ask(ADMIN, f"viewer remove <@{VIEWER}>")


async def test_the_last_admin_stays_by_command_and_by_form_in_both_languages(two_admins):
    admin = two_admins.person(ADMIN)
    await two_admins.ask(ADMIN, f"admin remove <@{LEADER}>")
    await press(admin, await admin.home(fresh=True), "admin remove")
    asked = await admin.until(admin.top_view)
    await admin.submit(asked, {"person": ADMIN})
    assert "last admin" in str((await admin.top_view())["blocks"])
    await two_admins.ask(ADMIN, f"admin add <@{LEADER}>")
    await two_admins.ask(GERMAN, f"admin remove <@{ADMIN}>")
    assert "letzte Admin" in await two_admins.ask(GERMAN, f"admin remove <@{GERMAN}>")


async def test_guests_bots_and_strangers_get_no_role(two_admins):
    two_admins.workspace.state.users[GUEST].is_restricted = True
    assert "guest" in await two_admins.ask(ADMIN, f"admin add <@{GUEST}>")
    assert "Gast" in await two_admins.ask(GERMAN, f"viewer add <@{GUEST}>")
    assert "does not know this person" in await two_admins.ask(ADMIN, "admin add <@U0STRANGER>")
    assert GUEST not in await two_admins.ask(ADMIN, "admin list")


async def test_a_button_of_a_home_tab_drawn_before_the_role_was_taken_back_does_nothing(two_admins):
    await two_admins.create_survey()
    leader = two_admins.person(LEADER)
    stale = await leader.home(fresh=True)
    await two_admins.ask(ADMIN, f"admin remove <@{LEADER}>")
    await press(leader, stale, "survey run Puls")
    assert "Admins" in str((await leader.until(leader.top_view))["blocks"])
    assert "No wave yet" in await two_admins.ask(ADMIN, "survey show Puls")
