"""The gate: a level that moves only when the change is real."""

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.gate import Event, Gate, GateRule, advance, round_to
from surveys.policy import EARLIER_DEFAULTS
from tests.data.policy_reference import Gate as ReferenceGate

RULE = GateRule()
AS_IN_THE_REFERENCE = GateRule(**{name: value for name, value in EARLIER_DEFAULTS.items() if name != "large"})
MOVED = {Event.UP, Event.DOWN}


def run(means, n=8, rule=RULE):
    gate, movements = Gate(), []
    for mean in means:
        gate, movement = advance(gate, mean, n, rule, whole=mean)
        movements.append(movement)
    return movements


def events(means, n=8, rule=RULE):
    return [movement.event for movement in run(means, n, rule)]


def test_the_first_wave_sets_the_level_to_half_points():
    (movement,) = run([3.7])
    assert movement.event is Event.FIRST
    assert movement.level == 3.5
    assert movement.previous_level is None
    assert movement.base_waves is None


@pytest.mark.parametrize(("mean", "level"), [(2.0, 2.0), (2.9, 3.5), (4.3, 3.5), (5.0, 5.0)])
def test_a_first_level_is_that_of_all_cells_until_a_cell_is_apart_beyond_chance(mean, level):
    assert advance(Gate(), mean, 8, RULE, whole=3.6)[1].level == level


def test_many_answers_set_a_first_level_apart_where_few_would_not():
    few, many = (advance(Gate(), 3.0, n, RULE, whole=3.6)[1].level for n in (5, 30))
    assert (few, many) == (3.5, 3.0)


def test_fewer_than_eight_answers_need_a_clearer_change_and_a_stricter_rule_holds_for_them_too():
    assert [RULE.needed(3 * n) for n in (7, 8)] == [3.35, 3.2]
    assert GateRule(factor=4.0).needed(15) == 4.0


def test_nothing_is_judged_before_window_and_base_have_three_waves_each():
    movements = run([5.0, 1.0, 5.0, 1.0, 5.0])
    assert [movement.event for movement in movements] == [Event.FIRST, *[Event.SAME] * 4]
    assert [movement.base_waves for movement in movements] == [None] * 5


def test_a_steady_team_keeps_its_level():
    assert events([3.6, 3.4, 3.7, 3.5, 3.6, 3.4, 3.5])[1:] == [Event.SAME] * 6


def test_one_odd_wave_does_not_move_the_level_of_a_small_team():
    assert Event.DOWN not in events([4.0, 4.0, 4.0, 4.0, 3.4, 4.0, 4.0])


def test_a_lasting_drop_moves_the_level_and_says_from_where():
    movements = run([4.0, 4.0, 4.0, 4.0, 4.0, 2.5, 2.5])
    (fall,) = [movement for movement in movements if movement.event is Event.DOWN]
    assert fall.previous_level == 4.0
    assert fall.level < 4.0
    assert fall.strength >= RULE.factor


def test_a_lasting_rise_moves_the_level_up():
    assert Event.UP in events([2.0, 2.0, 2.0, 2.0, 2.0, 3.6, 3.6, 3.6])


def test_after_a_move_the_base_begins_anew_with_the_newest_wave():
    movements = run([4.0] * 5 + [3.0] * 8)
    (moved,) = [place for place, movement in enumerate(movements) if movement.event in MOVED]
    assert [movement.base_waves for movement in movements[moved + 1 :]] == [None] * 4 + [3]


def test_a_level_settles_where_a_collapse_ends_when_the_window_is_wholly_new():
    levels = [movement.level for movement in run([4.0] * 6 + [2.0] * 6)]
    assert levels[6:] == [4.0, 2.5, 2.5, 2.0, 2.0, 2.0]


def test_a_level_that_moved_enough_stays_where_it_is():
    levels = [movement.level for movement in run([4.0] * 6 + [2.9] * 6)]
    assert levels[6:] == [4.0, 4.0, 3.0, 3.0, 3.0, 3.0]


def test_a_fall_that_was_none_is_not_taken_back_by_settling():
    """One wave of noise moved it; the next are as ever: only the gate itself may move it up again."""
    movements = run([4.0] * 6 + [1.0, 4.0, 4.0])
    assert [movement.event for movement in movements[6:]] == [Event.DOWN, Event.SAME, Event.SAME]


@given(st.lists(st.floats(1, 5), min_size=2, max_size=30))
@settings(max_examples=80, deadline=None)
def test_settling_goes_on_in_the_direction_of_the_move_when_the_window_is_wholly_new(means):
    movements, wholly_new = run(means), RULE.recent - 1
    moved = [place for place, movement in enumerate(movements) if movement.event in MOVED]
    for first, second in itertools.pairwise(moved):
        assert second - first >= wholly_new
        if second - first == wholly_new:
            assert movements[second].event is movements[first].event


@pytest.mark.parametrize(
    ("value", "step", "rounded"), [(3.7, 0.5, 3.5), (3.8, 0.5, 4.0), (3.6, 0.25, 3.5), (5, 0.5, 5)]
)
def test_values_are_rounded_to_the_nearest_step(value, step, rounded):
    assert round_to(value, step) == rounded


@given(st.lists(st.tuples(st.integers(5, 60), st.floats(0, 1)), min_size=1, max_size=30), st.sampled_from([0.5, 0.25]))
@settings(max_examples=150, deadline=None)
def test_levels_and_events_agree_with_the_reference_policy(waves, step):
    gate, reference = Gate(), ReferenceGate()
    for n, share in waves:
        mean = round(n * (1 + 4 * share)) / n
        gate, movement = advance(gate, mean, n, replace(AS_IN_THE_REFERENCE, step=step), whole=3.0)
        expected = reference.update(mean, n, q=step)
        if expected:  # from the first move on they differ: ours settles, and begins its base with the newest wave
            assert (movement.event, movement.level) == (expected, reference.level)
            return
        assert movement.event == (Event.FIRST if reference.seen == 1 else Event.SAME)
        assert movement.level == gate.level == reference.level
        assert (gate.base_sum, gate.base_n, gate.base_waves) == (reference.S, reference.N, reference.W)
        assert gate.window == (reference.prev,)


@pytest.mark.parametrize("n", [6, 8, 12])
def test_without_change_few_levels_move_in_a_year_and_a_clear_drop_is_mostly_found(n):
    rnd = random.Random(n)

    def course(drop):
        noise = (RULE.wave_variance + RULE.answer_variance / n) ** 0.5
        return [3.8 - (drop if wave >= 6 else 0) + rnd.gauss(0, noise) for wave in range(18)]

    false_alarms = sum(any(event in MOVED for event in events(course(0)[:12], n)) for _ in range(400)) / 400
    found = sum(Event.DOWN in events(course(1.0), n) for _ in range(400)) / 400
    assert false_alarms < 0.07
    assert found > 0.6
