"""The Web API methods this workspace speaks: what scope each needs and how often it may be called.

A test holds this table against the routes and against docs/workspace.md, so that none of the three can drift.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """One method. Any one of `scopes` opens the door; `tier` is Slack's (None: its own rule, or none).

    `caller` says whose token it takes: the `bot`'s, the `app`'s, or `anyone` without one.
    """

    name: str
    scopes: tuple[str, ...] = ()
    tier: int | None = None
    notes: str = ""
    caller: str = "bot"


_READ = ("channels:read", "groups:read", "im:read")
_HISTORY = ("channels:history", "groups:history", "im:history")

_TABLE = (
    Method("api.test", tier=4, notes="Needs no token.", caller="anyone"),
    Method("apps.connections.open", tier=1, notes="App-level token; at most 10 sockets.", caller="app"),
    Method("auth.test"),
    Method("bots.info", ("users:read",), 3),
    Method("chat.delete", ("chat:write",), 3, "Own messages only."),
    Method("chat.getPermalink", (), None),
    Method("chat.postEphemeral", ("chat:write",), 4),
    Method(
        "chat.postMessage",
        ("chat:write",),
        None,
        "About one a second per channel; a user id opens the direct messages.",
    ),
    Method("chat.update", ("chat:write",), 3, "Own messages only."),
    Method("conversations.history", _HISTORY, 3, "Newest first; metadata on request."),
    Method("conversations.info", _READ, 3),
    Method("conversations.join", ("channels:join",), 3, "Public channels."),
    Method("conversations.list", _READ, 2),
    Method("conversations.members", _READ, 4),
    Method("conversations.open", ("im:write",), 3, "One person; no group conversations."),
    Method("conversations.replies", _HISTORY, 3),
    Method("files.completeUploadExternal", ("files:write",), 4, "With or without a channel."),
    Method("files.delete", ("files:write",), 3),
    Method("files.getUploadURLExternal", ("files:write",), 4),
    Method("files.info", ("files:read",), 4),
    Method("reactions.add", ("reactions:write",), 3),
    Method("team.info", ("team:read",), 3),
    Method("team.profile.get", ("users.profile:read",), 3, "Fields that name a person."),
    Method("usergroups.list", ("usergroups:read",), 2),
    Method("usergroups.users.list", ("usergroups:read",), 2),
    Method("users.conversations", _READ, 3),
    Method("users.info", ("users:read",), 4),
    Method("users.list", ("users:read",), 2, "Slackbot is in the list, as in Slack."),
    Method("users.lookupByEmail", ("users:read.email",), 3),
    Method("users.profile.get", ("users.profile:read",), 4),
    Method("views.open", (), 4),
    Method("views.publish", (), 4),
    Method("views.push", (), 4, "At most three views deep."),
    Method("views.update", (), 4),
)

METHODS = {method.name: method for method in _TABLE}


def as_markdown() -> str:
    """Write the table as it stands in docs/workspace.md."""
    lines = ["| method | scopes (any of) | tier | notes |", "|---|---|---|---|"]
    for method in _TABLE:
        scopes = ", ".join(f"`{scope}`" for scope in method.scopes) or "–"
        lines.append(f"| `{method.name}` | {scopes} | {method.tier or '–'} | {method.notes} |".replace("  |", " |"))
    return "\n".join(lines) + "\n"
