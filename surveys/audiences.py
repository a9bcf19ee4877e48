"""Whom a survey asks: units, and people whom Slack knows as a user group or as members of a channel."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from surveys.roster import Person, Roster


class GroupKind(StrEnum):
    """What Slack calls a set of people."""

    USER_GROUP = "usergroup"
    CHANNEL = "channel"


@dataclass(frozen=True)
class GroupRef:
    """A set of people in Slack, by id; who is in it is read from Slack again and again."""

    kind: GroupKind
    id: str

    def __str__(self) -> str:
        """Write it as it is stored: `channel/C1`."""
        return f"{self.kind}/{self.id}"

    @classmethod
    def of(cls, text: str) -> "GroupRef":
        """Read it back; `ValueError` for anything else."""
        kind, _, id_ = text.partition("/")
        if not id_.isalnum():
            raise ValueError("a group needs an id")
        return cls(GroupKind(kind), id_)


def people_asked(
    units: Iterable[str], groups: Iterable[GroupRef], members: AbstractSet[str], everyone: Roster
) -> list[Person]:
    """Name those who can be invited and have a leader to speak about: in these units and beneath, or among the groups' members.

    Without units and groups that is everyone.
    """
    wanted, grouped = list(units), bool(list(groups))
    inside = set() if wanted or grouped else set(everyone.units)
    inside |= {unit.id for top in wanted if top in everyone.units for unit in everyone.beneath(top)}
    return [
        person
        for person in everyone.people.values()
        if person.invitable and person.unit_id is not None and (person.unit_id in inside or person.id in members)
    ]
