"""Pictures of a report as PNG, each with the alt text that says the same.

Importing this module is cheap; `bot.canvas` says how pictures are made readable.
"""

from dataclasses import dataclass
from textwrap import wrap

from bot import bar_rows, canvas, series_drawing
from bot.bar_rows import Row
from bot.canvas import GREEN, MARGIN, QUIET, VERMILLION, write
from bot.cascade_sentences import tier
from bot.i18n import Words
from bot.literal import capital, name
from bot.picture_sentences import (
    cascade_alt,
    cascade_title,
    dimensions_alt,
    dimensions_title,
    rung_note,
    series_alt,
    series_title,
    shown_points,
)
from bot.report_sentences import change_words, explanation
from surveys.reports import Line, Report
from surveys.trends import Change

_HEIGHT = 675
_MARKS = {Change.UP: ("▲", GREEN), Change.DOWN: ("▼", VERMILLION)}


@dataclass(frozen=True)
class Picture:
    """An image, the text for whoever does not see it, and a file name."""

    png: bytes
    alt: str
    name: str


def series_chart(report: Report, words: Words) -> Picture:
    """Draw the unit's overall index over the waves with its clear changes; without any, a card that says why."""
    if shown_points(report):
        figure = series_drawing.draw(series_title(report, words), report, words)
    else:
        figure, layer = canvas.card(series_title(report, words), _HEIGHT)
        lines = "\n".join(wrap(explanation(report, words), 48))
        write(layer, (MARGIN, _HEIGHT / 2), lines, color=QUIET, linespacing=1.5)
    return Picture(canvas.png(figure), series_alt(report, words), f"series-wave-{report.wave_number}.png")


def dimensions_chart(report: Report, words: Words) -> Picture:
    """Draw the dimensions asked, in the order of the questionnaire, each with its index and change."""
    rows = [_dimension(line, words) for line in report.lines]
    figure = bar_rows.draw(dimensions_title(report, words), rows, words)
    return Picture(canvas.png(figure), dimensions_alt(report, words), f"dimensions-wave-{report.wave_number}.png")


def cascade_chart(report: Report, words: Words) -> Picture:
    """Draw the levels of leaders, the top first, each with who rates it; nobody is named."""
    rows = [Row(capital(tier(rung.tier, words)), rung_note(rung, words), rung.level) for rung in report.cascade]
    figure = bar_rows.draw(cascade_title(words), rows, words)
    return Picture(canvas.png(figure), cascade_alt(report, words), f"leaders-wave-{report.wave_number}.png")


def _dimension(line: Line, words: Words) -> Row:
    dimension = name(words.text(line.dimension.name))
    return Row(capital(dimension), change_words(line.change, words), line.level, _MARKS.get(line.change))
