"""People, groups and channels as the Web API shows them."""

import datetime as dt

from bot.workspace.seed import seed
from tests.workspace.conftest import ANNA, channel_named
from tests.workspace.test_web_api import refused


async def test_everybody_is_listed_slackbot_and_the_bot_included(client, workspace):
    members = {member["id"]: member for member in (await client.users_list())["members"]}
    assert len(members) == 8
    assert members["USLACKBOT"]["is_bot"] is False
    assert members[workspace.state.bot_user_id]["is_bot"] is True
    assert members[ANNA]["profile"]["email"] == "anna@example.com"


async def test_the_offset_of_a_zone_is_that_of_the_season(client, workspace):
    for month, hours in ((1, 1), (7, 2)):
        workspace.state.clock.set(dt.datetime(2026, month, 15, tzinfo=dt.UTC).timestamp())
        assert (await client.users_info(user=ANNA))["user"]["tz_offset"] == hours * 3600


async def test_the_locale_is_shown_when_asked_for(client):
    assert (await client.users_info(user=ANNA, include_locale=True))["user"]["locale"] == "de-DE"
    assert "locale" not in (await client.users_info(user=ANNA))["user"]


async def test_people_are_found_by_email_and_strangers_are_not(client):
    assert (await client.users_lookupByEmail(email="Anna@Example.com"))["user"]["id"] == ANNA
    assert (await refused(client.users_lookupByEmail(email="nobody@example.com")))["error"] == "users_not_found"
    assert (await refused(client.users_info(user="U404")))["error"] == "user_not_found"


async def test_the_profile_shows_the_status(client, workspace):
    seed(workspace.state, {"users": [{"id": ANNA, "status_text": "On holiday", "status_emoji": ":palm_tree:"}]})
    profile = (await client.users_profile_get(user=ANNA))["profile"]
    assert (profile["status_text"], profile["status_emoji"]) == ("On holiday", ":palm_tree:")


async def test_user_groups_and_their_members(client):
    groups = await client.usergroups_list(include_users=True, include_count=True)
    operations = groups["usergroups"][0]
    assert (operations["handle"], operations["user_count"]) == ("operations", 3)
    assert (await client.usergroups_users_list(usergroup=operations["id"]))["users"] == operations["users"]
    assert (await refused(client.usergroups_users_list(usergroup="S404")))["error"] == "no_such_subteam"


async def test_channels_and_their_members(client, workspace):
    leadership = channel_named(workspace, "leadership").id
    described = (await client.conversations_info(channel=leadership, include_num_members=True))["channel"]
    assert described["is_private"]
    assert described["is_member"]
    assert described["num_members"] == 3
    assert ANNA in (await client.conversations_members(channel=leadership))["members"]


async def test_the_bot_joins_public_channels_only(client, workspace):
    seed(workspace.state, {"channels": [{"name": "open", "members": ["ben"]}, {"name": "shut", "is_private": True}]})
    public, private = channel_named(workspace, "open").id, channel_named(workspace, "shut").id
    assert (await client.conversations_join(channel=public))["channel"]["is_member"]
    assert (await client.conversations_join(channel=public))["warning"] == "already_in_channel"
    assert (await refused(client.conversations_join(channel=private)))[
        "error"
    ] == "method_not_supported_for_channel_type"


async def test_direct_messages_open_with_people_only(client, workspace):
    seed(workspace.state, {"users": [{"id": "U1GONE", "name": "gone", "deleted": True}]})
    assert (await refused(client.conversations_open(users="U404")))["error"] == "user_not_found"
    assert (await refused(client.conversations_open(users="U1GONE")))["error"] == "user_disabled"
    assert (await refused(client.conversations_open(users="USLACKBOT")))["error"] == "cannot_dm_bot"


async def test_the_team_and_the_bot_describe_themselves(client, workspace):
    assert (await client.team_info())["team"]["id"] == workspace.state.team.id
    assert (await client.bots_info(bot=workspace.state.bot_id))["bot"]["name"] == "Quickstart Bot"
    assert (await client.api_test(foo="bar"))["args"] == {"foo": "bar"}
