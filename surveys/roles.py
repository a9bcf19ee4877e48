"""Who may do what: four roles, of which a person may have several.

Leaders are read off the roster; admins and viewers are named, and each naming stands in the journal.
"""

from dataclasses import dataclass
from enum import StrEnum

from surveys.errors import Message, VorbildError, say


class Role(StrEnum):
    """What a person is to Vorbild. Admins run surveys and see no results; leaders see their own units."""

    EMPLOYEE = "employee"
    LEADER = "leader"
    VIEWER = "viewer"
    ADMIN = "admin"

    def told(self) -> Message:
        """Give it as a word for the catalogues."""
        return _TOLD[self]


_TOLD = {
    Role.EMPLOYEE: say("employee"),
    Role.LEADER: say("leader"),
    Role.VIEWER: say("viewer of the whole"),
    Role.ADMIN: say("admin"),
}


@dataclass(frozen=True)
class Appointment:
    """Somebody named as admin or viewer. A viewer counts only once a second admin has confirmed."""

    person_id: str
    role: Role
    named_by: str
    confirmed_by: str | None = None

    @property
    def holds(self) -> bool:
        """Say whether the role is in force."""
        return self.role is not Role.VIEWER or self.confirmed_by is not None


def check_removal(admins: list[str], person_id: str) -> None:
    """Refuse to leave Vorbild without an admin."""
    if admins == [person_id]:
        raise VorbildError(
            say(
                "This is the last admin; nobody could run Vorbild any more. Name another one first with {command}.",
                command="`/pulse admin add`",
            )
        )
