"""What a manager who knows who took part reads in our posts about each person: the Gaussian posterior of opinions.

Of the waves of a cell a manager knows, of some of them together, about which mean they had: of the first wave, that of a
level just set; where a level moved, of the waves that moved it, the level they were rounded to, and of all before, that
they lie at least as far away as the gate demands, which is hardly ever much further. A level that stays tells nothing. A
fresh figure tells a wave's mean, and its favourable share tells it a second time, less exactly.
All these are means of the same answers; so their errors belong together, and are counted together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from surveys.disclosure import Policy
from surveys.gate import GateRule
from tests.benchmarks.panel import Population
from tests.benchmarks.posts import FIRST, HIDDEN, SAME, Course, Flags, Floats, Posts, rounding_table

BEYOND = 1.1
"""How many times as far as demanded a window lies from its base when it moves a level, on average."""
BEYOND_ERROR = 0.2
"""In scale points: how far that is from exact."""
SUM_VARIANCE = 2 / 3
"""Of a sum rounded to base 3."""
HAIR = 1e-9
ENTRIES_AT_ONCE = 12_000_000


class Told(NamedTuple):
    """One thing told: the mean of these answers (weights over team and wave) was so much, give or take an error."""

    weights: Floats
    mean: float
    error: float


class Reader:
    """Reads posts, with the policy and the population known, and who took part (`present`: wave, department, team, member)."""

    def __init__(self, present: Flags, policy: Policy, population: Population) -> None:
        self._n = present.sum(-1)
        self._policy, self._population = policy, population
        counted = np.maximum(self._n, 1)
        self._shares = np.moveaxis(present / counted[..., None], 0, 2)
        self._noise = np.moveaxis(population.wave_variance + population.chance_variance / counted, 0, 2)

    def opinions(self, courses: Sequence[Course], fresh: Posts | None = None) -> Floats:
        """Expect each member's lasting answer to each question: department, team, member, question."""
        _, departments, questions = courses[0].events.shape
        _, teams, waves, members = self._shares.shape
        expected = np.zeros((departments, teams, members, questions))
        pairs = list(np.ndindex(departments, questions))
        told = [list(self._told(courses, fresh, *pair)) for pair in pairs]
        rows = max(1, *(len(each) for each in told))
        at_once = max(1, ENTRIES_AT_ONCE // (rows * teams * waves))
        for begin in range(0, len(pairs), at_once):
            places = np.array(pairs[begin : begin + at_once])
            expected[places[:, 0], :, :, places[:, 1]] = self._solved(places[:, 0], told[begin : begin + at_once], rows)
        return expected

    def _solved(self, departments: NDArray[np.intp], told: Sequence[Sequence[Told]], rows: int) -> Floats:
        """Give the posterior of opinions in each department, for one question of it."""
        _, teams, waves, _ = self._shares.shape
        population, count = self._population, len(told)
        weights = np.zeros((count, rows, teams, waves))
        off, error = np.zeros((count, rows)), np.ones((count, rows))
        for place, each in enumerate(told):
            for row, one in enumerate(each):
                weights[place, row], off[place, row], error[place, row] = one
                off[place, row] -= population.mean
        flat = weights.reshape(count, rows, -1)
        of_members = np.moveaxis(weights, 1, 2) @ self._shares[departments]
        of_teams = weights.sum(-1)
        spread = population.person_variance * (of_members @ np.swapaxes(of_members, 2, 3)).sum(1)
        spread += population.unit_variance * (of_teams @ np.swapaxes(of_teams, 1, 2))
        spread += (flat * self._noise[departments].reshape(count, 1, -1)) @ np.swapaxes(flat, 1, 2)
        spread += np.eye(rows) * error[:, None, :] ** 2
        found = np.linalg.solve(spread, off[..., None])[..., 0]
        return population.person_variance * np.einsum("btrm,br->btm", of_members, found)

    def _told(self, courses: Sequence[Course], fresh: Posts | None, department: int, question: int) -> Iterator[Told]:
        for course in courses:
            yield from self._by_levels(course, department, question)
        if fresh is not None:
            yield from self._by_fresh(fresh, department, question)

    def _by_levels(self, course: Course, department: int, question: int) -> Iterator[Told]:
        """Say what a level tells when it is set and when it moves, and what it must have moved from."""
        rule, since, series = self._policy.gate, [], 0
        events, levels = course.events[:, department, question], course.levels[:, department, question]
        for wave in np.flatnonzero(events != HIDDEN).tolist():
            since.append(wave)
            if events[wave] == SAME:
                continue
            if events[wave] == FIRST:
                series += 1
                yield self._set(course, department, wave, levels[wave], rule.in_series(series))
                since = [wave]
                continue
            window, base = since[-rule.recent :], since[: -rule.recent]
            weights, n = self._weights(course, department, window)
            step = course.step[wave, department]
            yield Told(weights, levels[wave], (step**2 / 12 + SUM_VARIANCE / n) ** 0.5)
            if base:
                weights, base_n = self._weights(course, department, base)
                least = rule.needed(int(n)) * rule.standard_error(int(n), int(base_n), len(base))
                yield Told(weights, levels[wave] - events[wave] * BEYOND * least, BEYOND_ERROR)
                since = [wave]

    def _set(self, course: Course, department: int, wave: int, level: float, rule: GateRule) -> Told:
        weights, n = self._weights(course, department, [wave])
        cells = int(course.teams[wave, department].sum())
        rule = replace(rule, step=float(course.step[wave, department]))
        people = int(n)
        shown = _sums(people, self._policy) if course.alone else np.arange(people, 5 * people + 1) / people
        return Told(weights, *first_mean(level, people, cells, rule, self._population, shown))

    def _by_fresh(self, posts: Posts, department: int, question: int) -> Iterator[Told]:
        population = self._population
        for wave in np.flatnonzero(~np.isnan(posts.fresh[:, department, question])).tolist():
            weights, n = self._weights(posts.roll_up, department, [wave])
            cells = int(posts.roll_up.teams[wave, department].sum())
            rounding = 0.1**2 / 12 + SUM_VARIANCE * cells / n**2
            yield Told(weights, posts.fresh[wave, department, question], rounding**0.5)
            share = posts.favourable[wave, department, question]
            if 0.1 < share < 0.9:
                mean = population.mean + (share - population.favourable) / population.slope
                variance = (0.01**2 / 12 + population.left_over / n) / population.slope**2
                yield Told(weights, mean, variance**0.5)

    def _weights(self, course: Course, department: int, waves: Sequence[int]) -> tuple[Floats, float]:
        weights = np.zeros(self._noise.shape[1:])
        weights[:, waves] = (course.teams[waves, department] * self._n[waves, department]).T
        total = weights.sum()
        return weights / total, float(total)


@cache
def _sums(n: int, policy: Policy) -> Floats:
    """Give the means that stand for the sums of `n` answers, from the least to the greatest."""
    return rounding_table(n, policy)[n, n : 5 * n + 1]


def first_mean(
    level: float, n: int, teams: int, rule: GateRule, population: Population, shown: Floats
) -> tuple[float, float]:
    """Expect the mean behind a level just set, and its standard deviation: that of all sums which show this level.

    `shown` are the means that stand for the possible sums, from the least to the greatest.
    """
    means = np.arange(n, 5 * n + 1) / n
    variance = (population.unit_variance + population.wave_variance) / teams
    variance += (population.person_variance + population.chance_variance) / n
    error = (rule.wave_variance / 2 + rule.answer_variance / n) ** 0.5
    apart = np.abs(shown - population.mean) >= rule.apart * error
    levels = np.rint(np.where(apart, shown, population.mean) / rule.step) * rule.step
    likely = norm.pdf(means, population.mean, variance**0.5) * (np.abs(levels - level) < HAIR)
    if likely.sum() == 0:
        return level, rule.step
    likely /= likely.sum()
    mean = float((likely * means).sum())
    return mean, float((likely * (means - mean) ** 2).sum() + 1 / 12 / n**2) ** 0.5
