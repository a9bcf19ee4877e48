"""Interview sheets: the form with its anchors, what is shown when all have answered, and the notes about them."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    HeaderBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.literal import literal, name
from bot.views.ids import VALUE, Action, Callback, Field
from bot.views.paragraphs import Paragraph, block
from bot.views.post import Post
from bot.views.state import FieldsError, ModalState
from surveys.errors import Message, say
from surveys.interviews import NOTE_CHARACTERS, POINTS, QUESTIONS, Item, Question, Reading, Sheet

_OPTION_CHARACTERS = 75


def sheet_form(reading: Reading, words: Words) -> View:
    """Build one interviewer's sheet; nothing is filled in beforehand."""
    told = [_open(words)]
    if reading.mine:
        told.append(words("You have answered already: saving again replaces your earlier sheet."))
    inputs = [_points(item, question, words) for item, question in QUESTIONS.items()]
    return View(
        type="modal",
        callback_id=Callback.INTERVIEW,
        private_metadata=reading.interview.code,
        title=_title(words),
        submit=PlainTextObject(text=words("Save my sheet")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[_header(reading, words), *(block(Paragraph(text=text)) for text in told), *inputs, _note(words)],
    )


def read_sheet(view: Mapping[str, Any]) -> tuple[str, Sheet]:
    """Read a sheet and the code it is about; who answered is told by Slack's payload alone."""
    state = ModalState(view)
    chosen = {item: state.choice(item.value) or "" for item in Item}
    missing = say("Choose a point for each question.")
    problems: dict[str, Message] = {item.value: missing for item, point in chosen.items() if point not in _BY_TEXT}
    if problems:
        raise FieldsError(problems)
    points = {item: _BY_TEXT[point] for item, point in chosen.items()}
    return str(view.get("private_metadata", "")), Sheet("", points, state.text(Field.NOTE).strip())


def interview_modal(reading: Reading, words: Words) -> View:
    """Show how many have answered, and the sheets once it is over."""
    answered = words(
        "{answered} of {asked} interviewers have answered.",
        answered=words.number(reading.answered),
        asked=words.number(len(reading.interview.asked)),
    )
    blocks: list[Block] = [_header(reading, words), block(Paragraph(text=answered))]
    if reading.over:
        blocks += map(block, _sheets(reading, words))
    else:
        blocks.append(
            block(Paragraph(text=words("The sheets are shown to all interviewers once everybody has answered.")))
        )
    blocks += _buttons(reading, words)
    return View(
        type="modal",
        callback_id=Callback.INTERVIEW_SHOWN,
        title=_title(words),
        close=PlainTextObject(text=words("Close")),
        blocks=blocks,
    )


def started_post(reading: Reading, words: Words) -> Post:
    """Tell whoever asked which code stands for the candidate."""
    code = reading.interview.code
    text = words("The candidate's code is {code}. The interviewers have their sheets.", code=code)
    more = words(
        "Note the code with the application: no name is stored here, so only you can tell who it is. Everything is "
        "deleted after 30 days."
    )
    return Post(text, [block(Paragraph(text, more)), *_buttons(reading, words)])


def asked_note(reading: Reading, asker_name: str, words: Words) -> Post:
    """Ask an interviewer for their sheet."""
    text = words("A sheet on a candidate is asked of you: code {code}.", code=reading.interview.code)
    more = words(
        "{person} asks you; they know which candidate that is. Four questions about concern for customers, and notes.",
        person=name(asker_name),
    )
    return Post(text, [block(Paragraph(text, f"{more} {_open(words)}")), *_buttons(reading, words)])


def shown_note(reading: Reading, words: Words) -> Post:
    """Say that the sheets can be read."""
    text = words("The sheets on candidate {code} can be read now.", code=reading.interview.code)
    return Post(text, [block(Paragraph(text)), *_buttons(reading, words)])


def _open(words: Words) -> str:
    return words(
        "This is no anonymous survey: all interviewers, and whoever asked for it, see your sheet with your name once "
        "everybody has answered. Until then you see none of theirs. Write no name of the candidate."
    )


def _sheets(reading: Reading, words: Words) -> Iterator[Paragraph]:
    for item, question in QUESTIONS.items():
        items = tuple((name(sheet.name), f"{sheet.points[item]} / {POINTS[-1]}") for sheet in reading.sheets)
        yield Paragraph(words.text(question.text), items=items)
    notes = tuple((name(sheet.name), literal(sheet.note)) for sheet in reading.sheets if sheet.note)
    if notes:
        yield Paragraph(words("Notes"), items=notes)
    if reading.interview.closed and reading.answered < len(reading.interview.asked):
        yield Paragraph(text=words("Closed before everybody had answered."))
    yield Paragraph(text=words("Talk about where you differ; an average would hide it."))


def _buttons(reading: Reading, words: Words) -> list[Block]:
    code = reading.interview.code
    elements = []
    if reading.asked and not reading.over:
        elements.append(_button(Action.INTERVIEW_ANSWER, words("Fill in my sheet"), code))
    elements.append(_button(Action.INTERVIEW_READ, words("How it stands"), code))
    if reading.asks and not reading.over:
        elements.append(_button(Action.INTERVIEW_CLOSE, words("Show what is there now"), code))
    return [ActionsBlock(elements=elements)]


def _button(action: Action, text: str, code: str) -> ButtonElement:
    return ButtonElement(action_id=action, text=PlainTextObject(text=text), value=code)


def _points(item: Item, question: Question, words: Words) -> Block:
    anchors = {POINTS[0]: question.low, POINTS[len(POINTS) // 2]: question.middle, POINTS[-1]: question.high}
    options = []
    for point in POINTS:
        anchor = f" · {words.text(anchors[point])}" if point in anchors else ""
        text = f"{point}{anchor}"[:_OPTION_CHARACTERS]
        options.append(Option(text=PlainTextObject(text=text), value=str(point)))
    return InputBlock(
        block_id=item.value,
        label=PlainTextObject(text=words.text(question.text)),
        element=RadioButtonsElement(action_id=VALUE, options=options),
    )


def _note(words: Words) -> Block:
    return InputBlock(
        block_id=Field.NOTE,
        label=PlainTextObject(text=words("Notes: what did the candidate say or do?")),
        optional=True,
        element=PlainTextInputElement(action_id=VALUE, multiline=True, max_length=NOTE_CHARACTERS),
    )


def _header(reading: Reading, words: Words) -> Block:
    return HeaderBlock(text=PlainTextObject(text=words("Candidate {code}", code=reading.interview.code)))


def _title(words: Words) -> PlainTextObject:
    return PlainTextObject(text=words("Interview sheet"))


_BY_TEXT = {str(point): point for point in POINTS}
