"""What an error of Slack's, or of the way to Slack, means for a message: whether it may have arrived, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError


class Fate(StrEnum):
    """What becomes of a message."""

    LATER = "later"
    """It has surely not arrived: try again."""
    PATIENCE = "patience"
    """Slack asks everybody to wait."""
    UNSURE = "unsure"
    """It may have arrived: look before sending again."""
    REVOKED = "revoked"
    """The token is refused: nothing can be sent until that is mended."""
    DEAD = "dead"
    """Slack will never take it."""


@dataclass(frozen=True)
class Verdict:
    """A fate, the code to tell and to look the remedy up by, and how many seconds Slack asks us to wait."""

    fate: Fate
    code: str
    wait: float = 0.0


_UNSURE = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
"""Slack says of these that some of the work may have been done."""

_LATER = {"ratelimited", "team_added_to_org"}
_REVOKED = {"invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired"}
_TOO_MANY = 429
_OUR_OR_THEIR_SERVER = 500


def verdict(error: SlackApiError | ClientError | TimeoutError | OSError) -> Verdict:
    """Judge an error. An answer that is no JSON, as of a proxy, is unsure; a connection never made is not."""
    if not isinstance(error, SlackApiError):
        fate = Fate.LATER if isinstance(error, ClientConnectorError) else Fate.UNSURE
        return Verdict(fate, type(error).__name__)
    status = getattr(error.response, "status_code", None) or getattr(error.response, "status", None) or 0
    content = getattr(error.response, "data", None)
    code = str(content.get("error", "unknown")) if isinstance(content, dict) else f"http_{status}"
    return Verdict(_fate(code, status, known=isinstance(content, dict)), code, _seconds(error, status))


def _fate(code: str, status: int, *, known: bool) -> Fate:
    if status == _TOO_MANY:
        return Fate.PATIENCE
    if code in _REVOKED:
        return Fate.REVOKED
    if code in _LATER:
        return Fate.LATER
    return Fate.UNSURE if code in _UNSURE or status >= _OUR_OR_THEIR_SERVER or not known else Fate.DEAD


def _seconds(error: SlackApiError, status: int) -> float:
    if status != _TOO_MANY:
        return 0.0
    try:
        return float(error.response.headers.get("Retry-After", 1))
    except (TypeError, ValueError):
        return 1.0
