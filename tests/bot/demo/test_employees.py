"""Who answers, what, when, and what they write."""

import itertools
from collections import Counter

import pytest

from bot.demo.employees import Employees
from surveys.bank import load_bank
from surveys.questions import questionnaire
from surveys.scales import Answer

ANCHOR = "q23.v1"
WAVES = range(1, 9)
EVERY_QUESTION = [question.key for question in load_bank().questions]


def keys(wave):
    return [question.key for question in questionnaire(load_bank(), wave)]


def all_submissions(employees):
    return list(itertools.chain.from_iterable(employees.submissions(wave, keys(wave)) for wave in WAVES))


def test_the_same_seed_answers_the_same_whatever_was_asked_before(company):
    later = Employees(company, 3)
    all_submissions(later)
    assert later.submissions(2, keys(2)) == Employees(company, 3).submissions(2, keys(2))


def test_another_seed_answers_otherwise(company):
    assert Employees(company, 3).submissions(1, keys(1)) != Employees(company, 4).submissions(1, keys(1))


@pytest.mark.parametrize("seed", range(1, 8))
def test_about_three_quarters_answer_in_every_wave(company_with, seed):
    employees = Employees(company_with(seed=seed))
    for wave in WAVES:
        share = sum(submission.final for submission in employees.submissions(wave, keys(wave))) / 159
        assert 0.62 <= share <= 0.83


def test_some_people_answer_more_readily_than_others(employees, company):
    counts = Counter(submission.person_id for submission in all_submissions(employees) if submission.final)
    assert sum(counts[id_] == 8 for id_ in company.colleagues) > 10
    assert sum(counts[id_] <= 3 for id_ in company.colleagues) > 3


def test_the_top_leader_is_asked_about_nobody(employees, company):
    top = company.roster.roots()[0].leader_id
    assert all(employees.respond(wave, top, keys(wave)) is None for wave in WAVES)


def test_every_question_is_answered_on_the_scale(employees, company):
    responses = [employees.respond(1, id_, EVERY_QUESTION) for id_ in company.colleagues]
    answers = [response.answers for response in responses if response]
    assert all(list(each) == EVERY_QUESTION for each in answers)
    assert {answer for each in answers for answer in each.values()} == set(Answer)


def test_a_few_cannot_judge(employees):
    answers = [answer for each in all_submissions(employees) for answer in each.answers.values()]
    assert 0.01 < answers.count(Answer.CANNOT_JUDGE) / len(answers) < 0.05


def test_a_few_change_their_mind_and_answer_again_later(employees):
    for wave in WAVES:
        sent = employees.submissions(wave, keys(wave))
        finals = [submission.person_id for submission in sent if submission.final]
        assert len(finals) == len(set(finals))
        for place, submission in enumerate(sent):
            if not submission.final:
                again = [later for later in sent[place + 1 :] if later.person_id == submission.person_id]
                assert [later.final for later in again] == [True]
                assert again[0].answers != submission.answers
    assert 0.02 < sum(not each.final for each in all_submissions(employees)) / 900 < 0.09


def test_somebody_who_resubmits_is_marked_and_others_are_not(employees, company):
    responses = [employees.respond(1, id_, keys(1)) for id_ in company.colleagues]
    marked = {response.resubmits for response in responses if response}
    assert marked == {True, False}


def test_people_answer_in_another_order_in_every_wave(employees, company):
    first, second = (employees.order(wave, company.colleagues) for wave in (1, 2))
    assert sorted(first) == sorted(second) == sorted(company.colleagues)
    assert first != second
    assert employees.order(1, reversed(company.colleagues)) == first


def test_only_those_named_answer(employees, company):
    some = list(company.colleagues)[:40]
    assert {submission.person_id for submission in employees.submissions(1, keys(1), some)} <= set(some)


def test_a_sixth_writes_a_comment_in_their_language(employees, company):
    finals = [submission for submission in all_submissions(employees) if submission.final]
    comments = [(company.colleagues[each.person_id].language, each.comment) for each in finals if each.comment]
    assert 0.13 < len(comments) / len(finals) < 0.22
    by_language = {language: {text for spoken, text in comments if spoken == language} for language, _ in comments}
    assert len(by_language) == 2
    assert set.isdisjoint(*by_language.values())
    assert min(map(len, by_language.values())) > 15


def test_no_comment_names_anybody(employees, company):
    names = {part for each in company.colleagues.values() for part in each.name.split()}
    words = {word.strip(".,?") for each in all_submissions(employees) for word in each.comment.split()}
    assert words.isdisjoint(names)
