"""Threads beneath comments, for both sides: reading, adding, the daily batch, and their end after thirty days.

Nothing here is told who an author is. The daily batch lets appear what both sides have written, and tells everybody who
was invited to the wave, alike, that there are replies.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import SystemRandom

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds
from bot.use_cases.working_time import read_calendars
from storage import comments, invitations, opt_out, outbox, roles, roster, survey, threads, waves
from storage.keys import Purpose
from storage.outbox import Owed
from storage.sealing import SealingKey
from storage.threads import StoredThread
from surveys import threads as rules
from surveys.calendars import next_working_moment
from surveys.errors import VorbildError, say
from surveys.roles import Role
from surveys.roster import Roster
from surveys.schedule import instant
from surveys.threads import BATCH_AT, LIFETIME, Entry, Kind, Thread, ThreadState
from surveys.waves import WaveState

_WEEK = 7


def opened(services: Services, session: Session, found: StoredThread) -> Thread:
    """Read a thread as a whole; whoever shows it chooses what each side may see of it."""
    pepper = services.keys.find(found.wave_id, Purpose.THREADS)
    written = comments.find(session, found.comment_id)
    said = {} if pepper is None else threads.entries(session, pepper, [found.comment_id])
    return Thread(
        found.comment_id,
        found.wave_id,
        found.unit_id,
        "" if written is None else written.text,
        found.state,
        found.reported,
        said.get(found.comment_id, ()),
        alive=pepper is not None,
    )


@dataclass(frozen=True)
class Said:
    """What is to be added: `by` is the leader who says it, empty for the author."""

    kind: Kind
    text: str = ""
    by: str = ""


def add(services: Services, session: Session, found: StoredThread, said: Said) -> Thread:
    """Add something to a thread that is held; it waits for the next daily batch. A second click changes nothing."""
    thread = opened(services, session, found)
    entry = rules.add(thread, said.kind, said.text, said.by)
    if entry is None:
        return thread
    now = services.clock()  # each side is slowed by itself: else one would feel that the other is writing
    if not services.throttle.allows((found.comment_id, entry.of_leader), now):
        raise VorbildError(
            say("Much is being written in this conversation. Please try again in a minute; your text is still here.")
        )
    entry = replace(entry, appears_on=rules.appears_on(now, services.time_zone))
    pepper = services.keys.need(found.wave_id, Purpose.THREADS)
    threads.put(session, pepper, found, entry)
    return replace(thread, entries=(*thread.entries, entry))


def publish_due(services: Services) -> None:
    """Let the daily batch appear, wave by wave, and owe what follows from it."""
    day = rules.newest_batch(services.clock(), services.time_zone)
    with services.database.reading() as session:
        waiting = threads.waves_waiting(session, day)
    for wave_id in waiting:
        pepper = services.keys.find(wave_id, Purpose.THREADS)
        if pepper is not None:  # else `forget_old` takes them away
            _publish(services, wave_id, pepper, day)


def forget_old(services: Services) -> None:
    """Destroy the peppers of threads that are over, with all that was said in them; delete old comments."""
    now, kept = services.clock(), timedelta(days=services.retention.comment_days)
    with services.database.reading() as session:
        over = [wave_id for wave_id in services.keys.wave_ids(Purpose.THREADS) if _is_over(session, wave_id, now)]
        old_comments = comments.any_before(session, now - kept)
    if not over and not old_comments:
        return
    with services.database.transaction() as session:
        for wave_id in over:
            threads.forget(session, wave_id)
        comments.forget_before(session, now - kept)
    services.database.forget_remnants()
    for wave_id in over:
        services.keys.destroy(wave_id, Purpose.THREADS)


@dataclass(frozen=True)
class Note:
    """What a note about a wave's threads names."""

    survey_name: str
    wave_number: int
    unit_name: str
    on_roster: bool
    opted_out: bool


def note(services: Services, wave_id: int, person_id: str, unit_id: str = "") -> Note:
    """Give what a note says; whether its reader is still on the roster, and wants no messages about pulses."""
    with services.database.reading() as session:
        wave = waves.find(session, wave_id)
        unit_name = waves.organisation_of(session, wave_id).names.get(unit_id, "") if unit_id else ""
        name = survey.find(session, wave.survey_id).name
        quiet = opt_out.is_out(session, services.keys.settings, person_id)
        return Note(name, wave.number, unit_name, roster.find(session, person_id) is not None, quiet)


def _is_over(session: Session, wave_id: int, now: datetime) -> bool:
    wave = waves.find_or_none(session, wave_id)
    if wave is None or wave.state in {WaveState.PLANNED, WaveState.OPEN}:
        return False
    return wave.state is WaveState.VOID or wave.closes_at + LIFETIME <= now


def _publish(services: Services, wave_id: int, pepper: SealingKey, day: date) -> None:
    with services.database.transaction() as session:
        waves.take(session, wave_id)
        appeared = threads.publish(session, pepper, wave_id, day)
        told = [_settle(session, comment_id, said) for comment_id, said in appeared.items()]
        said = [entry for entries in appeared.values() for entry in entries]
        everyone = roster.load(session)
        if any(entry.of_leader for entry in said):
            outbox.enqueue(session, _reply_notes(services, session, wave_id, day, everyone))
        outbox.enqueue(session, _answer_notes(services, told, appeared, day, everyone))
        outbox.enqueue(session, _misuse_notes(services, session, told, appeared))


def _settle(session: Session, comment_id: str, said: list[Entry]) -> StoredThread:
    """Do what the entries that appear ask for: close, report, withdraw."""
    found = threads.of_comment(session, comment_id, hold=True)
    if found is None:
        raise LookupError("an entry without its thread")
    state = rules.after(found.state, [entry.kind for entry in said])
    reported = found.reported or any(entry.kind is Kind.REPORT for entry in said)
    threads.move(session, comment_id, state, reported=reported)
    if state is ThreadState.WITHDRAWN:
        comments.withdraw(session, [comment_id])
    return found


def _reply_notes(services: Services, session: Session, wave_id: int, day: date, everyone: Roster) -> list[Owed]:
    """Tell everybody who was invited, whoever wrote, that there are replies: when they are next at work.

    The key holds it to one note a week and wave, however many leaders reply on however many days.
    """
    wave = waves.find(session, wave_id)
    each, closed = survey.find(session, wave.survey_id), wave.closes_at.date()
    week = (day - closed).days // _WEEK
    people = [everyone.people[id_] for id_ in invitations.people_of(session, wave_id) if id_ in everyone.people]
    SystemRandom().shuffle(people)
    known = read_calendars(session, services.clock())
    start = instant(day, BATCH_AT, services.time_zone)
    moments = {person: next_working_moment(start, BATCH_AT, known.of(person, each)) for person in people}
    return [
        Owed(
            key=f"{kinds.REPLIES_NOTE}/{wave_id}/{week}/{person.id}",
            kind=kinds.REPLIES_NOTE,
            due_at=moment,
            parameters={"wave_id": wave_id, "person_id": person.id},
        )
        for person, moment in moments.items()
        if moment is not None
    ]


def _answer_notes(
    services: Services, told: list[StoredThread], appeared: dict[str, list[Entry]], day: date, everyone: Roster
) -> list[Owed]:
    """Tell the leaders of the units concerned that authors have answered."""
    cells = {
        (found.wave_id, found.unit_id)
        for found in told
        if found.unit_id in everyone.units and any(entry.kind is Kind.ANSWER for entry in appeared[found.comment_id])
    }
    return [
        Owed(
            key=f"{kinds.ANSWERS_NOTE}/{wave_id}/{unit_id}/{day}",
            kind=kinds.ANSWERS_NOTE,
            due_at=services.clock(),
            parameters={"wave_id": wave_id, "unit_id": unit_id, "person_id": everyone.units[unit_id].leader_id},
        )
        for wave_id, unit_id in sorted(cells)
    ]


def _misuse_notes(
    services: Services, session: Session, told: list[StoredThread], appeared: dict[str, list[Entry]]
) -> list[Owed]:
    """Tell every admin of a thread in which its author reports misuse."""
    admins = [each.person_id for each in roles.of(session, Role.ADMIN)]
    return [
        Owed(
            key=f"{kinds.MISUSE_NOTE}/{found.comment_id}/{admin}",
            kind=kinds.MISUSE_NOTE,
            due_at=services.clock(),
            parameters={
                "wave_id": found.wave_id,
                "unit_id": found.unit_id,
                "comment_id": found.comment_id,
                "person_id": admin,
            },
        )
        for found in told
        if any(entry.kind is Kind.REPORT for entry in appeared[found.comment_id])
        for admin in admins
    ]
