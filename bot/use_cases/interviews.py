"""Interviews: sheets that a candidate's interviewers answer each for themselves, and then read together."""

from dataclasses import dataclass, replace
from datetime import date
from random import SystemRandom

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds
from storage import interviews, outbox, roster
from storage.outbox import Owed
from surveys.errors import VorbildError, say
from surveys.interviews import (
    CODE_LENGTH,
    CODE_SIGNS,
    KEPT,
    Interview,
    Reading,
    Sheet,
    check_asked,
    check_sheet,
)
from surveys.roster import Person
from surveys.schedule import local_date

_TRIES = 20


def start(services: Services, asker_id: str, person_ids: tuple[str, ...]) -> Reading:
    """Draw a code for the candidate, and owe every interviewer a message."""
    asked = check_asked(person_ids)
    with services.database.transaction() as session:
        strangers = [id_ for id_ in (asker_id, *asked) if not _present(session, id_)]
        if strangers:
            raise VorbildError(say("{person} is not in the roster. Nothing was sent.", person=f"<@{strangers[0]}>"))
        interview = _new(session, asker_id, asked, _today(services))
        outbox.enqueue(session, _messages(services, kinds.INTERVIEW, interview, asked))
        return _reading(session, asker_id, interview)


def read(services: Services, person_id: str, code: str) -> Reading:
    """Give an interview to whoever asks or is asked; others' sheets only when it is over."""
    with services.database.reading() as session:
        return _reading(session, person_id, _find(session, person_id, code))


def answer(services: Services, person_id: str, code: str, sheet: Sheet) -> Reading:
    """Store a sheet; it can be replaced until the sheets are shown, never after: nobody adapts theirs to others'."""
    checked = check_sheet(sheet)
    with services.database.transaction() as session:
        interview = _find(session, person_id, code, hold=True)
        if person_id not in interview.asked:
            raise VorbildError(say("Only the interviewers fill in a sheet."))
        if _reading(session, person_id, interview).over:
            raise VorbildError(say("The sheets of {code} are shown already, so none can change any more.", code=code))
        interviews.keep_sheet(session, code, Sheet(person_id, checked.points, checked.note))
        reading = _reading(session, person_id, interview)
        if reading.over:
            outbox.enqueue(session, _messages(services, kinds.INTERVIEW_SHOWN, interview, _everybody(interview)))
        return reading


def close(services: Services, person_id: str, code: str) -> Reading:
    """Show what is there without waiting for the others; for the asker alone. A second click changes nothing."""
    with services.database.transaction() as session:
        interview = _find(session, person_id, code, hold=True)
        if person_id != interview.asker_id:
            raise VorbildError(say("Only whoever asked for the sheets can close them."))
        before = _reading(session, person_id, interview)
        if not before.over and interviews.close(session, code):
            outbox.enqueue(session, _messages(services, kinds.INTERVIEW_SHOWN, interview, _everybody(interview)))
        return _reading(session, person_id, _find(session, person_id, code))


@dataclass(frozen=True)
class Note:
    """What a message about an interview says, and to whom."""

    reading: Reading
    person: Person
    asker_name: str


def note(services: Services, person_id: str, code: str) -> Note | None:
    """Give what a message says; None where the interview is deleted or its reader has left."""
    with services.database.reading() as session:
        interview, person = interviews.find(session, code), roster.find(session, person_id)
        if interview is None or person is None:
            return None
        asker = roster.find(session, interview.asker_id)
        return Note(_reading(session, person_id, interview), person, "" if asker is None else asker.name)


def forget_old(services: Services) -> None:
    """Delete interviews after thirty days, and what they leave on disk."""
    before = _today(services) - KEPT
    with services.database.reading() as session:
        if not interviews.any_before(session, before):
            return
    with services.database.transaction() as session:
        interviews.forget_before(session, before)
    services.database.forget_remnants()


def _new(session: Session, asker_id: str, asked: tuple[str, ...], today: date) -> Interview:
    for _ in range(_TRIES):
        code = "".join(SystemRandom().choices(CODE_SIGNS, k=CODE_LENGTH))
        interview = Interview(code, asker_id, asked, today)
        if interviews.add(session, interview):
            return interview
    raise RuntimeError("no code is free")


def _find(session: Session, person_id: str, code: str, *, hold: bool = False) -> Interview:
    """Give an interview to those who take part; to anybody else it is as if it did not exist."""
    found = interviews.find(session, code, hold=hold)
    if found is None or person_id not in _everybody(found):
        raise VorbildError(say("There are no such sheets for you. They are deleted 30 days after they were asked for."))
    return found


def _reading(session: Session, person_id: str, interview: Interview) -> Reading:
    there = interviews.sheets(session, interview.code)
    reading = Reading(
        interview,
        answered=len(there),
        mine=any(sheet.person_id == person_id for sheet in there),
        asks=person_id == interview.asker_id,
        asked=person_id in interview.asked,
    )
    return replace(reading, sheets=there) if reading.over else reading


def _everybody(interview: Interview) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*interview.asked, interview.asker_id)))


def _present(session: Session, person_id: str) -> bool:
    person = roster.find(session, person_id)
    return person is not None and person.invitable


def _messages(services: Services, kind: str, interview: Interview, people: tuple[str, ...]) -> list[Owed]:
    return [
        Owed(
            key=f"{kind}/{interview.code}/{person_id}",
            kind=kind,
            due_at=services.clock(),
            parameters={"code": interview.code, "person_id": person_id},
        )
        for person_id in people
    ]


def _today(services: Services) -> date:
    return local_date(services.clock(), services.time_zone)
