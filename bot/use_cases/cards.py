"""Contribution cards: leaders write them, their people propose changes, everybody reads them."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds
from bot.use_cases.working_time import read_calendars
from storage import cards, deployment, leading, outbox, roster
from storage.outbox import Owed
from surveys.cards import (
    MOST_OPEN,
    Card,
    Proposal,
    ProposalState,
    Reading,
    check_text,
    round_of,
    wanting,
)
from surveys.errors import VorbildError, say
from surveys.roster import Person, Unit
from surveys.schedule import local_date

_TURN = "cards"
_NAMES_TOLD = 20


@dataclass(frozen=True)
class Answered:
    """A proposal whose leader has decided, for the one who proposed it."""

    proposal: Proposal
    unit: Unit
    person: Person


def read(services: Services, person_id: str, name: str = "") -> Reading:
    """Give the card of the unit with a name; without one, of the unit somebody leads, else works in."""
    with services.database.reading() as session:
        return _reading(services, session, person_id, _named(session, person_id, name))


def of_person(services: Services, person_id: str) -> list[Reading]:
    """Give the cards that concern somebody: of their own unit, and of those they lead."""
    with services.database.reading() as session:
        person = roster.find(session, person_id)
        own = leading.unit(session, person.unit_id) if person is not None else None
        units = [*([own] if own is not None else []), *leading.led_by(session, person_id)]
        return [_reading(services, session, person_id, unit) for unit in dict.fromkeys(units)]


def of_unit(services: Services, person_id: str, unit_id: str) -> Reading:
    """Give the card that a button names."""
    with services.database.reading() as session:
        return _reading(services, session, person_id, _unit(session, unit_id))


def write(services: Services, actor_id: str, written: Card, seen: str) -> Reading:
    """Store a card as its leader wrote it; `seen` is the fingerprint of the text they went on from."""
    texts = {part: check_text(text) for part, text in written.texts.items() if text.strip()}
    if not texts:
        raise VorbildError(say("Fill in at least one part of the card. Nothing was stored."))
    with services.database.transaction() as session:
        unit = _led(session, actor_id, written.unit_id)
        before = cards.find(session, unit.id, hold=True)
        after = Card(unit.id, texts, _today(services))
        if before.fingerprint not in {seen, after.fingerprint}:
            raise VorbildError(
                say(
                    "The card was changed meanwhile. Nothing of yours was stored; open it again to see what stands there."
                )
            )
        cards.keep(session, after)
        return _reading(services, session, actor_id, unit)


def propose(services: Services, person_id: str, proposed: Proposal) -> Reading:
    """Put a change before the leader, with the proposer's name; two for the same part stand side by side."""
    text = check_text(proposed.text)
    with services.database.transaction() as session:
        unit, person = _unit(session, proposed.unit_id), roster.find(session, person_id)
        if person is None or person.unit_id != unit.id:
            raise VorbildError(say("Only people of “{unit}” can propose a change of its card.", unit=unit.name))
        waiting = cards.open_proposals(session, unit.id)
        again = any((each.person_id, each.part, each.text) == (person_id, proposed.part, text) for each in waiting)
        if len(waiting) >= MOST_OPEN and not again:
            raise VorbildError(
                say(
                    "{count} proposals wait for “{unit}” already. Your leader decides on them first.",
                    count=MOST_OPEN,
                    unit=unit.name,
                )
            )
        if not again:
            cards.propose(session, replace(proposed, person_id=person_id, text=text))
            outbox.enqueue(session, _note_to_leader(services, session, unit))
        return _reading(services, session, person_id, unit)


def decide(services: Services, actor_id: str, number: int, *, accept: bool) -> Reading:
    """Accept a proposal, which changes the card, or decline it. Others for the same part stay open."""
    with services.database.transaction() as session:
        found = cards.proposal(session, number)
        if found is None:
            raise VorbildError(say("This button is not valid any more. Please use the newest message or the Home tab."))
        unit = _led(session, actor_id, found.unit_id)
        card = cards.find(session, unit.id, hold=True)
        state = ProposalState.ACCEPTED if accept else ProposalState.DECLINED
        if cards.decide(session, number, state, _today(services)):
            if accept:
                texts = {**card.texts, found.part: found.text}
                cards.keep(session, replace(card, texts=texts, changed_on=_today(services)))
            outbox.enqueue(session, _note_to_proposer(services, session, found))
        return _reading(services, session, actor_id, unit)


def report_due(services: Services) -> None:
    """Owe the leaders of units whose card is missing or old one message; once a quarter, whatever runs this how often."""
    today = _today(services)
    turn = round_of(today)
    if turn is None:
        return
    with services.database.reading() as session:
        if deployment.turn_taken(session, _TURN, turn):
            return
    with services.database.transaction() as session:
        units = leading.all_units(session)
        if units and deployment.take_turn(session, _TURN, turn):
            late = wanting(units, cards.all_of(session, [unit.id for unit in units]), today)
            leaders = sorted({unit.leader_id for unit in late})
            outbox.enqueue(session, _notes(services, session, f"{kinds.CARDS_NOTE}/{turn}", kinds.CARDS_NOTE, leaders))


def late_cards(services: Services, leader_id: str) -> tuple[Person, list[Reading]] | None:
    """Give the cards that a leader still has to write or to look at; None where there are none any more."""
    with services.database.reading() as session:
        person, units = roster.find(session, leader_id), leading.led_by(session, leader_id)
        readings = [_reading(services, session, leader_id, unit) for unit in units]
    late = [each for each in readings if each.outdated]
    return (person, late) if person is not None and late else None


def waiting(services: Services, leader_id: str, unit_id: str) -> tuple[Person, Reading] | None:
    """Give a unit's card with what waits for its leader; None where nothing does, or another leads by now."""
    with services.database.reading() as session:
        person, unit = roster.find(session, leader_id), leading.unit(session, unit_id)
        if person is None or unit is None or unit.leader_id != leader_id:
            return None
        reading = _reading(services, session, leader_id, unit)
    return (person, reading) if reading.proposals else None


def answered(services: Services, number: int) -> Answered | None:
    """Give a proposal that was decided; None where the unit is gone or its proposer has left."""
    with services.database.reading() as session:
        found = cards.proposal(session, number)
        unit = None if found is None else leading.unit(session, found.unit_id)
        person = None if found is None else roster.find(session, found.person_id)
    return Answered(found, unit, person) if found is not None and unit is not None and person is not None else None


def _reading(services: Services, session: Session, person_id: str, unit: Unit) -> Reading:
    person, card = roster.find(session, person_id), cards.find(session, unit.id)
    leads, belongs = (
        unit.leader_id == person_id and person is not None,
        person is not None and person.unit_id == unit.id,
    )
    waiting_ = cards.open_proposals(session, unit.id) if leads or belongs else ()
    return Reading(unit, card, leads, belongs, waiting_, card.outdated(_today(services)))


def _named(session: Session, person_id: str, name: str) -> Unit:
    wanted = name.strip().casefold()
    if not wanted:
        return _own(session, person_id)
    units = leading.all_units(session)
    found = [unit for unit in units if wanted in {unit.name.casefold(), unit.id.casefold()}]
    if len(found) == 1:
        return found[0]
    told = ", ".join(f"“{unit.name}” ({unit.id})" for unit in (found or units)[:_NAMES_TOLD]) or "–"
    if found:
        raise VorbildError(say("Several units have that name. Write what stands in brackets: {names}.", names=told))
    raise VorbildError(say("There is no unit “{name}”. There is: {names}.", name=name[:60], names=told))


def _own(session: Session, person_id: str) -> Unit:
    led, person = leading.led_by(session, person_id), roster.find(session, person_id)
    own = led[0] if led else leading.unit(session, person.unit_id) if person is not None else None
    if own is None:
        raise VorbildError(say("You are in no unit of the roster. Name one: `/pulse card UNIT`."))
    return own


def _unit(session: Session, unit_id: str) -> Unit:
    unit = leading.unit(session, unit_id)
    if unit is None:
        raise VorbildError(say("This unit is not in the roster any more. `/pulse card` shows the card of yours."))
    return unit


def _led(session: Session, actor_id: str, unit_id: str) -> Unit:
    unit = _unit(session, unit_id)
    if unit not in leading.led_by(session, actor_id):
        raise VorbildError(say("Only the leader of “{unit}” can do this. Nothing was changed.", unit=unit.name))
    return unit


def _note_to_leader(services: Services, session: Session, unit: Unit) -> list[Owed]:
    """Tell a leader of proposals: one message a unit and day, however many there are."""
    prefix = f"{kinds.CARD_PROPOSALS}/{unit.id}/{_today(services)}"
    return _notes(services, session, prefix, kinds.CARD_PROPOSALS, [unit.leader_id], unit_id=unit.id)


def _note_to_proposer(services: Services, session: Session, proposal: Proposal) -> list[Owed]:
    prefix = f"{kinds.CARD_ANSWER}/{proposal.id}"
    return _notes(services, session, prefix, kinds.CARD_ANSWER, [proposal.person_id], number=proposal.id)


def _notes(
    services: Services, session: Session, prefix: str, kind: str, people: list[str], **named: object
) -> list[Owed]:
    """Owe people a message each, when they are next at work."""
    now = services.clock()
    known = read_calendars(session, now)
    found = [person for person in (roster.find(session, id_) for id_ in people) if person is not None]
    return [
        Owed(
            key=f"{prefix}/{person.id}",
            kind=kind,
            due_at=known.next_moment(person, now, services.time_zone),
            parameters={**named, "person_id": person.id},
        )
        for person in found
    ]


def _today(services: Services) -> date:
    return local_date(services.clock(), services.time_zone)
