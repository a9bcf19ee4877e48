"""How the note about a new charter reaches its leaders."""

from bot import posting
from bot.delivery import Sending
from bot.directory import words_of
from bot.use_cases import charter
from bot.use_cases.inviting import Place
from bot.views.charter import charter_note
from storage.outbox import Message


async def send_charter_note(sending: Sending, message: Message) -> Place | None:
    """Ask a leader to sign a version; nothing where it is signed or superseded by now."""
    person_id = message.parameters["person_id"]
    found = await sending.services.run(charter.note, message.parameters["version"], person_id)
    if found is None:
        return None
    holds, person = found
    post = charter_note(holds, await words_of(person, sending.services))
    return await posting.send(sending, message, person_id, post)
