"""“Name the most critical member”: a manager reads every figure for years and knows who took part each time.

The attack is the best linear guess. A published figure is taken as the mean of the people who answered; people differ
by a known variance; regressing all figures on attendance gives the expected opinion of every member (the Gaussian
posterior, as in ridge regression), and the lowest is named. Five questions are attacked jointly by adding up what is
expected of a member on each. How our own posts are read, `reading` says. There is one reading, fixed beforehand: no
better one is picked after the answers are known.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from surveys.disclosure import Policy
from tests.benchmarks.panel import (
    CHANCE_VARIANCE,
    MEAN,
    PERSON_VARIANCE,
    UNIT_VARIANCE,
    WAVE_VARIANCE,
    WINDOW,
    Panel,
    population,
)
from tests.benchmarks.posts import posts_of, rounding_table
from tests.benchmarks.reading import Reader

THRESHOLD = 5
FAVOURABLE = 4
Floats = NDArray[np.float64]
HitRates = dict[tuple[int, int], float]

NAIVE = (
    "weekly exact means",
    "weekly exact means, only the leave calendar known",
    "every four weeks, rounded, not gated",
)


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
    return rounding_table(int(n.max()), Policy())[n[..., None], sums]


def _prior(size: int) -> Floats:
    """How alike people are before anything is published, as a precision matrix."""
    return np.linalg.inv(PERSON_VARIANCE * np.eye(size) + UNIT_VARIANCE)


# --- our own posts ----------------------------------------------------------------------------------------------------


def our_hit_rates(
    panel: Panel, waves: Sequence[int], questions: Sequence[int], teams: int, policy: Policy
) -> tuple[HitRates, HitRates]:
    """Publish departments of so many teams, wave after wave, and name the most critical members.

    Gives hit rates, by number of waves and of questions: from each team's own figures, and from all of its department's.
    """
    answers, present = panel.answers[::WINDOW], panel.present[::WINDOW]
    shape = (len(present), present.shape[1] // teams, teams)
    people = shape[1] * teams
    sums = (answers * present[..., None]).sum(2, dtype=np.int64)[:, :people].reshape(*shape, -1)
    liked = ((answers >= FAVOURABLE) & present[..., None]).sum(2)[:, :people].reshape(*shape, -1)
    present = present[:, :people].reshape(*shape, -1)
    known, own, wider = population(np.random.default_rng(0)), {}, {}
    for count in waves:
        here = present[:count]
        posts = posts_of(here, sums[:count], liked[:count], policy)
        alone = Reader(here.reshape(count, people, 1, -1), policy, known).opinions([posts.each_team()])
        together = Reader(here, policy, known).opinions([*posts.teams, posts.pool, posts.roll_up], posts)
        for asked in questions:
            truth = panel.most_critical(asked)[:people]
            for found, expected in ((own, alone), (wider, together)):
                named = expected[..., :asked].sum(-1).argmin(-1).ravel()
                found[count, asked] = float((named == truth).mean())
    return own, wider
