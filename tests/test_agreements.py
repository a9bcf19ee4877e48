"""The catalogues, the manifest, the code and ARCHITECTURE.md agree."""

import ast
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

import bot.app
from bot import catalogue
from bot.listeners.unknown import UNKNOWN
from bot.manifest import manifest_path
from bot.views.ids import COMMAND, Action, Callback
from bot.workspace import Manifest
from bot.workspace.methods import METHODS

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "tests" / "data" / "manifest.schema.2.0.0.json"
ROOMS = ("bot", "storage", "surveys")

SCOPES = {
    "chat:write": "invitations, closing notes, trend posts and notices to admins",
    "channels:read": "whether the bot is in a leadership channel, and who is in a channel that a survey asks",
    "groups:read": "the same of private channels it was invited to",
    "usergroups:read": "who is in a user group that a survey asks, or that is a unit",
    "commands": "/pulse",
    "files:read": "a roster that an admin drops into the bot's messages",
    "files:write": "the chart of a trend post",
    "im:history": "looking for a direct message whose answer was lost",
    "im:write": "finding those direct messages",
    "users.profile:read": "the manager in people's profiles",
    "users:read": "names, languages and time zones: for the roster, and for people who are not in it",
    "users:read.email": "a roster that names people by their address",
}
ASKED_BY_NO_METHOD = {"commands", "users:read.email"}
UPLOAD = ["files.getUploadURLExternal", "files.completeUploadExternal"]


@pytest.fixture(scope="module")
def written():
    """The manifest as it is written."""
    return yaml.safe_load(manifest_path().read_text(encoding="utf-8"))


@pytest.fixture
def manifest(written):
    return Manifest.from_dict(written)


@pytest.fixture
def registered(services, monkeypatch):
    """What the bot listens to, by kind."""
    heard = {kind: [] for kind in ("action", "view", "command", "event", "shortcut", "options", "message", "function")}

    def remembering(kind):
        def register(app, constraints, *rest, **options):
            heard[kind].append(constraints)
            return original(app, constraints, *rest, **options)

        original = getattr(bot.app.AsyncApp, kind)
        return register

    for kind in heard:
        monkeypatch.setattr(bot.app.AsyncApp, kind, remembering(kind))
    bot.app.build_app(services, bot.app.web_client("xoxb-test", "http://127.0.0.1:9/"))
    return heard


def test_every_catalogue_is_complete():
    assert catalogue.locales() == ["de"]
    assert catalogue.check("de") == []


def test_the_manifest_is_valid_by_slacks_schema(written):
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(written)] == []


def test_slacks_schema_would_find_a_mistake(written):
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert list(validator.iter_errors(written | {"display_information": {}}))


def test_the_manifest_declares_exactly_the_commands_that_the_bot_hears(manifest, registered):
    assert [each.command for each in manifest.commands] == registered["command"] == [COMMAND]


def test_the_manifest_subscribes_to_exactly_the_events_that_the_bot_hears(manifest, registered):
    messages = ["message"] if registered["message"] else []
    assert sorted(manifest.events) == sorted(registered["event"] + messages)


def test_the_manifest_declares_exactly_the_shortcuts_that_the_bot_hears(manifest, registered):
    assert sorted(each.callback_id for each in manifest.shortcuts) == sorted(registered["shortcut"])


def test_what_the_bot_uses_of_slack_is_switched_on(manifest, registered):
    assert manifest.socket_mode
    assert manifest.interactivity is bool(registered["action"] or registered["view"])
    assert manifest.home_tab is ("app_home_opened" in registered["event"])
    assert manifest.messages_tab


def test_every_button_that_is_shown_is_heard(registered):
    shown = {Action[name] for path in (ROOT / "bot" / "views").glob("*.py") for name in _actions_in(path)}
    heard = {action for action in Action for each in registered["action"] if _matches(each, action)}
    assert shown == heard


def test_what_is_heard_by_name_is_never_taken_for_unknown_however_long_its_listener_takes():
    assert [each for each in (*Action, *Callback) if UNKNOWN.match(each) or UNKNOWN.match(f"{each}/7")] == []
    assert UNKNOWN.match("a_button_of_last_year")


def test_the_manifest_asks_for_no_scope_without_a_use(manifest):
    assert manifest.scopes == SCOPES.keys()


def test_every_method_that_the_bot_calls_is_covered_by_a_scope(manifest):
    called = _methods_called()
    assert {"chat.postMessage", "views.open", "users.list"} <= called
    uncovered = {
        name for name in called if METHODS[name].scopes and not manifest.scopes.intersection(METHODS[name].scopes)
    }
    assert uncovered == set()


def test_every_scope_is_needed_by_a_method_that_the_bot_calls(manifest):
    needed = {scope for name in _methods_called() for scope in METHODS[name].scopes}
    assert manifest.scopes - needed == ASKED_BY_NO_METHOD


def test_every_stop_of_an_answers_journey_is_where_the_table_says():
    stops = _journey()
    assert len(stops) > 15
    missing = [(path, name) for path, name in stops if name not in _names_in(ROOT / path)]
    assert missing == []


def test_every_function_that_the_journey_tells_of_exists():
    told = {name for _, happens in _rows() for name in re.findall(r"`(\w+)`", happens)}
    everywhere = {name for room in ROOMS for path in (ROOT / room).rglob("*.py") for name in _names_in(path)}
    assert told - everywhere == set()


def test_every_file_that_the_architecture_names_exists():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./]+(?:\.py|\.toml|\.md|/))`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


def _rows():
    """The places and the happenings of the journey's table."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text.partition("## An answer's journey\n")[2].partition("\n\n")[0].splitlines()[2:]
    return [tuple(line.strip("|").split("|")[1:3]) for line in table]


def _journey():
    """Every function of the journey with the file it is said to be in."""
    stops, path = [], ""
    for where, _ in _rows():
        for token in re.findall(r"`([^`]+)`", where):
            if token.endswith(".py"):
                path = token
            else:
                stops.append((path, token))
    return stops


def _names_in(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, kinds)}


def _matches(constraint, action):
    return bool(constraint.match(action)) if isinstance(constraint, re.Pattern) else constraint == action


def _actions_in(path):
    return re.findall(r"\bAction\.(\w+)", path.read_text(encoding="utf-8"))


def _methods_called():
    """Every Web API method that the bot calls through a client; one that the workspace does not speak is an error."""
    called = set()
    for path in (ROOT / "bot").rglob("*.py"):
        if (ROOT / "bot" / "workspace") in path.parents:
            continue
        for name in re.findall(r"\b_?client\.(\w+)\(", path.read_text(encoding="utf-8")):
            called.update(UPLOAD if name == "files_upload_v2" else [name.replace("_", ".")])
            dotted = name.replace("_", ".")
            one = dotted if dotted in METHODS else name.replace("_", ".", 1)
            called.update(UPLOAD if name == "files_upload_v2" else [one])
    assert called <= METHODS.keys()
    return called
