"""Rules that tell a trend from noise: ours, and those that other tools use, on the same simulated years.

A rule is given one year of a unit's waves and says, wave by wave, whether it sounds an alarm: −1 down, +1 up, 0 none.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu, norm

from surveys.disclosure import Policy, published_sum, representative
from surveys.gate import Event, Gate, advance
from tests.benchmarks.panel import (
    CHANCE_VARIANCE,
    MEAN,
    PERSON_VARIANCE,
    UNIT_VARIANCE,
    WAVE_VARIANCE,
    to_scale,
)

RESPONSE = 0.75
SIGNIFICANT = 0.05
XMR_CONSTANT = 2.66
"""Wheeler's constant for individual values: limits lie so many mean moving ranges from the mean."""
XMR_BASELINE = 5
SHIFT = 0.3
Answers = NDArray[np.int8]
"""Axes: unit, wave, respondent."""
Alarms = NDArray[np.int8]
"""Axes: unit, wave."""
Rule = Callable[[Answers], Alarms]


def years(units: int, n: int, waves: int, drop: float, drop_wave: int, random: np.random.Generator) -> Answers:
    """Let `n` people of each unit answer every wave; from `drop_wave` on their expected answer is lower by `drop`.

    Who answers changes: three quarters of a unit's people do each time.
    """
    people = round(n / RESPONSE)
    opinions = random.normal(MEAN, UNIT_VARIANCE**0.5, (units, 1)) + random.normal(
        0, PERSON_VARIANCE**0.5, (units, people)
    )
    fall = _latent_fall(drop)
    answers = np.empty((units, waves, n), dtype=np.int8)
    for wave in range(waves):
        here = random.random((units, people)).argsort(-1)[:, :n]
        noise = random.normal(0, WAVE_VARIANCE**0.5, (units, 1)) + random.normal(0, CHANCE_VARIANCE**0.5, (units, n))
        shift = fall if wave >= drop_wave else 0.0
        answers[:, wave] = to_scale(np.take_along_axis(opinions, here, -1) + noise - shift)
    return answers


def _latent_fall(drop: float) -> float:
    """Find how far opinions must fall for the average answer to fall so far: the scale ends at 5."""
    spread = (UNIT_VARIANCE + PERSON_VARIANCE + WAVE_VARIANCE + CHANCE_VARIANCE) ** 0.5

    def expected(mean: NDArray[np.float64]) -> NDArray[np.float64]:
        return 1 + sum(norm.sf(edge + 0.5, mean, spread) for edge in (1, 2, 3, 4))

    falls = np.linspace(0, 4, 4001)
    return float(np.interp(drop, expected(MEAN) - expected(MEAN - falls), falls))


def gate(answers: Answers, policy: Policy) -> Alarms:
    """Our gate, on rounded sums, as it ships."""
    units, waves, n = answers.shape
    means = {total: representative(published_sum(total, n, policy), n, policy) for total in range(n, 5 * n + 1)}
    alarms = np.zeros((units, waves), dtype=np.int8)
    for unit, sums in enumerate(answers.sum(-1).tolist()):
        state = Gate()
        for wave, total in enumerate(sums):
            state, movement = advance(state, means[total], n, policy.gate, whole=means[total])
            alarms[unit, wave] = {Event.DOWN: -1, Event.UP: 1}.get(movement.event, 0)
    return alarms


def difference(answers: Answers) -> Alarms:
    """Alarm where the mean differs from the last wave's by 0.3 or more."""
    steps = np.diff(answers.mean(-1), axis=1, prepend=np.nan)
    return np.where(np.abs(steps) >= SHIFT - 1e-9, np.sign(steps), 0).astype(np.int8)


def xmr(answers: Answers) -> Alarms:
    """Alarm where the mean leaves the natural process limits of all waves before (Wheeler), from the sixth wave on."""
    means = answers.mean(-1)
    alarms = np.zeros(means.shape, dtype=np.int8)
    for wave in range(XMR_BASELINE, means.shape[1]):
        before = means[:, :wave]
        reach = XMR_CONSTANT * np.abs(np.diff(before, axis=1)).mean(1)
        off = means[:, wave] - before.mean(1)
        alarms[:, wave] = np.where(np.abs(off) > reach, np.sign(off), 0)
    return alarms


def mann_kendall(answers: Answers) -> Alarms:
    """Alarm at the year's end where the means have a monotone trend, two-sided at 5 % (Mann 1945, Kendall 1975)."""
    means = answers.mean(-1)
    waves = means.shape[1]
    later, earlier = np.tril_indices(waves, -1)
    score = np.sign(means[:, later] - means[:, earlier]).sum(1)
    variance = np.array([waves * (waves - 1) * (2 * waves + 5) - _ties(row) for row in means]) / 18
    z = (score - np.sign(score)) / np.sqrt(variance)
    alarms = np.zeros(means.shape, dtype=np.int8)
    alarms[:, -1] = np.where(np.abs(z) > norm.isf(SIGNIFICANT / 2), np.sign(z), 0)
    return alarms


def _ties(values: NDArray[np.float64]) -> int:
    _, counts = np.unique(values, return_counts=True)
    return int((counts * (counts - 1) * (2 * counts + 5)).sum())


def mann_whitney(answers: Answers) -> Alarms:
    """Alarm where answers differ from the last wave's, two-sided at 5 % (Mann and Whitney 1947, ties corrected)."""
    result = mannwhitneyu(answers[:, 1:], answers[:, :-1], axis=-1, method="asymptotic")
    steps = np.sign(np.diff(answers.mean(-1), axis=1))
    alarms = np.zeros(answers.shape[:2], dtype=np.int8)
    alarms[:, 1:] = np.where(result.pvalue < SIGNIFICANT, steps, 0)
    return alarms
