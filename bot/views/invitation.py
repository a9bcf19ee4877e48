"""The invitation as a direct message, a choice among several open pulses, and what it turns into when the pulse is closed."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.i18n import Words
from bot.views.escape import escape
from bot.views.ids import Action
from bot.views.labels import told_apart
from bot.views.post import Post
from surveys.waves import OpenPulse

CHOICES_MOST = 40
"""With the question above them they fit into one message."""


def invitation(pulse: OpenPulse, words: Words, *, can_postpone: bool = True) -> Post:
    """Invite a person to answer, now or later; whoever wants no messages can only answer."""
    title = words("How does your manager treat you as an internal customer?")
    if pulse.check_in:
        title = words("Check-in: how is the start with your new manager going?")
    facts = words.many(
        "One question, about a minute, until {moment} your time.",
        "{count} questions, about a minute, until {moment} your time.",
        len(pulse.questions),
        moment=words.moment(pulse.closes_at),
    )
    if pulse.instalments > 1:
        facts = f"{facts} {_which_week(pulse, words)}"
    promise = words("Nobody sees who answered what: answers are sealed until the pulse closes, then only counted.")
    return Post(
        text=f"{title} {facts}",
        blocks=[
            SectionBlock(text=MarkdownTextObject(text=f"*{title}*\n{facts}\n{promise}")),
            ActionsBlock(
                elements=[
                    _answer_button(pulse, words),
                    *(_postponing_buttons(pulse, words) if can_postpone else ()),
                    ButtonElement(
                        action_id=Action.HOW_PRIVATE, text=PlainTextObject(text=words("How is that ensured?"))
                    ),
                ]
            ),
        ],
    )


def _which_week(pulse: OpenPulse, words: Words) -> str:
    """Say which part of the pulse this is; questions of earlier weeks stay open."""
    number, count = words.number(pulse.instalment), words.number(pulse.instalments)
    if pulse.instalment == 1:
        return words("A few each week: this is part {number} of {count}.", number=number, count=count)
    return words(
        "A few each week: this is part {number} of {count}. What you have not answered yet is asked along with it.",
        number=number,
        count=count,
    )


def choice(pulses: Sequence[OpenPulse], words: Words) -> Post:
    """Let a person choose among the pulses open for them, by name, or say that there is none."""
    if not pulses:
        text = words("Nothing to answer right now. When a pulse opens, it appears in the Home tab and in my messages.")
        return Post(text=text, blocks=[SectionBlock(text=PlainTextObject(text=text))])
    text = words("Several pulses are open. Which one do you want to answer?")
    sections = [
        SectionBlock(
            text=MarkdownTextObject(
                text=words(
                    "*{name}*, until {moment}", name=escape(each.survey_name), moment=words.moment(each.closes_at)
                )
            ),
            accessory=_answer_button(each, words),
        )
        for each in pulses[:CHOICES_MOST]
    ]
    return Post(text=text, blocks=told_apart([SectionBlock(text=PlainTextObject(text=text)), *sections]))


def _answer_button(pulse: OpenPulse, words: Words) -> ButtonElement:
    return ButtonElement(
        action_id=Action.ANSWER, text=PlainTextObject(text=words("Answer")), value=str(pulse.wave_id), style="primary"
    )


def _postponing_buttons(pulse: OpenPulse, words: Words) -> list[ButtonElement]:
    texts = {
        Action.LATER_TODAY: words("Later today"),
        Action.TOMORROW: words("Tomorrow"),
        Action.NOT_THIS_TIME: words("Not this time"),
    }
    return [
        ButtonElement(action_id=action, text=PlainTextObject(text=text), value=str(pulse.wave_id))
        for action, text in texts.items()
    ]


def closing_note(words: Words) -> Post:
    """Say that the pulse is closed; everybody who was invited reads the same, whether they answered or not."""
    text = words(
        "This pulse is closed. Answers are counted and destroyed; what came of them is told by your leaders. Thank you to all who took part."
    )
    return Post(text=text, blocks=[SectionBlock(text=PlainTextObject(text=text))])
