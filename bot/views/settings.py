"""Settings of a survey that changed, side by side."""

import re
from collections.abc import Mapping

from bot.i18n import Words
from bot.views.escape import escape
from bot.views.languages import NAMES
from surveys.cadence_words import cadence_from_text, spell_out
from surveys.changes import Changes, settings_of
from surveys.settings import Setting
from surveys.survey import Survey
from surveys.texts import Locale

_LISTED = (
    Setting.GROUPS,
    Setting.LANGUAGES,
    Setting.QUESTIONS,
    Setting.WEEKLY,
    Setting.REMINDER,
    Setting.THRESHOLD,
    Setting.WORKING_DAYS,
    Setting.WORKING_HOURS,
)
_USER_GROUP = re.compile(r"usergroup/([A-Z0-9]{2,})\b")
_CHANNEL = re.compile(r"(?:channel/|(?<=: ))([CGD][A-Z0-9]{2,})(?=, |$)")


def changes_lines(changed: Changes, words: Words, names: Mapping[str, str] | None = None) -> list[str]:
    """Write a line a setting: before → after; units by the names that are known."""
    named = {**changed}
    if Setting.CHANNELS in changed:
        before, after = changed[Setting.CHANNELS]
        named[Setting.CHANNELS] = _with_names(before, names or {}), _with_names(after, names or {})
    return [
        f"• {words.message(setting.told())}: {value(setting, before, words)} → {value(setting, after, words)}"
        for setting, (before, after) in named.items()
    ]


def settings_lines(each: Survey, words: Words) -> list[str]:
    """Write the settings of a survey that no sentence about it tells, a line each."""
    stored = settings_of(each)
    return [f"• {words.message(setting.told())}: {value(setting, stored[setting], words)}" for setting in _LISTED]


def value(setting: Setting, text: str, words: Words) -> str:
    """Write one setting's value for a reader; `–` for none."""
    parts = text.split(", ") if text else []
    if setting is Setting.CADENCE and text:
        return spell_out(cadence_from_text(text), words.locale)
    if setting is Setting.REMINDER:
        return words("one") if text else words("none")
    if setting is Setting.WEEKLY:
        return words("yes") if text else words("no")
    if setting in {Setting.WORKING_DAYS, Setting.LANGUAGES}:
        return ", ".join(words.weekday(int(each)) if each.isdigit() else NAMES[Locale(each)] for each in parts) or "–"
    if setting in {Setting.CHANNELS, Setting.GROUPS}:
        return _CHANNEL.sub(r"<#\1>", _USER_GROUP.sub(r"<!subteam^\1>", escape(text))) or "–"
    return escape(text) or "–"


def _with_names(channels: str, names: Mapping[str, str]) -> str:
    places = (place.partition(": ") for place in channels.split(", "))
    return ", ".join(f"{names.get(unit_id, unit_id)}{colon}{channel}" for unit_id, colon, channel in places)
