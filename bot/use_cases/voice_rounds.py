"""What comes round in customer voice: the daily batch, the daily question, the weekly digest, and forgetting."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.services import Services
from bot.use_cases import kinds, voice_posts
from bot.use_cases.working_time import read_calendars
from storage import deployment, outbox, roster, voice
from storage.outbox import Owed
from surveys import voice as rules
from surveys.calendars import WorkingTime
from surveys.roster import Person
from surveys.schedule import instant, local_date, zone_or_default
from surveys.texts import Locale
from surveys.threads import newest_batch
from surveys.voice import Digest, Kind

_DAILY, _DIGEST = "voice_daily", "voice_digest"


def run_due(services: Services) -> None:
    """Do what is due; any process may, at any time."""
    publish_due(services)
    ask_due(services)
    digest_due(services)
    forget_old(services)


def publish_due(services: Services) -> None:
    """Let anonymous entries appear with the day's batch, and owe them to their channels."""
    day = newest_batch(services.clock(), services.time_zone)
    with services.database.reading() as session:
        if not voice.waiting(session, day):
            return
    with services.database.transaction() as session:
        for entry in voice.publish(session, day):
            voice_posts.owe_post(services, session, entry)


def ask_due(services: Services) -> None:
    """Owe the question of the day, looked for once an hour, to those who want it and work today."""
    now = services.clock()
    turn = now.astimezone(UTC).strftime("%Y-%m-%dT%H")
    with services.database.reading() as session:
        if not voice.asked_daily(session) or deployment.turn_taken(session, _DAILY, turn):
            return
    with services.database.transaction() as session:
        if deployment.take_turn(session, _DAILY, turn):
            people = [roster.find(session, id_) for id_ in voice.asked_daily(session)]
            asked = [_question(services, session, person, now) for person in people if person is not None]
            outbox.enqueue(session, [owed for owed in asked if owed is not None])


def asked(services: Services, person_id: str, day: date) -> Person | None:
    """Give whom to ask today; None where they have left, are away, or want it no more."""
    with services.database.reading() as session:
        person = roster.find(session, person_id)
        wanted = person is not None and voice.asks_daily(session, person_id)
        return person if person is not None and wanted and _works(services, session, person, day) else None


def digest_due(services: Services) -> None:
    """Owe every channel its digest of the week, once, where there is something to say."""
    monday = rules.digest_due(services.clock(), services.time_zone)
    if monday is None:
        return
    with services.database.reading() as session:
        if not voice.any_kept(session) or deployment.turn_taken(session, _DIGEST, monday.isoformat()):
            return
    with services.database.transaction() as session:
        if not deployment.take_turn(session, _DIGEST, monday.isoformat()):
            return
        routes = {kind: voice_posts.route(session, kind) for kind in Kind}
        for channel_id in sorted({channel for channel in routes.values() if channel is not None}):
            listed = [kind.value for kind, channel in routes.items() if channel == channel_id]
            which = {"channel_id": channel_id, "monday": monday.isoformat(), "kinds": listed}
            key = f"{kinds.VOICE_DIGEST}/{monday}/{channel_id}"
            if _digest(session, monday, listed) is not None:
                outbox.enqueue(session, [Owed(key, kinds.VOICE_DIGEST, services.clock(), which)])


def digest(services: Services, monday: date, listed: list[str]) -> tuple[Digest, Locale] | None:
    """Sum up a week of some kinds, and say in which language."""
    with services.database.reading() as session:
        found = _digest(session, monday, listed)
        return None if found is None else (found, voice_posts.language(session))


def forget_old(services: Services) -> None:
    """Delete old entries, and what opens anonymous ones 30 days after they were closed."""
    kept = timedelta(days=services.retention.voice_days)
    today = local_date(services.clock(), services.time_zone)
    with services.database.reading() as session:
        if not voice.any_to_forget(session, today, kept, rules.RECEIPT_KEPT):
            return
    with services.database.transaction() as session:
        voice.forget(session, today, kept, rules.RECEIPT_KEPT)


def _digest(session: Session, monday: date, listed: list[str]) -> Digest | None:
    entries = voice.for_digest(session, monday - timedelta(days=7))
    return rules.digest((entry for entry in entries if entry.kind in listed), monday)


def _question(services: Services, session: Session, person: Person, now: datetime) -> Owed | None:
    zone = zone_or_default(person.time_zone, services.time_zone)
    local, ends = now.astimezone(ZoneInfo(zone)), WorkingTime().ends
    day = local.date()
    if local.time() >= ends or not _works(services, session, person, day):
        return None
    return Owed(
        key=f"{kinds.VOICE_DAILY}/{person.id}/{day}",
        kind=kinds.VOICE_DAILY,
        due_at=instant(day, rules.ASKED_AT, zone),
        parameters={"person_id": person.id, "day": day.isoformat()},
        expires_at=instant(day, ends, zone),
    )


def _works(services: Services, session: Session, person: Person, day: date) -> bool:
    calendars = read_calendars(session, services.clock(), person.id)
    return calendars.usual(person, services.time_zone).works_on(day)
