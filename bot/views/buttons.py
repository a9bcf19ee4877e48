"""Buttons that do what a command does."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject, PlainTextObject

from bot.commands import Command
from bot.i18n import Words
from bot.views.ids import Action


def command_buttons(commands: Sequence[Command], words: Words, name: str = "") -> list[Block]:
    """Build a row of buttons; `name` is what their commands are about. Commands without a button are passed over.

    One that wants to know something asks for it in a form. A row keeps its id when it is drawn anew, so that a click that
    was on its way still counts.
    """
    elements = [
        ButtonElement(
            action_id=f"{Action.COMMAND_FORM if command.takes and not name else Action.COMMAND}/{number}",
            text=PlainTextObject(text=words.message(command.button)),
            value=f"{command.verb} {name}".strip(),
            confirm=_sure(command, words),
        )
        for number, command in enumerate(commands)
        if command.button is not None
    ]
    return [ActionsBlock(block_id=f"commands/{commands[0].topic}/{name}"[:255], elements=elements)] if elements else []


def _sure(command: Command, words: Words) -> ConfirmObject | None:
    if command.sure is None or command.button is None:
        return None
    button = words.message(command.button)
    return ConfirmObject(
        title=f"{button}?", text=PlainTextObject(text=words.message(command.sure)), confirm=button, deny=words("Cancel")
    )
