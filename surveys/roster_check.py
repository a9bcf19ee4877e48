"""What keeps people of the roster from being asked, or units from being shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from surveys.policy import FLOOR
from surveys.roster import Person, Roster, Unit


class FindingKind(StrEnum):
    """Kinds of finding, the gravest first."""

    CYCLE = "cycle"
    NO_LEADER = "no leader"
    NOT_ASKED = "not asked"
    NO_UNIT = "no unit"
    NO_ZONE = "no zone"
    TOO_SMALL = "too small"


@dataclass(frozen=True)
class Finding:
    """Something worth an admin's look, and the names of whom or what it is about."""

    kind: FindingKind
    names: tuple[str, ...]


def check_roster(roster: Roster) -> list[Finding]:
    """Look the roster through; an empty list means that everything is well.

    `NOT_ASKED` are people whom Slack knows as guests, bots, outsiders or switched off, or not at all. A unit is too
    small when fewer than five of its people can be asked: it is shown together with others.
    """
    people = roster.people.values()
    leading = {unit.leader_id for unit in roster.units.values()}
    found = {
        FindingKind.CYCLE: _names(_in_cycles(roster)),
        FindingKind.NO_LEADER: _names(unit for unit in roster.units.values() if not _led(roster, unit)),
        FindingKind.NOT_ASKED: _names(person for person in people if not person.invitable),
        FindingKind.NO_UNIT: _names(
            person for person in people if person.unit_id not in roster.units and person.id not in leading
        ),
        FindingKind.NO_ZONE: _names(person for person in people if person.invitable and not person.time_zone),
        FindingKind.TOO_SMALL: _names(unit for unit in roster.units.values() if _asked(roster, unit) < FLOOR),
    }
    return [Finding(kind, names) for kind, names in found.items() if names]


def _names(found: Iterable[Person | Unit]) -> tuple[str, ...]:
    return tuple(each.name for each in found)


def _led(roster: Roster, unit: Unit) -> bool:
    leader = roster.people.get(unit.leader_id)
    return leader is not None and leader.invitable


def _asked(roster: Roster, unit: Unit) -> int:
    return sum(1 for person in roster.members(unit.id) if person.invitable)


def _in_cycles(roster: Roster) -> list[Unit]:
    """Find units that lie beneath themselves."""
    found = []
    for unit in roster.units.values():
        above, seen = unit.parent_id, set[str]()
        while above in roster.units and above not in seen and above != unit.id:
            seen.add(above or "")
            above = roster.units[above or ""].parent_id
        if above == unit.id:
            found.append(unit)
    return found
