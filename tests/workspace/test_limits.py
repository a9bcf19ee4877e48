"""Rate limits: they bite as Slack's do, can be scaled, and can be switched off."""

import pytest

from bot.workspace.errors import RateLimitedError
from bot.workspace.limits import Limits, Meter
from tests.workspace.conftest import ANNA, BEN, running
from tests.workspace.test_web_api import refused


class Ticking:
    """A stand-in for the monotonic clock."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    ticking = Ticking()
    monkeypatch.setattr("bot.workspace.limits.time.monotonic", ticking)
    return ticking


def calls_until_refused(meter, method, channels):
    for count, channel in enumerate(channels):
        try:
            meter.count(method, channel)
        except RateLimitedError as error:
            return count, error.retry_after
    return len(channels), 0


def test_a_channel_takes_a_small_burst_and_then_one_a_second(clock):
    meter = Meter(Limits())
    assert calls_until_refused(meter, "chat.postMessage", ["C1"] * 20) == (5, 1)
    clock.now += 1.0
    assert calls_until_refused(meter, "chat.postMessage", ["C1"] * 20) == (1, 1)


def test_the_workspace_takes_several_hundred_a_minute(clock):
    meter = Meter(Limits())
    everybody = [f"U{number}" for number in range(500)]
    sent, _ = calls_until_refused(meter, "chat.postMessage", everybody)
    assert sent == 60
    clock.now += 10
    assert calls_until_refused(meter, "chat.postMessage", everybody)[0] == 50


@pytest.mark.parametrize(
    ("method", "burst", "wait"), [("users.list", 20, 3), ("chat.update", 50, 2), ("users.info", 100, 1)]
)
def test_a_method_takes_what_its_tier_allows_a_minute(clock, method, burst, wait):
    assert calls_until_refused(Meter(Limits()), method, [None] * 500) == (burst, wait)


def test_a_refused_call_does_not_count(clock):
    meter = Meter(Limits())
    calls_until_refused(meter, "users.list", [None] * 50)
    for _ in range(100):
        with pytest.raises(RateLimitedError):
            meter.count("users.list", None)
    clock.now += 3
    meter.count("users.list", None)


def test_limits_can_be_scaled_and_switched_off(clock):
    assert calls_until_refused(Meter(Limits(scale=3)), "users.list", [None] * 500)[0] == 60
    assert calls_until_refused(Meter(Limits.off()), "users.list", [None] * 500)[0] == 500


async def test_the_answer_is_429_with_retry_after(manifest, session):
    async with running(manifest, limits=Limits()) as workspace:
        headers = {"Authorization": "Bearer xoxb-local"}
        for _ in range(6):
            arguments = {"channel": ANNA, "text": "Hi"}
            answer = await session.post(f"{workspace.api_url}chat.postMessage", json=arguments, headers=headers)
        assert answer.status == 429
        assert answer.headers["Retry-After"] == "1"
        assert await answer.json() == {"ok": False, "error": "ratelimited"}
        others = await session.post(
            f"{workspace.api_url}chat.postMessage", json={**arguments, "channel": BEN}, headers=headers
        )
        assert (await others.json())["ok"]


async def test_faults_come_in_the_order_they_were_set(client, workspace, anna):
    client.retry_handlers.clear()
    workspace.faults.limit("chat.postMessage", retry_after=30)
    workspace.faults.fail("chat.postMessage", "internal_error")
    limited = await refused(client.chat_postMessage(channel=ANNA, text="1"))
    failed = await refused(client.chat_postMessage(channel=ANNA, text="2"))
    await client.chat_postMessage(channel=ANNA, text="3")
    assert (limited["error"], failed["error"]) == ("ratelimited", "internal_error")
    assert [message["text"] for message in await anna.dms()] == ["3"]


async def test_a_crash_is_a_500_and_a_stall_is_only_late(session, workspace):
    headers = {"Authorization": "Bearer xoxb-local"}
    workspace.faults.crash("*")
    workspace.faults.stall("auth.test", 0.01)
    assert (await session.post(f"{workspace.api_url}users.list", headers=headers)).status == 500
    assert (await (await session.post(f"{workspace.api_url}auth.test", headers=headers)).json())["ok"]
    workspace.faults.crash("auth.test", times=5)
    workspace.faults.clear()
    assert (await session.post(f"{workspace.api_url}auth.test", headers=headers)).status == 200
