"""Erasing a person, in an operator's words."""

from collections.abc import Iterator, Mapping

from bot.i18n import Words
from surveys.erasure import Held
from surveys.errors import Message, say

NOUNS: dict[str, Message] = {
    "person": say("their entry in the roster, of today or an earlier one"),
    "unit": say("units that they lead"),
    "wave_unit": say("units that they led when a wave opened"),
    "invitation": say("invitations"),
    "instalment_message": say("invitations of later weeks"),
    "outbox": say("messages to them, or about them, sent or not"),
    "absence": say("days on which they are away"),
    "group_member": say("membership of groups that surveys ask"),
    "role": say("roles: theirs, and those that they gave"),
    "roster_proposal": say("rosters that wait to be confirmed; they may name them"),
    "journal": say("entries of the settings journal"),
    "charter_signature": say("signatures under the charter"),
    "card_proposal": say("proposals for contribution cards"),
    "commitment": say("commitments"),
    "commitment_event": say("steps of commitments"),
    "term": say("since when they lead a unit"),
    "interview": say("interviews"),
    "interview_sheet": say("interview sheets"),
    "voice_daily": say("that they are asked daily"),
    "voice_entry": say("words of customers that they relayed, or looked after"),
}


def held_text(held: Held, words: Words) -> str:
    """List what an erasure removes and what it keeps without the name."""
    if held.nothing:
        return words("{person} was erased before. Nothing names them any more.", person=held.person_id)
    lines = [words("What names {person}:", person=held.person_id)]
    if held.open_pulses:
        pulses = ", ".join(held.open_pulses)
        lines.append(words("• taken out of the urn, if it is there: their sealed ballot in {pulses}", pulses=pulses))
    lines += [
        words("• removed: {what} ({count})", what=what, count=count) for what, count in _named(held.removed, words)
    ]
    lines += [
        words("• kept without their name: {what} ({count})", what=what, count=count)
        for what, count in _named(held.kept, words)
    ]
    return "\n".join(lines)


def erased_text(held: Held, words: Words) -> str:
    """Say what is done, and where else the person may still be named."""
    return words(
        "{person} is erased here. Not here: backups and copies of before, the messages in Slack, the list that the roster "
        "comes from, and texts in which somebody wrote their name. Take them off that list: an import that brings them "
        "back says so beforehand.",
        person=held.person_id,
    )


def _named(rows: Mapping[str, int], words: Words) -> Iterator[tuple[str, str]]:
    yield from ((words.message(NOUNS[table]), words.number(count)) for table, count in rows.items())
