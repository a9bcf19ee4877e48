"""The clock: asks the database every few seconds what is due. It remembers nothing itself."""

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services import Services
from bot.use_cases import waves
from surveys.errors import VorbildError

log = structlog.get_logger()

TICK_SECONDS = 5
LOOK_MINUTES = 10


class Scheduler:
    """Ticks; a tick that fails says so in the log and the next one tries again."""

    def __init__(self, services: Services, looks: Sequence[Callable[[], Awaitable[None]]] = ()) -> None:
        self._services = services
        self._looks = looks
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._ticked_at: float | None = None

    def start(self) -> None:
        """Tick now and from now on; never two ticks of this process at once."""
        now = datetime.now(UTC)  # the machine's, which is what APScheduler goes by; else the first tick waits too
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=TICK_SECONDS,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=now,
        )
        self._scheduler.add_job(
            self.look, "interval", minutes=LOOK_MINUTES, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def look(self) -> None:
        """Look at Slack where that is due; one look that fails keeps none of the others."""
        for each in self._looks:
            try:
                await each()
            except Exception as error:  # noqa: BLE001 (the clock must go on; the kind alone is logged, never a value)
                log.critical("look_failed", kind=type(error).__name__)

    def seconds_since_tick(self) -> float | None:
        """Tell how long ago a tick last went well, None before the first."""
        return None if self._ticked_at is None else time.monotonic() - self._ticked_at

    async def tick(self) -> None:
        """Do what is due."""
        try:
            await self._services.run(waves.tick)
            self._ticked_at = time.monotonic()
        except VorbildError as error:
            log.warning("tick_refused", reason=str(error))
        except Exception as error:  # noqa: BLE001 (the clock must go on; the kind alone is logged, never a value)
            log.critical("tick_failed", kind=type(error).__name__)
