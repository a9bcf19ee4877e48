"""Tells admins that a leadership channel cannot be posted to, and what to do about it."""

from bot.delivery import Sending
from bot.directory import Readers
from bot.i18n import Words
from bot.literal import name
from bot.reconciliation import marked
from bot.use_cases import unreachable
from bot.use_cases.inviting import Place
from bot.use_cases.unreachable import Trouble
from bot.views.escape import escape
from storage.outbox import Message


async def send_channel_notice(sending: Sending, message: Message) -> Place | None:
    """Tell one admin."""
    named = message.parameters
    found = await sending.services.run(unreachable.trouble, named["wave_id"], named["unit_id"], named["code"])
    words = await Readers(sending.services, sending.client).words_of(named["person_id"])
    answer = await sending.client.chat_postMessage(
        channel=named["person_id"], text=channel_notice(found, words), metadata=marked(message.id)
    )
    return Place(answer["channel"], answer["ts"])


def channel_notice(found: Trouble, words: Words) -> str:
    """Say what is wrong and how to mend it; Slack reads it as mrkdwn."""
    survey, unit, channel = escape(name(found.survey_name)), escape(name(found.unit_name)), f"<#{found.channel_id}>"
    if found.code == unreachable.UNIT_GONE:
        return words(
            "“{survey}” names a leadership channel for “{unit}”, which is not in the organisation any more: nothing "
            "was posted there. Take it out with `/pulse survey edit {survey}`.",
            survey=survey,
            unit=unit,
        )
    if found.code == unreachable.ARCHIVED:
        return words(
            "The trend post of “{survey}” for “{unit}” waits: its channel {channel} is archived. Bring it back, or "
            "choose another with `/pulse survey edit {survey}`. It is tried again every six hours; nothing is lost.",
            survey=survey,
            unit=unit,
            channel=channel,
        )
    return words(
        "The trend post of “{survey}” for “{unit}” waits: the bot is not in its channel {channel}. Invite it there "
        "with `/invite`, or choose another channel with `/pulse survey edit {survey}`. It is tried again every six "
        "hours; nothing is lost.",
        survey=survey,
        unit=unit,
        channel=channel,
    )
