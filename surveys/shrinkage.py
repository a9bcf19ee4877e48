"""Empirical-Bayes shrinkage: what to believe of units whose figures stand side by side.

The mean of a small team lies far from the others by chance more often than by merit. Drawn towards the mean of all, as
far as chance explains the differences, the figures are nearer to the truth.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from surveys.cells import CellKind
from surveys.figures import GateKey, Released
from surveys.gate import GateRule
from surveys.scores import level_error


def shrink(levels: Sequence[float], errors: Sequence[float]) -> tuple[float, ...]:
    """Draw levels with known standard errors (both in scale points) towards their mean.

    The variance of true levels is what the spread exceeds chance by (DerSimonian & Laird 1986); the factor is Morris's
    (1983, JASA 78, 47–55), which for equal errors is that of James and Stein (Efron & Morris 1975, JASA 70, 311–319).
    Fewer than four levels tell too little of their spread: they stay as they are.
    """
    k = len(levels)
    if k < 4:
        return tuple(levels)
    found, variances = np.asarray(levels, dtype=float), np.square(np.asarray(errors, dtype=float))
    weights = 1 / variances
    centre = float((weights * found).sum() / weights.sum())
    spread = float((weights * (found - centre) ** 2).sum())
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    between = max(0.0, (spread - (k - 1)) / float(scale))
    kept = 1 - (k - 3) / (k - 1) * variances / (variances + between)
    if between == 0.0:
        kept = np.zeros(k)
    return tuple(float(value) for value in centre + kept * (found - centre))


def beside_others(figures: Iterable[Released], rule: GateRule) -> Mapping[GateKey, float]:
    """Give, by cell and question, what to believe of the levels of one wave where units stand side by side.

    Only cells are compared, each question by itself: roll-ups hold cells that stand beside them already. It is a
    function of what is published, so it tells nothing more.
    """
    by_question: dict[str, list[Released]] = defaultdict(list)
    for figure in figures:
        if figure.cell.kind in {CellKind.TEAM, CellKind.POOL} and figure.level is not None:
            by_question[figure.question_key].append(figure)
    found: dict[GateKey, float] = {}
    for key, beside in by_question.items():
        levels = shrink([one.level or 0.0 for one in beside], [level_error(one.size, rule) for one in beside])
        found |= {(one.cell.key, key): level for one, level in zip(beside, levels, strict=True)}
    return found
