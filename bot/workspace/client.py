"""A person at the keyboard, for simulations and tests: sees and does only what the browser page can."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Self, TypeVar

import aiohttp

from bot.workspace.blocks.entered import INPUTS, all_elements, full_options, values_of
from bot.workspace.shapes import Json

Found = TypeVar("Found")

QUIET_SECONDS = 0.1
"""An app that draws a Home tab after every step may still be publishing an earlier one."""


class RefusedError(Exception):
    """The workspace refuses what a person wants to do; the code says why."""

    def __init__(self, path: str, answer: Json) -> None:
        super().__init__(f"{path}: {answer.get('error')}")
        self.code = str(answer.get("error"))
        self.answer = answer


class Person:
    """One member of the workspace at `url`. Every method raises `RefusedError` when the workspace says no.

    A choice is what a person would choose by: the value of an option, a list of values, a text, a date like
    `2026-03-31`, an id of a person or conversation; a dictionary is sent as it is.
    """

    def __init__(self, url: str, user_id: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.user_id = user_id
        self._session = session

    def beside(self, user_id: str) -> Self:
        """Give another person who uses the same connections."""
        return type(self)(self.url, user_id, self._session)

    async def bootstrap(self) -> Json:
        """See the workspace: team, people, channels, commands, shortcuts, app."""
        return await self._get("bootstrap")

    async def messages(self, channel: str) -> list[Json]:
        """Read a conversation, oldest first."""
        return list((await self._get("messages", channel=channel))["messages"])

    async def dms(self) -> list[Json]:
        """Read the direct messages with the app, oldest first."""
        return list((await self._get("messages"))["messages"])

    async def say(self, channel: str, text: str, *, thread_ts: str | None = None) -> Json:
        """Write a message; `channel` may be the bot's user id."""
        return await self._post("messages", channel=channel, text=text, thread_ts=thread_ts)

    async def drop_file(self, channel: str, name: str, content: str) -> Json:
        """Share a text file in a conversation."""
        return await self._post("files", channel=channel, name=name, content=content)

    async def upload(self, name: str, content: str) -> Json:
        """Upload a text file for a file input; a list of such files is what `submit` takes for it."""
        file: Json = (await self._post("uploads", name=name, content=content))["file"]
        return file

    async def command(self, command: str, text: str = "", channel: str | None = None) -> Json:
        """Run a slash command, by default in the direct messages with the app."""
        return await self._post("commands", command=command, text=text, channel=channel)

    async def shortcut(self, callback_id: str, message: Json | None = None) -> Json:
        """Choose a global shortcut, or one in the menu of a message."""
        place = {} if message is None else {"channel": message["channel"], "ts": message["ts"]}
        return await self._post("shortcuts", callback_id=callback_id, **place)

    async def click(self, surface: Json, action_id: str, choice: Any = None, *, block_id: str | None = None) -> Json:
        """Use an element of a message, a modal or the Home tab; a button needs no choice."""
        block, element = _element(surface, action_id, block_id)
        place = {"channel": surface["channel"], "ts": surface["ts"]} if "ts" in surface else {"view_id": surface["id"]}
        entered = _entered(element, choice)
        return await self._post("actions", **place, block_id=block, action_id=action_id, **entered)

    async def views(self) -> list[Json]:
        """See the open modals, the top one last."""
        return list((await self._get("views"))["views"])

    async def top_view(self) -> Json | None:
        """See the modal on top, if one is open."""
        views = await self.views()
        return views[-1] if views else None

    async def submit(self, view: Json, choices: Mapping[str, Any] | None = None) -> Json:
        """Fill in inputs by the id of their block and submit; `response_action` and `errors` say what came of it."""
        return await self._post("views/submit", view_id=view["id"], state={"values": filled(view, choices or {})})

    async def close(self, view: Json) -> Json:
        """Close a modal without submitting it."""
        return await self._post("views/close", view_id=view["id"])

    async def home(self, *, fresh: bool = False) -> Json | None:
        """Open the Home tab; `fresh` waits until the app has published it in answer, and has no more to publish."""
        if not fresh:
            view: Json | None = (await self._get("home"))["view"]
            return view
        async with self.notices() as notices:
            await self._get("home")
            await _published(notices)
            with suppress(TimeoutError):
                while True:
                    async with asyncio.timeout(QUIET_SECONDS):
                        await _published(notices)
        return await self.redrawn_home()

    async def redrawn_home(self) -> Json | None:
        """Look at the Home tab that is open already, without asking the app to draw it anew."""
        view: Json | None = (await self._get("home", refetch="1"))["view"]
        return view

    async def until(self, look: Callable[[], Awaitable[Found | None]], seconds: float = 5.0) -> Found:
        """Look again whenever something changes, until there is something to see. Raises `TimeoutError`."""
        async with asyncio.timeout(seconds), self.notices() as notices:
            found = await look()
            while not found:
                await anext(notices)
                found = await look()
            return found

    @asynccontextmanager
    async def notices(self) -> AsyncIterator[AsyncIterator[tuple[str, Json]]]:
        """Listen to what changes before this person: pairs of event and data."""
        address = f"{self.url}/local/events"
        timeout = aiohttp.ClientTimeout(total=None)
        async with self._session.get(address, params={"user": self.user_id}, timeout=timeout) as answer:
            await answer.content.readuntil(b"\n\n")
            yield _notices(answer.content)

    async def _get(self, path: str, **arguments: str) -> Json:
        params = {"user": self.user_id, **arguments}
        async with self._session.get(f"{self.url}/local/{path}", params=params) as answer:
            return _checked(path, await answer.json())

    async def _post(self, path: str, **arguments: Any) -> Json:
        body = {"user": self.user_id, **{key: value for key, value in arguments.items() if value is not None}}
        async with self._session.post(f"{self.url}/local/{path}", json=body) as answer:
            return _checked(path, await answer.json())


async def _published(notices: AsyncIterator[tuple[str, Json]]) -> None:
    """Wait until the app publishes a Home tab."""
    async for event, _ in notices:
        if event == "home":
            return


def filled(view: Json, choices: Mapping[str, Any]) -> Json:
    """Fill in a view: what was entered before, with these choices by block id on top. Raises `KeyError` for others."""
    chosen: Json = {}
    for block_id, element in all_elements(view["blocks"]):
        if block_id in choices and element["type"] in INPUTS:
            chosen[block_id] = {element["action_id"]: _entered(element, choices[block_id])}
    unknown = set(choices) - set(chosen)
    if unknown:
        raise KeyError(f"The view has no inputs in these blocks: {', '.join(sorted(unknown))}.")
    return values_of(view["blocks"], chosen, view["state"]["values"])


def _entered(element: Json, choice: Any) -> Json:
    """Put a choice under the key that this kind of element reports it by."""
    kind = INPUTS.get(element["type"])
    key = "selected_option" if element["type"] == "overflow" else kind.key if kind else "value"
    if choice is None and kind is None:
        return {}
    if key in {"selected_option", "selected_options"}:
        choice = full_options(element, _as_options(choice))
    return {key: choice}


def _as_options(choice: Any) -> Any:
    if isinstance(choice, str):
        return {"value": choice}
    return [_as_options(each) for each in choice] if isinstance(choice, list | tuple) else choice


def _element(surface: Json, action_id: str, block_id: str | None) -> tuple[str, Json]:
    for block, element in all_elements(surface.get("blocks", [])):
        if element.get("action_id") == action_id and block_id in (None, block):
            return block, element
    raise KeyError(f"There is no element {action_id!r} to use here.")


def _checked(path: str, answer: Json) -> Json:
    if not answer["ok"]:
        raise RefusedError(path, answer)
    return answer


async def _notices(content: aiohttp.StreamReader) -> AsyncIterator[tuple[str, Json]]:
    event = ""
    async for line in content:
        name, _, value = line.decode().strip().partition(": ")
        if name == "event":
            event = value
        elif name == "data":
            yield event, json.loads(value)
