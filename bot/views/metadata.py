"""What a modal remembers between opening and submission: typed, and checked when it comes back.

It names the wave and nothing of a person; who acts is told by Slack's payload alone.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from surveys.errors import VorbildError, say


class BallotMetadata(BaseModel):
    """Which wave the ballot paper is for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    wave_id: int


def read_ballot_metadata(view: Mapping[str, Any]) -> BallotMetadata:
    """Read the metadata of a submitted ballot paper."""
    try:
        return BallotMetadata.model_validate_json(str(view.get("private_metadata", "")))
    except ValidationError:
        raise VorbildError(
            say("This form is not valid any more. Please open the pulse again; nothing was stored.")
        ) from None


def read_wave_id(value: object) -> int:
    """Read the wave that a button names."""
    text = str(value)
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise VorbildError(say("This button is not valid any more. Please use the newest message or the Home tab."))
    return int(text)


def unit_place(wave_id: int, unit_id: str) -> str:
    """Name a wave and a unit in a button."""
    return f"{wave_id}/{unit_id}"


def read_unit_place(value: object) -> tuple[int, str]:
    """Read the wave and the unit that a button names."""
    wave_id, _, unit_id = str(value).partition("/")
    return read_wave_id(wave_id), unit_id


def read_number(value: object) -> int:
    """Read an id or a page that a button or a form names."""
    text = str(value)
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise VorbildError(say("This form is not valid any more. Please open it again; nothing was changed."))
    return int(text)
