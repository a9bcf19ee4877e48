"""The admins' section of the Home tab: everything that `/pulse` can do, as buttons."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ContextBlock, HeaderBlock, MarkdownTextObject, PlainTextObject, SectionBlock

from bot.commands import QUESTION, SURVEY, Command, Verb
from bot.i18n import Words
from bot.views.buttons import command_buttons
from bot.views.escape import escape
from bot.views.topics import EVERYBODY, SURVEYS, grouped
from surveys.cadence_words import spell_out
from surveys.planning import Outline
from surveys.survey import SurveyState
from surveys.waves import WaveState

SURVEYS_SHOWN = 12
_ABOUT_ONE = {SURVEY, QUESTION}
"""What a button has to be about; these stand beside what they are about."""


def administration(outlines: Sequence[Outline], commands: Sequence[Command], words: Words) -> list[Block]:
    """Show each survey that has not ended with its buttons, and beneath them those for everything else, by topic."""
    general = grouped(
        [command for command in commands if command.button and not _ABOUT_ONE.intersection(command.takes)]
    )
    about_surveys = [command for heading, group in general for command in group if heading is SURVEYS]
    blocks: list[Block] = [
        HeaderBlock(text=PlainTextObject(text=words("Administration"))),
        *command_buttons(about_surveys, words),
        *_surveys(outlines, commands, words),
    ]
    for heading, group in sorted(general, key=lambda each: each[0] is EVERYBODY):
        if heading is not SURVEYS:
            title = f"*{words.message(heading)}*"
            blocks += [SectionBlock(text=MarkdownTextObject(text=title)), *command_buttons(group, words)]
    return blocks


def _surveys(outlines: Sequence[Outline], commands: Sequence[Command], words: Words) -> list[Block]:
    running = [each for each in outlines if each.survey.state is not SurveyState.ENDED]
    if not running:
        first = words(
            "No survey is running. Import a roster first, invite me to a channel for leaders, then set one up."
        )
        return [SectionBlock(text=PlainTextObject(text=first))]
    blocks: list[Block] = []
    for each in running[:SURVEYS_SHOWN]:
        blocks += [_survey(each, words), *command_buttons(_fitting(each, commands), words, each.survey.name)]
    if len(running) > SURVEYS_SHOWN:
        more = words("More surveys: {command}", command="`/pulse survey list`")
        blocks.append(ContextBlock(elements=[MarkdownTextObject(text=more)]))
    return blocks


def _survey(each: Outline, words: Words) -> Block:
    told = [f"*{escape(each.survey.name)}*", words.message(each.survey.state.told())]
    if each.newest is not None and each.newest.state is WaveState.OPEN:
        number, moment = words.number(each.newest.number), words.moment(each.newest.closes_at)
        told.append(words("wave {number} open until {moment}", number=number, moment=moment))
    told.append(spell_out(each.survey.cadence, words.locale))
    if each.next_dates:
        told.append(words("next wave {day}", day=words.day(each.next_dates[0])))
    return SectionBlock(text=MarkdownTextObject(text=" · ".join(told)))


def _fitting(each: Outline, commands: Sequence[Command]) -> list[Command]:
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
