"""Whether a commitment was kept: one word, which leaves everybody several possible answers."""

from collections import Counter
from itertools import combinations_with_replacement

import pytest

from surveys.audit_judging import is_safe, judged_again, judging
from surveys.disclosure import Policy, release
from surveys.figures import Release
from surveys.findings import FindingKind
from surveys.judging import WEIGHTS, Judged, JudgedBy, Judgement, Outcome, band_of, outcome_of
from surveys.scales import Answer
from surveys.series import Remembered, Running
from surveys.tallies import Tallies
from surveys.tree import UnitTree
from tests.surveys.organisations import ANCHOR_KEY

WORDS = (Outcome.NOT_KEPT, Outcome.PARTLY, Outcome.KEPT)


def release_of(*judged):
    return Release((), (), {}, judged=judged)


@pytest.mark.parametrize("n", range(5, 60))
def test_every_word_is_safe_for_every_number_of_people(n):
    assert all(is_safe(band_of(word, n), n) for word in WORDS)


@pytest.mark.parametrize("n", range(5, 10))
def test_every_sum_has_exactly_one_word(n):
    told = [total for word in WORDS for total in range(band_of(word, n)[0], band_of(word, n)[1] + 1)]
    assert told == list(range(2 * n + 1))


@pytest.mark.parametrize("word", WORDS)
def test_somebody_of_the_team_who_knows_their_own_answer_still_cannot_prove_a_no(word):
    """Every way five people can answer is tried, and every one of them is the insider once."""
    ways = [way for way in combinations_with_replacement(WEIGHTS, 5) if outcome_of(Counter(way), 5) is word]
    for own in WEIGHTS:
        left = {other for way in ways if own in way for other in _without(way, own)}
        assert len(left) >= 2
        assert left != {Judgement.NO}


def _without(way, own):
    rest = list(way)
    rest.remove(own)
    return rest


def test_unanimity_is_not_told_apart_from_a_clear_majority():
    assert outcome_of({Judgement.NO: 6}, 5) is outcome_of({Judgement.NO: 4, Judgement.YES: 2}, 5) is Outcome.NOT_KEPT


def test_who_did_not_notice_is_outside_the_base():
    assert outcome_of({Judgement.YES: 4, Judgement.NOT_NOTICED: 20}, 5) is Outcome.TOO_FEW


def test_the_auditor_holds_a_word_of_too_few():
    (finding,) = judging([JudgedBy(1, 4)], release_of(Judged(1, "alpha", Outcome.KEPT)))
    assert finding.kind is FindingKind.TOO_FEW
    assert list(judging([JudgedBy(1, 4)], release_of(Judged(1, "alpha", Outcome.TOO_FEW)))) == []


def test_the_auditor_would_hold_a_word_that_means_everybody_said_no():
    assert not is_safe((0, 0), 8)
    assert not is_safe((0, 1), 5)


def test_the_auditor_finds_a_commitment_that_was_judged_twice():
    word = Judged(1, "alpha", Outcome.KEPT)
    assert [each.kind for each in judged_again([release_of(word), release_of(word)])] == [FindingKind.TOO_OFTEN]
    assert list(judged_again([release_of(word)])) == []


def judged_in(running):
    tallies = Tallies([ANCHOR_KEY], {1: "t0"})
    for _ in range(8):
        tallies.add("t0", {ANCHOR_KEY: Answer.AGREE})
        tallies.judge({1: Judgement.YES})
    published, _ = release(tallies, UnitTree({"t0": None}), {"t0": 8}, {}, Policy(), running)
    return published.judged


def test_a_word_is_released_through_the_same_door_as_figures():
    assert judged_in(Running()) == (Judged(1, "t0", Outcome.KEPT),)


def test_a_team_that_was_re_organised_again_too_soon_is_heard_no_more_than_in_figures():
    before, now = (frozenset(letter.encode() for letter in letters) for letters in ("abcdef", "uvwxyz"))
    again = Running(4, {"t0": now}, {"t0/team": Remembered(2, 3, before)})
    assert judged_in(again) == (Judged(1, "t0", Outcome.TOO_FEW),)
