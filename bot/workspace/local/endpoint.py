"""The door of `/local/`: finds the person who acts, calls the function for the path, and writes the answer."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.workspace.channels import Channel
from bot.workspace.context import Context
from bot.workspace.errors import LocalError, SlackError
from bot.workspace.shapes import Json
from bot.workspace.state import State
from bot.workspace.view_stack import View


@dataclass(frozen=True)
class Act:
    """One call of a person: `GET` parameters or a JSON body."""

    context: Context
    arguments: Json

    @property
    def state(self) -> State:
        """What the workspace remembers."""
        return self.context.state

    @property
    def user(self) -> str:
        """The person who acts. Raises `user_not_found` unless they are an active human member."""
        user = self.state.users.get(self.text("user"))
        if user is None or user.is_bot or user.deleted:
            raise LocalError("user_not_found")
        return user.id

    def text(self, name: str, default: str = "") -> str:
        """Give an argument as text."""
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def channel(self) -> Channel:
        """Find the conversation that the person named and belongs to; without one, it is that with the app."""
        channel = self.state.conversation(self.text("channel", self.state.bot_user_id), self.user)
        if channel is None:
            raise LocalError("channel_not_found")
        if self.user not in channel.members:
            raise LocalError("channel_not_found" if channel.is_private else "not_in_channel")
        return channel

    def message(self, channel: Channel) -> Json:
        """Find the message that the person sees under `ts`."""
        message = self.state.visible_message(channel, self.text("ts"), self.user)
        if message is None:
            raise LocalError("message_not_found")
        return message

    def view(self) -> View:
        """Find the person's own modal or Home tab."""
        view = self.state.own_view(self.user, self.text("view_id"))
        if view is None:
            raise LocalError("view_not_found")
        return view


Handler = Callable[[Act], Awaitable[Json]]


def endpoint(context: Context, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Wrap a function on acts as a request handler."""

    async def answer(request: web.Request) -> web.Response:
        arguments = await _arguments(request)
        if arguments is None:
            return web.json_response({"ok": False, "error": "invalid_json"}, status=400)
        try:
            return web.json_response({"ok": True, **await handler(Act(context, arguments))})
        except (LocalError, SlackError) as error:
            return web.json_response({"ok": False, "error": error.code, **error.fields})
        except (KeyError, TypeError, AttributeError, ValueError):
            return web.json_response({"ok": False, "error": "invalid_arguments"})

    return answer


def routes(context: Context, table: Mapping[tuple[str, str], Handler]) -> list[web.RouteDef]:
    """Turn a table of (HTTP method, path) into routes."""
    return [web.route(verb, path, endpoint(context, handler)) for (verb, path), handler in table.items()]


async def _arguments(request: web.Request) -> Json | None:
    if request.method == "GET":
        return dict(request.query)
    try:
        content = json.loads(await request.text())
    except ValueError:
        return None
    return content if isinstance(content, dict) else None
