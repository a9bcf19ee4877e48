"""The form for a new or an existing survey, and what comes back from it; each part of it has a file of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block, HeaderBlock, PlainTextInputElement, PlainTextObject
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views import inputs
from bot.views.ids import VALUE, Callback, Field
from bot.views.instalments import wanted_weekly
from bot.views.offices import office_inputs, read_offices
from bot.views.state import FieldsError, FormReader
from bot.views.survey_audience import Groups, audience_inputs, read_groups
from bot.views.survey_channels import channel_inputs, read_channel, read_channels
from bot.views.survey_metadata import write_metadata
from bot.views.survey_questions import check_weekly, question_inputs, read_languages, read_questions
from bot.views.survey_schedule import MOST_DAYS, REMIND, check_working, read_working, schedule_inputs
from surveys.cadence_words import parse_cadence, parse_time
from surveys.calendars import Office
from surveys.errors import VorbildError, say
from surveys.planning import Draft, Edited
from surveys.policy import FLOOR
from surveys.questions import Question
from surveys.roster import Unit
from surveys.settings import Setting, SettingError
from surveys.survey import NAME_CHARACTERS

_THRESHOLD_MOST = 50
_FIELDS = {
    Setting.NAME: Field.NAME,
    Setting.CADENCE: Field.CADENCE,
    Setting.OPENS: Field.OPENS,
    Setting.DAYS_OPEN: Field.DAYS_OPEN,
    Setting.AUDIENCE: Field.AUDIENCE,
    Setting.GROUPS: Field.CHANNELS,
    Setting.CHANNELS: Field.OWN_CHANNELS,
    Setting.QUESTIONS: Field.QUESTIONS,
    Setting.THRESHOLD: Field.THRESHOLD,
    Setting.WORKING_DAYS: Field.WORKING_DAYS,
    Setting.WORKING_HOURS: Field.WORKING_ENDS,
}


@dataclass(frozen=True)
class Offered:
    """What the form lets an admin choose from: units, user groups, the questions of the bank, and offices to set."""

    units: tuple[Unit, ...]
    user_groups: Groups
    questions: tuple[Question, ...]
    offices: tuple[Office, ...] = ()


def survey_modal(
    offered: Offered, words: Words, today: date, draft: Draft | None = None, edited: Edited | None = None
) -> View:
    """Build the form, filled in with a draft where there is one."""
    is_new = edited is None or edited.survey_id is None
    wanted = draft.regions if draft else {}
    parts: list[tuple[str, list[Block]]] = [
        (words("Who"), audience_inputs(offered.units, offered.user_groups, words, draft)),
        (words("When"), schedule_inputs(words, today, draft)),
        (words("What"), question_inputs(offered.questions, words, draft)),
        (words("Figures and posts"), [_threshold(words, draft), *channel_inputs(offered.units, words, draft)]),
        (words("Holidays of the offices"), office_inputs(offered.offices, wanted, words)),
    ]
    return View(
        type="modal",
        callback_id=Callback.SURVEY,
        private_metadata=write_metadata(edited or Edited()),
        title=PlainTextObject(text=words("New survey") if is_new else words("Edit survey")),
        submit=PlainTextObject(text=words("Next")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[_name(words, draft), *(block for title, blocks in parts for block in _part(title, blocks))],
    )


def read_survey(view: Mapping[str, Any], today: date) -> Draft:
    """Read the form; every problem stands at its field."""
    form = FormReader(view)
    draft = Draft(
        name=form.read(Field.NAME, _read_name),
        cadence=form.read(Field.CADENCE, lambda text: parse_cadence(text, today)),
        opens=form.read(Field.OPENS, parse_time),
        days_open=form.read(Field.DAYS_OPEN, lambda text: _whole(text, 1, MOST_DAYS)),
        channel_id=form.read(Field.CHANNEL, read_channel),
        languages=read_languages(form),
        unit_ids=form.state.choices(Field.AUDIENCE),
        unit_channels=read_channels(form, view),
        groups=read_groups(form.state),
        questions=read_questions(form),
        weekly=wanted_weekly(form.state),
        reminder=form.state.choice(Field.REMINDER) == REMIND,
        working=read_working(form),
        threshold=form.read(Field.THRESHOLD, lambda text: _whole(text, FLOOR, _THRESHOLD_MOST)),
        regions=read_offices(form, view),
    )
    if not form.problems:
        check_working(form, draft.working, draft.opens)
        check_weekly(form, draft)
    form.finish()
    return draft


@contextmanager
def at_its_field(view: Mapping[str, Any]) -> Iterator[None]:
    """Show a setting that cannot be so at its field, if this form has it."""
    try:
        yield
    except SettingError as error:
        field = _FIELDS.get(error.setting)
        if field is None or all(block.get("block_id") != field for block in view.get("blocks", ())):
            raise
        raise FieldsError({field: error.message}) from error


def _part(title: str, blocks: list[Block]) -> list[Block]:
    return [HeaderBlock(text=PlainTextObject(text=title)), *blocks] if blocks else []


def _name(words: Words, draft: Draft | None) -> Block:
    element = PlainTextInputElement(
        action_id=VALUE,
        max_length=NAME_CHARACTERS,
        placeholder=PlainTextObject(text=words("Leadership pulse")),
        initial_value=draft.name if draft else None,
    )
    return inputs.asked(Field.NAME, words("Name"), element)


def _threshold(words: Words, draft: Draft | None) -> Block:
    return inputs.number(
        Field.THRESHOLD,
        words("Answers needed before a group is shown"),
        draft.threshold if draft else FLOOR,
        (FLOOR, _THRESHOLD_MOST),
        hint=words("At least 5. It can be raised from the next wave on, never lowered."),
    )


def _read_name(text: str) -> str:
    if not text.strip():
        raise VorbildError(say("A survey needs a name."))
    return text.strip()


def _whole(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not least <= int(text) <= most:
        raise VorbildError(say("Write a whole number from {least} to {most}.", least=least, most=most))
    return int(text)
