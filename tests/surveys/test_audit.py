"""The auditor: finds nothing in what the policy publishes, and something in everything naive."""

import random
import time
from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from surveys.audit import FindingKind, Group, audit, audit_published, certainty, groups
from surveys.disclosure import Cell, CellKind, Evidence, Fresh, Policy, Release, Released, SizeBand
from surveys.gate import Event, GateRule
from tests.surveys.organisations import (
    ANCHOR_KEY,
    FRESH_FROM_FIFTY,
    Company,
    answered_again,
    close,
    companies,
    large_companies,
    random_company,
    star,
)

POLICY = FRESH_FROM_FIFTY


def kinds(findings):
    return {finding.kind for finding in findings}


def audited(here, closed, policy=POLICY):
    return audit(closed.evidence, closed.release, here.tree, policy)


def ledger(*figures):
    return Release(figures, (), {})


def published(unit, level, **changes):
    cell = changes.pop("cell", Cell(unit, CellKind.TEAM, (unit,)))
    return replace(Released(cell, ANCHOR_KEY, SizeBand.FIVE_TO_7, level, event=Event.FIRST), **changes)


def altered(closed, unit, kind, **changes):
    """Publish one figure otherwise than the policy says."""
    figure = closed.figure(unit, kind)
    rest = tuple(one for one in closed.release.released if one != figure)
    return replace(closed.release, released=(*rest, replace(figure, **changes)))


def tampered(**settings):
    """A policy as somebody with a debugger would have it."""
    policy = Policy()
    for name, value in settings.items():
        object.__setattr__(policy, name, value)
    return policy


# --- the policy stands ------------------------------------------------------------------------------------------------


@given(st.one_of(companies(), large_companies()), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_nothing_is_found_in_what_the_policy_publishes_over_waves(here, seed):
    rnd, gates, releases = random.Random(seed), {}, []
    for _ in range(4):
        closed = close(here, gates)
        assert audited(here, closed) == ()
        gates, here = closed.gates, answered_again(here, rnd)
        releases.append(closed.release)
    assert audit_published(releases, POLICY) == ()


@pytest.mark.parametrize("points", ["1", "2", "3", "4", "5", "15", "34", "25"])
@pytest.mark.parametrize("team", [5, 7, 10, 55])
def test_nothing_is_found_in_large_cells_of_one_mind_or_two(points, team):
    teams = [(points * team)[:team] for _ in range(12)]
    here = star("", *teams)
    assert audited(here, close(here)) == ()


def test_nothing_is_found_where_some_teams_agree_and_others_are_apart():
    here = star("", *["33333"] * 8, "55433", "55433", *["44433"] * 4)
    assert audited(here, close(here)) == ()


# --- naive publication ------------------------------------------------------------------------------------------------


def exact(here, kind=CellKind.TEAM, least=5):
    """Publish exact means of every team (or of all at and beneath every unit) of `least` people or more."""
    figures, known = [], []
    for unit in here.parents:
        units = tuple(here.tree.beneath(unit)) if kind is CellKind.ALL else (unit,)
        answers = [answer for one in units for answer in here.answers.get(one, ()) if answer]
        if len(answers) >= least:
            cell, total = Cell(unit, kind, units), sum(answers)
            figures.append(published(unit, total / len(answers), cell=cell, size=SizeBand.of(len(answers))))
            known.append(Evidence(cell, ANCHOR_KEY, len(answers), total, total))
    return figures, known


def naive(here, *parts):
    figures = tuple(figure for part, _ in parts for figure in part)
    return audit([one for _, known in parts for one in known], ledger(*figures), here.tree, POLICY)


def test_an_exact_mean_of_a_content_team_pins_everybody():
    here = star("", "55555")
    assert FindingKind.CERTAIN in kinds(naive(here, exact(here)))


def test_an_exact_mean_is_finer_than_agreed():
    here = star("", "44433")
    found = kinds(naive(here, exact(here)))
    assert FindingKind.TOO_FINE in found


def test_a_threshold_lowered_to_three_is_caught_though_the_policy_itself_says_three():
    here, policy = star("", "444", "43212"), tampered(threshold=3)
    closed = close(here, policy=policy)
    assert closed.figure("t0", CellKind.TEAM) is not None
    assert FindingKind.TOO_FEW in kinds(audited(here, closed, policy))
    assert FindingKind.TOO_FEW in kinds(audit_published([closed.release], policy))


def test_sums_rounded_to_nothing_are_caught():
    here, policy = star("", "55555"), tampered(base=1, low_edge=0, high_edge=0)
    assert FindingKind.CERTAIN in kinds(audited(here, close(here, policy=policy), policy))


def test_a_finer_gate_is_caught_though_the_policy_itself_is_finer():
    here, policy = star("", "44433"), tampered(gate=GateRule(step=0.1))
    assert FindingKind.TOO_FINE in kinds(audited(here, close(here, policy=policy), policy))


def test_a_roll_up_of_everybody_gives_the_small_team_away():
    here = star("", "44344", "1111")
    found = naive(here, exact(here), exact(here, CellKind.ALL))
    assert {FindingKind.NOT_OF_CELLS, FindingKind.TOO_FEW} <= kinds(found)


def test_suppressing_the_next_smallest_sibling_too_is_not_enough():
    here = star("", "4434434", "55555", "5555")
    teams, known = exact(here, least=6)
    found = naive(here, (teams, known), exact(here, CellKind.ALL, least=6))
    assert {FindingKind.NOT_OF_CELLS, FindingKind.CERTAIN} <= kinds(found)


def test_naive_publication_is_caught_in_most_organisations_and_the_policy_in_none():
    rnd, caught = random.Random(5), Counter()
    for _ in range(60):
        here = random_company(rnd, 12, 9, ("anything", "content"))
        found = naive(here, exact(here), exact(here, CellKind.ALL))
        caught["naive"] += bool({FindingKind.CERTAIN, FindingKind.TOO_FEW} & kinds(found))
        caught["policy"] += bool(audited(here, close(here)))
    assert caught["naive"] > 50
    assert caught["policy"] == 0


def test_cells_that_share_people_are_caught():
    here = star("44444", "44444", "33333")
    overlapping = Cell("top", CellKind.POOL, ("t0", "top"))
    closed = close(here)
    release = altered(closed, "top", CellKind.TEAM, cell=overlapping)
    assert FindingKind.OVERLAP in kinds(audit(closed.evidence, release, here.tree, POLICY))


def test_sets_that_cross_are_caught_in_the_evidence_too():
    crossing = [
        Evidence(Cell("a", CellKind.POOL, ("x", "y")), ANCHOR_KEY, 10, 30, 32),
        Evidence(Cell("b", CellKind.POOL, ("y", "z")), ANCHOR_KEY, 10, 30, 32),
    ]
    assert FindingKind.OVERLAP in kinds(certainty(crossing, ledger()))


def test_a_figure_at_a_unit_that_does_not_hold_its_people_is_caught():
    here = star("", "44444", "33333")
    closed = close(here)
    release = altered(closed, "t0", CellKind.TEAM, cell=Cell("t1", CellKind.POOL, ("t0",)))
    assert FindingKind.MISPLACED in kinds(audit(closed.evidence, release, here.tree, POLICY))


def test_a_level_that_does_not_follow_from_the_rounded_sums_is_caught():
    here = star("", "44444")
    closed = close(here)
    release = altered(closed, "t0", CellKind.TEAM, level=4.5)
    assert kinds(audit(closed.evidence, release, here.tree, POLICY)) == {FindingKind.UNEXPLAINED}


def test_a_figure_without_evidence_is_caught():
    here = star("", "44444")
    assert FindingKind.TOO_FEW in kinds(audit((), close(here).release, here.tree, POLICY))


# --- fresh figures ----------------------------------------------------------------------------------------------------


def with_fresh(closed, **changes):
    fresh = closed.figure("top", CellKind.LARGE).fresh
    return altered(closed, "top", CellKind.LARGE, fresh=replace(fresh, **changes))


def test_an_interval_of_these_peoples_own_spread_is_caught():
    here = star("", *["55555"] * 10)
    closed = close(here)
    mean = closed.figure("top", CellKind.LARGE).fresh.mean
    release = with_fresh(closed, low=mean, high=mean)
    assert FindingKind.UNEXPLAINED in kinds(audit(closed.evidence, release, here.tree, POLICY))


@pytest.mark.parametrize("changes", [{"mean": 3.24}, {"favourable": 100}, {"favourable": 0}, {"low": 2.999}])
def test_a_fresh_figure_finer_than_agreed_is_caught(changes):
    here = star("", *["33333"] * 10)
    closed = close(here)
    release = with_fresh(closed, **changes)
    assert FindingKind.TOO_FINE in kinds(audit(closed.evidence, release, here.tree, POLICY))


def test_a_favourable_share_at_its_least_pins_the_undecided_teams():
    """Two teams cannot do with fewer than three 4s and 5s each: exactly six leave none to the eight others."""
    here = star("", *["33333"] * 8, "55433", "55433")
    closed = close(here)
    assert closed.figure("top", CellKind.LARGE).fresh.favourable != 12
    release = with_fresh(closed, favourable=12)
    assert kinds(audit(closed.evidence, release, here.tree, POLICY)) == {FindingKind.CERTAIN}


def test_a_favourable_share_at_its_most_pins_the_content_teams():
    """The torn teams cannot have more than two 4s and 5s each, so that the others must all have chosen them."""
    here = star("", *["55555"] * 5, *["44111"] * 5)
    closed = close(here)
    assert closed.figure("top", CellKind.LARGE).fresh.favourable != 70
    release = with_fresh(closed, favourable=70)
    assert kinds(audit(closed.evidence, release, here.tree, POLICY)) == {FindingKind.CERTAIN}


def test_a_fresh_figure_of_fewer_than_fifty_is_caught():
    here, policy = star("", *["33333"] * 4), tampered(large=20)
    closed = close(here, policy=policy)
    assert closed.figure("top", CellKind.LARGE) is not None
    assert FindingKind.TOO_FEW in kinds(audited(here, closed, policy))


# --- against linear programming -----------------------------------------------------------------------------------------


def nested_evidence(rnd):
    """Random nested sets of units with random bands around a true sum."""
    here = random_company(rnd, rnd.randint(2, 9), 5, ("anything", "torn", "all 5s"))
    sets = {(unit,) for unit in here.parents if rnd.random() < 0.6}
    sets |= {tuple(here.tree.beneath(unit)) for unit in here.parents if rnd.random() < 0.6}
    found = []
    for units in sorted(sets):
        answers = [answer for unit in units for answer in here.answers[unit]]
        if answers:
            cell = Cell(units[0], CellKind.POOL, units)
            low, high = sum(answers) - rnd.randint(0, 3), sum(answers) + rnd.randint(0, 3)
            found.append(Evidence(cell, ANCHOR_KEY, len(answers), low, high))
    return here, found


def bounds_by_linear_programming(here, evidence, units):
    """Bound the answer of one person of these units: a variable a person, a row a published band."""
    people = [unit for unit, answers in here.answers.items() for _ in answers]
    rows = np.array([[person in one.cell.unit_ids for person in people] for one in evidence], dtype=float)
    limits = np.r_[[one.high for one in evidence], [-one.low for one in evidence]]
    aim = np.zeros(len(people))
    aim[next(place for place, unit in enumerate(people) if unit in units)] = 1
    least, most = (
        linprog(sign * aim, np.r_[rows, -rows], limits, bounds=[(1, 5)] * len(people), method="highs").fun
        for sign in (1, -1)
    )
    return least, -most


def test_bounds_are_exact_by_linear_programming():
    rnd, checked = random.Random(8), 0
    for _ in range(60):
        here, evidence = nested_evidence(rnd)
        for group in groups(evidence):
            if not any(here.answers[unit] for unit in group.unit_ids):
                continue
            least, most = bounds_by_linear_programming(here, evidence, group.unit_ids)
            answers = group.answers()
            assert (min(answers), max(answers)) == (pytest.approx(least), pytest.approx(most))
            assert len(answers) == answers[-1] - answers[0] + 1
            checked += 1
    assert checked > 150


@given(st.integers(1, 5), st.integers(0, 25), st.integers(0, 4), st.integers(0, 5), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_possible_answers_are_exact_by_trying_every_ballot(n, low, width, fewest, more):
    tried = {
        ballot[0]
        for ballot in product(range(1, 6), repeat=n)
        if low <= sum(ballot) <= low + width and fewest <= sum(answer >= 4 for answer in ballot) <= fewest + more
    }
    assert Group("", (), n, low, low + width).answers((fewest, fewest + more)) == tuple(sorted(tried))


@given(st.integers(1, 6), st.integers(0, 30), st.integers(0, 5))
@settings(max_examples=80, deadline=None)
def test_how_many_may_be_favourable_is_exact_by_trying_every_ballot(n, above, width):
    low = n + above % (4 * n + 1)
    high = min(5 * n, low + width)
    tried = [
        sum(answer >= 4 for answer in ballot) for ballot in product(range(1, 6), repeat=n) if low <= sum(ballot) <= high
    ]
    assert Group("", (), n, low, high).favourable == (min(tried), max(tried))


# --- the ledger alone ---------------------------------------------------------------------------------------------------


def test_the_ledger_of_exact_means_is_caught():
    assert FindingKind.CERTAIN in kinds(audit_published([ledger(published("a", 4.8))], POLICY))
    assert FindingKind.TOO_FINE in kinds(audit_published([ledger(published("a", 3.4))], POLICY))


@pytest.mark.parametrize("level", [1.0, 1.5, 2.0, 3.5, 4.5, 5.0])
@pytest.mark.parametrize("size", [SizeBand.FIVE_TO_7, SizeBand.EIGHT_TO_11, SizeBand.TWELVE_OR_MORE])
def test_a_first_level_on_the_grid_tells_nothing_certain(level, size):
    assert audit_published([ledger(published("a", level, size=size))], POLICY) == ()


@pytest.mark.parametrize(("event", "level"), [(Event.UP, 5.0), (Event.DOWN, 1.5), (Event.DOWN, 2.0)])
def test_a_move_speaks_of_two_waves_and_tells_nothing_certain(event, level):
    waves = [ledger(published("a", 3.5)), ledger(published("a", level, event=event, previous_level=3.5))]
    assert audit_published(waves, POLICY) == ()


def test_a_mean_of_two_waves_pins_less_than_one_of_a_single_wave():
    first, moved = published("a", 4.6), published("a", 4.6, event=Event.UP, previous_level=4.0)
    assert FindingKind.CERTAIN in kinds(audit_published([ledger(first)], POLICY))
    assert kinds(audit_published([ledger(published("a", 4.0)), ledger(moved)], POLICY)) == {FindingKind.TOO_FINE}


def test_a_published_group_of_fewer_than_five_in_the_ledger_is_caught():
    figure = published("a", 3.5, size=SizeBand.UNDER_5)
    assert kinds(audit_published([ledger(figure)], POLICY)) == {FindingKind.TOO_FEW}


def test_a_wider_figure_in_the_ledger_that_is_no_union_of_cells_is_caught():
    wide = published("top", 3.5, cell=Cell("top", CellKind.ALL, ("a", "b")))
    assert FindingKind.NOT_OF_CELLS in kinds(audit_published([ledger(published("a", 3.5), wide)], POLICY))


def test_a_fresh_figure_in_the_ledger_that_proves_unanimity_is_caught():
    team, fresh = published("a", 4.5, size=SizeBand.TWELVE_OR_MORE), Fresh(5.0, 5.0, 5.0, 100)
    large = replace(team, cell=Cell("a", CellKind.LARGE, ("a",)), level=None, event=Event.SAME, fresh=fresh)
    assert kinds(audit_published([ledger(team, large)], POLICY)) == {FindingKind.TOO_FINE}


def test_waves_are_audited_each_by_itself():
    both = [ledger(published("a", 3.5)), ledger(published("top", 3.5, cell=Cell("top", CellKind.POOL, ("a",))))]
    assert audit_published(both, POLICY) == ()


# --- sentences and speed ----------------------------------------------------------------------------------------------


def test_a_finding_is_a_sentence_that_names_unit_and_question():
    (finding,) = audit_published([ledger(published("ops", 3.5, size=SizeBand.UNDER_5))], POLICY)
    assert str(finding.message) == "ops, q23.v1: a published group, or the difference of two, is too small."


def test_an_organisation_of_12500_units_is_audited_in_a_moment():
    rnd = random.Random(1)
    parents = {"u0": None} | {f"u{number}": f"u{(number - 1) // 6}" for number in range(1, 12_500)}
    answers = {unit: rnd.choices([1, 2, 3, 4, 4, 5], k=rnd.randint(2, 10)) for unit in parents}
    here = Company(parents, answers, {})
    closed = close(here)
    started = time.process_time()
    assert audited(here, closed) == ()
    assert time.process_time() - started < 2
