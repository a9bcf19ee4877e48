"""What a request over HTTP must be before anything of it is parsed as Slack's: small, signed, new, and well-formed.

Bodies are never logged. Bolt itself parses before it checks; so we check before Bolt sees anything.
"""

import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import Clock, SignatureVerifier

BODY_BYTES = 1024 * 1024
FIELDS_MOST = 100
_REMEMBERED = 100_000
"""Signatures remembered for the five minutes in which Slack's would still be accepted; far more than may arrive."""


class RefusedError(Exception):
    """A request that is not let through, and the status that says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class RequestGuard:
    """Lets through what Slack signed, once."""

    def __init__(self, signing_secret: str, clock: Clock | None = None) -> None:
        self._verifier = SignatureVerifier(signing_secret, clock or Clock())
        self._seen: OrderedDict[str, None] = OrderedDict()

    async def admit(self, headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> bytes | None:
        """Read and check a request; give its body, None for one that was let through before.

        Raises `RefusedError`: 413 for a body over 1 MiB, 401 for a wrong, missing, old or future signature, 400 for
        what is not of Slack's shape.
        """
        body = await _read(headers, chunks)
        if not self._signed(body, headers):
            raise RefusedError(HTTPStatus.UNAUTHORIZED)
        if not well_formed(body, headers.get("content-type", "")):
            raise RefusedError(HTTPStatus.BAD_REQUEST)
        return body if self._new(headers["x-slack-signature"]) else None

    def _signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        timestamp, signature = headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature")
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (ValueError, TypeError):  # not a number, not text, not ASCII
            return False

    def _new(self, signature: str) -> bool:
        if signature in self._seen:
            return False
        self._seen[signature] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True


async def _read(headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> bytes:
    if not headers.get("content-length", "0").isdecimal() or int(headers.get("content-length", "0")) > BODY_BYTES:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > BODY_BYTES:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(body)


def well_formed(body: bytes, content_type: str) -> bool:
    """Tell whether a body has the shape of a command, an interaction or an event, and says who acts."""
    try:
        return _has_shape(_parsed(body.decode("utf-8"), content_type))
    except (ValueError, RecursionError):
        return False


def _parsed(text: str, content_type: str) -> Any:
    if "json" in content_type:
        return json.loads(text)
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MOST))
    return json.loads(fields["payload"]) if "payload" in fields else fields


def _has_shape(payload: Any) -> bool:
    if not isinstance(payload, dict):
        return False
    if payload.get("type") == "url_verification" or payload.get("ssl_check"):
        return True
    if payload.get("type") == "event_callback":
        return isinstance(payload.get("event"), dict) and bool(payload["event"].get("type"))
    if "command" in payload:
        return _text(payload, "command") and _text(payload, "user_id")
    return _interaction(payload)


def _interaction(payload: dict[str, Any]) -> bool:
    user = payload.get("user")
    if not isinstance(user, dict) or not _text(user, "id") or not _text(payload, "type"):
        return False
    if payload["type"] == "block_actions":
        actions = payload.get("actions")
        return isinstance(actions, list) and bool(actions) and all(isinstance(each, dict) for each in actions)
    if payload["type"] in {"view_submission", "view_closed"}:
        return isinstance(payload.get("view"), dict)
    return True


def _text(payload: dict[str, Any], name: str) -> bool:
    return isinstance(payload.get(name), str) and bool(payload[name])
