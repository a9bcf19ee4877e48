"""Elements to choose with, from pairs of value and text; what is too much for Slack is left out, what is too long shortened."""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import (
    CheckboxesElement,
    Option,
    PlainTextObject,
    RadioButtonsElement,
    StaticMultiSelectElement,
)

from bot.literal import clip
from bot.views.ids import VALUE

MOST = 100
_TEXT_CHARACTERS = 75

Pairs = Iterable[tuple[str, str]]


def one(pairs: Pairs, chosen: str) -> RadioButtonsElement:
    """Offer radio buttons, one chosen beforehand."""
    options = _options(pairs)
    first = next((option for option in options if option.value == chosen), None)
    return RadioButtonsElement(action_id=VALUE, options=options, initial_option=first)


def boxes(pairs: Pairs, chosen: Iterable[str]) -> CheckboxesElement:
    """Offer boxes to tick, some ticked beforehand."""
    options = _options(pairs)
    return CheckboxesElement(action_id=VALUE, options=options, initial_options=_among(options, chosen) or None)


def many(
    pairs: Pairs, chosen: Iterable[str], *, most: int | None = None, placeholder: str | None = None
) -> StaticMultiSelectElement | None:
    """Offer a list of which several can be chosen; None when there is nothing to choose."""
    options = _options(pairs)
    if not options:
        return None
    return StaticMultiSelectElement(
        action_id=VALUE,
        placeholder=PlainTextObject(text=placeholder) if placeholder else None,
        options=options,
        initial_options=_among(options, chosen) or None,
        max_selected_items=most,
    )


def _options(pairs: Pairs) -> list[Option]:
    fitting = [(value, text) for value, text in pairs if len(value) <= _TEXT_CHARACTERS]
    return [
        Option(text=PlainTextObject(text=clip(text, _TEXT_CHARACTERS)), value=value) for value, text in fitting[:MOST]
    ]


def _among(options: Sequence[Option], chosen: Iterable[str]) -> list[Option]:
    wanted = set(chosen)
    return [option for option in options if option.value in wanted]
