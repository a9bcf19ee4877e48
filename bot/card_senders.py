"""How notes about contribution cards reach Slack: to leaders, and to whoever proposed something."""

from bot import posting
from bot.delivery import Sending
from bot.directory import words_of
from bot.use_cases import cards
from bot.use_cases.inviting import Place
from bot.views.cards import answer_note, late_note, proposals_note
from storage.outbox import Message


async def send_card_proposals(sending: Sending, message: Message) -> Place | None:
    """Tell a leader that proposals wait; nothing where none does any more."""
    named = message.parameters
    found = await sending.services.run(cards.waiting, named["person_id"], named["unit_id"])
    if found is None:
        return None
    person, reading = found
    return await posting.send(
        sending,
        message,
        message.parameters["person_id"],
        proposals_note(reading, await words_of(person, sending.services)),
    )


async def send_card_answer(sending: Sending, message: Message) -> Place | None:
    """Tell somebody what became of their proposal."""
    found = await sending.services.run(cards.answered, message.parameters["number"])
    if found is None:
        return None
    post = answer_note(found.proposal, found.unit, await words_of(found.person, sending.services))
    return await posting.send(sending, message, message.parameters["person_id"], post)


async def send_cards_note(sending: Sending, message: Message) -> Place | None:
    """Tell a leader which cards are missing or old; nothing where none is any more."""
    found = await sending.services.run(cards.late_cards, message.parameters["person_id"])
    if found is None:
        return None
    person, late = found
    return await posting.send(
        sending, message, message.parameters["person_id"], late_note(late, await words_of(person, sending.services))
    )
