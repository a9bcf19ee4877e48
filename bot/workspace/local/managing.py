"""What the operator of a simulation does: set the clock, add people."""

from bot.workspace import events
from bot.workspace.local.endpoint import Act
from bot.workspace.seed import seed as add
from bot.workspace.shapes import Json


async def clock(act: Act) -> Json:
    """Set the time that new messages carry, or let the real one run again."""
    now = act.arguments.get("now")
    act.state.clock.set(None if now is None else float(now))
    return {"now": act.state.clock.now()}


async def seed(act: Act) -> Json:
    """Add people, channels and user groups, and tell the app, unless `announce` is false."""
    changes = add(act.state, act.arguments)
    if act.arguments.get("announce", True):
        events.announce(act.context, changes)
    act.context.feed.tell(act.state.users, "channels")
    return {
        "users": [user.id for user in (*changes.joined_team, *changes.changed_users)],
        "channels": list(dict.fromkeys(channel.id for channel, _ in changes.joined_channels)),
        "usergroups": [group.id for group, _ in changes.changed_groups],
    }
