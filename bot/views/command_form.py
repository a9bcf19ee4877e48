"""A form for a command that wants to know something: what is typed behind a verb can be chosen here instead."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import Block, PlainTextInputElement, PlainTextObject, UserSelectElement
from slack_sdk.models.views import View

from bot.commands import CHANNEL, DAYS, KIND, PERSON, UNIT, Argument, Command, command_of, parse
from bot.i18n import Words
from bot.literal import clip
from bot.views import choices, inputs
from bot.views.ids import VALUE, Callback, Field
from bot.views.state import ModalState
from surveys.errors import say

_TITLE_CHARACTERS = 24
_NAME = say("Name")
_LABELS = {
    UNIT: say("Unit"),
    KIND: say("Which kind: tip, complaint, praise or all"),
    DAYS: say("From when to when, such as 2026-12-24 2027-01-02; “back” forgets what is noted"),
}


def command_form(command: Command, words: Words) -> View:
    """Ask for everything that a command takes, and for what may be left out."""
    label = words.message(command.button) if command.button else str(command.verb)
    return View(
        type="modal",
        callback_id=Callback.COMMAND,
        private_metadata=command.verb,
        title=PlainTextObject(text=clip(label, _TITLE_CHARACTERS)),
        submit=PlainTextObject(text=words("Do it")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            *(_asked(argument, words) for argument in command.takes),
            *(_asked(argument, words, optional=True) for argument in command.optional),
        ],
    )


def read_command(view: Mapping[str, Any]) -> str:
    """Read a form as it would have been typed."""
    state = ModalState(view)
    channel, person = state.text(Field.CHANNEL), state.text(Field.PERSON)
    name = state.choice(Field.UNIT) or state.choice(Field.NAME) or state.text(Field.NAME).strip()
    parts = [str(command_of(view.get("private_metadata")).verb), name]
    parts += [f"<#{channel}>"] if channel else []
    parts += [f"<@{person}>"] if person else []
    text = " ".join(part for part in parts if part)
    parse(text)
    return text


def _asked(argument: Argument, words: Words, *, optional: bool = False) -> Block:
    if argument is CHANNEL:
        return inputs.asked(Field.CHANNEL, words("Channel"), inputs.channel(words("Choose a channel")))
    if argument is PERSON:
        return inputs.asked(Field.PERSON, words("Person"), UserSelectElement(action_id=VALUE))
    label = words.message(_LABELS.get(argument, _NAME))
    if argument is UNIT:
        return inputs.asked(
            Field.UNIT, label, inputs.found_by_name(words("Type a part of its name")), optional=optional
        )
    if argument.choices:
        offered = choices.one([(choice, choice) for choice in argument.choices], "")
        return inputs.asked(Field.NAME, words.message(argument.shown), offered)
    element = PlainTextInputElement(action_id=VALUE, max_length=100)
    return inputs.asked(Field.NAME, label, element, optional=optional)
