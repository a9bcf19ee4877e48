"""What can go wrong: Slack's own error codes, and sentences for whoever starts the workspace."""

from typing import Any


class SlackError(Exception):
    """A Web API method refuses, with Slack's own code and whatever Slack adds to it."""

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class RateLimitedError(SlackError):
    """Too many calls: status 429, and `Retry-After` in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class LocalError(Exception):
    """A call under `/local/` cannot be done; the code says why."""

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class NotAcknowledgedError(LocalError):
    """The app did not answer within three seconds, or there is no app.

    `operation_timeout` is what Slack shows when the app was there and stayed silent; `dispatch_failed` when no app was
    connected at all.
    """


class PortTakenError(Exception):
    """Another program listens on the port; the sentence says which and what to do."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} on 127.0.0.1 is taken. Stop the program that uses it, or choose another port.")
        self.port = port


class ManifestError(Exception):
    """The file is not a Slack app manifest; the sentence says what is missing."""
