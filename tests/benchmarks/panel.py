"""Simulated teams that answer week after week: who is there, who answers, and what.

An answer is a unit's mean, a person's own bias (in general and on a question), what the weeks bring to everybody, and
chance, rounded to the scale. The variances are those of real team surveys: ICC(1) 0.10, a standard deviation of about
1 within a team, half of it the person's own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WINDOW = 4
"""Weeks in a wave."""
MEAN, UNIT_VARIANCE = 3.7, 0.11
GENERAL_VARIANCE, SPECIFIC_VARIANCE = 0.35, 0.15
PERSON_VARIANCE = GENERAL_VARIANCE + SPECIFIC_VARIANCE
WAVE_VARIANCE = 0.025
"""Half of the gate's a, which is that of a difference of two waves."""
CHANCE_VARIANCE = 0.48
LEAVE_BEGINS, LEAVE_ENDS = 0.06, 0.5
"""Chances a week: about six weeks of leave a year, two weeks at a time."""
KEENNESS = (8.0, 2.0)
"""Beta: how often people who are there answer; with leave, 70 % respond."""


@dataclass(frozen=True)
class Panel:
    """Teams of one size. Axes: week, team, member, question; `own` (team, member) is a person's lasting opinion."""

    answers: NDArray[np.int8]
    on_duty: NDArray[np.bool_]
    present: NDArray[np.bool_]
    bias: NDArray[np.float64]

    def most_critical(self, questions: int) -> NDArray[np.intp]:
        """Name each team's member with the lowest lasting opinion over the first questions."""
        return self.bias[..., :questions].mean(-1).argmin(-1)


def simulated_panel(weeks: int, people: tuple[int, int], questions: int, random: np.random.Generator) -> Panel:
    """Let `people` (teams, members) answer every week; each four weeks of it are a wave."""
    on_duty = _on_duty(weeks, people, random)
    present = on_duty & (random.random((weeks, *people)) < random.beta(*KEENNESS, people))
    bias = random.normal(0, GENERAL_VARIANCE**0.5, (*people, 1))
    bias = bias + random.normal(0, SPECIFIC_VARIANCE**0.5, (*people, questions))
    means = random.normal(MEAN, UNIT_VARIANCE**0.5, (people[0], 1, questions))
    waves = random.normal(0, WAVE_VARIANCE**0.5, (-(-weeks // WINDOW), people[0], 1, questions))
    answers = np.empty((weeks, *people, questions), dtype=np.int8)
    for week in range(weeks):
        chance = random.normal(0, CHANCE_VARIANCE**0.5, (*people, questions))
        answers[week] = to_scale(means + bias + waves[week // WINDOW] + chance)
    return Panel(answers, on_duty, present, bias)


@dataclass(frozen=True)
class Population:
    """What everybody may know of answers, as they stand on the scale: their mean, and variances by their source.

    `favourable` is the share of 4s and 5s; a point more is `slope` more of it, and `left_over` its variance beside that.
    """

    mean: float
    unit_variance: float
    person_variance: float
    wave_variance: float
    chance_variance: float
    favourable: float
    slope: float
    left_over: float


def population(random: np.random.Generator, teams: int = 200_000) -> Population:
    """Measure the population on teams of two that answer in two waves: covariances of who and what they share."""
    people = random.normal(MEAN, UNIT_VARIANCE**0.5, (teams, 1, 1)) + random.normal(
        0, PERSON_VARIANCE**0.5, (teams, 2, 1)
    )
    waves = random.normal(0, WAVE_VARIANCE**0.5, (teams, 1, 2))
    answers = to_scale(people + waves + random.normal(0, CHANCE_VARIANCE**0.5, (teams, 2, 2))).astype(float)
    mean, off, liked = float(answers.mean()), answers - answers.mean(), answers >= 4
    unit = float((off[:, 0] * off[:, 1, ::-1]).mean())
    wave = float((off[:, 0] * off[:, 1]).mean()) - unit
    person = float((off[..., 0] * off[..., 1]).mean()) - unit
    total = float((off**2).mean())
    slope = float((off * liked).mean()) / total
    return Population(
        mean,
        unit,
        person,
        wave,
        total - unit - wave - person,
        float(liked.mean()),
        slope,
        float(liked.var()) - slope**2 * total,
    )


def to_scale(opinions: NDArray[np.float64]) -> NDArray[np.int8]:
    """Round opinions to the five points."""
    return np.clip(np.rint(opinions), 1, 5).astype(np.int8)


def _on_duty(weeks: int, people: tuple[int, int], random: np.random.Generator) -> NDArray[np.bool_]:
    on_leave = np.empty((weeks, *people), dtype=bool)
    on_leave[0] = random.random(people) < LEAVE_BEGINS / (LEAVE_BEGINS + LEAVE_ENDS)
    for week in range(1, weeks):
        draw = random.random(people)
        on_leave[week] = np.where(on_leave[week - 1], draw >= LEAVE_ENDS, draw < LEAVE_BEGINS)
    return ~on_leave
