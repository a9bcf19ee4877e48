"""The ballot paper: a modal with one radio group a question and one comment, and what comes back from it.

Nothing is ever filled in beforehand: nobody, not even the bot, can show what was chosen.
"""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.ids import VALUE, Callback, Field
from bot.views.metadata import BallotMetadata
from bot.views.receipts import receipt
from bot.views.state import FieldsError, ModalState
from surveys.ballots import Ballot
from surveys.errors import Message, say
from surveys.questions import Question
from surveys.scales import LABELS, POINTS, Answer
from surveys.waves import OpenPulse

COMMENT_CHARACTERS = 1500
_CHOICES = (*POINTS, Answer.CANNOT_JUDGE)


def ballot_modal(pulse: OpenPulse, words: Words) -> View:
    """Build the ballot paper."""
    return View(
        type="modal",
        callback_id=Callback.BALLOT,
        private_metadata=BallotMetadata(wave_id=pulse.wave_id).model_dump_json(),
        title=PlainTextObject(text=words("Pulse")),
        submit=PlainTextObject(text=words("Seal my answers")),
        close=PlainTextObject(text=words("Not now")),
        blocks=[
            SectionBlock(text=PlainTextObject(text=_introduction(pulse, words))),
            *(_question(question, words) for question in pulse.questions),
            _comment(words),
            ContextBlock(elements=[PlainTextObject(text=_promise(words))]),
        ],
    )


def read_ballot(view: Mapping[str, Any], questions: tuple[Question, ...]) -> Ballot:
    """Read a submitted ballot paper; every question wants a choice, and only choices of the scale count."""
    state = ModalState(view)
    answers: dict[str, Answer] = {}
    problems: dict[str, Message] = {}
    for question in questions:
        answer = _ANSWERS.get(state.choice(question.key) or "")
        if answer is None:
            problems[question.key] = say("Please choose one; “cannot judge” is an answer too.")
        else:
            answers[question.key] = answer
    if problems:
        raise FieldsError(problems)
    return Ballot(answers, state.text(Field.COMMENT))


def sealed_modal(pulse: OpenPulse, code: str, words: Words) -> View:
    """Build the last view: sealed, until when it can be replaced, and the receipt; alike for everybody."""
    text = words("Sealed. You can replace it until {moment}.", moment=words.moment(pulse.closes_at))
    return View(
        type="modal",
        callback_id=Callback.SEALED,
        title=PlainTextObject(text=words("Pulse")),
        close=PlainTextObject(text=words("Done")),
        blocks=[
            SectionBlock(text=PlainTextObject(text=text)),
            *receipt(code, words),
            ContextBlock(elements=[PlainTextObject(text=_promise(words))]),
        ],
    )


_ANSWERS = {str(int(answer)): answer for answer in Answer}


def _introduction(pulse: OpenPulse, words: Words) -> str:
    until = words("Open until {moment}.", moment=words.moment(pulse.closes_at))
    if not pulse.answered:
        return until
    again = words(
        "Sealing again replaces your earlier answers. They cannot be shown: not even the bot can read them back to you here."
    )
    void = words("You get a new code then, and the earlier one is void.")
    return f"{until} {again} {void}"


def _question(question: Question, words: Words) -> Block:
    options = [Option(text=PlainTextObject(text=words.text(LABELS[a])), value=str(int(a))) for a in _CHOICES]
    return InputBlock(
        block_id=question.key,
        label=PlainTextObject(text=words.text(question.text)),
        element=RadioButtonsElement(action_id=VALUE, options=options),
    )


def _comment(words: Words) -> Block:
    return InputBlock(
        block_id=Field.COMMENT,
        label=PlainTextObject(text=words("What should your manager do more, less or differently?")),
        hint=PlainTextObject(text=words("Please name nobody. Shown only together with others, in random order.")),
        optional=True,
        element=PlainTextInputElement(action_id=VALUE, multiline=True, max_length=COMMENT_CHARACTERS),
    )


def _promise(words: Words) -> str:
    return words("Nobody sees who answered what: answers are sealed until the pulse closes, then only counted.")
