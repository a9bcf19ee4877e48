"""The admins' section of the Home tab: everything that `/pulse` can do, as buttons."""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import Block, ContextBlock, HeaderBlock, MarkdownTextObject, PlainTextObject, SectionBlock

from bot.commands import SURVEY, Command, Verb
from bot.i18n import Words
from bot.views.buttons import command_buttons
from bot.views.escape import escape
from surveys.cadence_words import spell_out
from surveys.errors import Message, say
from surveys.planning import Overview
from surveys.survey import SurveyState
from surveys.waves import WaveState

SURVEYS_SHOWN = 12
_SURVEYS = ("survey", "status")
_GROUPS: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (say("People and units"), ("roster",)),
    (say("Questions"), ("question",)),
    (say("Channels and charter"), ("channel", "voice", "charter")),
    (say("Who may do what"), ("admin", "viewer")),
)
"""What stands beneath the surveys, each row with its heading and the topics of its buttons; all others come last."""


def administration(overviews: Sequence[Overview], commands: Sequence[Command], words: Words) -> list[Block]:
    """Show each survey that has not ended with its buttons, and beneath them those for everything else, by topic."""
    general = [command for command in commands if SURVEY not in command.takes]
    named = {topic for _, topics in _GROUPS for topic in topics}
    others = [command for command in general if command.topic not in named.union(_SURVEYS)]
    return [
        HeaderBlock(text=PlainTextObject(text=words("Administration"))),
        *command_buttons(_about(general, _SURVEYS), words),
        *_surveys(overviews, commands, words),
        *(
            block
            for heading, topics in _GROUPS
            for block in _row(words.message(heading), _about(general, topics), words)
        ),
        *_row(words("Journal and help"), others, words),
    ]


def _about(commands: Iterable[Command], topics: tuple[str, ...]) -> list[Command]:
    return [command for command in commands if command.topic in topics]


def _row(heading: str, commands: Sequence[Command], words: Words) -> list[Block]:
    buttons = command_buttons(commands, words)
    return [SectionBlock(text=MarkdownTextObject(text=f"*{heading}*")), *buttons] if buttons else []


def _surveys(overviews: Sequence[Overview], commands: Sequence[Command], words: Words) -> list[Block]:
    blocks: list[Block] = []
    running = [each for each in overviews if each.survey.state is not SurveyState.ENDED]
    for each in running[:SURVEYS_SHOWN]:
        blocks += [_survey(each, words), *command_buttons(_fitting(each, commands), words, each.survey.name)]
    if len(running) > SURVEYS_SHOWN:
        more = words("More surveys: {command}", command="`/pulse survey list`")
        blocks.append(ContextBlock(elements=[MarkdownTextObject(text=more)]))
    return blocks


def _survey(each: Overview, words: Words) -> Block:
    told = words.message(each.survey.state.told())
    next_date = f" · {words('next wave {day}', day=words.day(each.next_dates[0]))}" if each.next_dates else ""
    rhythm = spell_out(each.survey.cadence, words.locale)
    return SectionBlock(text=MarkdownTextObject(text=f"*{escape(each.survey.name)}* · {told} · {rhythm}{next_date}"))


def _fitting(each: Overview, commands: Sequence[Command]) -> list[Command]:
    """Choose the commands on surveys that would not be refused as it stands."""
    is_open = each.newest is not None and each.newest.state is WaveState.OPEN
    paused = each.survey.state is SurveyState.PAUSED
    unfit = {
        Verb.SURVEY_PAUSE if paused else Verb.SURVEY_RESUME,
        Verb.SURVEY_RUN if is_open or paused else Verb.SURVEY_CLOSE,
    }
    if paused and not is_open:
        unfit |= {Verb.SURVEY_CLOSE}
    return [command for command in commands if command.takes == (SURVEY,) and command.verb not in unfit]
