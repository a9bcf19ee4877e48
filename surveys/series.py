"""Series: which waves of a cell can be compared (`privacy.md`, P1: a re-organisation begins a new one).

A figure is what people say about the leader they were asked about. So a cell's series goes on while at least half of
these *pairs*, a person asked and their leader, are the same as when it was last shown, and a new one begins otherwise:
with a new leader, a merger, a split. Who joins or leaves breaks nothing by themselves. Only whom a wave asked is
compared, never who answered, and pairs are tags that only this installation's secret can make.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from surveys.cells import Cell

WAVES_BETWEEN = 3
"""The second and each later new series of a cell waits so long: whoever edits the roster gets no fresh level each wave."""

HELD_BACK = 0
"""The number of a series that may not begin yet."""

Pairs = frozenset[bytes]
"""Tags of people asked, each with the leader they were asked about."""


@dataclass(frozen=True)
class Remembered:
    """A cell when it was last shown: the number of its series, the wave in which that began, and whom it asked."""

    series: int
    begun: int
    pairs: Pairs


@dataclass(frozen=True)
class Running:
    """What a wave numbers its cells' series by: whom it asks per unit, and what is remembered by the cells' places."""

    wave_number: int = 1
    asked: Mapping[str, Pairs] = field(default_factory=dict)
    remembered: Mapping[str, Remembered] = field(default_factory=dict)

    def series_of(self, cell: Cell) -> int:
        """Give the number of the series to which a cell's figures belong: 1 at first; `HELD_BACK` where it changed again too soon."""
        before = self.remembered.get(cell.place)
        if before is None:
            return 1
        if goes_on(before.pairs, self._pairs(cell)):
            return before.series
        soon = before.series > 1 and self.wave_number - before.begun < WAVES_BETWEEN
        return HELD_BACK if soon else before.series + 1

    def after(self, shown: Iterable[Cell]) -> dict[str, Remembered]:
        """Remember the cells that this wave shows; of a place with several sets of people, the widest."""
        found: dict[str, Remembered] = {}
        for cell in sorted(set(shown), key=lambda cell: len(cell.unit_ids)):
            before = self.remembered.get(cell.place)
            same = before is not None and before.series == cell.series
            begun = before.begun if before is not None and same else self.wave_number
            found[cell.place] = Remembered(cell.series, begun, self._pairs(cell))
        return found

    def _pairs(self, cell: Cell) -> Pairs:
        return frozenset[bytes]().union(*(self.asked.get(unit_id, ()) for unit_id in cell.unit_ids))


def goes_on(before: AbstractSet[object], now: AbstractSet[object]) -> bool:
    """Tell whether at least half of a cell is the same, measured at the larger of the two."""
    return 2 * len(before & now) >= max(len(before), len(now))
