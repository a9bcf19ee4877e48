"""Who leads which unit, told from people, their units and their managers.

- A unit's leader is the person in it who manages its other members. Somebody alone in a unit leads it if they manage
  anybody at all or have no manager.
- If nobody in the unit leads the others, their common manager from outside leads it.
- The parent of a unit is the unit that the leader's manager leads; for a leader from outside the unit that they
  themselves lead, or else the one in which they work.
- A leader is counted in the parent unit, everybody else in their own.
"""

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from surveys.errors import Problem, say
from surveys.roster import Unit
from surveys.texts import Locale

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "å": "aa", "ł": "l"})
_SLUG_CHARACTERS = 60


@dataclass
class Entry:
    """A row of the list. `manager` is the cell, `manager_id` who that is (None: nobody, or unknown)."""

    line: int
    id: str
    name: str
    unit: str
    manager: str
    email: str | None = None
    locale: Locale | None = None
    office: str | None = None
    manager_id: str | None = None


@dataclass(frozen=True)
class Structure:
    """The units by id, and for each person the id of the unit in which they are counted; or what is wrong."""

    units: Mapping[str, Unit]
    unit_of: Mapping[str, str | None]
    problems: Sequence[Problem] = ()


def build_units(entries: Sequence[Entry], *, complete: bool) -> Structure:
    """Find the units, their leaders and their parents.

    `complete` says that all rows are there and all managers are known; otherwise only problems are looked for.
    """
    circles = list(_circles(entries))
    groups = _Groups(entries, frozenset(entry.id for circle in circles for entry in circle))
    problems = [_circle(circle) for circle in circles]
    if entries and all(entry.manager for entry in entries):
        message = say("there is no top leader. Leave the manager's cell empty for the person at the top.")
        problems.append(Problem(1, message, "manager"))
    problems += groups.leader_problems()
    if complete and not problems:
        problems += groups.parent_problems()
    return groups.structure() if complete and not problems else Structure({}, {}, problems)


def _circles(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Find people who manage each other in a circle; each circle once, from its first row on."""
    people = {entry.id: entry for entry in entries}
    seen: set[str] = set()
    for start in entries:
        path: dict[str, Entry] = {}
        here: Entry | None = start
        while here and here.id not in seen:
            seen.add(here.id)
            path[here.id] = here
            here = people.get(here.manager_id or "")
        if here and here.id in path:
            circle = list(path.values())[list(path).index(here.id) :]
            first = circle.index(min(circle, key=lambda entry: entry.line))
            yield circle[first:] + circle[:first]


def _circle(circle: Sequence[Entry]) -> Problem:
    names = ", ".join(entry.name for entry in circle[:10]) + (", …" if len(circle) > 10 else "")
    message = say("these people manage each other in a circle: {names}.", names=names)
    return Problem(circle[0].line, message, "manager")


@dataclass(frozen=True)
class _Groups:
    """People by the unit they name. Keys are units' names in small letters; problems are told from the first row on."""

    entries: Sequence[Entry]
    in_circles: frozenset[str]

    @cached_property
    def people(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def groups(self) -> Mapping[str, list[Entry]]:
        groups: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            groups[entry.unit.casefold()].append(entry)
        return groups

    @cached_property
    def managers(self) -> frozenset[str | None]:
        return frozenset(entry.manager_id for entry in self.entries)

    @cached_property
    def leaders(self) -> Mapping[str, str | None]:
        return {key: self._leader(group) for key, group in self.groups.items()}

    @cached_property
    def led(self) -> Mapping[str | None, list[str]]:
        """Give the keys of the units that each person leads: their own alone if they lead it, else all."""
        led: dict[str | None, list[str]] = defaultdict(list)
        for key, leader in self.leaders.items():
            led[leader].append(key)
        return {leader: [key for key in keys if self._own(leader) == key] or keys for leader, keys in led.items()}

    def _own(self, person_id: str | None) -> str:
        return self.people[person_id].unit.casefold() if person_id else ""

    def _clear(self, group: Iterable[Entry]) -> list[Entry]:
        """Leave out people whose manager is unknown or who stand in a circle: their problem is named already."""
        return [entry for entry in group if (entry.manager_id or not entry.manager) and entry.id not in self.in_circles]

    def _inside(self, group: Iterable[Entry]) -> list[str]:
        """Give the people of a unit who manage others of it."""
        ids = {entry.id for entry in group}
        managers = (entry.manager_id for entry in self._clear(group))
        return list(dict.fromkeys(manager for manager in managers if manager in ids and manager))

    def _leader(self, group: Sequence[Entry]) -> str | None:
        if inside := self._inside(group):
            return inside[0]
        if len(group) == 1 and (group[0].id in self.managers or not group[0].manager):
            return group[0].id
        managers = Counter(entry.manager_id for entry in self._clear(group))
        return managers.most_common(1)[0][0] if managers else None

    def leader_problems(self) -> Iterator[Problem]:
        """Say where it is not clear who leads a unit."""
        for key, group in self.groups.items():
            inside = [self.people[id_] for id_ in self._inside(group)]
            if len(inside) > 1:
                names = ", ".join(entry.name for entry in inside)
                message = say(
                    'the unit "{unit}" has several leaders: {names}. Give the team of each a unit of its own.',
                    unit=group[0].unit,
                    names=names,
                )
                yield Problem(inside[1].line, message, "unit")
            elif leader := self.leaders[key]:
                yield from self._strays(group, self.people[leader])
            elif len(self._clear(group)) == len(group):
                message = say('nobody leads the unit "{unit}": none of its people has a manager.', unit=group[0].unit)
                yield Problem(group[0].line, message, "manager")

    def _strays(self, group: Iterable[Entry], leader: Entry) -> Iterator[Problem]:
        for entry in self._clear(group):
            if leader.id in {entry.id, entry.manager_id}:
                continue
            values = {"name": entry.name, "unit": entry.unit, "leader": leader.name}
            message = (
                say('in the unit "{unit}", {name} has another manager than the others, who have {leader}.', **values)
                if entry.manager
                else say('in the unit "{unit}", {name} has no manager; the others have {leader}.', **values)
            )
            yield Problem(entry.line, message, "manager")

    def parent_problems(self) -> Iterator[Problem]:
        """Say where a leader's manager does not lead one unit that could be the parent."""
        for key, leader_id in self.leaders.items():
            leader = self.people[leader_id or ""]
            manager = self.people.get(leader.manager_id or "")
            led = self.led.get(leader.manager_id, [])
            if self._own(leader_id) != key or manager is None or len(led) == 1:
                continue
            names = {"manager": manager.name, "leader": leader.name, "unit": leader.unit}
            message = (
                say(
                    "{manager} manages {leader}, who leads a unit, and leads several units but none of their own.",
                    **names,
                )
                if led
                else say("{manager} manages {leader}, who leads a unit, but leads no unit of their own.", **names)
            )
            yield Problem(manager.line, message, "unit")

    def _parent(self, key: str) -> str | None:
        leader = self.people[self.leaders[key] or ""]
        if self._own(leader.id) != key:
            return self._own(leader.id)
        return self.led[leader.manager_id][0] if leader.manager_id else None

    def structure(self) -> Structure:
        """Build the units once nothing is wrong."""
        ids = _unit_ids([group[0].unit for group in self.groups.values()])
        parents = {key: self._parent(key) for key in self.groups}
        units = {
            ids[key]: Unit(ids[key], group[0].unit, self.leaders[key] or "", ids.get(parents[key] or ""))
            for key, group in self.groups.items()
        }
        counted = {
            entry.id: parents[self._own(entry.id)]
            if self.leaders[self._own(entry.id)] == entry.id
            else self._own(entry.id)
            for entry in self.entries
        }
        return Structure(units, {id_: ids.get(key or "") for id_, key in counted.items()})


def _unit_ids(names: Iterable[str]) -> dict[str, str]:
    """Give an id for each name (in small letters). Where two would be alike, the plainest keeps it.

    The others carry a fingerprint of their name: so an id does not depend on the order of the rows.
    """
    ids: dict[str, str] = {}
    taken = set[str]()
    for name in sorted(map(str.casefold, names), key=lambda name: (len(re.sub(r"[\w ]", "", name)), name)):
        slug = slugify(name) or "unit"
        fingerprint = hashlib.sha256(name.encode()).hexdigest()[:8]
        ids[name] = slug if slug not in taken and slug != "unit" else f"{slug}-{fingerprint}"
        taken.add(ids[name])
    return ids


def slugify(name: str) -> str:
    """Write a name in small Latin letters, digits and hyphens: "Kundendienst Süd" becomes "kundendienst-sued"."""
    spelled_out = unicodedata.normalize("NFC", name).casefold().translate(_SPELLED_OUT)
    plain = unicodedata.normalize("NFKD", spelled_out).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG_CHARACTERS].strip("-")
