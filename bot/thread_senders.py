"""How notes about threads reach Slack: to everybody who was asked, to a leader, to an admin."""

from bot import posting
from bot.delivery import Sending
from bot.directory import Readers
from bot.use_cases import threads
from bot.use_cases.inviting import Place
from bot.views.thread_notes import answers_note, misuse_note, replies_note
from storage.outbox import Message


async def send_replies_note(sending: Sending, message: Message) -> Place | None:
    """Tell one of those who were invited that there are replies to comments; who has left or opted out is told nothing."""
    note = await _note(sending, message)
    words = await Readers(sending.services, sending.client).words_of(message.parameters["person_id"])
    post = replies_note(note.survey_name, note.wave_number, words)
    wanted = note.on_roster and not note.opted_out
    return await posting.send(sending, message, message.parameters["person_id"], post) if wanted else None


async def send_answers_note(sending: Sending, message: Message) -> Place | None:
    """Tell a leader that there are answers beneath comments; who has left is told nothing."""
    note = await _note(sending, message)
    words = await Readers(sending.services, sending.client).words_of(message.parameters["person_id"])
    post = answers_note(message.parameters["wave_id"], message.parameters["unit_id"], note.unit_name, words)
    return await posting.send(sending, message, message.parameters["person_id"], post) if note.on_roster else None


async def send_misuse_note(sending: Sending, message: Message) -> Place | None:
    """Tell an admin that misuse of a thread is reported."""
    note = await _note(sending, message)
    words = await Readers(sending.services, sending.client).words_of(message.parameters["person_id"])
    return await posting.send(
        sending,
        message,
        message.parameters["person_id"],
        misuse_note(message.parameters["comment_id"], note.unit_name, words),
    )


async def _note(sending: Sending, message: Message) -> threads.Note:
    named = message.parameters
    return await sending.services.run(threads.note, named["wave_id"], named["person_id"], named.get("unit_id", ""))
