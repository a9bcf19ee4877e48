"""Cursors: a list is given in pages, and each page says where the next one begins."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from bot.workspace.errors import SlackError
from bot.workspace.shapes import Json
from bot.workspace.web_api.call import Call

MOST = 1000
_MARK = "next:"

Item = TypeVar("Item")


def page(call: Call, items: Sequence[Item], default: int = 100) -> tuple[list[Item], Json]:
    """Cut the page that `cursor` and `limit` ask for; the second value belongs into `response_metadata`.

    Raises `invalid_cursor` and `invalid_limit`.
    """
    start = _position(call.text("cursor"))
    size = _limit(call, default)
    if start > len(items):
        raise SlackError("invalid_cursor")
    end = start + size
    more = end < len(items)
    return list(items[start:end]), {"next_cursor": _cursor(end) if more else ""}


def _limit(call: Call, default: int) -> int:
    text = call.text("limit", str(default))
    if not text.isdigit() or not 0 <= int(text) <= MOST:
        raise SlackError("invalid_limit")
    return int(text) or default


def _cursor(position: int) -> str:
    return base64.b64encode(f"{_MARK}{position}".encode()).decode()


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        text = base64.b64decode(cursor, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise SlackError("invalid_cursor") from error
    if not text.startswith(_MARK) or not text.removeprefix(_MARK).isdigit():
        raise SlackError("invalid_cursor")
    return int(text.removeprefix(_MARK))
