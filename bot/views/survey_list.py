"""All surveys, each with what can be done about it first."""

from slack_sdk.models.blocks import Block, ButtonElement, MarkdownTextObject, PlainTextObject, SectionBlock

from bot.commands import Verb
from bot.i18n import Words
from bot.views.escape import escape
from bot.views.ids import Action
from bot.views.post import Post
from surveys.cadence_words import spell_out
from surveys.planning import Outline
from surveys.survey import SurveyState

SURVEYS_LISTED = 40


def listed(outlines: list[Outline], words: Words) -> Post:
    """List all surveys, the newest first, each with a button; one that has ended can be resumed."""
    if not outlines:
        nothing = words("There is no survey yet. Create one with `/pulse survey new`.")
        return Post(nothing, [_section(nothing)])
    lines = [_line(each, words) for each in reversed(outlines)]
    buttons = [_look_or_resume(each, words) for each in reversed(outlines[-SURVEYS_LISTED:])]
    blocks: list[Block] = [_section(line, button) for line, button in zip(lines, buttons, strict=False)]
    if len(lines) > len(blocks):
        blocks.append(_section(words("… and {count} more", count=words.number(len(lines) - len(blocks)))))
    return Post("\n".join(lines), blocks)


def _line(each: Outline, words: Words) -> str:
    state, rhythm = words.message(each.survey.state.told()), spell_out(each.survey.cadence, words.locale)
    return f"*{escape(each.survey.name)}* · {state} · {rhythm}"


def _look_or_resume(each: Outline, words: Words) -> ButtonElement:
    ended = each.survey.state is SurveyState.ENDED
    return (
        _button(Verb.SURVEY_RESUME, words("Resume"), each) if ended else _button(Verb.SURVEY_SHOW, words("Show"), each)
    )


def _button(verb: Verb, text: str, each: Outline) -> ButtonElement:
    return ButtonElement(
        action_id=f"{Action.COMMAND}/{verb}", text=PlainTextObject(text=text), value=f"{verb} {each.survey.name}"
    )


def _section(text: str, button: ButtonElement | None = None) -> Block:
    return SectionBlock(text=MarkdownTextObject(text=text[:3000]), accessory=button)
