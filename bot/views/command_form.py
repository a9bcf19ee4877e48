"""A form for a command that wants to know something: what is typed behind a verb can be chosen here instead."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationSelectElement,
    InputBlock,
    InputInteractiveElement,
    PlainTextInputElement,
    PlainTextObject,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.commands import CHANNEL, PERSON, Argument, Command, command_of, parse
from bot.i18n import Words
from bot.views.choices import one
from bot.views.ids import VALUE, Callback, Field
from bot.views.state import ModalState

_TITLE_CHARACTERS = 24


def command_form(command: Command, words: Words) -> View:
    """Ask for everything that a command takes."""
    label = words.message(command.button) if command.button else str(command.verb)
    return View(
        type="modal",
        callback_id=Callback.COMMAND,
        private_metadata=command.verb,
        title=PlainTextObject(text=label[:_TITLE_CHARACTERS]),
        submit=PlainTextObject(text=words("Do it")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[_asked(argument, words) for argument in command.takes],
    )


def read_command(view: Mapping[str, Any]) -> str:
    """Read a form as it would have been typed."""
    state = ModalState(view)
    channel, person = state.text(Field.CHANNEL), state.text(Field.PERSON)
    name = state.choice(Field.NAME) or state.text(Field.NAME).strip()
    parts = [str(command_of(view.get("private_metadata")).verb), name]
    parts += [f"<#{channel}>"] if channel else []
    parts += [f"<@{person}>"] if person else []
    text = " ".join(part for part in parts if part)
    parse(text)
    return text


def _asked(argument: Argument, words: Words) -> Block:
    if argument is CHANNEL:
        picker = ConversationSelectElement(
            action_id=VALUE, filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True)
        )
        return _input(Field.CHANNEL, words("Channel"), picker)
    if argument is PERSON:
        return _input(Field.PERSON, words("Person"), UserSelectElement(action_id=VALUE))
    if argument.choices:
        offered = [(choice, choice) for choice in argument.choices]
        return _input(Field.NAME, words.message(argument.shown), one(offered, ""))
    return _input(Field.NAME, words("Name"), PlainTextInputElement(action_id=VALUE, max_length=100))


def _input(field: Field, label: str, element: InputInteractiveElement) -> Block:
    return InputBlock(block_id=field, label=PlainTextObject(text=label), element=element)
