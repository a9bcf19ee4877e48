"""Pictures of a report as PNG, each with the alt text that says the same.

Importing this module is cheap; `bot.canvas` says how pictures are made readable.
"""

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from bot import canvas, series_drawing
from bot.canvas import BLUE, GREEN, GRID, LARGE, MARGIN, QUIET, SMALL, VERMILLION, WIDTH, write
from bot.i18n import Words
from bot.literal import clip, name
from bot.picture_sentences import dimensions_alt, dimensions_title, series_alt, series_title, shown_points
from bot.report_sentences import change_words, explanation, index_of
from surveys.reports import Line, Report
from surveys.scores import HIGHEST_INDEX, index
from surveys.trends import Change

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 675
_TOP, _ROW = 170, 116
_BAR_END = 1000
_ARROWS = {Change.UP: ("▲", GREEN), Change.DOWN: ("▼", VERMILLION)}


@dataclass(frozen=True)
class Picture:
    """An image, the text for whoever does not see it, and a file name."""

    png: bytes
    alt: str
    name: str


def series_chart(report: Report, words: Words) -> Picture:
    """Draw the unit's overall index over the waves with its clear changes; without any, a card that says why."""
    figure, layer = canvas.card(series_title(report, words), _HEIGHT)
    if shown_points(report):
        series_drawing.draw(figure, layer, report, words)
    else:
        lines = "\n".join(wrap(explanation(report, words), 56))
        write(layer, (MARGIN, _HEIGHT / 2), lines, color=QUIET, linespacing=1.5)
    return Picture(canvas.png(figure), series_alt(report, words), f"series-wave-{report.wave_number}.png")


def dimensions_chart(report: Report, words: Words) -> Picture:
    """Draw the dimensions asked, in the order of the questionnaire, each with its index and change."""
    bottom = _TOP + _ROW * max(1, len(report.lines))
    figure, layer = canvas.card(dimensions_title(report, words), bottom + 90)
    for share in (0, HIGHEST_INDEX / 2, HIGHEST_INDEX):
        write(layer, (_across(share), bottom + 36), words.number(share), size=SMALL, color=QUIET, ha="center")
    for position, line in enumerate(report.lines):
        _row(layer, _TOP + _ROW * position, line, words)
    return Picture(canvas.png(figure), dimensions_alt(report, words), f"dimensions-wave-{report.wave_number}.png")


def _row(layer: "Axes", top: float, line: Line, words: Words) -> None:
    """Draw one dimension: its name and change on a line, its bar beneath."""
    arrow, colour = _ARROWS.get(line.change, ("", QUIET))
    change = write(
        layer, (WIDTH - MARGIN, top + 32), change_words(line.change, words), size=SMALL, color=QUIET, ha="right"
    )
    left = change.get_window_extent().x0
    if arrow:
        write(layer, (left - 10, top + 32), arrow, size=SMALL, color=colour, ha="right")
    write(
        layer,
        (MARGIN, top + 32),
        clip(name(words.text(line.dimension.name)), 34),
        weight="bold",
        room=left - 60 - MARGIN,
    )
    _bar(layer, top + 80, line, words)


def _bar(layer: "Axes", y: float, line: Line, words: Words) -> None:
    for share in (0, HIGHEST_INDEX / 2, HIGHEST_INDEX):
        layer.plot([_across(share)] * 2, [y - 16, y + 16], color=GRID, linewidth=2)
    full, shown = [_across(0), _across(HIGHEST_INDEX)], line.level is not None
    layer.plot(full, [y, y], color=GRID, linewidth=14 if shown else 4, ls="-" if shown else ":", solid_capstyle="butt")
    if line.level is not None:
        here = _across(index(line.level))
        layer.plot([_across(0), here], [y, y], color=BLUE, linewidth=14, solid_capstyle="butt")
        layer.plot([here], [y], color=BLUE, marker="o", markersize=24)
        write(layer, (WIDTH - MARGIN, y), index_of(line.level, words), size=LARGE, weight="bold", ha="right")


def _across(share: float) -> float:
    return MARGIN + (_BAR_END - MARGIN) * share / HIGHEST_INDEX
