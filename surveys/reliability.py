"""How reliable the instrument is: whether its questions hang together, and whether people of one team agree.

Every function takes answers as arrays; those of real people exist in memory only while a wave is closed, and what is
worked out from them leaves through disclosure control alone.
"""

import numpy as np

from surveys.groups import Groups, Numbers


def covariance(answers: Numbers) -> Numbers:
    """Give the covariances of questions (columns) over people (rows), each from those who answered both (NaN: did not)."""
    there = ~np.isnan(answers)
    filled = np.where(there, answers, 0.0)
    present = there.astype(float)
    both = present.T @ present
    with np.errstate(divide="ignore", invalid="ignore"):
        product = filled.T @ filled - (filled.T @ present) * (present.T @ filled) / both
        return np.asarray(np.where(both > 1, product / (both - 1), np.nan))


def alpha(covariances: Numbers) -> float | None:
    """Give Cronbach's alpha of a set of questions from their covariances (Cronbach 1951, Psychometrika 16, 297–334).

    None for fewer than two questions, or where nobody answered two of them or all answered alike.
    """
    k = len(covariances)
    total = float(covariances.sum())
    if k < 2 or not total > 0:
        return None
    return float(k / (k - 1) * (1 - np.trace(covariances) / total))


def icc1(groups: Groups) -> float | None:
    """Give ICC(1): which share of the variance lies between groups (Bartko 1976; Bliese 2000, with the mean size)."""
    found = groups.mean_squares()
    if found is None:
        return None
    between, within = found
    total = between + (groups.mean_size() - 1) * within
    return None if total == 0 else float((between - within) / total)


def icc2(groups: Groups) -> float | None:
    """Give ICC(2): how reliable group means are (Bartko 1976; Bliese 2000). Negative where groups differ by chance."""
    found = groups.mean_squares()
    return None if found is None or found[0] == 0 else (found[0] - found[1]) / found[0]


def rwg(answers: Numbers, points: int) -> float | None:
    """Give r*wg of one question in one group: agreement against answers spread evenly over the points.

    James, Demaree & Wolf 1984, Journal of Applied Psychology 69, 85–98. None for fewer than two answers; below 0 the
    group agrees less than chance, which is reported as it is.
    """
    given = answers[~np.isnan(answers)]
    return None if len(given) < 2 else float(1 - given.var(ddof=1) / _even(points))


def rwg_j(variances: Numbers, points: int) -> Numbers:
    """Give rwg(j) of several questions (columns) in each group (rows) from the variances of their answers.

    James, Demaree & Wolf 1984; 0 where a group agrees less than chance, for which it is not defined. NaN stands for a
    question without two answers, and for a group without such a question.
    """
    j = (~np.isnan(variances)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.nansum(variances, axis=1) / j / _even(points)
        agreed = j * (1 - ratio) / (j * (1 - ratio) + ratio)
    return np.asarray(np.where(ratio >= 1, 0.0, agreed))


def _even(points: int) -> float:
    """Give the variance of answers spread evenly over the points."""
    return (points**2 - 1) / 12
