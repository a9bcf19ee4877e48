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
