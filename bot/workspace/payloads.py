"""The payloads of interactions, key for key as Slack sends them."""

import time
from typing import Any

from bot.workspace.blocks.entered import INPUTS, full_options
from bot.workspace.channels import Channel
from bot.workspace.shapes import Json
from bot.workspace.state import State
from bot.workspace.view_stack import View

TOKEN = "local"  # noqa: S105 - Slack's deprecated verification token, which nothing checks

_COPIED = ("text", "style", "url", "placeholder", "confirm")


def command(state: State, user: str, channel: Channel, words: tuple[str, str]) -> Json:
    """Describe a slash command: the command with its slash, and the text behind it."""
    return {
        "token": TOKEN,
        "team_id": state.team.id,
        "team_domain": state.team.domain,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user,
        "user_name": state.users[user].name,
        "command": words[0],
        "text": words[1],
        "api_app_id": state.app_id,
        "is_enterprise_install": "false",
    }


def message_actions(state: State, user: str, channel: Channel, message: Json, action: Json) -> Json:
    """Describe a click in a message. Slack does not send ephemeral messages along."""
    is_ephemeral = bool(message.get("is_ephemeral"))
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": is_ephemeral}
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    payload = {
        **_common(state, "block_actions", user),
        "container": container,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": {"values": state.message_values.get((channel.id, message["ts"], user), {})},
        "actions": [action],
    }
    return payload if is_ephemeral else {**payload, "message": message}


def view_actions(state: State, view: View, action: Json) -> Json:
    """Describe a click in a modal or in the Home tab."""
    return {
        **_common(state, "block_actions", view.user),
        "container": {"type": "view", "view_id": view.id},
        "view": shown_view(view),
        "actions": [action],
    }


def view_submission(state: State, view: View) -> Json:
    """Describe that a modal is submitted."""
    return {**_common(state, "view_submission", view.user), "view": shown_view(view)}


def view_closed(state: State, view: View, *, is_cleared: bool) -> Json:
    """Describe that a modal is closed without being submitted."""
    return {**_common(state, "view_closed", view.user), "view": shown_view(view), "is_cleared": is_cleared}


def shortcut(state: State, user: str, callback_id: str) -> Json:
    """Describe the choice of a global shortcut."""
    payload = _common(state, "shortcut", user)
    del payload["api_app_id"], payload["user"]["name"]
    return {**payload, "callback_id": callback_id, "action_ts": _now()}


def message_shortcut(state: State, user: str, channel: Channel, message: Json, callback_id: str) -> Json:
    """Describe the choice of a shortcut in the menu of a message."""
    payload = _common(state, "message_action", user)
    del payload["api_app_id"], payload["user"]["username"]
    return {
        **payload,
        "callback_id": callback_id,
        "action_ts": _now(),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message_ts": message["ts"],
        "message": message,
    }


def suggestion(state: State, view: View, block_id: str, action_id: str, value: str) -> Json:
    """Ask for the options of an external select in a view."""
    payload = _common(state, "block_suggestion", view.user)
    container = {"type": "view", "view_id": view.id}
    asked = {"action_id": action_id, "block_id": block_id, "value": value}
    return {**payload, **asked, "container": container, "view": shown_view(view)}


def action(element: Json, block_id: str, entered: Json) -> Json:
    """Describe what was done to an element, with the texts the app wrote on it."""
    kind = INPUTS.get(element["type"])
    done: Json = {"type": element["type"], "block_id": block_id, "action_id": element["action_id"], "action_ts": _now()}
    done |= {key: element[key] for key in _COPIED if element.get(key) is not None}
    if kind is not None:
        done |= {kind.initial: element[kind.initial]} if element.get(kind.initial) else {}
        done[kind.key] = full_options(element, entered.get(kind.key, kind.unset()))
    elif element["type"] == "overflow":
        done["selected_option"] = full_options(element, entered.get("selected_option"))
    elif _value(element, entered) is not None:
        done["value"] = _value(element, entered)
    return done


def _value(element: Json, entered: Json) -> Any:
    return entered.get("value", element.get("value"))


def shown_view(view: View) -> Json:
    """Show a view with what has been entered into it."""
    return {**view.body, "state": {"values": view.values}}


def _common(state: State, kind: str, user_id: str) -> Json:
    user = state.users[user_id]
    return {
        "type": kind,
        "team": {"id": state.team.id, "domain": state.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id or state.team.id},
        "api_app_id": state.app_id,
        "token": TOKEN,
    }


def _channel_name(channel: Channel) -> str:
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def _now() -> str:
    return f"{time.time():.6f}"
