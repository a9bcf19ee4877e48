"""Events: what the app hears because it subscribed to it in its manifest."""

import secrets
from collections.abc import Mapping

from bot.workspace.channels import Channel
from bot.workspace.context import Context
from bot.workspace.people import User, UserGroup
from bot.workspace.seed import Changes
from bot.workspace.shapes import Json

MESSAGE_SUBSCRIPTION = {"im": "message.im", "channels": "message.channels", "groups": "message.groups"}
CHANNEL_TYPE = {"im": "im", "channels": "channel", "groups": "group"}


def emit(context: Context, event: Json, subscription: str | None = None) -> None:
    """Send an event if the manifest subscribes to it; the subscription's name defaults to the event's type."""
    if (subscription or event["type"]) not in context.manifest.events:
        return
    state = context.state
    stamp = event.setdefault("event_ts", f"{state.clock.now():.6f}")
    context.delivery.tell(
        {
            "token": "local",
            "team_id": state.team.id,
            "context_team_id": state.team.id,
            "context_enterprise_id": None,
            "api_app_id": state.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(float(stamp)),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": state.team.id,
                    "user_id": state.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{secrets.token_hex(16)}",
        }
    )


def message_posted(context: Context, channel: Channel, message: Json) -> None:
    """Tell the app of a message in a conversation it belongs to, and of its being mentioned there."""
    state = context.state
    if state.bot_user_id not in channel.members:
        return
    place = {"channel": channel.id, "event_ts": message["ts"]}
    event = {**message, **place, "type": "message", "channel_type": CHANNEL_TYPE[channel.kind]}
    emit(context, event, MESSAGE_SUBSCRIPTION[channel.kind])
    if not channel.is_im and f"<@{state.bot_user_id}" in message.get("text", ""):
        emit(context, {**message, **place, "type": "app_mention"})


def message_changed(context: Context, channel: Channel, message: Json, previous: Json | None) -> None:
    """Tell the app of a message that was edited, or (no `message` text) deleted."""
    is_deleted = previous is None
    event = {
        "type": "message",
        "subtype": "message_deleted" if is_deleted else "message_changed",
        "channel": channel.id,
        "channel_type": CHANNEL_TYPE[channel.kind],
        "hidden": True,
        "ts": context.state.clock.stamp(),
        **({"deleted_ts": message["ts"], "previous_message": message} if is_deleted else {}),
        **({} if is_deleted else {"message": message, "previous_message": previous}),
    }
    emit(context, event, MESSAGE_SUBSCRIPTION[channel.kind])


def home_opened(context: Context, user: str, tab: str) -> None:
    """Tell the app that a person opened its Home or Messages tab."""
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": context.state.direct_messages(user).id,
        "tab": tab,
    }
    home = context.state.homes.get(user)
    if tab == "home" and home is not None:
        event["view"] = home.body
    emit(context, event)


def announce(context: Context, changes: Changes) -> None:
    """Tell the app who joined, whose profile changed and which groups have new members."""
    for user in changes.joined_team:
        emit(context, {"type": "team_join", "user": _shown(context, user)})
    for user in changes.changed_users:
        emit(context, {"type": "user_change", "user": _shown(context, user)})
    for channel, user_id in changes.joined_channels:
        channel_joined(context, channel, user_id)
    for group, before in changes.changed_groups:
        _group_changed(context, group, before)


def channel_joined(context: Context, channel: Channel, user_id: str) -> None:
    """Tell the app that somebody joined a channel it belongs to."""
    if context.state.bot_user_id in channel.members:
        kind = "G" if channel.is_private else "C"
        place: Mapping[str, str] = {"channel": channel.id, "channel_type": kind, "team": context.state.team.id}
        emit(context, {"type": "member_joined_channel", "user": user_id, **place})


def _group_changed(context: Context, group: UserGroup, before: list[str]) -> None:
    shown = group.shown(context.state.team, with_users=True, with_count=True)
    emit(context, {"type": "subteam_updated", "subteam": shown})
    added = [user for user in group.users if user not in before]
    removed = [user for user in before if user not in group.users]
    if added or removed:
        event: Json = {"type": "subteam_members_changed", "subteam_id": group.id, "team_id": context.state.team.id}
        event |= {"added_users": added, "added_users_count": len(added)}
        event |= {"removed_users": removed, "removed_users_count": len(removed), "date_update": group.created}
        emit(context, event)


def _shown(context: Context, user: User) -> Json:
    email = "users:read.email" in context.manifest.scopes
    return user.shown(context.state.team, context.state.clock.now(), with_email=email, with_locale=True)
