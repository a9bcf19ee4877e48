"""Contribution cards: as everybody reads them, with what waits for their leader, and notes about them."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock, PlainTextObject
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.literal import clip, literal, name
from bot.views.escape import escape
from bot.views.ids import Action, Callback
from bot.views.labels import told_apart
from bot.views.paragraphs import Paragraph, block
from bot.views.post import Post
from surveys.cards import Part, Proposal, ProposalState, Reading
from surveys.roster import Unit

_HEADER_CHARACTERS = 150
_BUTTON_CHARACTERS = 75
_TEASER = 300
_UNITS_SHOWN = 5


def card_modal(reading: Reading, words: Words, *, note: str = "") -> View:
    """Show a card, what can be done with it, and the proposals that wait."""
    blocks: list[Block] = [block(Paragraph(note))] if note else []
    blocks += [_header(name(reading.unit.name)), *map(block, _told(reading, words)), *_buttons(reading, words)]
    if reading.proposals:
        blocks.append(_header(words("Proposals that wait")))
        blocks += [each for proposal in reading.proposals for each in _proposal(proposal, reading, words)]
    return View(
        type="modal",
        callback_id=Callback.CARD,
        title=PlainTextObject(text=words("Contribution card")),
        close=PlainTextObject(text=words("Close")),
        blocks=told_apart(blocks),
    )


def my_cards(readings: Sequence[Reading], words: Words) -> list[Block]:
    """Show in the Home tab the cards that concern somebody: of their unit, and of those they lead."""
    blocks: list[Block] = []
    for reading in readings[:_UNITS_SHOWN]:
        title = words("Contribution card: {unit}", unit=name(reading.unit.name))
        blocks.append(_header(title))
        blocks += map(block, _brief(reading, words))
        blocks += _buttons(reading, words, reads=True)
    return blocks


def proposals_note(reading: Reading, words: Words) -> Post:
    """Tell a leader that somebody proposes a change of a card."""
    text = words("There are proposals for the contribution card of “{unit}”.", unit=name(reading.unit.name))
    return _post(text, words("You decide which of them stands on the card."), [_open(reading.unit, words)])


def answer_note(proposal: Proposal, unit: Unit, words: Words) -> Post:
    """Tell somebody what became of their proposal."""
    if proposal.state is ProposalState.ACCEPTED:
        text = words("Your proposal stands on the card of “{unit}” now.", unit=name(unit.name))
    else:
        text = words(
            "Your proposal for the card of “{unit}” was not taken up. Ask your leader why.", unit=name(unit.name)
        )
    return _post(text, f"{words.message(proposal.part.told())}: {literal(proposal.text)}", [_open(unit, words)])


def late_note(readings: Sequence[Reading], words: Words) -> Post:
    """Tell a leader which of their units have no card, or one older than a year."""
    text = words("A contribution card is missing or older than a year.")
    why = words(
        "It says for whom a unit works and how a good result is noticed. You hear of this once a quarter at most."
    )
    items = tuple((name(each.unit.name), _age(each, words)) for each in readings)
    buttons = [_open(each.unit, words, named=True) for each in readings[:_UNITS_SHOWN]]
    return Post(text, [block(Paragraph(text, why, items)), ActionsBlock(elements=buttons)])


def _told(reading: Reading, words: Words) -> Iterator[Paragraph]:
    for part in Part:
        yield Paragraph(words.message(part.told()))
        yield Paragraph(text=literal(reading.card.text(part)) or words("Nothing stands here yet."))
    yield Paragraph(text=_age(reading, words))


def _brief(reading: Reading, words: Words) -> Iterator[Paragraph]:
    """Say in the Home tab what the card says of customers and promise, how old it is, and how many proposals wait."""
    for part in (Part.CUSTOMERS, Part.PROMISE):
        if reading.card.text(part):
            yield Paragraph(f"{words.message(part.told())}:", clip(literal(reading.card.text(part)), _TEASER))
    yield Paragraph(text=_age(reading, words))
    if reading.proposals and reading.leads:
        count = len(reading.proposals)
        yield Paragraph(words.many("One proposal waits for you.", "{count} proposals wait for you.", count))


def _age(reading: Reading, words: Words) -> str:
    if reading.card.changed_on is None:
        return words("This unit has no card yet. Its leader writes it; everybody of the unit can propose something.")
    day = words.short_day(reading.card.changed_on)
    if reading.outdated:
        return words("Last changed {day}: more than a year ago. Does it still hold?", day=day)
    return words("Last changed {day}.", day=day)


def _buttons(reading: Reading, words: Words, *, reads: bool = False) -> list[Block]:
    unit_id = reading.unit.id
    elements = []
    if reads and (reading.card.texts or reading.proposals):
        elements.append(_open(reading.unit, words))
    if reading.leads:
        text = words("Change the card") if reading.card.texts else words("Write the card")
        elements.append(_button(Action.CARD_WRITE, text, unit_id))
    if reading.belongs:
        elements.append(_button(Action.CARD_PROPOSE, words("Propose a change"), unit_id))
    return [ActionsBlock(elements=elements)] if elements else []


def _proposal(proposal: Proposal, reading: Reading, words: Words) -> Iterator[Block]:
    who = words("{person} proposes", person=name(proposal.name) or words("Somebody who has left"))
    hint = words("The card was changed here since; it stays open.") if proposal.overtaken(reading.card) else ""
    yield block(Paragraph(f"{who}: {words.message(proposal.part.told())}", last=hint))
    yield block(Paragraph(text=literal(proposal.text)))
    if reading.leads:
        accept = _button(Action.CARD_ACCEPT, words("Accept"), str(proposal.id), style="primary")
        decline = _button(Action.CARD_DECLINE, words("Decline"), str(proposal.id))
        yield ActionsBlock(elements=[accept, decline])


def _post(text: str, more: str, buttons: list[ButtonElement]) -> Post:
    return Post(escape(text), [block(Paragraph(text, more)), ActionsBlock(elements=buttons)])


def _open(unit: Unit, words: Words, *, named: bool = False) -> ButtonElement:
    text = words("Open the card: {unit}", unit=name(unit.name)) if named else words("Open the card")
    return _button(Action.CARD, clip(text, _BUTTON_CHARACTERS), unit.id)


def _button(action: Action, text: str, value: str, *, style: str | None = None) -> ButtonElement:
    """Make a button; several of one kind stand in one message, so its id carries what it is about."""
    return ButtonElement(action_id=f"{action}/{value}"[:255], text=PlainTextObject(text=text), value=value, style=style)


def _header(text: str) -> Block:
    return HeaderBlock(text=PlainTextObject(text=clip(text, _HEADER_CHARACTERS), emoji=False))
