"""What the survey forms remember between opening and submission: which version was opened, and the draft to confirm.

All of it is checked again when it comes back, as if it had been typed.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from surveys.audiences import GroupRef
from surveys.cadence_words import cadence_from_text, cadence_to_text, parse_time
from surveys.calendars import WorkingTime
from surveys.errors import VorbildError, say
from surveys.planning import Draft, Edited
from surveys.texts import Locale

_MOST_CHARACTERS = 3000


class DraftFields(BaseModel):
    """A draft in values that JSON knows; rhythm and time are written as texts."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    cadence: str
    opens: str
    days_open: int
    channel_id: str
    languages: list[str]
    unit_ids: list[str]
    groups: list[str]
    questions: list[int]
    reminder: bool
    weekly: bool = False
    threshold: int
    working_days: list[int]
    working_hours: list[str]
    unit_channels: dict[str, str] | None = None
    regions: dict[str, str] = {}

    @classmethod
    def of(cls, draft: Draft) -> "DraftFields":
        """Write a draft."""
        return cls(
            name=draft.name,
            cadence=cadence_to_text(draft.cadence),
            opens=f"{draft.opens:%H:%M}",
            days_open=draft.days_open,
            channel_id=draft.channel_id,
            languages=list(draft.languages),
            unit_ids=list(draft.unit_ids),
            groups=[str(group) for group in draft.groups],
            questions=list(draft.questions),
            reminder=draft.reminder,
            weekly=draft.weekly,
            threshold=draft.threshold,
            working_days=sorted(draft.working.days),
            working_hours=[f"{draft.working.begins:%H:%M}", f"{draft.working.ends:%H:%M}"],
            unit_channels=None if draft.unit_channels is None else dict(draft.unit_channels),
            regions=dict(draft.regions),
        )

    def draft(self) -> Draft:
        """Read it back; `ValueError` for a language or group that does not exist."""
        return Draft(
            name=self.name,
            cadence=cadence_from_text(self.cadence),
            opens=parse_time(self.opens),
            days_open=self.days_open,
            channel_id=self.channel_id,
            languages=tuple(Locale(tag) for tag in self.languages),
            unit_ids=tuple(self.unit_ids),
            groups=tuple(GroupRef.of(text) for text in self.groups),
            questions=tuple(self.questions),
            reminder=self.reminder,
            weekly=self.weekly,
            threshold=self.threshold,
            working=self._working(),
            unit_channels=self.unit_channels,
            regions=self.regions,
        )

    def _working(self) -> WorkingTime:
        begins, ends = (parse_time(text) for text in self.working_hours)
        if not set(self.working_days) <= set(range(7)):
            raise ValueError("a day of the week that does not exist")
        return WorkingTime(frozenset(self.working_days), begins, ends)


class SurveyMetadata(BaseModel):
    """Which survey in which version, and, while it is confirmed, the draft."""

    model_config = ConfigDict(extra="forbid", strict=True)

    survey_id: int | None = None
    version: int = 0
    draft: DraftFields | None = None

    def edited(self) -> Edited:
        """Give which survey it is about."""
        return Edited(self.survey_id, self.version)


def write_metadata(edited: Edited, draft: Draft | None = None) -> str:
    """Write metadata; a draft that is too long for Slack is refused with what to shorten."""
    fields = None if draft is None else DraftFields.of(draft)
    text = SurveyMetadata(survey_id=edited.survey_id, version=edited.version, draft=fields).model_dump_json()
    if len(text) > _MOST_CHARACTERS:
        raise VorbildError(
            say(
                "That is more than one form can hold. Choose units further up, or set some of their channels later with `/pulse channel set`; nothing was lost."
            )
        )
    return text


def read_edited(view: Mapping[str, Any]) -> Edited:
    """Read which survey a submitted form is about."""
    return _read(view).edited()


def read_confirmed(view: Mapping[str, Any]) -> tuple[Edited, Draft]:
    """Read what an admin confirmed."""
    metadata = _read(view)
    if metadata.draft is None:
        raise _invalid()
    try:
        return metadata.edited(), metadata.draft.draft()
    except ValueError:
        raise _invalid() from None


def _read(view: Mapping[str, Any]) -> SurveyMetadata:
    try:
        return SurveyMetadata.model_validate_json(str(view.get("private_metadata", "")))
    except ValidationError:
        raise _invalid() from None


def _invalid() -> VorbildError:
    return VorbildError(say("This form is not valid any more. Please open it again; nothing was changed."))
