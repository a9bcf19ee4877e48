"""What a person does to the app, and what the app's answer does to what the person sees.

Every function here waits for the app's acknowledgement and raises `NotAcknowledgedError` without one.
"""

from bot.workspace import messages, modals, payloads
from bot.workspace.blocks.entered import all_elements, values_of
from bot.workspace.blocks.surfaces import view_problems
from bot.workspace.channels import Channel
from bot.workspace.context import Context
from bot.workspace.errors import LocalError
from bot.workspace.shapes import Json
from bot.workspace.view_stack import PUSH_LIMIT, View


async def command(context: Context, user: str, channel: Channel, words: tuple[str, str]) -> Json:
    """Run a slash command; a text in the acknowledgement is shown in the channel."""
    if words[0] not in {each.command for each in context.manifest.commands}:
        raise LocalError("unknown_command")
    payload = payloads.command(context.state, user, channel, words)
    _allow_answers(context, payload, channel, user)
    answer = await context.delivery.ask("slash_commands", payload)
    if answer and (answer.get("text") or answer.get("blocks")):
        respond(context, channel, user, answer)
        return {"text": answer.get("text", "")}
    return {}


async def click_in_message(context: Context, user: str, channel: Channel, message: Json, entered: Json) -> Json:
    """Use an element of a message."""
    _need_interactivity(context)
    block_id, element = _element(message.get("blocks", []), entered)
    action = payloads.action(element, block_id, entered)
    place = (channel.id, message["ts"], user)
    now = {block_id: {element["action_id"]: entered}}
    before = context.state.message_values.get(place)
    values = values_of(message["blocks"], now, _sent_values(entered), before)
    if values:
        context.state.message_values[place] = values
    payload = payloads.message_actions(context.state, user, channel, message, action)
    _allow_answers(context, payload, channel, user, message["ts"])
    await context.delivery.ask("interactive", payload)
    return {}


async def click_in_view(context: Context, view: View, entered: Json) -> Json:
    """Use an element of a modal or the Home tab."""
    _need_interactivity(context)
    block_id, element = _element(view.body["blocks"], entered)
    now = {block_id: {element["action_id"]: entered}}
    view.values = values_of(view.body["blocks"], now, _sent_values(entered), view.values)
    payload = payloads.view_actions(context.state, view, payloads.action(element, block_id, entered))
    payload["trigger_id"] = context.triggers.issue(view.user)
    await context.delivery.ask("interactive", payload)
    return {}


async def options(context: Context, view: View, entered: Json) -> Json:
    """Ask the app for the options of an external select."""
    block_id, element = _element(view.body["blocks"], entered)
    asked = payloads.suggestion(context.state, view, block_id, element["action_id"], entered.get("value", ""))
    answer = await context.delivery.ask("interactive", asked) or {}
    return {key: answer[key] for key in ("options", "option_groups") if key in answer}


async def shortcut(context: Context, user: str, callback_id: str) -> Json:
    """Choose a global shortcut."""
    _need_shortcut(context, callback_id, "global")
    payload = payloads.shortcut(context.state, user, callback_id)
    payload["trigger_id"] = context.triggers.issue(user)
    await context.delivery.ask("interactive", payload)
    return {}


async def message_shortcut(context: Context, user: str, channel: Channel, message: Json, callback_id: str) -> Json:
    """Choose a shortcut from the menu of a message."""
    _need_shortcut(context, callback_id, "message")
    payload = payloads.message_shortcut(context.state, user, channel, message, callback_id)
    _allow_answers(context, payload, channel, user, message["ts"])
    await context.delivery.ask("interactive", payload)
    return {}


async def submit(context: Context, view: View, entered: Json) -> Json:
    """Submit a modal, and do with it what the app answers."""
    _need_interactivity(context)
    view.values = values_of(view.body["blocks"], entered, view.values)
    _describe_files(context, view.values)
    payload = payloads.view_submission(context.state, view)
    payload["trigger_id"] = context.triggers.issue(view.user)
    answer = await context.delivery.ask("interactive", payload) or {}
    response = answer.get("response_action")
    if response == "errors":
        return {"response_action": "errors", "errors": answer.get("errors", {})}
    if response in {"update", "push"}:
        _show_answer(context, view, response, answer.get("view"))
    elif response == "clear":
        modals.close(context, view, everything=True)
    else:
        modals.finish(context, view)
    return {"response_action": response}


def _describe_files(context: Context, values: Json) -> None:
    """Describe uploaded files as Slack does; a page names only their ids."""
    for element in (each for block in values.values() for each in block.values() if each.get("files")):
        known = (context.state.files.get(str(file.get("id"))) for file in element["files"])
        element["files"] = [file.shown(context.url) for file in known if file is not None]


def _show_answer(context: Context, view: View, response: str, wanted: Json | None) -> None:
    problems = view_problems(wanted)
    if problems or wanted is None:
        raise LocalError("invalid_view", response_metadata={"messages": problems})
    if response == "update":
        modals.replace(context, view, wanted)
    elif len(context.state.stack(view.user)) >= PUSH_LIMIT:
        raise LocalError("push_limit_reached")
    else:
        modals.push(context, view.user, wanted)


async def close(context: Context, view: View) -> Json:
    """Close a modal with what lies on it, and tell the app where it wants to know."""
    everything = bool(view.body["clear_on_close"])
    for gone in modals.close(context, view, everything=everything):
        if gone.body["notify_on_close"]:
            payload = payloads.view_closed(context.state, gone, is_cleared=everything)
            await context.delivery.ask("interactive", payload)
    return {}


def respond(context: Context, channel: Channel, user: str, answer: Json, ts: str | None = None) -> None:
    """Show what an app answers to an interaction: to the person, to all, or in place of the message clicked.

    Raises `SlackError` for content that Slack would refuse.
    """
    original = None if ts is None else context.state.visible_message(channel, ts, user)
    if answer.get("delete_original"):
        if original is not None:
            messages.remove(context, channel, original)
        return
    content = messages.checked_content(context, answer)
    if answer.get("replace_original") and original is not None:
        messages.change(context, channel, original, {"blocks": None, "attachments": None, **content})
        return
    message = {**messages.bot_author(context), **content}
    if answer.get("thread_ts"):
        message["thread_ts"] = answer["thread_ts"]
    if answer.get("response_type") == "in_channel":
        messages.post(context, channel, message)
    else:
        messages.whisper(context, channel, user, message)


def _element(blocks: list[Json], entered: Json) -> tuple[str, Json]:
    """Find the element that was used; the block may be left out where the action's id says enough."""
    for block_id, element in all_elements(blocks):
        if element.get("action_id") == entered.get("action_id") and entered.get("block_id") in (None, block_id):
            return block_id, element
    raise LocalError("action_not_found")


def _sent_values(entered: Json) -> Json | None:
    """Give what the page says the other inputs hold at this moment."""
    values = (entered.get("state") or {}).get("values")
    return values if isinstance(values, dict) else None


def _allow_answers(context: Context, payload: Json, channel: Channel, user: str, ts: str | None = None) -> None:
    """Add what lets the app open a modal and answer later."""
    payload["trigger_id"] = context.triggers.issue(user)
    payload["response_url"] = f"{context.url}/response/{context.response_urls.issue(channel, user, ts)}"


def _need_interactivity(context: Context) -> None:
    if not context.manifest.interactivity:
        raise LocalError("interactivity_disabled")


def _need_shortcut(context: Context, callback_id: str, kind: str) -> None:
    _need_interactivity(context)
    if (callback_id, kind) not in {(each.callback_id, each.type) for each in context.manifest.shortcuts}:
        raise LocalError("unknown_shortcut")
