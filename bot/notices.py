"""Smaller messages: the reminder, what comes again, and their removal, an admin's preview, and files that people asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import posting
from bot.delivery import Sending
from bot.directory import Readers, words_of
from bot.export_sheets import as_xlsx
from bot.i18n import Words
from bot.reconciliation import CannotLookError, find_all, marked
from bot.services import Services
from bot.use_cases import exporting, postponing, previewing, privacy, reminding
from bot.use_cases.export import PublishedWave
from bot.use_cases.inviting import Place, SentFile
from bot.verdicts import Fate, verdict
from bot.views.invitation import invitation
from bot.views.journal import journal_csv
from bot.views.post import Post
from bot.views.preview import preview_post
from bot.views.reminder import reminder
from storage.outbox import Message
from surveys.errors import VorbildError

log = structlog.get_logger()


async def send_reminder(sending: Sending, message: Message) -> None:
    """Remind whoever has not answered. A refusal is swallowed: its row would tell that something was to be sent."""
    wave_id, person_id = message.parameters["wave_id"], message.parameters["person_id"]
    found = await sending.services.run(reminding.reminder, wave_id, person_id)
    if found is None:
        return
    pulse, person = found
    await _post_quietly(sending, person_id, reminder(pulse, await words_of(person, sending.services)), message.id)


async def send_again(sending: Sending, message: Message) -> None:
    """Invite once more whoever put the pulse off and still wants to be asked; refusals are swallowed as a reminder's are."""
    found = await sending.services.run(postponing.again, message.parameters)
    if found is None:
        return
    if message.unsure:
        opened = await sending.client.conversations_open(users=[found.person.id])
        if await find_all(sending.client, opened["channel"]["id"], [found.marker], message.tried_at):
            return
    post = invitation(found.pulse, await words_of(found.person, sending.services))
    await _post_quietly(sending, found.person.id, post, found.marker)


async def _post_quietly(sending: Sending, person_id: str, post: Post, marker: str) -> None:
    try:
        await sending.client.chat_postMessage(
            channel=person_id, text=post.whole, blocks=post.blocks, metadata=marked(marker), unfurl_links=False
        )
    except (SlackApiError, ClientError, TimeoutError, OSError) as error:
        if verdict(error).fate is Fate.PATIENCE:
            raise
        log.warning("reminder_not_sent", reason=verdict(error).code)


async def remove(client: AsyncWebClient, place: Place, markers: Sequence[str]) -> None:
    """Delete what else was sent to a person in a wave, if anything was; asked for everybody alike."""
    try:
        invited_at = datetime.fromtimestamp(float(place.message_ts), UTC)
        copies = await find_all(client, place.channel_id, markers, invited_at)
        for copy in copies:
            await client.chat_delete(channel=copy.channel_id, ts=copy.message_ts)
    except CannotLookError:
        log.warning("reminder_not_looked_for")


async def send_preview(sending: Sending, message: Message) -> Place:
    """Send an admin what an employee will get, marked as a preview."""
    person_id = message.parameters["person_id"]
    words = await Readers(sending.services, sending.client).words_of(person_id)
    pulse = await sending.services.run(previewing.pulse, person_id, message.parameters["survey_id"])
    post = preview_post(invitation(pulse, words), message.parameters["survey_id"], words)
    return await posting.send(sending, message, person_id, post)


async def send_journal(sending: Sending, message: Message) -> SentFile:
    """Send somebody the whole journal as a file."""
    person_id = message.parameters["person_id"]
    words = await Readers(sending.services, sending.client).words_of(person_id)
    entries = await sending.services.run(privacy.whole_journal)
    return await _send_file(sending, person_id, journal_csv(entries, words).encode(), words("settings-journal.csv"))


async def send_export(sending: Sending, message: Message) -> SentFile | None:
    """Send a leader or viewer published figures as a file; who has lost the right meanwhile gets nothing."""
    person_id = message.parameters["person_id"]
    words = await Readers(sending.services, sending.client).words_of(person_id)
    try:
        figures = await sending.services.run(exporting.figures, person_id, message.parameters["survey_id"])
    except VorbildError:
        return None
    content = await sending.services.run(_workbook, figures, words)
    return await _send_file(sending, person_id, content, words("published-figures.xlsx"))


def _workbook(_services: Services, figures: list[PublishedWave], words: Words) -> bytes:
    """Write the file on a use case's thread: it would hold the event loop up."""
    return as_xlsx(figures, words)


async def end_file(sending: Sending, message: Message) -> None:
    """Delete a file that the bot sent; one that somebody has deleted already is none the less gone."""
    try:
        await sending.client.files_delete(file=message.parameters["file_id"])
    except SlackApiError as error:
        if error.response.get("error") not in {"file_not_found", "file_deleted"}:
            raise


async def _send_file(sending: Sending, person_id: str, content: bytes, name: str) -> SentFile:
    opened = await sending.client.conversations_open(users=[person_id])
    answer = await sending.client.files_upload_v2(
        channel=opened["channel"]["id"], file=content, filename=name, title=name.partition(".")[0]
    )
    return SentFile(str(answer["files"][0]["id"]))
