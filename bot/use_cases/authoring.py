"""Surveys as admins run them: by name, wave by wave."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import closing, kinds
from bot.use_cases import waves as wave_cases
from bot.use_cases.asking import sizes
from bot.use_cases.roles import need_admin
from storage import journal, outbox, roster, survey, waves
from storage.outbox import MessageState
from surveys.cadences import occurrences
from surveys.changes import Changes
from surveys.disclosure import FLOOR
from surveys.errors import VorbildError, say
from surveys.journal import Deed, Entry
from surveys.planning import Outline, Overview
from surveys.roster import Roster
from surveys.schedule import local_date
from surveys.survey import Survey, SurveyState
from surveys.waves import Wave, WaveState, soonest_opening

DATES_SHOWN = 5


def outlines(services: Services, actor_id: str) -> list[Outline]:
    """Give all surveys in brief, oldest first."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        surveys = [each for each in survey.all_of(session) if each.check_in is None]
        return [_outline(services, session, each) for each in surveys]


def overview(services: Services, actor_id: str, name: str) -> Overview:
    """Give one survey by name."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        return overview_of(services, session, named(session, name))


def run(services: Services, actor_id: str, name: str) -> Overview:
    """Open the next wave now, if its window allows."""
    need_admin(services, actor_id, Deed.WAVE_OPENED)
    each = find(services, name)
    if each.state is not SurveyState.ACTIVE:
        raise VorbildError(say("“{name}” is {state}. Resume it first.", name=each.name, state=each.state.told()))
    wave_cases.run_now(services, each, entry(services, actor_id, Deed.WAVE_OPENED, each.name))
    return overview(services, actor_id, name)


def close(services: Services, actor_id: str, name: str) -> Overview:
    """Close the open wave now and count it."""
    need_admin(services, actor_id, Deed.WAVE_CLOSED)
    each = find(services, name)
    closing.close(services, _open_wave(services, each), entry(services, actor_id, Deed.WAVE_CLOSED, each.name))
    return overview(services, actor_id, name)


def void(services: Services, actor_id: str, name: str) -> Overview:
    """Give up an open wave whose key is lost: its ballots are destroyed uncounted."""
    need_admin(services, actor_id, Deed.WAVE_VOIDED)
    each = find(services, name)
    voided = entry(services, actor_id, Deed.WAVE_VOIDED, each.name)
    closing.declare_void(services, _open_wave(services, each), voided)
    return overview(services, actor_id, name)


def pause(services: Services, actor_id: str, name: str) -> Overview:
    """Stop opening waves and sending invitations; an open wave can still be answered."""
    return _set_state(services, actor_id, name, SurveyState.PAUSED)


def resume(services: Services, actor_id: str, name: str) -> Overview:
    """Open waves and send invitations again; messages that waited go out now, once."""
    return _set_state(services, actor_id, name, SurveyState.ACTIVE)


_DEEDS = {SurveyState.PAUSED: Deed.SURVEY_PAUSED, SurveyState.ACTIVE: Deed.SURVEY_RESUMED}


def _set_state(services: Services, actor_id: str, name: str, state: SurveyState) -> Overview:
    need_admin(services, actor_id, _DEEDS[state])
    with services.database.transaction() as session:
        each = named(session, name)
        if each.state is state or (each.state is SurveyState.ENDED and state is SurveyState.PAUSED):
            raise VorbildError(
                say("“{name}” is {state} already. Nothing was changed.", name=each.name, state=each.state.told())
            )
        survey.set_state(session, each.id, state)
        journal.write(session, entry(services, actor_id, _DEEDS[state], each.name))
        return overview_of(services, session, replace(each, state=state))


def find(services: Services, name: str) -> Survey:
    """Give a survey by name, outside of a transaction."""
    with services.database.reading() as session:
        return named(session, name)


def _open_wave(services: Services, each: Survey) -> Wave:
    with services.database.reading() as session:
        still_open = waves.in_state(session, WaveState.OPEN, survey_id=each.id)
    if not still_open:
        raise VorbildError(say("“{name}” has no open wave. Nothing was changed.", name=each.name))
    return still_open[0]


def named(session: Session, name: str) -> Survey:
    """Give a survey by name; one that does not exist is answered with those there are."""
    found = survey.find_by_name(session, name)
    if found is not None:
        return found
    names = [each.name for each in survey.all_of(session)]
    if not names:
        raise VorbildError(say("There is no survey yet. Create one with `/pulse survey new`."))
    raise VorbildError(
        say(
            "There is no survey named “{name}”. There is: {names}.", name=name, names=", ".join(f"“{n}”" for n in names)
        )
    )


def overview_of(services: Services, session: Session, each: Survey) -> Overview:
    """Say what will happen with a survey, stored or drafted, and how its newest wave stands."""
    units = roster.units(session)
    asked = sizes(session, each, Roster({}, units))
    least = max(FLOOR, each.policy.threshold)
    small = sorted(units[unit_id].name for unit_id, size in asked.items() if size < least)
    brief = _outline(services, session, each)
    messages = outbox.counts(session, brief.newest.id, kinds.INVITATION) if brief.newest else {}
    return Overview(
        survey=each,
        next_dates=brief.next_dates,
        newest=brief.newest,
        people=asked.total(),
        units=len(asked),
        small_units=len(small),
        delivered=messages.get(MessageState.SENT, 0),
        waiting=messages.get(MessageState.READY, 0) + messages.get(MessageState.SENDING, 0),
        small_names=tuple(small),
        delivery_seconds=asked.total() / services.messages_per_second,
        unit_names={unit_id: units[unit_id].name for unit_id in each.channels if unit_id in units},
    )


def _outline(services: Services, session: Session, each: Survey) -> Outline:
    today = local_date(services.clock(), services.time_zone)
    soonest = max(each.starts_on, soonest_opening(waves.last_opening(session, each.id), each.policy, today))
    dates = occurrences(each.cadence, soonest - timedelta(days=1), DATES_SHOWN)
    return Outline(each, dates, next(reversed(waves.of_survey(session, each.id)), None))


def entry(services: Services, actor_id: str, deed: Deed, subject: str, changed: Changes | None = None) -> Entry:
    """Write a line for the journal."""
    return Entry(services.clock(), actor_id, deed, subject, {"changes": dict(changed)} if changed else {})


Step = Callable[[Services, str, str], Overview]
"""An admin's step on one named survey: run, close, pause, resume, or a look at it."""
