"""What Prometheus may scrape: how the machine room does, never what people do.

There is no counter of ballots and no timing of answers: a scrape every few seconds would tell when somebody answered.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The numbers of one process, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._messages = Counter(
            "vorbild_messages",
            "Messages by kind and by what became of them.",
            ["kind", "fate"],
            registry=self._registry,
        )
        self._owed = Gauge("vorbild_messages_owed", "Messages due and not yet sent.", registry=self._registry)
        self._oldest = Gauge(
            "vorbild_oldest_message_owed_seconds", "How long the oldest of them is due.", registry=self._registry
        )
        self._tick = Gauge("vorbild_last_tick_seconds", "How long ago the clock last ticked.", registry=self._registry)
        self._ready = Gauge("vorbild_ready", "1 when all checks of /readyz pass.", registry=self._registry)

    def message(self, kind: str, fate: str) -> None:
        """Count a message that was tried."""
        self._messages.labels(kind, fate).inc()

    def observe(self, *, owed: int, oldest_seconds: float, tick_seconds: float, ready: bool) -> None:
        """Note how things stand now."""
        self._owed.set(owed)
        self._oldest.set(oldest_seconds)
        self._tick.set(tick_seconds)
        self._ready.set(ready)

    def exposition(self) -> bytes:
        """Write everything in Prometheus's text form."""
        return generate_latest(self._registry)
