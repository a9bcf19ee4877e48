"""The door of the Web API: tokens, scopes, forms of request, pages."""

from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.methods import METHODS
from tests.workspace.conftest import ANNA, channel_named, running


async def refused(call):
    with pytest.raises(SlackApiError) as refusal:
        await call
    return refusal.value.response.data


async def test_auth_test_says_who_the_bot_is_and_what_it_may(client, workspace):
    answer = await client.auth_test()
    assert answer["user_id"] == workspace.state.bot_user_id
    assert answer["bot_id"] == workspace.state.bot_id
    assert "chat:write" in answer.headers["x-oauth-scopes"]


async def test_a_call_without_a_token_is_not_authed(workspace, session):
    async with session.post(f"{workspace.api_url}auth.test") as answer:
        assert await answer.json() == {"ok": False, "error": "not_authed"}


async def test_a_wrong_token_is_invalid(workspace):
    stranger = AsyncWebClient(token="xoxb-wrong", base_url=workspace.api_url)
    assert (await refused(stranger.auth_test()))["error"] == "invalid_auth"


async def test_a_bot_token_opens_no_socket(client):
    assert (await refused(client.apps_connections_open(app_token="xoxb-local")))["error"] == "not_allowed_token_type"


async def test_a_missing_scope_names_what_is_needed_and_what_is_there(manifest):
    async with running(replace(manifest, scopes=frozenset({"commands"}))) as workspace:
        client = AsyncWebClient(token="xoxb-local", base_url=workspace.api_url)
        answer = await refused(client.chat_postMessage(channel=ANNA, text="Hi"))
    assert answer["error"] == "missing_scope"
    assert (answer["needed"], answer["provided"]) == ("chat:write", "commands")


async def test_private_channels_need_a_scope_of_their_own(manifest):
    async with running(replace(manifest, scopes=frozenset({"channels:read"}))) as workspace:
        client = AsyncWebClient(token="xoxb-local", base_url=workspace.api_url)
        assert [each["name"] for each in (await client.conversations_list())["channels"]] == ["general"]
        both = await refused(client.conversations_list(types="public_channel,private_channel"))
        one = await refused(client.conversations_info(channel=channel_named(workspace, "leadership").id))
    assert (both["error"], both["needed"]) == ("missing_scope", "groups:read")
    assert one["needed"] == "groups:read"


async def test_the_email_address_is_shown_only_with_its_scope(manifest):
    async with running(replace(manifest, scopes=frozenset({"users:read"}))) as workspace:
        client = AsyncWebClient(token="xoxb-local", base_url=workspace.api_url)
        assert "email" not in (await client.users_info(user=ANNA))["user"]["profile"]
        assert (await refused(client.users_lookupByEmail(email="anna@example.com")))["error"] == "missing_scope"


async def test_an_unknown_method_is_called_unknown(client):
    assert (await refused(client.api_call("admin.users.list")))["error"] == "unknown_method"


@pytest.mark.parametrize("form", ["data", "json", "params"])
async def test_arguments_may_come_as_a_form_as_json_or_in_the_query(workspace, session, form):
    headers = {"Authorization": "Bearer xoxb-local"}
    arguments = {form: {"user": ANNA}}
    async with session.request("POST", f"{workspace.api_url}users.info", headers=headers, **arguments) as answer:
        assert (await answer.json())["user"]["id"] == ANNA


async def test_a_token_may_stand_among_the_arguments(workspace, session):
    async with session.get(f"{workspace.api_url}auth.test", params={"token": "xoxb-local"}) as answer:
        assert (await answer.json())["ok"]


async def test_malformed_json_is_refused(workspace, session):
    headers = {"Authorization": "Bearer xoxb-local", "Content-Type": "application/json"}
    async with session.post(f"{workspace.api_url}auth.test", data="{", headers=headers) as answer:
        assert (await answer.json())["error"] == "invalid_json"


async def test_a_list_comes_in_pages_until_the_cursor_is_empty(client):
    names = []
    pages = 0
    async for page in await client.users_list(limit=3):
        names += [member["name"] for member in page["members"]]
        pages += 1
    assert pages == 3
    assert len(names) == len(set(names)) == 8


async def test_an_invented_cursor_is_refused(client):
    assert (await refused(client.users_list(cursor="bm9uc2Vuc2U=")))["error"] == "invalid_cursor"
    assert (await refused(client.users_list(limit=5000)))["error"] == "invalid_limit"


async def test_history_and_members_and_conversations_have_pages_too(client, workspace):
    general = channel_named(workspace, "general").id
    for number in range(5):
        await client.chat_postMessage(channel=general, text=str(number))
    texts = []
    async for page in await client.conversations_history(channel=general, limit=2):
        texts += [message["text"] for message in page["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]
    members = await client.conversations_members(channel=general, limit=4)
    assert len(members["members"]) == 4
    assert members["response_metadata"]["next_cursor"]
    listed = await client.users_conversations(types="public_channel,private_channel", limit=1)
    assert listed["response_metadata"]["next_cursor"]


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_every_method_refuses_nonsense_with_a_code_and_never_breaks(workspace, session, method):
    token = "xapp-local" if METHODS[method].caller == "app" else "xoxb-local"
    headers = {"Authorization": f"Bearer {token}"}
    nonsense = dict.fromkeys(("channel", "user", "view", "files", "blocks", "ts", "view_id", "cursor", "file"), 7)
    async with session.post(f"{workspace.api_url}{method}", json=nonsense, headers=headers) as answer:
        assert answer.status == 200
        content = await answer.json()
    assert content["ok"] or isinstance(content["error"], str)


async def test_a_response_that_is_lost_leaves_the_work_done(client, workspace, anna):
    workspace.faults.lose("chat.postMessage")
    client.retry_handlers.clear()
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=ANNA, text="Hi")
    assert [message["text"] for message in await anna.dms()] == ["Hi"]
