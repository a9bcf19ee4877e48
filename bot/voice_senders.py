"""How customer voice reaches Slack: posts that show where an entry stands, notes to relayers, the digest."""

from datetime import date

from bot import posting
from bot.delivery import NotYetError, Sending
from bot.directory import Readers, channel_words, words_of
from bot.reconciliation import marked
from bot.use_cases import voice_posts, voice_rounds
from bot.use_cases.inviting import Place
from bot.views.voice import entry_post
from bot.views.voice_notes import channel_notice, daily_question, digest_post, step_note
from storage.outbox import Message
from surveys.voice import State


async def send_voice_post(sending: Sending, message: Message) -> Place | None:
    """Show an entry in its channel."""
    found = await sending.services.run(voice_posts.posted, message.parameters["entry_id"])
    if found is None:
        return None
    words = await channel_words(found.locale, sending.services)
    post = entry_post(found.entry, found.relayer, found.handler, words)
    return await posting.send(sending, message, message.parameters["channel_id"], post)


async def update_voice_post(sending: Sending, message: Message) -> Place | None:
    """Let a post show where its entry stands now; one that is still owed comes first."""
    found = await sending.services.run(voice_posts.posted, message.parameters["entry_id"])
    if found is None or found.entry.channel_id is None:
        return None
    if found.entry.message_ts is None:
        raise NotYetError
    words = await channel_words(found.locale, sending.services)
    post = entry_post(found.entry, found.relayer, found.handler, words)
    await sending.client.chat_update(
        channel=found.entry.channel_id, ts=found.entry.message_ts, text=post.whole, blocks=post.blocks
    )
    return None


async def send_voice_step(sending: Sending, message: Message) -> Place | None:
    """Tell a relayer of a step; one that another has overtaken is left out."""
    found = await sending.services.run(voice_posts.step_of, message.parameters["entry_id"])
    if found is None or found[1].entry.state is not State(message.parameters["state"]):
        return None
    person, posted = found
    post = step_note(posted.entry, posted.handler, await words_of(person, sending.services))
    return await posting.send(sending, message, person.id, post)


async def send_voice_notice(sending: Sending, message: Message) -> Place | None:
    """Tell an admin that there is no channel, or that one does not take posts."""
    person_id = message.parameters["person_id"]
    words = await Readers(sending.services, sending.client).words_of(person_id)
    text = channel_notice(message.parameters["channel_id"], words)
    answer = await sending.client.chat_postMessage(channel=person_id, text=text, metadata=marked(message.id))
    return Place(answer["channel"], answer["ts"])


async def send_voice_digest(sending: Sending, message: Message) -> Place | None:
    """Sum up a week in its channel."""
    named = message.parameters
    monday = date.fromisoformat(named["monday"])
    found = await sending.services.run(voice_rounds.digest, monday, named["kinds"])
    if found is None:
        return None
    digest, locale = found
    post = digest_post(digest, await channel_words(locale, sending.services))
    return await posting.send(sending, message, named["channel_id"], post)


async def send_voice_daily(sending: Sending, message: Message) -> Place | None:
    """Ask whoever still wants to be asked, and works today."""
    named = message.parameters
    person = await sending.services.run(voice_rounds.asked, named["person_id"], date.fromisoformat(named["day"]))
    if person is None:
        return None
    return await posting.send(sending, message, person.id, daily_question(await words_of(person, sending.services)))
