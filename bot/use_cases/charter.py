"""The charter: admins write and publish it, everybody reads it, leaders sign the version that holds."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds
from bot.use_cases.roles import is_admin, need, need_admin
from bot.use_cases.working_time import read_calendars
from storage import charter, journal, leading, outbox, roster
from storage.outbox import Owed
from surveys.charter import Charter, Reading, SignedLevel, Signer, check, signed_levels
from surveys.errors import VorbildError, say
from surveys.journal import Deed, Entry
from surveys.roles import Role
from surveys.roster import Person
from surveys.schedule import local_date
from surveys.texts import Text


@dataclass(frozen=True)
class Signing:
    """What came of a signature: refused when another version holds by now, which is then the one shown."""

    reading: Reading
    refused: bool = False


def read(services: Services, person_id: str) -> Reading:
    """Give the charter as somebody may see it; names of signers only to their own superior."""
    admin = is_admin(services, person_id)
    with services.database.reading() as session:
        return _reading(session, person_id, admin=admin)


def start_draft(services: Services, actor_id: str) -> Charter:
    """Give the text an admin goes on from: the draft, else the version that holds, else an empty one."""
    need_admin(services, actor_id, Deed.CHARTER_DRAFTED)
    with services.database.reading() as session:
        return _basis(session)


def save_draft(services: Services, actor_id: str, promise: Text, asks: Text, seen: str) -> Charter:
    """Store a draft; `seen` is the fingerprint of the text that the admin went on from."""
    need_admin(services, actor_id, Deed.CHARTER_DRAFTED)
    with services.database.transaction() as session:
        basis = _basis(session)
        number = charter.newest_number(session) + 1
        written = check(Charter(number, promise, asks))
        if basis == written:
            return basis
        if basis.fingerprint != seen:
            raise VorbildError(
                say("The charter was changed meanwhile. Nothing of yours was saved; open the form again to see it.")
            )
        holds = charter.current(session)
        if holds is not None and (holds.promise, holds.asks) == (promise, asks):
            raise VorbildError(say("This is the text that holds already. Change something, or close the form."))
        charter.keep_draft(session, written)
        _tell(services, session, actor_id, Deed.CHARTER_DRAFTED, number)
        return written


def publish(services: Services, actor_id: str, fingerprint: str) -> Reading:
    """Let the draft that the admin has read hold, and ask every leader to sign it. A second click changes nothing."""
    need_admin(services, actor_id, Deed.CHARTER_PUBLISHED)
    with services.database.transaction() as session:
        draft, holds = charter.draft(session), charter.current(session)
        today = local_date(services.clock(), services.time_zone)
        if draft is not None and draft.fingerprint == fingerprint and charter.publish(session, draft.version, today):
            outbox.enqueue(session, _notes(services, session, draft.version))
            _tell(services, session, actor_id, Deed.CHARTER_PUBLISHED, draft.version)
        elif holds is None or holds.fingerprint != fingerprint:
            raise VorbildError(
                say("The draft was changed meanwhile. Nothing was published; read it again with `/pulse charter edit`.")
            )
        return _reading(session, actor_id, admin=True)


def sign(services: Services, person_id: str, version: int | None = None) -> Signing:
    """Sign the version that holds; an old one is refused. A second click changes nothing."""
    need(services, person_id, (Role.LEADER,))
    admin = is_admin(services, person_id)
    with services.database.transaction() as session:
        holds = charter.current(session)
        if holds is None:
            raise VorbildError(say("There is no charter to sign yet. Admins write it with `/pulse charter edit`."))
        if version not in {None, holds.version}:
            return Signing(_reading(session, person_id, admin=admin), refused=True)
        charter.sign(session, holds.version, person_id)
        return Signing(_reading(session, person_id, admin=admin))


def note(services: Services, version: int, person_id: str) -> tuple[Charter, Person] | None:
    """Give what a leader is asked to sign; None where it is superseded or signed by now, or they lead no longer."""
    with services.database.reading() as session:
        holds, person = charter.current(session), roster.find(session, person_id)
        if holds is None or holds.version != version or person is None:
            return None
        done = person_id in charter.signers(session, version) or not leading.led_by(session, person_id)
        return None if done else (holds, person)


def levels(session: Session) -> tuple[SignedLevel, ...]:
    """Count the signatures under the version that holds, by level; none where there is no charter."""
    holds = charter.current(session)
    if holds is None:
        return ()
    return signed_levels(leading.all_units(session), charter.signers(session, holds.version))


def _reading(session: Session, person_id: str, *, admin: bool) -> Reading:
    holds = charter.current(session)
    signed = frozenset[str]() if holds is None else charter.signers(session, holds.version)
    reports = () if holds is None else leading.leaders_under(session, person_id)
    return Reading(
        holds,
        charter.draft(session) if admin else None,
        bool(leading.led_by(session, person_id)),
        person_id in signed,
        tuple(Signer(each.id, each.name, each.id in signed) for each in reports),
        admin,
    )


def _basis(session: Session) -> Charter:
    return charter.draft(session) or charter.current(session) or Charter(0, Text("", ""), Text("", ""))


def _notes(services: Services, session: Session, version: int) -> list[Owed]:
    """Owe every leader one message a version, when they are next at work."""
    now = services.clock()
    known, everyone = read_calendars(session, now), roster.load(session)
    leaders = {unit.leader_id for unit in everyone.units.values()} & everyone.people.keys()
    return [
        Owed(
            key=f"{kinds.CHARTER_NOTE}/{version}/{leader_id}",
            kind=kinds.CHARTER_NOTE,
            due_at=known.next_moment(everyone.people[leader_id], now, services.time_zone),
            parameters={"version": version, "person_id": leader_id},
        )
        for leader_id in sorted(leaders)
    ]


def _tell(services: Services, session: Session, actor_id: str, deed: Deed, version: int) -> None:
    journal.write(session, Entry(services.clock(), actor_id, deed, str(version)))
