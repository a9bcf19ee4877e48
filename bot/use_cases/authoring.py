"""Surveys as admins set them up and run them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import closing
from bot.use_cases import waves as wave_cases
from bot.use_cases.roles import need_admin
from storage import journal, outbox, roster, survey, waves
from storage.outbox import MessageState
from surveys.cadences import occurrences
from surveys.disclosure import FLOOR
from surveys.errors import VorbildError, say
from surveys.journal import Deed, Entry
from surveys.planning import Draft, Overview
from surveys.schedule import local_date
from surveys.survey import Survey, SurveyState, check
from surveys.waves import Wave, WaveState, soonest_opening

DATES_SHOWN = 5


def create(services: Services, actor_id: str, draft: Draft) -> Overview:
    """Create a survey; its first wave opens at the next date of its rhythm, tomorrow at the soonest."""
    need_admin(services, actor_id, Deed.SURVEY_CREATED)
    today = local_date(services.clock(), services.time_zone)
    with services.database.transaction() as session:
        everyone = roster.load(session)
        tops = draft.unit_ids or tuple(unit.id for unit in everyone.roots())
        unknown = [unit_id for unit_id in tops if unit_id not in everyone.units]
        if unknown:
            raise VorbildError(say("The unit “{unit}” is not in the roster any more. Choose again.", unit=unknown[0]))
        if not tops:
            raise VorbildError(
                say("Nobody would be asked: the roster is empty. Import it first with `vorbild roster import`.")
            )
        new = Survey(
            id=0,
            name=draft.name.strip(),
            cadence=draft.cadence,
            opens=draft.opens,
            days_open=draft.days_open,
            channels={**draft.unit_channels, **dict.fromkeys(tops, draft.channel_id)},
            starts_on=today + timedelta(days=1),
            languages=draft.languages,
            audience=draft.unit_ids,
            time_zone=services.time_zone,
        )
        stored = survey.add(session, check(new, today))
        journal.write(session, _entry(services, actor_id, Deed.SURVEY_CREATED, stored.name))
        return _overview(services, session, stored)


def overviews(services: Services, actor_id: str) -> list[Overview]:
    """Give all surveys."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        return [_overview(services, session, each) for each in survey.all_of(session)]


def overview(services: Services, actor_id: str, name: str) -> Overview:
    """Give one survey by name."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        return _overview(services, session, _named(session, name))


def run(services: Services, actor_id: str, name: str) -> Overview:
    """Open the next wave now, if its window allows."""
    need_admin(services, actor_id, Deed.WAVE_OPENED)
    each = _find(services, name)
    if each.state is not SurveyState.ACTIVE:
        raise VorbildError(say("“{name}” is {state}. Resume it first.", name=each.name, state=each.state.told()))
    wave_cases.run_now(services, each, _entry(services, actor_id, Deed.WAVE_OPENED, each.name))
    return overview(services, actor_id, name)


def close(services: Services, actor_id: str, name: str) -> Overview:
    """Close the open wave now and count it."""
    need_admin(services, actor_id, Deed.WAVE_CLOSED)
    each = _find(services, name)
    closing.close(services, _open_wave(services, each), _entry(services, actor_id, Deed.WAVE_CLOSED, each.name))
    return overview(services, actor_id, name)


def void(services: Services, actor_id: str, name: str) -> Overview:
    """Give up an open wave whose key is lost: its ballots are destroyed uncounted."""
    need_admin(services, actor_id, Deed.WAVE_VOIDED)
    each = _find(services, name)
    entry = _entry(services, actor_id, Deed.WAVE_VOIDED, each.name)
    closing.declare_void(services, _open_wave(services, each), entry)
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
        each = _named(session, name)
        if each.state is state:
            raise VorbildError(
                say("“{name}” is {state} already. Nothing was changed.", name=each.name, state=state.told())
            )
        survey.set_state(session, each.id, state)
        journal.write(session, _entry(services, actor_id, _DEEDS[state], each.name))
        return _overview(services, session, replace(each, state=state))


def _find(services: Services, name: str) -> Survey:
    with services.database.reading() as session:
        return _named(session, name)


def _open_wave(services: Services, each: Survey) -> Wave:
    with services.database.reading() as session:
        still_open = waves.in_state(session, WaveState.OPEN, survey_id=each.id)
    if not still_open:
        raise VorbildError(say("“{name}” has no open wave. Nothing was changed.", name=each.name))
    return still_open[0]


def _named(session: Session, name: str) -> Survey:
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


def _overview(services: Services, session: Session, each: Survey) -> Overview:
    everyone = roster.load(session)
    people = wave_cases.audience(session, each, everyone)
    sizes = [len(everyone.members(unit_id)) for unit_id in {person.unit_id for person in people if person.unit_id}]
    of_survey = waves.of_survey(session, each.id)
    newest = of_survey[-1] if of_survey else None
    today = local_date(services.clock(), services.time_zone)
    messages = outbox.counts(session, newest.id) if newest else {}
    soonest = max(each.starts_on, soonest_opening(waves.last_opening(session, each.id), each.policy, today))
    return Overview(
        each,
        len(people),
        len(sizes),
        sum(1 for size in sizes if size < max(FLOOR, each.policy.threshold)),
        occurrences(each.cadence, soonest - timedelta(days=1), DATES_SHOWN),
        newest,
        messages.get(MessageState.SENT, 0),
        messages.get(MessageState.READY, 0) + messages.get(MessageState.SENDING, 0),
    )


def _entry(services: Services, actor_id: str, deed: Deed, subject: str) -> Entry:
    return Entry(services.clock(), actor_id, deed, subject)


Step = Callable[[Services, str, str], Overview]
"""An admin's step on one named survey: run, close, pause, resume, or a look at it."""
