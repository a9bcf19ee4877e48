"""`vorbild backup`, `vorbild restore` and `vorbild delivery`: what an operator does with the whole."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.clock import real_clock
from bot.i18n import Words
from bot.running import services_from
from bot.services import Services
from bot.settings import Settings, need
from bot.use_cases import operating, restoring
from bot.use_cases import outbox as outbox_cases
from storage import backup, deployment, migrate, pace
from storage.backup import Header
from storage.database import Database
from storage.keys import KeyStore
from storage.single import alone
from surveys.bank import load_bank
from surveys.errors import VorbildError, say
from surveys.journal import Deed

Show = Callable[[str], None]


def back_up(settings: Settings, file: Path, show: Show, words: Words) -> None:
    """Write a backup while the bot runs, or does not."""
    database = Database(settings.database_url)
    try:
        if migrate.revision(database) != migrate.newest_revision():
            raise VorbildError(say("The database's schema is not that of this version. Run `vorbild migrate` first."))
        rows = backup.write(database, migrate.newest_revision(), real_clock(), file)
    finally:
        database.dispose()
    show(
        words(
            "{count} rows are in {path}. The key store and the ballots of open waves are not, and must not be.",
            count=rows,
            path=file,
        )
    )


def restore(settings: Settings, file: Path, show: Show, words: Words) -> None:
    """Put a backup into an empty database, and leave the delivery stopped."""
    secret = need(settings.secret, "VORBILD_SECRET", say("Make one with: {command}", command="openssl rand -hex 32"))
    header = backup.check(file)
    database, keys = Database(settings.database_url), KeyStore(settings.keys_url, secret)
    services = Services(database, keys, load_bank(), real_clock, settings.time_zone, header.deployment_id)
    try:
        with alone(database):
            _fill(services, header, file)
            settled = restoring.settle(services, datetime.fromisoformat(header.made_at))
    finally:
        services.close()
    show(words("The backup of {moment} is restored.", moment=deployment.told(header.made_at)))
    if settled.given_up:
        show(
            words.many(
                "{count} wave was open then. Its ballots are in no backup, so it is void.",
                "{count} waves were open then. Their ballots are in no backup, so they are void.",
                len(settled.given_up),
            )
        )
    for person_id in settled.still_leading:
        show(
            words(
                "{person} was erased since, but leads a unit in this backup. Import a roster with a successor, then: "
                "vorbild erase {person} --yes",
                person=person_id,
            )
        )
    show(words("Delivery is stopped. When everything is right, let it go on with `vorbild delivery resume`."))


def _fill(services: Services, header: Header, file: Path) -> None:
    """Load the backup, and in the same transaction mark it as not settled; a load that is there already is gone on with."""
    begun = _begun(services.database)
    if begun is None and not backup.is_empty(services.database):
        raise VorbildError(
            say("The database is not empty. A backup is restored into a new one only; nothing was changed.")
        )
    if begun not in {None, header.made_at}:
        raise VorbildError(
            say(
                "Restoring another backup, of {moment}, was interrupted here. Finish it with that file, or name a new "
                "database; nothing was changed.",
                moment=deployment.told(str(begun)),
            )
        )
    if header.deployment_id:
        services.keys.belong_to(header.deployment_id, fresh=True)
    if begun is None:
        migrate.build(services.database, header.schema)
        with services.database.transaction() as session:
            backup.load(session.connection(), file)
            deployment.begin_restoring(session.connection(), header.made_at)
    migrate.upgrade(services.database)


def _begun(database: Database) -> str | None:
    """Tell of which backup a load was interrupted before it was settled."""
    if migrate.revision(database) is None:
        return None
    with database.reading() as session:
        return deployment.restoring(session)


def show_delivery(settings: Settings, show: Show, words: Words) -> None:
    """Say whether messages are sent, and what is owed."""
    services = services_from(settings)
    try:
        with services.database.reading() as session:
            stopped = pace.stopped(session)
        backlog = operating.backlog(services)
    finally:
        services.close()
    show(words("Delivery is stopped.") if stopped else words("Delivery is on."))
    show(
        words(
            "Messages due and not yet sent: {count}. The oldest is due for {minutes} minutes.",
            count=backlog.owed,
            minutes=int(backlog.oldest_seconds // 60),
        )
    )


def stop_delivery(settings: Settings, show: Show, words: Words) -> None:
    """Let no process send until told to go on."""
    _switch(settings, outbox_cases.stop_delivery, Deed.DELIVERY_STOPPED)
    show(words("Delivery is stopped. What is owed stays owed."))


def resume_delivery(settings: Settings, show: Show, words: Words) -> None:
    """Let delivery go on."""
    _switch(settings, outbox_cases.resume_delivery, Deed.DELIVERY_RESUMED)
    show(words("Delivery is on."))


def _switch(settings: Settings, use_case: Callable[[Services], object], deed: Deed) -> None:
    services = services_from(settings)
    try:
        use_case(services)
        operating.note(services, deed)
    finally:
        services.close()
