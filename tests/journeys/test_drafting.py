"""The survey form as admins meet it: channels of units, holidays of offices, and whatever cannot be so, in both languages."""

import pytest

from bot.directory import read_directory
from bot.use_cases import roster as roster_cases
from bot.workspace.seed import seed
from tests.journeys.conftest import ADMIN, BOARD, LEADER, LEADERSHIP, STAFF
from tests.journeys.hostile import Door
from tests.journeys.test_admin import press
from tests.journeys.test_administration import form

HEADER = "slack_id,name,unit,manager,language,office"
GERMAN, ENGLISH = LEADER, ADMIN


def listed(*units):
    """A roster in which each unit is led by one of the staff; whoever is left over works in the last."""
    lines = [HEADER, f"{LEADER},Lena,All,,de,Berlin", f"{ADMIN},Adam,All,{LEADER},en,London"]
    heads = dict(zip(units, STAFF, strict=False))
    lines += [f"{head},Head,{unit},{LEADER},en,Berlin" for unit, head in heads.items()]
    last = units[-1]
    others = STAFF[len(units) :]
    lines += [f"{person},Staff,{last},{heads[last]},en,Berlin" for person in others]
    return "\n".join(lines).encode()


@pytest.fixture
async def divided(stage):
    """Two divisions under one top, two admins, and the bot in both channels."""
    new, _ = roster_cases.preview(
        stage.services, listed("Sales & Service", "Tech"), await read_directory(stage.bot.client)
    )
    roster_cases.apply(stage.services, new, ADMIN)
    await stage.ask(ADMIN, f"admin add <@{GERMAN}>")
    return stage


async def shown(person, field):
    """Wait until the form on top has a field."""

    async def there():
        view = await person.top_view()
        return view if any(block["block_id"] == field for block in view["blocks"]) else None

    return await person.until(there)


async def found(person, view, block_id, typed):
    """Type into a field that finds by name; give what is offered as value and text."""
    answer = await person._post("options", view_id=view["id"], block_id=block_id, action_id="value", value=typed)
    return {option["value"]: option["text"]["text"] for option in answer["options"]}


def region(code):
    return {"text": {"type": "plain_text", "text": code}, "value": code}


async def test_a_picker_appears_for_each_unit_with_a_channel_of_its_own_and_what_was_entered_stays(divided):
    admin, modal = divided.person(ADMIN), await divided.ask_for_modal(ADMIN, "survey new")
    filled = {"name": "Puls", "channel": LEADERSHIP, "days_open": "12"}
    assert (await admin.submit(modal, {**filled, "days_open": "99"}))["errors"].keys() == {"days_open"}
    await admin.click(modal, "value", ["tech"], block_id="own_channels")
    grown = await shown(admin, "own_channel/tech")
    assert "Channel of “Tech”" in str(grown["blocks"])
    missing = await admin.submit(grown, {"days_open": "12"})
    assert missing["errors"].keys() == {"own_channel/tech"}
    await admin.submit(grown, {"days_open": "12", "own_channel/tech": BOARD})
    look = await admin.top_view()
    assert f"<#{LEADERSHIP}> (All), <#{BOARD}> (Tech)" in str(look["blocks"])
    await admin.submit(look)
    told = await divided.ask(ADMIN, "survey show Puls")
    assert f"<#{BOARD}> (Tech)" in told
    assert "open for 12 days" in told


async def test_a_unit_taken_out_again_has_no_channel_of_its_own_any_more(divided):
    await divided.create_survey()
    await divided.ask(ADMIN, f"channel set Tech <#{BOARD}>")
    admin, modal = divided.person(ADMIN), await divided.ask_for_modal(ADMIN, "survey edit Puls")
    assert modal["state"]["values"]["own_channel/tech"]["value"]["selected_conversation"] == BOARD
    await admin.submit(modal, {"own_channels": []})
    look = await admin.top_view()
    assert f"leadership channels: All: <#{LEADERSHIP}>, tech: <#{BOARD}> → All: <#{LEADERSHIP}>" in str(look["blocks"])
    await admin.submit(look)
    assert BOARD not in await divided.ask(ADMIN, "survey show Puls")


async def test_a_unit_s_channel_the_bot_is_not_in_is_told_at_its_own_field_and_checked_again(divided):
    await divided.create_survey()
    await divided.ask(ADMIN, f"channel set Tech <#{BOARD}>")
    divided.workspace.state.channels[BOARD].members.pop(divided.workspace.state.bot_user_id)
    outcome, _ = await form(divided, "survey edit Puls", person=GERMAN)
    assert outcome["errors"].keys() == {"own_channel/tech"}
    assert "/invite @Vorbild" in outcome["errors"]["own_channel/tech"]
    assert "Weiter" in outcome["errors"]["own_channel/tech"]
    divided.workspace.state.channels[BOARD].members[divided.workspace.state.bot_user_id] = None
    again = await divided.person(GERMAN).top_view()
    assert (await divided.person(GERMAN).submit(again))["response_action"] == "update"


async def test_units_too_many_for_a_list_are_found_by_a_part_of_their_name(divided):
    names = [f"Team {number:03}" for number in range(120)]
    lines = [HEADER, f"{LEADER},Lena,All,,de,Berlin"]
    lines += [f"U9{number:03},Head,{name},{LEADER},en,Berlin" for number, name in enumerate(names)]
    new, _ = roster_cases.preview(divided.services, "\n".join(lines).encode(), {})
    roster_cases.apply(divided.services, new, ADMIN)
    admin, modal = divided.person(ADMIN), await divided.ask_for_modal(ADMIN, "survey new")
    assert await found(admin, modal, "audience", "team 11") == {f"team-{n}": f"Team {n}" for n in range(110, 120)}
    assert len(await found(admin, modal, "own_channels", "")) == 100


@pytest.mark.parametrize("block_id", ["audience", "own_channels", "unit"])
async def test_units_are_found_by_admins_only(divided, block_id):
    asked = {"type": "block_suggestion", "action_id": "value", "block_id": block_id, "value": "tech"}
    for person, status_and_names in ((STAFF[1], "{}"), (ADMIN, "Tech")):
        status, answer = await Door(divided).interact({**asked, "user": {"id": person}, "team": {"id": "T1"}})
        assert status == 200
        assert status_and_names in str(answer or {})
        assert person == ADMIN or "Tech" not in str(answer)


async def test_the_holidays_of_an_office_are_found_by_name_and_confirmed_with_the_survey(divided):
    admin, modal = divided.person(GERMAN), await divided.ask_for_modal(GERMAN, "survey new")
    assert await found(admin, modal, "region/Berlin", "berl") == {
        "DE-BE": "Deutschland – Berlin (DE-BE)",
        "none": "Keine Feiertage",
    }
    await admin.submit(modal, {"name": "Puls", "channel": LEADERSHIP, "region/Berlin": region("DE-BE")})
    look = await admin.top_view()
    assert "Feiertage in Berlin: Deutschland – Berlin (DE-BE)" in str(look["blocks"])
    offices = await divided.ask_for_modal(ADMIN, "roster office")
    assert "DE-BE" not in str(offices["blocks"])
    await divided.person(ADMIN).close(offices)
    await admin.submit(look)
    assert "DE-BE" in str((await admin.top_view())["blocks"])
    assert "DE-BE" in str((await divided.ask_for_modal(ADMIN, "roster office"))["blocks"])
    assert "Berlin" in str((await divided.ask_for_modal(STAFF[1], "journal"))["blocks"])


async def test_a_region_nobody_knows_is_told_at_its_office(divided):
    modal = await divided.ask_for_modal(ADMIN, "survey new")
    wanted = {"name": "Puls", "channel": LEADERSHIP, "region/Berlin": region("DE-XX")}
    outcome = await divided.person(ADMIN).submit(modal, wanted)
    assert "I do not know the holidays of “DE-XX”" in outcome["errors"]["region/Berlin"]


async def test_offices_have_a_form_of_their_own_whose_second_saving_changes_nothing(divided):
    admin = divided.person(ADMIN)
    await press(admin, await admin.home(fresh=True), "roster office")
    modal = await admin.until(admin.top_view)
    await admin.submit(modal, {"region/London": region("GB-ENG")})
    told = await admin.top_view()
    assert "London: United Kingdom – England (GB-ENG)" in str(told["blocks"])
    await admin.close(told)
    await admin.submit(await divided.ask_for_modal(ADMIN, "roster office"))
    assert "Nothing was different" in str((await admin.top_view())["blocks"])


async def test_a_channel_is_checked_again_in_the_same_modal_until_the_bot_is_in_it(divided):
    await divided.create_survey()
    bot = divided.workspace.state.bot_user_id
    divided.workspace.state.channels[BOARD].members.pop(bot)
    second = divided.person(GERMAN)
    await press(second, await second.home(fresh=True), "channel set")
    asked = await second.until(second.top_view)
    assert await found(second, asked, "unit", "tec") == {"tech": "Tech"}
    await second.submit(asked, {"unit": region("tech"), "channel": BOARD})
    for _ in range(4):
        told = await second.top_view()
        assert "Ich bin nicht in" in str(told["blocks"])
        await press(second, told, f"channel set tech <#{BOARD}>")
        await divided.workspace.settle()
    assert len(await second.views()) == 1
    divided.workspace.state.channels[BOARD].members[bot] = None
    await press(second, await second.top_view(), f"channel set tech <#{BOARD}>")

    async def placed():
        return "Trendberichte über „Tech“" in str((await second.top_view())["blocks"])

    await second.until(placed)


NEVER = {ENGLISH: "every 4 weeks from 9999-12-31", GERMAN: "alle 4 Wochen ab 31.12.9999"}


@pytest.mark.parametrize(
    ("person", "beneath", "at_the_field"),
    [
        (ENGLISH, "never comes round within the next two years. Is the year right?", "This rhythm never comes round"),
        (GERMAN, "kommt in den nächsten zwei Jahren nie vor. Stimmt das Jahr?", "Dieser Rhythmus kommt"),
    ],
)
async def test_a_rhythm_that_never_comes_round_is_told_as_it_is_typed_and_at_its_field(
    divided, person, beneath, at_the_field
):
    admin, modal = divided.person(person), await divided.ask_for_modal(person, "survey new")
    await admin.click(modal, "value", NEVER[person], block_id="cadence")

    async def told():
        view = await admin.top_view()
        return view if beneath in str(view["blocks"]) else None

    await admin.until(told)
    outcome = await admin.submit(modal, {"name": "Puls", "channel": LEADERSHIP, "cadence": NEVER[person]})
    assert outcome["errors"]["cadence"].startswith(at_the_field)
    mended = {"name": "Puls", "channel": LEADERSHIP, "cadence": "monthly on the 31st"}
    assert (await admin.submit(modal, mended))["response_action"] == "update"


@pytest.mark.parametrize(
    ("person", "sentence"),
    [(ENGLISH, "outside the working hours"), (GERMAN, "außerhalb der Arbeitszeit")],
)
async def test_an_opening_time_outside_the_working_hours_is_told_at_its_field(divided, person, sentence):
    outcome, _ = await form(divided, person=person, name="Puls", channel=LEADERSHIP, opens="20:00")
    assert sentence in outcome["errors"]["opens"]


@pytest.mark.parametrize("name", ["Puls", "PULS", "„Puls“", '"puls"'])
async def test_a_name_already_taken_is_told_at_its_field_whatever_its_case_and_quotes(divided, name):
    await divided.create_survey("Puls")
    outcome, _ = await form(divided, name=name, channel=LEADERSHIP)
    assert "There is a survey named “Puls” already" in outcome["errors"]["name"]
    outcome, _ = await form(divided, person=GERMAN, name=name, channel=LEADERSHIP)
    assert "Puls" in outcome["errors"]["name"]


async def test_an_audience_of_nobody_is_told_at_its_field_in_both_languages(divided):
    for person, sentence in ((ENGLISH, "Nobody would be asked"), (GERMAN, "Niemand würde gefragt")):
        outcome, _ = await form(divided, person=person, name="Puls", channel=LEADERSHIP, channels=[BOARD])
        assert sentence in outcome["errors"]["channels"]


async def test_a_unit_that_has_left_the_roster_since_is_told_at_its_field(divided):
    modal = await divided.ask_for_modal(ADMIN, "survey new")
    new, _ = roster_cases.preview(divided.services, listed("Other"), {})
    roster_cases.apply(divided.services, new, ADMIN)
    outcome = await divided.person(ADMIN).submit(modal, {"name": "Puls", "channel": LEADERSHIP, "audience": ["tech"]})
    assert "not in the roster any more" in outcome["errors"]["audience"]


async def test_the_second_of_two_admins_hears_of_it_before_confirming_and_may_open_it_as_it_stands(divided):
    await divided.create_survey()
    admin, second = divided.person(ADMIN), divided.person(GERMAN)
    theirs = await divided.ask_for_modal(GERMAN, "survey edit Puls")
    _, mine = await form(divided, "survey edit Puls", days_open="5")
    await admin.submit(mine)
    outcome = await second.submit(theirs, {"days_open": "7"})
    assert outcome["response_action"] == "push"
    told = await second.top_view()
    assert "Tage offen: 5 → 7" in str(told["blocks"])
    await press(second, told, "survey edit Puls")

    async def anew():
        view = await second.top_view()
        return view if view["callback_id"] == "survey" else None

    fresh = await second.until(anew)
    assert fresh["state"]["values"]["days_open"]["value"]["value"] == "5"
    await second.submit(fresh, {"days_open": "7"})
    assert "Tage offen: 5 → 7" in str((await second.top_view())["blocks"])
    await second.submit(await second.top_view())
    assert "open for 7 days" in await divided.ask(ADMIN, "survey show Puls")


async def test_a_survey_is_shown_with_all_that_was_set_in_the_readers_language(divided):
    team = {"id": "S0TEAM", "handle": "team", "name": "Team", "users": STAFF}
    seed(divided.workspace.state, {"usergroups": [team]})
    await divided.create_survey("Puls", user_groups=["S0TEAM"], reminder="remind", working_days=["1", "2"])
    told = await divided.ask(GERMAN, "survey show Puls")
    for fact in ("Erinnerung: eine", "Dienstag, Mittwoch", "08:00–18:00", "Deutsch, English", "<!subteam^S0TEAM>"):
        assert fact in told


async def test_the_home_tab_of_an_admin_without_a_survey_says_where_to_begin_and_later_how_long_a_wave_is_open(divided):
    admin = divided.person(GERMAN)
    assert "Importiere zuerst eine Personalliste" in str((await admin.home(fresh=True))["blocks"])
    await divided.create_survey()
    await divided.ask(ADMIN, "survey run Puls")
    assert "Welle 1 offen bis Freitag, 4. Dezember, 18:00 Uhr" in str((await admin.home(fresh=True))["blocks"])


async def test_questions_one_or_two_a_week_need_a_wave_long_enough(divided):
    outcome, _ = await form(divided, name="Puls", channel=LEADERSHIP, weekly="weekly")
    assert "take at least" in outcome["errors"]["days_open"]
    outcome, _ = await form(divided, name="Puls", channel=LEADERSHIP, weekly="weekly", days_open="26")
    assert outcome["response_action"] == "update"
