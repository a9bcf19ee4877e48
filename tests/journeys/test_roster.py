"""The roster from Slack: dropped or chosen, previewed, confirmed once, looked after."""

import asyncio

import pytest

from bot.use_cases import proposing
from bot.use_cases import roster as roster_cases
from surveys.errors import VorbildError
from tests.journeys.conftest import ADMIN, LEADER, STAFF, roster_csv


def rows(*lines):
    return "\n".join(["slack_id,name,unit,manager,language,office", *lines]) + "\n"


@pytest.fixture
def roster_now(stage):
    async def read():
        return await stage.services.run(roster_cases.show)

    return read


async def drop(stage, content, name="staff.csv", person_id=ADMIN):
    """Drop a file into the messages with the bot, and read what comes back."""
    person = stage.person(person_id)
    before = len(await person.dms())
    await person.drop_file(stage.workspace.state.bot_user_id, name, content)
    return await answer_after(stage, person, before + 1)


async def answer_after(stage, person, count):
    for _ in range(100):
        await stage.deliver()
        messages = await person.dms()
        if len(messages) > count:
            return messages[-1]
        await asyncio.sleep(0.02)
    raise TimeoutError


async def click(stage, message, action, person_id=ADMIN):
    person = stage.person(person_id)
    await person.click(message, action)

    async def changed():
        now = next(each for each in await person.dms() if each["ts"] == message["ts"])
        return now if now["text"] != message["text"] or now["blocks"] != message["blocks"] else None

    return await person.until(changed)


async def test_a_dropped_file_is_previewed_and_counts_only_once_it_is_confirmed(stage, roster_now):
    before = await roster_now()
    preview = await drop(stage, roster_csv(STAFF[2:]).decode())
    assert "2 leave" in str(preview["blocks"])
    assert "Staff 0, Staff 1" in str(preview["blocks"])
    assert await roster_now() == before
    done = await click(stage, preview, "roster_confirm")
    assert "The roster is imported" in done["text"]
    assert set((await roster_now()).people) == {LEADER, ADMIN, *STAFF[2:]}
    assert "roster imported" in str((await stage.ask_for_modal(STAFF[2], "journal"))["blocks"])


async def test_a_german_file_with_semicolons_is_read_and_units_that_begin_anew_are_named(stage, roster_now):
    await stage.ask(ADMIN, f"admin add <@{LEADER}>")
    rows = ["Slack-ID;Name;Einheit;Führungskraft;Sprache;Standort", f"{LEADER};Lena;Team;;de;Berlin"]
    rows += [f"{STAFF[0]};Staff 0;Team;{LEADER};de;Berlin"]
    rows += [f"{person};Neu;Technik;{STAFF[0]};de;Berlin" for person in STAFF[1:]]
    preview = await drop(stage, "\n".join(rows), person_id=LEADER)
    shown = str(preview["blocks"])
    assert "*Neue Einheiten:* Technik" in shown
    assert "sind dieselben):* Team" in shown
    await click(stage, preview, "roster_confirm", LEADER)
    assert (await roster_now()).leader_of(STAFF[3]) == STAFF[0]


async def test_the_second_click_does_nothing_and_says_so(stage, roster_now):
    preview = await drop(stage, roster_csv(STAFF[2:]).decode())
    (proposal_id,) = {button["value"] for button in preview["blocks"][-1]["elements"]}
    done = await click(stage, preview, "roster_confirm")
    assert done["blocks"][-1]["type"] == "section"
    after = await roster_now()
    with pytest.raises(VorbildError, match="confirmed or discarded already"):
        await stage.services.run(proposing.confirm, ADMIN, proposal_id)
    assert await roster_now() == after


async def test_a_preview_is_confirmed_by_admins_only(stage, roster_now):
    preview = await drop(stage, roster_csv(STAFF[2:]).decode())
    proposal_id = preview["blocks"][-1]["elements"][0]["value"]
    with pytest.raises(VorbildError, match="admins"):
        await stage.services.run(proposing.confirm, STAFF[0], proposal_id)
    assert STAFF[0] in (await roster_now()).people


async def test_a_roster_that_changed_since_the_preview_is_previewed_anew(stage, roster_now):
    preview = await drop(stage, roster_csv(STAFF[1:]).decode())
    meanwhile = (await roster_now()).people
    new, _ = roster_cases.preview(stage.services, roster_csv(STAFF[:-1]), {})
    await stage.services.run(roster_cases.apply, new, "operator")
    again = await click(stage, preview, "roster_confirm")
    assert "has changed since the preview" in str(again["blocks"])
    assert STAFF[-1] not in (await roster_now()).people
    done = await click(stage, again, "roster_confirm")
    assert "imported" in done["text"]
    assert (await roster_now()).people.keys() == meanwhile.keys() - {STAFF[0]}


async def test_a_file_with_problems_names_each_with_its_line_and_changes_nothing(stage, roster_now):
    before = await roster_now()
    text = rows(f"{LEADER},Lena,Team,,de,", f"{STAFF[0]},A,Team,U0NOBODY,de,", f"{STAFF[0]},A,Team,{LEADER},xx,")
    answer = await drop(stage, text)
    shown = str(answer["blocks"])
    assert "Nothing was imported: 3 problems." in answer["text"]
    assert "Line 3, manager" in shown
    assert "Line 4, slack" in shown
    assert "Line 4, language" in shown
    assert await roster_now() == before


async def test_discarding_leaves_everything_as_it_was(stage, roster_now):
    before = await roster_now()
    done = await click(stage, await drop(stage, roster_csv(STAFF[4:]).decode()), "roster_discard")
    assert "discarded" in done["text"]
    assert await roster_now() == before


async def test_a_german_admin_reads_the_preview_in_german(stage):
    await stage.ask(ADMIN, f"admin add <@{LEADER}>")
    preview = await drop(stage, roster_csv(STAFF[2:]).decode(), person_id=LEADER)
    assert "Vorschau" in preview["text"]


async def test_a_file_in_the_modal_is_previewed_too(stage):
    modal = await stage.ask_for_modal(ADMIN, "roster import")
    admin = stage.person(ADMIN)
    before = len(await admin.dms())
    file = await admin.upload("staff.csv", roster_csv(STAFF[2:]).decode())
    outcome = await admin.submit(modal, {"roster_file": [file]})
    assert outcome["response_action"] == "update"
    preview = await answer_after(stage, admin, before)
    assert "2 leave" in str(preview["blocks"])


async def test_a_modal_without_a_file_says_so_at_its_field(stage):
    modal = await stage.ask_for_modal(ADMIN, "roster import")
    outcome = await stage.person(ADMIN).submit(modal, {})
    assert "roster_file" in outcome["errors"]


async def test_whoever_is_no_admin_can_drop_what_they_like(stage, roster_now):
    before = await roster_now()
    person = stage.person(STAFF[0])
    await person.drop_file(stage.workspace.state.bot_user_id, "staff.csv", roster_csv(STAFF[4:]).decode())
    await stage.workspace.settle()
    await stage.deliver()
    assert len(await person.dms()) == 1
    assert await roster_now() == before
    assert "admins" in await stage.ask(STAFF[0], "roster import")


async def test_guests_stay_in_the_list_and_are_never_invited(stage):
    stage.workspace.state.users[STAFF[0]].is_restricted = True
    preview = await drop(stage, roster_csv().decode())
    assert "never asked" in str(preview["blocks"])
    await click(stage, preview, "roster_confirm")
    assert "Staff 0" in await stage.ask(ADMIN, "roster check")
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    assert await stage.person(STAFF[0]).dms() == []
    assert await stage.person(STAFF[1]).dms()


async def test_an_office_keeps_its_holidays_and_an_absence_is_noted_by_command(stage):
    assert "DE-BE" in await stage.ask(ADMIN, "roster office Berlin DE-BE")
    assert "I do not know the holidays" in await stage.ask(ADMIN, "roster office Berlin DE-XX")
    assert "is away" in await stage.ask(ADMIN, f"roster away <@{STAFF[0]}> 2026-12-01 2026-12-04")
    assert "1–4 December 2026" in await stage.ask(STAFF[0], "away")
    assert "No absence" in await stage.ask(STAFF[0], "away back")
    assert "Write the first and the last day" in await stage.ask(STAFF[0], "away tomorrow")


async def test_the_night_takes_over_names_languages_zones_and_who_is_gone(stage, roster_now):
    users = stage.workspace.state.users
    users[STAFF[0]].real_name, users[STAFF[0]].tz = "Staff Zero", "Asia/Tokyo"
    users[STAFF[1]].deleted = True
    users[STAFF[2]].status_emoji = ":palm_tree:"
    users[STAFF[2]].status_expiration = int(stage.clock.at.timestamp()) + 3 * 86_400
    await stage.bot.scheduler.look()
    people = (await roster_now()).people
    assert (people[STAFF[0]].name, people[STAFF[0]].time_zone) == ("Staff Zero", "Asia/Tokyo")
    assert not people[STAFF[1]].invitable
    assert "24–27 November 2026" in await stage.ask(ADMIN, f"roster away <@{STAFF[2]}>")
    users[STAFF[0]].real_name = "Again"
    await stage.bot.scheduler.look()
    assert (await roster_now()).people[STAFF[0]].name == "Staff Zero"


async def test_a_status_that_changes_during_the_day_counts_at_once(stage, roster_now):
    await stage.person(ADMIN)._post(
        "seed",
        users=[{"id": STAFF[0], "real_name": "Zeroth", "status_text": "Urlaub", "status_expiration": 1796000000}],
    )
    await stage.workspace.settle()

    async def renamed():
        return (await roster_now()).people[STAFF[0]].name == "Zeroth"

    for _ in range(100):
        if await renamed():
            break
        await asyncio.sleep(0.02)
    assert await renamed()
    assert "is away" in await stage.ask(STAFF[0], "away")


async def groups(stage):
    await stage.person(ADMIN)._post(
        "seed",
        usergroups=[
            {"id": "S0ALL", "handle": "all", "name": "Alle", "users": [LEADER, ADMIN, STAFF[0]]},
            {"id": "S0OPS", "handle": "ops", "name": "Ops", "users": [STAFF[0], *STAFF[1:5]]},
        ],
    )


async def test_a_roster_is_made_of_user_groups_whose_leaders_are_chosen(stage, roster_now):
    await groups(stage)
    admin = stage.person(ADMIN)
    before = len(await admin.dms())
    modal = await stage.ask_for_modal(ADMIN, "roster sync")
    await admin.submit(modal, {"groups": ["S0ALL", "S0OPS"]})
    leaders = await admin.top_view()
    assert (await admin.submit(leaders, {"leader_S0ALL": LEADER}))["errors"].keys() == {"leader_S0OPS"}
    await admin.submit(leaders, {"leader_S0ALL": LEADER, "leader_S0OPS": STAFF[0]})
    preview = await answer_after(stage, admin, before)
    assert "3 leave" in str(preview["blocks"])
    await click(stage, preview, "roster_confirm")
    roster = await roster_now()
    assert {unit.id: unit.leader_id for unit in roster.units.values()} == {"alle": LEADER, "ops": STAFF[0]}
    assert roster.leader_of(STAFF[1]) == STAFF[0]


async def test_managers_are_read_off_the_profile_field_where_the_workspace_has_one(stage, roster_now):
    await groups(stage)
    state = stage.workspace.state
    state.profile_fields["Xf01"] = "Manager"
    for person_id in (ADMIN, STAFF[0]):
        state.users[person_id].fields["Xf01"] = LEADER
    for person_id in STAFF[1:5]:
        state.users[person_id].fields["Xf01"] = STAFF[0]
    admin = stage.person(ADMIN)
    before = len(await admin.dms())
    modal = await stage.ask_for_modal(ADMIN, "roster sync")
    assert "Profile field “Manager”" in str(modal["blocks"])
    await admin.submit(modal, {"groups": ["S0ALL", "S0OPS"]})
    preview = await answer_after(stage, admin, before)
    await click(stage, preview, "roster_confirm")
    assert (await roster_now()).leader_of(STAFF[4]) == STAFF[0]


async def test_a_workspace_without_user_groups_is_told_what_to_do_instead(stage):
    assert "has no user groups" in await stage.ask(ADMIN, "roster sync")
