"""Absences in words, and what is typed of absences and offices."""

from collections.abc import Sequence

from bot.i18n import Words
from surveys.calendars import Absence
from surveys.names import unquoted

BACK = frozenset({"back", "none", "zurück", "da", "keine"})
"""What people write when they are not away any more."""
_NO_REGION = frozenset({"-", "–", "none", "keine"})


def read_office(text: str) -> tuple[str, str]:
    """Read an office, whose name may have several words, and a region; “none” takes the region away."""
    name, _, region = text.strip().rpartition(" ")
    return unquoted(name), "" if region.casefold() in _NO_REGION else region


def absences_text(person_id: str, absences: Sequence[Absence], verb: str, words: Words) -> str:
    """Say when somebody is away, who reads it and how to undo it."""
    person = f"<@{person_id}>"
    if not absences:
        return words(
            "No absence of {person} is noted. Note one with {command}.",
            person=person,
            command=f"`/pulse {verb} … 2026-12-24 2027-01-02`"
            if " " in verb
            else f"`/pulse {verb} 2026-12-24 2027-01-02`",
        )
    days = ", ".join(words.span(each.first, each.last) for each in absences)
    return words(
        "*{person} is away: {days}.* Invitations wait until then. Only admins and the person read this, and it is "
        "deleted afterwards. Undo: {command}",
        person=person,
        days=days,
        command=f"`/pulse {verb} {'@… ' if ' ' in verb else ''}back`",
    )
