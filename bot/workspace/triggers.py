"""Trigger ids: a person did something, so for three seconds the app may open one modal before them."""

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass

from bot.workspace.errors import SlackError


@dataclass
class _Trigger:
    user: str
    until: float
    is_used: bool = False


class Triggers:
    """Issues trigger ids and exchanges each once. Real time counts, whatever the workspace's clock says."""

    def __init__(self, seconds: float = 3.0) -> None:
        self.seconds = seconds
        self._issued: OrderedDict[str, _Trigger] = OrderedDict()

    def issue(self, user: str) -> str:
        """Give a new trigger id for what this person just did."""
        self._forget_old()
        now = time.monotonic()
        trigger_id = f"{int(now * 1000)}.{len(self._issued)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = _Trigger(user, now + self.seconds)
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """Use a trigger up and say whose it is. Raises Slack's own errors when it is unknown, late or used."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.is_used = True
        return trigger.user

    def _forget_old(self) -> None:
        """Keep what expired within the last minute, so that a late app still hears why it was refused."""
        horizon = time.monotonic() - 60
        while self._issued and next(iter(self._issued.values())).until < horizon:
            self._issued.popitem(last=False)
