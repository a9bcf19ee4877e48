"""Tables and charts: the blocks that hold many small values and have limits across all of them."""

from collections.abc import Iterator
from typing import Any

from bot.workspace.blocks.checks import (
    Check,
    anything,
    array,
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
from bot.workspace.blocks.objects import ID

CHARACTERS = 10_000
"""In all cells of one table together."""

_RAW_TEXT = thing({"text": string()})
_RAW_NUMBER = thing({"value": number()}, {"text": string()})
_RICH = thing({"elements": array(anything)}, {"block_id": ID})
_ACTION = thing({"action": anything}, {"elements": anything})

CELL = kinds({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": _RICH})
DATA_CELL = kinds({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": _RICH, "action": _ACTION})


def _written(value: Any) -> int:
    """Count the characters of all texts below a value."""
    if isinstance(value, list):
        return sum(_written(each) for each in value)
    if not isinstance(value, dict):
        return 0
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(_written(each) for each in value.values())


def _short_enough(value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, dict) and _written(value.get("rows")) > CHARACTERS:
        yield problem(f"table must be less than {CHARACTERS + 1} characters", f"{pointer}/rows")


def _even_rows(value: Any, pointer: str) -> Iterator[str]:
    rows = value.get("rows") if isinstance(value, dict) else None
    if isinstance(rows, list) and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        yield problem("all rows must have the same number of cells", f"{pointer}/rows")


def _plain_header(value: Any, pointer: str) -> Iterator[str]:
    rows = value.get("rows") if isinstance(value, dict) else None
    header = objects(rows[0]) if isinstance(rows, list) and rows else []
    for position, cell in enumerate(header):
        if cell.get("type") == "rich_text":
            yield problem("unsupported type: rich_text", f"{pointer}/rows/0/{position}/type")


_COLUMN = thing({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})


def _columns(value: Any, pointer: str) -> Iterator[str]:
    """Column settings may skip a column with null."""
    if isinstance(value, list):
        for position, each in enumerate(value):
            if each is not None:
                yield from _COLUMN(each, f"{pointer}/{position}")
    yield from array(anything, 20)(value, pointer)


TABLE = both(
    thing(
        {"rows": array(array(CELL, 20, 1), 100, 1)},
        {"block_id": ID, "column_settings": _columns},
    ),
    _short_enough,
)

DATA_TABLE = both(
    thing(
        {"rows": array(array(DATA_CELL, 20, 1), 101, 2), "caption": string()},
        {"block_id": ID, "page_size": number(1, 100), "row_header_column_index": number(0, 19)},
    ),
    _short_enough,
    _even_rows,
    _plain_header,
)

_POINT = thing({"label": string(20), "value": number()})
_SEGMENT = thing({"label": string(20, 1), "value": number()})
_SERIES = thing({"name": string(20, 1), "data": array(_POINT, 20, 1)})
_AXES = thing({"categories": array(string(20), 20, 1)}, {"x_label": string(50), "y_label": string(50)})


def _labels_are_categories(value: Any, pointer: str) -> Iterator[str]:
    """Each series has exactly one point for each category."""
    axes = value.get("axis_config") if isinstance(value, dict) else None
    categories = axes.get("categories") if isinstance(axes, dict) else None
    if not isinstance(categories, list):
        return
    for position, series in enumerate(objects(value.get("series"))):
        labels = [point.get("label") for point in objects(series.get("data"))]
        if sorted(map(str, labels)) != sorted(map(str, categories)):
            yield problem("labels must match axis_config.categories", f"{pointer}/series/{position}/data")


def _different_names(value: Any, pointer: str) -> Iterator[str]:
    names = [each.get("name") for each in objects(value.get("series") if isinstance(value, dict) else None)]
    if len(names) != len(set(map(str, names))):
        yield problem("series names must be unique", f"{pointer}/series")


_XY: Check = both(
    thing({"series": array(_SERIES, 12, 1), "axis_config": _AXES}),
    _labels_are_categories,
    _different_names,
)
_CHART = kinds({"line": _XY, "bar": _XY, "area": _XY, "pie": thing({"segments": array(_SEGMENT, 12, 1)})})

DATA_VISUALIZATION = thing({"title": string(50, 1), "chart": _CHART}, {"block_id": ID})
