"""The roster: importing it from a file, after a preview."""

from collections.abc import Mapping
from dataclasses import replace

from bot.services import Services
from bot.use_cases.working_time import drop_invitations
from storage import journal, roster
from surveys.journal import Deed, Entry
from surveys.roster import Member, Person, Roster, RosterDifferences, roster_differences
from surveys.roster_csv import parse_roster


def preview(services: Services, data: bytes, directory: Mapping[str, Member]) -> tuple[Roster, RosterDifferences]:
    """Read a roster file and say what it would change; `ProblemsError` names every problem with its line."""
    emails = {person.email.lower(): person.id for person in directory.values() if person.email}
    new = _with_directory(parse_roster(data, emails), directory)
    with services.database.reading() as session:
        return new, roster_differences(roster.load(session), new)


def apply(services: Services, new: Roster, actor_id: str) -> None:
    """Make a previewed roster the one of the next waves; open waves keep the snapshot they have."""
    with services.database.transaction() as session:
        left = set(roster.load(session).people) - new.people.keys()
        roster.replace(session, new)
        drop_invitations(session, left)
        details = {"people": len(new.people), "units": len(new.units)}
        journal.write(session, Entry(services.clock(), actor_id, Deed.ROSTER_IMPORTED, "", details))


def show(services: Services) -> Roster:
    """Give the roster of today."""
    with services.database.reading() as session:
        return roster.load(session)


def _with_directory(new: Roster, directory: Mapping[str, Member]) -> Roster:
    """Take time zone, and language where the file has none, from Slack."""
    people = {}
    for person in new.people.values():
        known = directory.get(person.id)
        if known is not None:
            person = replace(  # noqa: PLW2901 (the same person, completed)
                person, time_zone=person.time_zone or known.time_zone, locale=person.locale or known.locale
            )
        people[person.id] = person
    return Roster(people, new.units)


def find(services: Services, person_id: str) -> Person | None:
    """Give somebody of the roster."""
    with services.database.reading() as session:
        return roster.find(session, person_id)
