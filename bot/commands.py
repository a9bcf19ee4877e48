"""The slash command: one table drives parsing, help and permissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from surveys.errors import Message, VorbildError, say


class Verb(StrEnum):
    """What `/pulse` can be asked to do, as its first words."""

    HELP = "help"
    SURVEY_NEW = "survey new"
    SURVEY_LIST = "survey list"
    SURVEY_SHOW = "survey show"
    SURVEY_RUN = "survey run"
    SURVEY_CLOSE = "survey close"
    SURVEY_PAUSE = "survey pause"
    SURVEY_RESUME = "survey resume"
    SURVEY_VOID = "survey void"
    PRIVACY = "privacy"
    JOURNAL = "journal"
    ROSTER_SHOW = "roster show"


@dataclass(frozen=True)
class Command:
    """One line of the table."""

    verb: Verb
    does: Message
    takes_name: bool = False
    for_admins: bool = True


COMMANDS = (
    Command(Verb.HELP, say("shows what you can do here"), for_admins=False),
    Command(Verb.SURVEY_NEW, say("sets up a survey in a form")),
    Command(Verb.SURVEY_LIST, say("lists all surveys")),
    Command(Verb.SURVEY_SHOW, say("shows a survey, its wave and its next dates"), takes_name=True),
    Command(Verb.SURVEY_RUN, say("opens the next wave now"), takes_name=True),
    Command(Verb.SURVEY_CLOSE, say("closes the open wave now and counts it"), takes_name=True),
    Command(Verb.SURVEY_PAUSE, say("stops opening waves and sending invitations"), takes_name=True),
    Command(Verb.SURVEY_RESUME, say("goes on after a pause"), takes_name=True),
    Command(Verb.SURVEY_VOID, say("gives up an open wave whose key is lost, uncounted"), takes_name=True),
    Command(Verb.PRIVACY, say("shows what is stored about you, and what never is"), for_admins=False),
    Command(Verb.JOURNAL, say("shows who changed which setting"), for_admins=False),
    Command(Verb.ROSTER_SHOW, say("shows people and units")),
)
_QUOTES = "\"'“”„‚‘’«»"


@dataclass(frozen=True)
class Call:
    """A command as somebody typed it."""

    command: Command
    name: str = ""


def parse(text: str) -> Call:
    """Read what follows `/pulse`; suggest what may have been meant."""
    words = text.split()
    if not words:
        return Call(COMMANDS[0])
    for command in COMMANDS:
        length = len(command.verb.split())
        if [word.casefold() for word in words[:length]] == command.verb.split():
            return _call(command, text.split(maxsplit=length)[length:])
    raise VorbildError(_not_understood(" ".join(words[:2]).casefold(), [command.verb for command in COMMANDS]))


def allowed(*, admin: bool) -> list[Command]:
    """Give the commands that a person may use."""
    return [command for command in COMMANDS if admin or not command.for_admins]


def _call(command: Command, rest: Sequence[str]) -> Call:
    name = rest[0].strip().strip(_QUOTES).strip() if rest else ""
    if command.takes_name and not name:
        raise VorbildError(
            say("Which survey? Write `/pulse {verb} NAME`; `/pulse survey list` shows the names.", verb=command.verb)
        )
    return Call(command, name)


def _not_understood(typed: str, verbs: list[str]) -> Message:
    near = get_close_matches(typed, verbs, n=1, cutoff=0.5)
    if near:
        return say("I do not know that. Did you mean `/pulse {verb}`? `/pulse help` shows everything.", verb=near[0])
    return say("I do not know that. `/pulse help` shows what you can do here.")
