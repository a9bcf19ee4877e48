"""When people are asked, in the survey form: rhythm and opening time, working days and hours, days open, reminder."""

from datetime import date, time

from slack_sdk.models.blocks import Block, PlainTextInputElement, PlainTextObject
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from bot.i18n import Words
from bot.views import choices, inputs
from bot.views.dates import next_dates
from bot.views.ids import VALUE, Field
from bot.views.state import FormReader
from surveys.cadence_words import parse_time, spell_out
from surveys.calendars import WorkingTime
from surveys.errors import say
from surveys.planning import Draft

MOST_DAYS = 27
REMIND = "remind"
_DAYS_OPEN = 10
_OPENS = time(9)
_DAYS = {str(day) for day in range(7)}


def schedule_inputs(words: Words, today: date, draft: Draft | None) -> list[Block]:
    """Ask for rhythm and times; beneath the rhythm stand its next dates."""
    cadence = spell_out(draft.cadence, words.locale) if draft else words("every 4 weeks on Tuesday")
    own_zone = words("In each person's own time zone.")
    days_open = draft.days_open if draft else _DAYS_OPEN
    return [
        _cadence(words, cadence),
        next_dates(cadence, today, words),
        inputs.time_of_day(Field.OPENS, words("Opening time"), draft.opens if draft else _OPENS, own_zone),
        *_working(words, draft.working if draft else WorkingTime()),
        inputs.number(Field.DAYS_OPEN, words("Days open"), days_open, (1, MOST_DAYS)),
        _reminder(words, remind=draft is not None and draft.reminder),
    ]


def read_working(form: FormReader) -> WorkingTime:
    """Read working days and hours."""
    return WorkingTime(
        frozenset(int(day) for day in form.state.choices(Field.WORKING_DAYS) if day in _DAYS),
        form.read(Field.WORKING_BEGINS, parse_time),
        form.read(Field.WORKING_ENDS, parse_time),
    )


def check_working(form: FormReader, working: WorkingTime, opens: time) -> None:
    """Note days and hours in which nobody could ever be written to."""
    if not working.days:
        form.refuse(Field.WORKING_DAYS, say("Choose at least one working day; otherwise nobody would ever be asked."))
    elif working.begins >= working.ends:
        form.refuse(Field.WORKING_ENDS, say("The working hours end before they begin."))
    elif not working.begins <= opens < working.ends:
        form.refuse(Field.OPENS, say("This is outside the working hours: nobody is written to then."))


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
    return inputs.asked(Field.CADENCE, words("Rhythm, in words"), element, hint=hint, dispatches=True)


def _working(words: Words, working: WorkingTime) -> list[Block]:
    days = choices.boxes([(str(day), words.weekday(day)) for day in range(7)], [str(day) for day in working.days])
    hint = words("Nobody is written to on other days, on a holiday of their office, or while they are away.")
    return [
        inputs.asked(Field.WORKING_DAYS, words("Working days"), days, hint=hint),
        inputs.time_of_day(Field.WORKING_BEGINS, words("Working hours begin"), working.begins),
        inputs.time_of_day(Field.WORKING_ENDS, words("Working hours end"), working.ends),
    ]


def _reminder(words: Words, *, remind: bool) -> Block:
    element = choices.one(
        [("none", words("No reminder")), (REMIND, words("One reminder, the day before the end"))],
        REMIND if remind else "none",
    )
    hint = words(
        "Only for who has not answered; nobody is told who that is. It is deleted when the wave closes, but a Slack export made before then would hold it."
    )
    return inputs.asked(Field.REMINDER, words("Reminder"), element, hint=hint)
