"""What an operator, or a machine that watches for one, asks: is the schema ours, what is owed."""

from dataclasses import dataclass

from bot.services import Services
from storage import journal, migrate, outbox
from surveys.journal import OPERATOR, Deed, Entry


@dataclass(frozen=True)
class Backlog:
    """Messages due and not yet sent, and for how many seconds the oldest of them is due."""

    owed: int
    oldest_seconds: float


def schema_current(services: Services) -> bool:
    """Tell whether the schema is the one this version works with."""
    return migrate.revision(services.database) == migrate.newest_revision()


def backlog(services: Services) -> Backlog:
    """Tell what is owed to Slack now."""
    with services.database.reading() as session:
        now = services.clock()
        oldest = outbox.oldest_due(session, now)
        return Backlog(outbox.owed(session, now), 0.0 if oldest is None else (now - oldest).total_seconds())


def note(services: Services, deed: Deed, subject: str = "") -> None:
    """Write into the journal what the operator did on the command line."""
    with services.database.transaction() as session:
        journal.write(session, Entry(services.clock(), OPERATOR, deed, subject))
