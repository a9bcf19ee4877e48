"""The invitation as a direct message, and what it turns into when the pulse is closed."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.i18n import Words
from bot.views.ids import Action
from bot.views.post import Post
from surveys.waves import OpenPulse


def invitation(pulse: OpenPulse, words: Words) -> Post:
    """Invite a person to answer."""
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
                    ButtonElement(
                        action_id=Action.ANSWER,
                        text=PlainTextObject(text=words("Answer")),
                        value=str(pulse.wave_id),
                        style="primary",
                    ),
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


def closing_note(words: Words) -> Post:
    """Say that the pulse is closed; everybody who was invited reads the same, whether they answered or not."""
    text = words(
        "This pulse is closed. Answers are counted and destroyed; what came of them is told by your leaders. Thank you to all who took part."
    )
    return Post(text=text, blocks=[SectionBlock(text=PlainTextObject(text=text))])
