"""Conversations: public and private channels, and the direct messages between one person and the app."""

from dataclasses import dataclass, field

from bot.workspace.people import Team
from bot.workspace.shapes import Json


@dataclass
class Channel:
    """A conversation: public, private, or the direct messages between one person (`user`) and the app."""

    id: str
    name: str = ""
    is_private: bool = False
    is_archived: bool = False
    user: str | None = None
    members: dict[str, None] = field(default_factory=dict)
    created: int = 0
    creator: str = ""
    messages: list[Json] = field(default_factory=list)
    ephemeral: dict[str, list[Json]] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)

    @property
    def is_im(self) -> bool:
        """Tell direct messages from channels."""
        return self.user is not None

    @property
    def kind(self) -> str:
        """Name the family of scopes and events that governs this conversation: `channels`, `groups` or `im`."""
        if self.is_im:
            return "im"
        return "groups" if self.is_private else "channels"

    def shown(self, team: Team, viewer: str) -> Json:
        """Show the conversation as `conversations.info` does."""
        if self.is_im:
            return {
                "id": self.id,
                "created": self.created,
                "is_archived": False,
                "is_im": True,
                "is_org_shared": False,
                "context_team_id": team.id,
                "updated": self.created * 1000,
                "user": self.user,
                "is_user_deleted": False,
                "priority": 0,
            }
        empty = {"value": "", "creator": "", "last_set": 0}
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_archived": self.is_archived,
            "is_general": self.name == "general",
            "is_shared": False,
            "is_ext_shared": False,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "is_member": viewer in self.members,
            "created": self.created,
            "updated": self.created * 1000,
            "creator": self.creator,
            "unlinked": 0,
            "context_team_id": team.id,
            "shared_team_ids": [team.id],
            "pending_shared": [],
            "pending_connected_team_ids": [],
            "parent_conversation": None,
            "previous_names": [],
            "topic": empty,
            "purpose": empty,
            "num_members": len(self.members),
        }
