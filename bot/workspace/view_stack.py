"""Views before a person: what the app sent, completed as Slack does, and what has been entered so far."""

from dataclasses import dataclass, field

from bot.workspace.shapes import Json

PUSH_LIMIT = 3


@dataclass(eq=False)
class View:
    """A modal or a Home tab as it stands before one person; `values` is what they have entered so far."""

    user: str
    body: Json
    values: Json = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The view's identifier."""
        return str(self.body["id"])
