"""The choice of the survey form between all questions at once and a few each week."""

from slack_sdk.models.blocks import InputBlock, Option, PlainTextObject, RadioButtonsElement

from bot.i18n import Words
from bot.views.ids import VALUE, Field
from bot.views.state import ModalState
from surveys.instalments import least_days_open
from surveys.questions import QUESTIONS_A_WAVE

_AT_ONCE, _WEEKLY = "at_once", "weekly"


def weekly_input(words: Words, *, weekly: bool = False) -> InputBlock:
    """Ask how the questions are spread."""
    texts = {_AT_ONCE: words("All at once"), _WEEKLY: words("One or two a week")}
    options = {value: Option(text=PlainTextObject(text=text), value=value) for value, text in texts.items()}
    return InputBlock(
        block_id=Field.WEEKLY,
        label=PlainTextObject(text=words("How the questions are asked")),
        hint=PlainTextObject(
            text=words(
                "A few each week take at least {count} days open. Figures appear at the end of a wave either way.",
                count=least_days_open(QUESTIONS_A_WAVE),
            )
        ),
        element=RadioButtonsElement(
            action_id=VALUE,
            options=list(options.values()),
            initial_option=options[_WEEKLY if weekly else _AT_ONCE],
        ),
    )


def wanted_weekly(state: ModalState) -> bool:
    """Read whether the questions are spread over weeks."""
    return state.choice(Field.WEEKLY) == _WEEKLY
