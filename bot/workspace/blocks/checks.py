"""The smallest rules, from which every Block Kit rule is put together. A rule yields problems phrased as Slack does."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.workspace.shapes import Json

Check = Callable[[Any, str], Iterator[str]]
"""Takes a value and the JSON pointer to it."""

NOTHING: Mapping[str, Check] = {}


def problem(sentence: str, pointer: str) -> str:
    """Phrase a problem as it stands in Slack's `response_metadata.messages`."""
    return f"[ERROR] {sentence} [json-pointer:{pointer}]"


def anything(_value: Any, _pointer: str) -> Iterator[str]:
    """Accept whatever comes."""
    yield from ()


def boolean(value: Any, pointer: str) -> Iterator[str]:
    """Accept true and false."""
    if not isinstance(value, bool):
        yield problem("must be a boolean", pointer)


def string(most: int | None = None, least: int = 0) -> Check:
    """Accept a string of bounded length."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", pointer)
        elif most is not None and len(value) > most:
            yield problem(f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", pointer)

    return check


def number(least: float | None = None, most: float | None = None) -> Check:
    """Accept a number within bounds."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield problem("must provide a number", pointer)
        elif least is not None and value < least:
            yield problem(f"must be greater than or equal to {least}", pointer)
        elif most is not None and value > most:
            yield problem(f"must be less than or equal to {most}", pointer)

    return check


def choice(*values: str) -> Check:
    """Accept one of a few words."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if value not in values:
            yield problem("must be one of: " + ", ".join(values), pointer)

    return check


def array(check_item: Check, most: int | None = None, least: int = 0) -> Check:
    """Accept a list of bounded length whose items are all right."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", pointer)
            return
        if most is not None and len(value) > most:
            yield problem(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            yield problem(f"no less than {least} items allowed", pointer)
        for position, item in enumerate(value):
            yield from check_item(item, f"{pointer}/{position}")

    return check


def thing(required: Mapping[str, Check], optional: Mapping[str, Check] = NOTHING) -> Check:
    """Accept an object with these properties and no others; null counts as absent."""
    known = {"type": anything, **required, **optional}

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", pointer)
            return
        for name in required:
            if value.get(name) is None:
                yield problem(f"missing required field: {name}", pointer)
        for name, content in value.items():
            if name not in known:
                yield problem(f"invalid additional property: {name}", pointer)
            elif content is not None:
                yield from known[name](content, f"{pointer}/{name}")

    return check


def kinds(table: Mapping[str, Check]) -> Check:
    """Accept an object whose `type` is in the table and which that rule accepts."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind is None:
            yield problem("missing required field: type", pointer)
        elif kind not in table:
            yield problem(f"unsupported type: {kind}", f"{pointer}/type")
        else:
            yield from table[kind](value, pointer)

    return check


def both(*checks: Check) -> Check:
    """Accept what several rules accept."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        for each in checks:
            yield from each(value, pointer)

    return check


def at_least_one(*names: str) -> Check:
    """Accept an object that has one of these properties."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if isinstance(value, dict) and not any(value.get(name) is not None for name in names):
            yield problem(f"missing required field: {names[0]}", pointer)

    return check


def objects(value: Any) -> list[Json]:
    """Give the objects in a list and pass over anything else, for rules that look at several at once."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
