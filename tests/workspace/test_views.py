"""Modals and the Home tab through the Web API."""

import asyncio
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import Patience
from tests.workspace.conftest import ANNA, modal, running, section
from tests.workspace.test_web_api import refused


@pytest.fixture
def trigger(workspace):
    return lambda: workspace.context.triggers.issue(ANNA)


async def test_an_opened_modal_comes_back_as_slack_completes_it(client, trigger, anna):
    view = (await client.views_open(trigger_id=trigger(), view=modal(callback_id="mine")))["view"]
    assert view["id"] == view["root_view_id"]
    assert view["blocks"][0]["block_id"]
    assert view["state"] == {"values": {}}
    assert [each["id"] for each in await anna.views()] == [view["id"]]


async def test_a_trigger_works_once(client, trigger):
    once = trigger()
    await client.views_open(trigger_id=once, view=modal())
    assert (await refused(client.views_open(trigger_id=once, view=modal())))["error"] == "exchanged_trigger_id"
    assert (await refused(client.views_open(trigger_id="1.2.3", view=modal())))["error"] == "invalid_trigger_id"


async def test_a_trigger_expires(manifest):
    async with running(manifest, patience=Patience(trigger_seconds=0.01)) as workspace:
        client = AsyncWebClient(token="xoxb-local", base_url=workspace.api_url)
        late = workspace.context.triggers.issue(ANNA)
        await asyncio.sleep(0.02)
        assert (await refused(client.views_open(trigger_id=late, view=modal())))["error"] == "expired_trigger_id"


async def test_a_view_that_breaks_the_rules_does_not_cost_the_trigger(client, trigger):
    once = trigger()
    bad = await refused(client.views_open(trigger_id=once, view=modal(title={"type": "plain_text", "text": "x" * 25})))
    assert bad["error"] == "invalid_arguments"
    assert bad["response_metadata"]["messages"] == [
        "[ERROR] failed to match all allowed schemas [json-pointer:/view]",
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
    ]
    assert (await client.views_open(trigger_id=once, view=modal()))["ok"]


async def test_modals_lie_three_deep_at_most(client, trigger, anna):
    root = (await client.views_open(trigger_id=trigger(), view=modal()))["view"]
    for _ in range(2):
        view = (await client.views_push(trigger_id=trigger(), view=modal()))["view"]
    assert view["root_view_id"] == root["id"]
    assert len(await anna.views()) == 3
    assert (await refused(client.views_push(trigger_id=trigger(), view=modal())))["error"] == "push_limit_reached"


async def test_closing_the_top_brings_the_one_below_to_light_and_clear_on_close_closes_all(client, trigger, anna):
    root = (await client.views_open(trigger_id=trigger(), view=modal()))["view"]
    await client.views_push(trigger_id=trigger(), view=modal())
    await anna.close(await anna.top_view())
    assert (await anna.top_view())["id"] == root["id"]
    await client.views_push(trigger_id=trigger(), view=modal(clear_on_close=True))
    await anna.close(await anna.top_view())
    assert await anna.views() == []


async def test_an_update_with_an_old_hash_is_a_conflict(client, trigger):
    view = (await client.views_open(trigger_id=trigger(), view=modal(external_id="mine")))["view"]
    newer = (await client.views_update(external_id="mine", view=modal(section("New"))))["view"]
    assert newer["id"] == view["id"]
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    assert (await refused(stale))["error"] == "hash_conflict"
    assert (await client.views_update(view_id=view["id"], hash=newer["hash"], view=modal()))["ok"]
    assert (await refused(client.views_update(view_id="V404", view=modal())))["error"] == "not_found"


async def test_the_home_tab_is_published_per_person(client, anna, ben):
    home = {"type": "home", "blocks": [section("Yours")]}
    first = (await client.views_publish(user_id=ANNA, view=home))["view"]
    second = (await client.views_publish(user_id=ANNA, view=home, hash=first["hash"]))["view"]
    assert (await anna.home())["id"] == second["id"]
    assert await ben.home() is None
    stale = client.views_publish(user_id=ANNA, view=home, hash=first["hash"])
    assert (await refused(stale))["error"] == "hash_conflict"


async def test_a_modal_is_no_home_tab(client):
    assert (await refused(client.views_publish(user_id=ANNA, view=modal())))["error"] == "invalid_arguments"


async def test_without_a_home_tab_in_the_manifest_nothing_is_published(manifest):
    async with running(replace(manifest, home_tab=False)) as workspace:
        client = AsyncWebClient(token="xoxb-local", base_url=workspace.api_url)
        home = {"type": "home", "blocks": [section()]}
        assert (await refused(client.views_publish(user_id=ANNA, view=home)))["error"] == "not_enabled"
