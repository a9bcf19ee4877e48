"""A walk through every screen: what the workspace is shown is written down, and where each visible text came from.

`Screens` listens at the two doors through which all that people see enters the local workspace; `Spoken` listens to
every sentence, text, date and number that is made for a reader. `Walker` is a person who presses every button.
"""

import asyncio
import html
import json
import re
import sys
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count

from bot.i18n import Words
from bot.literal import capital
from bot.workspace import interactions, messages, modals
from bot.workspace.blocks.entered import INPUTS, all_elements
from bot.workspace.client import RefusedError
from tests.journeys.conftest import LEADERSHIP

TYPED = "Qwertz"
"""What people type into free fields, with a number behind it."""
_numbers = count(1)
_NO_SENTENCE = re.compile(r"`[^`]*`|<[@#!][^>]*>|https?://\S+|\b[CSU][A-Z0-9]{5,}\b")
"""Commands, mentions, addresses and ids."""
_SPEAKING = ("__call__", "many", "day", "weekday", "short_day", "month", "span", "moment", "number", "text")


class Screens:
    """Everything shown: views and messages as the app sent them, and what stood at the fields of a form."""

    def __init__(self, monkeypatch):
        self.shown = []
        self._note(monkeypatch, modals, "_completed", deepcopy)
        self._note(monkeypatch, messages, "checked_content", _of_message)
        submit = interactions.submit

        async def noted(*args):
            outcome = await submit(*args)
            if outcome["response_action"] == "errors":
                self.shown.append({"type": "errors", "errors": list(outcome["errors"].values())})
            return outcome

        monkeypatch.setattr(interactions, "submit", noted)

    def _note(self, monkeypatch, module, name, read):
        original = getattr(module, name)

        def noted(context, content):
            self.shown.append(read(content))
            return original(context, content)

        monkeypatch.setattr(module, name, noted)


def _of_message(arguments):
    blocks = arguments.get("blocks") or []
    return {
        "type": "message",
        "text": arguments.get("text") or "",
        "blocks": json.loads(blocks) if isinstance(blocks, str) else deepcopy(blocks),
    }


class Spoken:
    """Every text that was made for a reader, and what was put into sentences."""

    def __init__(self, monkeypatch):
        self.said, self.readers, self.put_in, self._heard = set(), set(), set(), set()
        for name in _SPEAKING:
            self._note(monkeypatch, name)
        for name, module in list(sys.modules.items()):
            if name.startswith("bot.") and hasattr(module, "spell_out"):
                monkeypatch.setattr(module, "spell_out", self._noted(module.spell_out))

    def _note(self, monkeypatch, name):
        original = getattr(Words, name)

        def noted(words, *args, **parameters):
            said = original(words, *args, **parameters)
            if (words, said) not in self._heard:
                self._heard.add((words, said))
                self.readers.add((words.locale, words.formal))
                self.said.update(part for text in (said, capital(said)) for part in plain(text).split("{}"))
                self.put_in.update((key, plain(value)) for key, value in parameters.items() if isinstance(value, str))
            return said

        monkeypatch.setattr(Words, name, noted)

    def _noted(self, original):
        def noted(*args):
            said = original(*args)
            self.said.add(plain(said))
            return said

        return noted

    def left(self, text, data):
        """Give the letters of a text that come neither from what was said nor from data, such as names."""
        rest = self._without_the_clipped(plain(text))
        for said in sorted((each for each in self.said if each in rest), key=len, reverse=True):
            rest = _without(rest, said)
        return re.findall(r"[^\W\d_]+", data.sub(" ", _NO_SENTENCE.sub(" ", rest)))

    def _without_the_clipped(self, text):
        """Take away the beginning of something said that was shortened at the end of a text."""
        if text.endswith("…"):
            for match in re.finditer(r"\b\w", text):
                if any(said.startswith(text[match.start() : -1]) for said in self.said):
                    return text[: match.start()]
        return text


def _without(text, said):
    return re.sub(rf"(?<!\w){re.escape(said)}(?!\w)", "\0", text) if re.search(r"[^\W\d_]", said) else text


def plain(text):
    """Take away what only keeps people's text from formatting."""
    return html.unescape(str(text)).replace("\u2060", "")


@dataclass
class Walker:
    """One person, who presses each kind of button once and submits each form empty and filled in."""

    stage: object
    person_id: str
    fill: dict
    leave: set
    pressed: set = field(default_factory=set)

    @property
    def person(self):
        return self.stage.person(self.person_id)

    async def type(self, text):
        """Type a command and look at what comes."""
        before = len(await self.person.messages(LEADERSHIP))
        await self.person.command("/pulse", text, LEADERSHIP)
        await quiet(self.stage)
        for message in (await self.person.messages(LEADERSHIP))[before:]:
            await self.explore(message)
        await self.look_at_views()

    async def look_around(self):
        """Press whatever stands in the Home tab, in direct messages and in channels."""
        surface = await self.person.home(fresh=True)
        while await self._press_one(surface):
            surface = await self.person.redrawn_home()
        for message in [*await self.person.dms(), *await self.person.messages(LEADERSHIP)]:
            if "bot_id" in message:
                await self.explore(message)

    async def explore(self, surface):
        while await self._press_one(surface):
            pass

    async def _press_one(self, surface):
        """Press the first button of a kind that was not pressed yet; tell whether there was one."""
        for block_id, element in list(all_elements(surface.get("blocks", []))):
            if element["type"] != "button" or self._left(element):
                continue
            key = (element["action_id"].split("/")[0], element["text"]["text"])
            if key in self.pressed:
                continue
            try:
                await self.person.click(surface, element["action_id"], block_id=block_id)
            except (RefusedError, KeyError):
                continue  # what it stood on has changed
            self.pressed.add(key)
            await quiet(self.stage)
            if surface.get("type") != "modal":
                await self.look_at_views()
            return True
        return False

    def _left(self, element):
        return (
            any(str(element.get("value", "")).startswith(each) for each in self.leave)
            or element["action_id"] in self.leave
        )

    async def look_at_views(self):
        """Explore the modal on top, submit it empty and filled in, and close everything."""
        view = await self.person.top_view()
        seen = set()
        while view and view["hash"] not in seen and len(seen) < 4:
            seen.add(view["hash"])
            await self.explore(view)
            view = await self.person.top_view() or view
            if view["submit"] and (view["callback_id"], "submitted") not in self.pressed:
                await self._submit(view)
                view = await self.person.top_view()
        while view := await self.person.top_view():
            await self.person.close(view)

    async def _submit(self, view):
        self.pressed.add((view["callback_id"], "submitted"))
        await self.person.submit(view)
        view = next((each for each in await self.person.views() if each["id"] == view["id"]), None)
        if view is None or not view["submit"]:
            return
        while (top := await self.person.top_view())["id"] != view["id"]:
            await self.person.close(top)
        await self.person.submit(view, self.filled(view))
        await quiet(self.stage)

    def filled(self, view):
        chosen = {}
        for block_id, element in all_elements(view["blocks"]):
            if element["type"] in INPUTS and element["type"] != "button":
                value = self.fill.get(block_id, self._default(element))
                if value is not None and (block_id in self.fill or not _given(element)):
                    chosen[block_id] = value
        return chosen

    def _default(self, element):
        if element["type"] in {"radio_buttons", "static_select"}:
            return element["options"][-1]["value"]
        return f"{TYPED}{next(_numbers)}" if element["type"] == "plain_text_input" else None


def _given(element):
    return any(name.startswith("initial_") for name in element)


async def quiet(stage):
    """Wait until the bot has heard of everything, and has nothing in hand any more."""
    await stage.workspace.settle()
    while busy := [task for task in asyncio.all_tasks() if _of_the_bot(task)]:
        await asyncio.wait(busy)


def _of_the_bot(task):
    name = task.get_coro().__qualname__
    return name.endswith(("run_message_listeners", "run_ack_function_asynchronously"))


VISIBLE = (
    "text",
    "alt_text",
    "label",
    "hint",
    "placeholder",
    "title",
    "submit",
    "close",
    "description",
    "accessibility_label",
    "confirm",
    "deny",
)


def visible(surface):
    """Give every visible text of a surface, with what it is."""
    if "errors" in surface:
        yield from (("error", text) for text in surface["errors"])
        return
    yield from _texts(surface, "")


def _texts(node, name):
    if isinstance(node, str):
        if name in VISIBLE:
            yield name, node
    elif isinstance(node, list):
        for each in node:
            yield from _texts(each, name)
    elif isinstance(node, dict):
        if node.get("type") in {"plain_text", "mrkdwn"}:
            yield name or node["type"], node["text"]
            return
        for key, value in node.items():
            if key not in {"type", "value", "action_id", "block_id", "callback_id", "private_metadata", "metadata"}:
                yield from _texts(value, key if key != "elements" else "")
