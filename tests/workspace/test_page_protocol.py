"""The page's own protocol under /local/: what docs/workspace.md promises beyond what Person uses."""

import asyncio
from dataclasses import replace

import pytest

from bot.workspace import Person, RefusedError
from tests.workspace.conftest import ANNA, BEN, channel_named, modal, running, section
from tests.workspace.test_blocks import field, plain


async def test_without_a_person_only_the_team_and_the_people_are_shown(session, workspace):
    async with session.get(f"{workspace.url}/local/bootstrap") as answer:
        content = await answer.json()
    assert set(content) == {"ok", "team", "users"}
    assert len(content["users"]) == 6


async def test_a_person_sees_their_channels_commands_and_shortcuts(anna, workspace):
    start = await anna.bootstrap()
    assert start["me"]["id"] == ANNA
    assert [(each["name"], each["is_im"], each["is_private"]) for each in start["channels"]] == [
        ("Quickstart Bot", True, True),
        ("general", False, False),
        ("leadership", False, True),
    ]
    assert start["channels"][0]["user"] == start["app"]["bot_user_id"] == workspace.state.bot_user_id
    assert start["commands"][0] == {"command": "/echo", "description": "Say it again", "usage_hint": "words"}
    assert {each["type"] for each in start["shortcuts"]} == {"global", "message"}


async def test_a_private_channel_is_unknown_to_those_outside(anna, workspace):
    leadership = channel_named(workspace, "leadership").id
    clara = anna.beside("U0LOCCLARA1")
    assert leadership not in [each["id"] for each in (await clara.bootstrap())["channels"]]
    with pytest.raises(RefusedError, match="channel_not_found"):
        await clara.messages(leadership)


async def test_what_was_not_read_is_counted(anna, client):
    for text in ("One", "Two"):
        await client.chat_postMessage(channel=ANNA, text=text)
    assert (await anna.bootstrap())["channels"][0]["unread"] == 2
    await anna.dms()
    assert (await anna.bootstrap())["channels"][0]["unread"] == 0


async def test_a_page_is_told_what_to_fetch_again(anna, client, workspace):
    async with anna.notices() as notices:
        posted = await client.chat_postMessage(channel=ANNA, text="Hi")
        place = {"channel": posted["channel"], "ts": posted["ts"]}
        await client.chat_update(**place, text="Ho")
        await client.chat_delete(**place)
        await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=modal())
        await client.views_publish(user_id=ANNA, view={"type": "home", "blocks": [section()]})
        heard = [await anext(notices) for _ in range(5)]
    assert heard == [
        ("message", place),
        ("message_changed", place),
        ("message_deleted", place),
        ("views", {}),
        ("home", {}),
    ]


async def test_another_persons_notices_stay_theirs(anna, client):
    async with anna.notices() as notices:
        await client.chat_postMessage(channel=BEN, text="For Ben")
        await client.chat_postMessage(channel=ANNA, text="For Anna")
        _, data = await anext(notices)
    assert data["channel"] == (await anna.dms())[0]["channel"]


async def test_looking_again_is_no_opening(manifest, session):
    async with running(manifest) as workspace:
        sent = []
        workspace.context.delivery.tell = sent.append
        await session.get(f"{workspace.url}/local/home", params={"user": ANNA, "refetch": "1"})
        assert sent == []
        await session.get(f"{workspace.url}/local/home", params={"user": ANNA})
        assert sent[0]["event"]["type"] == "app_home_opened"


async def test_what_else_stands_in_a_modal_is_told_with_a_click(app, anna, client, session, workspace):
    seen = []

    @app.action("look")
    async def look(ack, body):
        await ack()
        seen.append(body["view"]["state"]["values"])

    button = {"type": "actions", "elements": [{"type": "button", "action_id": "look", "text": plain("Look")}]}
    name = field({"type": "plain_text_input", "action_id": "a"}, block_id="name")
    view = modal(name, button, submit=plain("Send"))
    opened = (await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=view))["view"]
    body = {"user": ANNA, "view_id": opened["id"], "action_id": "look"}
    body["state"] = {"values": {"name": {"a": {"type": "plain_text_input", "value": "half writ"}}}}
    await session.post(f"{workspace.url}/local/actions", json=body)
    assert seen[0]["name"]["a"]["value"] == "half writ"
    assert (await anna.top_view())["state"]["values"]["name"]["a"]["value"] == "half writ"


async def test_nobody_touches_another_persons_modal(anna, ben, client, workspace):
    await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=modal())
    with pytest.raises(RefusedError, match="view_not_found"):
        await ben.close(await anna.top_view())


async def test_an_external_select_asks_the_app_for_its_options(app, client, session, workspace):
    @app.options("towns")
    async def towns(ack, payload):
        await ack(options=[{"text": plain(f"{payload['value']}burg"), "value": "1"}])

    view = modal(field({"type": "external_select", "action_id": "towns"}, block_id="t"), submit=plain("Send"))
    opened = (await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=view))["view"]
    asked = {"user": ANNA, "view_id": opened["id"], "block_id": "t", "action_id": "towns", "value": "Ham"}
    async with session.post(f"{workspace.url}/local/options", json=asked) as answer:
        assert (await answer.json())["options"][0]["text"]["text"] == "Hamburg"


async def test_an_answer_with_a_broken_view_is_reported_and_the_modal_stays(app, anna, client, workspace):
    @app.view("broken")
    async def broken(ack):
        await ack(response_action="update", view=modal(title=plain("x" * 99)))

    await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=modal(callback_id="broken"))
    with pytest.raises(RefusedError, match="invalid_view"):
        await anna.submit(await anna.top_view())
    assert len(await anna.views()) == 1


@pytest.mark.parametrize(("response", "left"), [("push", 2), ("clear", 0)])
async def test_a_submission_may_push_another_modal_or_clear_them_all(app, anna, client, workspace, response, left):
    @app.view("next")
    async def next_(ack):
        await ack({"response_action": response, **({"view": modal()} if response == "push" else {})})

    await client.views_open(trigger_id=workspace.context.triggers.issue(ANNA), view=modal(callback_id="next"))
    assert (await anna.submit(await anna.top_view()))["response_action"] == response
    assert len(await anna.views()) == left


async def test_malformed_json_is_the_only_400(session, workspace):
    async with session.post(f"{workspace.url}/local/messages", data="{") as answer:
        assert answer.status == 400
    for path in ("messages", "files", "commands", "shortcuts", "actions", "views/submit", "views/close"):
        async with session.post(
            f"{workspace.url}/local/{path}", json={"user": ANNA, "channel": 7, "state": 7}
        ) as answer:
            assert answer.status == 200
            assert not (await answer.json())["ok"]


async def test_bots_and_strangers_do_not_act(session, workspace):
    for user in ("U404", workspace.state.bot_user_id):
        with pytest.raises(RefusedError, match="user_not_found"):
            await Person(workspace.url, user, session).dms()


async def test_interactivity_and_the_messages_tab_can_be_off(manifest, session):
    async with running(replace(manifest, interactivity=False, messages_tab_read_only=True)) as workspace:
        anna = Person(workspace.url, ANNA, session)
        with pytest.raises(RefusedError, match="interactivity_disabled"):
            await anna.shortcut("open_form")
        with pytest.raises(RefusedError, match="messages_tab_disabled"):
            await anna.say(workspace.state.bot_user_id, "hello")


async def test_waiting_for_what_never_comes_ends(anna):
    with pytest.raises(TimeoutError):
        await anna.until(anna.top_view, seconds=0.02)


async def test_many_clicks_at_once_all_arrive(app, anna, client, workspace):
    heard = []

    @app.action("go")
    async def go(ack, body):
        await ack()
        heard.append(body["user"]["id"])

    general = channel_named(workspace, "general").id
    button = {"type": "button", "action_id": "go", "text": plain("Go")}
    await client.chat_postMessage(channel=general, text="Hi", blocks=[section(accessory=button)])
    message = (await anna.messages(general))[-1]
    people = [anna.beside(user.id) for user in workspace.state.people()]
    await asyncio.gather(*(person.click(message, "go") for person in people for _ in range(20)))
    assert len(heard) == 120
