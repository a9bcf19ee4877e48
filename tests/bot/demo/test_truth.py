"""The truth file."""

import io
import json

from bot.demo import truth
from surveys.bank import load_bank
from surveys.questions import questionnaire

KEYS = [question.key for question in questionnaire(load_bank(), 1)]


def written(company, submissions):
    file = io.StringIO()
    truth.write(file, company, submissions)
    return [json.loads(line) for line in file.getvalue().splitlines()]


def test_each_line_says_who_answered_what_in_the_order_of_answering(company, employees):
    submissions = employees.submissions(1, KEYS)
    finals = [submission for submission in submissions if submission.final]
    lines = written(company, submissions)
    assert [line["person"] for line in lines] == [submission.person_id for submission in finals]
    assert [line["answers"] for line in lines] == [dict(submission.answers) for submission in finals]
    assert {line["wave"] for line in lines} == {1}
    assert all(list(line) == ["wave", "person", "unit", "answers", "comment"] for line in lines)


def test_of_somebody_who_answered_twice_only_the_last_ballot_is_there(company, employees):
    people = [line["person"] for line in written(company, employees.submissions(1, KEYS))]
    assert len(people) == len(set(people))


def test_the_unit_is_the_one_led_by_the_persons_manager(company, employees):
    for line in written(company, employees.submissions(1, KEYS)):
        assert company.roster.units[line["unit"]].leader_id == company.colleagues[line["person"]].manager_id


def test_umlauts_stay_readable(company, employees):
    submissions = [submission for wave in range(1, 9) for submission in employees.submissions(wave, KEYS)]
    texts = [truth.line(company, submission) for submission in submissions]
    assert any("ü" in text for text in texts)
