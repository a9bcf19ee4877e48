"""The slash command: one table drives parsing, help and permissions.

A command is its verb and at most one name, channel, person and number: channels and people arrive as Slack's mentions,
in any order, a number stands last, and what is left over is the name. The first words may be German.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from surveys.errors import Message, VorbildError, say
from surveys.names import unquoted
from surveys.roles import Role


class Verb(StrEnum):
    """What `/pulse` can be asked to do, as its first words."""

    HELP = "help"
    ANSWER = "answer"
    SURVEY_NEW = "survey new"
    SURVEY_LIST = "survey list"
    SURVEY_SHOW = "survey show"
    SURVEY_EDIT = "survey edit"
    SURVEY_PREVIEW = "survey preview"
    SURVEY_RUN = "survey run"
    SURVEY_CLOSE = "survey close"
    SURVEY_PAUSE = "survey pause"
    SURVEY_RESUME = "survey resume"
    SURVEY_VOID = "survey void"
    SURVEY_THRESHOLD = "survey threshold"
    RESULTS = "results"
    SURVEY_END = "survey end"
    CHANNEL_SET = "channel set"
    STATUS = "status"
    RETRY = "retry"
    EXPORT = "export"
    PRIVACY = "privacy"
    JOURNAL = "journal"
    QUESTION_NEW = "question new"
    QUESTION_LIST = "question list"
    QUESTION_EDIT = "question edit"
    QUESTION_RETIRE = "question retire"
    AWAY = "away"
    ROSTER_SHOW = "roster show"
    ROSTER_IMPORT = "roster import"
    ROSTER_SYNC = "roster sync"
    ROSTER_CHECK = "roster check"
    ROSTER_AWAY = "roster away"
    ROSTER_OFFICE = "roster office"
    INTERVIEW = "interview"
    CARD = "card"
    COMMIT = "commit"
    CHARTER_SHOW = "charter show"
    CHARTER_SIGN = "charter sign"
    CHARTER_EDIT = "charter edit"
    HEARD = "heard"
    VOICE_CHANNEL = "voice channel"
    VOICE_DAILY = "voice daily"
    ADMIN_ADD = "admin add"
    ADMIN_REMOVE = "admin remove"
    ADMIN_LIST = "admin list"
    VIEWER_ADD = "viewer add"
    VIEWER_REMOVE = "viewer remove"
    ADDRESS = "address"


@dataclass(frozen=True, eq=False)
class Argument:
    """What a command wants to know: how help writes it, what is said when it is missing, and what there is to choose."""

    shown: Message
    missing: Message
    choices: tuple[str, ...] = ()


SURVEY = Argument(say("NAME"), say("Which survey? Write `/pulse {verb} NAME`; `/pulse survey list` shows the names."))
UNIT = Argument(
    say("UNIT"), say("Which unit? Write `/pulse {verb} UNIT #channel`; `/pulse roster show` lists the units.")
)
TOPIC = Argument(say("TOPIC"), say("Which topic? `/pulse help` shows them."))
CHANNEL = Argument(
    say("#channel"), say("Which channel? Type # and pick it from Slack's list: `/pulse {verb} … #channel`.")
)
NUMBER = Argument(say("NUMBER"), say("How many answers at the least? Write `/pulse {verb} NAME 8`."))
PERSON = Argument(say("@person"), say("Who? Type @ and pick the person from Slack's list: `/pulse {verb} @person`."))

QUESTION = Argument(
    say("NUMBER"), say("Which question? Write `/pulse {verb} NUMBER`; `/pulse question list` shows the numbers.")
)
DAYS = Argument(say("FROM TO"), say("From when to when? Such as `/pulse {verb} 2026-12-24 2027-01-02`."))
KIND = Argument(
    say("KIND"), say("Which kind: tip, complaint, praise or all? Such as `/pulse {verb} complaint #channel`.")
)
SWITCH = Argument(say("on | off"), say("Write `/pulse {verb} on` or `/pulse {verb} off`."))
ADDRESS = Argument(say("du | Sie"), say("Write `/pulse {verb} du` or `/pulse {verb} Sie`."), ("du", "Sie"))
OFFICE = Argument(say("OFFICE REGION"), say("Which office? Such as `/pulse {verb} Munich DE-BY`."))


@dataclass(frozen=True)
class Command:
    """One line of the table.

    `needs` are the roles of which a person must have one; what is `optional` may be left out; with a `button` it also
    stands in the Home tab, once for each survey if it takes one.
    """

    verb: Verb
    does: Message
    needs: tuple[Role, ...] = (Role.ADMIN,)
    takes: tuple[Argument, ...] = ()
    optional: tuple[Argument, ...] = ()
    button: Message | None = None

    @property
    def topic(self) -> str:
        """Give the noun under which help lists it."""
        return self.verb.split()[0]


_EVERYBODY = (Role.EMPLOYEE,)
COMMANDS = (
    Command(Verb.HELP, say("shows what you can do here"), _EVERYBODY, optional=(TOPIC,), button=say("Help")),
    Command(Verb.ANSWER, say("opens what you can answer now"), _EVERYBODY),
    Command(Verb.SURVEY_NEW, say("sets up a survey in a form"), button=say("New survey")),
    Command(Verb.SURVEY_LIST, say("lists all surveys"), button=say("All surveys")),
    Command(Verb.SURVEY_SHOW, say("shows a survey, its wave and its next dates"), takes=(SURVEY,), button=say("Show")),
    Command(Verb.SURVEY_EDIT, say("changes a survey in a form"), takes=(SURVEY,), button=say("Edit")),
    Command(
        Verb.SURVEY_PREVIEW,
        say("sends you what an employee will get; nothing is stored"),
        takes=(SURVEY,),
        button=say("Preview"),
    ),
    Command(Verb.SURVEY_RUN, say("opens the next wave now"), takes=(SURVEY,), button=say("Open a wave now")),
    Command(
        Verb.SURVEY_CLOSE, say("closes the open wave now and counts it"), takes=(SURVEY,), button=say("Close the wave")
    ),
    Command(
        Verb.SURVEY_PAUSE, say("stops opening waves and sending invitations"), takes=(SURVEY,), button=say("Pause")
    ),
    Command(Verb.SURVEY_RESUME, say("goes on after a pause"), takes=(SURVEY,), button=say("Resume")),
    Command(Verb.SURVEY_VOID, say("gives up an open wave whose key is lost, uncounted"), takes=(SURVEY,)),
    Command(
        Verb.SURVEY_THRESHOLD,
        say("raises the least number of answers behind a figure, for good"),
        takes=(SURVEY, NUMBER),
    ),
    Command(
        Verb.RESULTS,
        say("shows the figures of the unit you lead or, by its name, of one beneath"),
        (Role.LEADER, Role.VIEWER),
        optional=(UNIT,),
    ),
    Command(
        Verb.SURVEY_END, say("ends a survey; asks what becomes of an open wave"), takes=(SURVEY,), button=say("End")
    ),
    Command(
        Verb.CHANNEL_SET,
        say("sends a unit's trend posts to a channel"),
        takes=(UNIT, CHANNEL),
        button=say("Channel of a unit"),
    ),
    Command(
        Verb.STATUS,
        say("shows what is delivered, waiting and failed, and participation once a wave is closed"),
        optional=(SURVEY,),
        button=say("Status"),
    ),
    Command(Verb.RETRY, say("tries a survey's failed messages again"), takes=(SURVEY,)),
    Command(
        Verb.EXPORT,
        say("sends you a survey's published figures as a table"),
        (Role.LEADER, Role.VIEWER),
        takes=(SURVEY,),
        button=say("Figures as a table"),
    ),
    Command(Verb.PRIVACY, say("shows what is stored about you, and what never is"), _EVERYBODY),
    Command(Verb.JOURNAL, say("shows who changed which setting"), _EVERYBODY, button=say("Journal")),
    Command(Verb.QUESTION_NEW, say("adds a question of your own in a form"), button=say("New question")),
    Command(Verb.QUESTION_LIST, say("lists your own questions with their numbers"), button=say("Own questions")),
    Command(Verb.QUESTION_EDIT, say("gives an own question a new wording"), takes=(QUESTION,)),
    Command(Verb.QUESTION_RETIRE, say("asks an own question no more"), takes=(QUESTION,)),
    Command(Verb.AWAY, say("notes when you are away, so that nothing is sent to you"), _EVERYBODY, optional=(DAYS,)),
    Command(Verb.ROSTER_SHOW, say("shows people and units"), button=say("People and units")),
    Command(
        Verb.ROSTER_IMPORT, say("imports a roster from a CSV file, after a preview"), button=say("Import a roster")
    ),
    Command(
        Verb.ROSTER_SYNC,
        say("makes a roster of Slack's user groups, after a preview"),
        button=say("Roster from Slack"),
    ),
    Command(
        Verb.ROSTER_CHECK,
        say("looks for people and units that cannot be asked or shown"),
        button=say("Check the roster"),
    ),
    Command(
        Verb.ROSTER_AWAY,
        say("notes when somebody is away"),
        takes=(PERSON,),
        optional=(DAYS,),
        button=say("Somebody is away"),
    ),
    Command(
        Verb.ROSTER_OFFICE, say("sets whose holidays are kept in an office"), optional=(OFFICE,), button=say("Offices")
    ),
    Command(
        Verb.INTERVIEW,
        say("gives a candidate's interviewers a short sheet on concern for customers"),
        _EVERYBODY,
        takes=(PERSON,),
    ),
    Command(
        Verb.CARD,
        say("shows the contribution card of your unit or, by its name, of another"),
        _EVERYBODY,
        optional=(UNIT,),
    ),
    Command(Verb.COMMIT, say("promises your team one concrete thing, with a date"), (Role.LEADER,), optional=(UNIT,)),
    Command(Verb.CHARTER_SHOW, say("shows our promise to customers, and what it asks of leaders"), _EVERYBODY),
    Command(Verb.CHARTER_SIGN, say("signs the current charter"), (Role.LEADER,)),
    Command(Verb.CHARTER_EDIT, say("writes the next version of the charter in a form"), button=say("Charter")),
    Command(Verb.HEARD, say("relays what a customer told you, with your name or without"), _EVERYBODY),
    Command(
        Verb.VOICE_CHANNEL,
        say("sends what customers say to a channel, by kind"),
        takes=(KIND, CHANNEL),
        button=say("Channel of customer voice"),
    ),
    Command(
        Verb.VOICE_DAILY,
        say("asks you at the end of a working day whether a customer told you something"),
        _EVERYBODY,
        takes=(SWITCH,),
    ),
    Command(
        Verb.ADDRESS,
        say("lets German texts say “du” or “Sie” to everybody"),
        takes=(ADDRESS,),
        button=say("“du” or “Sie”"),
    ),
    Command(Verb.ADMIN_LIST, say("lists admins and viewers of the whole"), button=say("Admins and viewers")),
    Command(
        Verb.ADMIN_ADD,
        say("names an admin: runs surveys, sees no results"),
        takes=(PERSON,),
        button=say("Name an admin"),
    ),
    Command(Verb.ADMIN_REMOVE, say("takes the role of an admin back"), takes=(PERSON,), button=say("Remove an admin")),
    Command(
        Verb.VIEWER_ADD,
        say("names or confirms a viewer of the whole; it takes two admins"),
        takes=(PERSON,),
        button=say("Name a viewer"),
    ),
    Command(Verb.VIEWER_REMOVE, say("takes the role of a viewer back"), takes=(PERSON,), button=say("Remove a viewer")),
)
_GERMAN = {
    "hilfe": "help",
    "antworten": "answer",
    "umfrage": "survey",
    "frage": "question",
    "ergebnisse": "results",
    "datenschutz": "privacy",
    "protokoll": "journal",
    "kanal": "channel",
    "betrachter": "viewer",
    "personen": "roster",
    "abwesend": "away",
    "anrede": "address",
    "standort": "office",
    "importieren": "import",
    "prüfen": "check",
    "stilllegen": "retire",
    "gespräch": "interview",
    "karte": "card",
    "charta": "charter",
    "zusagen": "commit",
    "unterschreiben": "sign",
    "gehört": "heard",
    "stimme": "voice",
    "kundenstimme": "voice",
    "täglich": "daily",
    "neu": "new",
    "liste": "list",
    "zeigen": "show",
    "bearbeiten": "edit",
    "vorschau": "preview",
    "starten": "run",
    "schließen": "close",
    "anhalten": "pause",
    "fortsetzen": "resume",
    "beenden": "end",
    "aufgeben": "void",
    "schwelle": "threshold",
    "hinzufügen": "add",
    "entfernen": "remove",
    "setzen": "set",
}
_CHANNEL_MENTION = re.compile(r"<#([A-Z0-9]{2,20})(?:\|[^>]*)?>")
_NUMBER = re.compile(r"(?:^|\s)([0-9]{1,6})\s*$", re.ASCII)
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


def parse(text: str, offered: Sequence[Command] = COMMANDS) -> Call:
    """Read what follows `/pulse`; suggest what may have been meant, among the commands that are offered."""
    words = text.split()
    if not words:
        return Call(COMMANDS[0])
    for command in COMMANDS:
        wanted = command.verb.split()
        if _english(words[: len(wanted)]) == wanted:
            return _call(command, text.split(maxsplit=len(wanted))[len(wanted) :])
    raise VorbildError(_not_understood(" ".join(_english(words[:2])), [command.verb for command in offered]))


def allowed(roles: frozenset[Role]) -> list[Command]:
    """Give the commands that a person of these roles may use."""
    return [command for command in COMMANDS if not roles.isdisjoint(command.needs)]


def command_of(verb: object) -> Command:
    """Give the command that a button or a form names."""
    found = next((command for command in COMMANDS if command.verb == verb), None)
    if found is None:
        raise VorbildError(say("This button is not valid any more. Please use the newest message or the Home tab."))
    return found


def about(topic: str, commands: Sequence[Command]) -> list[Command]:
    """Give the commands of one topic, all of them without one; an unknown topic is answered with those there are."""
    wanted = " ".join(_english(topic.split()[:1]))
    found = [command for command in commands if not wanted or command.topic == wanted]
    if not found:
        topics = ", ".join(dict.fromkeys(command.topic for command in commands))
        raise VorbildError(say("There is no help on “{topic}”. There is: {topics}.", topic=topic, topics=topics))
    return found


def _english(words: Sequence[str]) -> list[str]:
    """Write verbs in English and small; what is no German word of ours stays."""
    return [_GERMAN.get(word.lower(), word.casefold()) for word in words]


def _call(command: Command, rest: Sequence[str]) -> Call:
    text = rest[0] if rest else ""
    channel, person = _CHANNEL_MENTION.search(text), _PERSON_MENTION.search(text)
    if CHANNEL in command.takes:
        text = _CHANNEL_MENTION.sub("", text)
    if PERSON in command.takes:
        text = _PERSON_MENTION.sub("", text)
    number = _NUMBER.search(text) if NUMBER in command.takes else None
    if number:
        text = text[: number.start()]
    call = Call(
        command,
        unquoted(html.unescape(text)),
        channel[1] if channel else "",
        person[1] if person else "",
        int(number[1]) if number else 0,
        tuple(_PERSON_MENTION.findall(rest[0])) if rest else (),
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


def _not_understood(typed: str, verbs: list[str]) -> Message:
    near = get_close_matches(typed, verbs, n=1, cutoff=0.5)
    if near:
        return say("I do not know that. Did you mean `/pulse {verb}`? `/pulse help` shows everything.", verb=near[0])
    return say("I do not know that. `/pulse help` shows what you can do here.")
