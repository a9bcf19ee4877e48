"""Naive publication pins answers to people; ours pins none, and everybody keeps at least four of five."""

import random

import pytest

from tests.attacks import naive_publication as publication
from tests.surveys.organisations import random_company

CHANCE = random.Random(5)
ORGANISATIONS = [random_company(CHANCE, 25, 11, ("content", "torn", "anything", "all 5s")) for _ in range(40)]


def of_all(publish):
    return [count for each in ORGANISATIONS for count in publish(each)]


@pytest.mark.parametrize(
    "publish",
    [
        lambda each: publication.means(each, publication.exact),
        lambda each: publication.means(each, publication.one_decimal),
        lambda each: publication.means(each, publication.exact, siblings=True),
        publication.live,
    ],
    ids=["exact means", "means to one decimal", "next smallest sibling left out", "live results"],
)
def test_naive_publication_pins_answers(publish):
    assert publication.pinned(of_all(publish)) > 0


def test_ours_pins_nobody_and_leaves_everybody_four_answers():
    left = of_all(publication.ours)
    assert publication.pinned(left) == 0
    assert min(left) >= 4
