"""The layout blocks, and which of them may stand in a message, a modal and the Home tab."""

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
    objects,
    problem,
    string,
    thing,
)
from bot.workspace.blocks.elements import IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from bot.workspace.blocks.objects import ID, SLACK_FILE, URL, plain, text
from bot.workspace.blocks.tables import DATA_TABLE, DATA_VISUALIZATION, TABLE


def _unique_actions(value: Any, pointer: str) -> Iterator[str]:
    """Within one block each action_id stands once."""
    seen: set[str] = set()
    for position, element in enumerate(objects(value.get("elements") if isinstance(value, dict) else None)):
        action_id = element.get("action_id")
        if action_id is not None and action_id in seen:
            yield problem(f'`action_id` "{action_id}" already exists', f"{pointer}/elements/{position}/action_id")
        seen.add(str(action_id))


def _loose(value: Any, pointer: str) -> Iterator[str]:
    """Newer blocks whose inner rules this workspace does not know: an object with a sound id."""
    if isinstance(value, dict) and value.get("block_id") is not None:
        yield from ID(value["block_id"], f"{pointer}/block_id")


_SECTION = both(
    thing(
        {},
        {
            "block_id": ID,
            "text": text(3000),
            "fields": array(text(2000), 10, 1),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
    ),
    at_least_one("text", "fields"),
)

_IMAGE_BLOCK = both(
    thing(
        {"alt_text": string(2000)},
        {
            "block_id": ID,
            "image_url": URL,
            "slack_file": SLACK_FILE,
            "title": plain(2000),
            "image_width": anything,
            "image_height": anything,
            "image_bytes": anything,
            "is_animated": anything,
            "fallback": anything,
        },
    ),
    at_least_one("image_url", "slack_file"),
)

_CONTEXT_TEXT = thing({"text": string(least=1)}, {"emoji": boolean, "verbatim": boolean})

_INPUT = thing(
    {"label": plain(2000), "element": IN_INPUT},
    {"block_id": ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
)

_VIDEO = thing(
    {"alt_text": string(), "title": plain(200), "thumbnail_url": URL, "video_url": URL},
    {
        "block_id": ID,
        "author_name": string(50),
        "description": plain(200),
        "provider_icon_url": URL,
        "provider_name": string(),
        "title_url": URL,
    },
)

_EVERYWHERE: Mapping[str, Check] = {
    "actions": both(thing({"elements": array(IN_ACTIONS, 25, 1)}, {"block_id": ID}), _unique_actions),
    "context": thing(
        {
            "elements": array(
                kinds({"image": IMAGE, "plain_text": _CONTEXT_TEXT, "mrkdwn": _CONTEXT_TEXT}), most=10, least=1
            )
        },
        {"block_id": ID},
    ),
    "divider": thing({}, {"block_id": ID}),
    "header": thing({"text": plain(150)}, {"block_id": ID, "level": number(1, 4)}),
    "image": _IMAGE_BLOCK,
    "input": _INPUT,
    "rich_text": thing({"elements": array(anything)}, {"block_id": ID}),
    "section": _SECTION,
    "video": _VIDEO,
}

MESSAGE = kinds(
    {
        **_EVERYWHERE,
        "markdown": thing({"text": string(12_000)}, {"block_id": ID}),
        "file": thing({"external_id": string(), "source": choice("remote")}, {"block_id": ID}),
        "table": TABLE,
        "data_table": DATA_TABLE,
        "data_visualization": DATA_VISUALIZATION,
        **dict.fromkeys(("card", "carousel", "container", "context_actions", "plan", "task_card"), _loose),
    }
)
MODAL = kinds({**_EVERYWHERE, "alert": _loose})
HOME = kinds(_EVERYWHERE)
