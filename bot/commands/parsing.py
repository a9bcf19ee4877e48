"""Reading a command as it was typed, or as a button says it in its stead."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.commands.command import CHANNEL, NUMBER, PERSON, SWITCH, Argument, Command, Verb
from bot.commands.german import english, nearest
from bot.commands.table import COMMANDS
from surveys.errors import Message, VorbildError, say
from surveys.names import unquoted

_CHANNEL_MENTION = re.compile(r"<#([A-Z0-9]{2,20})(?:\|[^>]*)?>")
_NUMBER = re.compile(r"(?:^|\s)([0-9]{1,6})\s*$", re.ASCII)
_SWITCHES = {"on": True, "an": True, "ein": True, "off": False, "aus": False}
_PERSON_MENTION = re.compile(r"<@([A-Z0-9]{2,20})(?:\|[^>]*)?>")


@dataclass(frozen=True)
class Call:
    """A command as somebody typed it."""

    command: Command
    name: str = ""
    channel_id: str = ""
    person_id: str = ""
    number: int = 0
    person_ids: tuple[str, ...] = ()


def parse(text: str, offered: Sequence[Command] = COMMANDS, *, typed: bool = True) -> Call:
    """Read what follows `/pulse`; suggest what may have been meant, among the commands that are offered.

    Slack escapes what is `typed`, and nothing of what a button or a form says.
    """
    words = text.split()
    if not words:
        return Call(COMMANDS[0])
    for command in COMMANDS:
        wanted = command.verb.split()
        if english(words[: len(wanted)]) == wanted:
            rest = "".join(text.split(maxsplit=len(wanted))[len(wanted) :])
            return _call(command, rest, html.unescape if typed else str)
    raise VorbildError(_not_understood(words[:2], [command.verb for command in offered]))


def read_switch(value: object, verb: Verb) -> bool:
    """Read on or off, as somebody typed it or a button names it."""
    on = _SWITCHES.get(str(value).casefold())
    if on is None:
        raise VorbildError(Message(SWITCH.missing.template, {"verb": verb}))
    return on


def _call(command: Command, rest: str, unescape: Callable[[str], str]) -> Call:
    text, channel, person = rest, _CHANNEL_MENTION.search(rest), _PERSON_MENTION.search(rest)
    if CHANNEL in command.takes:
        text = _CHANNEL_MENTION.sub("", text)
    if PERSON in command.takes:
        text = _PERSON_MENTION.sub("", text)
    number = _NUMBER.search(text) if NUMBER in command.takes else None
    if number:
        text = text[: number.start()]
    call = Call(
        command,
        unquoted(unescape(text)),
        channel[1] if channel else "",
        person[1] if person else "",
        int(number[1]) if number else 0,
        tuple(_PERSON_MENTION.findall(rest)),
    )
    for argument in command.takes:
        if not _given(call, argument):
            raise VorbildError(Message(argument.missing.template, {"verb": command.verb}))
    return call


def _given(call: Call, argument: Argument) -> str | int:
    if argument is NUMBER:
        return call.number
    if argument is CHANNEL:
        return call.channel_id
    return call.person_id if argument is PERSON else call.name


def _not_understood(typed: Sequence[str], verbs: list[str]) -> Message:
    words = nearest(typed, {word for verb in verbs for word in verb.split()})
    near = get_close_matches(" ".join(words), verbs, n=1, cutoff=0.5)
    if near:
        return say("I do not know that. Did you mean `/pulse {verb}`? `/pulse help` shows everything.", verb=near[0])
    return say("I do not know that. `/pulse help` shows what you can do here.")
