"""Erasing a person: what stands where they were named, and what is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.errors import Message

ERASED = "erased"
"""Who stands where others need the row and the person who was named there is erased."""


@dataclass(frozen=True)
class Held:
    """What names somebody: rows by table that an erasure removes, and rows that it keeps without the name.

    `open_pulses` are those out of which a ballot is taken, if there is one; nobody is told whether there is.
    `refusal` says why they cannot be erased now.
    """

    person_id: str
    removed: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)
    open_pulses: tuple[str, ...] = ()
    refusal: Message | None = None

    @property
    def nothing(self) -> bool:
        """Tell whether nothing names them any more."""
        return not self.removed and not self.kept
