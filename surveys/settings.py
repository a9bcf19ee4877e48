"""What an admin can set of a survey, by name: for those who read the journal, and where a form tells what is wrong."""

from enum import StrEnum

from surveys.errors import Message, VorbildError, say


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


class SettingError(VorbildError):
    """One setting of a survey cannot be so; a form tells it at its field."""

    def __init__(self, setting: Setting, message: Message) -> None:
        super().__init__(message)
        self.setting = setting
