"""Scores as people read them, and how sure they are."""

import pytest

from surveys.disclosure import SizeBand
from surveys.gate import GateRule
from surveys.scores import index, index_shift, least_answers, level_error, wilson


@pytest.mark.parametrize(("level", "expected"), [(1, 0), (3, 50), (5, 100), (3.5, 62.5)])
def test_the_index_runs_from_0_to_100(level, expected):
    assert index(level) == expected


def test_a_half_point_is_twelve_and_a_half_on_the_index():
    assert index_shift(0.5) == index(4.0) - index(3.5) == 12.5


@pytest.mark.parametrize(
    ("favourable", "n", "low", "high"),
    [
        (4, 5, 0.3755, 0.9638),  # R: binom.wilson(4, 5), the issue's own check
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, Statistics in Medicine 17, 857–872, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_the_interval_that_is_published_for_it(favourable, n, low, high):
    found = wilson(favourable, n)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(("favourable", "n"), [(0, 0), (3, 2), (-1, 4)])
def test_what_is_no_share_is_refused(favourable, n):
    with pytest.raises(ValueError, match="a share needs"):
        wilson(favourable, n)


def test_a_level_is_surer_the_more_people_stand_behind_it():
    errors = [level_error(size, GateRule()) for size in SizeBand]
    assert errors == sorted(errors, reverse=True)
    assert [least_answers(size) for size in SizeBand] == [1, 5, 8, 12]
