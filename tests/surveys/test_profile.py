"""Which dimensions of a unit stand out beyond noise."""

import random

import pytest

from surveys.profile import Extremes, extremes

NOISE = 0.4


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ([], Extremes(None, None)),
        ([1.0], Extremes(None, None)),
        ([4.0, 4.0, 4.0, 3.5], Extremes(None, None)),
        ([4.0, 2.0, 4.0, 4.0], Extremes(1, None)),
        ([3.0, 3.0, 3.0, 5.0], Extremes(None, 3)),
        ([3.0, 1.0, 3.0, 5.0], Extremes(1, 3)),
        ([4.0, 2.0, 4.0, 2.0], Extremes(None, None)),
    ],
)
def test_an_extreme_is_named_only_where_it_stands_alone_and_beyond_noise(levels, found):
    assert extremes(levels, [NOISE] * len(levels)) == found


def test_the_surer_the_levels_the_smaller_a_difference_counts():
    levels = [4.0, 3.0, 4.0, 4.0]
    assert extremes(levels, [0.5] * 4).weakest is None
    assert extremes(levels, [0.2] * 4).weakest == 1


def test_where_all_are_alike_hardly_one_unit_in_twenty_hears_of_an_extreme():
    rnd = random.Random(7)
    units = [[rnd.gauss(3.8, NOISE) for _ in range(4)] for _ in range(2000)]
    told = [extremes(levels, [NOISE] * 4) for levels in units]
    assert sum(found != Extremes(None, None) for found in told) / len(told) < 0.06
