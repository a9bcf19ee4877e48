"""The journal of settings, page by page and as a file."""

import csv
import io
from collections.abc import Sequence

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
from bot.people import mention
from bot.views.escape import escape
from bot.views.ids import Action, Callback
from bot.views.settings import changes_lines
from surveys.changes import Changes
from surveys.journal import OPERATOR, Deed, Entry, Page
from surveys.questions import number_of
from surveys.settings import Setting
from surveys.tables import defuse
from surveys.voice import Kind

_TEXT_CHARACTERS = 3000


def journal_modal(page: Page, words: Words) -> View:
    """Show who changed which setting, and when; the newest first."""
    told = [entry_text(entry, words) for entry in page.entries] or [words("Nothing was changed yet.")]
    return View(
        type="modal",
        callback_id=Callback.PRIVACY,
        title=PlainTextObject(text=words("Settings journal")),
        close=PlainTextObject(text=words("Close")),
        blocks=[*(_section(text) for text in told), _buttons(page, words)],
    )


def entry_text(entry: Entry, words: Words) -> str:
    """Write one entry, with what stood there before and what stands there now."""
    who = words("the operator") if entry.actor_id == OPERATOR else mention(entry.actor_id, words)
    told = f"• {words.moment(entry.at)} · {who} · {words.message(entry.deed.told())}"
    subject = _subject(entry, words)
    lines = changes_lines(_changes(entry), words)
    return "\n      ".join([f"{told} · {subject}" if subject else told, *lines])


def journal_csv(entries: Sequence[Entry], words: Words) -> str:
    """Write the journal as CSV; cells that a spreadsheet would take for a formula are defused."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([words("when"), words("who"), words("what"), words("about"), words("details")])
    for entry in entries:
        details = "; ".join(f"{key}: {value}" for key, value in entry.details.items())
        row = [entry.at.isoformat(), entry.actor_id, words.message(entry.deed.told()), entry.subject, details]
        writer.writerow([defuse(cell) for cell in row])
    return text.getvalue()


def _changes(entry: Entry) -> Changes:
    stored = entry.details.get("changes")
    pairs = stored.items() if isinstance(stored, dict) else ()
    known = set(Setting)
    return {Setting(name): (str(both[0]), str(both[1])) for name, both in pairs if name in known}


def _subject(entry: Entry, words: Words) -> str:
    """Name what was changed, who was appointed, or what was tried in vain."""
    if person := entry.details.get("person"):
        return mention(str(person), words)
    if tried := entry.details.get("tried"):
        return words.message(Deed(str(tried)).told()) if tried in set(Deed) else f"`/pulse {escape(str(tried))}`"
    if entry.deed is Deed.VOICE_CHANNEL_SET:
        kind, _, channel_id = entry.subject.partition(": ")
        return f"{words.message(Kind(kind).told())}: <#{channel_id}>"
    if entry.deed in {Deed.QUESTION_WRITTEN, Deed.QUESTION_RETIRED}:
        version = words("version {version}", version=entry.subject.partition(".v")[2])
        return f"{words('Question')} {number_of(entry.subject)}, {version}"
    return escape(entry.subject)


def _buttons(page: Page, words: Words) -> Block:
    buttons = []
    if page.number > 0:
        buttons.append((f"{Action.JOURNAL_PAGE}/newer", words("Newer"), str(page.number - 1)))
    if page.has_older:
        buttons.append((f"{Action.JOURNAL_PAGE}/older", words("Older"), str(page.number + 1)))
    buttons.append((Action.JOURNAL_FILE, words("Send me all of it as a file"), "0"))
    return ActionsBlock(
        elements=[
            ButtonElement(action_id=id_, text=PlainTextObject(text=text), value=value) for id_, text, value in buttons
        ]
    )


def _section(text: str) -> Block:
    return SectionBlock(text=MarkdownTextObject(text=text[:_TEXT_CHARACTERS]))
