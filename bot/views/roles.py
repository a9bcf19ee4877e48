"""Admins and viewers in words; every answer says how to undo it."""

from collections.abc import Sequence

from bot.i18n import Words
from bot.people import mention
from surveys.roles import Appointment


def listed(appointments: Sequence[Appointment], words: Words) -> str:
    """List who is what, and which viewer waits for a second admin."""
    lines = [
        f"• <@{each.person_id}> · {words.message(each.role.told())}{_pending(each, words)}" for each in appointments
    ]
    note = words("Leaders are read off the roster. Admins run surveys and see no results.")
    return "\n".join([*lines, note])


def admin_added(named: Appointment, words: Words) -> str:
    """Say that somebody is an admin now."""
    return words(
        "*{person} is an admin now:* runs surveys, sees no results. This stands in the journal. Undo: {command}",
        person=f"<@{named.person_id}>",
        command="`/pulse admin remove @…`",
    )


def admin_removed(person_id: str, words: Words) -> str:
    """Say that somebody is no admin any more."""
    return words(
        "*{person} is no admin any more,* from now on. This stands in the journal. Undo: {command}",
        person=f"<@{person_id}>",
        command="`/pulse admin add @…`",
    )


def viewer_added(named: Appointment, words: Words) -> str:
    """Say that somebody is a viewer, or will be once a second admin confirms."""
    person, undo = f"<@{named.person_id}>", "`/pulse viewer remove @…`"
    if named.holds:
        return words(
            "*{person} is a viewer of the whole now,* named by two admins: {first} and {second}. Undo: {command}",
            person=person,
            first=mention(named.named_by, words),
            second=mention(named.confirmed_by or "", words),
            command=undo,
        )
    return words(
        "*{person} is named as viewer of the whole.* It counts once another admin types {confirm} too. Undo: {command}",
        person=person,
        confirm="`/pulse viewer add @…`",
        command=undo,
    )


def viewer_removed(person_id: str, words: Words) -> str:
    """Say that somebody is no viewer any more."""
    return words(
        "*{person} is no viewer any more,* from now on. This stands in the journal. Undo: {command}",
        person=f"<@{person_id}>",
        command="`/pulse viewer add @…`",
    )


def _pending(each: Appointment, words: Words) -> str:
    if each.holds:
        return ""
    return " · " + words("waits for a second admin; named by {person}", person=mention(each.named_by, words))
