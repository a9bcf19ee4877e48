"""As an admin: forms with a last look, edits of two at once, previews, channels, status, the journal, the end of a survey."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.commands import command_of
from bot.use_cases import privacy
from bot.workspace.seed import seed
from tests.journeys.conftest import ADMIN, BOARD, LEADER, LEADERSHIP, STAFF
from tests.journeys.test_admin import press


async def form(stage, text="survey new", person=ADMIN, **choices):
    """Fill in a form up to the last look."""
    modal = await stage.ask_for_modal(person, text)
    outcome = await stage.person(person).submit(modal, choices)
    return outcome, await stage.person(person).top_view()


def leave(stage, *members):
    for member in members:
        stage.workspace.state.channels[LEADERSHIP].members.pop(member)


def join(stage, member):
    stage.workspace.state.channels[LEADERSHIP].members[member] = None


async def test_before_a_survey_is_saved_the_admin_sees_people_dates_and_how_long_sending_takes(stage):
    _, shown = await form(stage, name="Puls", channel=LEADERSHIP)
    told = str(shown["blocks"])
    for fact in ("9 people", "Tuesday, 1 December", "Tuesday, 29 December", "1 minute"):
        assert fact in told
    assert "no survey yet" in await stage.ask(ADMIN, "survey list")


async def test_the_next_dates_stand_beneath_the_rhythm_as_it_is_typed(stage):
    admin, modal = stage.person(ADMIN), await stage.ask_for_modal(ADMIN, "survey new")
    assert "Tuesday, 1 December" in str(modal["blocks"])
    await admin.click(modal, "value", "last friday of the month", block_id="cadence")

    async def updated():
        view = await admin.top_view()
        return view if "Friday, 27 November" in str(view["blocks"]) else None

    assert "Friday, 25 December" in str((await admin.until(updated))["blocks"])
    await admin.click(modal, "value", "weekly on Monday", block_id="cadence")


async def test_what_was_typed_is_there_again_after_a_step_back(stage):
    admin = stage.person(ADMIN)
    _, look = await form(stage, name="Puls 🚀", channel=LEADERSHIP, days_open="12", reminder="remind")
    await admin.click(look, "change_draft")

    async def back():
        view = await admin.top_view()
        return view if view["callback_id"] == "survey" else None

    again = await admin.until(back)
    outcome = await admin.submit(again)
    assert outcome["response_action"] == "update"
    await admin.submit(await admin.top_view())
    assert "open for 12 days" in await stage.ask(ADMIN, "survey show Puls 🚀")


async def test_a_survey_is_edited_and_the_journal_shows_both_settings_side_by_side(stage):
    await stage.create_survey()
    _, look = await form(stage, "survey edit Puls", days_open="5")
    assert "days open: 10 → 5" in str(look["blocks"])
    await stage.person(ADMIN).submit(look)
    assert "Changed “Puls”" in str((await stage.person(ADMIN).top_view())["blocks"])
    assert "open for 5 days" in await stage.ask(ADMIN, "survey show Puls")
    journal = await stage.ask_for_modal(STAFF[0], "journal")
    assert "days open: 10 → 5" in str(journal["blocks"])


async def test_the_second_of_two_admins_is_told_and_shown_the_difference(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, f"admin add <@{LEADER}>")
    _, mine = await form(stage, "survey edit Puls", days_open="5")
    _, theirs = await form(stage, "survey edit Puls", person=LEADER, days_open="7")
    await stage.person(ADMIN).submit(mine)
    await stage.person(LEADER).submit(theirs)
    told = str((await stage.person(LEADER).top_view())["blocks"])
    assert "jemand anderem geändert" in told
    assert "Tage offen: 5 → 7" in told
    assert "open for 5 days" in await stage.ask(ADMIN, "survey show Puls")


async def test_who_is_no_admin_any_more_is_refused_when_the_form_comes_back(stage):
    await stage.ask(ADMIN, f"admin add <@{STAFF[0]}>")
    _, look = await form(stage, person=STAFF[0], name="Puls", channel=LEADERSHIP)
    await stage.ask(ADMIN, f"admin remove <@{STAFF[0]}>")
    outcome = await stage.person(STAFF[0]).submit(look)
    assert outcome["response_action"] == "push"
    assert "for Vorbild's admins" in str((await stage.person(STAFF[0]).top_view())["blocks"])
    assert "no survey yet" in await stage.ask(ADMIN, "survey list")
    assert "abgelehnt" in str((await stage.ask_for_modal(STAFF[1], "journal"))["blocks"])


async def test_a_channel_the_bot_is_not_in_is_told_at_its_field_and_checked_again(stage):
    leave(stage, stage.workspace.state.bot_user_id)
    modal = await stage.ask_for_modal(ADMIN, "survey new")
    outcome = await stage.person(ADMIN).submit(modal, {"name": "Puls", "channel": LEADERSHIP})
    assert "/invite @Vorbild" in outcome["errors"]["channel"]
    join(stage, stage.workspace.state.bot_user_id)
    again = await stage.person(ADMIN).top_view()
    assert (await stage.person(ADMIN).submit(again))["response_action"] == "update"


async def test_a_unit_gets_its_own_channel_once_the_bot_is_in_it(stage):
    await stage.create_survey()
    admin = stage.person(ADMIN)
    assert "no unit “Tea”" in await stage.ask(ADMIN, f"channel set Tea <#{LEADERSHIP}>")
    assert "Trend posts about “Team” go to" in await stage.ask(ADMIN, f'channel set "Team" <#{LEADERSHIP}|leadership>')
    leave(stage, stage.workspace.state.bot_user_id)
    await stage.ask(ADMIN, f"channel set Team <#{LEADERSHIP}>")
    asked = (await admin.messages(LEADERSHIP))[-1]
    assert "/invite @Vorbild" in asked["text"]
    join(stage, stage.workspace.state.bot_user_id)
    await press(admin, asked, f"channel set team <#{LEADERSHIP}>")
    assert "Trend posts about “Team” go to" in str((await admin.until(admin.top_view))["blocks"])


async def test_a_survey_asks_the_members_of_a_channel(stage):
    leave(stage, *STAFF[2:])
    _, look = await form(stage, name="Few", channel=LEADERSHIP, channels=[LEADERSHIP])
    assert "3 people" in str(look["blocks"])
    await stage.person(ADMIN).submit(look)
    await stage.person(ADMIN).close(await stage.person(ADMIN).top_view())
    join(stage, STAFF[2])
    await stage.bot.scheduler.look()
    await stage.ask(ADMIN, "survey run Few")
    await stage.deliver()
    asked = [person for person, dms in (await stage.messages_of_everybody()).items() if dms]
    assert sorted(asked) == sorted([ADMIN, *STAFF[:3]])


async def test_an_audience_of_nobody_is_refused(stage):
    outcome, _ = await form(stage, name="Nobody", channel=LEADERSHIP, channels=[BOARD])
    assert "Nobody would be asked" in outcome["errors"]["channels"]


async def test_a_preview_is_what_an_employee_gets_and_stores_nothing(stage):
    await stage.create_survey()
    assert "on its way" in await stage.ask(ADMIN, "survey preview Puls")
    await stage.deliver()
    admin = stage.person(ADMIN)
    preview = (await admin.dms())[-1]
    assert "Preview" in preview["text"]
    assert "How does your manager treat you" in preview["text"]
    await admin.click(preview, "preview_ballot")
    ballot = await admin.until(admin.top_view)
    inputs = [block["block_id"] for block in ballot["blocks"] if block["type"] == "input"]
    answers = {block: "4" for block in inputs if block != "comment"}
    assert (await admin.submit(ballot, answers))["response_action"] == "update"
    assert "nothing was stored" in str((await admin.top_view())["blocks"])
    for table in ("urn", "wave", "invitation"):
        with stage.services.database.engine.connect() as connection:
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


async def test_the_end_of_a_survey_asks_what_becomes_of_the_open_wave(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    admin = stage.person(ADMIN)
    question = await stage.ask_for_modal(ADMIN, "survey end Puls")
    assert "rest" in (await admin.submit(question))["errors"]
    await admin.submit(question, {"rest": "discard"})
    assert "Ended “Puls”" in str((await admin.top_view())["blocks"])
    await admin.close(await admin.top_view())
    assert "is void" in await blocks_of(stage, "status Puls")
    await stage.deliver()
    assert "ended already" in await stage.ask(ADMIN, "survey pause Puls")
    assert "Resumed" in await stage.ask(ADMIN, "survey resume Puls")
    assert "Ended" in await stage.ask(ADMIN, "survey end Puls")


async def test_an_open_wave_may_be_counted_as_its_survey_ends_and_the_second_click_changes_nothing(stage):
    await stage.ask(ADMIN, f"admin add <@{LEADER}>")
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person in STAFF:
        await stage.answer(person, 4)
    admin, second = stage.person(ADMIN), stage.person(LEADER)
    question = await stage.ask_for_modal(ADMIN, "survey end Puls")
    theirs = await stage.ask_for_modal(LEADER, "survey end Puls")
    assert "Jetzt schließen und zählen, was da ist" in str(theirs["blocks"])
    await admin.submit(question, {"rest": "count"})
    assert "Ended “Puls”" in str((await admin.top_view())["blocks"])
    assert (await second.submit(theirs, {"rest": "discard"}))["response_action"] == "push"
    assert "schon" in str((await second.top_view())["blocks"])
    await stage.deliver()
    assert "Participation in “Team”: over 75 %" in await blocks_of(stage, "status Puls")


async def test_a_survey_that_has_ended_is_resumed_with_a_button_of_the_list(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey end Puls")
    admin = stage.person(ADMIN)
    await admin.home(fresh=True)

    async def without():
        home = await admin.redrawn_home()
        return home if "survey show Puls" not in str(home["blocks"]) else None

    await press(admin, await admin.until(without), "survey list")
    listed = await admin.until(admin.top_view)
    button = next(block["accessory"] for block in listed["blocks"] if "accessory" in block)
    await admin.click(listed, button["action_id"])

    async def resumed():
        return "Resumed" in str((await admin.top_view())["blocks"])

    await admin.until(resumed)


async def test_a_group_whose_members_cannot_be_seen_is_told_at_its_field(stage):
    private = {"id": "C0SECRET", "name": "secret", "is_private": True, "members": [ADMIN]}
    seed(stage.workspace.state, {"channels": [private]})
    outcome, _ = await form(stage, name="Puls", channel=LEADERSHIP, channels=["C0SECRET"])
    assert "/invite @Vorbild" in outcome["errors"]["channels"]


async def test_status_tells_of_deliveries_and_bands_but_never_who_and_offers_to_try_again(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person in STAFF:
        await stage.answer(person, 4)
    told = await blocks_of(stage, "status")
    assert "9 invitations delivered, 0 waiting" in told
    assert "Participation" not in told
    stage.workspace.state.channels[LEADERSHIP].is_archived = True
    stage.clock.at += timedelta(days=11)
    await stage.bot.scheduler.tick()
    await stage.deliver()
    stage.workspace.state.channels[LEADERSHIP].is_archived = False
    admin = stage.person(ADMIN)
    told = await blocks_of(stage, "status Puls")
    assert "Participation in “Team”: over 75 %" in told
    assert "archived" in told
    await press(admin, (await admin.messages(LEADERSHIP))[-1], "retry Puls")
    assert "tried again now" in str((await admin.until(admin.top_view))["blocks"])
    await stage.deliver()
    assert "archived" not in await blocks_of(stage, "status Puls")


async def blocks_of(stage, text):
    await stage.ask(ADMIN, text)
    return str((await stage.person(ADMIN).messages(LEADERSHIP))[-1])


async def test_the_journal_is_turned_page_by_page_and_sent_as_a_file(stage):
    await stage.create_survey("=HYPERLINK(1)")
    for _ in range(12):
        await stage.ask(ADMIN, "survey pause =HYPERLINK(1)")
        await stage.ask(ADMIN, "survey resume =HYPERLINK(1)")
    reader = stage.person(STAFF[0])
    page = await stage.ask_for_modal(STAFF[0], "journal")
    assert "survey created" not in str(page["blocks"])
    await reader.click(page, "journal_page/older")

    async def older():
        view = await reader.top_view()
        return view if "survey created" in str(view["blocks"]) else None

    page = await reader.until(older)
    await reader.click(page, "journal_file")
    await reader.until(lambda: _pushed(reader))
    await stage.deliver()
    files = [file for message in await reader.dms() for file in message.get("files", [])]
    stored = stage.workspace.state.files[files[-1]["id"]]
    assert stored.name == "settings-journal.csv"
    assert "'=HYPERLINK(1)" in stored.content.decode()


async def _pushed(person):
    return len(await person.views()) == 2


@pytest.mark.parametrize("metadata", ["", "{}", '{"survey_id": "1"}', '{"draft": {"name": "x"}}', "null"])
async def test_tampered_metadata_is_answered_kindly_and_stores_nothing(stage, metadata):
    _, look = await form(stage, name="Puls", channel=LEADERSHIP)
    view = next(view for view in stage.workspace.state.stack(ADMIN) if view.id == look["id"])
    view.body["private_metadata"] = metadata
    outcome = await stage.person(ADMIN).submit(look)
    assert outcome["response_action"] == "push"
    assert "not valid any more" in str((await stage.person(ADMIN).top_view())["blocks"])
    assert "no survey yet" in await stage.ask(ADMIN, "survey list")


async def test_one_reminder_reaches_who_has_not_answered_and_is_gone_when_the_wave_closes(stage):
    await stage.create_survey(reminder="remind")
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person in STAFF[:5]:
        await stage.answer(person, 4)
    stage.clock.at += timedelta(days=9)
    await stage.deliver()
    await stage.deliver()
    counts = {person: len(dms) for person, dms in (await stage.messages_of_everybody()).items()}
    assert [counts[person] for person in STAFF] == [1] * 5 + [2] * 3
    latest = (await stage.person(STAFF[6]).dms())[-1]
    assert "It is voluntary" in latest["text"]
    assert latest["blocks"][-1]["elements"][0]["action_id"] == "answer_pulse"
    await stage.ask(ADMIN, "survey close Puls")
    await stage.deliver()
    after = await stage.messages_of_everybody()
    assert {len(after[person]) for person in STAFF} == {1}
    assert not any("voluntary" in str(dms) or "freiwillig" in str(dms) for dms in after.values())


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        ({"opens": "20:00"}, "opens"),
        ({"opens": "07:30", "working_begins": "08:00"}, "opens"),
        ({"working_begins": "18:00", "working_ends": "09:00"}, "working_ends"),
        ({"working_days": []}, "working_days"),
        ({"threshold": "4"}, "threshold"),
    ],
)
async def test_a_time_or_threshold_that_cannot_be_meant_is_told_at_its_field(stage, choices, field):
    modal = await stage.ask_for_modal(ADMIN, "survey new")
    outcome = await stage.person(ADMIN).submit(modal, {"name": "Puls", "channel": LEADERSHIP, **choices})
    assert list(outcome["errors"]) == [field]


async def test_people_are_written_to_in_the_days_and_hours_of_their_survey(stage):
    await stage.create_survey(working_days=["3"], working_begins="10:00", working_ends="11:00", opens="10:30")
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    assert await stage.person(STAFF[1]).dms() == []
    stage.clock.at += timedelta(days=2, minutes=45)
    await stage.deliver()
    assert len(await stage.person(STAFF[1]).dms()) == 1


async def test_what_a_command_wants_to_know_can_be_chosen_in_a_form(stage):
    admin = stage.person(ADMIN)
    await press(admin, await admin.home(fresh=True), "admin add")
    asked = await admin.until(admin.top_view)
    outcome = await admin.submit(asked)
    assert outcome["response_action"] == "push"
    await admin.close(await admin.top_view())
    assert (await admin.submit(asked, {"person": STAFF[0]}))["response_action"] == "update"
    assert "is an admin now" in str((await admin.top_view())["blocks"])
    assert STAFF[0] in await stage.ask(ADMIN, "admin list")


async def test_every_button_of_the_administration_is_understood(stage):
    await stage.create_survey()
    home = await stage.person(ADMIN).home(fresh=True)
    elements = [element for block in home["blocks"] for element in block.get("elements", [])]
    values = [each["value"] for each in elements if str(each.get("action_id", "")).startswith("command")]
    assert len(values) > 12
    for value in values:
        assert command_of(" ".join(value.split()[:2])) if len(value.split()) > 1 else command_of(value)


async def test_published_figures_are_sent_as_a_file_to_a_leader_and_never_to_a_mere_admin(stage):
    await stage.create_survey()
    assert "noch keine" in await stage.ask(LEADER, "export Puls")
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person in STAFF:
        await stage.answer(person, 4)
    await stage.ask(ADMIN, "survey close Puls")
    await stage.deliver()
    assert "Admins run pulses and see no results" in await stage.ask(ADMIN, "export Puls")
    assert "unterwegs" in await stage.ask(LEADER, "export Puls")
    await stage.deliver()
    assert [await files_of(stage, person) for person in (LEADER, ADMIN)] == [1, 0]


@pytest.mark.parametrize("deleted_by_somebody", [False, True])
async def test_a_file_that_the_bot_sent_is_deleted_in_slack_after_thirty_days(stage, deleted_by_somebody):
    await stage.bot.services.run(privacy.owe_journal, LEADER)
    await stage.deliver()
    files = stage.workspace.context.state.files
    assert [file.name for file in files.values()] == ["protokoll.csv"]
    stage.clock.at += timedelta(days=29)
    await stage.deliver()
    assert len(files) == 1
    if deleted_by_somebody:
        files.clear()
    stage.clock.at += timedelta(days=2)
    await stage.deliver()
    assert files == {}
    with stage.services.database.reading() as session:
        assert set(session.scalars(text("SELECT state FROM outbox WHERE kind = 'file_end'"))) == {"sent"}


async def files_of(stage, person):
    named = [file["name"] for message in await stage.person(person).dms() for file in message.get("files", [])]
    return len([name for name in named if name.endswith(".xlsx")])
