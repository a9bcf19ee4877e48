"""What a wave tells of the instrument itself: measured in memory, of a hundred people or more, with coded ends."""

from dataclasses import replace

import numpy as np
import pytest

from surveys.audit import audit
from surveys.cells import Cell, CellKind
from surveys.findings import FindingKind
from surveys.instrument import ENDS, ENOUGH, measure
from surveys.policy import Policy
from surveys.scales import Answer
from surveys.tallies import Tallies
from surveys.variance import Step
from tests.surveys.organisations import close, star

KEYS = ("q01.v1", "q23.v1")


def team(number, answers):
    return Cell(f"t{number}", CellKind.TEAM, (f"t{number}",)), np.array(answers)


def teams(rnd, count=20, size=8, between=0.6):
    found = {}
    for number in range(count):
        level = 3.5 + rnd.normal(0, between)
        person = level + rnd.normal(0, 0.7, (size, 1))
        cell, sheet = team(number, np.clip(np.round(person + rnd.normal(0, 0.6, (size, 4))), 1, 5).astype(int))
        found[cell] = sheet
    return found


def test_a_real_instrument_tells_all_four_measures_to_two_decimals():
    told = measure(teams(np.random.default_rng(3)), [])
    assert 0.7 < told.alpha < 0.95
    assert 0.1 < told.icc1 < 0.5
    assert 0.5 < told.icc2 < 0.95
    assert 0.5 < told.rwg < 0.95
    assert all(round(value, 2) == value for value in vars(told).values())


def test_below_a_hundred_people_nothing_is_told():
    sheets = teams(np.random.default_rng(3), count=ENOUGH // 8)
    assert measure(sheets, []) is None
    assert measure({}, []) is None


def test_perfect_agreement_is_not_proven():
    alike = dict(team(number, [[1 + number % 5] * 4] * 8) for number in range(20))
    told = measure(alike, [])
    assert (told.alpha, told.icc1, told.icc2, told.rwg) == tuple(high for _, high in ENDS.values())


def test_where_nobody_could_judge_the_measures_are_undefined_and_the_components_are_the_defaults():
    told = measure(dict(team(number, [[0] * 4] * 8) for number in range(20)), [])
    assert (told.alpha, told.icc1, told.icc2, told.rwg) == (None, None, None, None)
    assert (told.wave_variance, told.answer_variance) == (0.05, 0.8)


def test_teams_that_wander_from_wave_to_wave_raise_the_wave_variance():
    wandering = [Step(0.6, 8, 8), Step(-0.6, 8, 8)] * 10
    assert measure(teams(np.random.default_rng(3)), wandering).wave_variance > 0.05


def test_tallies_keep_each_persons_answers_together_in_the_order_of_the_questionnaire():
    tallies = Tallies(KEYS)
    tallies.add("a", {"q23.v1": Answer(2), "q01.v1": Answer(5)})
    tallies.add("a", {"q01.v1": Answer.CANNOT_JUDGE, "q23.v1": Answer(3)})
    assert tallies.sheets(["a", "b"]).tolist() == [[5, 2], [0, 3]]
    assert tallies.sheets([]).shape == (0, 2)


def test_a_close_tells_of_the_instrument_once_a_hundred_people_stand_in_cells():
    assert close(star("", *["34445"] * 19)).release.instrument is None
    assert close(star("", *["34445"] * 20)).release.instrument is not None


def test_the_second_wave_fits_how_much_levels_wander():
    first = close(star("", *["4444444444"] * 10))
    second = close(star("", *["4444444444", "3333333333"] * 5), first.gates)
    assert first.release.instrument.wave_variance == 0.05
    assert second.release.instrument.wave_variance == 0.2


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"alpha": 0.123456}, FindingKind.TOO_FINE),
        ({"rwg": 1.0}, FindingKind.TOO_FINE),
        ({"answer_variance": 3.9}, FindingKind.TOO_FINE),
    ],
)
def test_the_auditor_holds_a_wave_that_tells_too_much_of_the_instrument(change, kind):
    here = star("", *["34445"] * 20)
    closed = close(here)
    assert audit(closed.evidence, closed.release, here.tree, Policy()) == ()
    worse = replace(closed.release, instrument=replace(closed.release.instrument, **change))
    assert [found.kind for found in audit(closed.evidence, worse, here.tree, Policy())] == [kind]


def test_the_auditor_holds_a_wave_that_tells_of_an_instrument_that_few_answered():
    here, many = star("", "34445"), close(star("", *["34445"] * 20))
    closed = close(here)
    worse = replace(closed.release, instrument=many.release.instrument)
    assert [found.kind for found in audit(closed.evidence, worse, here.tree, Policy())] == [FindingKind.TOO_FEW]
