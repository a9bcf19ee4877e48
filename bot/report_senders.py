"""How reports reach Slack: the trend post of a unit and a leader's own report, with pictures that Slack takes."""

import asyncio
from collections.abc import AsyncIterator, Callable

from slack_sdk.errors import SlackApiError

from bot.delivery import Sending
from bot.directory import channel_words, words_of
from bot.i18n import Words
from bot.reconciliation import marked
from bot.uploads import pictures_of
from bot.use_cases import reporting, results
from bot.use_cases.inviting import Place
from bot.views.comments import comments_button
from bot.views.commitments import commit_button
from bot.views.leader import leader_post
from bot.views.pictures import NONE, Kind, Pictures, native
from bot.views.post import Post
from bot.views.report import trend_post
from bot.views.results import details_button
from storage.outbox import Message
from surveys.reports import Report

PICTURE_SECONDS = 2.0
_IN_POSTS = (Kind.SERIES, Kind.LEADERS)


async def send_trend_post(sending: Sending, message: Message) -> Place | None:
    """Post what a wave says about a unit to its leadership channel."""
    wave_id, unit_id = message.parameters["wave_id"], message.parameters["unit_id"]
    briefing = await sending.services.run(reporting.brief, wave_id, unit_id)
    words = await channel_words(briefing.locale, sending.services)
    buttons = [details_button(wave_id, unit_id, words), commit_button(unit_id, words)]
    if briefing.comments:
        buttons.append(comments_button(wave_id, unit_id, words))

    def post(pictures: Pictures) -> Post:
        return trend_post(briefing.report, briefing.comments, words, pictures=pictures, buttons=buttons)

    tries = _tries(sending, briefing.report, words)
    return await _post(sending, message, briefing.channel_id or message.parameters["channel_id"], tries, post)


async def send_leader_report(sending: Sending, message: Message) -> Place | None:
    """Tell a leader by direct message what a wave says about the units they lead."""
    wave_id, person_id = message.parameters["wave_id"], message.parameters["person_id"]
    found = await sending.services.run(results.for_leader, wave_id, person_id)
    if found is None:
        return None
    person, (first, *others) = found
    words = await words_of(person, sending.services)

    def post(pictures: Pictures) -> Post:
        return leader_post(first.result, first.comments, [each.result for each in others], words, pictures=pictures)

    return await _post(sending, message, person_id, _tries(sending, first.result.report, words), post)


async def _tries(sending: Sending, report: Report | None, words: Words) -> AsyncIterator[Pictures]:
    """Give the pictures to try a post with, in turn: Slack's own, then uploaded ones, at last none.

    A workspace may not know a new block, and a file that was just uploaded may not be ready: both are `invalid_blocks`.
    """
    drawn = native(report, words) if report is not None and sending.services.native_charts else NONE
    if drawn:
        yield drawn
    uploaded = {} if report is None else await pictures_of(sending.services, sending.client, report, words, _IN_POSTS)
    if uploaded:
        yield uploaded
        await asyncio.sleep(PICTURE_SECONDS)
        yield uploaded
    yield NONE


async def _post(
    sending: Sending,
    message: Message,
    channel_id: str,
    tries: AsyncIterator[Pictures],
    post: Callable[[Pictures], Post],
) -> Place | None:
    async for pictures in tries:
        shown = post(pictures)
        try:
            answer = await sending.client.chat_postMessage(
                channel=channel_id,
                text=shown.whole,
                blocks=shown.blocks,
                metadata=marked(message.id),
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            if not pictures or error.response.get("error") != "invalid_blocks":
                raise
        else:
            return Place(answer["channel"], answer["ts"])
    return None
