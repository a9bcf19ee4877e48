"""Settings of a survey that changed, side by side."""

import re

from bot.i18n import Words
from bot.views.escape import escape
from surveys.cadence_words import cadence_from_text, spell_out
from surveys.changes import Changes
from surveys.settings import Setting

_CHANNEL = re.compile(r"(?:channel/)?\b([CGD][A-Z0-9]{2,})\b")


def changes_lines(changed: Changes, words: Words) -> list[str]:
    """Write a line a setting: before → after."""
    return [
        f"• {words.message(setting.told())}: {value(setting, before, words)} → {value(setting, after, words)}"
        for setting, (before, after) in changed.items()
    ]


def value(setting: Setting, text: str, words: Words) -> str:
    """Write one setting's value for a reader; `–` for none."""
    if setting is Setting.CADENCE and text:
        return spell_out(cadence_from_text(text), words.locale)
    if setting is Setting.REMINDER:
        return words("one") if text else words("none")
    if setting is Setting.WEEKLY:
        return words("yes") if text else words("no")
    if setting is Setting.WORKING_DAYS and text:
        return ", ".join(words.weekday(int(day)) for day in text.split(", "))
    if setting in {Setting.CHANNELS, Setting.GROUPS}:
        return _CHANNEL.sub(r"<#\1>", escape(text)) or "–"
    return escape(text) or "–"
