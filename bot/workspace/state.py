"""Everything the workspace remembers, in memory, and the questions its parts ask of it. It sends nothing anywhere."""

from bisect import insort
from dataclasses import dataclass, field

from bot.workspace.channels import Channel
from bot.workspace.clock import Clock
from bot.workspace.files import File
from bot.workspace.ids import Ids
from bot.workspace.manifest import Manifest
from bot.workspace.people import Team, User, UserGroup
from bot.workspace.shapes import Json
from bot.workspace.view_stack import View

SLACKBOT = User("USLACKBOT", "slackbot", "Slackbot", "Slackbot", tz="America/Los_Angeles")


@dataclass
class State:
    """A workspace with one installed app. Lookups answer `None` for what does not exist."""

    team: Team = field(default_factory=Team)
    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
    app_id: str = "A0LOC000001"
    bot_id: str = "B0LOC000001"
    bot_user_id: str = "U0LOCBOT001"
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    direct: dict[str, str] = field(default_factory=dict)
    profile_fields: dict[str, str] = field(default_factory=dict)
    """Labels, by id, of the workspace's own profile fields that name a person."""
    usergroups: dict[str, UserGroup] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    message_values: dict[tuple[str, str, str], Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the bot and Slackbot move in, as they live in every workspace."""
        self.users.setdefault(SLACKBOT.id, SLACKBOT)
        bot = User(self.bot_user_id, "bot", "Bot", tz="Etc/UTC", is_bot=True, bot_id=self.bot_id)
        self.users.setdefault(self.bot_user_id, bot)

    def install(self, manifest: Manifest) -> None:
        """Give the bot the name that its manifest declares."""
        bot = self.users[self.bot_user_id]
        bot.name = manifest.bot_name.lower().replace(" ", "_")
        bot.real_name = manifest.bot_name

    def people(self) -> list[User]:
        """List the human members, those who left included."""
        return [user for user in self.users.values() if not user.is_bot and user is not SLACKBOT]

    def user_by_email(self, email: str) -> User | None:
        """Find an active member by e-mail address, capitals aside."""
        wanted = email.strip().lower()
        found = (user for user in self.people() if not user.deleted and user.email.lower() == wanted)
        return next(found, None)

    def direct_messages(self, user_id: str) -> Channel:
        """Give the conversation between a person and the app, opening it the first time."""
        if user_id not in self.direct:
            created = int(self.clock.now())
            members = dict.fromkeys((user_id, self.bot_user_id))
            channel = Channel(self.ids.next("D"), is_private=True, user=user_id, members=members, created=created)
            self.channels[channel.id] = channel
            self.direct[user_id] = channel.id
        return self.channels[self.direct[user_id]]

    def conversation(self, place: str, actor: str) -> Channel | None:
        """Find a conversation by its id, or, for direct messages, by the id of the other side.

        The app names the person (`actor` is the bot), a person names the bot.
        """
        if place in self.channels:
            return self.channels[place]
        if place not in self.users or place == SLACKBOT.id:
            return None
        if actor == self.bot_user_id:
            return None if self.users[place].is_bot else self.direct_messages(place)
        return self.direct_messages(actor) if place == self.bot_user_id else None

    def post(self, channel: Channel, message: Json) -> Json:
        """Store a message under a new timestamp, and count it in its thread."""
        message["ts"] = self.clock.stamp()
        insort(channel.messages, message, key=_stamp)
        parent = self.message(channel, message.get("thread_ts"))
        if parent is not None:
            _count_reply(parent, message)
        return message

    def whisper(self, channel: Channel, user_id: str, message: Json) -> Json:
        """Store an ephemeral message for one person."""
        message |= {"ts": self.clock.stamp(), "is_ephemeral": True}
        channel.ephemeral.setdefault(user_id, []).append(message)
        return message

    def message(self, channel: Channel, ts: str | None) -> Json | None:
        """Find a message by its timestamp; recent ones are found first."""
        if ts is None:
            return None
        return next((each for each in reversed(channel.messages) if each["ts"] == ts), None)

    def visible_message(self, channel: Channel, ts: str, user_id: str) -> Json | None:
        """Find a message that this person sees: one of all, or an ephemeral one of theirs."""
        whispers = channel.ephemeral.get(user_id, ())
        return self.message(channel, ts) or next((each for each in whispers if each["ts"] == ts), None)

    def view(self, view_id: str) -> View | None:
        """Find an open modal or a Home tab by its id."""
        homes = (home for home in self.homes.values() if home.id == view_id)
        modals = (view for stack in self.stacks.values() for view in stack if view.id == view_id)
        return next(modals, None) or next(homes, None)

    def own_view(self, user_id: str, view_id: str) -> View | None:
        """Find a view among those before one person."""
        home = self.homes.get(user_id)
        own = [*self.stack(user_id), *([home] if home else [])]
        return next((view for view in own if view.id == view_id), None)

    def view_by_external_id(self, external_id: str) -> View | None:
        """Find an open view by the id its app gave it."""
        views = [*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)]
        return next((view for view in views if external_id and view.body["external_id"] == external_id), None)

    def stack(self, user_id: str) -> list[View]:
        """Give a person's open modals, the top one last."""
        return self.stacks.setdefault(user_id, [])


def _stamp(message: Json) -> str:
    return str(message["ts"])


def _count_reply(parent: Json, reply: Json) -> None:
    author = reply.get("user", reply.get("bot_id"))
    authors = parent.setdefault("reply_users", [])
    if author not in authors:
        authors.append(author)
    parent["thread_ts"] = parent["ts"]
    parent["reply_count"] = parent.get("reply_count", 0) + 1
    parent["reply_users_count"] = len(authors)
    parent["latest_reply"] = reply["ts"]
    parent.setdefault("is_locked", False)
    parent.setdefault("subscribed", False)
