"""Bringing a rendered message to Slack: marked, so that it is found again, and without unfurling what people wrote."""

from bot.delivery import Sending
from bot.reconciliation import marked
from bot.use_cases.inviting import Place
from bot.views.post import Post
from storage.outbox import Message


async def send(sending: Sending, message: Message, channel_id: str, post: Post) -> Place:
    """Post to a channel, or to a person by their id; tell where the message is."""
    answer = await sending.client.chat_postMessage(
        channel=channel_id, text=post.whole, blocks=post.blocks, metadata=marked(message.id), unfurl_links=False
    )
    return Place(answer["channel"], answer["ts"])


async def keep_back(sending: Sending, person_id: str) -> Place:
    """Send nothing to whoever wants no messages, and give a place as any message's: no row shall tell who that is."""
    opened = await sending.client.conversations_open(users=[person_id])
    return Place(opened["channel"]["id"], f"{sending.services.clock().timestamp():.6f}")
