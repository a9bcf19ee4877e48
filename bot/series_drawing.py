"""The series of a unit's overall index, drawn as steps: a level holds until a wave moves it."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from bot import canvas
from bot.canvas import BLUE, GREEN, GRID, LARGE, MARGIN, QUIET, SMALL, VERMILLION, write
from bot.i18n import Words
from bot.picture_sentences import break_key, moves, shown_points, would_not_show
from bot.report_sentences import change_words, index_of
from surveys.disclosure import Fresh
from surveys.gate import Event
from surveys.reports import Report
from surveys.scores import HIGHEST_INDEX, index
from surveys.texts import Locale
from surveys.trends import Published, change_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LEFT, _ACROSS = 0.09, 0.745
"""Where the plot stands in the card, and how wide it is, as shares."""
_PLOT_TOP, _PLOT_BOTTOM, _DATES, _KEY = 185, 535, 120, 60
"""Pixels: where the plot begins and ends, the room for dates beneath it, and for a line that explains signs."""
_PALE = 0.16
_ROOM = 0.19
"""The share of the width that a label needs."""
_HIGH, _LOW = 82, 18
"""Beyond these indexes a label stands on the inner side of its point."""


def draw(title: str, report: Report, words: Words) -> "Figure":
    """Draw the series with dates, clear changes, the level now, and what is known of its uncertainty."""
    points, keys = shown_points(report), _keys(report, words)
    height = _PLOT_BOTTOM + _DATES + _KEY * len(keys)
    figure, layer = canvas.card(title, height)
    axes = figure.add_axes((_LEFT, 1 - _PLOT_BOTTOM / height, _ACROSS, (_PLOT_BOTTOM - _PLOT_TOP) / height))
    _frame(axes, points, words)
    _uncertain(axes, report)
    _steps(axes, points)
    lift = _shaded(report)
    _moves(axes, points, words, lift)
    _ends(axes, points, words, lift)
    for position, key in enumerate(keys):
        write(layer, (MARGIN, _PLOT_BOTTOM + _DATES + _KEY * (position + 0.35)), key, size=SMALL, color=QUIET)
    return figure


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


def _moves(axes: "Axes", points: tuple[Published, ...], words: Words, lift: float) -> None:
    """Mark clear changes with an arrow head and the new index; in words too, where there is room for them.

    The newest label stands `lift` index points further off, clear of the shading.
    """
    first, last = axes.get_xlim()
    taken, marked = float("inf"), moves(points)
    newest = marked[-1][1] if marked else None
    for _, here in reversed(marked):
        up = here.figure.event is Event.UP
        _arrow_head(axes, here, up=up)
        room = (taken - _day(here)) / (last - first)
        if room > _ROOM:
            taken = _day(here)
            wording = change_words(change_of(here.figure), words) + "\n" if room > 2 * _ROOM else ""
            _label(axes, here, wording + _index(here, words), above=up, lift=lift if here == newest else 0)


def _arrow_head(axes: "Axes", point: Published, *, up: bool) -> None:
    marker, colour = ("^", GREEN) if up else ("v", VERMILLION)
    axes.plot([_day(point)], [_height(point)], color=colour, marker=marker, markersize=28, mec="white", mew=2)


def _label(axes: "Axes", point: Published, text: str, *, above: bool, lift: float) -> None:
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
    y = _height(point) + (8 + lift if upper else -8 - lift)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 2}
    write(axes, (x, y), text, size=SMALL, ha=side, va="bottom" if upper else "top", bbox=box, linespacing=1.15)


def _ends(axes: "Axes", points: tuple[Published, ...], words: Words, lift: float) -> None:
    """Write the level now in the margin, and the first one where no change stands near it."""
    edge = axes.get_xlim()[1]
    write(axes, (edge, _height(points[-1])), _index(points[-1], words), size=LARGE, weight="bold", room=150)
    near = _day(points[0]) + 2 * _ROOM * (edge - _day(points[0]))
    if len(points) > 1 and all(_day(here) > near for _, here in moves(points)):
        _label(axes, points[0], _index(points[0], words), above=True, lift=0 if moves(points) else lift)


def _shaded(report: Report) -> float:
    """Tell how far the shading reaches above and below the level now, in index points; 0 where there is none."""
    return 0.0 if report.fresh is not None else would_not_show(report) or 0.0


def _uncertain(axes: "Axes", report: Report) -> None:
    """Draw what is known of the uncertainty: a band where each wave has a mean of its own, else what would not show."""
    if report.fresh is not None:
        _fresh(axes, report)
    elif _shaded(report):
        _unseen(axes, report)


def _unseen(axes: "Axes", report: Report) -> None:
    """Shade, since the level was set, the shifts around it that would not have moved it."""
    points, shift = shown_points(report), _shaded(report)
    since = [points[0], *(here for _, here in moves(points))][-1]
    level = _height(points[-1])
    low, high = max(0.0, level - shift), min(float(HIGHEST_INDEX), level + shift)
    axes.fill_between([_day(since), _day(points[-1])], low, high, color=BLUE, alpha=_PALE, linewidth=0)


def _fresh(axes: "Axes", report: Report) -> None:
    """Draw each wave's own mean, small and hollow, with its interval: a band over several waves, a bar for one."""
    points = shown_points(report)
    course = [(_day(point), point.figure.fresh) for point in report.fresh_course if _day(point) >= _day(points[0])]
    found = course or [(_day(points[-1]), report.fresh)]
    days = [day for day, fresh in found if fresh]
    low, mean, high = zip(*(_three(fresh) for _, fresh in found if fresh), strict=True)
    looks: dict[str, Any] = {"color": QUIET, "mec": QUIET, "mew": 2, "mfc": "white", "marker": "D", "markersize": 9}
    if len(found) > 1:
        axes.fill_between(days, low, high, color=QUIET, alpha=_PALE, linewidth=0)
        axes.plot(days, mean, linewidth=1.5, ls=(0, (2, 2)), **looks)
        return
    place = (axes.get_xlim()[1] + days[0]) / 2
    reach = [[mean[0] - low[0]], [high[0] - mean[0]]]
    axes.errorbar([place], mean, reach, ls="", ecolor=QUIET, elinewidth=2.5, capsize=8, **looks)


def _three(fresh: Fresh) -> tuple[float, float, float]:
    """Give low end, mean and high end as indexes."""
    return index(fresh.low), index(fresh.mean), index(fresh.high)


def _keys(report: Report, words: Words) -> list[str]:
    """Explain the signs in the picture, a line each."""
    if report.overall.reworded:
        return [break_key(words)]
    if report.fresh is not None:
        low, mean, high = (words.number(value) for value in _three(report.fresh))
        return [words("◇ this wave alone: {mean} ({low} to {high})", mean=mean, low=low, high=high)]
    shift = would_not_show(report)
    if shift is None:
        return []
    points = words.number(int(shift + 0.5), 0)
    return [words("shaded: a shift below about {points} points would not show", points=points)]


def _index(point: Published, words: Words) -> str:
    return index_of(point.figure.level or 0, words)
