"""The instrument: what one wave tells of the questions themselves, never of a unit.

Only disclosure control calls it, with the answers of everybody who stands in a cell, in memory, while a wave is closed.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from surveys.cells import Cell, CellKind
from surveys.figures import Instrument
from surveys.groups import Groups, Numbers
from surveys.reliability import alpha, covariance, icc1, icc2, rwg_j
from surveys.scales import POINTS
from surveys.variance import Step, components

ENOUGH = 100
"""People: below, reliability would be told more exactly than it is known. Cells of 50 may be told of, so it is safe."""

ENDS = {"alpha": (0.0, 0.95), "icc1": (0.0, 0.5), "icc2": (0.0, 0.95), "rwg": (0.0, 0.95)}
"""Coded ends: perfect agreement would prove that all of every team answered alike."""


def measure(sheets: Mapping[Cell, NDArray[np.uint8]], steps: Sequence[Step]) -> Instrument | None:
    """Work out reliability and the gate's variance components.

    `sheets` holds the answers of each cell, a row per person and a column per question, 0 for *cannot judge*; `steps`
    says what the overall question did since the wave before. None where fewer than `ENOUGH` people answered.
    """
    cells = list(sheets)
    if sum(len(sheet) for sheet in sheets.values()) < ENOUGH:
        return None
    place = np.repeat(np.arange(len(cells)), [len(sheets[cell]) for cell in cells])
    answers = np.concatenate([sheets[cell] for cell in cells]).astype(float)
    answers[answers == 0] = np.nan
    columns = [Groups.by_place(column, place, len(cells)) for column in answers.T]
    is_team = np.array([cell.kind is CellKind.TEAM for cell in cells])
    people = Groups.by_place(np.where(is_team[place], _means(answers), np.nan), place, len(cells))
    agreement = rwg_j(np.stack([column.variances() for column in columns], axis=1)[is_team], len(POINTS))
    fitted = components(_one_row(columns), steps)
    return Instrument(
        fitted.wave_variance,
        fitted.answer_variance,
        _told("alpha", alpha(covariance(answers))),
        _told("icc1", icc1(people)),
        _told("icc2", icc2(people)),
        _told("rwg", None if np.isnan(agreement).all() else float(np.nanmean(agreement))),
    )


def _means(answers: Numbers) -> Numbers:
    """Give each person's mean over the questions they could judge, NaN for who could judge none."""
    judged = (~np.isnan(answers)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.nansum(answers, axis=1) / np.where(judged > 0, judged, np.nan))


def _one_row(columns: Sequence[Groups]) -> Groups:
    """Take each question of each cell for a group."""
    return Groups(
        np.concatenate([column.sizes for column in columns]),
        np.concatenate([column.sums for column in columns]),
        np.concatenate([column.squares for column in columns]),
    )


def _told(name: str, value: float | None) -> float | None:
    low, high = ENDS[name]
    return None if value is None else round(min(high, max(low, value)), 2)
