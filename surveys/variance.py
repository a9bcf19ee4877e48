"""Variance components of the gate: how much a team's mean wanders from wave to wave though nothing changed (P5).

A difference of two waves' means has the variance a + b · (1/n + 1/n'): a is the wave's own effect, twice (what all of a
team answer a little better or worse that week), b what other answers and other people bring. b stays as the policy says: the
variance within a team, mostly people's lasting opinions, would count as change what two waves share, and the gate would
miss half of all drops. So a is fitted over the whole organisation from how far means move from one wave to the next: a
restless organisation raises it. It is never below the default of the gate, nor above an end that a general upheaval
would push it over. The variance of answers within a team is told of the instrument, and judges nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from surveys.gate import GateRule
from surveys.groups import Groups
from surveys.policy import Policy, up_to_date

MOST_WAVE_VARIANCE = 0.20
MOST_ANSWER_VARIANCE = 1.50
"""Answers spread evenly over the scale have 2.0; what is near the greatest possible 4.0 would prove that all are 1 or 5."""


@dataclass(frozen=True)
class Components:
    """The fitted a and the variance of answers within a team, in squared scale points, rounded up to two decimals."""

    wave_variance: float
    answer_variance: float


@dataclass(frozen=True)
class Step:
    """One cell from one wave to the next: the difference of its means, in scale points, and both bases."""

    difference: float
    n_before: int
    n: int


def wave_variance(steps: Sequence[Step], within: float) -> float | None:
    """Fit a by the method of moments: mean squared successive difference less what answers explain.

    Successive differences, because a lasting change enters them once only (von Neumann, Kent, Bellinson & Hart 1941,
    Annals of Mathematical Statistics 12, 153–162). None without steps.
    """
    if not steps:
        return None
    differences = np.array([step.difference for step in steps])
    explained = within * np.array([1 / step.n_before + 1 / step.n for step in steps])
    return float(np.mean(differences**2 - explained))


def components(answers: Groups, steps: Sequence[Step]) -> Components:
    """Fit both components of one wave, between the gate's defaults and the coded ends.

    `answers` are grouped by cell and question.
    """
    least = GateRule()
    within = _kept(answers.within(), least.answer_variance, MOST_ANSWER_VARIANCE)
    between = _kept(wave_variance(steps, least.answer_variance), least.wave_variance, MOST_WAVE_VARIANCE)
    return Components(between, within)


def fitted(policy: Policy, waves: Sequence[Components]) -> Policy:
    """Give the policy that the next wave is frozen with: today's defaults, and a as the waves so far told, averaged."""
    policy = up_to_date(policy)
    if not waves:
        return policy
    told = _upwards(float(np.mean([one.wave_variance for one in waves])))
    return replace(policy, gate=replace(policy.gate, wave_variance=max(policy.gate.wave_variance, told)))


def _kept(value: float | None, least: float, most: float) -> float:
    return least if value is None else _upwards(min(most, max(least, value)))


def _upwards(value: float) -> float:
    return float(np.ceil(round(value * 100, 6))) / 100
