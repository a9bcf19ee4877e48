"""Modals and the Home tab: `views.*`."""

import json

from bot.workspace import modals
from bot.workspace.blocks.surfaces import view_problems
from bot.workspace.errors import SlackError
from bot.workspace.messages import parsed
from bot.workspace.shapes import Json
from bot.workspace.view_stack import PUSH_LIMIT, View
from bot.workspace.web_api.call import Call

LARGEST = 250_000


def open_(call: Call) -> Json:
    """Show a modal to the person who caused the trigger; it takes the place of any other."""
    wanted = _checked(call, "modal")
    user = call.context.triggers.exchange(_trigger(call))
    return {"view": modals.open_(call.context, user, wanted).body}


def push(call: Call) -> Json:
    """Lay a modal on top of those that the person has open."""
    wanted = _checked(call, "modal")
    user = call.context.triggers.exchange(_trigger(call))
    if not call.state.stack(user):
        raise SlackError("not_found")
    if len(call.state.stack(user)) >= PUSH_LIMIT:
        raise SlackError("push_limit_reached")
    return {"view": modals.push(call.context, user, wanted).body}


def update(call: Call) -> Json:
    """Change a modal that is open, found by its id or by the app's own."""
    view = _found(call)
    wanted = _checked(call, view.body["type"])
    _same_hash(call, view)
    modals.replace(call.context, view, wanted)
    return {"view": view.body}


def publish(call: Call) -> Json:
    """Show a person their Home tab."""
    user = call.required("user_id")
    wanted = _checked(call, "home")
    if not call.context.manifest.home_tab:
        raise SlackError("not_enabled")
    if user not in call.state.users:
        raise SlackError("user_not_found")
    present = call.state.homes.get(user)
    if present is not None:
        _same_hash(call, present)
    return {"view": modals.publish(call.context, user, wanted).body}


def _trigger(call: Call) -> str:
    return call.text("trigger_id") or call.required("interactivity_pointer")


def _checked(call: Call, kind: str) -> Json:
    wanted = parsed(call.arguments.get("view"), "invalid_arguments")
    if not isinstance(wanted, dict):
        call.required("view")
        raise SlackError("invalid_arguments")
    problems = view_problems(wanted)
    if not problems and wanted["type"] != kind:
        problems = [f"[ERROR] view must be a {kind} [json-pointer:/view/type]"]
    if problems:
        raise SlackError("invalid_arguments", response_metadata={"messages": problems})
    if len(json.dumps(wanted)) > LARGEST:
        raise SlackError("view_too_large")
    return wanted


def _found(call: Call) -> View:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    view = call.state.view(view_id) if view_id else call.state.view_by_external_id(external_id)
    if view is None:
        raise SlackError("not_found")
    return view


def _same_hash(call: Call, view: View) -> None:
    """Keep an app that names the hash it has seen from overwriting anything newer."""
    if call.text("hash") and call.text("hash") != view.body["hash"]:
        raise SlackError("hash_conflict")
