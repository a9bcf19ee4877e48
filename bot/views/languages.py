"""The language a person chooses for themselves, and what an admin hears of “du” and “Sie”."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    HeaderBlock,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)

from bot.i18n import Words
from bot.views.ids import Action
from surveys.errors import VorbildError, say
from surveys.roster import Person
from surveys.texts import Locale

NAMES = {Locale.DE: "Deutsch", Locale.EN: "English"}
_AS_IN_SLACK = "slack"
_ADDRESSES = {"du": False, "sie": True, "informal": False, "formal": True}


def my_language(person: Person, words: Words) -> list[Block]:
    """Let a person choose what they read; a language is named in itself, so that everybody finds theirs."""
    options = [_option(_AS_IN_SLACK, words("As in Slack")), *(_option(*pair) for pair in NAMES.items())]
    chosen = next((each for each in options if each.value == person.chosen_locale), options[0])
    text = words("*Language:* everything I show and send you is in it, except posts in channels.")
    select = StaticSelectElement(
        action_id=Action.LANGUAGE,
        placeholder=PlainTextObject(text=words("Choose a language")),
        options=options,
        initial_option=chosen,
    )
    return [
        HeaderBlock(text=PlainTextObject(text=words("My settings"))),
        SectionBlock(text=MarkdownTextObject(text=text), accessory=select),
    ]


def read_language(action: Mapping[str, Any]) -> Locale | None:
    """Read what was chosen; None for as in Slack."""
    option = action.get("selected_option")
    value = option.get("value") if isinstance(option, dict) else None
    if value not in {_AS_IN_SLACK, *NAMES}:
        raise VorbildError(say("This button is not valid any more. Please use the newest message or the Home tab."))
    return None if value == _AS_IN_SLACK else Locale(value)


def read_address(typed: str) -> bool | None:
    """Read “du” or “Sie”: whether it is the formal one; None where it is neither."""
    return _ADDRESSES.get(typed.casefold())


def address_set(words: Words, *, formal: bool) -> str:
    """Say that German speaks otherwise from now on, and how to undo it."""
    if formal:
        return words(
            "*German texts say “Sie” to everybody from now on,* in every message, form and post that comes; what was sent stays as it is. This stands in the journal. Undo: {command}",
            command="`/pulse address du`",
        )
    return words(
        "*German texts say “du” to everybody from now on,* in every message, form and post that comes; what was sent stays as it is. This stands in the journal. Undo: {command}",
        command="`/pulse address Sie`",
    )


def _option(value: str, text: str) -> Option:
    return Option(text=PlainTextObject(text=text), value=value)
