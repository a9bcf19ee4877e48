"""Identifiers that look like Slack's and come out the same on every run."""

import itertools
import string
from collections import defaultdict
from collections.abc import Iterator

DIGITS = string.digits + string.ascii_uppercase


def base36(number: int, width: int) -> str:
    """Write a number with the digits of Slack's identifiers, padded to a width."""
    text = ""
    while number or len(text) < width:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text


class Ids:
    """Counts per prefix: `U` people, `C` channels, `D` direct messages, `F` files, `V` views, `B` bots."""

    def __init__(self) -> None:
        self._counters: defaultdict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))

    def next(self, prefix: str) -> str:
        """Give the next identifier of this kind, such as `U0LOC000001`."""
        return f"{prefix}0LOC{base36(next(self._counters[prefix]), 6)}"

    def short(self, kind: str) -> str:
        """Give a short identifier, as Slack makes them for blocks and actions without one."""
        return f"{kind}{base36(next(self._counters[kind]), 4)}"
