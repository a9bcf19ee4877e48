"""The manifest that an admin pastes equals what the bot listens to."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import validate
from slack_bolt.async_app import AsyncApp

from bot.app import LISTENERS, web_client
from bot.manifest import manifest_path

MANIFEST = yaml.safe_load(manifest_path().read_text(encoding="utf-8"))
SCHEMA = Path(__file__).parent / "data" / "manifest.schema.2.0.0.json"


class Spy(AsyncApp):
    """Notes what is listened to."""

    def __init__(self):
        super().__init__(client=web_client("xoxb-none", "http://127.0.0.1:1/api/"))
        self.heard = {"command": set(), "event": set(), "shortcut": set(), "action": set(), "view": set()}

    def _note(self, kind, what):
        self.heard[kind].add(str(what))
        return lambda listener: listener

    def command(self, what, *_):
        return self._note("command", what)

    def event(self, what, *_):
        return self._note("event", what)

    def shortcut(self, what, *_):
        return self._note("shortcut", what)

    def action(self, what, *_):
        return self._note("action", what)

    def view(self, what, *_):
        return self._note("view", what)


@pytest.fixture
def heard():
    spy = Spy()
    for listeners in LISTENERS:
        listeners.register(spy, None)
    return spy.heard


def test_it_is_valid_by_slacks_own_schema():
    validate(MANIFEST, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_its_commands_are_those_the_bot_answers(heard):
    assert {each["command"] for each in MANIFEST["features"]["slash_commands"]} == heard["command"]


def test_its_events_are_those_the_bot_hears(heard):
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == heard["event"]


def test_its_shortcuts_are_those_the_bot_offers(heard):
    assert {each["callback_id"] for each in MANIFEST["features"].get("shortcuts", [])} == heard["shortcut"]


def test_interactivity_is_on_because_the_bot_has_buttons_and_modals(heard):
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
    assert heard["action"]
    assert heard["view"]
