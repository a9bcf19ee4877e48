"""The roster: people, units, who leads which, and what changes from one roster to the next.

A person is counted as a respondent in one unit, that of their manager: so a leader is counted in the parent unit of
the unit they lead, and the top leader in none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from surveys.series import goes_on
from surveys.texts import Locale
from surveys.tree import UnitTree


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the roster. `id` is the Slack id, `unit_id` the unit in which they are counted as a respondent.

    Not `invitable`: a guest, a bot, an outsider or an account that is switched off; they are never asked.
    """

    id: str
    name: str
    unit_id: str | None
    locale: Locale | None = None
    time_zone: str | None = None
    office: str | None = None
    email: str | None = None
    invitable: bool = True
    slack_locale: Locale | None = None
    """What Slack says; `locale` follows it unless the roster's file said something else."""
    chosen_locale: Locale | None = None
    """What the person chose in the Home tab: neither a file nor Slack changes it."""

    @property
    def language(self) -> Locale | None:
        """Give the language in which to write to them; None where nothing is known of it."""
        return self.chosen_locale or self.locale


@dataclass(frozen=True)
class Member:
    """Somebody as the workspace's own directory knows them; not `invitable`: guests, bots, people who left."""

    id: str
    name: str
    email: str | None
    locale: Locale | None
    time_zone: str | None
    invitable: bool = True
    away_until: date | None = None
    """The last day of an absence that their status tells of."""


@dataclass(frozen=True)
class Unit:
    """A unit with its leader. `id` is a slug of the name and stays the same from one import to the next."""

    id: str
    name: str
    leader_id: str
    parent_id: str | None


@dataclass(frozen=True)
class Roster:
    """People by Slack id and units by id. Look-ups are indexed: they stay fast with 100,000 people."""

    people: Mapping[str, Person]
    units: Mapping[str, Unit]

    @cached_property
    def tree(self) -> UnitTree:
        """Give the shape of the organisation without its people."""
        return UnitTree({unit.id: unit.parent_id for unit in self.units.values()})

    @cached_property
    def _members(self) -> Mapping[str, tuple[Person, ...]]:
        members: dict[str, list[Person]] = defaultdict(list)
        for person in self.people.values():
            if person.unit_id is not None:
                members[person.unit_id].append(person)
        return {unit_id: tuple(people) for unit_id, people in members.items()}

    @cached_property
    def _led(self) -> Mapping[str, tuple[Unit, ...]]:
        led: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            led[unit.leader_id].append(unit)
        return {leader_id: tuple(units) for leader_id, units in led.items()}

    def members(self, unit_id: str) -> tuple[Person, ...]:
        """Give the respondents counted in a unit itself: those whose manager leads it."""
        return self._members.get(unit_id, ())

    def children(self, unit_id: str) -> tuple[Unit, ...]:
        """Give the units directly beneath."""
        return tuple(self.units[child] for child in self.tree.children(unit_id))

    def beneath(self, unit_id: str) -> tuple[Unit, ...]:
        """Give a unit and all beneath it, itself first and parents before children."""
        return tuple(self.units[below] for below in self.tree.beneath(unit_id))

    def roots(self) -> tuple[Unit, ...]:
        """Give the units at the top."""
        return tuple(self.units[root] for root in self.tree.roots())

    def depth(self, unit_id: str) -> int:
        """Count the levels above a unit: 0 at the top."""
        return self.tree.depth(unit_id)

    def led_by(self, person_id: str) -> tuple[Unit, ...]:
        """Give the units a person leads; none for most."""
        return self._led.get(person_id, ())

    def leader_of(self, person_id: str) -> str | None:
        """Give the id of the leader about whom a person is asked; none for the top leader and for strangers."""
        person = self.people.get(person_id)
        return self.units[person.unit_id].leader_id if person and person.unit_id else None


@dataclass(frozen=True)
class Changed:
    """Somebody or something whose place is another than before: ids, or None for no place."""

    id: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class RosterDifferences:
    """What an import would change: people by Slack id, units by id, each in the order of the roster."""

    joined: tuple[Person, ...]
    left: tuple[Person, ...]
    moved: tuple[Changed, ...]
    units_new: tuple[Unit, ...]
    units_removed: tuple[Unit, ...]
    units_reparented: tuple[Changed, ...]
    leaders_changed: tuple[Changed, ...]
    units_anew: tuple[Unit, ...]
    """Units whose figures begin a new series: another leader, or fewer than half of the people are the same."""

    def __bool__(self) -> bool:
        """Say whether anything changes."""
        return any(vars(self).values())


def roster_differences(old: Roster, new: Roster) -> RosterDifferences:
    """Compare two rosters for the preview of an import. Names, languages and offices are not compared."""
    people = [(old.people[id_], person) for id_, person in new.people.items() if id_ in old.people]
    units = [(old.units[id_], unit) for id_, unit in new.units.items() if id_ in old.units]
    return RosterDifferences(
        joined=tuple(person for id_, person in new.people.items() if id_ not in old.people),
        left=tuple(person for id_, person in old.people.items() if id_ not in new.people),
        moved=_changed((was.id, was.unit_id, now.unit_id) for was, now in people),
        units_new=tuple(unit for id_, unit in new.units.items() if id_ not in old.units),
        units_removed=tuple(unit for id_, unit in old.units.items() if id_ not in new.units),
        units_reparented=_changed((was.id, was.parent_id, now.parent_id) for was, now in units),
        leaders_changed=_changed((was.id, was.leader_id, now.leader_id) for was, now in units),
        units_anew=tuple(now for was, now in units if not goes_on(_pairs(old, was), _pairs(new, now))),
    )


def _pairs(roster: Roster, unit: Unit) -> set[tuple[str, str]]:
    """Pair everybody who is asked in a unit with the leader they are asked about."""
    return {(person.id, unit.leader_id) for person in roster.members(unit.id)}


def _changed(places: Iterable[tuple[str, str | None, str | None]]) -> tuple[Changed, ...]:
    return tuple(Changed(id_, before, after) for id_, before, after in places if before != after)
