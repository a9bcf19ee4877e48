"""“Name the most critical member”: a manager reads every figure for years and knows who took part each time.

The attack is the best linear guess. A published figure is taken as the mean of the people who answered; people differ
by a known variance; regressing all figures of a department on attendance gives the expected opinion of every member
(the Gaussian posterior, as in ridge regression), and the lowest is named. Against our posts it is played twice, with
levels read as means of every wave, and with only the moves believed, and the better result counts. Five questions are
attacked jointly by adding up what is expected of a member on each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.disclosure import CellKind, Policy, Released, published_sum, release, representative
from surveys.gate import Event
from surveys.scales import Answer
from surveys.tallies import Tallies
from surveys.tree import UnitTree
from tests.benchmarks.panel import (
    CHANCE_VARIANCE,
    MEAN,
    PERSON_VARIANCE,
    UNIT_VARIANCE,
    WAVE_VARIANCE,
    WINDOW,
    Panel,
)

TEAMS_IN_A_DEPARTMENT = 6
THRESHOLD = 5
Floats = NDArray[np.float64]

NAIVE = (
    "weekly exact means",
    "weekly exact means, only the leave calendar known",
    "every four weeks, rounded, not gated",
)
OURS = "the policy"
OURS_WIDER = "the policy; who took part known in the whole department, all its figures"


def hit_rates(panel: Panel, waves: int, questions: int) -> dict[str, float]:
    """Play the attack on every way of publishing: the share of teams whose most critical member is named."""
    truth = panel.most_critical(questions)
    weeks = waves * WINDOW
    guesses = {
        NAIVE[0]: _from_means(panel, range(weeks), questions),
        NAIVE[1]: _from_means(panel, range(weeks), questions, calendar_only=True),
        NAIVE[2]: _from_means(panel, range(0, weeks, WINDOW), questions, rounded=True),
    }
    return {name: float((expected.argmin(-1) == truth).mean()) for name, expected in guesses.items()}


def _from_means(
    panel: Panel, weeks: range, questions: int, *, calendar_only: bool = False, rounded: bool = False
) -> Floats:
    """Expect each member's opinion from the means of their team alone, where five answered."""
    here = panel.present[weeks.start : weeks.stop : weeks.step]
    answers = panel.answers[weeks.start : weeks.stop : weeks.step, ..., :questions]
    n = here.sum(-1)
    shown = n >= THRESHOLD
    sums = (answers * here[..., None]).sum(2).astype(np.int64)
    means = _rounded(sums, n) if rounded else sums / np.maximum(n, 1)[..., None]
    known = panel.on_duty[weeks.start : weeks.stop : weeks.step] if calendar_only else here
    weights = known / np.maximum(known.sum(-1, keepdims=True), 1)
    noise = WAVE_VARIANCE + (CHANCE_VARIANCE + rounded * 2 / 3 / np.maximum(n, 1)) / np.maximum(n, 1)
    if calendar_only:
        noise = noise + PERSON_VARIANCE / np.maximum(n, 1) * (1 - n / panel.on_duty.shape[-1])
    precision = np.where(shown, 1 / noise, 0.0)
    size = here.shape[-1]
    matrix = np.einsum("wti,wtj,wt->tij", weights, weights, precision) + _prior(size)
    vector = np.einsum("wti,wt,wt->ti", weights, precision, means.mean(-1) - MEAN)
    return np.linalg.solve(matrix, vector[..., None])[..., 0]


def _rounded(sums: NDArray[np.int64], n: NDArray[np.int64]) -> Floats:
    """Round sums as the policy does, without its gate."""
    policy, size = Policy(), int(n.max())
    table = np.zeros((size + 1, 5 * size + 1))
    for people in range(THRESHOLD, size + 1):
        for total in range(people, 5 * people + 1):
            table[people, total] = representative(published_sum(total, people, policy), people, policy)
    return table[n[..., None], sums]


def _prior(size: int, teams: int = 1) -> Floats:
    """How alike people are before anything is published, as a precision matrix; teams share a mean of their own."""
    team = PERSON_VARIANCE * np.eye(size) + UNIT_VARIANCE
    return np.kron(np.eye(teams), np.linalg.inv(team))


# --- our own posts ----------------------------------------------------------------------------------------------------


@dataclass
class _Belief:
    """What the attacker holds about the members of one department: a precision matrix and what it weighs."""

    matrix: Floats
    vector: Floats

    def learn(self, members: NDArray[np.intp], mean: float, variance: float) -> None:
        """Take a figure as the mean of these members, each counted as often as they answered."""
        places, times = np.unique(members, return_counts=True)
        weights = times / len(members)
        self.matrix[np.ix_(places, places)] += np.outer(weights, weights) / variance
        self.vector[places] += weights * (mean - MEAN) / variance

    def expected(self) -> Floats:
        """Give what is expected of every member."""
        return np.linalg.solve(self.matrix, self.vector)


class Attacker:
    """Reads our posts wave after wave. `believes_levels` takes a level that stays as a mean of that wave too."""

    def __init__(self, panel: Panel, questions: int, *, believes_levels: bool, wider: bool) -> None:
        _, self._teams, self._size = panel.present.shape
        self._believes_levels, self._wider = believes_levels, wider
        people = TEAMS_IN_A_DEPARTMENT * self._size
        self._beliefs = [
            [_Belief(_prior(self._size, TEAMS_IN_A_DEPARTMENT), np.zeros(people)) for _ in range(questions)]
            for _ in range(self._teams // TEAMS_IN_A_DEPARTMENT)
        ]
        self._before: NDArray[np.bool_] | None = None

    def read(self, figures: Sequence[Released], present: NDArray[np.bool_]) -> None:
        """Learn from one wave's figures, knowing who took part."""
        for figure in figures:
            teams = [int(unit[1:]) for unit in figure.cell.unit_ids if unit.startswith("t")]
            department = teams[0] // TEAMS_IN_A_DEPARTMENT if teams else 0
            if not teams or teams[-1] // TEAMS_IN_A_DEPARTMENT != department:
                continue
            if self._wider or figure.cell.kind is CellKind.TEAM:
                self._learn(self._beliefs[department][int(figure.question_key[1:])], figure, teams, present)
        self._before = present

    def _learn(self, belief: _Belief, figure: Released, teams: Sequence[int], present: NDArray[np.bool_]) -> None:
        members = self._members(teams, present)
        if figure.fresh is not None:
            belief.learn(members, figure.fresh.mean, self._variance(len(members), 0.1))
            return
        level = figure.level or MEAN
        if figure.event in {Event.UP, Event.DOWN} and self._before is not None:
            members = np.concatenate([members, self._members(teams, self._before)])
        if figure.event is not Event.SAME:
            belief.learn(members, level, self._variance(len(members), 0.5))
        elif self._believes_levels:
            belief.learn(members, level, self._variance(len(members), 1.0))

    def _members(self, teams: Sequence[int], present: NDArray[np.bool_]) -> NDArray[np.intp]:
        found = [np.flatnonzero(present[team]) + team % TEAMS_IN_A_DEPARTMENT * self._size for team in teams]
        return np.concatenate(found)

    @staticmethod
    def _variance(n: int, step: float) -> float:
        return WAVE_VARIANCE + CHANCE_VARIANCE / n + step**2 / 12 + 2 / 3 / n**2

    def named(self, questions: int) -> NDArray[np.intp]:
        """Name, for each team, the member of whom the lowest opinion is expected."""
        expected = [sum(belief.expected() for belief in beliefs[:questions]) for beliefs in self._beliefs]
        return np.concatenate(expected).reshape(self._teams, self._size).argmin(-1)


def our_hit_rates(
    panel: Panel, waves: Sequence[int], questions: Sequence[int]
) -> dict[str, dict[tuple[int, int], float]]:
    """Publish wave after wave with the shipped code, and let attackers name the most critical members.

    Gives, for both kinds of knowledge, the better hit rate of the two readings, by number of waves and of questions.
    """
    most = max(questions)
    attackers = {
        name: [Attacker(panel, most, believes_levels=choice, wider=wider) for choice in (True, False)]
        for name, wider in ((OURS, False), (OURS_WIDER, True))
    }
    found: dict[str, dict[tuple[int, int], float]] = {name: {} for name in attackers}
    for number, (figures, present) in enumerate(_posts(panel, max(waves), most), start=1):
        for name, both in attackers.items():
            for attacker in both:
                attacker.read(figures, present)
            for count in questions if number in waves else ():
                truth = panel.most_critical(count)
                found[name][number, count] = max(float((one.named(count) == truth).mean()) for one in both)
    return found


def _posts(panel: Panel, waves: int, questions: int) -> Iterator[tuple[Sequence[Released], NDArray[np.bool_]]]:
    tree, policy, gates = _tree(panel.present.shape[1]), Policy(), {}
    invited = {f"t{team}": panel.present.shape[2] for team in range(panel.present.shape[1])}
    for wave in range(waves):
        present = panel.present[wave * WINDOW]
        tallies = _tallies(panel.answers[wave * WINDOW], present, questions)
        published, gates = release(tallies, tree, invited, gates, policy)
        yield published.released, present


def _tree(teams: int) -> UnitTree:
    parents: dict[str, str | None] = {"top": None}
    for team in range(teams):
        department = f"d{team // TEAMS_IN_A_DEPARTMENT}"
        parents[department] = "top"
        parents[f"t{team}"] = department
    return UnitTree(parents)


def _tallies(answers: NDArray[np.int8], present: NDArray[np.bool_], questions: int) -> Tallies:
    tallies = Tallies([f"q{number}" for number in range(questions)])
    for team, member in np.argwhere(present).tolist():
        points = answers[team, member].tolist()
        tallies.add(f"t{team}", {f"q{number}": Answer(points[number]) for number in range(questions)})
    return tallies
