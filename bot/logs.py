"""Logs: one JSON line an event, never a payload. Whatever the level, SDK loggers stay at WARNING: their DEBUG prints answers."""

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped

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


class LibraryFormatter(logging.Formatter):
    """Writes what a library logs as one JSON line: where, how bad, which kind of error. Its words may hold a payload."""

    def format(self, record: logging.LogRecord) -> str:
        """Leave the message out unless it is a template whose values are left out too."""
        told = {"event": "library", "logger": record.name, "level": record.levelname.lower()}
        told |= {"where": f"{record.module}:{record.lineno}", "timestamp": _moment(record.created)}
        if record.exc_info and record.exc_info[0] is not None:
            told["kind"] = record.exc_info[0].__name__
        if record.args and isinstance(record.msg, str):
            told["template"] = redact(record.msg)
        return json.dumps(told, ensure_ascii=False)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def configure(level: str = "INFO", *, stream: Any = None) -> None:
    """Set up logging for the whole process, once."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LibraryFormatter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
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
    if not logger.filters:
        logger.addFilter(lambda record: record.getMessage() != warning_client_prioritized_and_token_skipped())
    return logger


def redact(text: str) -> str:
    """Replace whatever looks like a token, a signature or a password in an address."""
    return _SECRETS.sub("…", text)


def _redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: redact(value) if isinstance(value, str) else value for name, value in event.items()}
