"""One call of a Web API method: its arguments, whatever way they came, and the refusals that many methods share."""

from dataclasses import dataclass
from typing import Any

from bot.workspace.channels import Channel
from bot.workspace.context import Context
from bot.workspace.errors import SlackError
from bot.workspace.shapes import Json
from bot.workspace.state import State


@dataclass(frozen=True)
class Call:
    """A call that is authenticated already."""

    context: Context
    method: str
    arguments: Json

    @property
    def state(self) -> State:
        """What the workspace remembers."""
        return self.context.state

    def text(self, name: str, default: str = "") -> str:
        """Give an argument as text."""
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        """Give an argument as text. Raises `invalid_arguments` when it is missing."""
        value = self.text(name)
        if not value:
            problem = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", response_metadata={"messages": [problem]})
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """Give an argument as a truth value; forms write it as `1` or `true`."""
        value = self.arguments.get(name)
        if value is None:
            return default
        return str(value).lower() in {"1", "true"}

    def require_scope(self, scope: str) -> None:
        """Raise `missing_scope` unless the manifest asks for this scope."""
        require_any(self.context, (scope,))

    def channel(self, family: str, name: str = "channel") -> Channel:
        """Find the conversation that an argument names, if the app may see it.

        `family` is the scope's second half: reading a private channel's `history` needs `groups:history`.
        """
        channel = self.state.channels.get(self.required(name))
        if channel is None:
            raise SlackError("channel_not_found")
        self.require_scope(f"{channel.kind}:{family}")
        if channel.is_private and self.state.bot_user_id not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def writable_channel(self) -> Channel:
        """Find the conversation to write to: by its id, its `#name`, or a person's id for direct messages."""
        place = self.required("channel")
        channel = self._named(place) or self.state.conversation(place, self.state.bot_user_id)
        if channel is None or (channel.user and self.state.users[channel.user].deleted):
            raise SlackError("channel_not_found")
        if channel.is_archived:
            raise SlackError("is_archived")
        if self.state.bot_user_id not in channel.members:
            self._refuse_stranger(channel)
        if channel.is_im and not self.context.manifest.messages_tab:
            raise SlackError("messages_tab_disabled")
        return channel

    def _refuse_stranger(self, channel: Channel) -> None:
        if channel.is_private:
            raise SlackError("channel_not_found")
        if "chat:write.public" not in self.context.manifest.scopes:
            raise SlackError("not_in_channel")

    def _named(self, place: str) -> Channel | None:
        name = place.removeprefix("#")
        return next((each for each in self.state.channels.values() if each.name and each.name == name), None)


def require_any(context: Context, scopes: tuple[str, ...]) -> None:
    """Raise `missing_scope`, with what is needed and what is there, unless one of the scopes is granted."""
    granted = context.manifest.scopes
    if scopes and not granted.intersection(scopes):
        raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))


def as_list(value: Any) -> list[str]:
    """Read a list of ids, which forms write with commas."""
    if isinstance(value, list):
        return [str(each) for each in value]
    return [each.strip() for each in str(value or "").split(",") if each.strip()]
