"""A process that starts on a database at the same moment as others: what several replicas do."""

from multiprocessing.synchronize import Barrier

from storage import deployment, migrate
from storage.database import Database

_together: list[Barrier] = []


def remember(barrier: Barrier) -> None:
    """Keep the barrier at which the processes of a pool wait for each other."""
    _together.append(barrier)


def start(url: str) -> tuple[str | None, str]:
    """Migrate and identify, and tell the revision and the installation's id."""
    database = Database(url)
    _together[0].wait()
    migrate.upgrade(database)
    with database.transaction() as session:
        id_ = deployment.identify(session)
    found = migrate.revision(database)
    database.dispose()
    return found, id_
