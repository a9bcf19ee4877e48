"""Drafts of surveys: what one would bring, and storing it once an admin has confirmed."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import calendars
from bot.use_cases.asking import audience, sizes
from bot.use_cases.authoring import entry, named, overview_of
from bot.use_cases.questions import bank_of
from bot.use_cases.roles import need_admin
from bot.use_cases.working_time import plan_anew
from storage import journal, roster, survey
from surveys.changes import changes
from surveys.disclosure import Policy
from surveys.errors import VorbildError, say
from surveys.journal import Deed
from surveys.planning import Draft, Edited, Rehearsal
from surveys.roster import Roster
from surveys.schedule import local_date
from surveys.settings import Setting, SettingError
from surveys.survey import Survey, check


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
        tops = _tops(each.audience, Roster({}, roster.units(session)))
    main = next((each.channels[top] for top in tops if top in each.channels), "")
    draft = Draft(
        name=each.name,
        cadence=each.cadence,
        opens=each.opens,
        days_open=each.days_open,
        channel_id=main or next(iter(each.channels.values()), ""),
        languages=each.languages,
        unit_ids=each.audience,
        unit_channels={unit: place for unit, place in each.channels.items() if unit not in tops or place != main},
        groups=each.groups,
        questions=each.questions,
        reminder=each.reminder,
        threshold=each.policy.threshold,
        working=each.working,
        weekly=each.weekly,
    )
    return Edited(each.id, each.version), draft


def rehearse(services: Services, actor_id: str, edited: Edited, draft: Draft) -> Rehearsal:
    """Say what a draft would bring, and what it changes; nothing is stored. `StaleError` as in `save`."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        stored = _stored(session, edited)
        wanted = _drafted(services, session, draft, stored)
        _refuse_a_stale_draft(stored, edited, wanted)
        changed = changes(stored, wanted) if stored else {}
        offices = calendars.differing(session, draft.regions)
        return Rehearsal(overview_of(services, session, wanted), changed, tuple(offices))


def save(services: Services, actor_id: str, edited: Edited, draft: Draft) -> Rehearsal:
    """Store a confirmed draft: a new survey, or the edited one if nobody else changed it meanwhile (`StaleError`)."""
    if edited.survey_id is None:
        return create(services, actor_id, draft)
    need_admin(services, actor_id, Deed.SURVEY_EDITED)
    with services.database.transaction() as session:
        stored = _stored(session, edited)
        if stored is None:
            raise VorbildError(say("This form is not valid any more. Please open it again; nothing was changed."))
        wanted = _drafted(services, session, draft, stored)
        _refuse_a_stale_draft(stored, edited, wanted)
        changed = changes(stored, wanted)
        offices = calendars.keep_regions(services, session, actor_id, draft.regions)
        if changed:
            stored = survey.change(session, wanted)
            plan_anew(session, services.clock(), audience(session, stored, roster.load(session)))
            journal.write(session, entry(services, actor_id, Deed.SURVEY_EDITED, stored.name, changed))
        return Rehearsal(overview_of(services, session, stored), changed, tuple(offices))


def create(services: Services, actor_id: str, draft: Draft) -> Rehearsal:
    """Create a survey; its first wave opens at the next date of its rhythm, tomorrow at the soonest."""
    need_admin(services, actor_id, Deed.SURVEY_CREATED)
    with services.database.transaction() as session:
        stored = survey.add(session, _drafted(services, session, draft, None))
        offices = calendars.keep_regions(services, session, actor_id, draft.regions)
        journal.write(session, entry(services, actor_id, Deed.SURVEY_CREATED, stored.name))
        return Rehearsal(overview_of(services, session, stored), {}, tuple(offices))


def _stored(session: Session, edited: Edited) -> Survey | None:
    return None if edited.survey_id is None else survey.find_or_none(session, edited.survey_id)


def _refuse_a_stale_draft(stored: Survey | None, edited: Edited, wanted: Survey) -> None:
    if stored is not None and stored.version != edited.version:
        raise StaleError(stored, wanted)


def _drafted(services: Services, session: Session, draft: Draft, stored: Survey | None) -> Survey:
    """Make the survey that a draft describes, and refuse one that could not run."""
    everyone = Roster({}, roster.units(session))
    tops = _asked_tops(draft, everyone)
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
    if not sizes(session, wanted, everyone):
        nobody = say("Nobody would be asked: none of the people chosen is in the roster with a leader. Choose others.")
        raise SettingError(Setting.GROUPS if draft.groups else Setting.AUDIENCE, nobody)
    return check(wanted, today)


def _asked_tops(draft: Draft, everyone: Roster) -> tuple[str, ...]:
    unknown = [unit_id for unit_id in draft.unit_ids if unit_id not in everyone.units]
    if unknown:
        gone = say("The unit “{unit}” is not in the roster any more. Choose again.", unit=unknown[0])
        raise SettingError(Setting.AUDIENCE, gone)
    tops = _tops(draft.unit_ids, everyone)
    if not tops:
        raise VorbildError(
            say("Nobody would be asked: the roster is empty. Import it first with `/pulse roster import`.")
        )
    return tops


def _tops(unit_ids: tuple[str, ...], everyone: Roster) -> tuple[str, ...]:
    return unit_ids or tuple(unit.id for unit in everyone.roots())


def _channels(draft: Draft, tops: tuple[str, ...], stored: Survey | None, everyone: Roster) -> dict[str, str]:
    """Place the posts: the whole in one channel, single units in their own; units that are gone keep theirs."""
    before = dict(stored.channels) if stored else {}
    whole = dict.fromkeys(tops, draft.channel_id)
    if draft.unit_channels is None:
        former = _tops(stored.audience, everyone) if stored else ()
        return {unit_id: place for unit_id, place in before.items() if unit_id not in former} | whole
    asked = {unit.id for top in tops for unit in everyone.beneath(top)}
    gone = {unit_id: place for unit_id, place in before.items() if unit_id not in everyone.units}
    for unit_id in draft.unit_channels.keys() - asked - gone.keys():
        name = everyone.units[unit_id].name if unit_id in everyone.units else unit_id
        outside = say("“{unit}” is not among the units that are asked: take it out, or ask it too.", unit=name)
        raise SettingError(Setting.CHANNELS, outside)
    return {**gone, **whole, **draft.unit_channels}


def _policy(draft: Draft, stored: Survey | None) -> Policy:
    """Take the threshold over; it can only be raised."""
    policy = stored.policy if stored else Policy()
    if draft.threshold < policy.threshold:
        lower = say("The threshold can only be raised: it is {count} now. Nothing was changed.", count=policy.threshold)
        raise SettingError(Setting.THRESHOLD, lower)
    return replace(policy, threshold=draft.threshold)


def _refuse_a_taken_name(session: Session, wanted: Survey) -> None:
    namesake = survey.find_by_name(session, wanted.name)
    if namesake is not None and namesake.id != wanted.id:
        taken = say("There is a survey named “{name}” already. Choose another name.", name=namesake.name)
        raise SettingError(Setting.NAME, taken)
