"""Series of published figures across waves, read from the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from surveys.disclosure import Cell, CellKind, Released
from surveys.gate import Event, GateRule

PREFERENCE = (CellKind.ALL, CellKind.TEAM, CellKind.POOL)
"""Which figure speaks for a unit: everybody at and beneath it, else its own team, else the teams shown together."""


class Change(StrEnum):
    """What the data carry about a level: whether it changed, or why that cannot be told."""

    HIDDEN = "hidden"
    """No figure may be shown."""
    FIRST = "first"
    ANEW = "new series"
    """First since a re-organisation: what was shown before is about another leader, or other people."""
    UP = "up"
    DOWN = "down"
    NONE = "no reliable change"
    """Judged, and within what chance explains."""
    EARLY = "too early"
    """Too few waves since the level was set, or since it last moved, to judge."""
    AVERAGE = "average"
    """A roll-up too small for a gate of its own: the mean of levels that are judged one by one."""


@dataclass(frozen=True, slots=True)
class Published:
    """A released figure with the wave that published it."""

    wave_number: int
    closed_on: date
    figure: Released


@dataclass(frozen=True)
class Series:
    """One cell and question across waves, oldest first."""

    points: tuple[Published, ...]

    @property
    def latest(self) -> Published:
        """Give the newest point."""
        return self.points[-1]


def change_of(figure: Released | None) -> Change:
    """Tell what may be said about the change of a level."""
    if figure is None or figure.level is None:
        return Change.HIDDEN
    if figure.event is Event.FIRST and figure.cell.series > 1:
        return Change.ANEW
    if figure.event is not Event.SAME:
        return Change(figure.event.value)
    if figure.previous_level is None:
        return Change.AVERAGE
    return Change.EARLY if figure.detectable is None else Change.NONE


def figure_of(unit_id: str, question_key: str, figures: Iterable[Released]) -> Released | None:
    """Choose the figure that speaks for a unit, among those of one wave."""
    here = {
        figure.cell.kind: figure
        for figure in figures
        if figure.cell.unit_id == unit_id and figure.question_key == question_key
    }
    return next((here[kind] for kind in PREFERENCE if kind in here), None)


def figure_in(cell: Cell | None, question_key: str, figures: Iterable[Released]) -> Released | None:
    """Give the figure of one cell and question, if it is shown."""
    return next((one for one in figures if one.cell == cell and one.question_key == question_key), None)


def waiting(series: Series | None, rule: GateRule) -> int:
    """Count how many more times a question must be asked before its change can be judged; 0 when it can be.

    A new level needs `start` waves of base, and a whole window on top of them; it is one of them itself.
    """
    if series is None or not series.points:
        return rule.start + rule.recent
    events = [point.figure.event for point in series.points]
    marked = [place for place, event in enumerate(events) if event is not Event.SAME]
    place = marked[-1] if marked else 0
    return max(0, rule.start + rule.recent - 1 - (len(events) - 1 - place))


def series_of(figure: Released, history: Iterable[Published]) -> Series:
    """Follow a figure's cell and question back through the ledger."""
    return Series(
        tuple(
            sorted(
                (
                    entry
                    for entry in history
                    if entry.figure.cell.key == figure.cell.key and entry.figure.question_key == figure.question_key
                ),
                key=lambda entry: entry.wave_number,
            )
        )
    )
