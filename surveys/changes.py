"""A survey's settings as plain texts: so that two versions can be set side by side, in the journal and before an admin."""

from collections.abc import Mapping

from surveys.cadence_words import cadence_to_text
from surveys.settings import Setting
from surveys.survey import Survey

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
