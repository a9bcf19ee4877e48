"""Logs: one JSON line an event, never a payload. Whatever the level, SDK loggers stay at WARNING: their DEBUG prints answers."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SDK_LOGGERS = (
    "slack_bolt",
    "slack_sdk",
    "slack_bolt.AsyncApp",
    "aiohttp",
    "apscheduler",
    "asyncio",
    "alembic",
    "matplotlib",
)
_SECRETS = re.compile(r"(xox[a-z]-|xapp-|v0=)[\w.-]+|://[^@/\s]+@")


def configure(level: str = "INFO", *, stream: Any = None) -> None:
    """Set up logging for the whole process, once."""
    logging.basicConfig(stream=stream or sys.stderr, level=logging.WARNING, format="%(message)s", force=True)
    for name in SDK_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _redact,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=lambda *_: structlog.PrintLogger(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )


def quiet_logger() -> logging.Logger:
    """Give the SDKs a logger that tells of warnings only, without what they were given."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.WARNING)
    return logger


def redact(text: str) -> str:
    """Replace whatever looks like a token, a signature or a password in an address."""
    return _SECRETS.sub("…", text)


def _redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: redact(value) if isinstance(value, str) else value for name, value in event.items()}
