"""Builders: a roster, a survey, an open wave and a ballot in one line each."""

from dataclasses import replace
from datetime import date, time

from bot.services import Services
from bot.use_cases import answering, casting, waves
from bot.use_cases.casting import SealedBallot
from storage import roster, survey
from storage import waves as stored_waves
from surveys.ballots import Ballot
from surveys.cadences import EveryWeeks
from surveys.journal import Deed, Entry
from surveys.roster import Person, Roster, Unit
from surveys.scales import Answer
from surveys.survey import Survey
from surveys.texts import Locale
from surveys.waves import Wave

SECRET = "a secret for tests, 32 characters and more"
ADMIN = "UADMIN"
CHANNEL = "CLEAD"


def roster_of(sizes: dict[str, int], parents: dict[str, str] | None = None, **person: object) -> Roster:
    """Units with so many respondents each; `parents` names the unit above, where there is one.

    People are `alpha-1`, `alpha-2`, …; leaders (`lead-alpha`) are counted nowhere, so that the sizes are exact.
    `person` sets fields of everybody, such as `time_zone`.
    """
    leaders = [Person(leader_of(unit), f"Leader of {unit}", None) for unit in sizes]
    staff = [
        Person(**{"id": id_, "name": id_.title(), "unit_id": unit, **person})
        for unit, size in sizes.items()
        for id_ in members_of(unit, size)
    ]
    above = parents or {}
    units = {unit: Unit(unit, unit.title(), leader_of(unit), above.get(unit)) for unit in sizes}
    return Roster({person.id: person for person in leaders + staff}, units)


def members_of(unit: str, size: int) -> list[str]:
    """Name the respondents that `roster_of` puts into a unit."""
    return [f"{unit}-{number}" for number in range(1, size + 1)]


def leader_of(unit: str) -> str:
    """Name the leader that `roster_of` gives a unit."""
    return f"lead-{unit}"


def survey_of(**changes: object) -> Survey:
    """A survey every four weeks on Tuesday at 9:00 in Berlin, a week open, from 6 January 2026 on."""
    usual = Survey(
        id=0,
        name="Pulse",
        cadence=EveryWeeks(4, date(2026, 1, 6)),
        opens=time(9),
        days_open=7,
        channels={"alpha": CHANNEL},
        starts_on=date(2026, 1, 6),
        languages=(Locale.EN, Locale.DE),
        time_zone="Europe/Berlin",
    )
    return replace(usual, **changes)


def stored(services: Services, everyone: Roster | None = None, each: Survey | None = None) -> Survey:
    """Store a roster (one unit `alpha` of six, if none is given) and a survey; give the survey with its id."""
    with services.database.transaction() as session:
        roster.replace(session, everyone or roster_of({"alpha": 6}))
        return survey.add(session, each or survey_of())


def open_wave(services: Services, everyone: Roster | None = None, each: Survey | None = None) -> Wave:
    """Store a roster and a survey, and open a wave of it now."""
    return run_now(services, stored(services, everyone, each))


def run_now(services: Services, each: Survey) -> Wave:
    """Open a stored survey's next wave now."""
    entry = Entry(services.clock(), ADMIN, Deed.WAVE_OPENED, each.name)
    return again(services, waves.run_now(services, each, entry))


def again(services: Services, wave: Wave) -> Wave:
    """Read a wave as it stands now."""
    with services.database.reading() as session:
        return stored_waves.find(session, wave.id)


def ballot_of(score: int, comment: str = "", question_keys: tuple[str, ...] = ()) -> Ballot:
    """One score for every question."""
    return Ballot(dict.fromkeys(question_keys, Answer(score)), comment)


def cast(services: Services, person: str, score: int, comment: str = "", wave: Wave | None = None) -> SealedBallot:
    """Answer every question of the pulse that is open for a person (or of `wave`) with one score."""
    wave_id = wave.id if wave else answering.open_pulses(services, person)[0].wave_id
    return casting.cast(
        services,
        wave_id,
        person,
        lambda questions: ballot_of(score, comment, tuple(question.key for question in questions)),
    )
