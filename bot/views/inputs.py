"""Inputs of modals: each in a block whose id is its field, around an element whose id is always `VALUE`."""

from datetime import time

from slack_sdk.models.blocks import (
    ConversationFilter,
    ConversationSelectElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    PlainTextObject,
    StaticMultiSelectElement,
    TimePickerElement,
)

from bot.views import choices
from bot.views.ids import VALUE, Field
from surveys.roster import Unit

_TEXT_CHARACTERS = 75


def asked(
    block_id: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatches: bool = False,
) -> InputBlock:
    """Ask for something; what `dispatches` tells the bot at once when it changes."""
    return InputBlock(
        block_id=block_id,
        label=PlainTextObject(text=label),
        hint=PlainTextObject(text=hint) if hint else None,
        optional=optional,
        dispatch_action=dispatches,
        element=element,
    )


def time_of_day(field: Field, label: str, initial: time, hint: str | None = None) -> InputBlock:
    """Ask for a time of day."""
    return asked(field, label, TimePickerElement(action_id=VALUE, initial_time=f"{initial:%H:%M}"), hint=hint)


def number(field: Field, label: str, initial: int, limits: tuple[int, int], hint: str | None = None) -> InputBlock:
    """Ask for a whole number within limits, which both are allowed."""
    element = NumberInputElement(
        action_id=VALUE,
        is_decimal_allowed=False,
        initial_value=str(initial),
        min_value=str(limits[0]),
        max_value=str(limits[1]),
    )
    return asked(field, label, element, hint=hint)


def channel(placeholder: str, initial: str | None = None) -> ConversationSelectElement:
    """Let one channel be picked, among those of people."""
    return ConversationSelectElement(
        action_id=VALUE,
        placeholder=PlainTextObject(text=placeholder),
        initial_conversation=initial or None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )


def units(
    offered: tuple[Unit, ...], chosen: tuple[str, ...], placeholder: str, *, most: int | None = None
) -> StaticMultiSelectElement | ExternalDataMultiSelectElement | None:
    """Let units be chosen: from a list, or, where they are too many for one, from what is found by name."""
    if len(offered) <= choices.MOST:
        return choices.many([(unit.id, unit.name) for unit in offered], chosen, most=most, placeholder=placeholder)
    return ExternalDataMultiSelectElement(
        action_id=VALUE,
        placeholder=PlainTextObject(text=placeholder),
        min_query_length=0,
        max_selected_items=most,
        initial_options=[option(unit.id, unit.name) for unit in offered if unit.id in chosen] or None,
    )


def found_by_name(placeholder: str, initial: tuple[str, str] | None = None) -> ExternalDataSelectElement:
    """Let one thing be found by typing a part of its name; `initial` is a value and its name."""
    return ExternalDataSelectElement(
        action_id=VALUE,
        placeholder=PlainTextObject(text=placeholder),
        min_query_length=0,
        initial_option=option(*initial) if initial else None,
    )


def option(value: str, text: str) -> Option:
    """Make a choice, its name cut to what Slack shows."""
    return Option(text=PlainTextObject(text=text[:_TEXT_CHARACTERS]), value=value)
