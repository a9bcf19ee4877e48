"""What comes over HTTP is looked at before it is parsed: size, signature, shape, and whether it came before."""

import hashlib
import hmac
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import Clock

from bot.request_guard import BODY_BYTES, RefusedError, RequestGuard, well_formed

SECRET = "signing-secret"
NOW = 1_800_000_000
FORM = "application/x-www-form-urlencoded"
COMMAND = b"command=%2Fpulse&text=help&user_id=U1"


class Standing(Clock):
    def now(self):
        return NOW


def guard():
    return RequestGuard(SECRET, Standing())


def signed(body, *, at=NOW, secret=SECRET, content_type=FORM):
    base = b"v0:" + str(at).encode() + b":" + body
    signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": str(at), "x-slack-signature": signature, "content-type": content_type}


async def chunks(body, size=65536):
    for start in range(0, len(body), size):
        yield body[start : start + size]


async def status_of(body, headers):
    with pytest.raises(RefusedError) as refused:
        await guard().admit(headers, chunks(body))
    return refused.value.status


def form(payload):
    return b"payload=" + quote(json.dumps(payload)).encode()


async def test_what_slack_signed_is_let_through():
    assert await guard().admit(signed(COMMAND), chunks(COMMAND)) == COMMAND


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(COMMAND, secret="another"),
        signed(COMMAND, at=NOW - 301),
        signed(COMMAND, at=NOW + 301),
        signed(COMMAND) | {"x-slack-request-timestamp": "soon"},
        signed(COMMAND) | {"x-slack-signature": "v0=ü"},
        signed(b"command=another"),
    ],
    ids=["none", "another secret", "old", "future", "no number", "not ascii", "another body"],
)
async def test_a_missing_wrong_old_or_future_signature_is_unauthorized(headers):
    assert await status_of(COMMAND, headers) == 401


async def test_a_body_that_is_no_text_is_unauthorized():
    assert await status_of(b"\xff\xfe", signed(b"\xff\xfe")) == 401


async def test_a_large_body_is_refused_before_it_is_read_to_its_end():
    read = []

    async def endless():
        for _ in range(1000):
            read.append(BODY_BYTES // 8)
            yield b"x" * (BODY_BYTES // 8)

    with pytest.raises(RefusedError) as refused:
        await guard().admit({}, endless())
    assert refused.value.status == 413
    assert sum(read) < 2 * BODY_BYTES


async def test_a_body_that_announces_itself_as_large_is_not_read_at_all():
    async def never():
        raise AssertionError("read")
        yield b""

    with pytest.raises(RefusedError) as refused:
        await guard().admit({"content-length": str(10 * BODY_BYTES)}, never())
    assert refused.value.status == 413


async def test_unsigned_and_deeply_nested_json_is_refused_for_its_signature_before_it_is_parsed():
    body = b"[" * 500_000
    assert await status_of(body, {"content-type": "application/json"}) == 401


async def test_signed_and_deeply_nested_json_is_a_bad_request():
    body = b"[" * 500_000
    assert await status_of(body, signed(body, content_type="application/json")) == 400


async def test_the_same_signed_request_is_let_through_once():
    one = guard()
    assert await one.admit(signed(COMMAND), chunks(COMMAND)) == COMMAND
    assert await one.admit(signed(COMMAND), chunks(COMMAND)) is None


USER = {"id": "U1"}
MALFORMED = [
    None,
    [1],
    "text",
    {},
    {"type": "block_actions", "user": USER},
    {"type": "block_actions", "user": USER, "actions": []},
    {"type": "block_actions", "user": USER, "actions": [1]},
    {"type": "block_actions", "actions": [{}]},
    {"type": "block_actions", "user": None, "actions": [{}]},
    {"type": "block_actions", "user": {"id": 7}, "actions": [{}]},
    {"type": "view_submission", "user": USER},
    {"type": "view_submission", "user": USER, "view": None},
    {"type": "event_callback", "event": "app_home_opened"},
    {"user": USER},
]


@pytest.mark.parametrize("payload", MALFORMED, ids=str)
async def test_a_payload_without_its_parts_is_a_bad_request(payload):
    assert await status_of(form(payload), signed(form(payload))) == 400


def test_a_command_without_a_user_is_a_bad_request():
    assert not well_formed(b"command=%2Fpulse&text=help", FORM)


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "user": USER, "actions": [{"action_id": "a"}]},
        {"type": "view_submission", "user": USER, "view": {}},
        {"type": "shortcut", "user": USER, "callback_id": "c"},
    ],
    ids=lambda payload: payload["type"],
)
def test_a_payload_with_its_parts_is_well_formed(payload):
    assert well_formed(form(payload), FORM)


@given(st.binary(max_size=300), st.sampled_from([FORM, "application/json", "", "text/plain"]))
def test_no_body_whatever_breaks_the_look_at_its_shape(body, content_type):
    assert well_formed(body, content_type) in {True, False}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "user", "view", "id"]), inner),
    max_leaves=8,
)


@given(_JSON)
def test_no_payload_whatever_breaks_the_look_at_its_shape(payload):
    assert well_formed(form(payload), FORM) in {True, False}
