"""What libraries log is one JSON line too, and tells nothing of what they were given."""

import io
import json
import logging

import pytest
from slack_bolt.async_app import AsyncApp

from bot import logs
from bot.app import web_client


@pytest.fixture
def logged():
    """Configure logging as a run of the bot does, into a text."""
    before, handlers = logging.getLogger().level, list(logging.getLogger().handlers)
    stream = io.StringIO()
    logs.configure("DEBUG", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.basicConfig(handlers=handlers, level=before, force=True)
    logs.configure("WARNING")


def test_a_librarys_warning_is_a_line_that_says_where_and_of_which_kind(logged):
    error = ValueError("what somebody answered")
    logging.getLogger("asyncio").error("Task exception: what somebody answered", exc_info=error)
    (line,) = logged()
    assert (line["event"], line["logger"], line["level"], line["kind"]) == ("library", "asyncio", "error", "ValueError")
    assert line["where"].startswith("test_logs:")
    assert "answered" not in str(line)


def test_values_are_left_out_of_a_librarys_message(logged):
    logging.getLogger("aiohttp").warning("refused %s of %s", "a comment", "U1")
    (line,) = logged()
    assert line["template"] == "refused %s of %s"
    assert "comment" not in str(line)


def test_a_start_logs_nothing_that_no_operator_needs(logged, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-local")
    AsyncApp(client=web_client("xoxb-local", "http://127.0.0.1:9/"), logger=logs.quiet_logger())
    assert logged() == []
