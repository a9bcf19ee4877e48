"""Scores as people read them."""

import pytest

from surveys.scores import index, index_shift


@pytest.mark.parametrize(("level", "expected"), [(1, 0), (3, 50), (5, 100), (3.5, 62.5)])
def test_the_index_runs_from_0_to_100(level, expected):
    assert index(level) == expected


def test_a_half_point_is_twelve_and_a_half_on_the_index():
    assert index_shift(0.5) == index(4.0) - index(3.5) == 12.5
