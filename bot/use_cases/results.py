"""Results: whose figures a person may read. Rights are checked here, whatever shows them.

A leader reads the figures of the units they lead and of those beneath, a viewer of the whole all of them; whoever is in
a unit's leadership channel reads what was posted there; an employee reads the released figures of their own unit.
Admins read nothing by being admins.
"""

from dataclasses import dataclass, replace
from difflib import get_close_matches

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import reporting
from storage import comments, leading, roles, roster, survey, waves
from surveys.errors import Message, VorbildError, say
from surveys.results import Result
from surveys.roles import Role
from surveys.roster import Person, Unit
from surveys.waves import Wave, WaveState


def of_leader(services: Services, person_id: str) -> list[Result]:
    """Give the latest result of each unit a person leads; none for most people."""
    with services.database.reading() as session:
        found = [(unit, waves.latest_counted(session, unit.id)) for unit in leading.led_by(session, person_id)]
    return [_result(services, unit, wave) for unit, wave in found]


def of_team(services: Services, person_id: str) -> Result | None:
    """Give the latest released figures of the unit in which a person is asked; None before the first of them.

    Comments and what changed elsewhere are for leaders.
    """
    with services.database.reading() as session:
        person = roster.find(session, person_id)
        unit = leading.unit(session, person.unit_id) if person else None
        wave = None if unit is None else waves.latest_counted(session, unit.id)
    if unit is None or wave is None:
        return None
    found = _result(services, unit, wave)
    report = None if found.report is None else replace(found.report, events_beneath=())
    return replace(found, report=report)


@dataclass(frozen=True)
class Told:
    """A result, and how many comments were released at its unit."""

    result: Result
    comments: int


def for_leader(services: Services, wave_id: int, person_id: str) -> tuple[Person, list[Told]] | None:
    """Give what a wave says about the units a leader led when it opened and leads still; None where none is left."""
    with services.database.reading() as session:
        person, wave = roster.find(session, person_id), waves.find(session, wave_id)
        asked = {unit.unit_id for unit in waves.units_of(session, wave_id) if unit.leader_id == person_id}
        units = [unit for unit in leading.led_by(session, person_id) if unit.id in asked]
        written = {unit.id: comments.count(session, wave_id, unit.id) for unit in units}
    if person is None or not units:
        return None
    return person, [Told(_result(services, unit, wave), written[unit.id]) for unit in units]


def named(services: Services, person_id: str, name: str) -> Result:
    """Give the latest result of the unit with a name, or of the person's own where none is named."""
    with services.database.reading() as session:
        unit = _named(session, person_id, name)
        wave = waves.latest_counted(session, unit.id)
    return _result(services, unit, wave)


def of_wave(services: Services, person_id: str, wave_id: int, unit_id: str, channel_id: str | None) -> Result:
    """Give one wave's result of one unit, as a button names it; `channel_id` is where the button was clicked."""
    with services.database.reading() as session:
        wave = waves.find_or_none(session, wave_id)
        if wave is None or wave.state not in {WaveState.CLOSED, WaveState.REPORTED}:
            raise VorbildError(say("This button is not valid any more. Please use the newest message or the Home tab."))
        posted = survey.find(session, wave.survey_id).channels.get(unit_id)
        if channel_id is None or posted != channel_id:
            _need_leader(session, person_id, unit_id)
        snapshot = waves.unit_of(session, wave_id, unit_id)
    if snapshot is None:
        raise VorbildError(say("This button is not valid any more. Please use the newest message or the Home tab."))
    return _result(services, Unit(unit_id, snapshot.name, snapshot.leader_id, snapshot.parent_id), wave)


def _result(services: Services, unit: Unit, wave: Wave | None) -> Result:
    with services.database.reading() as session:
        asked = leading.count_members(session, unit.id)
    if wave is None:
        return Result(unit.id, unit.name, asked)
    report = reporting.brief(services, wave.id, unit.id).report
    return Result(unit.id, unit.name, asked, wave.policy.threshold, wave.id, report)


def _named(session: Session, person_id: str, name: str) -> Unit:
    tops = _tops(session, person_id)
    if not tops:
        raise _refused()
    if not name:
        return tops[0]
    within = {below.name.casefold(): below for unit in tops for below in leading.beneath(session, unit.id)}
    found = within.get(name.casefold())
    if found is None:
        raise VorbildError(_unknown(name, within))
    return found


def _tops(session: Session, person_id: str) -> list[Unit]:
    """Give the units at and beneath which a person may read everything that is released."""
    sees_all = Role.VIEWER in roles.of_person(session, person_id)
    return leading.led_by(session, person_id) + (leading.roots(session) if sees_all else [])


def _need_leader(session: Session, person_id: str, unit_id: str) -> None:
    """Refuse whoever leads neither the unit nor one above it, viewers of the whole excepted."""
    tops = {unit.id for unit in _tops(session, person_id)}
    if not any(unit.id in tops for unit in leading.upwards(session, unit_id)):
        raise _refused()


def _refused() -> VorbildError:
    return VorbildError(
        say(
            "Results are shown to whoever leads the unit or one above it. "
            "What became of the last pulse in your own team is in the Home tab."
        )
    )


def _unknown(name: str, within: dict[str, Unit]) -> Message:
    near = get_close_matches(name.casefold(), within, n=1, cutoff=0.5)
    if near:
        return say("No unit of yours is called “{name}”. Did you mean “{near}”?", name=name, near=within[near[0]].name)
    return say(
        "No unit of yours is called “{name}”. `/pulse results` without a name shows your own; it also takes the name "
        "of a unit beneath.",
        name=name,
    )
