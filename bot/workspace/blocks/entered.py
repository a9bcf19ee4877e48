"""What a person has entered into the inputs of a view or message: the shape of `state.values`, by kind of element."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.workspace.blocks.completion import elements_of
from bot.workspace.blocks.elements import all_options
from bot.workspace.shapes import Json


@dataclass(frozen=True)
class Input:
    """How one kind of element reports itself: the key of its value, the key of its default, and what «unset» is."""

    key: str
    initial: str
    is_many: bool = False

    def unset(self) -> Any:
        """Give the value of an element that nobody has touched."""
        return [] if self.is_many else None


INPUTS: Mapping[str, Input] = {
    "plain_text_input": Input("value", "initial_value"),
    "number_input": Input("value", "initial_value"),
    "email_text_input": Input("value", "initial_value"),
    "url_text_input": Input("value", "initial_value"),
    "rich_text_input": Input("rich_text_value", "initial_value"),
    "file_input": Input("files", "initial_files", is_many=True),
    "static_select": Input("selected_option", "initial_option"),
    "external_select": Input("selected_option", "initial_option"),
    "radio_buttons": Input("selected_option", "initial_option"),
    "checkboxes": Input("selected_options", "initial_options", is_many=True),
    "multi_static_select": Input("selected_options", "initial_options", is_many=True),
    "multi_external_select": Input("selected_options", "initial_options", is_many=True),
    "users_select": Input("selected_user", "initial_user"),
    "multi_users_select": Input("selected_users", "initial_users", is_many=True),
    "conversations_select": Input("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Input("selected_conversations", "initial_conversations", is_many=True),
    "channels_select": Input("selected_channel", "initial_channel"),
    "multi_channels_select": Input("selected_channels", "initial_channels", is_many=True),
    "datepicker": Input("selected_date", "initial_date"),
    "timepicker": Input("selected_time", "initial_time"),
    "datetimepicker": Input("selected_date_time", "initial_date_time"),
}


def all_elements(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """Walk through the elements of all blocks, each with the id of its block."""
    for block in blocks:
        for element in elements_of(block):
            yield block["block_id"], element


def values_of(blocks: list[Json], *entered: Json | None) -> Json:
    """Assemble `state.values`: what was entered (the first source that knows wins), else the default, else unset.

    Entries for elements that are not in these blocks are dropped, as Slack's client cannot send them.
    """
    values: Json = {}
    for block_id, element in all_elements(blocks):
        kind = INPUTS.get(element["type"])
        if kind is None:
            continue
        action_id = element["action_id"]
        found = [source[block_id][action_id] for source in entered if source and action_id in source.get(block_id, ())]
        values.setdefault(block_id, {})[action_id] = _reported(element, kind, found[0] if found else None)
    return values


def _reported(element: Json, kind: Input, entry: Json | None) -> Json:
    value = (entry or {}).get(kind.key, element.get(kind.initial))
    if kind.key in {"selected_option", "selected_options"}:
        value = full_options(element, value)
    return {"type": element["type"], kind.key: kind.unset() if value in (None, "") else value}


def full_options(element: Json, chosen: Any) -> Any:
    """Give the options as the app wrote them, where a page or a script names only their values."""
    if isinstance(chosen, list):
        return [full_options(element, each) for each in chosen]
    if not isinstance(chosen, dict):
        return chosen
    offered = (option for option in all_options(element) if option.get("value") == chosen.get("value"))
    return next(offered, chosen)
