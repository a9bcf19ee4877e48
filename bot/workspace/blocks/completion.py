"""What Slack adds to blocks it stores: ids for blocks and actions without one, and the defaults of texts."""

from bot.workspace.ids import Ids
from bot.workspace.shapes import Json


def complete(blocks: list[Json], ids: Ids) -> list[Json]:
    """Fill in what the app left out, in place: blocks come fresh from the wire and belong to nobody else."""
    for block in blocks:
        block.setdefault("block_id", ids.short("b"))
        _fill_texts(block)
        for element in elements_of(block):
            if element["type"] not in _SILENT:
                element.setdefault("action_id", ids.short("a"))
            if element["type"] == "plain_text_input":
                element.setdefault("dispatch_action_config", {"trigger_actions_on": ["on_enter_pressed"]})
        if block["type"] == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
    return blocks


_SILENT = {"image", "mrkdwn", "plain_text"}


def elements_of(block: Json) -> list[Json]:
    """List the elements of a block, wherever they stand in it."""
    if block["type"] == "section":
        return [block["accessory"]] if block.get("accessory") else []
    if block["type"] == "input":
        return [block["element"]]
    return list(block.get("elements", ())) if block["type"] in {"actions", "context"} else []


def _fill_texts(value: object) -> None:
    if isinstance(value, list):
        for each in value:
            _fill_texts(each)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for each in value.values():
            _fill_texts(each)
