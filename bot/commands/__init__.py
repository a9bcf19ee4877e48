"""The slash command: one table drives parsing, help, permissions and the admins' buttons.

A command is its verb and at most one name, channel, person and number: channels and people arrive as Slack's mentions,
in any order, a number stands last, and what is left over is the name. The first words may be German.
"""

from bot.commands.command import (
    ADDRESS,
    CHANNEL,
    DAYS,
    KIND,
    NUMBER,
    OFFICE,
    PERSON,
    QUESTION,
    SURVEY,
    SWITCH,
    TOPIC,
    UNIT,
    Argument,
    Command,
    Verb,
)
from bot.commands.parsing import Call, parse, read_switch
from bot.commands.table import COMMANDS, about, allowed, command_of

__all__ = [
    "ADDRESS",
    "CHANNEL",
    "COMMANDS",
    "DAYS",
    "KIND",
    "NUMBER",
    "OFFICE",
    "PERSON",
    "QUESTION",
    "SURVEY",
    "SWITCH",
    "TOPIC",
    "UNIT",
    "Argument",
    "Call",
    "Command",
    "Verb",
    "about",
    "allowed",
    "command_of",
    "parse",
    "read_switch",
]
