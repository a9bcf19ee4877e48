"""The Home tab of an employee."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.ids import Action
from bot.views.invitation import invitation
from bot.views.privacy import promises
from surveys.waves import OpenPulse


def home(pulses: list[OpenPulse], words: Words) -> View:
    """Show open pulses, or that there is none, and what happens with answers."""
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text=words("Open pulses")))]
    for pulse in pulses:
        blocks += invitation(pulse, words).blocks
    if not pulses:
        blocks.append(
            SectionBlock(
                text=PlainTextObject(
                    text=words(
                        "Nothing to answer right now. When a pulse opens, it appears here and in my messages to you."
                    )
                )
            )
        )
    blocks += [DividerBlock(), HeaderBlock(text=PlainTextObject(text=words("What happens with your answers")))]
    return View(type="home", blocks=[*blocks, *promises(words), _more(words)])


def _more(words: Words) -> Block:
    buttons = [
        (Action.MY_DATA, words("What is stored about me now")),
        (Action.JOURNAL, words("Who changed which setting")),
    ]
    return ActionsBlock(
        elements=[ButtonElement(action_id=action, text=PlainTextObject(text=text)) for action, text in buttons]
    )
