"""The demo's company and its history under the policy, once for each seed."""

from collections.abc import Callable, Sequence
from functools import cache

import pytest

from bot.demo.company import Company, build
from bot.demo.employees import Employees
from surveys.bank import load_bank
from surveys.disclosure import Policy, Release, release
from surveys.gate import Gate
from surveys.questions import questionnaire
from surveys.tallies import Tallies

WAVES = 8


def question_keys(wave: int) -> list[str]:
    return [question.key for question in questionnaire(load_bank(), wave)]


@cache
def company_of(people: int = 160, seed: int = 7) -> Company:
    return build(people, seed)


@cache
def history_of(seed: int) -> Sequence[Release]:
    """Publish eight waves as the bot would."""
    company = company_of(seed=seed)
    employees = Employees(company, seed)
    roster = company.roster
    invited = {unit_id: len(roster.members(unit_id)) for unit_id in roster.units}
    gates: dict[tuple[str, str], Gate] = {}
    releases = []
    for wave in range(1, WAVES + 1):
        tallies = Tallies(question_keys(wave))
        for submission in employees.submissions(wave, question_keys(wave)):
            if submission.final:
                tallies.add(roster.people[submission.person_id].unit_id or "", submission.answers)
        published, gates = release(tallies, roster.tree, invited, gates, Policy())
        releases.append(published)
    return releases


@pytest.fixture
def company() -> Company:
    return company_of()


@pytest.fixture
def employees(company) -> Employees:
    return Employees(company)


@pytest.fixture
def history() -> Callable[[int], Sequence[Release]]:
    return history_of


@pytest.fixture
def company_with() -> Callable[..., Company]:
    return company_of
