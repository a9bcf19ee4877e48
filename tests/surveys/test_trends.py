"""Which figure speaks for a unit, what may be said about its change, and its way through the ledger."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.disclosure import Cell, CellKind, Fresh, Released, SizeBand
from surveys.gate import Event
from surveys.trends import Change, Published, change_of, figure_of, series_of
from tests.surveys.organisations import ANCHOR_KEY

JUNE = date(2026, 6, 9)


def figure(kind=CellKind.TEAM, level=3.5, event=Event.SAME, **changes):
    found = Released(Cell("ops", kind, ("ops",)), ANCHOR_KEY, SizeBand.FIVE_TO_7, level, 3.5, event, detectable=0.8)
    return replace(found, **changes)


def at_wave(number, what):
    return Published(number, JUNE + timedelta(weeks=4 * number), what)


@pytest.mark.parametrize(
    ("kinds", "speaks"),
    [
        pytest.param((CellKind.POOL, CellKind.TEAM, CellKind.ALL), CellKind.ALL, id="everybody beneath first"),
        pytest.param((CellKind.POOL, CellKind.TEAM), CellKind.TEAM, id="else the own team"),
        pytest.param((CellKind.POOL,), CellKind.POOL, id="else the teams shown together"),
    ],
)
def test_one_figure_speaks_for_a_unit(kinds, speaks):
    assert figure_of("ops", ANCHOR_KEY, [figure(kind) for kind in kinds]).cell.kind is speaks


def test_a_large_cell_never_speaks_for_a_unit():
    large = figure(CellKind.LARGE, None, fresh=Fresh(3.6, 3.4, 3.8, 64))
    assert figure_of("ops", ANCHOR_KEY, [large]) is None


def test_figures_of_other_units_and_questions_do_not_speak():
    assert figure_of("sales", ANCHOR_KEY, [figure()]) is None
    assert figure_of("ops", "q01.v1", [figure()]) is None


@pytest.mark.parametrize(
    ("what", "change"),
    [
        (None, Change.HIDDEN),
        (figure(level=None), Change.HIDDEN),
        (figure(event=Event.FIRST, previous_level=None, detectable=None), Change.FIRST),
        (figure(event=Event.UP), Change.UP),
        (figure(event=Event.DOWN), Change.DOWN),
        (figure(), Change.NONE),
        (figure(detectable=None), Change.EARLY),
        (figure(CellKind.ALL, previous_level=None, detectable=None), Change.AVERAGE),
    ],
)
def test_what_may_be_said_about_a_change(what, change):
    assert change_of(what) is change


@given(st.permutations(range(1, 8)))
@settings(max_examples=20, deadline=None)
def test_a_series_runs_from_the_oldest_wave_to_the_newest(order):
    series = series_of(figure(), [at_wave(number, figure()) for number in order])
    assert [point.wave_number for point in series.points] == list(range(1, 8))
    assert series.latest.wave_number == 7


def test_a_series_holds_one_cell_and_one_wording_only():
    others = [
        figure(CellKind.ALL),
        figure(question_key="q23.v2"),
        figure(cell=Cell("sales", CellKind.TEAM, ("sales",))),
    ]
    history = [at_wave(number, what) for number, what in enumerate([figure(), *others], start=1)]
    assert [point.figure for point in series_of(figure(), history).points] == [figure()]
