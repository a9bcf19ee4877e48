"""What `vorbild doctor` finds in the storage; it reads, and changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import SQLAlchemyError

from storage import deployment, migrate, outbox, pace, remnants, roster, survey
from storage.database import Database
from storage.keys import KeyStore
from surveys.errors import Message, VorbildError, say
from surveys.survey import SurveyState

OVERDUE_SECONDS = 3600


class State(StrEnum):
    """How a check ended, mildest first."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"

    def told(self) -> Message:
        """Give it as a word for the catalogues."""
        return _TOLD[self]


_TOLD = {State.OK: say("ok"), State.WARNING: say("warning"), State.FAILURE: say("FAILURE")}


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's: what was found and, unless all is well, what to do about it."""

    state: State
    found: Message
    remedy: Message | None = None


def fine(found: Message) -> Finding:
    """Tell that something is as it should be."""
    return Finding(State.OK, found)


def warn(found: Message, remedy: Message) -> Finding:
    """Tell of something that works, but should be mended."""
    return Finding(State.WARNING, found, remedy)


def fail(found: Message, remedy: Message) -> Finding:
    """Tell of something with which the bot cannot do its work, or does not keep its promise."""
    return Finding(State.FAILURE, found, remedy)


def in_storage(database: Database, now: datetime) -> Iterator[Finding]:
    """Check the database; what needs our schema is left out where it is not there."""
    try:
        current = migrate.revision(database)
        if current != migrate.newest_revision():
            yield fail(say("The database's schema is not that of this version."), say("Run: vorbild migrate"))
            return
        database.writable()
    except SQLAlchemyError as error:
        yield fail(
            say("The database cannot be reached or written: {reason}.", reason=type(error).__name__),
            say("Check VORBILD_DATABASE_URL, the server, and the rights on the file and its folder."),
        )
        return
    yield fine(say("The database can be read and written, and its schema is that of this version."))
    yield from _restoring(database)
    yield from _delivery(database, now)
    yield _time_zones(database)
    yield from _server(database)


def _restoring(database: Database) -> Iterator[Finding]:
    try:
        with database.reading() as session:
            deployment.refuse_half_restored(session)
    except VorbildError as error:
        yield fail(error.message, say("The bot does not start before."))


def _delivery(database: Database, now: datetime) -> Iterator[Finding]:
    with database.reading() as session:
        stopped, oldest = pace.stopped(session), outbox.oldest_due(session, now)
    if stopped:
        yield warn(say("Delivery is stopped: nothing is sent."), say("Let it go on with: vorbild delivery resume"))
    if oldest is not None and (now - oldest).total_seconds() > OVERDUE_SECONDS:
        yield warn(
            say("The oldest message owed is due since {moment} UTC.", moment=f"{oldest:%Y-%m-%d %H:%M}"),
            say("See whether the bot runs, and what its log says of message_not_sent."),
        )
    elif not stopped:
        yield fine(say("No message is overdue."))


def _time_zones(database: Database) -> Finding:
    with database.reading() as session:
        count = sum(1 for person in roster.load(session).people.values() if person.time_zone is None)
    if not count:
        return fine(say("Everybody of the roster has a time zone."))
    return warn(
        say("People without a time zone: {count}.", count=count),
        say("They are written to by VORBILD_TIME_ZONE; the nightly look at Slack's directory may complete them."),
    )


def _server(database: Database) -> Iterator[Finding]:
    for left in remnants.settings(database):
        yield warn(left.message, say("Switch it off for this database: docs/operate.md says how."))


def in_keys(database: Database, keys: KeyStore) -> Finding:
    """Check that key store and secret are this database's; a new, empty store is no fault while no wave is open."""
    try:
        with database.reading() as session:
            ours = deployment.known(session)
        owner = keys.owner()
    except VorbildError as error:
        return fail(error.message, say("Change nothing else before: a wrong secret loses open waves."))
    except SQLAlchemyError as error:
        return fail(
            say("The key store cannot be reached: {reason}.", reason=type(error).__name__),
            say("Check VORBILD_KEYS_URL, the server, and the rights on the file and its folder."),
        )
    if owner is None or ours is None:
        return fine(say("The key store is new; the first start binds it to this database."))
    if owner != ours:
        return fail(
            say("The key store belongs to another installation."),
            say("Point VORBILD_KEYS_URL to the one that goes with this database."),
        )
    return fine(say("Key store and secret are this database's."))


def channels(database: Database) -> set[str]:
    """Give the leadership channels of all surveys that are not ended."""
    with database.reading() as session:
        running = (each for each in survey.all_of(session) if each.state is not SurveyState.ENDED)
        return {channel for each in running for channel in each.channels.values()}
