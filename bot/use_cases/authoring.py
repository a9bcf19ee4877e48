"""Surveys as admins set them up and run them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import closing, kinds
from bot.use_cases import waves as wave_cases
from bot.use_cases.asking import audience
from bot.use_cases.questions import bank_of
from bot.use_cases.roles import need_admin
from bot.use_cases.working_time import plan_anew
from storage import journal, outbox, roster, survey, waves
from storage.outbox import MessageState
from surveys.cadences import occurrences
from surveys.disclosure import FLOOR, Policy
from surveys.errors import VorbildError, say
from surveys.journal import Deed, Entry
from surveys.planning import Draft, Edited, Overview
from surveys.roster import Roster
from surveys.schedule import local_date
from surveys.settings import Changes, changes
from surveys.survey import Survey, SurveyState, check
from surveys.waves import Wave, WaveState, soonest_opening

DATES_SHOWN = 5


class StaleError(VorbildError):
    """Somebody else saved the survey while this admin had the form open: `changed` sets both side by side."""

    def __init__(self, stored: Survey, wanted: Survey) -> None:
        super().__init__(say("“{name}” was changed meanwhile. Nothing of yours was saved.", name=stored.name))
        self.name = stored.name
        self.changed = changes(stored, wanted)


def to_edit(services: Services, actor_id: str, name: str) -> tuple[Edited, Draft]:
    """Give a survey as its form shows it."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        each = named(session, name)
        tops = _tops(each.audience, roster.load(session))
        main = next((each.channels[top] for top in tops if top in each.channels), "")
    draft = Draft(
        name=each.name,
        cadence=each.cadence,
        opens=each.opens,
        days_open=each.days_open,
        channel_id=main or next(iter(each.channels.values()), ""),
        languages=each.languages,
        unit_ids=each.audience,
        groups=each.groups,
        questions=each.questions,
        reminder=each.reminder,
        threshold=each.policy.threshold,
        working=each.working,
        weekly=each.weekly,
    )
    return Edited(each.id, each.version), draft


def rehearse(services: Services, actor_id: str, edited: Edited, draft: Draft) -> tuple[Overview, Changes]:
    """Say what a draft would bring, and what it changes; nothing is stored."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        stored = _stored(session, edited)
        wanted = _drafted(services, session, draft, stored)
        return _overview(services, session, wanted), changes(stored, wanted) if stored else {}


def save(services: Services, actor_id: str, edited: Edited, draft: Draft) -> tuple[Overview, Changes]:
    """Store a confirmed draft: a new survey, or the edited one if nobody else changed it meanwhile (`StaleError`)."""
    if edited.survey_id is None:
        return create(services, actor_id, draft), {}
    need_admin(services, actor_id, Deed.SURVEY_EDITED)
    with services.database.transaction() as session:
        stored = _stored(session, edited)
        if stored is None:
            raise VorbildError(say("This form is not valid any more. Please open it again; nothing was changed."))
        wanted = _drafted(services, session, draft, stored)
        if stored.version != edited.version:
            raise StaleError(stored, wanted)
        changed = changes(stored, wanted)
        if changed:
            stored = survey.change(session, wanted)
            plan_anew(session, services.clock(), audience(session, stored, roster.load(session)))
            journal.write(session, _entry(services, actor_id, Deed.SURVEY_EDITED, stored.name, changed))
        return _overview(services, session, stored), changed


def create(services: Services, actor_id: str, draft: Draft) -> Overview:
    """Create a survey; its first wave opens at the next date of its rhythm, tomorrow at the soonest."""
    need_admin(services, actor_id, Deed.SURVEY_CREATED)
    with services.database.transaction() as session:
        stored = survey.add(session, _drafted(services, session, draft, None))
        journal.write(session, _entry(services, actor_id, Deed.SURVEY_CREATED, stored.name))
        return _overview(services, session, stored)


def _stored(session: Session, edited: Edited) -> Survey | None:
    return None if edited.survey_id is None else survey.find_or_none(session, edited.survey_id)


def _drafted(services: Services, session: Session, draft: Draft, stored: Survey | None) -> Survey:
    """Make the survey that a draft describes, and refuse one that could not run."""
    everyone = roster.load(session)
    unknown = [unit_id for unit_id in draft.unit_ids if unit_id not in everyone.units]
    if unknown:
        raise VorbildError(say("The unit “{unit}” is not in the roster any more. Choose again.", unit=unknown[0]))
    tops = _tops(draft.unit_ids, everyone)
    if not tops:
        raise VorbildError(
            say("Nobody would be asked: the roster is empty. Import it first with `vorbild roster import`.")
        )
    today = local_date(services.clock(), services.time_zone)
    blank = Survey(0, "", draft.cadence, draft.opens, 0, {}, today + timedelta(days=1), time_zone=services.time_zone)
    wanted = replace(
        stored or blank,
        name=draft.name.strip(),
        cadence=draft.cadence,
        opens=draft.opens,
        days_open=draft.days_open,
        channels=_channels(draft, tops, stored, everyone),
        languages=draft.languages,
        audience=draft.unit_ids,
        groups=draft.groups,
        questions=draft.questions,
        reminder=draft.reminder,
        policy=_policy(draft, stored),
        working=draft.working,
        weekly=draft.weekly,
    )
    for number in wanted.questions:
        bank_of(services, session).question(number)
    _refuse_a_taken_name(session, wanted)
    if not audience(session, wanted, everyone):
        raise VorbildError(
            say("Nobody would be asked: none of the people chosen is in the roster with a leader. Choose others.")
        )
    return check(wanted, today)


def _tops(unit_ids: tuple[str, ...], everyone: Roster) -> tuple[str, ...]:
    return unit_ids or tuple(unit.id for unit in everyone.roots())


def _channels(draft: Draft, tops: tuple[str, ...], stored: Survey | None, everyone: Roster) -> dict[str, str]:
    """Place the posts about the whole audience; single units keep the channels that they were given."""
    before = dict(stored.channels) if stored else {}
    former = _tops(stored.audience, everyone) if stored else ()
    kept = {unit_id: channel for unit_id, channel in before.items() if unit_id not in former}
    return {**kept, **draft.unit_channels, **dict.fromkeys(tops, draft.channel_id)}


def _policy(draft: Draft, stored: Survey | None) -> Policy:
    """Take the threshold over; it can only be raised."""
    policy = stored.policy if stored else Policy()
    if draft.threshold < policy.threshold:
        raise VorbildError(
            say("The threshold can only be raised: it is {count} now. Nothing was changed.", count=policy.threshold)
        )
    return replace(policy, threshold=draft.threshold)


def _refuse_a_taken_name(session: Session, wanted: Survey) -> None:
    namesake = survey.find_by_name(session, wanted.name)
    if namesake is not None and namesake.id != wanted.id:
        raise VorbildError(say("There is a survey named “{name}” already. Choose another name.", name=wanted.name))


def overviews(services: Services, actor_id: str) -> list[Overview]:
    """Give all surveys."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        surveys = [each for each in survey.all_of(session) if each.check_in is None]
        return [_overview(services, session, each) for each in surveys]


def overview(services: Services, actor_id: str, name: str) -> Overview:
    """Give one survey by name."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        return _overview(services, session, named(session, name))


def run(services: Services, actor_id: str, name: str) -> Overview:
    """Open the next wave now, if its window allows."""
    need_admin(services, actor_id, Deed.WAVE_OPENED)
    each = find(services, name)
    if each.state is not SurveyState.ACTIVE:
        raise VorbildError(say("“{name}” is {state}. Resume it first.", name=each.name, state=each.state.told()))
    wave_cases.run_now(services, each, _entry(services, actor_id, Deed.WAVE_OPENED, each.name))
    return overview(services, actor_id, name)


def close(services: Services, actor_id: str, name: str) -> Overview:
    """Close the open wave now and count it."""
    need_admin(services, actor_id, Deed.WAVE_CLOSED)
    each = find(services, name)
    closing.close(services, _open_wave(services, each), _entry(services, actor_id, Deed.WAVE_CLOSED, each.name))
    return overview(services, actor_id, name)


def void(services: Services, actor_id: str, name: str) -> Overview:
    """Give up an open wave whose key is lost: its ballots are destroyed uncounted."""
    need_admin(services, actor_id, Deed.WAVE_VOIDED)
    each = find(services, name)
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
        each = named(session, name)
        if each.state is state or (each.state is SurveyState.ENDED and state is SurveyState.PAUSED):
            raise VorbildError(
                say("“{name}” is {state} already. Nothing was changed.", name=each.name, state=each.state.told())
            )
        survey.set_state(session, each.id, state)
        journal.write(session, _entry(services, actor_id, _DEEDS[state], each.name))
        return _overview(services, session, replace(each, state=state))


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


def _overview(services: Services, session: Session, each: Survey) -> Overview:
    everyone = roster.load(session)
    people = audience(session, each, everyone)
    sizes = Counter(person.unit_id for person in people if person.unit_id)
    least = max(FLOOR, each.policy.threshold)
    small = sorted(everyone.units[unit_id].name for unit_id, size in sizes.items() if size < least)
    newest = next(reversed(waves.of_survey(session, each.id)), None)
    today = local_date(services.clock(), services.time_zone)
    messages = outbox.counts(session, newest.id, kinds.INVITATION) if newest else {}
    soonest = max(each.starts_on, soonest_opening(waves.last_opening(session, each.id), each.policy, today))
    return Overview(
        survey=each,
        people=len(people),
        units=len(sizes),
        small_units=len(small),
        next_dates=occurrences(each.cadence, soonest - timedelta(days=1), DATES_SHOWN),
        newest=newest,
        delivered=messages.get(MessageState.SENT, 0),
        waiting=messages.get(MessageState.READY, 0) + messages.get(MessageState.SENDING, 0),
        small_names=tuple(small),
        delivery_seconds=len(people) / services.messages_per_second,
    )


def _entry(services: Services, actor_id: str, deed: Deed, subject: str, changed: Changes | None = None) -> Entry:
    return Entry(services.clock(), actor_id, deed, subject, {"changes": dict(changed)} if changed else {})


Step = Callable[[Services, str, str], Overview]
"""An admin's step on one named survey: run, close, pause, resume, or a look at it."""
