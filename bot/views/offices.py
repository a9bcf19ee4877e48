"""Whose holidays are kept in an office: a row each, in the survey form and in a form of their own."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject, PlainTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views import inputs
from bot.views.escape import escape
from bot.views.ids import Callback, Field
from bot.views.state import FormReader
from surveys.calendars import Office, check_region
from surveys.regions import region_name

MOST_OFFICES = 15
"""So many offices have a row, those with the most people; all can be set by command."""
NO_REGION = "none"


def offices_modal(offices: Sequence[Office], words: Words) -> View:
    """Build the form of all offices."""
    return View(
        type="modal",
        callback_id=Callback.OFFICES,
        title=PlainTextObject(text=words("Offices")),
        submit=PlainTextObject(text=words("Save")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[SectionBlock(text=PlainTextObject(text=_effect(words))), *office_inputs(offices, {}, words)],
    )


def office_inputs(offices: Sequence[Office], wanted: Mapping[str, str], words: Words) -> list[Block]:
    """Ask for the region of each office; what is `wanted` stands in place of what is kept now."""
    shown = sorted(offices, key=lambda office: (-office.people, office.name))[:MOST_OFFICES]
    blocks: list[Block] = [_row(office, wanted.get(office.name, office.region or ""), words) for office in shown]
    if len(offices) > len(shown):
        told = words("All other offices: {command}", command="`/pulse roster office Munich DE-BY`")
        blocks.append(ContextBlock(elements=[MarkdownTextObject(text=told)]))
    return blocks


def read_offices(form: FormReader, view: Mapping[str, Any]) -> dict[str, str]:
    """Read the region of each office that was asked for, by its name; empty for none."""
    names = [
        str(block["block_id"]).removeprefix(f"{Field.REGION}/")
        for block in view.get("blocks", ())
        if str(block.get("block_id")).startswith(f"{Field.REGION}/")
    ]
    return {name: form.read(_field(name), partial(_region, form, name)) for name in names}


def offices_text(offices: Sequence[Office], words: Words) -> str:
    """List offices with the region whose holidays are kept there."""
    if not offices:
        return words("The roster names no offices. Import one with a column “office” first.")
    lines = [words("*Offices, and whose holidays are kept there:*")]
    for office in offices:
        people = words.many("{count} person", "{count} people", office.people)
        lines.append(f"• {office_line(office.name, office.region, words)} · {people}")
    lines.append(
        words(
            "Set them with {command}; “none” instead of a region takes it back.",
            command="`/pulse roster office … DE-BY`",
        )
    )
    return "\n".join(lines)


def saved_text(changed: Sequence[Office], words: Words) -> str:
    """Say what was changed, what it does and how to undo it."""
    if not changed:
        return words("Nothing was different; nothing was changed.")
    lines = [f"• {office_line(office.name, office.region, words)}" for office in changed]
    return "\n".join([words("*Saved:*"), *lines, _effect(words), words("Undo: choose what stood there before.")])


def office_line(name: str, region: str | None, words: Words) -> str:
    """Say whose holidays are kept in an office."""
    kept = words("no holidays known") if not region else f"{escape(region_name(region, words.locale))} ({region})"
    return f"{escape(name)}: {kept}"


def _row(office: Office, region: str, words: Words) -> Block:
    initial = (region, region_name(region, words.locale)) if region else None
    people = words.many("{count} person", "{count} people", office.people)
    element = inputs.found_by_name(words("Type a state or a country"), initial)
    label = words("Holidays in {office} ({people})", office=office.name, people=people)
    return inputs.asked(_field(office.name), label, element, optional=True)


def _field(name: str) -> str:
    return f"{Field.REGION}/{name}"


def _region(form: FormReader, name: str, _text: str) -> str:
    chosen = form.state.choice(_field(name)) or NO_REGION
    return "" if chosen == NO_REGION else check_region(chosen)


def _effect(words: Words) -> str:
    return words("Nobody is written to on a public holiday of their office. This holds for all surveys.")
