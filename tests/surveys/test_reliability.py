"""Reliability of the instrument, against values that others published."""

import numpy as np
import pytest

from surveys.groups import Groups
from surveys.reliability import alpha, covariance, icc1, icc2, rwg, rwg_j
from tests.data.reliability import ATTITUDE, BFI_AGREEABLENESS, BH1996_HOURS

AGREED = np.array([4.0, 4, 5, 4, 5, 3])


def variances(*questions):
    return np.array([[answers.var(ddof=1) for answers in questions]])


COMPANIES = Groups(*BH1996_HOURS.T)


def test_alpha_of_rs_attitude_is_what_psych_gives():
    assert alpha(covariance(ATTITUDE)) == pytest.approx(0.8431427696, abs=1e-10)


def test_alpha_of_agreeableness_in_bfi_is_what_psych_gives():
    assert alpha(BFI_AGREEABLENESS) == pytest.approx(0.7030184461, abs=1e-10)


def test_icc_of_hours_in_bh1996_is_what_multilevel_gives():
    assert icc1(COMPANIES) == pytest.approx(0.1331066791, abs=1e-10)
    assert icc2(COMPANIES) == pytest.approx(0.9196731954, abs=1e-10)


def test_rwg_of_six_answers_on_five_points_is_what_james_demaree_and_wolf_define():
    assert rwg(AGREED, 5) == pytest.approx(0.7167, abs=5e-5)
    assert rwg_j(variances(AGREED), 5) == pytest.approx([rwg(AGREED, 5)])


def test_several_questions_on_which_a_team_agrees_as_much_agree_more_together():
    (together,) = rwg_j(variances(*[AGREED] * 4), 5)
    assert together == pytest.approx(4 * 0.71667 / (4 * 0.71667 + 0.28333), abs=1e-4)


def test_less_agreement_than_chance_is_none_for_several_questions():
    torn = np.array([1.0, 5, 1, 5])
    assert rwg(torn, 5) < 0
    assert rwg_j(variances(torn, torn), 5) == [0.0]


def test_who_could_not_judge_a_question_still_counts_in_the_others():
    answers = ATTITUDE.copy()
    answers[::7, 2] = np.nan
    found = covariance(answers)
    without = covariance(np.delete(ATTITUDE, range(0, 30, 7), axis=0))
    assert found[0, 1] == pytest.approx(covariance(ATTITUDE)[0, 1])
    assert found[0, 2] == pytest.approx(without[0, 2])
    assert np.allclose(covariance(ATTITUDE), np.cov(ATTITUDE.T))


@pytest.mark.parametrize(
    "answers",
    [np.full((20, 3), 4.0), np.full((20, 3), np.nan), np.ones((1, 3)), np.arange(10.0)[:, None]],
    ids=["all alike", "nobody judged", "one person", "one question"],
)
def test_where_alpha_is_not_defined_there_is_none(answers):
    assert alpha(covariance(answers)) is None


def test_where_agreement_and_groups_are_not_defined_there_is_none():
    assert rwg(np.array([4.0, np.nan]), 5) is None
    assert np.isnan(rwg_j(np.full((1, 2), np.nan), 5)).all()
    for values in ([], [AGREED], [np.array([4.0]), np.array([3.0])], [np.full(5, 4.0)] * 3):
        assert icc1(Groups.of(values)) is None
        assert icc2(Groups.of(values)) is None


def test_groups_sum_up_what_they_are_given():
    groups = Groups.of([AGREED, np.array([]), np.array([1.0, 2.0])])
    assert (list(groups.sizes), list(groups.sums), list(groups.squares)) == ([6, 0, 2], [25, 0, 3], [107, 0, 5])
    assert groups.variances()[0] == pytest.approx(AGREED.var(ddof=1))
    # (1, 3) has 2.0 and (4, 5, 5, 4) 0.25 · 4/3 about their own means: (2 + 1) / (1 + 3)
    assert Groups.of([np.array([1.0, 3]), np.array([4.0, 5, 5, 4])]).within() == pytest.approx(0.75)
    assert Groups.of([np.array([4.0])]).within() is None
