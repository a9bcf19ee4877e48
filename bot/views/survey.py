"""Surveys in words: what was done, to whom, when, and how to undo it."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.commands import Verb
from bot.i18n import Words
from bot.views.escape import escape
from bot.views.ids import AGAIN
from bot.views.offices import office_line
from bot.views.settings import changes_lines, settings_lines
from surveys.cadence_words import spell_out
from surveys.changes import Changes
from surveys.planning import Overview, Rehearsal
from surveys.waves import WaveState

NAMES_SHOWN = 5


def created(saved: Rehearsal, words: Words) -> str:
    """Say what was created, for whom, when, and how to undo it."""
    overview = saved.overview
    return "\n".join(
        [
            words(
                "*Created “{name}”.* {audience}", name=escape(overview.survey.name), audience=audience(overview, words)
            ),
            when(overview, words),
            words("Sending takes about {duration}.", duration=duration(overview, words)),
            *offices_lines(saved, words),
            words("Undo: {command}", command=f"`/pulse survey end {escape(overview.survey.name)}`"),
        ]
    )


def edited(saved: Rehearsal, words: Words) -> str:
    """Say what was changed, from when it holds, and how to undo it."""
    if not saved.differs:
        return words("Nothing was different; nothing was changed.")
    overview, name = saved.overview, escape(saved.overview.survey.name)
    lines = [words("*Changed “{name}”.* {audience}", name=name, audience=audience(overview, words))]
    lines += [*changes_lines(saved.changed, words, overview.unit_names), *offices_lines(saved, words)]
    lines.append(words("This holds from the next wave on; an open one stays as it is."))
    return "\n".join([*lines, when(overview, words), words("Undo: {command}", command=f"`/pulse survey edit {name}`")])


def offices_lines(saved: Rehearsal, words: Words) -> list[str]:
    """Say which offices keep other holidays than before."""
    return [
        words("• holidays in {office}", office=office_line(office.name, office.region, words))
        for office in saved.offices
    ]


def stale(name: str, changed: Changes, words: Words) -> list[Block]:
    """Tell the second of two admins what the first one saved meanwhile: what stands there, and what they wanted."""
    lines = [
        words(
            "*“{name}” was changed by somebody else meanwhile; nothing of yours was saved.* It stands now → you wanted:",
            name=escape(name),
        ),
        *(changes_lines(changed, words) or [words("• no difference: the same was saved already")]),
        words("The journal tells who it was."),
    ]
    again = ButtonElement(
        action_id=AGAIN,
        text=PlainTextObject(text=words("Open it as it stands now")),
        value=f"{Verb.SURVEY_EDIT} {name}",
    )
    return [SectionBlock(text=MarkdownTextObject(text="\n".join(lines)[:3000])), ActionsBlock(elements=[again])]


def ended(overview: Overview, words: Words) -> str:
    """Say that a survey has ended."""
    name = escape(overview.survey.name)
    lines = [words("*Ended “{name}”.* No wave opens any more, and nobody is asked.", name=name)]
    if overview.newest is not None and overview.newest.state is not WaveState.REPORTED:
        told = words.message(overview.newest.state.told())
        lines.append(words("Wave {number} is {state}.", number=overview.newest.number, state=told))
    return "\n".join([*lines, words("Undo: {command}", command=f"`/pulse survey resume {name}`")])


def shown(overview: Overview, words: Words) -> str:
    """Describe one survey and how its newest wave stands; participation is never told while a wave is open."""
    each = overview.survey
    lines = [
        f"*{escape(each.name)}* · {words.message(each.state.told())}",
        audience(overview, words),
        words(
            "{cadence}, {time} in each person's own time zone; open for {days} days.",
            cadence=spell_out(each.cadence, words.locale),
            time=f"{each.opens:%H:%M}",
            days=words.number(each.days_open),
        ),
        posts(overview, words),
        _newest(overview, words),
        when(overview, words),
        *settings_lines(each, words),
    ]
    return "\n".join(line for line in lines if line)


def posts(overview: Overview, words: Words) -> str:
    """Say where trend posts go: each channel, with the units whose posts it gets."""
    names: dict[str, list[str]] = {}
    for unit_id, channel_id in overview.survey.channels.items():
        names.setdefault(channel_id, []).append(escape(overview.unit_names.get(unit_id, unit_id)))
    if not names:
        return ""
    if len(names) == 1:
        return words("Trend posts go to {channels}.", channels=f"<#{next(iter(names))}>")
    places = (f"<#{channel_id}> ({_some(units)})" for channel_id, units in names.items())
    return words("Trend posts go to {channels}.", channels=", ".join(places))[:2900]


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMES_SHOWN]) + (" …" if len(names) > NAMES_SHOWN else "")


def opened(overview: Overview, words: Words) -> str:
    """Say that a wave is open and what it sends."""
    return words(
        "*Wave {number} of “{name}” is open* until {moment}. {audience} Undo: `/pulse survey close {name}` closes it and counts what is there.",
        number=overview.newest.number if overview.newest else "",
        name=escape(overview.survey.name),
        moment=words.moment(overview.newest.closes_at) if overview.newest else "",
        audience=audience(overview, words),
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
            when(overview, words),
        ]
    )


def audience(overview: Overview, words: Words) -> str:
    """Say how many people in how many teams are asked, and how many teams are too small to be shown alone."""
    people = words.many("{count} person", "{count} people", overview.people)
    small = words.number(overview.small_units)
    teams = words.many("in {count} team", "in {count} teams", overview.units)
    if not overview.small_units:
        return f"{people} {teams}."
    return words("{people} {teams} ({count} too small to be shown alone).", people=people, teams=teams, count=small)


def when(overview: Overview, words: Words) -> str:
    """Say on which dates the next waves open; nothing when there are none."""
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


def duration(overview: Overview, words: Words) -> str:
    """Say how long it takes to send everybody their invitation."""
    minutes = -(-overview.delivery_seconds // 60)
    if minutes < 90:
        return words.many("{count} minute", "{count} minutes", max(1, int(minutes)))
    return words.many("{count} hour", "{count} hours", round(minutes / 60))
