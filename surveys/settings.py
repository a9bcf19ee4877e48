"""A survey's settings as plain texts: so that two versions can be set side by side, in the journal and before an admin."""

from collections.abc import Mapping
from enum import StrEnum

from surveys.cadence_words import cadence_to_text
from surveys.errors import Message, say
from surveys.survey import Survey


class Setting(StrEnum):
    """What an admin can change of a survey."""

    NAME = "name"
    CADENCE = "cadence"
    OPENS = "opens"
    DAYS_OPEN = "days_open"
    AUDIENCE = "audience"
    GROUPS = "groups"
    CHANNELS = "channels"
    LANGUAGES = "languages"
    QUESTIONS = "questions"
    WEEKLY = "weekly"
    REMINDER = "reminder"
    THRESHOLD = "threshold"
    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"

    def told(self) -> Message:
        """Give it as words for the catalogues."""
        return _TOLD[self]


_TOLD = {
    Setting.NAME: say("name"),
    Setting.CADENCE: say("rhythm"),
    Setting.OPENS: say("opening time"),
    Setting.DAYS_OPEN: say("days open"),
    Setting.AUDIENCE: say("units asked"),
    Setting.GROUPS: say("groups asked"),
    Setting.CHANNELS: say("leadership channels"),
    Setting.LANGUAGES: say("languages"),
    Setting.QUESTIONS: say("fixed questions"),
    Setting.WEEKLY: say("questions one or two a week"),
    Setting.REMINDER: say("reminder"),
    Setting.THRESHOLD: say("threshold"),
    Setting.WORKING_DAYS: say("working days"),
    Setting.WORKING_HOURS: say("working hours"),
}

Changes = Mapping[Setting, tuple[str, str]]
"""What stood there and what stands there instead, as `settings_of` writes it."""


def settings_of(survey: Survey) -> dict[Setting, str]:
    """Write all settings as texts; empty for what is not set."""
    return {
        Setting.NAME: survey.name,
        Setting.CADENCE: cadence_to_text(survey.cadence),
        Setting.OPENS: f"{survey.opens:%H:%M}",
        Setting.DAYS_OPEN: str(survey.days_open),
        Setting.AUDIENCE: ", ".join(sorted(survey.audience)),
        Setting.GROUPS: ", ".join(sorted(map(str, survey.groups))),
        Setting.CHANNELS: ", ".join(f"{unit}: {channel}" for unit, channel in sorted(survey.channels.items())),
        Setting.LANGUAGES: ", ".join(sorted(survey.languages)),
        Setting.QUESTIONS: ", ".join(map(str, sorted(survey.questions))),
        Setting.WEEKLY: "1" if survey.weekly else "",
        Setting.REMINDER: "1" if survey.reminder else "",
        Setting.THRESHOLD: str(survey.policy.threshold),
        Setting.WORKING_DAYS: ", ".join(map(str, sorted(survey.working.days))),
        Setting.WORKING_HOURS: f"{survey.working.begins:%H:%M}–{survey.working.ends:%H:%M}",
    }


def changes(before: Survey, after: Survey) -> Changes:
    """Say which settings differ."""
    old, new = settings_of(before), settings_of(after)
    return {setting: (old[setting], new[setting]) for setting in Setting if old[setting] != new[setting]}
