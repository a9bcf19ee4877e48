"""Customer voice: the form in which a word is relayed, how an entry is shown, and the Home tab's section."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    PlainTextInputElement,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.literal import clip, literal, name
from bot.views.choices import one
from bot.views.escape import escape
from bot.views.ids import VALUE, Action, Callback, Field
from bot.views.paragraphs import Paragraph, block
from bot.views.post import Post
from bot.views.receipts import enter_button
from bot.views.state import FieldsError, ModalState
from bot.views.threads import marked, plain
from surveys.errors import Message, VorbildError, say
from surveys.voice import GROUP_CHARACTERS, MOST_CHARACTERS, Draft, Entry, Kind, State, Urgency, fingerprint

_NAMED, _ANONYMOUS = "named", "anonymous"
_TEASER = 200
_OPEN_SHOWN = 5
_FALLBACK = 300
_SHOWN = 2900


class _Metadata(BaseModel):
    """The token that names a draft, and the text of which its relayer was warned."""

    model_config = ConfigDict(extra="forbid", strict=True)

    token: str
    warned_of: str = ""


def relay_form(token: bytes, words: Words, text: str = "") -> View:
    """Build the form; `text` is what a message said."""
    draft = Draft(token, Kind.TIP, text[:MOST_CHARACTERS], "", Urgency.SOON, anonymous=False)
    return _form(draft, [], words)


def warned_form(draft: Draft, names: Sequence[str], words: Words) -> View:
    """Show the form again: the text names people of the roster; submitted unchanged, it goes out all the same."""
    text = words(
        "This seems to name {names}. Please leave names out: it is about what the customer needs, not about who is to "
        "blame. If a name has to stand there, submit it once more as it is.",
        names=", ".join(name(each) for each in names[:5]),
    )
    warned = Draft(**{**vars(draft), "warned_of": fingerprint(f"{draft.group.strip()} {draft.text.strip()}")})
    return _form(warned, [block(Paragraph(words("Nothing is relayed yet."), text))], words)


def read_draft(view: Mapping[str, Any]) -> Draft:
    """Read the form; who relays is told by Slack's payload alone."""
    state, metadata = ModalState(view), _metadata(view)
    kind, urgency, named = (state.choice(each) for each in (Field.VOICE_KIND, Field.VOICE_URGENCY, Field.VOICE_NAME))
    text = state.text(Field.VOICE_TEXT).strip()
    problems: dict[str, Message] = {}
    if kind not in set(Kind):
        problems[Field.VOICE_KIND] = say("Choose what it is.")
    if not text:
        problems[Field.VOICE_TEXT] = say("Write what the customer said.")
    if len(text) > MOST_CHARACTERS:
        problems[Field.VOICE_TEXT] = say("At most {count} characters fit. Please shorten it.", count=MOST_CHARACTERS)
    if urgency not in set(Urgency):
        problems[Field.VOICE_URGENCY] = say("Choose how soon somebody should look.")
    if named not in {_NAMED, _ANONYMOUS}:
        problems[Field.VOICE_NAME] = say("Choose whether your name goes with it.")
    if problems:
        raise FieldsError(problems)
    group = state.text(Field.VOICE_GROUP).strip()
    chosen = (Kind(str(kind)), text, group, Urgency(str(urgency)))
    return Draft(bytes.fromhex(metadata.token), *chosen, named == _ANONYMOUS, metadata.warned_of)


def relayed_modal(entry: Entry, code: str, words: Words) -> View:
    """Say what happens now; an anonymous relayer gets the code that nobody can give them again."""
    if not code:
        text = words("Relayed, with your name. You hear from me when somebody has seen it and when it is closed.")
        return _modal([plain(text)], words)
    when = words("It is shown to leaders on {day}, without a name or a time.", day=words.day(entry.received_on))
    kept = words(
        "Keep this code: with it you can read what became of it, under “Enter a code” in the Home tab. It is shown only "
        "now, and stored nowhere."
    )
    return _modal([marked(f"*{words('Your code')}*\n`{code}`\n{kept}"), plain(when)], words)


def entry_modal(entry: Entry, words: Words) -> View:
    """Show what a receipt or a click opens: the entry and what became of it."""
    return _modal([*_told(entry, words), block(Paragraph(text=state_text(entry, words)))], words)


def close_form(entry_id: str, words: Words) -> View:
    """Ask what was done."""
    return View(
        type="modal",
        callback_id=Callback.VOICE_CLOSE,
        private_metadata=entry_id,
        title=PlainTextObject(text=words("Customer voice")),
        submit=PlainTextObject(text=words("Close the entry")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            _input(
                Field.VOICE_DONE,
                words("What was done"),
                PlainTextInputElement(action_id=VALUE, multiline=True, max_length=MOST_CHARACTERS),
                hint=words("Whoever relayed it reads this, and so does the channel."),
            )
        ],
    )


def read_close(view: Mapping[str, Any]) -> tuple[str, str]:
    """Read which entry is closed, and what was done."""
    return str(view.get("private_metadata", "")), ModalState(view).text(Field.VOICE_DONE)


def entry_post(entry: Entry, relayer: str, handler: str, words: Words) -> Post:
    """Show an entry in its channel, as it stands."""
    title = _title(entry, words)
    who = words("Relayed by {person}.", person=name(relayer)) if relayer else words("Relayed without a name.")
    blocks = [
        *_told(entry, words),
        block(Paragraph(text=who)),
        block(Paragraph(text=state_text(entry, words, handler))),
    ]
    return Post(f"{escape(title)}: {escape(clip(literal(entry.text), _FALLBACK))}", [*blocks, *_buttons(entry, words)])


def state_text(entry: Entry, words: Words, handler: str = "") -> str:
    """Say where an entry stands, since when, and what was done."""
    if entry.waits:
        return words("It is shown to leaders on {day}.", day=words.day(entry.received_on))
    if entry.state is State.RECEIVED:
        return words("Received {day}; nobody has acknowledged it yet.", day=words.day(entry.received_on))
    who = name(handler) or words("a leader")
    if entry.state is State.ACKNOWLEDGED and entry.acknowledged_on:
        return words("Acknowledged by {person}, {day}.", person=who, day=words.day(entry.acknowledged_on))
    day = words.day(entry.closed_on or entry.received_on)
    return words("Closed by {person}, {day}: {done}", person=who, day=day, done=clip(literal(entry.done), _SHOWN))


def my_voice(entries: Sequence[Entry], waiting: Sequence[Entry], words: Words, *, daily: bool) -> list[Block]:
    """Show in the Home tab how a word is relayed, what became of one's own, and to leaders what is open."""
    text = words(
        "Did a customer tell you something? Relay it in two taps, with your name or without. Leaders look after it, and "
        "you learn what became of it."
    )
    blocks: list[Block] = [
        HeaderBlock(text=PlainTextObject(text=words("Customer voice"))),
        plain(text),
        ActionsBlock(elements=[relay_button(words), enter_button(words), daily_button(words, on=not daily)]),
    ]
    if entries:
        items = tuple((_title(each, words), _brief(each, words)) for each in entries)
        blocks.append(block(Paragraph(words("What you relayed by name"), items=items)))
    if waiting:
        blocks.append(block(Paragraph(words.many("One entry is open.", "{count} entries are open.", len(waiting)))))
    for entry in waiting[:_OPEN_SHOWN]:
        blocks += [block(Paragraph(_title(entry, words), _brief(entry, words))), *_buttons(entry, words)]
    return blocks


def relay_button(words: Words) -> ButtonElement:
    """Make the button that opens the form."""
    text = PlainTextObject(text=words("Relay a customer's word"))
    return ButtonElement(action_id=Action.VOICE_RELAY, text=text, style="primary")


def daily_button(words: Words, *, on: bool) -> ButtonElement:
    """Make the button that switches one's own daily question."""
    text = words("Ask me daily") if on else words("Ask me no more")
    return ButtonElement(action_id=Action.VOICE_DAILY, text=PlainTextObject(text=text), value="on" if on else "off")


def daily_text(words: Words, *, on: bool) -> str:
    """Say what the switch did, and how to turn it back."""
    if on:
        return words(
            "I ask you at the end of each working day, once. Nobody else learns of it. `/pulse voice daily off` ends it."
        )
    return words("I ask you no more. `/pulse voice daily on` brings the question back.")


def channel_text(kinds: Sequence[Kind], channel_id: str, words: Words) -> str:
    """Say what goes where from now on."""
    told = ", ".join(words.message(kind.told()) for kind in kinds)
    return words("*What customers say goes to {channel} from now on:* {kinds}.", channel=f"<#{channel_id}>", kinds=told)


def _form(draft: Draft, above: Sequence[Block], words: Words) -> View:
    metadata = _Metadata(token=draft.token.hex(), warned_of=draft.warned_of)
    return View(
        type="modal",
        callback_id=Callback.VOICE_RELAY,
        private_metadata=metadata.model_dump_json(),
        title=PlainTextObject(text=words("Customer voice")),
        submit=PlainTextObject(text=words("Relay")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[*above, *_inputs(draft, words)],
    )


def _inputs(draft: Draft, words: Words) -> Iterator[Block]:
    kinds = [(kind.value, words.message(kind.told())) for kind in Kind]
    yield _input(Field.VOICE_KIND, words("What it is"), one(kinds, draft.kind))
    text = PlainTextInputElement(
        action_id=VALUE, multiline=True, max_length=MOST_CHARACTERS, initial_value=draft.text or None
    )
    hint = words("Name nobody of our staff: it is about what the customer needs, not about who is to blame.")
    yield _input(Field.VOICE_TEXT, words("What the customer said"), text, hint=hint)
    group = PlainTextInputElement(
        action_id=VALUE, max_length=GROUP_CHARACTERS, initial_value=draft.group[:GROUP_CHARACTERS] or None
    )
    about = words("Such as a branch of trade or a product; no name of a customer is needed.")
    yield _input(Field.VOICE_GROUP, words("Customer group or product"), group, hint=about, optional=True)
    urgencies = [(each.value, words.message(each.told())) for each in Urgency]
    yield _input(Field.VOICE_URGENCY, words("How urgent"), one(urgencies, draft.urgency))
    names = [(_NAMED, words("With my name")), (_ANONYMOUS, words("Without my name"))]
    kept = words(
        "With your name you hear from me what became of it. Without, nothing is stored that tells it was you: it is shown "
        "with the next daily batch, and you get a code."
    )
    chosen = _ANONYMOUS if draft.anonymous else _NAMED
    yield _input(Field.VOICE_NAME, words("Your name"), one(names, chosen), hint=kept)


def _input(
    field: Field, label: str, element: InputInteractiveElement, *, hint: str = "", optional: bool = False
) -> Block:
    told = PlainTextObject(text=hint) if hint else None
    return InputBlock(block_id=field, label=PlainTextObject(text=label), element=element, hint=told, optional=optional)


def _told(entry: Entry, words: Words) -> list[Block]:
    return [
        block(Paragraph(_title(entry, words), words.message(entry.urgency.told()))),
        block(Paragraph(text=clip(literal(entry.text), _SHOWN))),
    ]


def _title(entry: Entry, words: Words) -> str:
    kind = words.message(entry.kind.told())
    return f"{kind} · {name(entry.group)}" if entry.group else kind


def _brief(entry: Entry, words: Words) -> str:
    return f"{clip(' '.join(literal(entry.text).split()), _TEASER)} · {state_text(entry, words)}"


def _buttons(entry: Entry, words: Words) -> list[Block]:
    buttons = []
    if entry.state is State.RECEIVED:
        buttons.append(_button(Action.VOICE_ACKNOWLEDGE, words("Acknowledge"), entry))
    if entry.is_open:
        buttons.append(_button(Action.VOICE_CLOSE, words("Close with what was done"), entry))
    return [ActionsBlock(elements=buttons)] if buttons else []


def _button(action: Action, text: str, entry: Entry) -> ButtonElement:
    return ButtonElement(action_id=f"{action}/{entry.id}", text=PlainTextObject(text=text), value=entry.id)


def _modal(blocks: list[Block], words: Words) -> View:
    return View(
        type="modal",
        callback_id=Callback.VOICE,
        title=PlainTextObject(text=words("Customer voice")),
        close=PlainTextObject(text=words("Close")),
        blocks=blocks,
    )


def _metadata(view: Mapping[str, Any]) -> _Metadata:
    try:
        metadata = _Metadata.model_validate_json(str(view.get("private_metadata", "")))
        bytes.fromhex(metadata.token)
    except (ValidationError, ValueError):
        raise VorbildError(say("This form is not valid any more. Please open it again; nothing was stored.")) from None
    return metadata
