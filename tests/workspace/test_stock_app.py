"""A Bolt app that nobody here wrote works against the workspace, through the real SDK and real sockets."""

import asyncio

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.workspace import Person, RefusedError
from tests.workspace.conftest import ANNA, connected, running
from tests.workspace.quickstart import async_app, sync_app


async def texts(person, *, at_least):
    async def look():
        found = [message["text"] for message in await person.dms()]
        return found if len(found) >= at_least else None

    return await person.until(look)


async def test_a_message_is_answered_with_a_button_and_the_button_works(app, anna, workspace):
    await anna.say(workspace.state.bot_user_id, "hello")
    await texts(anna, at_least=2)
    greeting = (await anna.dms())[-1]
    await anna.click(greeting, "button_click")
    assert (await texts(anna, at_least=3))[-1] == f"<@{ANNA}> clicked the button"


async def test_a_slash_command_is_answered_to_the_person_alone(app, anna, ben, workspace):
    general = next(each["id"] for each in (await anna.bootstrap())["channels"] if each["name"] == "general")
    await anna.command("/echo", "good morning", general)

    async def echoed():
        return [message for message in await anna.messages(general) if message["text"] == "good morning"]

    assert (await anna.until(echoed))[0]["ephemeral"]
    assert await ben.messages(general) == []


async def test_a_modal_opens_refuses_and_then_thanks(app, anna):
    await anna.command("/form")
    form = await anna.until(anna.top_view)
    refused = await anna.submit(form)
    assert refused["response_action"] == "errors"
    assert refused["errors"] == {"name": "Please say who you are."}
    thanked = await anna.submit(form, {"name": "Anna"})
    assert thanked["response_action"] == "update"
    assert (await anna.top_view())["title"]["text"] == "Thank you"
    assert (await texts(anna, at_least=1)) == ["Hello Anna"]


async def test_an_action_in_a_modal_updates_it_and_keeps_what_was_entered(app, anna):
    await anna.shortcut("open_form")
    form = await anna.until(anna.top_view)
    await anna.click(form, "add_colour")

    async def with_colour():
        view = await anna.top_view()
        return view if len(view["blocks"]) == 3 else None

    longer = await anna.until(with_colour)
    assert longer["id"] == form["id"]
    assert longer["hash"] != form["hash"]
    assert longer["private_metadata"] == "kept"
    await anna.submit(longer, {"name": "Anna", "colour": "blue"})
    assert (await texts(anna, at_least=1)) == ["Hello Anna"]


async def test_closing_a_modal_is_told_to_an_app_that_asks(app, anna):
    await anna.shortcut("open_form")
    await anna.close(await anna.until(anna.top_view))
    assert await anna.views() == []
    assert [each["type"] for each in app.heard] == ["view_closed"]
    assert app.heard[0]["is_cleared"] is False


async def test_the_home_tab_is_published_when_it_is_opened(app, anna):
    home = await anna.home(fresh=True)
    assert home["blocks"][0]["text"]["text"] == f"*Welcome home, <@{ANNA}>*"
    again = await anna.home(fresh=True)
    assert again["id"] == home["id"]


async def test_a_message_shortcut_brings_its_message_along(app, anna, workspace):
    await anna.say(workspace.state.bot_user_id, "worth keeping")
    await anna.shortcut("keep_message", (await anna.dms())[0])
    assert "Kept: worth keeping" in await texts(anna, at_least=2)


async def test_the_app_hears_of_people_joining_changing_and_grouping(app, workspace, session):
    newcomer = {"id": "U1NEW", "name": "gina", "real_name": "Gina Gold"}
    seed = {
        "users": [newcomer],
        "channels": [{"name": "general", "members": ["gina"]}],
        "usergroups": [{"handle": "operations", "users": ["clara", "gina"]}],
    }
    await session.post(f"{workspace.url}/local/seed", json=seed)
    await session.post(f"{workspace.url}/local/seed", json={"users": [{"id": "U1NEW", "deleted": True}]})
    await workspace.settle()
    heard = {event["type"]: event for event in app.heard}
    assert heard["team_join"]["user"]["profile"]["email"] == "gina@example.com"
    assert heard["user_change"]["user"]["deleted"] is True
    assert heard["member_joined_channel"]["user"] == "U1NEW"
    assert heard["subteam_members_changed"]["added_users"] == ["U1NEW"]
    assert len(heard["subteam_members_changed"]["removed_users"]) == 2


async def test_a_quiet_seeding_tells_nobody(app, workspace, session):
    seed = {"users": [{"name": "gina"}], "announce": False}
    await session.post(f"{workspace.url}/local/seed", json=seed)
    await workspace.settle()
    assert app.heard == []


async def test_a_mention_and_a_dropped_file_are_heard(app, anna, workspace):
    general = next(each["id"] for each in (await anna.bootstrap())["channels"] if each["name"] == "general")
    await anna.say(general, f"<@{workspace.state.bot_user_id}> are you there?")
    await anna.drop_file(workspace.state.bot_user_id, "people.csv", "a,b\n1,2\n")
    await workspace.settle()
    kinds = [(event["type"], event.get("subtype")) for event in app.heard]
    assert ("app_mention", None) in kinds
    assert ("message", "file_share") in kinds
    assert ("file_shared", None) in kinds


async def test_without_an_app_a_person_is_told_at_once(anna):
    with pytest.raises(RefusedError) as refused:
        await anna.command("/echo", "anybody?")
    assert refused.value.code == "dispatch_failed"


async def test_a_command_that_the_manifest_does_not_name_is_unknown(app, anna):
    with pytest.raises(RefusedError) as refused:
        await anna.command("/nothing")
    assert refused.value.code == "unknown_command"


@pytest.mark.usefixtures("impatient")
async def test_an_app_that_stays_silent_times_out_and_the_modal_stays(workspace, anna, client):
    silent = async_app(workspace.api_url)

    @silent.view("silent")
    async def never(ack):
        pass

    async with connected(workspace, silent):
        await anna.shortcut("open_form")
        form = await anna.until(anna.top_view)
        await client.views_update(view_id=form["id"], view={**_quiet(form), "callback_id": "silent"})
        with pytest.raises(RefusedError) as refused:
            await anna.submit(form, {"name": "Anna"})
    assert refused.value.code == "operation_timeout"
    assert len(await anna.views()) == 1


def _quiet(view):
    return {key: view[key] for key in ("type", "title", "submit", "blocks")}


async def test_the_synchronous_app_works_too(manifest, session):
    async with running(manifest) as workspace:
        app = await asyncio.to_thread(sync_app, workspace.api_url)
        handler = SocketModeHandler(app, "xapp-local")
        await asyncio.to_thread(handler.connect)
        try:
            anna = Person(workspace.url, ANNA, session)
            answer = await anna.command("/echo", "hi")
            assert answer["text"] == "You said hi"
            await anna.say(workspace.state.bot_user_id, "hello")
            assert f"Hey there <@{ANNA}>!" in await texts(anna, at_least=3)
        finally:
            await asyncio.to_thread(handler.close)
