"""The shape of an organisation: which unit stands beneath which."""

from collections.abc import Iterator, Mapping
from functools import cached_property


class UnitTree:
    """Units and their parents; a forest when several have none. Iterates in the order given."""

    def __init__(self, parents: Mapping[str, str | None]) -> None:
        self._parents = dict(parents)
        self._children: dict[str, list[str]] = {unit_id: [] for unit_id in parents}
        for unit_id, parent_id in parents.items():
            if parent_id is not None:
                self._children[parent_id].append(unit_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._parents)

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._parents

    def parent(self, unit_id: str) -> str | None:
        """Give the unit above, None at a root."""
        return self._parents[unit_id]

    def children(self, unit_id: str) -> tuple[str, ...]:
        """Give the units directly beneath."""
        return tuple(self._children[unit_id])

    def roots(self) -> tuple[str, ...]:
        """Give the units without a parent."""
        return tuple(unit_id for unit_id, parent_id in self._parents.items() if parent_id is None)

    def beneath(self, unit_id: str) -> Iterator[str]:
        """Walk a unit and all beneath it, parents before children."""
        waiting = [unit_id]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(self._children[here])

    def bottom_up(self) -> tuple[str, ...]:
        """Give all units, children before parents."""
        return self._bottom_up

    @cached_property
    def _bottom_up(self) -> tuple[str, ...]:
        return tuple(reversed([unit_id for root in self.roots() for unit_id in self.beneath(root)]))

    def upwards(self, unit_id: str) -> Iterator[str]:
        """Walk from a unit to its root, itself first."""
        here: str | None = unit_id
        while here is not None:
            yield here
            here = self._parents[here]

    def depth(self, unit_id: str) -> int:
        """Count the units above: 0 at a root."""
        return sum(1 for _ in self.upwards(unit_id)) - 1
