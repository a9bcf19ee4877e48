"""A small default company, and the way to add people, channels and user groups to a workspace."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from zoneinfo import ZoneInfo

from bot.workspace.channels import Channel
from bot.workspace.errors import LocalError
from bot.workspace.people import User, UserGroup
from bot.workspace.shapes import Json
from bot.workspace.state import State

SETTABLE = frozenset(each.name for each in fields(User)) - {"id", "is_bot", "bot_id", "updated"}

COMPANY: Json = {
    "users": [
        {"id": "U0LOCANNA01", "name": "anna", "real_name": "Anna Albrecht", "locale": "de-DE", "is_admin": True},
        {"id": "U0LOCBEN001", "name": "ben", "real_name": "Ben Baker", "locale": "en-GB", "tz": "Europe/London"},
        {"id": "U0LOCCLARA1", "name": "clara", "real_name": "Clara Conrad", "locale": "de-DE"},
        {"id": "U0LOCDAVID1", "name": "david", "real_name": "David Díaz", "tz": "America/New_York"},
        {"id": "U0LOCEMIKO1", "name": "emiko", "real_name": "Emiko Endō", "tz": "Asia/Tokyo"},
        {"id": "U0LOCFELIX1", "name": "felix", "real_name": "Felix Fuchs", "locale": "de-AT", "tz": "Europe/Vienna"},
    ],
    "channels": [
        {"name": "general", "members": ["anna", "ben", "clara", "david", "emiko", "felix"], "with_bot": True},
        {"name": "leadership", "is_private": True, "members": ["anna", "ben"], "with_bot": True},
    ],
    "usergroups": [{"handle": "operations", "name": "Operations", "users": ["clara", "david", "felix"]}],
}


@dataclass
class Changes:
    """What a seeding added or altered: who joined the team, whose profile changed, who joined which channel."""

    joined_team: list[User] = field(default_factory=list)
    changed_users: list[User] = field(default_factory=list)
    joined_channels: list[tuple[Channel, str]] = field(default_factory=list)
    changed_groups: list[tuple[UserGroup, list[str]]] = field(default_factory=list)


def default_state() -> State:
    """Build a workspace with six people in four time zones, #general, #leadership and one user group."""
    state = State()
    seed(state, COMPANY)
    return state


def seed(state: State, data: Json) -> Changes:
    """Add people, channels and user groups, or alter those that exist already, by id or name.

    Members are named by id or by user name. Raises `LocalError` when an entry names somebody unknown.
    """
    changes = Changes()
    for entry in data.get("users", ()):
        _seed_user(state, entry, changes)
    for entry in data.get("channels", ()):
        _seed_channel(state, entry, changes)
    for entry in data.get("usergroups", ()):
        _seed_usergroup(state, entry, changes)
    return changes


def _seed_user(state: State, entry: Json, changes: Changes) -> None:
    values = {key: value for key, value in entry.items() if key in SETTABLE}
    if "tz" in values:
        _check_zone(values["tz"])
    known = state.users.get(entry.get("id", ""))
    user = known or _new_user(state, entry)
    for key, value in values.items():
        setattr(user, key, value)
    user.updated = int(state.clock.now())
    (changes.changed_users if known else changes.joined_team).append(user)


def _new_user(state: State, entry: Json) -> User:
    name: str = entry.get("name") or f"user{len(state.users)}"
    user = User(entry.get("id") or state.ids.next("U"), name, str(entry.get("real_name", name)))
    user.display_name = user.real_name.partition(" ")[0]
    user.email = f"{name}@example.com"
    state.users[user.id] = user
    return user


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise LocalError("unknown_time_zone", tz=name) from error


def _seed_channel(state: State, entry: Json, changes: Changes) -> None:
    members = _ids(state, entry.get("members", ()))
    if entry.get("with_bot"):
        members.append(state.bot_user_id)
    channel = _channel(state, entry) or _new_channel(state, entry, members)
    channel.is_archived = entry.get("is_archived", channel.is_archived)
    for member in members:
        if member not in channel.members:
            channel.members[member] = None
            changes.joined_channels.append((channel, member))


def _channel(state: State, entry: Json) -> Channel | None:
    if entry.get("id") in state.channels:
        return state.channels[entry["id"]]
    named = (each for each in state.channels.values() if not each.is_im and each.name == entry.get("name"))
    return next(named, None)


def _new_channel(state: State, entry: Json, members: list[str]) -> Channel:
    channel = Channel(
        entry.get("id") or state.ids.next("C"),
        entry["name"].removeprefix("#"),
        is_private=entry.get("is_private", False),
        created=int(state.clock.now()),
        creator=members[0] if members else "",
    )
    state.channels[channel.id] = channel
    return channel


def _seed_usergroup(state: State, entry: Json, changes: Changes) -> None:
    users = _ids(state, entry.get("users", ()))
    handle = entry["handle"].removeprefix("@")
    known = [each for each in state.usergroups.values() if each.id == entry.get("id") or each.handle == handle]
    group = known[0] if known else UserGroup(entry.get("id") or state.ids.next("S"), handle, entry.get("name", handle))
    before, group.users = group.users, users
    group.created = group.created or int(state.clock.now())
    state.usergroups[group.id] = group
    changes.changed_groups.append((group, before))


def _ids(state: State, names: Iterable[str]) -> list[str]:
    """Turn user names into ids; ids stay."""
    by_name = {user.name: user.id for user in state.users.values()}
    found = [name if name in state.users else by_name.get(name) for name in names]
    if None in found:
        raise LocalError("user_not_found")
    return [each for each in found if each is not None]
