"""A roster made of Slack's user groups: each group is a unit; who leads whom is chosen, or stands in people's profiles.

Both ways make rows as a file would have them, so that units, parents and problems follow from the same rules. Somebody
in several groups is asked once, counted in the group in which their manager is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from surveys.errors import Problem
from surveys.roster import Member, Person, Roster
from surveys.roster_units import Entry, build_units
from surveys.tables import nothing_imported


@dataclass(frozen=True)
class Group:
    """A user group of Slack and the ids of its members."""

    id: str
    name: str
    members: tuple[str, ...]


def from_leaders(
    groups: Sequence[Group], leaders: Mapping[str, str], directory: Mapping[str, Member], today: Roster
) -> Roster:
    """Make a roster of groups whose leaders (by group id) were chosen.

    A leader who is in another group reports to its leader; one who is in no other is at the top. `ProblemsError` where
    no clear structure follows.
    """
    whole = [_with(group, leaders.get(group.id)) for group in groups]
    managers: dict[str, str] = {}
    units: dict[str, str] = {}
    for person_id in _people(whole, directory):
        own = [group for group in whole if leaders.get(group.id) == person_id]
        others = [group for group in whole if person_id in group.members and group not in own]
        if others:
            managers[person_id] = leaders.get(others[0].id, "")
        units[person_id] = (own or others)[0].name
    return _roster(units, managers, directory, today)


def from_managers(
    groups: Sequence[Group], managers: Mapping[str, str], directory: Mapping[str, Member], today: Roster
) -> Roster:
    """Make a roster of groups in which profiles name everybody's manager; a manager in no group counts as none."""
    people = list(_people(groups, directory))
    known = {id_: manager for id_, manager in managers.items() if manager in people and manager != id_}
    units = {id_: _group_with(known.get(id_, ""), id_, groups).name for id_ in people}
    return _roster(units, known, directory, today)


def _with(group: Group, leader_id: str | None) -> Group:
    if leader_id is None or leader_id in group.members:
        return group
    return replace(group, members=(*group.members, leader_id))


def _people(groups: Sequence[Group], directory: Mapping[str, Member]) -> Iterator[str]:
    """Name everybody in the groups once, guests, bots and accounts switched off left out."""
    for id_ in dict.fromkeys(id_ for group in groups for id_ in group.members):
        if id_ in directory and directory[id_].invitable:
            yield id_


def _group_with(manager_id: str, person_id: str, groups: Sequence[Group]) -> Group:
    """Of somebody's groups choose the one in which their manager is, else the first."""
    own = [group for group in groups if person_id in group.members]
    return next((group for group in own if manager_id in group.members), own[0])


def _roster(
    units: Mapping[str, str], managers: Mapping[str, str], directory: Mapping[str, Member], today: Roster
) -> Roster:
    entries = [
        _entry(line, id_, unit, managers.get(id_, "")) for line, (id_, unit) in enumerate(units.items(), start=1)
    ]
    entries = [replace(entry, name=directory[entry.id].name) for entry in entries]
    structure = build_units(entries, complete=True)
    if structure.problems:
        raise nothing_imported([Problem(0, problem.message) for problem in structure.problems])
    people = (_person(directory[entry.id], structure.unit_of[entry.id], today) for entry in entries)
    return Roster({person.id: person for person in people}, structure.units)


def _entry(line: int, id_: str, unit: str, manager: str) -> Entry:
    return Entry(line, id_, id_, unit, manager, manager_id=manager or None)


def _person(member: Member, unit_id: str | None, today: Roster) -> Person:
    """Take over what Slack knows, and keep the office and the language that an earlier file told."""
    before = today.people.get(member.id)
    told = before is not None and before.locale is not before.slack_locale
    return Person(
        id=member.id,
        name=member.name,
        unit_id=unit_id,
        locale=before.locale if before is not None and told else member.locale,
        time_zone=member.time_zone,
        office=None if before is None else before.office,
        email=member.email,
        slack_locale=member.locale,
    )
