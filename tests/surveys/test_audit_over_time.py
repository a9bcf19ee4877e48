"""Over time: who knows who joined and left learns nothing from two waves; from exact means they would."""

import random
from datetime import date, timedelta

import pytest

from surveys.audit_over_time import PublishedWave, differences, too_often
from surveys.cells import Cell, CellKind
from surveys.figures import Fresh, Release, Released, SizeBand
from surveys.gate import Event
from tests.surveys.organisations import ANCHOR_KEY, Company, answered_again, close, random_company

FIRST = date(2026, 1, 6)


def wave(members, *figures, after=0):
    return PublishedWave(FIRST + timedelta(days=after), {"a": frozenset(members)}, Release(figures, (), {}))


def figure(level, **changes):
    cell = Cell("a", CellKind.TEAM, ("a",))
    return Released(cell, ANCHOR_KEY, SizeBand.FIVE_TO_7, **{"level": level, "event": Event.FIRST, **changes})


@pytest.mark.parametrize("level", [4.4, 3.8333])
def test_means_finer_than_agreed_isolate_a_newcomer(level):
    waves = [wave("ABCDE", figure(4.2)), wave("ABCDEF", figure(level), after=28)]
    assert [found.kind for found in differences(waves)] == ["isolated"]


def test_means_finer_than_agreed_isolate_who_left_too():
    assert list(differences([wave("ABCDEF", figure(4.2)), wave("ABCDE", figure(4.4), after=28)]))


def test_levels_on_the_grid_isolate_nobody():
    assert not list(differences([wave("ABCDE", figure(3.5)), wave("ABCDEF", figure(4.0), after=28)]))


def test_nobody_is_isolated_where_nobody_joined_or_left():
    assert not list(differences([wave("ABCDE", figure(4.2)), wave("ABCDE", figure(4.4), after=28)]))


def test_fresh_figures_of_fifty_isolate_nobody():
    def fresh(mean):
        return figure(None, fresh=Fresh(mean, mean - 0.2, mean + 0.2, 61))

    assert not list(differences([wave("ABCDE", fresh(3.9)), wave("ABCDEF", fresh(3.8), after=28)]))


def test_the_policy_isolates_nobody_in_random_organisations_that_people_join_and_leave():
    rnd, compared = random.Random(3), 0
    for _ in range(40):
        here, gates, waves = random_company(rnd, 12, 11), {}, []
        for number in range(5):
            closed = close(here, gates)
            gates = closed.gates
            waves.append(PublishedWave(FIRST + timedelta(28 * number), members_of(here), closed.release))
            here = joined_or_left(answered_again(here, rnd), rnd)
        assert list(differences(waves)) == []
        compared += sum(len(each.release.released) for each in waves)
    assert compared > 500


def test_the_same_people_are_not_asked_the_same_within_the_window():
    assert [found.kind for found in too_often([wave("A", figure(4)), wave("AB", figure(4), after=27)])] == ["too often"]
    assert not list(too_often([wave("A", figure(4)), wave("AB", figure(4), after=28)]))
    assert not list(too_often([wave("A", figure(4)), wave("BC", figure(4), after=7)]))


def members_of(here):
    return {
        unit: frozenset(f"{unit}/{number}" for number in range(len(answers))) for unit, answers in here.answers.items()
    }


def joined_or_left(here, rnd):
    """Let one person join or leave in each unit."""
    answers = {
        unit: [*given, rnd.randint(1, 5)] if rnd.random() < 0.5 else given[:-1] for unit, given in here.answers.items()
    }
    return Company(here.parents, answers, here.silent)
