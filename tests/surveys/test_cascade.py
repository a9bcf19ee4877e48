"""The leader cascade: index level by level, from published levels alone."""

from dataclasses import replace

from hypothesis import given, settings

from surveys.cascade import LEAST_CELLS, Tier, cascade_of, moves_beneath, tier_of
from surveys.disclosure import Cell, CellKind, Released, SizeBand
from surveys.gate import Event
from surveys.tree import UnitTree
from tests.surveys.organisations import ANCHOR_KEY, close, companies

TREE = UnitTree(
    {"board": None}
    | dict.fromkeys(("sales", "service", "works"), "board")
    | {f"team{number}": ("sales", "service", "works")[number % 3] for number in range(6)}
)
DIVISIONS = ("sales", "service", "works")


def figure(unit, level, size=SizeBand.FIVE_TO_7, kind=CellKind.TEAM, units=None, **changes):
    made = Released(Cell(unit, kind, units or (unit,)), ANCHOR_KEY, size, level, level, Event.SAME, detectable=0.8)
    return replace(made, **changes)


def cascade(*figures, unit="board"):
    return cascade_of(unit, ANCHOR_KEY, figures, TREE)


def test_the_top_comes_first_and_every_level_is_rated_by_the_one_beneath():
    rungs = cascade(figure("board", 4.0))
    assert [(rung.tier, rung.rated_by) for rung in rungs] == [
        (Tier.BOARD, Tier.DIVISION),
        (Tier.DIVISION, Tier.TEAM),
        (Tier.TEAM, Tier.STAFF),
    ]
    assert [rung.own for rung in rungs] == [True, False, False]


def test_the_units_own_leader_stands_alone_and_a_level_of_three_is_their_mean():
    rungs = cascade(
        figure("board", 4.0), *[figure(unit, level) for unit, level in zip(DIVISIONS, (3, 4, 4.5), strict=True)]
    )
    assert [rung.level for rung in rungs] == [4.0, 3.75, None]
    assert [rung.cells for rung in rungs] == [1, 3, 0]


def test_with_two_cells_on_a_level_whoever_knows_one_would_know_the_other_so_it_is_not_shown():
    assert cascade(figure("sales", 3.0), figure("service", 4.0))[1].level is None


def test_larger_cells_weigh_more_by_their_published_band():
    sizes = (SizeBand.FIVE_TO_7, SizeBand.FIVE_TO_7, SizeBand.TWELVE_OR_MORE)
    figures = [figure(unit, level, size) for unit, level, size in zip(DIVISIONS, (3, 3, 4), sizes, strict=True)]
    assert cascade(*figures)[1].level == 3.5


def test_a_pool_counts_on_the_level_of_its_leaders_and_one_across_levels_on_none():
    teams = figure("sales", 3.0, kind=CellKind.POOL, units=("team0", "team3"))
    mixed = figure("board", 3.0, kind=CellKind.POOL, units=("sales", "team1"))
    assert [rung.cells for rung in cascade(teams, mixed)] == [0, 0, 1]


def test_roll_ups_and_figures_of_elsewhere_are_no_rung():
    assert [rung.cells for rung in cascade(figure("sales", 3.0, kind=CellKind.ALL))] == [0, 0, 0]
    assert [rung.cells for rung in cascade(figure("team1", 3.0), unit="sales")] == [0, 0]


def test_a_division_reads_its_own_levels_under_their_usual_names():
    assert [rung.tier for rung in cascade(unit="sales")] == [Tier.DIVISION, Tier.TEAM]


def test_a_team_has_no_cascade():
    assert cascade(figure("team0", 3.0), unit="team0") == ()


def test_levels_between_divisions_and_teams_are_departments():
    assert [tier_of(depth, 4) for depth in range(6)] == [
        Tier.BOARD,
        Tier.DIVISION,
        Tier.DEPARTMENT,
        Tier.DEPARTMENT,
        Tier.TEAM,
        Tier.STAFF,
    ]


def test_sure_events_are_counted_by_level_and_direction_where_the_level_is_shown():
    moved = {"event": Event.DOWN, "strong": True}
    figures = [
        figure("sales", 3.0, **moved),
        figure("service", 3.0, **moved),
        figure("works", 4.0, event=Event.UP),
        figure("team0", 3.0, **moved),
    ]
    moves = moves_beneath("board", figures, TREE, cascade(*figures))
    assert [(move.tier, move.up, move.units) for move in moves] == [(Tier.DIVISION, False, 2)]


@given(companies())
@settings(max_examples=40, deadline=None)
def test_in_any_organisation_a_level_beneath_is_a_function_of_three_published_cells_or_more(here):
    released = close(here).release.released
    published = {one.cell.unit_id for one in released if one.cell.kind in {CellKind.TEAM, CellKind.POOL}}
    for unit in here.parents:
        for rung in cascade_of(unit, ANCHOR_KEY, released, here.tree):
            assert rung.level is None or (rung.own and unit in published) or rung.cells >= LEAST_CELLS
            assert rung.level is None or rung.level * 4 == int(rung.level * 4)
