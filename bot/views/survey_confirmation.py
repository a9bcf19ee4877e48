"""What will happen, before an admin saves a survey: people, units too small, the next dates, the time it takes."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.escape import escape
from bot.views.ids import Action, Callback
from bot.views.settings import changes_lines
from bot.views.survey import audience, duration, offices_lines, posts, when
from bot.views.survey_metadata import write_metadata
from surveys.planning import Draft, Edited, Rehearsal

NAMES_SHOWN = 10


def confirmation(rehearsed: Rehearsal, draft: Draft, edited: Edited, words: Words) -> View:
    """Build the last look; its metadata carries the draft, which is checked again when it comes back."""
    is_new = edited.survey_id is None
    back = ButtonElement(action_id=Action.CHANGE_DRAFT, text=PlainTextObject(text=words("Change something")))
    return View(
        type="modal",
        callback_id=Callback.SURVEY_CONFIRMED,
        private_metadata=write_metadata(edited, draft),
        title=PlainTextObject(text=words("What will happen")),
        submit=PlainTextObject(text=words("Create") if is_new else words("Save")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            *(_section(text) for text in _told(rehearsed, words)),
            *_changes(rehearsed, words),
            ActionsBlock(elements=[back]),
        ],
    )


def _told(rehearsed: Rehearsal, words: Words) -> list[str]:
    overview = rehearsed.overview
    told = [f"*{escape(overview.survey.name)}*\n{audience(overview, words)}"]
    if overview.small_names:
        names = ", ".join(map(escape, overview.small_names[:NAMES_SHOWN]))
        told.append(
            words(
                "Below {count} people, so only shown together with others: {names}.",
                count=words.number(overview.survey.policy.threshold),
                names=names + (" …" if len(overview.small_names) > NAMES_SHOWN else ""),
            )
        )
    told += [when(overview, words), words("Sending takes about {duration}.", duration=duration(overview, words))]
    return [text for text in (*told, posts(overview, words)) if text]


def _changes(rehearsed: Rehearsal, words: Words) -> list[Block]:
    lines = [*changes_lines(rehearsed.changed, words, rehearsed.overview.unit_names), *offices_lines(rehearsed, words)]
    return [_section("\n".join([words("*What changes*"), *lines]))] if lines else []


def _section(text: str) -> Block:
    return SectionBlock(text=MarkdownTextObject(text=text[:3000]))
