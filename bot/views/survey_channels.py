"""Where trend posts go, in the survey form: one channel for the whole, and units with a channel of their own.

A picker per unit appears as soon as the unit is chosen; whatever else was entered stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject

from bot.i18n import Words
from bot.views import inputs
from bot.views.ids import Field
from bot.views.state import FormReader, redrawn
from surveys.errors import VorbildError, say
from surveys.planning import Draft
from surveys.roster import Unit

MOST_OWN = 30
"""So many units have their channel in the form: it may have a hundred blocks."""


def channel_inputs(units: tuple[Unit, ...], words: Words, draft: Draft | None) -> list[Block]:
    """Ask for the channel of the whole, and for units with one of their own."""
    own = draft.unit_channels if draft else {}
    hint = words("Trend posts appear there. Invite the bot first.")
    picker = inputs.channel(words("Choose a channel"), draft.channel_id if draft else None)
    return [
        inputs.asked(Field.CHANNEL, words("Leadership channel"), picker, hint=hint),
        *(_too_many(words) if own is None or len(own) > MOST_OWN else _own(units, own, words)),
    ]


def read_channels(form: FormReader, view: Mapping[str, Any]) -> Mapping[str, str] | None:
    """Read each unit's own channel; None where the form did not ask."""
    if not any(block.get("block_id") == Field.OWN_CHANNELS for block in view.get("blocks", ())):
        return None
    shown = {block.get("block_id") for block in view["blocks"]}
    channels = {}
    for unit_id in form.state.choices(Field.OWN_CHANNELS):
        place = own_field(unit_id)
        if channel_id := form.state.text(place):
            channels[unit_id] = channel_id
        else:
            missing = say("Choose a channel for each of these units, or take the unit out again.")
            form.refuse(place if place in shown else Field.OWN_CHANNELS, missing)
    return channels


def read_channel(text: str) -> str:
    """Read the channel of the whole."""
    if not text:
        raise VorbildError(say("Choose the channel for the trend posts."))
    return text


def with_own_channels(view: Mapping[str, Any], chosen: Sequence[tuple[str, str]], words: Words) -> dict[str, Any]:
    """Give a form that is open a picker for each unit chosen now, as id and name; everything entered stays."""
    rows = [_row(unit_id, name, "", words).to_dict() for unit_id, name in chosen[:MOST_OWN]]
    blocks: list[Any] = []
    for block in view["blocks"]:
        if not str(block["block_id"]).startswith(f"{Field.OWN_CHANNEL}/"):
            blocks.append(block)
        if block["block_id"] == Field.OWN_CHANNELS:
            blocks += rows
    return redrawn(view, blocks)


def own_field(unit_id: str) -> str:
    """Name the field of a unit's own channel."""
    return f"{Field.OWN_CHANNEL}/{unit_id}"


def _own(units: tuple[Unit, ...], own: Mapping[str, str], words: Words) -> list[Block]:
    element = inputs.units(units, tuple(own), words("Units"), most=MOST_OWN)
    if element is None:
        return []
    label, hint = words("Units with a channel of their own"), words("Each gets a post about itself there.")
    names = {unit.id: unit.name for unit in units}
    rows = [_row(unit_id, names[unit_id], channel_id, words) for unit_id, channel_id in own.items() if unit_id in names]
    asked = inputs.asked(Field.OWN_CHANNELS, label, element, hint=hint, optional=True, dispatches=True)
    return [asked, *rows]


def _row(unit_id: str, name: str, channel_id: str, words: Words) -> Block:
    label = words("Channel of “{unit}”", unit=name)
    return inputs.asked(own_field(unit_id), label, inputs.channel(words("Choose a channel"), channel_id), optional=True)


def _too_many(words: Words) -> list[Block]:
    told = words(
        "More than {count} units have a channel of their own; change one with {command}.",
        count=MOST_OWN,
        command="`/pulse channel set`",
    )
    return [ContextBlock(elements=[MarkdownTextObject(text=told)])]
