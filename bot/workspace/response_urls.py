"""Response URLs: for half an hour an app may answer an interaction up to five times, in the place it came from."""

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass

from bot.workspace.channels import Channel
from bot.workspace.errors import SlackError

USES = 5
SECONDS = 30 * 60


@dataclass
class ResponseUrl:
    """Where an answer goes: the conversation, the person, and the message that was clicked, if any."""

    channel: Channel
    user: str
    ts: str | None
    until: float
    uses_left: int = USES


class ResponseUrls:
    """Issues response URLs (as their last part) and counts their uses."""

    def __init__(self) -> None:
        self._issued: OrderedDict[str, ResponseUrl] = OrderedDict()

    def issue(self, channel: Channel, user: str, ts: str | None = None) -> str:
        """Give a new secret path for answers to this interaction."""
        now = time.monotonic()
        while self._issued and next(iter(self._issued.values())).until < now:
            self._issued.popitem(last=False)
        key = secrets.token_urlsafe(18)
        self._issued[key] = ResponseUrl(channel, user, ts, now + SECONDS)
        return key

    def use(self, key: str) -> ResponseUrl:
        """Use one of the five answers. Raises Slack's `expired_url` or `used_url`."""
        issued = self._issued.get(key)
        if issued is None or time.monotonic() > issued.until:
            raise SlackError("expired_url")
        if issued.uses_left == 0:
            raise SlackError("used_url")
        issued.uses_left -= 1
        return issued
