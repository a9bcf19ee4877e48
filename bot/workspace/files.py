"""Uploaded files and where they were shared."""

from dataclasses import dataclass, field

from bot.workspace.shapes import Json


@dataclass
class File:
    """An uploaded file and where it was shared. `ticket` is the secret of its upload address."""

    id: str
    name: str
    title: str
    mimetype: str
    filetype: str
    user: str
    created: int
    content: bytes = b""
    alt_text: str = ""
    ticket: str = ""
    is_complete: bool = False
    shares: dict[str, tuple[bool, list[str]]] = field(default_factory=dict)

    def shown(self, url: str) -> Json:
        """Show the file as `files.info` does; `url` is the workspace's address."""
        private = f"{url}/files-pri/{self.id}"
        shown: Json = {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title,
            "mimetype": self.mimetype,
            "filetype": self.filetype,
            "pretty_type": self.filetype.upper(),
            "user": self.user,
            "editable": False,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": any(not private_ for private_, _ in self.shares.values()),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{private}/{self.name}",
            "url_private_download": f"{private}/download/{self.name}",
            "permalink": f"{url}/files/{self.user}/{self.id}/{self.name}",
            "has_rich_preview": False,
            "shares": self._shares(),
        }
        if self.alt_text:
            shown["alt_txt"] = self.alt_text
        return shown

    def _shares(self) -> Json:
        shares: Json = {}
        for channel, (is_private, stamps) in self.shares.items():
            place = shares.setdefault("private" if is_private else "public", {})
            place[channel] = [{"ts": ts, "reply_users": [], "reply_users_count": 0, "reply_count": 0} for ts in stamps]
        return shares
