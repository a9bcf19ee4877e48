"""The organisation chart: which units a company of a given size has, and how many people work in each.

Four levels of leaders: the board, divisions, departments, teams. A unit has one leader and `members` beside them.
"""

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate
from random import Random
from typing import Any

from surveys.texts import Locale

LEAST_PEOPLE, MOST_PEOPLE = 40, 5000
STAFF = 2
"""People who report to the board and lead nobody."""
SMALL_TEAM = 3
_DIVISION, _DEPARTMENT, _TEAM = 40, 20, 10
_LARGEST_TEAM = 12
_FEWEST_MEMBERS = 5
_MOST_DIVISIONS = 8
SMALL_TEAM_DIVISION = 2
"""Counted from 0; where there are fewer divisions, the last one has the small team."""


@dataclass(frozen=True)
class PlannedUnit:
    """A unit to be staffed. `parent` is a name; names are unique in the company."""

    name: str
    language: Locale
    parent: str | None
    members: int
    division: str | None = None


Table = Mapping[str, Any]


def read_data(name: str) -> Table:
    """Read one of the demo's data files."""
    return tomllib.loads((files("bot.demo") / name).read_text(encoding="utf-8"))


def plan(chart: Table, people: int, random: Random) -> list[PlannedUnit]:
    """Plan the units of a company of exactly so many people, parents before children."""
    if not LEAST_PEOPLE <= people <= MOST_PEOPLE:
        raise ValueError(f"The demo's company can have {LEAST_PEOPLE} to {MOST_PEOPLE} people, not {people}.")
    rest = people - 1 - STAFF
    divisions = chart["division"][: min(max(2, round(people / _DIVISION)), _MOST_DIVISIONS)]
    sizes = shares(rest, [division["weight"] for division in divisions])
    units = [PlannedUnit(chart["name"], Locale.DE, None, STAFF)]
    for position, (division, size) in enumerate(zip(divisions, sizes, strict=True)):
        has_small_team = position == min(SMALL_TEAM_DIVISION, len(divisions) - 1)
        units += _division(chart, division, size, random, small_team=has_small_team)
    return units


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Divide a number into whole parts as the weights say; the parts add up."""
    marks = [round(total * part / sum(weights)) for part in accumulate(weights)]
    return [mark - before for mark, before in zip(marks, [0, *marks], strict=False)]


def _division(chart: Table, division: Table, size: int, random: Random, *, small_team: bool) -> list[PlannedUnit]:
    name, language = division["name"], Locale(division["language"])
    departments = division["departments"]
    departments = departments[: min(max(2, round(size / _DEPARTMENT)), len(departments))]
    units = [PlannedUnit(name, language, chart["name"], 0, name)]
    for position, (department, people) in enumerate(
        zip(departments, shares(size - 1, [1] * len(departments)), strict=True)
    ):
        units.append(PlannedUnit(department["name"], language, name, 0, name))
        left = people - 1
        if small_team and position == 0:
            left -= SMALL_TEAM + 1
            units.append(PlannedUnit(chart["small_team"][language], language, department["name"], SMALL_TEAM, name))
        members = _team_sizes(left, random)
        for team, count in zip(_team_names(department, chart["offices"][language]["regions"]), members, strict=False):
            units.append(PlannedUnit(team, language, department["name"], count, name))
    return units


def _team_sizes(people: int, random: Random) -> list[int]:
    """Divide people into teams and take one of each as its leader; give the numbers of members."""
    count = max(1, round(people / _TEAM), math.ceil(people / (_LARGEST_TEAM + 1)))
    members = [size - 1 for size in shares(people, [1] * count)]
    for one in range(0, count - 1, 2):
        other = one + 1
        most = min(_LARGEST_TEAM - members[one], members[other] - _FEWEST_MEMBERS, 2)
        moved = random.randint(0, max(0, most))
        members[one] += moved
        members[other] -= moved
    return members


def _team_names(department: Table, regions: Sequence[str]) -> Iterator[str]:
    yield from department["teams"]
    yield from (f"{department['name']} {region}" for region in regions)
    yield from (f"{department['name']} {number}" for number in range(1, MOST_PEOPLE))
