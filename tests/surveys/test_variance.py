"""The gate's variance components, fitted over an organisation."""

import numpy as np
import pytest

from surveys.gate import GateRule
from surveys.groups import Groups
from surveys.policy import Policy
from surveys.variance import (
    MOST_ANSWER_VARIANCE,
    MOST_WAVE_VARIANCE,
    Components,
    Step,
    components,
    fitted,
    wave_variance,
)

DEFAULTS = Components(GateRule().wave_variance, GateRule().answer_variance)


def answers(*cells):
    return Groups.of([np.array(cell, dtype=float) for cell in cells])


def test_both_components_are_found_again_in_teams_that_only_wander():
    rnd = np.random.default_rng(1)
    n, a, b = 8, 0.12, 0.9
    means = 3.5 + rnd.normal(0, (a / 2 + b / n) ** 0.5, (4000, 2))
    steps = [Step(float(after - before), n, n) for before, after in means]
    assert wave_variance(steps, b) == pytest.approx(a, abs=0.02)


def test_nothing_fitted_is_below_the_defaults():
    assert components(answers([4] * 8), [Step(0.0, 8, 8)]) == DEFAULTS
    assert components(answers(), []) == DEFAULTS


def test_an_upheaval_and_torn_teams_do_not_blind_the_gate_nor_prove_who_is_torn():
    torn = components(answers([1, 5] * 20), [Step(-2.0, 40, 40)] * 30)
    assert torn == Components(MOST_WAVE_VARIANCE, MOST_ANSWER_VARIANCE)


def test_what_is_fitted_is_rounded_up_to_two_decimals():
    assert components(answers([2, 3, 3, 4, 2, 3, 1]), []).answer_variance == 0.96  # 5.7143 / 6 = 0.9524


def test_the_next_wave_is_frozen_with_the_mean_of_what_the_waves_before_told():
    policy = fitted(Policy(), [Components(0.05, 0.8), Components(0.1, 1.0)])
    assert (policy.gate.wave_variance, policy.gate.answer_variance) == (0.08, GateRule().answer_variance)
    assert fitted(Policy(), []) == Policy()


def test_a_policy_that_is_stricter_stays_so():
    strict = Policy(gate=GateRule(answer_variance=1.2))
    assert fitted(strict, [Components(0.05, 0.6)]).gate.answer_variance == 1.2
