"""The survey modal, what comes back from it, and surveys in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ContextBlock,
    ConversationFilter,
    ConversationSelectElement,
    InputBlock,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticMultiSelectElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.escape import escape
from bot.views.ids import VALUE, Callback, Field
from bot.views.state import FieldsError, ModalState
from surveys.cadence_words import parse_cadence, parse_time, spell_out
from surveys.errors import Message, VorbildError, say
from surveys.planning import Draft, Overview
from surveys.roster import Unit
from surveys.survey import NAME_CHARACTERS
from surveys.texts import Locale
from surveys.waves import WaveState

UNITS_OFFERED = 100
_LANGUAGE_NAMES = {Locale.DE: "Deutsch", Locale.EN: "English"}
_DAYS_OPEN = 10


def survey_modal(units: tuple[Unit, ...], words: Words) -> View:
    """Build the form for a new survey."""
    return View(
        type="modal",
        callback_id=Callback.NEW_SURVEY,
        title=PlainTextObject(text=words("New survey")),
        submit=PlainTextObject(text=words("Create")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            _text(Field.NAME, words("Name"), words("Leadership pulse"), most=NAME_CHARACTERS),
            *_audience(units, words),
            _cadence(words),
            InputBlock(
                block_id=Field.OPENS,
                label=PlainTextObject(text=words("Opening time")),
                hint=PlainTextObject(text=words("In each person's own time zone.")),
                element=TimePickerElement(action_id=VALUE, initial_time="09:00"),
            ),
            InputBlock(
                block_id=Field.DAYS_OPEN,
                label=PlainTextObject(text=words("Days open")),
                element=NumberInputElement(
                    action_id=VALUE,
                    is_decimal_allowed=False,
                    initial_value=str(_DAYS_OPEN),
                    min_value="1",
                    max_value="27",
                ),
            ),
            _channel(words),
            _languages(words),
            ContextBlock(
                elements=[
                    PlainTextObject(
                        text=words(
                            "Questions rotate: the overall one and four others each wave. Figures appear from five answers on."
                        )
                    )
                ]
            ),
        ],
    )


def read_survey(view: Mapping[str, Any], today: date) -> Draft:
    """Read the form; every problem stands at its field."""
    state = ModalState(view)
    problems: dict[str, Message] = {}

    def wanted(field: Field, read: Any) -> Any:
        try:
            return read(state.text(field))
        except VorbildError as error:
            problems[field] = error.message
            return None

    name = wanted(Field.NAME, _name)
    cadence = wanted(Field.CADENCE, lambda text: parse_cadence(text, today))
    opens = wanted(Field.OPENS, parse_time)
    days_open = wanted(Field.DAYS_OPEN, _days)
    channel_id = wanted(Field.CHANNEL, _picked)
    languages = tuple(Locale(tag) for tag in state.choices(Field.LANGUAGES) if tag in _LANGUAGE_NAMES)
    if not languages:
        problems[Field.LANGUAGES] = say("Choose at least one language.")
    if problems:
        raise FieldsError(problems)
    return Draft(name, cadence, opens, days_open, channel_id, languages, state.choices(Field.AUDIENCE))


def created(overview: Overview, words: Words) -> str:
    """Say what was created, for whom, when, and how to undo it."""
    return "\n".join(
        [
            words(
                "*Created “{name}”.* {audience}", name=escape(overview.survey.name), audience=_people(overview, words)
            ),
            _when(overview, words),
            words("Undo: {command}", command=f"`/pulse survey pause {escape(overview.survey.name)}`"),
        ]
    )


def shown(overview: Overview, words: Words) -> str:
    """Describe one survey and how its newest wave stands; participation is never told while a wave is open."""
    each = overview.survey
    channels = ", ".join(f"<#{channel}>" for channel in dict.fromkeys(each.channels.values()))
    lines = [
        f"*{escape(each.name)}* · {words.message(each.state.told())}",
        _people(overview, words),
        words(
            "{cadence}, {time} in each person's own time zone; open for {days} days.",
            cadence=spell_out(each.cadence, words.locale),
            time=f"{each.opens:%H:%M}",
            days=words.number(each.days_open),
        ),
        words("Trend posts go to {channels}.", channels=channels),
        _newest(overview, words),
        _when(overview, words),
    ]
    return "\n".join(line for line in lines if line)


def listed(overviews: list[Overview], words: Words) -> str:
    """List all surveys, a line each."""
    if not overviews:
        return words("There is no survey yet. Create one with `/pulse survey new`.")
    return "\n".join(
        f"• *{escape(o.survey.name)}* · {words.message(o.survey.state.told())} · {spell_out(o.survey.cadence, words.locale)}"
        for o in overviews
    )


def opened(overview: Overview, words: Words) -> str:
    """Say that a wave is open and what it sends."""
    return words(
        "*Wave {number} of “{name}” is open* until {moment}. {audience} Undo: `/pulse survey close {name}` closes it and counts what is there.",
        number=overview.newest.number if overview.newest else "",
        name=escape(overview.survey.name),
        moment=words.moment(overview.newest.closes_at) if overview.newest else "",
        audience=_people(overview, words),
    )


def closed(overview: Overview, words: Words) -> str:
    """Say that a wave is closed and counted."""
    return words(
        "*Wave {number} of “{name}” is closed and counted.* The trend posts follow now. This cannot be undone: the ballots are destroyed.",
        number=overview.newest.number if overview.newest else "",
        name=escape(overview.survey.name),
    )


def voided(overview: Overview, words: Words) -> str:
    """Say that a wave was given up."""
    return words(
        "*Wave {number} of “{name}” is void.* Its ballots are destroyed uncounted, and nothing is published. This stands in the journal and cannot be undone.",
        number=overview.newest.number if overview.newest else "",
        name=escape(overview.survey.name),
    )


def paused(overview: Overview, words: Words) -> str:
    """Say that a survey is paused."""
    return words(
        "*Paused “{name}”.* No wave opens and no invitation goes out; an open wave can still be answered. Undo: `/pulse survey resume {name}`.",
        name=escape(overview.survey.name),
    )


def resumed(overview: Overview, words: Words) -> str:
    """Say that a survey runs again."""
    return "\n".join(
        [
            words(
                "*Resumed “{name}”.* Invitations that waited go out now. Undo: `/pulse survey pause {name}`.",
                name=escape(overview.survey.name),
            ),
            _when(overview, words),
        ]
    )


def _people(overview: Overview, words: Words) -> str:
    people = words.many("{count} person", "{count} people", overview.people)
    small = words.number(overview.small_units)
    teams = words.many("in {count} team", "in {count} teams", overview.units)
    if not overview.small_units:
        return f"{people} {teams}."
    return words("{people} {teams} ({count} too small to be shown alone).", people=people, teams=teams, count=small)


def _when(overview: Overview, words: Words) -> str:
    if not overview.next_dates:
        return ""
    first, *others = (words.day(day) for day in overview.next_dates)
    return words("Next wave {first}; then {others}.", first=first, others=", ".join(others))


def _newest(overview: Overview, words: Words) -> str:
    wave = overview.newest
    if wave is None:
        return words("No wave yet.")
    if wave.state is WaveState.OPEN:
        return words(
            "Wave {number} is open until {moment}: {sent} invitations delivered, {waiting} waiting.",
            number=wave.number,
            moment=words.moment(wave.closes_at),
            sent=words.number(overview.delivered),
            waiting=words.number(overview.waiting),
        )
    return words("Wave {number} closed on {day}.", number=wave.number, day=words.day(wave.closes_at.date()))


def _text(
    field: Field, label: str, placeholder: str, *, most: int, hint: str | None = None, initial: str | None = None
) -> Block:
    element = PlainTextInputElement(
        action_id=VALUE, max_length=most, placeholder=PlainTextObject(text=placeholder), initial_value=initial
    )
    hint_text = PlainTextObject(text=hint) if hint else None
    return InputBlock(block_id=field, label=PlainTextObject(text=label), hint=hint_text, element=element)


def _cadence(words: Words) -> Block:
    example = words("every 4 weeks on Tuesday")
    return _text(
        Field.CADENCE,
        words("Rhythm, in words"),
        example,
        most=100,
        hint=words(
            "Such as “every 4 weeks on Tuesday”, “monthly on the 15th” or “last Friday of the month”; every four weeks at the most."
        ),
        initial=example,
    )


def _audience(units: tuple[Unit, ...], words: Words) -> list[Block]:
    options = [
        Option(text=PlainTextObject(text=unit.name[:75]), value=unit.id)
        for unit in units[:UNITS_OFFERED]
        if len(unit.id) <= 75
    ]
    if not options:
        return []
    return [
        InputBlock(
            block_id=Field.AUDIENCE,
            label=PlainTextObject(text=words("Who is asked")),
            hint=PlainTextObject(text=words("Units with everything beneath them. Leave it empty to ask everyone.")),
            optional=True,
            element=StaticMultiSelectElement(
                action_id=VALUE, placeholder=PlainTextObject(text=words("Everyone")), options=options
            ),
        )
    ]


def _channel(words: Words) -> Block:
    return InputBlock(
        block_id=Field.CHANNEL,
        label=PlainTextObject(text=words("Leadership channel")),
        hint=PlainTextObject(text=words("Trend posts appear there. Invite the bot first.")),
        element=ConversationSelectElement(
            action_id=VALUE,
            placeholder=PlainTextObject(text=words("Choose a channel")),
            filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        ),
    )


def _languages(words: Words) -> Block:
    options = [Option(text=PlainTextObject(text=name), value=locale) for locale, name in _LANGUAGE_NAMES.items()]
    return InputBlock(
        block_id=Field.LANGUAGES,
        label=PlainTextObject(text=words("Languages")),
        hint=PlainTextObject(text=words("Everybody reads their own.")),
        element=CheckboxesElement(action_id=VALUE, options=options, initial_options=options),
    )


def _name(text: str) -> str:
    if not text.strip():
        raise VorbildError(say("A survey needs a name."))
    return text.strip()


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 27:
        raise VorbildError(say("Write a whole number of days from 1 to 27."))
    return int(text)


def _picked(text: str) -> str:
    if not text:
        raise VorbildError(say("Choose the channel for the trend posts."))
    return text
