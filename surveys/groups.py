"""Groups of numbers, summed up: all that a one-way analysis of variance needs (Fisher 1925)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Groups:
    """Groups by their size, sum and sum of squares; arrays of one shape."""

    sizes: Numbers
    sums: Numbers
    squares: Numbers

    @classmethod
    def of(cls, values: Sequence[Numbers]) -> "Groups":
        """Sum up values, group by group."""
        place = np.repeat(np.arange(len(values)), [len(group) for group in values])
        return cls.by_place(
            np.concatenate([np.asarray(group, dtype=float) for group in (*values, [])]), place, len(values)
        )

    @classmethod
    def by_place(cls, values: Numbers, place: NDArray[np.int64], count: int) -> "Groups":
        """Sum up values by the number of the group that each belongs to; NaN belongs to none."""
        there = ~np.isnan(values)
        values, place = values[there], place[there]
        weighed = (np.bincount(place, weights=values**power, minlength=count) for power in (0, 1, 2))
        return cls(*(np.asarray(found, dtype=np.float64) for found in weighed))

    @property
    def filled(self) -> "Groups":
        """Leave out empty groups, in one row."""
        some = self.sizes > 0
        return Groups(self.sizes[some], self.sums[some], self.squares[some])

    def variances(self) -> Numbers:
        """Give the variance within each group, NaN where fewer than two stand in it."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found = (self.squares - self.sums**2 / self.sizes) / (self.sizes - 1)
        return np.asarray(np.where(self.sizes > 1, np.maximum(found, 0.0), np.nan))

    def within(self) -> float | None:
        """Give the mean square within groups; None where nobody shares a group."""
        some = self.filled
        freedom = float((some.sizes - 1).sum())
        return None if freedom <= 0 else float((some.squares - some.sums**2 / some.sizes).sum() / freedom)

    def mean_squares(self) -> tuple[float, float] | None:
        """Give the mean squares between and within groups; None where there are none."""
        some, within = self.filled, self.within()
        if len(some.sizes) < 2 or within is None:
            return None
        between = (some.sums**2 / some.sizes).sum() - some.sums.sum() ** 2 / some.sizes.sum()
        return float(between / (len(some.sizes) - 1)), within

    def mean_size(self) -> float:
        """Give the mean size of groups that are not empty."""
        return float(self.filled.sizes.mean())
