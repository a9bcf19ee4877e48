"""Whole messages and views: how many blocks, which only once, and what a modal needs around them."""

from collections.abc import Iterator
from typing import Any

from bot.workspace.blocks.checks import Check, array, boolean, objects, problem, string, thing
from bot.workspace.blocks.layout import HOME, MESSAGE, MODAL
from bot.workspace.blocks.objects import ID, plain
from bot.workspace.shapes import Json

MOST_PER_MESSAGE = {"table": 1, "data_visualization": 2}

_VIEW = {
    "callback_id": ID,
    "external_id": ID,
    "private_metadata": string(3000),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}
_MODAL = thing(
    {"title": plain(24), "blocks": array(MODAL, 100)},
    {**_VIEW, "submit": plain(24), "close": plain(24), "submit_disabled": boolean},
)
_HOME = thing({"blocks": array(HOME, 100)}, {**_VIEW, "title": plain(24), "submit": plain(24), "close": plain(24)})


def message_problems(blocks: Any) -> list[str]:
    """Judge the blocks of a message; an empty list means that Slack would take them."""
    return [*array(MESSAGE, 50)(blocks, "/blocks"), *_unique_blocks(blocks, "/blocks"), *_only_so_many(blocks)]


def view_problems(view: Any) -> list[str]:
    """Judge a modal or a Home tab; an empty list means that Slack would take it."""
    kind = view.get("type") if isinstance(view, dict) else None
    checks: dict[Any, Check] = {"modal": _MODAL, "home": _HOME}
    if kind not in checks:
        return [problem("unsupported type: " + str(kind), "/view/type")]
    problems = [*checks[kind](view, "/view"), *_unique_blocks(view.get("blocks"), "/view/blocks")]
    if kind == "modal":
        problems += _needs_submit(view)
    return [problem("failed to match all allowed schemas", "/view"), *problems] if problems else []


def _unique_blocks(blocks: Any, pointer: str) -> Iterator[str]:
    seen: set[str] = set()
    for position, block in enumerate(objects(blocks)):
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            yield problem(f'`block_id` "{block_id}" already exists', f"{pointer}/{position}/block_id")
        seen.add(str(block_id))


def _only_so_many(blocks: Any) -> Iterator[str]:
    found = [block.get("type") for block in objects(blocks)]
    for kind, most in MOST_PER_MESSAGE.items():
        if found.count(kind) > most:
            yield problem(f"no more than {most} {kind} blocks allowed", "/blocks")


def _needs_submit(view: Json) -> Iterator[str]:
    if view.get("submit") is None and any(block.get("type") == "input" for block in objects(view.get("blocks"))):
        yield problem("missing required field: submit", "/view")
