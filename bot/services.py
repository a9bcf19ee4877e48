"""The bundle handed around: everything a use case needs, and no Slack client."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec, TypeVar

from bot.clock import Clock, real_clock
from bot.throttle import Throttle
from storage import deployment, migrate, roles, waves
from storage.database import Database
from storage.keys import KeyStore
from surveys.bank import load_bank
from surveys.questions import Bank
from surveys.retention import Retention
from surveys.waves import WaveState

P = ParamSpec("P")
T = TypeVar("T")
_THREADS = 8


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="vorbild")


@dataclass(frozen=True)
class Services:
    """Database, keys, questions and clock; `run` is the one bridge from the event loop to the plain functions."""

    database: Database
    keys: KeyStore
    bank: Bank
    clock: Clock
    time_zone: str
    deployment_id: str
    native_charts: bool = False
    """Whether Slack draws charts and tables itself, where it can."""
    throttle: Throttle = field(default_factory=Throttle)
    messages_per_second: float = 4.0
    retention: Retention = field(default_factory=Retention)
    threads: ThreadPoolExecutor = field(default_factory=_threads)

    async def run(self, use_case: Callable[Concatenate["Services", P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a use case on a thread, so that the event loop never waits for the database."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, lambda: use_case(self, *args, **kwargs))

    def close(self) -> None:
        """Finish running use cases, then close the connections."""
        self.threads.shutdown()
        self.database.dispose()
        self.keys.dispose()


def open_services(
    database: Database,
    keys: KeyStore,
    *,
    admins: frozenset[str],
    time_zone: str,
    clock: Clock = real_clock,
    native_charts: bool = False,
) -> Services:
    """Bring the schema up to date; refuse a half-restored database, and a key store or a secret that is not its own."""
    migrate.upgrade(database)
    with database.transaction() as session:
        deployment.refuse_half_restored(session)
        deployment_id = deployment.identify(session)
        keys.refuse_others(deployment_id)  # else a database that waits for its backup would not be empty any more
        roles.start(session, admins)
        open_waves = waves.in_state(session, WaveState.OPEN)
    keys.belong_to(deployment_id, fresh=not open_waves)
    return Services(database, keys, load_bank(), clock, time_zone, deployment_id, native_charts)
