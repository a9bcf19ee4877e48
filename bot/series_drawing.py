"""The series of a unit's overall index, drawn as steps: a level holds until a wave moves it."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from bot.canvas import BLUE, GREEN, GRID, LARGE, MARGIN, QUIET, SMALL, VERMILLION, write
from bot.i18n import Words
from bot.picture_sentences import moves, shown_points
from bot.report_sentences import change_words, index_of
from surveys.gate import Event
from surveys.reports import Report
from surveys.scores import HIGHEST_INDEX, index
from surveys.texts import Locale
from surveys.trends import Published, change_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PLACE = (0.085, 0.245, 0.775, 0.53)
"""Left, bottom, width and height within the card, as shares."""
_ROOM = 0.16
"""The share of the width that a label needs."""
_KEY = 640
"""How far down in the card, in pixels, the key of this wave's own figure stands."""
_HIGH, _LOW = 82, 18
"""Beyond these indexes a label stands on the inner side of its point."""


def draw(figure: "Figure", layer: "Axes", report: Report, words: Words) -> None:
    """Draw the series with dates, clear changes, the level now and this wave's own figure."""
    points = shown_points(report)
    axes = figure.add_axes(_PLACE)
    _frame(axes, points, words)
    _steps(axes, points)
    _moves(axes, points, words)
    _ends(axes, points, words)
    _fresh(axes, layer, report, words)


def _day(point: Published) -> int:
    return point.closed_on.toordinal()


def _height(point: Published) -> float:
    return index(point.figure.level or 0)


def _frame(axes: "Axes", points: tuple[Published, ...], words: Words) -> None:
    first, last = _day(points[0]), _day(points[-1])
    edge = max(14.0, (last - first) * 0.05)
    axes.set(xlim=(first - edge, last + edge), ylim=(-4, HIGHEST_INDEX + 4))
    axes.set_yticks(range(0, HIGHEST_INDEX + 1, 25))
    axes.grid(axis="y", color=GRID, linewidth=1.5)
    axes.set_axisbelow(True)
    dated = _dated(points, _ROOM * (last - first + 2 * edge))
    axes.set_xticks([_day(point) for point in dated], _dates(dated, words))
    axes.tick_params(labelsize=SMALL, labelcolor=QUIET, labelfontfamily="DejaVu Sans", length=0, pad=14)
    axes.spines[:].set_visible(False)


def _dated(points: tuple[Published, ...], least: float) -> list[Published]:
    """Choose which waves carry a date: the newest, and backwards from it those at least so many days apart."""
    dated = [points[-1]]
    for point in reversed(points):
        if _day(dated[-1]) - _day(point) >= least:
            dated.append(point)
    return dated[::-1]


def _dates(points: list[Published], words: Words) -> list[str]:
    """Write dates by locale, with the year beneath the first date of each year."""
    pattern = "d. MMM" if words.locale is Locale.DE else "d MMM"
    years = [None, *(point.closed_on.year for point in points)]
    return [
        format_date(point.closed_on, pattern, locale=str(words.locale))
        + (f"\n{point.closed_on.year}" if point.closed_on.year != year else "")
        for point, year in zip(points, years, strict=False)
    ]


def _steps(axes: "Axes", points: tuple[Published, ...]) -> None:
    """Draw each level until the next wave, dotted across waves in which nothing could be shown."""
    for before, here in pairwise(points):
        follows = here.wave_number == before.wave_number + 1
        axes.plot(
            [_day(before), _day(here)], [_height(before)] * 2, color=BLUE, linewidth=5, ls="-" if follows else ":"
        )
        axes.plot([_day(here)] * 2, [_height(before), _height(here)], color=BLUE, linewidth=5)
    days, heights = [_day(point) for point in points], [_height(point) for point in points]
    axes.plot(days, heights, color=BLUE, ls="", marker="o", markersize=15, markeredgecolor="white", markeredgewidth=2)


def _moves(axes: "Axes", points: tuple[Published, ...], words: Words) -> None:
    """Mark clear changes with an arrow head and the new index; in words too, where there is room for them."""
    first, last = axes.get_xlim()
    taken = float("inf")
    for _, here in reversed(moves(points)):
        up = here.figure.event is Event.UP
        _arrow_head(axes, here, up=up)
        room = (taken - _day(here)) / (last - first)
        if room > _ROOM:
            taken = _day(here)
            wording = change_words(change_of(here.figure), words) + "\n" if room > 2 * _ROOM else ""
            _label(axes, here, wording + _index(here, words), above=up)


def _arrow_head(axes: "Axes", point: Published, *, up: bool) -> None:
    marker, colour = ("^", GREEN) if up else ("v", VERMILLION)
    axes.plot([_day(point)], [_height(point)], color=colour, marker=marker, markersize=28, mec="white", mew=2)


def _label(axes: "Axes", point: Published, text: str, *, above: bool) -> None:
    """Write beside a point, on its outer side; near an edge of the scale on the inner one, right of its step."""
    first, last = axes.get_xlim()
    share = (_day(point) - first) / (last - first)
    side = "left" if share < _ROOM else "right" if share > 1 - _ROOM else "center"
    upper = _height(point) < _HIGH if above else _height(point) < _LOW
    x = float(_day(point))
    if upper != above and side != "left":
        if side == "right":
            return
        x, side = x + (last - first) * 0.02, "left"
    y = _height(point) + (8 if upper else -8)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 2}
    write(axes, (x, y), text, size=SMALL, ha=side, va="bottom" if upper else "top", bbox=box, linespacing=1.15)


def _ends(axes: "Axes", points: tuple[Published, ...], words: Words) -> None:
    """Write the level now in the margin, and the first one where no change stands near it."""
    edge = axes.get_xlim()[1]
    write(axes, (edge, _height(points[-1])), _index(points[-1], words), size=LARGE, weight="bold", room=150)
    near = _day(points[0]) + 2 * _ROOM * (edge - _day(points[0]))
    if len(points) > 1 and all(_day(here) > near for _, here in moves(points)):
        _label(axes, points[0], _index(points[0], words), above=True)


def _fresh(axes: "Axes", layer: "Axes", report: Report, words: Words) -> None:
    """Set this wave's own mean beside the level, small and hollow, with its interval; the key stands beneath."""
    if report.fresh is None:
        return
    low, mean, high = (index(value) for value in (report.fresh.low, report.fresh.mean, report.fresh.high))
    place = (axes.get_xlim()[1] + _day(shown_points(report)[-1])) / 2
    looks: dict[str, Any] = {
        "color": QUIET,
        "mec": QUIET,
        "mew": 2.5,
        "mfc": "white",
        "ecolor": QUIET,
        "elinewidth": 2.5,
        "capsize": 8,
    }
    axes.errorbar([place], [mean], [[mean - low], [high - mean]], fmt="D", markersize=12, **looks)
    key = words(
        "◇ this wave alone: {mean} ({low} to {high})",
        mean=words.number(mean),
        low=words.number(low),
        high=words.number(high),
    )
    write(layer, (MARGIN, _KEY), key, size=SMALL, color=QUIET)


def _index(point: Published, words: Words) -> str:
    return index_of(point.figure.level or 0, words)
