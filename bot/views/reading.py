"""What somebody hears of a block who has it read out: its texts in their order, as mrkdwn. Buttons are found by themselves."""

import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block

from bot.views.escape import escape

_EMOJI = re.compile(r":(?=[\w+-]+:)")
_PARAGRAPHS = {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}
_READ = ("text", "fields", "elements", "alt_text")


def lines(block: Block) -> Iterator[str]:
    """Give a block's texts and descriptions of pictures, line by line."""
    yield from _lines(block.to_dict())


def _lines(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _lines(each)
    elif isinstance(node, dict) and node.get("type") in {"mrkdwn", "plain_text"}:
        yield node["text"] if node["type"] == "mrkdwn" else _literal(node["text"])
    elif isinstance(node, dict) and node.get("type") in _PARAGRAPHS:
        yield _literal("".join(str(run.get("text", "")) for run in node["elements"]))
    elif isinstance(node, dict) and node.get("type") not in {"button", "actions"}:
        for name in _READ:
            found = node.get(name)
            yield from [_literal(found)] if isinstance(found, str) else _lines(found)


def _literal(text: str) -> str:
    """Show a text as it is, the names of emoji in it too."""
    return _EMOJI.sub(":\u2060", escape(text))
