"""Customer voice in channels and messages: where an entry goes, what is owed for it, and what senders read."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds
from bot.use_cases.inviting import Place
from bot.use_cases.working_time import read_calendars
from storage import leading, outbox, roles, roster, survey, voice
from storage.outbox import Message, Owed
from surveys.roles import Role
from surveys.roster import Person
from surveys.schedule import local_date
from surveys.survey import SurveyState
from surveys.texts import Locale
from surveys.voice import Entry, Kind

NO_CHANNEL = "no_channel"


@dataclass(frozen=True)
class Posted:
    """An entry as its channel reads it: names where there are any, and the language of the top leader."""

    entry: Entry
    relayer: str
    handler: str
    locale: Locale


def route(session: Session, kind: Kind) -> str | None:
    """Give the channel of a kind: as an admin set it, else the leadership channel of the top unit, else none."""
    chosen = voice.channels(session).get(kind)
    if chosen is not None:
        return chosen
    tops = [unit.id for unit in leading.roots(session)]
    for each in survey.all_of(session):
        found = next((each.channels[top] for top in tops if top in each.channels), None)
        if each.state is not SurveyState.ENDED and found is not None:
            return found
    return None


def channel_of(session: Session, entry: Entry) -> str | None:
    """Give the channel in which an entry stands, or would stand."""
    return entry.channel_id or route(session, entry.kind)


def owe_post(services: Services, session: Session, entry: Entry) -> None:
    """Owe an entry to its channel; where there is none the admins hear so, once."""
    channel_id = route(session, entry.kind)
    if channel_id is None:
        _tell_admins(session, "", NO_CHANNEL, services.clock())
        return
    voice.change(session, entry.id, {"channel_id": channel_id})
    now = services.clock()
    owed = Owed(
        key=f"{kinds.VOICE_POST}/{entry.id}/{channel_id}/{local_date(now, services.time_zone)}",
        kind=kinds.VOICE_POST,
        due_at=now,
        parameters={"entry_id": entry.id, "channel_id": channel_id},
    )
    outbox.enqueue(session, [owed])


def after_step(services: Services, session: Session, entry: Entry) -> list[Owed]:
    """Owe what follows from a leader's step: the post shows it, and a relayer who gave their name hears of it."""
    now, which = services.clock(), {"entry_id": entry.id, "state": entry.state.value}
    owed = [Owed(f"{kinds.VOICE_UPDATE}/{entry.id}/{entry.state}", kinds.VOICE_UPDATE, now, which)]
    person = roster.find(session, entry.person_id) if entry.person_id else None
    if person is not None:
        due = read_calendars(session, now, person.id).next_moment(person, now, services.time_zone)
        told = {**which, "person_id": person.id}
        owed.append(Owed(f"{kinds.VOICE_STEP}/{entry.id}/{entry.state}", kinds.VOICE_STEP, due, told))
    return owed


def without_name(session: Session, person_id: str, now: datetime) -> list[Owed]:
    """Owe the posts that name a person, as relayer or as who looks after an entry, a change that leaves the name out."""
    return [
        Owed(
            f"{kinds.VOICE_UPDATE}/{entry.id}/{entry.state}/nameless/{secrets.token_hex(4)}",
            kinds.VOICE_UPDATE,
            now,
            {"entry_id": entry.id, "state": entry.state.value},
        )
        for entry in voice.naming(session, person_id)
        if entry.message_ts is not None
    ]


def note_place(session: Session, message: Message, place: Place) -> None:
    """Note where the post of an entry stands."""
    entry_id = message.parameters["entry_id"]
    voice.change(session, entry_id, {"channel_id": place.channel_id, "message_ts": place.message_ts})


def channel_lost(session: Session, message: Message, code: str, now: datetime) -> None:
    """Let an entry that its channel does not take stand in the leaders' list alone, and tell the admins once."""
    voice.change(session, message.parameters["entry_id"], {"channel_id": None, "message_ts": None})
    _tell_admins(session, message.parameters["channel_id"], code, now)


def posted(services: Services, entry_id: str) -> Posted | None:
    """Give an entry for its post; None where it is not kept any more."""
    with services.database.reading() as session:
        entry = voice.find(session, entry_id)
        if entry is None:
            return None
        return Posted(entry, _name(session, entry.person_id), _name(session, entry.handled_by), language(session))


def step_of(services: Services, entry_id: str) -> tuple[Person, Posted] | None:
    """Give an entry for its relayer; None where they have left, or gave no name."""
    found = posted(services, entry_id)
    if found is None or found.entry.person_id is None:
        return None
    with services.database.reading() as session:
        person = roster.find(session, found.entry.person_id)
    return None if person is None else (person, found)


def language(session: Session) -> Locale:
    """Give the language of the top leader, which posts to leaders speak."""
    leaders = [roster.find(session, unit.leader_id) for unit in leading.roots(session)]
    return next((leader.language for leader in leaders if leader is not None and leader.language), Locale.EN)


def _name(session: Session, person_id: str | None) -> str:
    person = roster.find(session, person_id) if person_id else None
    return "" if person is None else person.name


def _tell_admins(session: Session, channel_id: str, code: str, now: datetime) -> None:
    notices = [
        Owed(
            key=f"{kinds.VOICE_NOTICE}/{channel_id}/{code}/{admin.person_id}",
            kind=kinds.VOICE_NOTICE,
            due_at=now,
            parameters={"person_id": admin.person_id, "channel_id": channel_id, "code": code},
        )
        for admin in roles.of(session, Role.ADMIN)
    ]
    outbox.enqueue(session, notices)
