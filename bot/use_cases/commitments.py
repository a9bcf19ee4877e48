"""Commitments: what a leader promises their team, does about it, and what both can read of it.

Only who leads a unit today acts for it, checked at every step. Whatever is published is owed to every member of the
team, in the transaction that changes it.
"""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import commitment_notes, reporting
from bot.use_cases.working_time import read_calendars
from storage import commitments, leading, roster, waves
from surveys.commitments import (
    MOST_OPEN,
    Board,
    Commitment,
    CommitmentState,
    Event,
    Form,
    Kept,
    Preview,
    Step,
    Told,
    check_due,
    check_reason,
    check_text,
    kept_of,
)
from surveys.errors import VorbildError, say
from surveys.policy import FLOOR
from surveys.roster import Person, Unit
from surveys.schedule import local_date


def form(services: Services, person_id: str, unit_id: str = "", name: str = "") -> Form:
    """Give the form for a unit, by its id or name; without one, or where they do not lead it, for the highest they lead."""
    with services.database.reading() as session:
        unit = _choose(leading.led_by(session, person_id), unit_id, name)
        wave, found = waves.latest_counted(session, unit.id), commitments.draft_of(session, unit.id)
    draft = found if found is not None and found.holder_id == person_id else None
    focus = None if wave is None else reporting.brief(services, wave.id, unit.id).report.focus
    suggestion = None if focus is None else focus.dimension.next_step
    return Form(unit.id, unit.name, draft, suggestion, local_date(services.clock(), services.time_zone))


def save(services: Services, person_id: str, unit_id: str, text: str, due_on: date | None) -> Preview:
    """Keep a draft in place of the unit's earlier one, and show it as the team will read it."""
    with services.database.transaction() as session:
        person, unit = _leader(session, person_id, unit_id)
        calendar = replace(
            read_calendars(session, services.clock(), person_id).usual(person, services.time_zone), absences=()
        )
        day = check_due(due_on, local_date(services.clock(), calendar.time_zone), calendar)
        earlier = commitments.draft_of(session, unit_id)
        draft = Commitment(earlier.id if earlier else 0, unit_id, person_id, check_text(text), day)
        kept = commitments.keep(session, draft)
        return Preview(kept, unit.name, len(roster.members(session, unit_id)), due_on if day != due_on else None)


def preview(services: Services, person_id: str, commitment_id: int) -> Preview:
    """Show a draft again."""
    with services.database.transaction() as session:
        draft, unit = _draft(session, person_id, commitment_id)
        return Preview(draft, unit.name, len(roster.members(session, unit.id)))


def publish(services: Services, person_id: str, commitment_id: int) -> Preview:
    """Tell the team; from now on the commitment stands and cannot be changed. Of two clicks the second is refused."""
    with services.database.transaction() as session:
        draft, unit = _draft(session, person_id, commitment_id)
        if draft.due_on < local_date(services.clock(), services.time_zone):
            raise VorbildError(say("The date of this draft is over by now. Please change it first."))
        if commitments.count_open(session, unit.id) >= MOST_OPEN:
            raise VorbildError(
                say(
                    "{count} commitments are open already. Settle one first: few that are kept say more. "
                    "Your draft is kept.",
                    count=MOST_OPEN,
                )
            )
        _step(services, session, replace(draft, state=CommitmentState.MADE, holder_id=person_id), Step.MADE, person_id)
        return Preview(draft, unit.name, len(roster.members(session, unit.id)))


def done(services: Services, person_id: str, commitment_id: int) -> None:
    """Mark a commitment as done; the team is told, and asked once its date is over."""
    _settle(services, person_id, commitment_id, Step.DONE)


def drop(services: Services, person_id: str, commitment_id: int, reason: str) -> None:
    """Drop a commitment; the team reads why."""
    _settle(services, person_id, commitment_id, Step.DROPPED, check_reason(reason))


def accept(services: Services, person_id: str, commitment_id: int) -> None:
    """Take on what the leader before has promised; the team is told."""
    with services.database.transaction() as session:
        found, _ = _held(session, person_id, commitment_id)
        _need_state(found, CommitmentState.PASSED)
        taken = replace(found, state=CommitmentState.MADE, holder_id=person_id)
        _step(services, session, taken, Step.ACCEPTED, person_id)


def to_drop(services: Services, person_id: str, commitment_id: int) -> Commitment:
    """Give the commitment whose dropping is to be explained."""
    with services.database.transaction() as session:
        found, _ = _held(session, person_id, commitment_id)
        _need_open(found)
        return found


def of_leader(services: Services, person_id: str) -> list[Board]:
    """Give the commitments of each unit a person leads, drafts too, and the kept rates of the leaders directly beneath."""
    with services.database.reading() as session:
        units = leading.led_by(session, person_id)
        boards = [_board(session, unit, beneath=_beneath(session, unit)) for unit in units]
    return [replace(board, told=tuple(each for each in board.told if _may_see(each, person_id))) for board in boards]


def of_team(services: Services, person_id: str) -> Board | None:
    """Give what a person's team was promised; None where that is nothing."""
    with services.database.reading() as session:
        person = roster.find(session, person_id)
        unit = leading.unit(session, person.unit_id) if person else None
        board = None if unit is None else _board(session, unit)
    if board is None:
        return None
    told = tuple(each for each in board.told if each.commitment.state is not CommitmentState.DRAFT)
    return replace(board, told=told) if told else None


def _settle(services: Services, person_id: str, commitment_id: int, step: Step, reason: str = "") -> None:
    with services.database.transaction() as session:
        found, _ = _held(session, person_id, commitment_id)
        _need_open(found)
        settled = replace(found, state=CommitmentState(step), holder_id=person_id)
        _step(services, session, settled, step, person_id, reason)


def _step(
    services: Services, session: Session, commitment: Commitment, step: Step, person_id: str, reason: str = ""
) -> None:
    """Change a commitment, write its history and owe the team the news."""
    commitments.keep(session, commitment)
    today = local_date(services.clock(), services.time_zone)
    event = commitments.note(session, Event(0, commitment.id, step, person_id, today, reason))
    commitment_notes.owe(services, session, commitment, event)


def _choose(led: list[Unit], unit_id: str, name: str) -> Unit:
    if not led:
        raise VorbildError(say("Commitments are made by whoever leads a unit. You lead none in the roster."))
    if name:
        named = next((unit for unit in led if unit.name.casefold() == name.casefold()), None)
        if named is None:
            names = ", ".join(f"“{unit.name}”" for unit in led[:20])
            raise VorbildError(say("You lead no unit called “{name}”. You lead: {names}.", name=name[:60], names=names))
        return named
    return next((unit for unit in led if unit.id == unit_id), led[0])


def _held(session: Session, person_id: str, commitment_id: int) -> tuple[Commitment, Unit]:
    found = commitments.find(session, commitment_id)
    if found is None:
        raise VorbildError(say("This button is not valid any more. Please use the newest message or the Home tab."))
    return found, _leader(session, person_id, found.unit_id)[1]


def _draft(session: Session, person_id: str, commitment_id: int) -> tuple[Commitment, Unit]:
    """Give a draft to who wrote it: what a leader before has not published is nobody's."""
    found, unit = _held(session, person_id, commitment_id)
    _need_state(found, CommitmentState.DRAFT)
    if found.holder_id != person_id:
        raise _not_yours()
    return found, unit


def _may_see(told: Told, person_id: str) -> bool:
    return told.commitment.state is not CommitmentState.DRAFT or told.commitment.holder_id == person_id


def _leader(session: Session, person_id: str, unit_id: str) -> tuple[Person, Unit]:
    person, unit = roster.find(session, person_id), leading.unit(session, unit_id)
    if person is None or unit is None or unit.leader_id != person_id:
        raise _not_yours()
    return person, unit


def _not_yours() -> VorbildError:
    return VorbildError(
        say("Only who leads this unit makes and settles its commitments, and that is not you now. Nothing was changed.")
    )


def _need_state(commitment: Commitment, state: CommitmentState) -> None:
    if commitment.state is state:
        return
    if state is CommitmentState.DRAFT:
        raise VorbildError(say("This commitment is published already; your team has been told once."))
    raise VorbildError(say("This commitment was taken on or settled already; nothing was changed."))


def _need_open(commitment: Commitment) -> None:
    if not commitment.open:
        raise VorbildError(say("This commitment is settled already; nothing was changed."))


def _board(session: Session, unit: Unit, beneath: tuple[tuple[str, Kept], ...] = ()) -> Board:
    all_of = commitments.of_unit(session, unit.id)
    ids = [each.id for each in all_of]
    histories, outcomes = commitments.histories(session, ids), commitments.outcomes(session, ids)
    told = tuple(Told(each, histories.get(each.id, ()), outcomes.get(each.id)) for each in all_of)
    names = roster.names(session, {event.person_id for each in told for event in each.events})
    enough = leading.count_members(session, unit.id) >= FLOOR
    return Board(unit.id, unit.name, told, names, enough, beneath)


def _beneath(session: Session, unit: Unit) -> tuple[tuple[str, Kept], ...]:
    below = [each for each in leading.children(session, unit.id) if each.leader_id != unit.leader_id]
    found = commitments.outcomes_in(session, {each.id for each in below})
    rates = [(each.name, kept_of(outcome for unit_id, outcome in found if unit_id == each.id)) for each in below]
    return tuple((name, kept) for name, kept in rates if kept.judged)
