"""The forms of a contribution card: writing it, and proposing a change; with what comes back from them."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement, PlainTextObject
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.choices import one
from bot.views.ids import VALUE, Callback, Field
from bot.views.paragraphs import Paragraph, block
from bot.views.state import FieldsError, ModalState
from surveys.cards import MOST_CHARACTERS, Card, Part, Proposal, Reading, fingerprint
from surveys.errors import Message, VorbildError, say


class _Metadata(BaseModel):
    """Which card a form is about, and the text it began with: of the whole, and of each part."""

    model_config = ConfigDict(extra="forbid", strict=True)

    unit_id: str
    seen: str
    parts: dict[str, str] = {}


def card_form(reading: Reading, words: Words) -> View:
    """Build the leader's form, filled in with what stands on the card."""
    hint = words("Write it in the language in which the unit works, and short enough to be known by heart.")
    inputs = [_text(part, words.message(part.told()), reading.card.text(part), optional=True) for part in Part]
    metadata = _Metadata(unit_id=reading.unit.id, seen=reading.card.fingerprint)
    return _form(Callback.CARD_WRITE, metadata, words("Save"), [block(Paragraph(text=hint)), *inputs], words)


def read_card(view: Mapping[str, Any]) -> tuple[Card, str]:
    """Read the leader's form: the card, and the fingerprint of the text it began with."""
    state, metadata = ModalState(view), _metadata(view)
    texts = {part: state.text(part).strip() for part in Part}
    written = {part: text for part, text in texts.items() if text}
    if not written:
        raise FieldsError({Part.CUSTOMERS: say("Fill in at least one part of the card.")})
    return Card(metadata.unit_id, written), metadata.seen


def proposal_form(reading: Reading, words: Words) -> View:
    """Build the form in which somebody of the unit proposes a change of one part."""
    hint = words(
        "Your leader and your unit see the proposal with your name: it is no answer to a pulse. For what nobody should "
        "connect with you, use the comment of a pulse."
    )
    pairs = [(part.value, words.message(part.told())) for part in Part]
    metadata = _Metadata(
        unit_id=reading.unit.id,
        seen=reading.card.fingerprint,
        parts={part.value: fingerprint(reading.card.text(part)) for part in Part},
    )
    blocks = [
        block(Paragraph(text=hint)),
        InputBlock(
            block_id=Field.PART,
            label=PlainTextObject(text=words("What it is about")),
            element=one(pairs, Part.CUSTOMERS),
        ),
        _text(Field.PROPOSAL, words("What should stand there"), ""),
    ]
    return _form(Callback.CARD_PROPOSE, metadata, words("Propose"), blocks, words)


def read_proposal(view: Mapping[str, Any]) -> Proposal:
    """Read the proposal; who makes it is told by Slack's payload alone."""
    state, metadata = ModalState(view), _metadata(view)
    part, text = state.choice(Field.PART), state.text(Field.PROPOSAL).strip()
    problems: dict[str, Message] = {}
    if part not in set(Part):
        problems[Field.PART] = say("Choose what the proposal is about.")
    if not text:
        problems[Field.PROPOSAL] = say("Write what should stand there.")
    if problems:
        raise FieldsError(problems)
    chosen = Part(str(part))
    return Proposal(0, metadata.unit_id, chosen, text, "", metadata.parts.get(chosen.value, ""))


def _metadata(view: Mapping[str, Any]) -> _Metadata:
    try:
        return _Metadata.model_validate_json(str(view.get("private_metadata", "")))
    except ValidationError:
        raise VorbildError(say("This form is not valid any more. Please open it again; nothing was stored.")) from None


def _form(callback: Callback, metadata: _Metadata, submit: str, blocks: list[Block], words: Words) -> View:
    return View(
        type="modal",
        callback_id=callback,
        private_metadata=metadata.model_dump_json(),
        title=PlainTextObject(text=words("Contribution card")),
        submit=PlainTextObject(text=submit),
        close=PlainTextObject(text=words("Cancel")),
        blocks=blocks,
    )


def _text(block_id: str, label: str, initial: str, *, optional: bool = False) -> Block:
    element = PlainTextInputElement(
        action_id=VALUE, multiline=True, max_length=MOST_CHARACTERS, initial_value=initial or None
    )
    return InputBlock(block_id=block_id, label=PlainTextObject(text=label), optional=optional, element=element)
