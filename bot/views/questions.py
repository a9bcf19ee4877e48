"""Own questions: the form, what comes back from it, and questions in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.commands import Verb, command_of
from bot.i18n import Words
from bot.views.buttons import command_buttons
from bot.views.escape import escape
from bot.views.ids import VALUE, Callback, Field
from bot.views.post import Post
from bot.views.state import FieldsError, ModalState
from surveys.errors import Message, VorbildError, say
from surveys.own_questions import MOST_CHARACTERS, OwnQuestion, Wording
from surveys.questions import Bank, Dimension
from surveys.texts import Text

_ANYWAY = "anyway"
_LISTED = 2900
_WITH_BUTTONS = 20
"""So many questions have buttons: a message may have fifty blocks."""
_STEPS = (command_of(Verb.QUESTION_EDIT), command_of(Verb.QUESTION_RETIRE))


class _Metadata(BaseModel):
    """Which question is edited; none when it is a new one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    number: int | None = None


@dataclass(frozen=True)
class Written:
    """What came back from the form."""

    wording: Wording
    number: int | None
    anyway: bool


def question_modal(
    bank: Bank,
    words: Words,
    *,
    wording: Wording | None = None,
    number: int | None = None,
    hints: Sequence[Message] = (),
) -> View:
    """Build the form, filled in when a question is edited or there is a hint to think over."""
    step = wording.next_step if wording else None
    blocks: list[Block] = []
    if number is not None:
        blocks.append(
            _section(
                words(
                    "A new wording is a new version: its figures begin a new series, and the old ones stay as they are."
                )
            )
        )
    blocks += [
        _dimension(bank, words, wording),
        _text(Field.QUESTION_DE, words("The question in German"), wording.text.de if wording else None),
        _text(Field.QUESTION_EN, words("The question in English"), wording.text.en if wording else None),
        _text(Field.STEP_DE, words("Next step for the leader, in German"), step.de if step else None, optional=True),
        _text(Field.STEP_EN, words("Next step for the leader, in English"), step.en if step else None, optional=True),
        *_hints(hints, words),
    ]
    return View(
        type="modal",
        callback_id=Callback.QUESTION,
        private_metadata=_Metadata(number=number).model_dump_json(),
        title=PlainTextObject(text=words("New question") if number is None else words("Edit a question")),
        submit=PlainTextObject(text=words("Save")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=blocks,
    )


def read_question(view: Mapping[str, Any]) -> Written:
    """Read the form; every problem stands at its field."""
    state = ModalState(view)
    try:
        number = _Metadata.model_validate_json(str(view.get("private_metadata", ""))).number
    except ValidationError:
        raise VorbildError(say("This form is not valid any more. Please open it again; nothing was stored.")) from None
    de, en, step_de, step_en = (
        " ".join(state.text(field).split())
        for field in (Field.QUESTION_DE, Field.QUESTION_EN, Field.STEP_DE, Field.STEP_EN)
    )
    dimension = state.choice(Field.DIMENSION)
    missing = say("Write it in German and in English: everybody is asked in their own language.")
    both = ((Field.QUESTION_DE, de), (Field.QUESTION_EN, en))
    problems: dict[str, Message] = {field: missing for field, text in both if not text}
    if bool(step_de) != bool(step_en):
        problems[Field.STEP_EN if step_de else Field.STEP_DE] = missing
    if dimension is None:
        problems[Field.DIMENSION] = say("Choose what the question measures.")
    if problems:
        raise FieldsError(problems)
    step = Text(step_de, step_en) if step_de else None
    return Written(Wording(dimension or "", Text(de, en), step), number, _ANYWAY in state.choices(Field.ANYWAY))


def saved_text(own: OwnQuestion, words: Words) -> str:
    """Say what was stored, when it is asked and how to undo it."""
    text = escape(words.text(own.wording.text))
    if own.version == 1:
        return words(
            "*Question {number} is in the bank:* {text}\nIt takes its turn from the next wave on, and can be chosen for a "
            "fixed set. Undo: {command}",
            number=own.number,
            text=text,
            command=f"`/pulse question retire {own.number}`",
        )
    return words(
        "*Question {number} has a new wording, version {version}:* {text}\nIt counts from the next wave, where a new series "
        "begins; what was published before is not compared with it.",
        number=own.number,
        version=own.version,
        text=text,
    )


def retired_text(own: OwnQuestion, words: Words) -> str:
    """Say that a question is asked no more."""
    return words(
        "*Question {number} is retired:* {text}\nAn open wave still asks it; reports of earlier waves can still be read. "
        "To ask it again, write it anew.",
        number=own.number,
        text=escape(words.text(own.wording.text)),
    )


def listed(own: Sequence[OwnQuestion], bank: Bank, words: Words) -> Post:
    """List own questions with their numbers and what can be done with each, and say how many are shipped."""
    count = len(bank.questions)
    lines = [words.many("*{count} question in the shipped bank.*", "*{count} questions in the shipped bank.*", count)]
    if not own:
        lines.append(words("No question of your own yet. Write one with {command}.", command="`/pulse question new`"))
    blocks: list[Block] = [_section("\n".join(lines))]
    in_use = [each for each in own if not each.retired]
    for each in in_use[:_WITH_BUTTONS]:
        blocks += [_section(_line(each, bank, words)), *command_buttons(_STEPS, words, str(each.number))]
    others = [*in_use[_WITH_BUTTONS:], *(each for each in own if each.retired)]
    blocks += [_section("\n".join(_line(each, bank, words) for each in others)[:_LISTED])] if others else []
    return Post("\n".join([*lines, *(_line(each, bank, words) for each in own)])[:_LISTED], blocks)


def _line(each: OwnQuestion, bank: Bank, words: Words) -> str:
    dimension = words.text(bank.dimensions[each.wording.dimension].name)
    state = words("retired") if each.retired else words("version {version}", version=each.version)
    return f"• {each.number} · {escape(words.text(each.wording.text))} · {dimension} · {state}"


def _dimension(bank: Bank, words: Words, wording: Wording | None) -> Block:
    options = {each.key: _option(each, words) for each in bank.dimensions.values()}
    return InputBlock(
        block_id=Field.DIMENSION,
        label=PlainTextObject(text=words("What it measures")),
        element=StaticSelectElement(
            action_id=VALUE,
            placeholder=PlainTextObject(text=words("Choose a dimension")),
            options=list(options.values()),
            initial_option=options.get(wording.dimension) if wording else None,
        ),
    )


def _option(dimension: Dimension, words: Words) -> Option:
    return Option(text=PlainTextObject(text=words.text(dimension.name)[:75]), value=dimension.key)


def _text(field: Field, label: str, initial: str | None, *, optional: bool = False) -> Block:
    return InputBlock(
        block_id=field,
        label=PlainTextObject(text=label),
        optional=optional,
        element=PlainTextInputElement(action_id=VALUE, max_length=MOST_CHARACTERS, initial_value=initial),
    )


def _hints(hints: Sequence[Message], words: Words) -> list[Block]:
    """Show what to think over, and a box for who wants it all the same."""
    if not hints:
        return []
    lines = [words("*Think it over before it is saved:*"), *(f"• {escape(words.message(hint))}" for hint in hints)]
    option = Option(text=PlainTextObject(text=words("Save it as it is")), value=_ANYWAY)
    return [
        _section("\n".join(lines)),
        InputBlock(
            block_id=Field.ANYWAY,
            label=PlainTextObject(text=words("Save it all the same?")),
            hint=PlainTextObject(text=words("Or change the text above and save again.")),
            optional=True,
            element=CheckboxesElement(action_id=VALUE, options=[option]),
        ),
    ]


def _section(text: str) -> Block:
    return SectionBlock(text=MarkdownTextObject(text=text[:3000]))
