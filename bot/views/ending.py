"""The question what becomes of an open wave when its survey ends, and the answer to it."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import InputBlock, MarkdownTextObject, PlainTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views import choices
from bot.views.escape import escape
from bot.views.ids import Callback, Field
from bot.views.metadata import read_number
from bot.views.state import FieldsError, ModalState
from surveys.errors import say
from surveys.planning import Rest
from surveys.survey import Survey
from surveys.waves import Wave


def end_modal(each: Survey, wave: Wave, words: Words) -> View:
    """Ask whether the open wave is counted now or discarded."""
    text = words(
        "*Wave {number} of “{name}” is open* until {moment}. What becomes of it when the survey ends?",
        number=wave.number,
        name=escape(each.name),
        moment=words.moment(wave.closes_at),
    )
    rests = [
        (Rest.COUNT, words("Close it now and count what is there")),
        (Rest.DISCARD, words("Discard it: answers are destroyed unread")),
    ]
    return View(
        type="modal",
        callback_id=Callback.SURVEY_END,
        private_metadata=str(each.id),
        title=PlainTextObject(text=words("End a survey")),
        submit=PlainTextObject(text=words("End")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            SectionBlock(text=MarkdownTextObject(text=text)),
            InputBlock(
                block_id=Field.REST,
                label=PlainTextObject(text=words("The open wave")),
                hint=PlainTextObject(text=words("Neither can be undone. The survey itself can be resumed later.")),
                element=choices.one(rests, ""),
            ),
        ],
    )


def read_end(view: Mapping[str, Any]) -> tuple[int, Rest]:
    """Read which survey ends, and what becomes of its open wave."""
    choice = ModalState(view).choice(Field.REST)
    if choice not in set(Rest):
        raise FieldsError({Field.REST: say("Choose one of both.")})
    return read_number(view.get("private_metadata")), Rest(choice)
