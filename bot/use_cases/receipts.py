"""Receipts: what the author of a comment does with nothing but the code that they kept.

No function that follows a thread takes a person: whoever holds the code is the author, and nobody is told who that is.
Only while a pulse is open does a receipt meet a person, who opens their own sealed ballot with it.
"""

import secrets
from dataclasses import replace

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import threads as both_sides
from bot.use_cases.threads import Said
from storage import invitations, roster, threads, urn, waves
from storage.keys import Purpose
from storage.sealing import SealingKey
from storage.threads import StoredThread
from storage.urn import Part
from surveys import ballots, receipts
from surveys.ballots import MARK_BYTES
from surveys.comments import Comment
from surveys.errors import VorbildError, say
from surveys.threads import LIFETIME, Kind, Sealed, Shown, Thread
from surveys.waves import Wave, WaveState


def draw(services: Services, pepper: SealingKey | None) -> tuple[str, bytes]:
    """Draw a receipt for whoever answers, a comment written or not: the code to keep, and the mark to seal.

    `pepper` is the wave's key of threads.
    """
    token = secrets.token_bytes(receipts.TOKEN_BYTES)
    mark = secrets.token_bytes(MARK_BYTES) if pepper is None else threads.mark_of(pepper, token)
    return receipts.write(token, services.deployment_id), mark


def look(services: Services, code: str, person_id: str) -> Sealed | Shown:
    """Show what a receipt opens. That somebody looked leaves no trace."""
    token = receipts.read(code, services.deployment_id)
    with services.database.reading() as session:
        found = _find(services, session, token)
        if found is not None:
            return _shown(session, both_sides.opened(services, session, found))
        for wave in waves.in_state(session, WaveState.OPEN):
            if _own_comment(services, session, wave, person_id, token) is not None:
                return Sealed(wave.closes_at)
    raise _unknown()


def say_in_thread(services: Services, code: str, kind: Kind, text: str = "") -> Shown:
    """Answer, close, report misuse or withdraw: seen with the next daily batch, and not connected with anybody."""
    token = receipts.read(code, services.deployment_id)
    with services.database.transaction() as session:
        found = _find(services, session, token, hold=True)
        if found is None:
            raise _unknown()
        return _shown(session, both_sides.add(services, session, found, Said(kind, text)))


def withdraw(services: Services, code: str, person_id: str) -> Sealed | Shown:
    """Take a comment back: at once from a ballot that is still sealed, else with the next daily batch."""
    token = receipts.read(code, services.deployment_id)
    with services.database.transaction() as session:
        for each in waves.in_state(session, WaveState.OPEN):
            own = _own_comment(services, session, each, person_id, token)
            if own is None or each.closes_at <= services.clock():
                continue
            wave = waves.hold(session, each.id)
            if wave is not None and wave.state is WaveState.OPEN:
                unit_id, comment = own
                emptied = ballots.encode_comment(replace(comment, text=""), unit_id)
                urn.put(session, wave.id, services.keys.need(wave.id), person_id, {urn.COMMENT: emptied})
                return Sealed(wave.closes_at)
    return say_in_thread(services, code, Kind.WITHDRAW)


def _find(services: Services, session: Session, token: bytes, *, hold: bool = False) -> StoredThread | None:
    """Find the thread of a receipt: its mark is made with the pepper of each wave whose threads live."""
    for wave_id in services.keys.wave_ids(Purpose.THREADS):
        pepper = services.keys.find(wave_id, Purpose.THREADS)
        found = None if pepper is None else threads.with_mark(session, threads.mark_of(pepper, token), hold=hold)
        if found is not None:
            return found
    return None


def _own_comment(
    services: Services, session: Session, wave: Wave, person_id: str, token: bytes
) -> tuple[str, Comment] | None:
    """Open the comment in a person's own sealed ballot, if this is its receipt; an earlier ballot's is void."""
    key, pepper = services.keys.find(wave.id), services.keys.find(wave.id, Purpose.THREADS)
    if key is None or pepper is None or invitations.find(session, wave.id, person_id) is None:
        return None
    box = urn.read_part(session, wave.id, key, person_id, Part.COMMENT)
    if box is None:
        return None
    unit_id, comment = ballots.decode_comment(box)
    ours = secrets.compare_digest(comment.mark, threads.mark_of(pepper, token))
    return (unit_id, comment) if ours else None


def _shown(session: Session, thread: Thread) -> Shown:
    seen = thread.seen_by_author()
    people = [roster.find(session, leader) for leader in {entry.by for entry in seen.entries if entry.by}]
    return Shown(seen, {person.id: person.name for person in people if person is not None})


def _unknown() -> VorbildError:
    return VorbildError(
        say(
            "Nothing is found with this code: there was no comment, too few people wrote for it to be shown, the ballot "
            "was replaced by a later one with a code of its own, or the pulse closed more than {count} days ago.",
            count=LIFETIME.days,
        )
    )
