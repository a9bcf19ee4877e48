"""What the pictures of a report say: their titles, and alt texts for whoever hears instead of seeing."""

from itertools import pairwise

from bot.i18n import Words
from bot.literal import clip, name
from bot.report_sentences import (
    dimension_figure,
    explanation,
    fresh,
    headline,
    index_of,
    overall_headline,
)
from surveys.gate import Event
from surveys.reports import Report
from surveys.trends import Published

MOST_WAVES = 26
ALT_CHARACTERS = 2000


def shown_points(report: Report) -> tuple[Published, ...]:
    """Choose the points of the overall series that a picture has room for: the latest two years."""
    if report.series is None:
        return ()
    return tuple(point for point in report.series.points if point.figure.level is not None)[-MOST_WAVES:]


def moves(points: tuple[Published, ...]) -> list[tuple[Published, Published]]:
    """List the points at which the level clearly moved, each after the point before it."""
    return [(before, here) for before, here in pairwise(points) if here.figure.event in {Event.UP, Event.DOWN}]


def series_title(report: Report, words: Words) -> str:
    """Say in a sentence what the series shows."""
    return overall_headline(report, words)


def series_alt(report: Report, words: Words) -> str:
    """Describe the series: its span, where it starts, what moved, where it stands."""
    points = shown_points(report)
    if not points:
        return clip(f"{headline(report, words)} {explanation(report, words)}", ALT_CHARACTERS)
    unit, now = name(report.unit_name), _index(points[-1], words)
    if len(points) == 1:
        day = words.short_day(points[0].closed_on)
        sentences = [
            words("Chart with one point: {unit} stands at {index} of 100 on {day}.", unit=unit, index=now, day=day)
        ]
    else:
        sentences = _course(points, unit, words)
    return clip(" ".join(filter(None, [*sentences, fresh(report, words)])), ALT_CHARACTERS)


def _course(points: tuple[Published, ...], unit: str, words: Words) -> list[str]:
    first, last = words.month(points[0].closed_on), words.month(points[-1].closed_on)
    sentences = [
        words(
            "Line chart of service to staff in {unit} over {count} waves, {first} to {last}, from 0 to 100.",
            unit=unit,
            count=words.number(len(points), 0),
            first=first,
            last=last,
        ),
        words("It starts at {index}.", index=_index(points[0], words)),
    ]
    sentences += [_move(here, words) for _, here in moves(points)] or [words("No clear change is marked.")]
    return [*sentences, words("It now stands at {index}.", index=_index(points[-1], words))]


def _move(here: Published, words: Words) -> str:
    day, level = words.short_day(here.closed_on), _index(here, words)
    if here.figure.event is Event.UP:
        return words("On {day} it is clearly up, at {index}.", day=day, index=level)
    return words("On {day} it is clearly down, at {index}.", day=day, index=level)


def _index(point: Published, words: Words) -> str:
    return index_of(point.figure.level or 0, words)


def dimensions_title(report: Report, words: Words) -> str:
    """Say in a sentence what the profile shows."""
    return words("What was asked in wave {number} in {unit}", number=report.wave_number, unit=name(report.unit_name))


def dimensions_alt(report: Report, words: Words) -> str:
    """Describe the profile: every dimension with its index and change."""
    shown = [f"{name(words.text(line.dimension.name))} {dimension_figure(line, words)}" for line in report.lines]
    if not shown:
        return words("No dimension was asked besides the overall question.")
    lead = words("Bar chart of the dimensions asked in {unit}, from 0 to 100:", unit=name(report.unit_name))
    return clip(f"{lead} {'; '.join(shown)}.", ALT_CHARACTERS)
