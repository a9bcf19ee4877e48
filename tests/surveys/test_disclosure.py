"""What leaves and what does not: cells, rounded sums, roll-ups, fresh figures, participation."""

import random
from collections import Counter
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.audit import Group
from surveys.disclosure import (
    FLOOR,
    CellKind,
    Policy,
    Reason,
    Released,
    ShareBand,
    SizeBand,
    partition,
    published_sum,
    representative,
)
from surveys.errors import VorbildError
from surveys.gate import Event, GateRule
from surveys.policy import EARLIER_DEFAULTS, up_to_date
from tests.data import policy_reference
from tests.surveys.organisations import (
    ANCHOR_KEY,
    FRESH_FROM_FIFTY,
    answered_again,
    close,
    companies,
    company,
    large_companies,
    star,
)

POLICY = FRESH_FROM_FIFTY
SMALL = {CellKind.TEAM, CellKind.POOL}


def people_of(figure, here):
    return sum(here.respondents[unit] for unit in figure.cell.unit_ids)


def reasons(closed, unit):
    return {entry.reason for entry in closed.release.suppressed if entry.unit_id == unit}


# --- policy -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("threshold", [4, 1, 0, -5])
def test_the_threshold_is_never_below_five(threshold):
    with pytest.raises(VorbildError, match="5 is the least"):
        Policy(threshold=threshold)


def test_the_window_is_never_below_four_weeks():
    with pytest.raises(VorbildError, match="28 is the least"):
        Policy(window_days=27)


@pytest.mark.parametrize("name", [one.name for one in fields(Policy) if one.name != "gate"])
def test_nothing_lowers_a_default_of_the_policy(name):
    with pytest.raises(VorbildError, match="is the least"):
        Policy(**{name: EARLIER_DEFAULTS.get(name, getattr(POLICY, name)) - 1})


@pytest.mark.parametrize("name", [one.name for one in fields(GateRule)])
def test_nothing_lowers_a_default_of_the_gate(name):
    least = EARLIER_DEFAULTS.get(name, getattr(POLICY.gate, name))
    with pytest.raises(VorbildError, match="is the least"):
        Policy(gate=GateRule(**{name: least / 2 or -1.0}))


def test_what_was_frozen_under_earlier_defaults_stays_and_the_next_wave_gets_todays():
    before = {name: value for name, value in EARLIER_DEFAULTS.items() if name != "large"}
    earlier = Policy(threshold=8, large=50, gate=GateRule(**before | {"factor": 4.0}))
    assert up_to_date(earlier) == Policy(threshold=8, gate=GateRule(factor=4.0))


def test_what_protects_more_may_be_chosen():
    policy = Policy(threshold=8, large=200, base=5, window_days=42, gate=GateRule(factor=4.0, answer_variance=0.9))
    assert policy.threshold == 8


def test_sums_are_rounded_to_an_odd_base_or_their_band_would_miss_them():
    with pytest.raises(VorbildError, match="odd"):
        Policy(base=4)


# --- cells ------------------------------------------------------------------------------------------------------------


def test_a_team_of_four_is_never_shown():
    closed = close(star("", "4444"))
    assert closed.release.released == ()
    assert reasons(closed, "t0") == {Reason.TOO_FEW}


def test_a_team_of_five_is_shown():
    figure = close(star("", "44444")).figure("t0", CellKind.TEAM)
    assert figure.level == 4.0
    assert figure.size is SizeBand.FIVE_TO_7


def test_small_teams_are_shown_together_under_the_leader_above():
    closed = close(star("", "444", "33"))
    assert closed.figure("t0", CellKind.TEAM) is None
    pool = closed.figure("top", CellKind.POOL)
    assert set(pool.cell.unit_ids) == {"t0", "t1"}
    assert {entry.unit_id: entry.counted_in for entry in closed.release.suppressed} == {
        "t0": pool.cell,
        "t1": pool.cell,
    }


def test_a_small_team_beside_a_large_one_cannot_be_had_by_subtraction():
    closed = close(star("", "44444", "1111"))
    assert {figure.cell.kind for figure in closed.release.released} == {CellKind.TEAM}


def test_left_overs_at_the_top_are_counted_in_no_cell():
    closed = close(star("55", "44444", "1"))
    assert all("t1" not in figure.cell.unit_ids for figure in closed.release.released)
    (entry,) = [entry for entry in closed.release.suppressed if entry.unit_id == "t1"]
    assert entry.counted_in is None


def test_a_higher_threshold_pools_what_a_lower_one_shows():
    here = star("", "44444", "44444")
    assert close(here, policy=Policy(threshold=6)).figure("t0", CellKind.TEAM) is None
    assert close(here, policy=Policy(threshold=6)).figure("top", CellKind.POOL) is not None


def test_whether_a_lone_person_took_part_does_not_show_in_the_pool():
    parents = {"top": None, "a": "top", "b": "top", "lone": "top"}
    answered = close(company(parents, a="444", b="444", lone="1"))
    silent = close(company(parents, {"lone": 1}, a="444", b="444"))
    assert answered.figure("top", CellKind.POOL).cell == silent.figure("top", CellKind.POOL).cell
    assert answered.release.suppressed == silent.release.suppressed


@given(companies(), st.integers(FLOOR, 9))
@settings(max_examples=80, deadline=None)
def test_cells_are_disjoint_and_never_below_the_threshold(here, threshold):
    cells = partition(here.tree, here.respondents, threshold)
    counted = Counter(unit for cell in cells for unit in cell.unit_ids)
    assert not counted or max(counted.values()) == 1
    for cell in cells:
        assert sum(here.respondents[unit] for unit in cell.unit_ids) >= threshold
        assert set(cell.unit_ids) <= set(here.tree.beneath(cell.unit_id))


@given(companies(), st.integers(FLOOR, 9))
@settings(max_examples=80, deadline=None)
def test_who_is_in_no_cell_is_fewer_than_the_threshold_at_each_root(here, threshold):
    counted = {unit for cell in partition(here.tree, here.respondents, threshold) for unit in cell.unit_ids}
    left = sum(n for unit, n in here.respondents.items() if unit not in counted)
    assert left < threshold


@given(companies(), st.integers(FLOOR, 9))
@settings(max_examples=80, deadline=None)
def test_the_partition_agrees_with_the_reference_policy(here, threshold):
    children = {unit: here.tree.children(unit) for unit in here.parents}
    expected, _ = policy_reference.partition(children, here.respondents, "u0", threshold)
    ours = {
        (cell.unit_id, cell.kind.value): {unit for unit in cell.unit_ids if here.respondents[unit]}
        for cell in partition(here.tree, here.respondents, threshold)
    }
    assert ours == {key: set(teams) for key, teams in expected.items()}


# --- differencing -------------------------------------------------------------------------------------------------------


@given(st.one_of(companies(most_units=40), large_companies()))
@settings(max_examples=60, deadline=None)
def test_no_union_or_difference_of_published_groups_isolates_fewer_than_five(here):
    closed = close(here)
    published = [frozenset(figure.cell.unit_ids) for figure in closed.release.released]
    apart = Counter()
    for unit, answers in here.answers.items():
        seen_in = tuple(unit in units for units in published)
        if any(seen_in):
            apart[seen_in] += sum(1 for answer in answers if answer)
    assert all(n >= FLOOR for n in apart.values())


@given(companies(most_units=40))
@settings(max_examples=40, deadline=None)
def test_every_wider_figure_is_a_union_of_cells(here):
    closed = close(here)
    cells = [set(one.cell.unit_ids) for one in closed.release.released if one.cell.kind in SMALL]
    for figure in closed.release.released:
        units = set(figure.cell.unit_ids)
        assert units == set().union(*(cell for cell in cells if cell <= units))


# --- sums -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [*range(5, 30), 50, 77, 200])
def test_rounded_sums_agree_with_the_reference_policy(n):
    for total in range(n, 5 * n + 1):
        band = published_sum(total, n, POLICY)
        assert band == policy_reference.publish_sum(total, n)
        assert representative(band, n, POLICY) == policy_reference.point(*band, n)
        assert band[0] <= total <= band[1]


@pytest.mark.parametrize("n", [5, 6, 7, 8, 11, 12, 20, 49])
def test_everybody_keeps_four_of_five_answers_whatever_the_sum(n):
    for total in range(n, 5 * n + 1):
        assert len(Group("", (), n, *published_sum(total, n, POLICY)).answers()) >= 4


@pytest.mark.parametrize("n", range(5, 13))
def test_against_one_insider_nobody_is_provably_critical(n):
    for total in range(n, 5 * n + 1):
        low, high = published_sum(total, n, POLICY)
        for own in range(1, 6):
            if n - 1 <= total - own <= 5 * (n - 1):
                assert max(Group("", (), n - 1, low - own, high - own).answers()) >= 3


@pytest.mark.parametrize("base", [5, 7])
def test_a_wider_base_still_holds_the_sum_and_leaves_four_answers(base):
    policy = Policy(base=base)
    for n in (5, 8, 12):
        for total in range(n, 5 * n + 1):
            low, high = published_sum(total, n, policy)
            assert low <= total <= high
            assert len(Group("", (), n, low, high).answers()) >= 4


@pytest.mark.parametrize("n", range(5, 20))
def test_all_1s_look_like_a_low_team_and_all_5s_like_a_high_one(n):
    assert published_sum(n, n, POLICY) == published_sum(n + 7, n, POLICY)
    assert published_sum(5 * n, n, POLICY) == published_sum(5 * n - 3, n, POLICY)


def test_levels_of_unanimous_teams_do_not_stand_at_the_ends():
    closed = close(star("", "11111", "55555"))
    assert closed.figure("t0", CellKind.TEAM).level == 2.0
    assert closed.figure("t1", CellKind.TEAM).level == 4.5


# --- cannot judge -------------------------------------------------------------------------------------------------------


def test_a_question_that_fewer_than_five_could_judge_is_not_shown():
    closed = close(star("", "44440000"))
    assert closed.release.released == ()
    assert reasons(closed, "t0") == {Reason.TOO_FEW_JUDGED}


def test_who_cannot_judge_is_outside_the_base():
    figure = close(star("", "5555500000")).figure("t0", CellKind.TEAM)
    assert figure.size is SizeBand.FIVE_TO_7
    assert figure.level == 4.5


def test_a_cell_that_could_not_judge_is_in_no_wider_figure():
    closed = close(star("", "44440000", "4" * 30, "4" * 30))
    for figure in closed.release.released:
        assert "t0" not in figure.cell.unit_ids


# --- roll-ups -----------------------------------------------------------------------------------------------------------


def test_a_small_roll_up_is_gated_in_half_points():
    figure = close(star("", "33333", "33444")).figure("top", CellKind.ALL)
    assert figure.event is Event.FIRST
    assert figure.level == 3.5


def test_a_small_roll_up_does_not_move_because_others_answer():
    closed = close(star("", "33333", "55555555"))
    again = close(star("", "33333333", "55555"), closed.gates)
    before, after = (one.figure("top", CellKind.ALL) for one in (closed, again))
    assert after.event is Event.SAME
    assert after.level == before.level


def test_the_detectable_shift_tells_no_more_than_the_band_of_sizes():
    def detectable(n):
        closed = close(star("", "4" * n))
        for _ in range(5):
            closed = close(star("", "4" * n), closed.gates)
        return closed.figure("t0", CellKind.TEAM).detectable

    assert detectable(5) == detectable(7) > detectable(8) == detectable(11) > detectable(12) == detectable(49)


def test_a_roll_up_of_twenty_is_gated_in_quarter_points():
    here = star("", "3333333333", "3334444444")
    figure = close(here).figure("top", CellKind.ALL)
    assert figure.event is Event.FIRST
    assert figure.level == 3.25
    closed = close(here)
    for _ in range(5):
        closed = close(here, closed.gates)
    again = closed.figure("top", CellKind.ALL)
    assert again.event is Event.SAME
    assert again.detectable is not None


def test_one_cell_alone_has_no_roll_up():
    assert close(star("", "44444")).figure("top", CellKind.ALL) is None


@given(companies(most_units=30), st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_levels_stay_on_their_grid_over_waves_and_events_tell_from_where(here, seed):
    closed, rnd = close(here), random.Random(seed)
    shown = {one.cell.key: one.level for one in closed.release.released}
    for _ in range(6):
        here = answered_again(here, rnd)
        closed = close(here, closed.gates)
        for figure in closed.release.released:
            if figure.cell.kind is CellKind.LARGE:
                assert figure.level is None
            else:
                step = 0.5 if figure.cell.kind in SMALL else 0.25
                assert figure.level % step == 0
                if figure.previous_level is not None and figure.cell.kind in SMALL:
                    assert figure.previous_level == shown[figure.cell.key]
        shown |= {one.cell.key: one.level for one in closed.release.released}


def test_a_team_that_falls_by_much_is_marked_sure_enough_for_a_list():
    steady, fallen = star("", "44444444"), star("", "22222222")
    closed = close(steady)
    for _ in range(5):
        closed = close(steady, closed.gates)
    waves = [closed]
    for _ in range(4):
        waves.append(close(fallen, waves[-1].gates))
    events = [wave.figure("t0", CellKind.TEAM) for wave in waves]
    fall, settled = [figure for figure in events if figure.event is Event.DOWN]
    assert (fall.previous_level, fall.level, settled.level) == (4.0, 2.5, 2.0)
    assert fall.strong


def test_a_move_that_is_just_real_is_no_entry_for_a_list():
    steady = star("", "44444444")
    closed = close(steady)
    for _ in range(5):
        closed = close(steady, closed.gates)
    closed = close(star("", "22233333"), closed.gates)
    fall = close(star("", "33333333"), closed.gates).figure("t0", CellKind.TEAM)
    assert fall.event is Event.DOWN
    assert not fall.strong


def test_how_close_a_figure_came_to_moving_has_no_place_in_what_is_released():
    assert {one.name for one in fields(Released)} == {
        "cell", "question_key", "size", "level", "previous_level", "event", "strong", "detectable", "fresh",
    }  # fmt: skip


@given(companies())
@settings(max_examples=30, deadline=None)
def test_a_figure_that_did_not_move_is_never_strong(here):
    closed = close(here)
    closed = close(here, closed.gates)
    assert not any(one.strong for one in closed.release.released if one.event not in {Event.UP, Event.DOWN})


# --- fresh figures --------------------------------------------------------------------------------------------------------


def test_forty_nine_have_no_fresh_figure_and_fifty_do():
    assert close(star("", "4" * 49)).figure("t0", CellKind.LARGE) is None
    assert close(star("", "4" * 50)).figure("t0", CellKind.LARGE).fresh.mean == 4.0


def test_small_cells_are_pooled_to_fifty():
    closed = close(star("", *["3333444444"] * 5))
    figure = closed.figure("top", CellKind.LARGE)
    assert set(figure.cell.unit_ids) == {"t0", "t1", "t2", "t3", "t4"}
    assert figure.fresh.mean == 3.6
    assert figure.fresh.low < 3.6 < figure.fresh.high


@pytest.mark.parametrize(("point", "share"), [("1", 10), ("3", 10), ("5", 90)])
def test_a_favourable_share_never_proves_unanimity(point, share):
    assert close(star("", point * 60)).figure("t0", CellKind.LARGE).fresh.favourable == share


@pytest.mark.parametrize("point", ["1", "2", "3", "4", "5"])
def test_an_interval_never_proves_unanimity(point):
    fresh = close(star("", *[point * 10] * 5)).figure("top", CellKind.LARGE).fresh
    torn = close(star("", *["15" * 5] * 5)).figure("top", CellKind.LARGE).fresh
    assert fresh.high - fresh.low >= 0.2
    assert torn.high - torn.low <= 0.9


@pytest.mark.parametrize("team", ["44433", "44444", "44443", "11122", "43333", "11111", "55555"])
def test_an_interval_holds_what_was_answered_though_all_sums_were_rounded_the_same_way(team):
    fresh = close(star("", *[team] * 10)).figure("top", CellKind.LARGE).fresh
    assert fresh.low <= sum(map(int, team)) / 5 <= fresh.high


def test_a_fresh_mean_is_one_of_rounded_sums():
    one = close(star("", *["3" * 10] * 5)).figure("top", CellKind.LARGE).fresh.mean
    almost = close(star("", *["3" * 9 + "4"] * 5)).figure("top", CellKind.LARGE).fresh.mean
    assert one == almost == 3.0


@given(large_companies())
@settings(max_examples=40, deadline=None)
def test_fresh_figures_stand_for_fifty_or_more_to_one_decimal_and_never_at_the_ends(here):
    closed = close(here)
    large = [figure for figure in closed.release.released if figure.cell.kind is CellKind.LARGE]
    units = [unit for figure in large for unit in figure.cell.unit_ids]
    assert len(units) == len(set(units))
    for figure in large:
        assert people_of(figure, here) >= 50
        assert 10 <= figure.fresh.favourable <= 90
        assert figure.fresh.low <= figure.fresh.mean <= figure.fresh.high
        assert all(value == round(value, 1) for value in (figure.fresh.mean, figure.fresh.low, figure.fresh.high))


# --- participation ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answered", "asked", "band"),
    [
        (5, 12, ShareBand.UNDER_HALF),
        (6, 12, ShareBand.HALF_TO_THREE_QUARTERS),
        (9, 12, ShareBand.HALF_TO_THREE_QUARTERS),
        (10, 12, ShareBand.OVER_THREE_QUARTERS),
    ],
)
def test_participation_is_a_band(answered, asked, band):
    here = company({"top": None}, {"top": asked - answered}, top="4" * answered)
    assert close(here).release.participation == {"top": band}


def test_participation_of_fewer_than_five_is_not_shown():
    assert close(company({"top": None}, {"top": 6}, top="4444")).release.participation == {}


@pytest.mark.parametrize(
    ("n", "band"), [(4, "under 5"), (5, "5-7"), (7, "5-7"), (8, "8-11"), (11, "8-11"), (12, "12+"), (900, "12+")]
)
def test_how_many_answered_is_a_band(n, band):
    assert SizeBand.of(n) == band


def test_a_unit_without_people_is_not_said_to_be_hidden():
    assert close(company({"top": None, "a": "top"}, a="44444")).release.suppressed == ()


def test_each_question_is_judged_by_itself():
    closed = close(star("", "44444"), question_keys=("q01.v1", ANCHOR_KEY))
    assert {one.question_key for one in closed.release.released} == {"q01.v1", ANCHOR_KEY}
