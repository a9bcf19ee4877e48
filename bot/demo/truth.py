"""The truth file: who answered what, in the order of answering, written by the simulated employees and never the bot.

One JSON object a line: `{"wave": 1, "person": "U0001", "unit": "field-service", "answers": {"q23.v1": 4}, "comment": ""}`.
`unit` is the unit in which the person is counted; 0 means *cannot judge*. Of somebody who answered twice only the
ballot that counts is there, where it was cast.
"""

import json
from collections.abc import Iterable
from typing import TextIO

from bot.demo.company import Company
from bot.demo.employees import Submission
from bot.use_cases.auditing import Truth
from surveys.linkage import Respondent
from surveys.questions import ANCHOR, number_of


def line(company: Company, submission: Submission) -> str:
    """Give a submission as a line of the file, without its end."""
    entry = {
        "wave": submission.wave,
        "person": submission.person_id,
        "unit": company.roster.people[submission.person_id].unit_id,
        "answers": {key: int(answer) for key, answer in submission.answers.items()},
        "comment": submission.comment,
    }
    return json.dumps(entry, ensure_ascii=False)


def write(file: TextIO, company: Company, submissions: Iterable[Submission]) -> None:
    """Append what counts of a wave's submissions."""
    file.writelines(line(company, submission) + "\n" for submission in submissions if submission.final)


def read(file: Iterable[str]) -> Truth:
    """Read a truth file back for the auditor: by wave, the answer to the question asked in every wave."""
    answers: dict[int, list[Respondent]] = {}
    comments: dict[int, list[tuple[str, str]]] = {}
    for text in file:
        entry = json.loads(text)
        wave, person = int(entry["wave"]), str(entry["person"])
        anchor = next(answer for key, answer in entry["answers"].items() if number_of(key) == ANCHOR)
        answers.setdefault(wave, []).append(Respondent(person, str(entry["unit"]), int(anchor)))
        if entry["comment"]:
            comments.setdefault(wave, []).append((person, str(entry["comment"])))
    return Truth(answers, comments)
