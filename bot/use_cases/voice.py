"""Customer voice: relaying a customer's word by name or anonymously, and what leaders make of it.

Of an anonymous entry nothing here keeps, owes or logs a person: its relayer has the receipt, and only that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import voice_posts
from bot.use_cases.roles import need_admin
from storage import journal, leading, outbox, roster, voice
from surveys import receipts
from surveys import voice as rules
from surveys.errors import VorbildError, say
from surveys.journal import Deed
from surveys.journal import Entry as Deeds
from surveys.naming import named_in
from surveys.schedule import local_date
from surveys.threads import appears_on
from surveys.voice import Draft, Entry, Kind

MINE_SHOWN = 5


@dataclass(frozen=True)
class Relayed:
    """What became of a draft: an entry, and the code that opens it if it is anonymous."""

    entry: Entry
    code: str = ""


@dataclass(frozen=True)
class Warned:
    """Nothing was relayed: the text names people of the roster."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Mine:
    """What somebody relayed by name, and whether they are asked daily."""

    entries: tuple[Entry, ...]
    daily: bool


def relay(services: Services, person_id: str, draft: Draft) -> Relayed | Warned:
    """Relay a customer's word; a draft submitted twice is relayed once. Warn once before people are named."""
    text, group = rules.check_text(draft.text), draft.group.strip()[: rules.GROUP_CHARACTERS]
    names = _named(services, f"{group} {text}")
    with services.database.transaction() as session:
        if roster.find(session, person_id) is None:
            raise VorbildError(say("You are not in the roster any more. Nothing was relayed."))
        known = voice.with_mark(session, rules.mark_of(draft.token)) or voice.find(session, rules.id_of(draft.token))
        if known is not None:
            return _relayed(services, known, draft)
        if names and draft.warned_of != rules.fingerprint(f"{group} {text}"):
            return Warned(names)
        if not services.throttle.allows(("voice", person_id), services.clock()):
            raise VorbildError(say("That is a lot at once. Please try again in a minute; your text is still here."))
        new = _new(services, person_id, replace(draft, text=text, group=group))
        voice.put(session, new)
        if not new.waits:
            voice_posts.owe_post(services, session, new)
        return _relayed(services, new, draft)


def look(services: Services, code: str) -> Entry | None:
    """Give the entry that a receipt opens; None where it opens none. That somebody looked leaves no trace."""
    mark = rules.mark_of(receipts.read(code, services.deployment_id))
    with services.database.reading() as session:
        return voice.with_mark(session, mark)


def of_person(services: Services, person_id: str) -> Mine:
    """Give what somebody relayed by name."""
    with services.database.reading() as session:
        mine = voice.of_person(session, person_id, MINE_SHOWN)
        return Mine(tuple(mine), voice.asks_daily(session, person_id))


def to_look_after(services: Services, person_id: str) -> dict[str | None, list[Entry]]:
    """Give the open entries by channel; only to those who lead something. Who of them may act, channels tell."""
    with services.database.reading() as session:
        if not leading.led_by(session, person_id):
            return {}
        found: dict[str | None, list[Entry]] = {}
        for entry in voice.open_entries(session):
            found.setdefault(voice_posts.channel_of(session, entry), []).append(entry)
        return found


def channel_of(services: Services, entry_id: str) -> str | None:
    """Say in which channel an entry is looked after."""
    with services.database.reading() as session:
        return voice_posts.channel_of(session, _need(session, entry_id))


def may_act(services: Services, person_id: str, members: frozenset[str]) -> bool:
    """Tell whether somebody may look after what goes to a channel with these members."""
    with services.database.reading() as session:
        return _may_act(session, person_id, members)


def acknowledge(services: Services, actor_id: str, entry_id: str, members: frozenset[str]) -> Entry:
    """Note that a leader has seen an entry; a second click changes nothing."""
    with services.database.transaction() as session:
        entry = _looked_after(session, actor_id, entry_id, members)
        return _step(services, session, entry, rules.acknowledge(entry, actor_id, _today(services)))


def close(services: Services, actor_id: str, entry_id: str, members: frozenset[str], done: str) -> Entry:
    """Note what was done; closed already, nothing changes."""
    with services.database.transaction() as session:
        entry = _looked_after(session, actor_id, entry_id, members)
        return _step(services, session, entry, rules.close(entry, actor_id, done, _today(services)))


def set_channel(services: Services, actor_id: str, wanted: tuple[Kind, ...], channel_id: str) -> None:
    """Send kinds of word to a channel; what is open and stands in no channel goes there too."""
    need_admin(services, actor_id, Deed.VOICE_CHANNEL_SET)
    with services.database.transaction() as session:
        for kind in wanted:
            voice.set_channel(session, kind, channel_id)
            subject = f"{kind.value}: {channel_id}"
            journal.write(session, Deeds(services.clock(), actor_id, Deed.VOICE_CHANNEL_SET, subject))
        for entry in voice.open_entries(session):
            if entry.kind in wanted and entry.channel_id is None:
                voice_posts.owe_post(services, session, entry)


def set_daily(services: Services, person_id: str, *, on: bool) -> None:
    """Switch one's own daily question on or off."""
    with services.database.transaction() as session:
        if on and roster.find(session, person_id) is None:
            raise VorbildError(say("You are not in the roster, so I do not know your working days."))
        voice.set_daily(session, person_id, on=on)


def _named(services: Services, text: str) -> tuple[str, ...]:
    """Compare with everybody's name while others may write: 100,000 names take half a second."""
    with services.database.reading() as session:
        people = voice.names(session)
    return named_in(text, people)


def _new(services: Services, person_id: str, draft: Draft) -> Entry:
    """Make the entry: an anonymous one has no person and waits for the next daily batch."""
    now = services.clock()
    day = appears_on(now, services.time_zone) if draft.anonymous else local_date(now, services.time_zone)
    return Entry(
        id=rules.id_of(draft.token),
        kind=draft.kind,
        text=draft.text,
        group=draft.group,
        urgency=draft.urgency,
        received_on=day,
        person_id=None if draft.anonymous else person_id,
        mark=rules.mark_of(draft.token) if draft.anonymous else None,
        waits=draft.anonymous,
    )


def _relayed(services: Services, entry: Entry, draft: Draft) -> Relayed:
    code = receipts.write(draft.token, services.deployment_id) if entry.person_id is None else ""
    return Relayed(entry, code)


def _need(session: Session, entry_id: str, *, hold: bool = False) -> Entry:
    entry = voice.find(session, entry_id, hold=hold)
    if entry is None or entry.waits:
        raise VorbildError(say("This entry is not kept any more: entries are deleted after a year."))
    return entry


def _looked_after(session: Session, actor_id: str, entry_id: str, members: frozenset[str]) -> Entry:
    entry = _need(session, entry_id, hold=True)
    if not _may_act(session, actor_id, members):
        raise VorbildError(
            say("Only leaders in the channel of this entry, and leaders above them, can do this. Nothing was changed.")
        )
    return entry


def _may_act(session: Session, person_id: str, members: frozenset[str]) -> bool:
    """Allow leaders in the channel, and leaders above them; where there is no channel, leaders at the top."""
    led = {unit.id for unit in leading.led_by(session, person_id)}
    if not led or person_id in members:
        return bool(led)
    theirs = [unit for member in members for unit in leading.led_by(session, member)]
    beneath = theirs or leading.roots(session)
    return any(above.id in led for unit in beneath for above in leading.upwards(session, unit.id))


def _step(services: Services, session: Session, entry: Entry, changes: Mapping[str, object] | None) -> Entry:
    if changes is None:
        return entry
    voice.change(session, entry.id, changes)
    after = _need(session, entry.id)
    outbox.enqueue(session, voice_posts.after_step(services, session, after))
    return after


def _today(services: Services) -> date:
    return local_date(services.clock(), services.time_zone)
