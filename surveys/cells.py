"""Cells: disjoint sets of respondents, each published as one (`privacy.md`, P3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from surveys.tree import UnitTree


class CellKind(StrEnum):
    """How a published set of respondents came to be."""

    TEAM = "team"
    """The direct reports of one leader."""
    POOL = "pool"
    """Teams too small to be shown alone, shown together under the leader above them."""
    ALL = "all"
    """A roll-up: every cell at and beneath a unit."""
    LARGE = "large"
    """Cells pooled to 100 or more, for a fresh figure every wave."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A set of respondents published as one: the direct reports in `unit_ids`, placed at `unit_id`.

    `series` counts on with each re-organisation; it says what a figure may be compared with, not who stands behind it.
    """

    unit_id: str
    kind: CellKind
    unit_ids: tuple[str, ...]
    series: int = field(default=1, compare=False)

    @property
    def place(self) -> str:
        """Name where it stands, whatever series runs there."""
        return f"{self.unit_id}/{self.kind}"

    @property
    def key(self) -> str:
        """Name the cell's series."""
        return self.place if self.series == 1 else f"{self.place}/{self.series}"


def partition(tree: UnitTree, respondents: Mapping[str, int], threshold: int) -> list[Cell]:
    """Partition units into disjoint cells of at least `threshold` respondents, bottom up (P3).

    Direct reports who reach the threshold are a team cell; smaller teams join a pool carried to the unit above, which
    becomes a pool cell where it reaches the threshold. What is left at a root belongs to no cell. `respondents` names
    every unit with people: a team of whom nobody answered stands in the pool like the others, or its absence would
    tell who did not take part.
    """
    cells: list[Cell] = []
    carried: dict[str, tuple[str, ...]] = {}
    for unit_id in tree.bottom_up():
        own: tuple[str, ...] = (unit_id,) if unit_id in respondents else ()
        if respondents.get(unit_id, 0) >= threshold:
            cells.append(Cell(unit_id, CellKind.TEAM, own))
            own = ()
        pool = own + tuple(small for child in tree.children(unit_id) for small in carried[child])
        if sum(respondents[small] for small in pool) >= threshold:
            cells.append(Cell(unit_id, CellKind.POOL, pool))
            pool = ()
        carried[unit_id] = pool
    return cells
