"""What a report may say about a change, and why an overall figure is missing."""

from dataclasses import replace
from datetime import date

import pytest

from surveys.bank import load_bank
from surveys.composing import compose
from surveys.disclosure import Cell, CellKind, Reason, Release, Released, SizeBand, Suppressed
from surveys.gate import Event
from surveys.reports import Organisation, Pooled, Report, WaveFacts, Withheld
from surveys.tree import UnitTree
from surveys.trends import Change, Published, change_of

BANK = load_bank()
KEY = "q23.v1"
TEAM = Cell("north", CellKind.TEAM, ("north",))
POOL = Cell("ops", CellKind.POOL, ("north", "south"))
JUDGED = Released(TEAM, KEY, SizeBand.FIVE_TO_7, 3.5, 3.5, Event.SAME, detectable=0.5)
ORGANISATION = Organisation(
    {"ops": "Operations", "north": "North", "south": "South"}, UnitTree({"ops": None, "north": "ops", "south": "ops"})
)


def report(released: tuple[Released, ...], suppressed: tuple[Suppressed, ...] = ()) -> Report:
    facts = WaveFacts("Pulse", 1, date(2026, 6, 1), date(2026, 6, 12), (BANK.question(23),))
    history = [Published(1, facts.closes_on, figure) for figure in released]
    return compose("north", facts, Release(released, suppressed, {}), history, ORGANISATION, BANK)


@pytest.mark.parametrize(
    ("figure", "change"),
    [
        (None, Change.HIDDEN),
        (replace(JUDGED, level=None), Change.HIDDEN),
        (replace(JUDGED, event=Event.FIRST, previous_level=None, detectable=None), Change.FIRST),
        (replace(JUDGED, event=Event.UP), Change.UP),
        (replace(JUDGED, event=Event.DOWN), Change.DOWN),
        (JUDGED, Change.NONE),
        (replace(JUDGED, detectable=None), Change.EARLY),
        (replace(JUDGED, previous_level=None, detectable=None), Change.AVERAGE),
    ],
)
def test_a_change_is_told_no_further_than_it_was_judged(figure, change):
    assert change_of(figure) is change


def test_a_team_counted_in_a_pool_that_is_shown_reads_its_figure():
    shown = replace(JUDGED, cell=POOL)
    composed = report((shown,), (Suppressed("north", KEY, Reason.TOO_FEW, POOL),))
    assert composed.overall.figure == shown
    assert composed.pooled == Pooled("Operations", 2)
    assert composed.withheld is None


def test_a_pool_that_is_not_shown_itself_is_not_named():
    composed = report((), (Suppressed("north", KEY, Reason.TOO_FEW, POOL),))
    assert composed.withheld == Withheld(Reason.TOO_FEW, None)


def test_a_team_in_which_too_few_could_judge_hears_that():
    composed = report((), (Suppressed("north", KEY, Reason.TOO_FEW_JUDGED, TEAM),))
    assert composed.withheld == Withheld(Reason.TOO_FEW_JUDGED)


def test_a_shown_figure_is_not_withheld():
    assert report((JUDGED,)).withheld is None
    assert not report((JUDGED,)).empty
