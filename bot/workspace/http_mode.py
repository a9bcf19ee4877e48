"""HTTP mode: what happens is POSTed, signed, to an address of the app instead of going through a websocket."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from bot.workspace.errors import NotAcknowledgedError
from bot.workspace.shapes import Json


def signature(secret: str, timestamp: str, body: str) -> str:
    """Sign a request as Slack does, version 0."""
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class RequestUrl:
    """The app's address and the secret it shares with the workspace."""

    def __init__(self, url: str, signing_secret: str) -> None:
        self.url = url
        self._secret = signing_secret
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, envelope: Json, seconds: float) -> Json | None:
        """POST a payload and give what the app answers. Raises `NotAcknowledgedError` unless it says 200 in time."""
        body, headers = _written(envelope)
        timestamp = str(int(time.time()))
        headers |= {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if envelope.get("retry_attempt"):
            headers |= {"X-Slack-Retry-Num": str(envelope["retry_attempt"]), "X-Slack-Retry-Reason": "http_timeout"}
        self._session = self._session or aiohttp.ClientSession()
        try:
            timeout = aiohttp.ClientTimeout(total=seconds)
            async with self._session.post(self.url, data=body, headers=headers, timeout=timeout) as answer:
                if answer.status != 200:
                    raise NotAcknowledgedError("operation_timeout")
                return _read(await answer.text())
        except (TimeoutError, aiohttp.ClientError) as error:
            code = "dispatch_failed" if isinstance(error, aiohttp.ClientConnectorError) else "operation_timeout"
            raise NotAcknowledgedError(code) from error

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _written(envelope: Json) -> tuple[str, dict[str, str]]:
    """Write a payload as its kind demands: JSON for events, a form for the rest."""
    payload = envelope["payload"]
    if envelope["type"] == "events_api":
        return json.dumps(payload), {"Content-Type": "application/json"}
    form = payload if envelope["type"] == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"}


def _read(text: str) -> Json | None:
    """Read the answer's body: JSON, a bare text, or nothing."""
    if not text:
        return None
    try:
        answer = json.loads(text)
    except ValueError:
        return {"text": text}
    return answer if isinstance(answer, dict) else None
