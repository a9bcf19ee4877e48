"""The ballot paper: a modal with one radio group a question and one comment, and what comes back from it.

Nothing is ever filled in beforehand: nobody, not even the bot, can show what was chosen.
"""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from surveys.waves import OpenPulse
from bot.views.ids import VALUE, Callback, Field
from bot.views.metadata import BallotMetadata
from bot.views.state import FieldsError, ModalState
from surveys.ballots import Ballot
from surveys.errors import Message, say
from surveys.questions import Question
from surveys.scales import LABELS, POINTS, Answer

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


def sealed_modal(pulse: OpenPulse, words: Words) -> View:
    """Build the last view: sealed, and until when it can be replaced."""
    text = words("Sealed. You can replace it until {moment}.", moment=words.moment(pulse.closes_at))
    return View(
        type="modal",
        callback_id=Callback.SEALED,
        title=PlainTextObject(text=words("Pulse")),
        close=PlainTextObject(text=words("Done")),
        blocks=[
            SectionBlock(text=PlainTextObject(text=text)),
            ContextBlock(elements=[PlainTextObject(text=_promise(words))]),
        ],
    )


def privacy_modal(words: Words) -> View:
    """Explain in plain words how answers are kept anonymous."""
    return View(
        type="modal",
        callback_id=Callback.PRIVACY,
        title=PlainTextObject(text=words("Your answers")),
        close=PlainTextObject(text=words("Close")),
        blocks=privacy_paragraphs(words),
    )


def privacy_paragraphs(words: Words) -> list[Block]:
    """Say what is stored while a pulse is open, what remains, and whom one has to trust meanwhile."""
    paragraphs = [
        words(
            "*While the pulse is open* your answers lie sealed (encrypted) in an urn. The key lies elsewhere. You can replace them until the end."
        ),
        words(
            "*When it closes* the urn is counted in memory, the ballots and the key are destroyed, and only figures of five or more people remain."
        ),
        words("*Never stored:* who answered what, when somebody answered, or who took part after the close."),
        words(
            "*What to know:* while a pulse is open, whoever runs the bot has to be trusted, because Slack sends your name along with your answers."
        ),
    ]
    return [SectionBlock(text=MarkdownTextObject(text=paragraph)) for paragraph in paragraphs]


_ANSWERS = {str(int(answer)): answer for answer in Answer}


def _introduction(pulse: OpenPulse, words: Words) -> str:
    until = words("Open until {moment}.", moment=words.moment(pulse.closes_at))
    if not pulse.answered:
        return until
    again = words(
        "Sealing again replaces your earlier answers. They cannot be shown: not even the bot can read them back to you here."
    )
    return f"{until} {again}"


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
