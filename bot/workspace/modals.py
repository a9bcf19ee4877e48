"""What happens to views: opened, pushed, replaced, closed, published. Slack's fields are filled in on the way."""

import secrets

from bot.workspace.blocks.completion import complete
from bot.workspace.blocks.entered import values_of
from bot.workspace.context import Context
from bot.workspace.messages import link_files
from bot.workspace.shapes import Json
from bot.workspace.view_stack import View

_OPTIONAL = {"private_metadata": "", "callback_id": "", "external_id": ""}
_FLAGS = {"clear_on_close": False, "notify_on_close": False}


def open_(context: Context, user: str, wanted: Json) -> View:
    """Show a modal in place of whatever the person has open."""
    view = _new(context, user, wanted)
    context.state.stacks[user] = [view]
    context.feed.tell_one(user, "views")
    return view


def push(context: Context, user: str, wanted: Json) -> View:
    """Lay a modal on top."""
    stack = context.state.stack(user)
    view = _new(context, user, wanted)
    view.body |= {"root_view_id": stack[0].id, "previous_view_id": stack[-1].id}
    stack.append(view)
    context.feed.tell_one(user, "views")
    return view


def replace(context: Context, view: View, wanted: Json) -> None:
    """Change what a view shows; what was entered stays where block and action keep their ids."""
    kept = {key: view.body[key] for key in ("id", "root_view_id", "previous_view_id")}
    external_id = wanted.get("external_id") or view.body["external_id"]
    view.body = {**_completed(context, wanted), **kept, "external_id": external_id}
    view.values = values_of(view.body["blocks"], view.values)
    context.feed.tell_one(view.user, "views" if view.body["type"] == "modal" else "home")


def publish(context: Context, user: str, wanted: Json) -> View:
    """Show a person their Home tab; it keeps its id from one publication to the next."""
    present = context.state.homes.get(user)
    if present is not None:
        replace(context, present, wanted)
        return present
    view = _new(context, user, wanted)
    context.state.homes[user] = view
    context.feed.tell_one(user, "home")
    return view


def close(context: Context, view: View, *, everything: bool) -> list[View]:
    """Take a modal and what lies on it away, or all of them; gives those that went, the top one first."""
    stack = context.state.stack(view.user)
    first = 0 if everything or view not in stack else stack.index(view)
    gone = stack[first:]
    del stack[first:]
    context.feed.tell_one(view.user, "views")
    return gone[::-1]


def finish(context: Context, view: View) -> None:
    """Take a submitted modal away; the one below it, if any, comes to light."""
    stack = context.state.stack(view.user)
    if view in stack:
        stack.remove(view)
    context.feed.tell_one(view.user, "views")


def _new(context: Context, user: str, wanted: Json) -> View:
    body = _completed(context, wanted)
    body["id"] = body["root_view_id"] = context.state.ids.next("V")
    return View(user, body, values_of(body["blocks"]))


def _completed(context: Context, wanted: Json) -> Json:
    state = context.state
    link_files(context, wanted["blocks"])
    blocks = complete(wanted["blocks"], state.ids)
    titles = {name: _titled(wanted.get(name)) for name in ("title", "submit", "close")}
    return {
        "id": "",
        "team_id": state.team.id,
        "type": wanted["type"],
        **titles,
        "blocks": blocks,
        **{name: wanted.get(name) or default for name, default in (_OPTIONAL | _FLAGS).items()},
        "state": {"values": {}},
        "hash": f"{int(state.clock.now())}.{secrets.token_hex(4)}",
        "root_view_id": "",
        "previous_view_id": None,
        "app_id": state.app_id,
        "app_installed_team_id": state.team.id,
        "bot_id": state.bot_id,
    }


def _titled(text: Json | None) -> Json | None:
    return None if text is None else {"emoji": True, **text}
