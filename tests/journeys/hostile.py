"""A bot over HTTP without a network between, to which anything can be posted, and a look at what it wrote."""

import asyncio
import json
import time
from urllib.parse import urlencode

from starlette.applications import Starlette

from bot.app import Bot
from bot.workspace.http_mode import signature
from tests.journeys.test_no_trace import dump

SIGNING_SECRET = "a signing secret"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
LOOSE = {"journal"}
"""What a refusal may write to."""


class Door:
    """Where Slack's requests come in."""

    def __init__(self, stage):
        self.stage = stage
        bot = Bot(stage.services, stage.bot.client, "", 1000)
        self.app = Starlette(routes=bot.routes(SIGNING_SECRET))

    async def post(self, body, content_type, *, secret=SIGNING_SECRET, at=None):
        """Post a body; wait until everything that it set off is over. Gives status and text."""
        before = asyncio.all_tasks()
        stamp = str(int(time.time() if at is None else at))
        headers = {
            "content-type": content_type,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": signature(secret, stamp, body),
        }
        answer = await self._call(body.encode(), headers)
        running = [task for task in asyncio.all_tasks() - before if "slack_bolt" in task.get_coro().cr_code.co_filename]
        if running:
            await asyncio.wait(running, timeout=5)
        return answer

    async def _call(self, body, headers):
        sent = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/slack/events",
            "raw_path": b"/slack/events",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        await self.app(scope, receive, send)
        text = b"".join(message.get("body", b"") for message in sent).decode()
        return sent[0]["status"], text

    async def interact(self, payload):
        """Post an interaction as Slack does, and read the answer."""
        status, text = await self.post(urlencode({"payload": json.dumps(payload)}), FORM)
        return status, json.loads(text) if text.startswith("{") else text

    def written(self):
        """Everything in the database, but what a refusal may write."""
        return {table: rows for table, rows in dump(self.stage).items() if table not in LOOSE}


def user(person_id):
    return {"id": person_id, "username": "x", "name": "x", "team_id": "T1"}


def submission(person_id, view):
    return {"type": "view_submission", "team": {"id": "T1"}, "user": user(person_id), "trigger_id": "1.1", "view": view}


def click(person_id, action_id, value=None, **more):
    action = {"type": "button", "block_id": "b", "action_id": action_id, "action_ts": "1.1", "value": value}
    container = {"type": "message", "message_ts": "1.1", "channel_id": "D1"}
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": user(person_id),
        "trigger_id": "1.1",
        "container": container,
        "actions": [action],
        **more,
    }


def command(person_id, text):
    return {
        "command": "/pulse",
        "text": text,
        "user_id": person_id,
        "user_name": "x",
        "team_id": "T1",
        "channel_id": "C1",
        "trigger_id": "1.1",
        "response_url": "http://127.0.0.1:9/",
    }


def event(kind, **more):
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {"type": kind, **more}}
