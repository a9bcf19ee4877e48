"""In which language, and with which form of address, people are written to."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services import Services
from bot.use_cases.roles import need_admin
from storage import deployment, journal, roster
from surveys.errors import VorbildError, say
from surveys.journal import Deed, Entry
from surveys.roster import Person
from surveys.texts import Locale


@dataclass(frozen=True)
class Reader:
    """What is known of somebody who reads; no person where they are not in the roster."""

    person: Person | None
    formal: bool


def reader(services: Services, person_id: str) -> Reader:
    """Say what somebody reads, and how German speaks to them."""
    return readers(services, [person_id])[0]


def readers(services: Services, person_ids: Sequence[str]) -> list[Reader]:
    """Say what each of several people reads, in their order."""
    with services.database.reading() as session:
        formal = deployment.is_formal(session)
        return [Reader(roster.find(session, person_id), formal) for person_id in person_ids]


def is_formal(services: Services) -> bool:
    """Tell whether German texts say "Sie"."""
    with services.database.reading() as session:
        return deployment.is_formal(session)


def choose(services: Services, person_id: str, chosen: Locale | None) -> None:
    """Keep the language that somebody chose for themselves; None for as in Slack."""
    with services.database.transaction() as session:
        if roster.find(session, person_id) is None:
            raise VorbildError(say("You are not in the roster, so nothing of yours is stored here: I follow Slack."))
        roster.choose_language(session, person_id, chosen)


def speak(services: Services, actor_id: str, *, formal: bool) -> None:
    """Let German texts say "Sie" or "du" to everybody, from the next message and view on."""
    need_admin(services, actor_id, Deed.ADDRESS_SET)
    with services.database.transaction() as session:
        if deployment.is_formal(session) is formal:
            raise VorbildError(say("German texts say “{address}” already. Nothing was changed.", address=name(formal)))
        deployment.set_formal(session, formal=formal)
        subject = f"{name(not formal)} → {name(formal)}"
        journal.write(session, Entry(services.clock(), actor_id, Deed.ADDRESS_SET, subject))


def name(formal: bool) -> str:
    """Name a form of address, as it is typed and shown in every language."""
    return "Sie" if formal else "du"
