"""Rows of bars from 0 to 100, as the profile of dimensions and the levels of leaders are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import canvas
from bot.canvas import BLUE, GRID, LARGE, MARGIN, QUIET, SMALL, WIDTH, write
from bot.i18n import Words
from bot.literal import clip
from bot.report_sentences import index_of
from surveys.scores import HIGHEST_INDEX, index

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TOP, _ROW = 170, 130
_BAR_END = 985
_NAME_CHARACTERS, _NAME_ROOM, _BETWEEN = 34, 600, 80


@dataclass(frozen=True)
class Row:
    """One bar: what it is of, a note at its right, and its level in scale points; None where nothing may be shown.

    `mark` is a sign before the note with its colour, which says nothing that the note does not say.
    """

    name: str
    note: str
    level: float | None
    mark: tuple[str, str] | None = None


def draw(title: str, rows: Sequence[Row], words: Words) -> "Figure":
    """Draw rows on a card that is as high as they need."""
    bottom = _TOP + _ROW * max(1, len(rows))
    figure, layer = canvas.card(title, bottom + 100)
    for share in (0, HIGHEST_INDEX / 2, HIGHEST_INDEX):
        write(layer, (_across(share), bottom + 40), words.number(share), size=SMALL, color=QUIET, ha="center")
    for position, row in enumerate(rows):
        _row(layer, _TOP + _ROW * position, row, words)
    return figure


def _row(layer: "Axes", top: float, row: Row, words: Words) -> None:
    """Draw a row: its name and note on a line, its bar beneath."""
    name = write(layer, (MARGIN, top + 36), clip(row.name, _NAME_CHARACTERS), weight="bold", room=_NAME_ROOM)
    room = WIDTH - MARGIN - name.get_window_extent().x1 - (_BETWEEN if row.mark else _BETWEEN / 2)
    note = write(layer, (WIDTH - MARGIN, top + 36), row.note, size=SMALL, color=QUIET, ha="right", room=room)
    if row.mark:
        sign, colour = row.mark
        left = note.get_window_extent().x0
        write(layer, (left - 10, top + 36), sign, size=SMALL, color=colour, ha="right")
    _bar(layer, top + 92, row.level, words)


def _bar(layer: "Axes", y: float, level: float | None, words: Words) -> None:
    for share in (0, HIGHEST_INDEX / 2, HIGHEST_INDEX):
        layer.plot([_across(share)] * 2, [y - 16, y + 16], color=GRID, linewidth=2)
    full, shown = [_across(0), _across(HIGHEST_INDEX)], level is not None
    layer.plot(full, [y, y], color=GRID, linewidth=14 if shown else 4, ls="-" if shown else ":", solid_capstyle="butt")
    if level is not None:
        here = _across(index(level))
        layer.plot([_across(0), here], [y, y], color=BLUE, linewidth=14, solid_capstyle="butt")
        layer.plot([here], [y], color=BLUE, marker="o", markersize=24)
        write(layer, (WIDTH - MARGIN, y), index_of(level, words), size=LARGE, weight="bold", ha="right")


def _across(share: float) -> float:
    return MARGIN + (_BAR_END - MARGIN) * share / HIGHEST_INDEX
