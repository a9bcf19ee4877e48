"""What is owed to Slack about commitments: news to every member of the team, and to the leader a reminder or a handover."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds
from bot.use_cases.working_time import read_calendars
from storage import commitments, leading, outbox, roster
from storage.outbox import Owed
from surveys.commitments import Commitment, Event, News, Step, reminder_day
from surveys.roster import Person
from surveys.schedule import instant, local_date, zone_or_default

_REMINDED_AT = time(9)


def owe(services: Services, session: Session, commitment: Commitment, event: Event) -> None:
    """Owe what follows from a step: news to the team when each is next at work, and the reminder of what is open now."""
    people = [each for each in roster.members(session, commitment.unit_id) if each.invitable]
    outbox.enqueue(session, _news(services, session, event, people))
    if commitment.open and event.step in {Step.MADE, Step.ACCEPTED}:
        outbox.enqueue(session, _reminder(services, session, commitment))


def owe_handover(services: Services, session: Session, event: Event) -> None:
    """Owe the successor the question what becomes of a commitment."""
    now, person = services.clock(), roster.find(session, event.person_id)
    if person is not None:
        due = read_calendars(session, now, person.id).next_moment(person, now, services.time_zone)
        outbox.enqueue(session, [_owed(kinds.COMMITMENT_HANDOVER, event, person, due)])


def news(services: Services, event_id: int, person_id: str) -> News | None:
    """Give what a member of the team, or a successor, is told; None for who has left the roster."""
    with services.database.reading() as session:
        event = commitments.event(session, event_id)
        return None if event is None else _told(session, event.commitment_id, person_id, event)


def handover(services: Services, event_id: int, person_id: str) -> News | None:
    """Give what a successor is asked; None where it is answered, or the unit has another leader again."""
    found = news(services, event_id, person_id)
    if found is None or not found.commitment.open or found.commitment.holder_id != person_id:
        return None
    return found


def reminder(services: Services, commitment_id: int, person_id: str) -> News | None:
    """Give what a leader is reminded of; None where it is settled by now, or not theirs any more."""
    with services.database.reading() as session:
        found = _told(session, commitment_id, person_id, None)
        unit = None if found is None else leading.unit(session, found.commitment.unit_id)
    if found is None or unit is None or unit.leader_id != person_id or not found.commitment.open:
        return None
    return found


def _told(session: Session, commitment_id: int, person_id: str, event: Event | None) -> News | None:
    commitment, person = commitments.read(session, commitment_id), roster.find(session, person_id)
    if commitment is None or person is None:
        return None
    unit = leading.unit(session, commitment.unit_id)
    about = commitment.holder_id if event is None else event.person_id
    name = roster.names(session, [about]).get(about, about)
    return News(commitment, event, unit.name if unit else commitment.unit_id, name, person)


def _news(services: Services, session: Session, event: Event, people: Iterable[Person]) -> Iterator[Owed]:
    now = services.clock()
    known = read_calendars(session, now)
    for person in people:
        yield _owed(kinds.COMMITMENT_NOTE, event, person, known.next_moment(person, now, services.time_zone))


def _owed(kind: str, event: Event, person: Person, due_at: datetime) -> Owed:
    which = {"event_id": event.id, "person_id": person.id}
    return Owed(f"{kind}/{event.id}/{person.id}", kind, due_at, which)


def _reminder(services: Services, session: Session, commitment: Commitment) -> Iterator[Owed]:
    person = roster.find(session, commitment.holder_id)
    if person is None:
        return
    zone = zone_or_default(person.time_zone, services.time_zone)
    day = reminder_day(commitment.due_on, local_date(services.clock(), zone))
    if day is not None:
        which = {"commitment_id": commitment.id, "person_id": person.id}
        key = f"{kinds.COMMITMENT_REMINDER}/{commitment.id}/{person.id}"
        yield Owed(key, kinds.COMMITMENT_REMINDER, instant(day, _REMINDED_AT, zone), which)
