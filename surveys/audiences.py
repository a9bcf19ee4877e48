"""Whom a survey asks: units, and people whom Slack knows as a user group or as members of a channel."""

from collections import Counter
from collections.abc import Iterable, Mapping
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
    inside = _units_asked(units, groups, everyone)
    return [
        person
        for person in everyone.people.values()
        if person.invitable and person.unit_id is not None and (person.unit_id in inside or person.id in members)
    ]


def sizes_asked(
    units: Iterable[str], groups: Iterable[GroupRef], members: Mapping[str, str], sizes: Mapping[str, int], tree: Roster
) -> Counter[str]:
    """Count whom `people_asked` names, by unit: from the sizes of all units, and the unit of each of the groups' members.

    `tree` needs units only, so that nobody has to be read to be counted.
    """
    inside = _units_asked(units, groups, tree)
    outside = Counter(unit_id for unit_id in members.values() if unit_id not in inside)
    return outside + Counter({unit_id: size for unit_id, size in sizes.items() if unit_id in inside})


def _units_asked(units: Iterable[str], groups: Iterable[GroupRef], everyone: Roster) -> set[str]:
    wanted = list(units)
    if not wanted and not list(groups):
        return set(everyone.units)
    return {unit.id for top in wanted if top in everyone.units for unit in everyone.beneath(top)}
