"""What a person sees: the workspace, conversations, modals, the Home tab."""

from bot.workspace import events, payloads
from bot.workspace.channels import Channel
from bot.workspace.local.endpoint import Act
from bot.workspace.people import User
from bot.workspace.shapes import Json


async def bootstrap(act: Act) -> Json:
    """Give all that a page needs to begin; without a person only the team and whom one could be."""
    state = act.state
    users = [_shown_user(act, user) for user in state.people()]
    start: Json = {"team": {"id": state.team.id, "name": state.team.name, "domain": state.team.domain}, "users": users}
    if not act.text("user"):
        return start
    manifest = act.context.manifest
    bot = state.direct_messages(act.user)
    places = [each for each in state.channels.values() if not each.is_im]
    channels = [bot, *(each for each in places if not each.is_private or act.user in each.members)]
    return {
        **start,
        "users": [*users, _shown_user(act, state.users[state.bot_user_id])],
        "me": _shown_user(act, state.users[act.user]),
        "channels": [_shown_channel(act, each) for each in channels],
        "commands": [
            {"command": each.command, "description": each.description, "usage_hint": each.usage_hint}
            for each in manifest.commands
        ],
        "shortcuts": [
            {"name": each.name, "callback_id": each.callback_id, "type": each.type} for each in manifest.shortcuts
        ],
        "app": {"name": manifest.name, "bot_user_id": state.bot_user_id, "home_tab": manifest.home_tab},
    }


def _shown_user(act: Act, user: User) -> Json:
    return user.shown(act.state.team, act.state.clock.now(), with_email=True, with_locale=True)


def _shown_channel(act: Act, channel: Channel) -> Json:
    shown = {
        "id": channel.id,
        "name": channel.name or act.context.manifest.bot_name,
        "is_im": channel.is_im,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": act.user in channel.members,
        "members": list(channel.members),
        "unread": _unread(channel, act.user),
    }
    return {**shown, "user": act.state.bot_user_id} if channel.is_im else shown


def _unread(channel: Channel, user: str) -> int:
    last = channel.last_read.get(user, "")
    return sum(1 for each in channel.messages if each["ts"] > last and each.get("user") != user)


async def messages(act: Act) -> Json:
    """Give a conversation, oldest first, with what only this person sees; it counts as read."""
    channel = act.channel()
    whispers = [{**each, "ephemeral": True} for each in channel.ephemeral.get(act.user, ())]
    found = sorted([*channel.messages, *whispers], key=lambda each: str(each["ts"]))
    if channel.messages:
        channel.last_read[act.user] = channel.messages[-1]["ts"]
    return {"messages": [{**each, "channel": channel.id} for each in found]}


async def home(act: Act) -> Json:
    """Give the Home tab as last published and tell the app that it was opened.

    With `refetch` the page only looks again after a `home` notice. Were that an opening too, a page that fetches when
    told and an app that publishes when opened would go round for ever.
    """
    if not act.context.manifest.home_tab:
        return {"view": None}
    view = act.state.homes.get(act.user)
    if not act.text("refetch"):
        events.home_opened(act.context, act.user, "home")
    return {"view": None if view is None else payloads.shown_view(view)}


async def views(act: Act) -> Json:
    """Give the modals this person has open, the top one last, with what has been entered."""
    return {"views": [payloads.shown_view(view) for view in act.state.stack(act.user)]}
