"""Interactive elements and images: their fields, their limits, and in which blocks they may stand."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.workspace.blocks.checks import (
    Check,
    anything,
    array,
    at_least_one,
    boolean,
    both,
    choice,
    kinds,
    number,
    problem,
    string,
    thing,
)
from bot.workspace.blocks.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    ID,
    OPTION_GROUP,
    PLAIN_OPTION,
    SLACK_FILE,
    TEXT_OPTION,
    URL,
    plain,
)

_COMMON: Mapping[str, Check] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": boolean}
_PICKER: Mapping[str, Check] = {**_COMMON, "placeholder": plain(150)}
_MANY: Mapping[str, Check] = {**_PICKER, "max_selected_items": number(1)}
_OPTIONS: Mapping[str, Check] = {"options": array(PLAIN_OPTION, 100, 1), "option_groups": array(OPTION_GROUP, 100, 1)}
_FIELD: Mapping[str, Check] = {
    "action_id": ID,
    "placeholder": plain(150),
    "focus_on_load": boolean,
    "dispatch_action_config": DISPATCH,
}


def _initial_within(own: str) -> Check:
    """Demand that an initial choice is one of the options, as Slack does."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict) or not value.get(own):
            return
        offered = [each.get("value") for each in all_options(value)]
        initial = value[own] if isinstance(value[own], list) else [value[own]]
        for each in initial:
            if isinstance(each, dict) and each.get("value") not in offered:
                yield problem(f"{own} must exactly match a provided option", f"{pointer}/{own}")

    return check


def all_options(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List an element's options, those in groups included."""
    groups = [element, *(each for each in element.get("option_groups") or () if isinstance(each, dict))]
    return [option for group in groups for option in group.get("options") or () if isinstance(option, dict)]


def _select(initial: str, *fields: Mapping[str, Check]) -> Check:
    merged = {name: check for field in fields for name, check in field.items()}
    return both(thing({}, merged), at_least_one("options", "option_groups"), _initial_within(initial))


_BUTTON_FIELDS: Mapping[str, Check] = {
    "action_id": ID,
    "url": URL,
    "value": string(2000),
    "style": choice("primary", "danger"),
    "confirm": CONFIRM,
    "accessibility_label": string(75),
    "visible_to_user_ids": array(string()),
    "agent_prompt": anything,
    "agent_prompt_display": anything,
}
BUTTON = thing({"text": plain(75)}, _BUTTON_FIELDS)

IMAGE = both(
    thing(
        {"alt_text": string(2000)},
        {
            "image_url": URL,
            "slack_file": SLACK_FILE,
            "image_width": anything,
            "image_height": anything,
            "image_bytes": anything,
            "fallback": anything,
        },
    ),
    at_least_one("image_url", "slack_file"),
)

_RADIO = both(
    thing({"options": array(TEXT_OPTION, 10, 1)}, {**_COMMON, "initial_option": TEXT_OPTION}),
    _initial_within("initial_option"),
)
_CHECKBOXES = both(
    thing({"options": array(TEXT_OPTION, 10, 1)}, {**_COMMON, "initial_options": array(TEXT_OPTION, 10, 1)}),
    _initial_within("initial_options"),
)

_SINGLE: Mapping[str, Check] = {
    "static_select": _select("initial_option", _PICKER, _OPTIONS, {"initial_option": PLAIN_OPTION}),
    "external_select": thing({}, {**_PICKER, "initial_option": PLAIN_OPTION, "min_query_length": number(0)}),
    "users_select": thing({}, {**_PICKER, "initial_user": string()}),
    "conversations_select": thing(
        {},
        {
            **_PICKER,
            "initial_conversation": string(),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        },
    ),
    "channels_select": thing({}, {**_PICKER, "initial_channel": string(), "response_url_enabled": boolean}),
    "datepicker": thing({}, {**_PICKER, "initial_date": string(10, 10)}),
    "timepicker": thing({}, {**_PICKER, "initial_time": string(5, 5), "timezone": string()}),
    "datetimepicker": thing({}, {**_COMMON, "initial_date_time": number(0)}),
    "radio_buttons": _RADIO,
    "checkboxes": _CHECKBOXES,
}

_SEVERAL: Mapping[str, Check] = {
    "multi_static_select": _select(
        "initial_options", _MANY, _OPTIONS, {"initial_options": array(PLAIN_OPTION, 100, 1)}
    ),
    "multi_external_select": thing(
        {}, {**_MANY, "initial_options": array(PLAIN_OPTION, 100, 1), "min_query_length": number(0)}
    ),
    "multi_users_select": thing({}, {**_MANY, "initial_users": array(string())}),
    "multi_conversations_select": thing(
        {},
        {
            **_MANY,
            "initial_conversations": array(string()),
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        },
    ),
    "multi_channels_select": thing({}, {**_MANY, "initial_channels": array(string())}),
}

_CLICKED: Mapping[str, Check] = {
    "button": BUTTON,
    "overflow": thing({"options": array(PLAIN_OPTION, 5, 1)}, {"action_id": ID, "confirm": CONFIRM}),
    "workflow_button": thing({"text": plain(75), "workflow": anything}, _BUTTON_FIELDS),
}

_TYPED: Mapping[str, Check] = {
    "plain_text_input": thing(
        {},
        {
            **_FIELD,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
    ),
    "number_input": thing(
        {"is_decimal_allowed": boolean},
        {**_FIELD, "initial_value": anything, "min_value": anything, "max_value": anything},
    ),
    "email_text_input": thing({}, {**_FIELD, "initial_value": string(3000)}),
    "url_text_input": thing({}, {**_FIELD, "initial_value": string(3000)}),
    "rich_text_input": thing({}, {**_FIELD, "initial_value": anything}),
    "file_input": thing({}, {"action_id": ID, "filetypes": array(string()), "max_files": number(1, 10)}),
}

IN_ACTIONS = kinds({**_CLICKED, **_SINGLE, **_SEVERAL})
IN_SECTION = kinds({**_CLICKED, **_SINGLE, **_SEVERAL, "image": IMAGE})
IN_INPUT = kinds({**_SINGLE, **_SEVERAL, **_TYPED})
