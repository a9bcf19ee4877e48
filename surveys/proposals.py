"""A new roster that waits for an admin's confirmation: what it would change, and whether that is still so.

A proposal remembers upon which roster it was made. If that has changed when somebody confirms, its differences are told
anew instead of being carried out.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from surveys.calendars import Absence
from surveys.errors import Message, Problem
from surveys.roster import Person, Roster, RosterDifferences, Unit
from surveys.texts import Locale

VALID_FOR = timedelta(days=1)
PROBLEMS_KEPT = 200


class Origin(StrEnum):
    """Where a proposed roster comes from."""

    FILE = "file"
    SLACK = "slack"


@dataclass(frozen=True)
class Proposal:
    """A roster that somebody proposed, upon the one with the fingerprint `base`.

    `absences` by person, None where the source tells of none; `problems` say why there is no roster to confirm.
    """

    id: str
    made_by: str
    made_at: datetime
    origin: Origin
    base: str
    roster: Roster
    absences: Mapping[str, tuple[Absence, ...]] | None = None
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0


@dataclass(frozen=True)
class Preview:
    """What confirming would change. `not_asked` are people of the list whom Slack knows as guests, bots or gone.

    `returning` were erased before, and would be in the roster again.
    """

    proposal: Proposal
    differences: RosterDifferences
    not_asked: tuple[Person, ...] = field(default=())
    returning: tuple[Person, ...] = field(default=())

    @property
    def people(self) -> int:
        """Count the people of the proposed roster."""
        return len(self.proposal.roster.people)


def fingerprint(roster: Roster) -> str:
    """Name a roster by its structure: who is in which unit, who leads which. Names and languages do not matter."""
    people = sorted((person.id, person.unit_id or "") for person in roster.people.values())
    units = sorted((unit.id, unit.leader_id, unit.parent_id or "") for unit in roster.units.values())
    return hashlib.sha256(json.dumps([people, units]).encode()).hexdigest()


def encode(proposal: Proposal) -> bytes:
    """Lay a proposal's content out for storage, compressed."""
    absences = proposal.absences
    content = {
        "people": [list(astuple(person)) for person in proposal.roster.people.values()],
        "units": [list(vars(unit).values()) for unit in proposal.roster.units.values()],
        "absences": None
        if absences is None
        else {id_: [[str(each.first), str(each.last)] for each in all_] for id_, all_ in absences.items()},
        "problems": [asdict(problem) for problem in proposal.problems[:PROBLEMS_KEPT]],
        "count": proposal.problem_count,
    }
    return zlib.compress(json.dumps(content, default=str).encode(), level=1)


def decode(box: bytes) -> Mapping[str, Any]:
    """Read a proposal's content back: its fields `roster`, `absences`, `problems` and `problem_count`."""
    content = json.loads(zlib.decompress(box))
    people = (_person(values) for values in content["people"])
    units = (Unit(*values) for values in content["units"])
    roster = Roster({person.id: person for person in people}, {unit.id: unit for unit in units})
    told = content["absences"]
    absences = None if told is None else {id_: tuple(map(_absence, all_)) for id_, all_ in told.items()}
    problems = tuple(
        Problem(each["line"], Message(each["message"]["template"], each["message"]["parameters"]), each["column"])
        for each in content["problems"]
    )
    return {"roster": roster, "absences": absences, "problems": problems, "problem_count": content["count"]}


_PERSON_FIELDS = tuple(Person.__dataclass_fields__)


def _person(values: list[Any]) -> Person:
    fields = dict(zip(_PERSON_FIELDS, values, strict=False))  # one written by an earlier version has fewer
    for name in ("locale", "slack_locale"):
        fields[name] = Locale(fields[name]) if fields[name] else None
    return Person(**fields)


def _absence(days: list[str]) -> Absence:
    return Absence(date.fromisoformat(days[0]), date.fromisoformat(days[1]))
