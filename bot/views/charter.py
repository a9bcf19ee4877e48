"""The charter: as everybody reads it, the form in which admins write it, and the note that asks leaders to sign."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    HeaderBlock,
    InputBlock,
    PlainTextInputElement,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.commands import Verb
from bot.i18n import Words
from bot.literal import clip, literal, name
from bot.views.ids import VALUE, Action, Callback, Field
from bot.views.paragraphs import Paragraph, block
from bot.views.post import Post
from bot.views.state import FieldsError, ModalState
from surveys.charter import MOST_CHARACTERS, Charter, Reading
from surveys.errors import Message, say
from surveys.texts import Text

_TEASER = 400
_NAMES_SHOWN = 30


@dataclass(frozen=True)
class Written:
    """What came back from the form; `seen` is the fingerprint of the text it began with."""

    promise: Text
    asks: Text
    seen: str


def charter_modal(reading: Reading, words: Words, *, note: str = "") -> View:
    """Show the version that holds, who may sign it, and to admins the draft."""
    blocks: list[Block] = [block(Paragraph(note))] if note else []
    if reading.current is None:
        blocks.append(
            block(Paragraph(text=words("There is no charter yet. Admins write it with /pulse charter edit.")))
        )
    else:
        blocks += map(block, _told(reading.current, words))
        blocks += _signing(reading, words)
    if reading.draft is not None:
        blocks += _draft(reading.draft, words)
    return View(
        type="modal",
        callback_id=Callback.CHARTER,
        title=PlainTextObject(text=words("Charter")),
        close=PlainTextObject(text=words("Close")),
        blocks=blocks,
    )


def charter_form(basis: Charter, words: Words) -> View:
    """Build the form, filled in with the draft or with what holds."""
    texts = (
        (Field.PROMISE_DE, words("Our promise to customers, in German"), basis.promise.de),
        (Field.PROMISE_EN, words("Our promise to customers, in English"), basis.promise.en),
        (Field.ASKS_DE, words("What it asks of leaders, in German"), basis.asks.de),
        (Field.ASKS_EN, words("What it asks of leaders, in English"), basis.asks.en),
    )
    hint = words("Saving stores a draft that admins alone see. You read it once more before it is published.")
    return View(
        type="modal",
        callback_id=Callback.CHARTER_DRAFT,
        private_metadata=basis.fingerprint,
        title=PlainTextObject(text=words("Charter")),
        submit=PlainTextObject(text=words("Save the draft")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[block(Paragraph(text=hint)), *(_input(*each) for each in texts)],
    )


def read_charter(view: Mapping[str, Any]) -> Written:
    """Read the form; a text in one language only is told at its field."""
    state = ModalState(view)
    fields = (Field.PROMISE_DE, Field.PROMISE_EN, Field.ASKS_DE, Field.ASKS_EN)
    texts = {field: state.text(field).strip() for field in fields}
    missing = say("Write it in German and in English: everybody has to be able to read it, and leaders sign it.")
    problems: dict[str, Message] = {field: missing for field, text in texts.items() if not text}
    if problems:
        raise FieldsError(problems)
    promise = Text(texts[Field.PROMISE_DE], texts[Field.PROMISE_EN])
    return Written(promise, Text(texts[Field.ASKS_DE], texts[Field.ASKS_EN]), str(view.get("private_metadata", "")))


def my_charter(reading: Reading, words: Words) -> list[Block]:
    """Show the charter in the Home tab: to everybody in brief, to leaders whether it is signed, by them and theirs."""
    if reading.current is None:
        return []
    promise = clip(literal(words.text(reading.current.promise)), _TEASER)
    paragraphs = [Paragraph(text=promise), *_signed(reading, words)]
    buttons = [
        ButtonElement(
            action_id=f"{Action.COMMAND}/charter",
            text=PlainTextObject(text=words("Read the charter")),
            value=Verb.CHARTER_SHOW,
        )
    ]
    if reading.leads and not reading.signed:
        buttons.append(_sign_button(reading.current, words))
    header = HeaderBlock(text=PlainTextObject(text=words("Our promise to customers")))
    return [header, *map(block, paragraphs), ActionsBlock(elements=buttons)]


def charter_note(holds: Charter, words: Words) -> Post:
    """Ask a leader to read and sign a version."""
    text = words("There is a charter to sign: version {number}.", number=words.number(holds.version))
    why = words(
        "It says what we promise customers and what that asks of leaders. Your signature is counted by level; your name "
        "is shown to you and your superior alone."
    )
    paragraphs = [Paragraph(text, why), *_told(holds, words)]
    return Post(text, [*map(block, paragraphs), ActionsBlock(elements=[_sign_button(holds, words)])])


def refused_text(words: Words) -> str:
    """Say that an old version was to be signed."""
    return words("That version does not hold any more, so nothing was signed. This is the new one:")


def _told(holds: Charter, words: Words) -> Iterator[Paragraph]:
    yield Paragraph(words("What we promise our customers"))
    yield Paragraph(text=literal(words.text(holds.promise)))
    yield Paragraph(words("What it asks of leaders"))
    yield Paragraph(text=literal(words.text(holds.asks)))


def _signing(reading: Reading, words: Words) -> list[Block]:
    blocks: list[Block] = [*map(block, _signed(reading, words))]
    if reading.current is not None and reading.leads and not reading.signed:
        blocks.append(ActionsBlock(elements=[_sign_button(reading.current, words)]))
    return blocks


def _signed(reading: Reading, words: Words) -> Iterator[Paragraph]:
    """Say to leaders whether they have signed, and to a superior who of their own leaders has."""
    number = words.number(reading.current.version) if reading.current is not None else ""
    if reading.leads and reading.signed:
        yield Paragraph(text=words("You have signed version {number}.", number=number))
    elif reading.leads:
        yield Paragraph(text=words("You have not signed version {number} yet.", number=number))
    if reading.reports:
        signed = sum(each.signed for each in reading.reports)
        lead = words.many(
            "Of the one leader who reports to you: {signed} signed.",
            "{signed} of the {count} leaders who report to you have signed.",
            len(reading.reports),
            signed=words.number(signed),
        )
        told = {True: words("signed"), False: words("not signed yet")}
        items = tuple((name(each.name), told[each.signed]) for each in reading.reports[:_NAMES_SHOWN])
        yield Paragraph(lead, words("The names are shown to you alone."), items)


def _draft(draft: Charter, words: Words) -> Iterator[Block]:
    title = words("Draft of version {number}", number=words.number(draft.version))
    yield HeaderBlock(text=PlainTextObject(text=title))
    labels = (("Deutsch", draft.promise.de, draft.asks.de), ("English", draft.promise.en, draft.asks.en))
    for language, promise, asks in labels:
        yield block(Paragraph(language))
        yield block(Paragraph(text=literal(promise)))
        yield block(Paragraph(text=literal(asks)))
    yield block(
        Paragraph(
            text=words("Once it is published, every leader gets one message that asks them to sign this version.")
        )
    )
    publish = ButtonElement(
        action_id=Action.CHARTER_PUBLISH,
        style="primary",
        text=PlainTextObject(text=words("Publish")),
        value=draft.fingerprint,
    )
    edit = ButtonElement(
        action_id=f"{Action.COMMAND}/edit", text=PlainTextObject(text=words("Edit")), value=Verb.CHARTER_EDIT
    )
    yield ActionsBlock(elements=[publish, edit])


def _sign_button(holds: Charter, words: Words) -> ButtonElement:
    return ButtonElement(
        action_id=Action.CHARTER_SIGN,
        style="primary",
        text=PlainTextObject(text=words("Sign version {number}", number=words.number(holds.version))),
        value=str(holds.version),
    )


def _input(field: Field, label: str, initial: str) -> Block:
    return InputBlock(
        block_id=field,
        label=PlainTextObject(text=label),
        element=PlainTextInputElement(
            action_id=VALUE, multiline=True, max_length=MOST_CHARACTERS, initial_value=initial or None
        ),
    )
