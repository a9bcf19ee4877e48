"""How news about commitments reaches Slack: the team's, a leader's reminder, and a successor's question."""

from collections.abc import Callable

from bot import posting
from bot.delivery import Sending
from bot.directory import words_of
from bot.i18n import Words
from bot.use_cases import commitment_notes
from bot.use_cases.inviting import Place
from bot.views import commitments as view_of
from bot.views.post import Post
from storage.outbox import Message
from surveys.commitments import News


async def send_commitment_note(sending: Sending, message: Message) -> Place | None:
    """Tell one member of the team."""
    named = message.parameters
    found = await sending.services.run(commitment_notes.news, named["event_id"], named["person_id"])
    return await _send(sending, message, found, view_of.commitment_note)


async def send_reminder(sending: Sending, message: Message) -> Place | None:
    """Remind a leader of what is soon due; nothing where it is settled by now."""
    named = message.parameters
    found = await sending.services.run(commitment_notes.reminder, named["commitment_id"], named["person_id"])
    return await _send(sending, message, found, view_of.reminder)


async def send_handover(sending: Sending, message: Message) -> Place | None:
    """Ask a successor; nothing where they have answered, or lead no more."""
    named = message.parameters
    found = await sending.services.run(commitment_notes.handover, named["event_id"], named["person_id"])
    return await _send(sending, message, found, view_of.handover)


async def _send(
    sending: Sending, message: Message, found: News | None, show: Callable[[News, Words], Post]
) -> Place | None:
    if found is None:
        return None
    post = show(found, await words_of(found.person, sending.services))
    return await posting.send(sending, message, found.person.id, post)
