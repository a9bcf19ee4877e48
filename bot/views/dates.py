"""The next dates of a rhythm, spelled out beneath the field in which it is typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block, ContextBlock, PlainTextObject

from bot.i18n import Words
from bot.views.state import redrawn
from surveys.cadence_words import parse_cadence, spell_out
from surveys.cadences import WINDOW_DAYS, comes_round, fits_the_window, occurrences
from surveys.errors import VorbildError

DATES_SHOWN = 5
BLOCK = "next_dates"


def next_dates(cadence: str, today: date, words: Words) -> Block:
    """Say on which dates a rhythm falls next, or what is wrong with it."""
    return ContextBlock(block_id=BLOCK, elements=[PlainTextObject(text=_told(cadence, today, words))])


def with_next_dates(view: Mapping[str, Any], cadence: str, today: date, words: Words) -> dict[str, Any]:
    """Give a form that is open with the dates of what was typed now; everything entered stays."""
    told = next_dates(cadence, today, words).to_dict()
    return redrawn(view, [told if block["block_id"] == BLOCK else block for block in view["blocks"]])


def _told(cadence: str, today: date, words: Words) -> str:
    try:
        rhythm = parse_cadence(cadence, today)
    except VorbildError as error:
        return words.message(error.message)
    if not comes_round(rhythm, today):
        return words("This rhythm never comes round within the next two years. Is the year right?")
    dates = occurrences(rhythm, today, DATES_SHOWN)
    told = words("{rhythm}: {dates}", rhythm=spell_out(rhythm, words.locale), dates=", ".join(map(words.day, dates)))
    if fits_the_window(rhythm, WINDOW_DAYS, today):
        return told
    return words(
        "{dates}. That is too often: waves open every {count} days at the soonest.", dates=told, count=WINDOW_DAYS
    )
