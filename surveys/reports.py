"""A report: what one unit's leaders are told after a wave, as values; words and pictures are the views' business."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from surveys.bank import Bank
from surveys.disclosure import FLOOR, CellKind, Fresh, Reason, Release, Released, ShareBand, Suppressed
from surveys.gate import Event
from surveys.questions import ANCHOR, Dimension, Question
from surveys.tree import UnitTree
from surveys.trends import Change, Published, Series, change_of, figure_of, series_of


@dataclass(frozen=True)
class Line:
    """One question asked in the wave and the figure that speaks for the unit, if any may be shown."""

    dimension: Dimension
    question: Question
    figure: Released | None
    set_on: date | None = None
    """When the level was first set or last moved: between then and now it says that nothing clear has changed."""

    @property
    def level(self) -> float | None:
        """Give the level in scale points, None where nothing may be shown."""
        return self.figure.level if self.figure else None

    @property
    def change(self) -> Change:
        """Tell what may be said about the level's change."""
        return change_of(self.figure)


@dataclass(frozen=True)
class UnitEvent:
    """A level that moved: in which unit, for which dimension, from where to where."""

    unit_name: str
    dimension: Dimension
    figure: Released

    @property
    def up(self) -> bool:
        """Tell the direction."""
        return self.figure.event is Event.UP


@dataclass(frozen=True)
class Hidden:
    """How many teams at and beneath the unit have no figure of their own."""

    shown_together: int
    not_shown: int


@dataclass(frozen=True)
class Withheld:
    """Why the overall figure is not shown, and the unit with whose teams these people are counted, if with any."""

    reason: Reason
    counted_in: str | None = None


@dataclass(frozen=True)
class Report:
    """What one wave says about one unit.

    `events` are the unit's own, the overall one first; `events_beneath` only those sure enough for a list across units.
    `steady_since` is when the overall level last moved or was first set. `threshold` is the least number of answers
    that is shown; `withheld` is set where the overall figure is not.
    """

    survey_name: str
    unit_id: str
    unit_name: str
    wave_number: int
    opens_on: date
    closes_on: date
    overall: Line
    lines: tuple[Line, ...]
    participation: ShareBand | None
    fresh: Fresh | None
    events: tuple[UnitEvent, ...]
    events_beneath: tuple[UnitEvent, ...]
    weakest: Line | None
    hidden: Hidden
    series: Series | None
    steady_since: date | None
    withheld: Withheld | None = None
    threshold: int = FLOOR

    @property
    def first(self) -> bool:
        """Tell whether this is the unit's first published wave."""
        alone = self.series is not None and len(self.series.points) == 1
        return alone or self.overall.change is Change.FIRST

    @property
    def empty(self) -> bool:
        """Tell whether no figure at all may be shown."""
        return all(line.change is Change.HIDDEN for line in (self.overall, *self.lines))


@dataclass(frozen=True)
class WaveFacts:
    """The wave a report is about: its survey's name, number, dates and questions, and the threshold of its policy."""

    survey_name: str
    number: int
    opens_on: date
    closes_on: date
    questions: tuple[Question, ...]
    threshold: int = FLOOR


@dataclass(frozen=True)
class Organisation:
    """Units by id: their names, and how they stand beneath each other, as snapshot at the wave's opening."""

    names: Mapping[str, str]
    tree: UnitTree


def compose(
    unit_id: str,
    facts: WaveFacts,
    release: Release,
    history: Iterable[Published],
    organisation: Organisation,
    bank: Bank,
) -> Report:
    """Compose the report of one unit. `history` is the unit's part of the ledger, this wave included."""
    history = tuple(history)
    lines = tuple(_line(unit_id, question, release, history, bank) for question in facts.questions)
    overall = next(line for line in lines if line.question.number == ANCHOR)
    others = tuple(line for line in lines if line is not overall)
    series = series_of(overall.figure, history) if overall.figure else None
    name = organisation.names[unit_id]
    return Report(
        facts.survey_name,
        unit_id,
        name,
        facts.number,
        facts.opens_on,
        facts.closes_on,
        overall,
        others,
        release.participation.get(unit_id),
        _fresh(overall, release),
        tuple(_events(name, (overall, *others))),
        tuple(_events_beneath(unit_id, release, organisation, bank)),
        _weakest(others),
        _hidden(unit_id, overall.question, release.suppressed, organisation.tree),
        series,
        _steady_since(series),
        _withheld(unit_id, overall, release, organisation),
        facts.threshold,
    )


def _line(unit_id: str, question: Question, release: Release, history: Iterable[Published], bank: Bank) -> Line:
    figure = figure_of(unit_id, question.key, release.released)
    set_on = _steady_since(series_of(figure, history)) if figure else None
    return Line(bank.dimension_of(question), question, figure, set_on)


def _events(unit_name: str, lines: Iterable[Line]) -> Iterable[UnitEvent]:
    for line in lines:
        if line.figure and line.change in {Change.UP, Change.DOWN}:
            yield UnitEvent(unit_name, line.dimension, line.figure)


def _weakest(lines: Iterable[Line]) -> Line | None:
    """Choose the dimension to work on next: the lowest level, the first of equals."""
    shown = [(line.figure.level, line) for line in lines if line.figure and line.figure.level is not None]
    return min(shown, key=lambda pair: pair[0])[1] if shown else None


def _events_beneath(unit_id: str, release: Release, organisation: Organisation, bank: Bank) -> Iterable[UnitEvent]:
    beneath = set(organisation.tree.beneath(unit_id)) - {unit_id}
    for figure in release.released:
        if figure.strong and figure.cell.unit_id in beneath and figure.cell.kind is CellKind.ALL:
            question = bank.by_key(figure.question_key)
            speaks = figure_of(figure.cell.unit_id, figure.question_key, release.released)
            if speaks == figure:
                yield UnitEvent(organisation.names[figure.cell.unit_id], bank.dimension_of(question), figure)


def _fresh(overall: Line, release: Release) -> Fresh | None:
    """Give this wave's own mean where one large cell holds exactly the people behind the unit's figure."""
    if overall.figure is None:
        return None
    people = set(overall.figure.cell.unit_ids)
    return next(
        (
            figure.fresh
            for figure in release.released
            if figure.cell.kind is CellKind.LARGE
            and figure.question_key == overall.question.key
            and set(figure.cell.unit_ids) == people
        ),
        None,
    )


def _hidden(unit_id: str, question: Question, suppressed: Iterable[Suppressed], tree: UnitTree) -> Hidden:
    beneath = set(tree.beneath(unit_id))
    small = [
        entry
        for entry in suppressed
        if entry.reason is Reason.TOO_FEW and entry.question_key == question.key and entry.unit_id in beneath
    ]
    together = sum(1 for entry in small if entry.counted_in is not None)
    return Hidden(together, len(small) - together)


def _withheld(unit_id: str, overall: Line, release: Release, organisation: Organisation) -> Withheld | None:
    """Say why the overall figure is missing. A pool is named only where it is itself shown."""
    if overall.figure is not None:
        return None
    key, beneath = overall.question.key, set(organisation.tree.beneath(unit_id))
    entries = [entry for entry in release.suppressed if entry.question_key == key and entry.unit_id in beneath]
    if any(entry.reason is Reason.TOO_FEW_JUDGED for entry in entries):
        return Withheld(Reason.TOO_FEW_JUDGED)
    shown = {figure.cell for figure in release.released if figure.question_key == key}
    pools = {entry.counted_in.unit_id for entry in entries if entry.counted_in in shown and entry.counted_in}
    return Withheld(Reason.TOO_FEW, organisation.names[pools.pop()] if len(pools) == 1 else None)


def _steady_since(series: Series | None) -> date | None:
    if series is None or not series.points:
        return None
    marks = [point.closed_on for point in series.points if point.figure.event is not Event.SAME]
    return marks[-1] if marks else series.points[0].closed_on
