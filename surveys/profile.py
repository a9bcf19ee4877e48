"""The profile of one unit: which of the dimensions it was asked about stand out beyond noise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from surveys.scores import quantile

SURE = 0.05


@dataclass(frozen=True)
class Extremes:
    """The places of the weakest and the strongest dimension; None where chance explains the difference."""

    weakest: int | None
    strongest: int | None


def extremes(levels: Sequence[float], errors: Sequence[float]) -> Extremes:
    """Compare the lowest and the highest level with the mean of all others.

    `levels` and their standard `errors` are in scale points. Every one of the m dimensions could have been the extreme
    one, on either side, so a difference counts at 1 − 0.05 / 2m (Bonferroni; Dunn 1961, JASA 56, 52–64). Two that share
    the extreme are none.
    """
    if len(levels) < 2:
        return Extremes(None, None)
    found, variances = np.asarray(levels, dtype=float), np.square(np.asarray(errors, dtype=float))
    others = len(found) - 1
    apart = found - (found.sum() - found) / others
    noise = np.sqrt(variances + (variances.sum() - variances) / others**2)
    strength = apart / noise
    needed = quantile(1 - SURE / 2 / len(found))
    return Extremes(_place(-strength, needed, -found), _place(strength, needed, found))


def _place(strength: np.ndarray, needed: float, towards: np.ndarray) -> int | None:
    place = int(np.argmax(towards))
    alone = int(np.count_nonzero(towards == towards[place])) == 1
    return place if alone and strength[place] >= needed else None
