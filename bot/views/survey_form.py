"""The form for a new or an existing survey, and what comes back from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationMultiSelectElement,
    ConversationSelectElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    PlainTextInputElement,
    PlainTextObject,
    TimePickerElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views import choices
from bot.views.dates import next_dates
from bot.views.ids import VALUE, Callback, Field
from bot.views.instalments import wanted_weekly, weekly_input
from bot.views.languages import NAMES
from bot.views.state import FieldsError, ModalState
from bot.views.survey_metadata import write_metadata
from surveys.audiences import GroupKind, GroupRef
from surveys.cadence_words import parse_cadence, parse_time, spell_out
from surveys.calendars import WorkingTime
from surveys.errors import Message, VorbildError, say
from surveys.instalments import least_days_open
from surveys.planning import Draft, Edited
from surveys.policy import FLOOR
from surveys.questions import ANCHOR, MOST_OTHERS, QUESTIONS_A_WAVE, Question, number_of
from surveys.roster import Unit
from surveys.survey import NAME_CHARACTERS
from surveys.texts import Locale

T = TypeVar("T")
_DAYS_OPEN = 10
_MOST_DAYS = 27
_THRESHOLD_MOST = 50
_OPENS = time(9)
_DAYS = {str(day) for day in range(7)}
REMIND = "remind"


@dataclass(frozen=True)
class Offered:
    """What the form lets an admin choose from: units, user groups as id and name, and the questions of the bank."""

    units: tuple[Unit, ...]
    user_groups: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]


def survey_modal(
    offered: Offered, words: Words, today: date, draft: Draft | None = None, edited: Edited | None = None
) -> View:
    """Build the form, filled in with a draft where there is one."""
    is_new = edited is None or edited.survey_id is None
    cadence = spell_out(draft.cadence, words.locale) if draft else words("every 4 weeks on Tuesday")
    return View(
        type="modal",
        callback_id=Callback.SURVEY,
        private_metadata=write_metadata(edited or Edited()),
        title=PlainTextObject(text=words("New survey") if is_new else words("Edit survey")),
        submit=PlainTextObject(text=words("Next")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            _name(words, draft),
            *_audience(offered, words, draft),
            _cadence(words, cadence),
            next_dates(cadence, today, words),
            _time(
                Field.OPENS,
                words("Opening time"),
                draft.opens if draft else _OPENS,
                words("In each person's own time zone."),
            ),
            *_working(words, draft.working if draft else WorkingTime()),
            _number(Field.DAYS_OPEN, words("Days open"), draft.days_open if draft else _DAYS_OPEN, (1, _MOST_DAYS)),
            _reminder(words, draft),
            *_questions(offered, words, draft),
            weekly_input(words, weekly=draft is not None and draft.weekly),
            _channel(words, draft),
            _languages(words, draft),
            _number(
                Field.THRESHOLD,
                words("Answers needed before a group is shown"),
                draft.threshold if draft else FLOOR,
                (FLOOR, _THRESHOLD_MOST),
                hint=words("At least 5. It can be raised from the next wave on, never lowered."),
            ),
        ],
    )


def read_survey(view: Mapping[str, Any], today: date) -> Draft:
    """Read the form; every problem stands at its field."""
    state = ModalState(view)
    problems: dict[str, Message] = {}

    def read(field: Field, reader: Callable[[str], T]) -> T:
        try:
            return reader(state.text(field))
        except VorbildError as error:
            problems[field] = error.message
            return None  # type: ignore[return-value]  # never used: the problem is raised below

    languages = tuple(Locale(tag) for tag in state.choices(Field.LANGUAGES) if tag in NAMES)
    if not languages:
        problems[Field.LANGUAGES] = say("Choose at least one language.")
    draft = Draft(
        name=read(Field.NAME, _read_name),
        cadence=read(Field.CADENCE, lambda text: parse_cadence(text, today)),
        opens=read(Field.OPENS, parse_time),
        days_open=read(Field.DAYS_OPEN, lambda text: _whole(text, 1, _MOST_DAYS)),
        channel_id=read(Field.CHANNEL, _read_channel),
        languages=languages,
        unit_ids=state.choices(Field.AUDIENCE),
        groups=_groups(state),
        questions=_read_questions(state, problems),
        weekly=wanted_weekly(state),
        reminder=state.choice(Field.REMINDER) == REMIND,
        working=WorkingTime(
            frozenset(int(day) for day in state.choices(Field.WORKING_DAYS) if day in _DAYS),
            read(Field.WORKING_BEGINS, parse_time),
            read(Field.WORKING_ENDS, parse_time),
        ),
        threshold=read(Field.THRESHOLD, lambda text: _whole(text, FLOOR, _THRESHOLD_MOST)),
    )
    if not problems:
        problems = _working_problems(draft) | _weekly_problems(draft)
    if problems:
        raise FieldsError(problems)
    return draft


def _weekly_problems(draft: Draft) -> dict[str, Message]:
    least = least_days_open(len(draft.questions) + 1 if draft.questions else QUESTIONS_A_WAVE)
    if draft.weekly and draft.days_open < least:
        return {Field.DAYS_OPEN: say("One or two questions a week take at least {count} days.", count=least)}
    return {}


def _working_problems(draft: Draft) -> dict[str, Message]:
    working = draft.working
    if not working.days:
        return {Field.WORKING_DAYS: say("Choose at least one working day; otherwise nobody would ever be asked.")}
    if working.begins >= working.ends:
        return {Field.WORKING_ENDS: say("The working hours end before they begin.")}
    if not working.begins <= draft.opens < working.ends:
        return {Field.OPENS: say("This is outside the working hours: nobody is written to then.")}
    return {}


def _name(words: Words, draft: Draft | None) -> Block:
    element = PlainTextInputElement(
        action_id=VALUE,
        max_length=NAME_CHARACTERS,
        placeholder=PlainTextObject(text=words("Leadership pulse")),
        initial_value=draft.name if draft else None,
    )
    return _input(Field.NAME, words("Name"), element)


def _audience(offered: Offered, words: Words, draft: Draft | None) -> list[Block]:
    """Ask for units, user groups and channels; what the workspace does not have is not asked for."""
    units = choices.many([(unit.id, unit.name) for unit in offered.units], draft.unit_ids if draft else ())
    chosen = [group.id for group in draft.groups if group.kind is GroupKind.USER_GROUP] if draft else []
    groups = choices.many(offered.user_groups, chosen)
    channels = [group.id for group in draft.groups if group.kind is GroupKind.CHANNEL] if draft else []
    picker = ConversationMultiSelectElement(
        action_id=VALUE,
        placeholder=PlainTextObject(text=words("Channels")),
        initial_conversations=channels or None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    everyone = words("Units with everything beneath them. Leave everything here empty to ask everyone.")
    blocks = []
    if units is not None:
        blocks.append(_input(Field.AUDIENCE, words("Who is asked: units"), units, hint=everyone, optional=True))
    if groups is not None:
        blocks.append(_input(Field.USER_GROUPS, words("… and user groups"), groups, optional=True))
    hint = words("Whoever is in them and in the roster when a wave opens.")
    return [*blocks, _input(Field.CHANNELS, words("… and members of channels"), picker, hint=hint, optional=True)]


def _cadence(words: Words, cadence: str) -> Block:
    element = PlainTextInputElement(
        action_id=VALUE,
        max_length=100,
        initial_value=cadence,
        placeholder=PlainTextObject(text=words("every 4 weeks on Tuesday")),
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
    )
    hint = words(
        "Such as “every 4 weeks on Tuesday”, “monthly on the 15th” or “last Friday of the month”; every four weeks at the most. Press Enter to see the dates."
    )
    return _input(Field.CADENCE, words("Rhythm, in words"), element, hint=hint, dispatches=True)


def _time(field: Field, label: str, initial: time, hint: str | None = None) -> Block:
    return _input(field, label, TimePickerElement(action_id=VALUE, initial_time=f"{initial:%H:%M}"), hint=hint)


def _working(words: Words, working: WorkingTime) -> list[Block]:
    """Ask for the days and hours in which people are written to."""
    days = choices.boxes([(str(day), words.weekday(day)) for day in range(7)], [str(day) for day in working.days])
    hint = words("Nobody is written to on other days, on a holiday of their office, or while they are away.")
    return [
        _input(Field.WORKING_DAYS, words("Working days"), days, hint=hint),
        _time(Field.WORKING_BEGINS, words("Working hours begin"), working.begins),
        _time(Field.WORKING_ENDS, words("Working hours end"), working.ends),
    ]


def _reminder(words: Words, draft: Draft | None) -> Block:
    element = choices.one(
        [("none", words("No reminder")), (REMIND, words("One reminder, the day before the end"))],
        REMIND if draft and draft.reminder else "none",
    )
    hint = words(
        "Only for who has not answered; nobody is told who that is. It is deleted when the wave closes, but a Slack export made before then would hold it."
    )
    return _input(Field.REMINDER, words("Reminder"), element, hint=hint)


def _questions(offered: Offered, words: Words, draft: Draft | None) -> list[Block]:
    options = [(question.key, words.text(question.text)) for question in offered.questions if question.number != ANCHOR]
    numbers = draft.questions if draft else ()
    chosen = [question.key for question in offered.questions if question.number in numbers]
    element = choices.many(options, chosen, most=MOST_OTHERS, placeholder=words("Rotate: all within six waves"))
    hint = words(
        "Leave it empty to rotate: the overall question and four others each wave. Choose some to ask the same every time."
    )
    return [] if element is None else [_input(Field.QUESTIONS, words("Questions"), element, hint=hint, optional=True)]


def _channel(words: Words, draft: Draft | None) -> Block:
    element = ConversationSelectElement(
        action_id=VALUE,
        placeholder=PlainTextObject(text=words("Choose a channel")),
        initial_conversation=draft.channel_id if draft else None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    hint = words(
        "Trend posts appear there. Invite the bot first. Single units get their own with `/pulse channel set`."
    )
    return _input(Field.CHANNEL, words("Leadership channel"), element, hint=hint)


def _languages(words: Words, draft: Draft | None) -> Block:
    chosen = draft.languages if draft else tuple(NAMES)
    element = choices.boxes(list(NAMES.items()), chosen)
    return _input(Field.LANGUAGES, words("Languages"), element, hint=words("Everybody reads their own."))


def _number(field: Field, label: str, initial: int, limits: tuple[int, int], hint: str | None = None) -> Block:
    element = NumberInputElement(
        action_id=VALUE,
        is_decimal_allowed=False,
        initial_value=str(initial),
        min_value=str(limits[0]),
        max_value=str(limits[1]),
    )
    return _input(field, label, element, hint=hint)


def _input(
    field: Field,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatches: bool = False,
) -> Block:
    return InputBlock(
        block_id=field,
        label=PlainTextObject(text=label),
        hint=PlainTextObject(text=hint) if hint else None,
        optional=optional,
        dispatch_action=dispatches,
        element=element,
    )


def _groups(state: ModalState) -> tuple[GroupRef, ...]:
    groups = [GroupRef(GroupKind.USER_GROUP, id_) for id_ in state.choices(Field.USER_GROUPS) if id_.isalnum()]
    channels = [GroupRef(GroupKind.CHANNEL, id_) for id_ in state.conversations(Field.CHANNELS) if id_.isalnum()]
    return (*groups, *channels)


def _read_questions(state: ModalState, problems: dict[str, Message]) -> tuple[int, ...]:
    try:
        return tuple(number_of(key) for key in state.choices(Field.QUESTIONS))
    except ValueError:
        problems[Field.QUESTIONS] = say("Choose questions from the list.")
        return ()


def _read_name(text: str) -> str:
    if not text.strip():
        raise VorbildError(say("A survey needs a name."))
    return text.strip()


def _whole(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not least <= int(text) <= most:
        raise VorbildError(say("Write a whole number from {least} to {most}.", least=least, most=most))
    return int(text)


def _read_channel(text: str) -> str:
    if not text:
        raise VorbildError(say("Choose the channel for the trend posts."))
    return text
