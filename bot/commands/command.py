"""What a command is: its verb, what it wants to know, and whom it is for."""

from dataclasses import dataclass
from enum import StrEnum

from surveys.errors import Message, say
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
    INVITATIONS = "invitations"
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
    stands in the Home tab, once for each survey if it takes one. What reaches everybody at once or cannot be undone is asked
    about before a button does it: are you `sure`?
    """

    verb: Verb
    does: Message
    needs: tuple[Role, ...] = (Role.ADMIN,)
    takes: tuple[Argument, ...] = ()
    optional: tuple[Argument, ...] = ()
    button: Message | None = None
    sure: Message | None = None

    @property
    def topic(self) -> str:
        """Give the noun under which help lists it."""
        return self.verb.split()[0]
