"""Shrinkage: what to believe of figures that stand side by side."""

import numpy as np
import pytest

from surveys.gate import GateRule
from surveys.shrinkage import beside_others, shrink
from tests.surveys.organisations import ANCHOR_KEY, close, star

HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
"""Hits of 18 players in their first 45 at bats of 1970: Efron & Morris 1977, Scientific American 236, 119–127, table."""


def test_eighteen_batting_averages_shrink_as_efron_and_morris_published():
    averages = [hits / 45 for hits in HITS]
    error = (0.265 * 0.735 / 45) ** 0.5
    shrunk = shrink(averages, [error] * 18)
    assert shrunk[0] == pytest.approx(0.294, abs=1e-3)  # Clemente
    assert shrunk[-1] == pytest.approx(0.242, abs=1e-3)  # Alvis
    assert (shrunk[0] - shrunk[-1]) / (averages[0] - averages[-1]) == pytest.approx(0.212, abs=2e-3)


def test_where_chance_explains_everything_all_are_alike():
    assert shrink([3.5, 3.6, 3.4, 3.5], [0.5] * 4) == pytest.approx([3.5] * 4)


def test_the_less_sure_a_level_the_further_it_is_drawn():
    shrunk = shrink([2.0, 2.0, 4.0, 4.0, 4.0, 5.0], [0.2, 0.6, 0.3, 0.3, 0.3, 0.3])
    assert shrunk[0] < shrunk[1]


@pytest.mark.parametrize("levels", [[], [3.0], [3.0, 4.0], [1.0, 3.0, 5.0]])
def test_too_few_levels_stay_as_they_are(levels):
    assert shrink(levels, [0.4] * len(levels)) == tuple(levels)


def test_shrunk_means_of_teams_of_eight_are_nearer_to_the_truth():
    rnd = np.random.default_rng(8)
    truth = rnd.normal(3.7, 0.3, 400)
    error = (0.75 / 8) ** 0.5
    seen = truth + rnd.normal(0, error, 400)
    raw = np.sqrt(np.mean((seen - truth) ** 2))
    shrunk = np.sqrt(np.mean((np.array(shrink(list(seen), [error] * 400)) - truth) ** 2))
    assert shrunk < 0.8 * raw


def test_units_that_stand_side_by_side_are_drawn_together_question_by_question():
    teams = star("", "2" * 12, "5" * 12, *["4" * 12] * 4, *["3" * 12] * 4)
    released = close(teams, question_keys=("q01.v1", ANCHOR_KEY)).release.released
    beside = beside_others(released, GateRule())
    assert {key for _, key in beside} == {"q01.v1", ANCHOR_KEY}
    assert not [cell for cell, _ in beside if cell.endswith("/all")]
    lowest, highest = beside["t0/team", ANCHOR_KEY], beside["t1/team", ANCHOR_KEY]
    assert 2.0 < lowest < 3.0
    assert 4.0 < highest < 5.0
