"""People and groups: `users.*` and `usergroups.*`."""

from bot.workspace.errors import SlackError
from bot.workspace.people import User
from bot.workspace.shapes import Json
from bot.workspace.web_api.call import Call
from bot.workspace.web_api.paging import page


def list_(call: Call) -> Json:
    """List all members, Slackbot, bots and those who left included."""
    shown, metadata = page(call, list(call.state.users.values()))
    return {
        "members": [_shown(call, each) for each in shown],
        "cache_ts": int(call.state.clock.now()),
        "response_metadata": metadata,
    }


def info(call: Call) -> Json:
    """Describe one member."""
    return {"user": _shown(call, _user(call, call.required("user")))}


def lookup_by_email(call: Call) -> Json:
    """Find an active member by e-mail address."""
    user = call.state.user_by_email(call.required("email"))
    if user is None:
        raise SlackError("users_not_found")
    return {"user": _shown(call, user)}


def get_profile(call: Call) -> Json:
    """Give the profile of a member, by default the app's own."""
    user = _user(call, call.text("user", call.state.bot_user_id))
    profile = user.profile(call.state.team, with_email=_with_email(call))
    profile["fields"] = {id_: {"value": value, "alt": ""} for id_, value in user.fields.items()}
    return {"profile": profile}


def get_team_profile(call: Call) -> Json:
    """List the workspace's own profile fields; those that name a person are all there are here."""
    fields = [
        {"id": id_, "ordering": order, "label": label, "hint": "", "type": "user", "possible_values": None}
        for order, (id_, label) in enumerate(call.state.profile_fields.items())
    ]
    return {"profile": {"fields": fields, "sections": []}}


def list_groups(call: Call) -> Json:
    """List the user groups."""
    disabled = call.flag("include_disabled")
    users, count = call.flag("include_users"), call.flag("include_count")
    groups = [each for each in call.state.usergroups.values() if disabled or not each.disabled]
    return {"usergroups": [each.shown(call.state.team, with_users=users, with_count=count) for each in groups]}


def list_group_users(call: Call) -> Json:
    """List the members of one user group."""
    group = call.state.usergroups.get(call.required("usergroup"))
    if group is None or (group.disabled and not call.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


def _user(call: Call, user_id: str) -> User:
    user = call.state.users.get(user_id)
    if user is None:
        raise SlackError("user_not_found")
    return user


def _with_email(call: Call) -> bool:
    return "users:read.email" in call.context.manifest.scopes


def _shown(call: Call, user: User) -> Json:
    return user.shown(
        call.state.team,
        call.state.clock.now(),
        with_email=_with_email(call),
        with_locale=call.flag("include_locale"),
    )
