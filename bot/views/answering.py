"""The ballot paper: a modal with one radio group a question and one comment, and what comes back from it.

Nothing is ever filled in beforehand: nobody, not even the bot, can show what was chosen.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
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
from bot.literal import clip, literal
from bot.reading_places import where_to_read
from bot.views.ids import VALUE, Callback, Field
from bot.views.metadata import BallotMetadata
from bot.views.receipts import receipt
from bot.views.state import FieldsError, ModalState
from surveys.ballots import Ballot
from surveys.errors import Message, say
from surveys.judging import Judgement
from surveys.questions import Question
from surveys.scales import LABELS, POINTS, Answer
from surveys.waves import OpenPulse

COMMENT_CHARACTERS = 1500
_CHOICES = (*POINTS, Answer.CANNOT_JUDGE)
PROMISE = "promise-"
"""Begins the id of a block that asks about a commitment."""
_LABEL_CHARACTERS = 2000
_SAID = {
    Judgement.YES: say("yes, kept"),
    Judgement.PARTLY: say("partly"),
    Judgement.NO: say("no"),
    Judgement.NOT_NOTICED: say("did not notice"),
}
_JUDGEMENTS = {str(int(judgement)): judgement for judgement in Judgement}


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
            *_questions(pulse, words),
            *_promises(pulse, words),
            _comment(pulse, words),
            *_where_to_read(pulse, words),
            ContextBlock(elements=[PlainTextObject(text=_promise(words))]),
        ],
    )


def read_ballot(view: Mapping[str, Any], questions: tuple[Question, ...]) -> Ballot:
    """Read a submitted ballot paper; only choices of the scale count.

    Every question wants a choice, but those that the person has sealed in an earlier week, and those of a week that
    began only after this paper was opened.
    """
    state, optional = ModalState(view), _optional(view)
    answers: dict[str, Answer] = {}
    problems: dict[str, Message] = {}
    for question in questions:
        answer = _ANSWERS.get(state.choice(question.key) or "")
        if answer is None and state.choice(question.key) is None and optional.get(question.key, bool(optional)):
            continue
        if answer is None:
            problems[question.key] = say("Please choose one; “cannot judge” is an answer too.")
        else:
            answers[question.key] = answer
    judgements, missing = _judgements(state, optional)
    if problems or missing:
        raise FieldsError({**problems, **missing})
    return Ballot(answers, state.text(Field.COMMENT), judgements)


def _judgements(state: ModalState, optional: Mapping[str, bool]) -> tuple[dict[int, Judgement], dict[str, Message]]:
    """Read what is said of commitments, and which of them want a choice."""
    said: dict[int, Judgement] = {}
    missing: dict[str, Message] = {}
    for block_id in (each for each in optional if each.startswith(PROMISE)):
        chosen = _JUDGEMENTS.get(state.choice(block_id) or "")
        number = block_id.removeprefix(PROMISE)
        if chosen is not None and number.isascii() and number.isdigit():
            said[int(number)] = chosen
        elif not optional[block_id]:
            missing[block_id] = say("Please choose one; “did not notice” is an answer too.")
    return said, missing


def _optional(view: Mapping[str, Any]) -> dict[str, bool]:
    """Say of each question that the paper asks whether it may be left as it is."""
    blocks = view.get("blocks")
    inputs = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    return {
        str(block.get("block_id")): block.get("optional") is True for block in inputs if block.get("type") == "input"
    }


def sealed_modal(closes_at: datetime, more_on: date | None, code: str, words: Words) -> View:
    """Build the last view: sealed, until when it can be replaced, and the receipt; alike for everybody."""
    text = words("Sealed. You can replace it until {moment}.", moment=words.moment(closes_at))
    if more_on is not None:
        text = f"{text} {words('The next questions come on {day}.', day=words.day(more_on))}"
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


def sealed_answer(closes_at: datetime, more_on: date | None, code: str, words: Words) -> dict[str, Any]:
    """Give `sealed_modal` as Slack takes it, laid out once for all who answer: the SDK takes longer than a ballot does."""
    laid_out: dict[str, Any] = json.loads(_laid_out(closes_at, more_on, words).replace(_CODE, code))
    return laid_out


_CODE = "THE-CODE-OF-ONE-RECEIPT"


@lru_cache(maxsize=128)
def _laid_out(closes_at: datetime, more_on: date | None, words: Words) -> str:
    return json.dumps(sealed_modal(closes_at, more_on, _CODE, words).to_dict())


_ANSWERS = {str(int(answer)): answer for answer in Answer}


def _introduction(pulse: OpenPulse, words: Words) -> str:
    until = words("Open until {moment}.", moment=words.moment(pulse.closes_at))
    if not pulse.answered:
        return until
    if pulse.sealed_keys:
        kept = words("What you sealed before stays as it is, unless you choose anew. Nobody can show it to you here.")
        return f"{until} {kept}"
    again = words(
        "Sealing again replaces your earlier answers. They cannot be shown: not even the bot can read them back to you here."
    )
    void = words("You get a new code then, and the earlier one is void.")
    return f"{until} {again} {void}"


def _questions(pulse: OpenPulse, words: Words) -> Iterator[Block]:
    """Ask what is new first; what the person has sealed in an earlier week may be left as it is."""
    new = [question for question in pulse.questions if question.key not in pulse.sealed_keys]
    sealed = [question for question in pulse.questions if question.key in pulse.sealed_keys]
    yield from (_question(question, words) for question in new)
    if sealed:
        yield SectionBlock(text=PlainTextObject(text=words("Sealed already: choose only where you want to change it.")))
    yield from (_question(question, words, optional=True) for question in sealed)


def _where_to_read(pulse: OpenPulse, words: Words) -> Iterator[Block]:
    """Say where what was asked for can be read: beneath all questions, so that it does not answer one."""
    for text in where_to_read((question.dimension for question in pulse.questions), words):
        yield ContextBlock(elements=[PlainTextObject(text=text)])


def _question(question: Question, words: Words, *, optional: bool = False) -> Block:
    options = [Option(text=PlainTextObject(text=words.text(LABELS[a])), value=str(int(a))) for a in _CHOICES]
    return InputBlock(
        block_id=question.key,
        label=PlainTextObject(text=words.text(question.text)),
        optional=optional,
        element=RadioButtonsElement(action_id=VALUE, options=options),
    )


def _promises(pulse: OpenPulse, words: Words) -> Iterator[Block]:
    """Ask whether commitments that were due were kept."""
    options = [
        Option(text=PlainTextObject(text=words.message(told)), value=str(int(judgement)))
        for judgement, told in _SAID.items()
    ]
    for promise in pulse.promises:
        question = words(
            "Your team was promised: “{text}” (by {day}). Was it kept?", text="{}", day=words.day(promise.due_on)
        )
        room = _LABEL_CHARACTERS - len(question)
        yield InputBlock(
            block_id=f"{PROMISE}{promise.id}",
            label=PlainTextObject(text=question.replace("{}", clip(literal(promise.text), room)), emoji=False),
            optional=pulse.promises_sealed,
            element=RadioButtonsElement(action_id=VALUE, options=options),
        )


def _comment(pulse: OpenPulse, words: Words) -> Block:
    hint = words("Please name nobody. Shown only together with others, in random order.")
    if pulse.sealed_keys:
        hint = f"{hint} {words('A new comment replaces your earlier one and its code; left empty, both stay.')}"
    return InputBlock(
        block_id=Field.COMMENT,
        label=PlainTextObject(text=words("What should your manager do more, less or differently?")),
        hint=PlainTextObject(text=hint),
        optional=True,
        element=PlainTextInputElement(action_id=VALUE, multiline=True, max_length=COMMENT_CHARACTERS),
    )


def _promise(words: Words) -> str:
    return words("Nobody sees who answered what: answers are sealed until the pulse closes, then only counted.")
