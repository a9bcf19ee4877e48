"""How each kind of owed message reaches Slack: rendered only now, in its reader's language."""

from datetime import datetime

from slack_sdk.errors import SlackApiError

from bot import notices, posting
from bot.card_senders import send_card_answer, send_card_proposals, send_cards_note
from bot.channel_notices import send_channel_notice
from bot.charter_senders import send_charter_note
from bot.check_in_senders import send_check_in_report, send_check_in_small
from bot.commitment_senders import send_commitment_note, send_handover, send_reminder
from bot.delivery import NotYetError, Sender, Sending
from bot.directory import Readers, words_of
from bot.interview_senders import send_interview_note
from bot.reconciliation import find_all, marked
from bot.report_senders import send_leader_report, send_trend_post
from bot.roster_senders import send_roster_preview
from bot.thread_senders import send_answers_note, send_misuse_note, send_replies_note
from bot.use_cases import clearing, inviting, kinds, opt_out
from bot.use_cases.inviting import Place, SentFile
from bot.views.invitation import closing_note, invitation
from bot.voice_senders import (
    send_voice_daily,
    send_voice_digest,
    send_voice_notice,
    send_voice_post,
    send_voice_step,
    update_voice_post,
)
from storage.outbox import Message


async def send_invitation(sending: Sending, message: Message) -> Place | None:
    """Invite one person by direct message."""
    wave_id, person_id = message.parameters["wave_id"], message.parameters["person_id"]
    found = await sending.services.run(inviting.invitation, wave_id, person_id, message.parameters.get("instalment", 1))
    if found is None:
        return None
    if await sending.services.run(opt_out.is_out, person_id):
        return await posting.keep_back(sending, person_id)
    pulse, person = found
    post = invitation(pulse, await words_of(person, sending.services))
    return await posting.send(sending, message, person_id, post)


async def send_closing_note(sending: Sending, message: Message) -> Place | None:
    """Change an invitation, answered or not, into the note that the pulse is closed; one that is not there stays so."""
    wave_id, person_id = message.parameters["wave_id"], message.parameters["person_id"]
    found = await sending.services.run(inviting.closing, wave_id, person_id, message.parameters.get("instalment", 1))
    if found is None:
        return None
    place, person = found
    post = closing_note(await words_of(person, sending.services))
    try:
        await sending.client.chat_update(
            channel=place.channel_id, ts=place.message_ts, text=post.whole, blocks=post.blocks
        )
    except SlackApiError as error:
        if error.response.get("error") != "message_not_found":
            raise
    if markers := [message.parameters[name] for name in ("reminder_id", "again_id") if name in message.parameters]:
        await notices.remove(sending.client, place, markers)
    return None


async def send_held_notice(sending: Sending, message: Message) -> Place | None:
    """Tell an admin that a wave cannot be counted, and why."""
    person_id = message.parameters["person_id"]
    words = await Readers(sending.services, sending.client).words_of(person_id)
    number = message.parameters["wave_number"]
    if message.parameters["exposes"]:
        text = words(
            "Wave {number} is held: the auditor found that its figures could expose somebody. Nothing is published and "
            "nothing is lost. Please report this; `/pulse survey void NAME` gives the wave up.",
            number=number,
        )
    else:
        text = words(
            "Wave {number} cannot be counted: its key is not in the key store. The ballots are untouched. Restore the "
            "key store named by VORBILD_KEYS_URL, or give the wave up with `/pulse survey void NAME`.",
            number=number,
        )
    answer = await sending.client.chat_postMessage(channel=person_id, text=text, metadata=marked(message.id))
    return Place(answer["channel"], answer["ts"])


async def send_remnant_notice(sending: Sending, message: Message) -> Place | None:
    """Tell an admin that a wave's posts are held, and what to do."""
    person_id = message.parameters["person_id"]
    words = await Readers(sending.services, sending.client).words_of(person_id)
    text = words(
        "Wave {number} is counted, but its posts wait: the auditor still finds something of its ballots or key in "
        "{place}. Close whatever else has the database open, such as a backup or a viewer, and run "
        "`vorbild privacy-audit`. The posts go out by themselves once nothing is left.",
        number=message.parameters["wave_number"],
        place=message.parameters["place"],
    )
    answer = await sending.client.chat_postMessage(channel=person_id, text=text, metadata=marked(message.id))
    return Place(answer["channel"], answer["ts"])


async def sweep(sending: Sending, message: Message) -> Place | None:
    """Look once more for a message that was once unsure, and take away all copies but the first."""
    named = message.parameters
    tried_at = datetime.fromisoformat(named["tried_at"])
    for double in (await find_all(sending.client, named["channel_id"], [named["message_id"]], tried_at))[1:]:
        await sending.client.chat_delete(channel=double.channel_id, ts=double.message_ts)
    return None


def when_cleared(send: Sender) -> Sender:
    """Let what a wave says wait until the auditor has looked for what the close may have left."""

    async def send_or_wait(sending: Sending, message: Message) -> Place | SentFile | None:
        if not await sending.services.run(clearing.cleared, message.parameters["wave_id"]):
            raise NotYetError
        return await send(sending, message)

    return send_or_wait


SENDERS: dict[str, Sender] = {
    kinds.INVITATION: send_invitation,
    kinds.CLOSING_NOTE: send_closing_note,
    kinds.TREND_POST: when_cleared(send_trend_post),
    kinds.LEADER_REPORT: when_cleared(send_leader_report),
    kinds.HELD_NOTICE: send_held_notice,
    kinds.REMINDER: notices.send_reminder,
    kinds.POSTPONED: notices.send_again,
    kinds.PREVIEW: notices.send_preview,
    kinds.JOURNAL_FILE: notices.send_journal,
    kinds.EXPORT: notices.send_export,
    kinds.FILE_END: notices.end_file,
    kinds.REMNANT_NOTICE: send_remnant_notice,
    kinds.SWEEP: sweep,
    kinds.ROSTER_PREVIEW: send_roster_preview,
    kinds.REPLIES_NOTE: send_replies_note,
    kinds.ANSWERS_NOTE: send_answers_note,
    kinds.MISUSE_NOTE: send_misuse_note,
    kinds.CHARTER_NOTE: send_charter_note,
    kinds.CARD_PROPOSALS: send_card_proposals,
    kinds.CARD_ANSWER: send_card_answer,
    kinds.CARDS_NOTE: send_cards_note,
    kinds.COMMITMENT_NOTE: send_commitment_note,
    kinds.COMMITMENT_REMINDER: send_reminder,
    kinds.COMMITMENT_HANDOVER: send_handover,
    kinds.CHECK_IN_REPORT: when_cleared(send_check_in_report),
    kinds.CHECK_IN_SMALL: send_check_in_small,
    kinds.INTERVIEW: send_interview_note,
    kinds.INTERVIEW_SHOWN: send_interview_note,
    kinds.CHANNEL_NOTICE: send_channel_notice,
    kinds.VOICE_POST: send_voice_post,
    kinds.VOICE_UPDATE: update_voice_post,
    kinds.VOICE_STEP: send_voice_step,
    kinds.VOICE_NOTICE: send_voice_notice,
    kinds.VOICE_DIGEST: send_voice_digest,
    kinds.VOICE_DAILY: send_voice_daily,
}
