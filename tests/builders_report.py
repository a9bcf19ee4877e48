"""Small builders of reports: figures in, one report out."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot import i18n
from bot.views.report import Post
from surveys.bank import load_bank
from surveys.cascade import Tier
from surveys.disclosure import Cell, CellKind, Fresh, Reason, Released, ShareBand, SizeBand
from surveys.gate import Event
from surveys.questions import Dimension, Question
from surveys.reports import Hidden, LevelEvent, Line, Report, UnitEvent, Withheld
from surveys.texts import Text
from surveys.trends import Published, Series

BANK = load_bank()
ANCHOR_KEY = "q23.v1"
CELL = Cell("ops", CellKind.ALL, ("ops", "north", "south"))
FIRST_CLOSE = date(2026, 6, 12)
FRESH_COURSE = ((3.1, 2.9, 3.3), (3.0, 2.8, 3.2), (3.2, 3.0, 3.4), (3.1, 2.9, 3.3), (3.5, 3.3, 3.7), (3.6, 3.4, 3.8))
FRESH = Fresh(mean=3.6, low=3.4, high=3.8, favourable=64)
ASKED = ("listening", "means", "clarity", "customer_voice")
CUSTOM_QUESTION = Question(99, "custom", Text("Frage", "Question"))


def level(index: float) -> float:
    """Turn an index into scale points."""
    return 1 + index / 25


def figure(
    index: float,
    event: Event = Event.SAME,
    *,
    before: float | None = None,
    detectable: float | None = 0.4,
    key: str = ANCHOR_KEY,
) -> Released:
    """A released level; by default one that was judged and did not move."""
    previous = None if event is Event.FIRST else level(index if before is None else before)
    return Released(CELL, key, SizeBand.TWELVE_OR_MORE, level(index), previous, event, detectable=detectable)


def figures(*indexes: float) -> list[Released]:
    """A course of levels: each one that differs from the one before has clearly moved."""
    course = [figure(indexes[0], Event.FIRST, detectable=None)]
    for before, here in pairwise(indexes):
        event = Event.UP if here > before else Event.DOWN if here < before else Event.SAME
        course.append(figure(here, event, before=before))
    return course


def series(course: list[Released], *, numbers: list[int] | None = None) -> Series:
    """Publish a course every four weeks, from 12 June 2026 on."""
    numbers = numbers or list(range(1, len(course) + 1))
    return Series(
        tuple(
            Published(number, FIRST_CLOSE + timedelta(weeks=4 * (number - 1)), each)
            for number, each in zip(numbers, course, strict=True)
        )
    )


def line(dimension: str, released: Released | None) -> Line:
    """One question of a dimension of the shipped bank."""
    question = next(question for question in BANK.questions if question.dimension == dimension)
    if released is not None:
        released = replace(released, question_key=question.key)
    return Line(BANK.dimensions[dimension], question, released)


def custom_line(name: str, released: Released | None) -> Line:
    """A question of an admin's own, in a dimension of any name."""
    return Line(Dimension("custom", Text("", name), Text("", "Do it.")), CUSTOM_QUESTION, released)


def asked(*indexes: float | None) -> tuple[Line, ...]:
    """Judge the usual dimensions at these indexes; None is not shown."""
    return tuple(
        line(dimension, None if index is None else figure(index))
        for dimension, index in zip(ASKED, indexes, strict=False)
    )


def report(
    course: list[Released] | None = None,
    lines: tuple[Line, ...] | None = None,
    *,
    numbers: list[int] | None = None,
    **changes: object,
) -> Report:
    """The report of Operations for the last wave of a course; by default seven waves with one step up."""
    course = figures(50, 50, 50, 50, 62.5, 62.5, 62.5) if course is None else course
    lines = asked(75, 50, 62.5, 62.5) if lines is None else lines
    overall = line("overall", course[-1] if course else None)
    overall = replace(overall, question=BANK.question(23))
    if overall.figure is not None:
        overall = replace(overall, figure=replace(overall.figure, question_key=ANCHOR_KEY))
    closes = FIRST_CLOSE + timedelta(weeks=4 * (len(course) - 1 if course else 0))
    the_series = series(course, numbers=numbers) if course else None
    shown = [each for each in lines if each.level is not None]
    made = Report(
        "Internal customers",
        "ops",
        "Operations",
        len(course) or 1,
        closes - timedelta(days=18),
        closes,
        overall,
        lines,
        ShareBand.OVER_THREE_QUARTERS if course else None,
        None,
        own_events("Operations", overall, *lines),
        (),
        None,
        Hidden(0, 0),
        the_series,
        _steady_since(the_series),
        None if course else Withheld(Reason.TOO_FEW, "Logistics"),
        focus=min(shown, key=lambda each: each.level or 0) if shown else None,
    )
    return replace(made, **changes)


def own_events(unit_name: str, *lines: Line) -> tuple[UnitEvent, ...]:
    """The lines that moved."""
    return tuple(
        UnitEvent(unit_name, each.dimension, each.figure)
        for each in lines
        if each.figure and each.figure.event in {Event.UP, Event.DOWN}
    )


def level_event(role: Tier, dimension: str = "listening", *, up: bool = True, units: int = 1) -> LevelEvent:
    """Clear changes on a level of leaders beneath."""
    each = line(dimension, figure(50))
    return LevelEvent(role, each.dimension, each.question.key, up, units)


def _steady_since(the_series: Series | None) -> date | None:
    if the_series is None:
        return None
    marks = [point.closed_on for point in the_series.points if point.figure.event is not Event.SAME]
    return marks[-1] if marks else the_series.points[0].closed_on


def merged_catalogues(folder: Path) -> Path:
    """Merge the German of reports into the catalogue, as long as it waits in a part of its own."""
    merged = Catalog(locale="de")
    for path in sorted((i18n.CATALOGUES / "de" / "LC_MESSAGES").glob("*.po*")):
        if path.name in {"vorbild.po", "report.po.part"}:
            for message in read_po(path.open("rb"), locale="de"):
                if message.id:
                    merged[message.id] = message
    target = folder / "de" / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "vorbild.po").open("wb") as file:
        write_po(file, merged)
    return folder


def fresh_course(the_series: Series) -> tuple[Published, ...]:
    """Each wave's own mean beside a course of levels."""
    everybody = replace(CELL, kind=CellKind.LARGE)
    return tuple(
        replace(point, figure=Released(everybody, ANCHOR_KEY, SizeBand.TWELVE_OR_MORE, fresh=Fresh(*values, 64)))
        for point, values in zip(the_series.points[-len(FRESH_COURSE) :], FRESH_COURSE, strict=False)
    )


def as_json(post: Post) -> list[dict]:
    return [block if isinstance(block, dict) else block.to_dict() for block in post.blocks]


def texts(value: object) -> list[str]:
    """Every text that a post shows."""
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    if isinstance(value, dict):
        return [each for key in value for each in ([value[key]] if key == "text" else texts(value[key]))]
    return []
