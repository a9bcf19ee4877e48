"""People, bots and user groups, each able to show itself as Slack does."""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.workspace.shapes import Json


@dataclass(frozen=True)
class Team:
    """The workspace itself."""

    id: str = "T0LOC000001"
    name: str = "Local workspace"
    domain: str = "local-workspace"


@dataclass
class User:
    """A member, human or bot. `locale` is like `de-DE`, `tz` an IANA name."""

    id: str
    name: str
    real_name: str
    display_name: str = ""
    email: str = ""
    locale: str = "en-US"
    tz: str = "Europe/Berlin"
    is_bot: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    team_id: str = ""
    """The workspace of somebody who shares a channel with this one (Slack Connect); empty for our own people."""
    deleted: bool = False
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    updated: int = 0
    bot_id: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    """Values of the workspace's own profile fields, by their ids."""

    def profile(self, team: Team, *, with_email: bool) -> Json:
        """Show the profile; the e-mail address only to those who hold `users:read.email`."""
        first, _, last = self.real_name.partition(" ")
        profile: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "first_name": first,
            "last_name": last,
            "title": "",
            "phone": "",
            "skype": "",
            "status_text": self.status_text,
            "status_emoji": self.status_emoji,
            "status_emoji_display_info": [],
            "status_expiration": self.status_expiration,
            "avatar_hash": "g000000000000",
            "team": self.team_id or team.id,
        }
        if with_email and self.email:
            profile["email"] = self.email
        if self.bot_id:
            profile |= {"api_app_id": "", "bot_id": self.bot_id, "always_active": True}
        return profile

    def shown(self, team: Team, now: float, *, with_email: bool = False, with_locale: bool = False) -> Json:
        """Show the member as `users.info` does; the zone's offset is the one in force at `now`."""
        moment = dt.datetime.fromtimestamp(now, ZoneInfo(self.tz))
        offset = moment.utcoffset() or dt.timedelta()
        shown: Json = {
            "id": self.id,
            "team_id": self.team_id or team.id,
            "name": self.name,
            "deleted": self.deleted,
            "profile": self.profile(team, with_email=with_email),
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if self.deleted:
            return shown
        shown |= {
            "color": "9f69e7",
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": moment.tzname() or self.tz,
            "tz_offset": int(offset.total_seconds()),
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_email_confirmed": not self.is_bot,
            "who_can_share_contact_card": "EVERYONE",
        }
        if with_locale:
            shown["locale"] = self.locale
        return shown


@dataclass
class UserGroup:
    """A user group; `handle` is written without the @."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    created: int = 0
    disabled: bool = False

    def shown(self, team: Team, *, with_users: bool, with_count: bool) -> Json:
        """Show the group as `usergroups.list` does."""
        shown: Json = {
            "id": self.id,
            "team_id": team.id,
            "is_usergroup": True,
            "is_subteam": True,
            "name": self.name,
            "description": "",
            "handle": self.handle,
            "is_external": False,
            "date_create": self.created,
            "date_update": self.created,
            "date_delete": self.created if self.disabled else 0,
            "auto_type": None,
            "auto_provision": False,
            "enterprise_subteam_id": "",
            "created_by": "",
            "updated_by": "",
            "deleted_by": None,
            "prefs": {"channels": [], "groups": []},
            "user_count": len(self.users),
        }
        if with_users:
            shown["users"] = list(self.users)
        if not with_count:
            del shown["user_count"]
        return shown
