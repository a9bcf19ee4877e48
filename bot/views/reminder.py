"""The one reminder: that the pulse is still open, and that it is voluntary."""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, PlainTextObject, SectionBlock

from bot.i18n import Words
from bot.views.ids import Action
from bot.views.post import Post
from surveys.waves import OpenPulse


def reminder(pulse: OpenPulse, words: Words) -> Post:
    """Remind of an open pulse without a word on who has answered."""
    text = words("The pulse is open until {moment}. It is voluntary.", moment=words.moment(pulse.closes_at))
    button = ButtonElement(
        action_id=Action.ANSWER, text=PlainTextObject(text=words("Answer")), value=str(pulse.wave_id), style="primary"
    )
    return Post(text=text, blocks=[SectionBlock(text=PlainTextObject(text=text)), ActionsBlock(elements=[button])])
