"""Opting out of messages about pulses: where it is switched, and what is said then."""

from slack_sdk.models.blocks import Block, ButtonElement, MarkdownTextObject, PlainTextObject, SectionBlock

from bot.i18n import Words
from bot.views.ids import Action


def my_messages(words: Words, *, out: bool) -> list[Block]:
    """Show whether messages about pulses come, and the button that changes it."""
    if out:
        text, button = _out(words), words("Send me messages again")
    else:
        text = words(
            "You get an invitation when a pulse opens, one reminder at most, and a note when leaders have replied to "
            "comments. If you want none of these, nobody is told."
        )
        button = words("Send me no messages")
    switch = ButtonElement(action_id=Action.OPT_OUT, text=PlainTextObject(text=button), value="on" if out else "off")
    heading = words("*Messages about pulses:*")
    return [SectionBlock(text=MarkdownTextObject(text=f"{heading} {text}"), accessory=switch)]


def told(words: Words, *, out: bool) -> str:
    """Say what the switch did, and how to turn it back."""
    if not out:
        return words("You get messages about pulses again, from the next one on. Nobody is told.")
    sealed = words(
        "A ballot that you have sealed counts, unless you take it back with `/pulse privacy`. `/pulse invitations on` "
        "brings the messages back."
    )
    return f"{_out(words)} {sealed}"


def _out(words: Words) -> str:
    return words(
        "You get no messages about pulses: no invitation, no reminder, no note of replies. Nobody is told, and nothing "
        "shows it. Open pulses stand in the Home tab: you may answer them whenever you like."
    )
