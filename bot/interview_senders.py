"""How interviewers are asked for a sheet, and told that all of them can be read."""

from bot import posting
from bot.delivery import Sending
from bot.directory import words_of
from bot.use_cases import interviews, kinds
from bot.use_cases.inviting import Place
from bot.views.interviews import asked_note, shown_note
from storage.outbox import Message


async def send_interview_note(sending: Sending, message: Message) -> Place | None:
    """Send either message; nothing where the sheets are deleted by now."""
    named = message.parameters
    found = await sending.services.run(interviews.note, named["person_id"], named["code"])
    if found is None:
        return None
    words = await words_of(found.person, sending.services)
    asks = message.kind == kinds.INTERVIEW
    post = asked_note(found.reading, found.asker_name, words) if asks else shown_note(found.reading, words)
    return await posting.send(sending, message, named["person_id"], post)
