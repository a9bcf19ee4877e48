"""Messages about customer voice: to a relayer, the daily question, the weekly digest, and admins."""

from slack_sdk.models.blocks import ActionsBlock

from bot.i18n import Words
from bot.literal import clip, literal
from bot.views.escape import escape
from bot.views.paragraphs import Paragraph, block
from bot.views.post import Post
from bot.views.voice import daily_button, relay_button, state_text
from surveys.voice import Digest, Entry, State

_TEASER = 300


def step_note(entry: Entry, handler: str, words: Words) -> Post:
    """Tell somebody what became of the word they relayed."""
    if entry.state is State.CLOSED:
        text = words("What you relayed is closed.")
    else:
        text = words("Somebody looks after what you relayed.")
    quoted = Paragraph(text=clip(literal(entry.text), _TEASER))
    return Post(escape(text), [block(Paragraph(text, state_text(entry, words, handler))), block(quoted)])


def daily_question(words: Words) -> Post:
    """Ask, once a day, whoever wanted to be asked."""
    text = words("Did a customer tell you something today?")
    more = words("If not, there is nothing to do.")
    buttons = ActionsBlock(elements=[relay_button(words), daily_button(words, on=False)])
    return Post(escape(text), [block(Paragraph(text, more)), buttons])


def digest_post(digest: Digest, words: Words) -> Post:
    """Sum up a week: how many, which themes, how long until acknowledged, the oldest open one."""
    title = words.many("{count} customer's word last week.", "{count} customers' words last week.", digest.count)
    items = [(f"{words.message(kind.told())}:", words.number(count)) for kind, count in digest.kinds]
    items += [(f"{group}:", words.number(count)) for group, count in digest.groups]
    blocks = [block(Paragraph(words("Customer voice"), title, tuple(items)))]
    if digest.days_to_acknowledge is not None:
        days = words.number(digest.days_to_acknowledge)
        blocks.append(block(Paragraph(text=words("Days until acknowledged, in the middle: {days}.", days=days))))
    if digest.oldest is not None:
        open_ = words.many("One entry is open.", "{count} entries are open.", digest.open)
        oldest = words(
            "The oldest is of {day}: {text}",
            day=words.day(digest.oldest.received_on),
            text=clip(" ".join(literal(digest.oldest.text).split()), _TEASER),
        )
        blocks.append(block(Paragraph(open_, oldest)))
    return Post(escape(f"{words('Customer voice')}: {title}"), blocks)


def channel_notice(channel_id: str, words: Words) -> str:
    """Tell an admin that words of customers reach no channel; Slack reads it as mrkdwn."""
    if not channel_id:
        return words(
            "A customer's word was relayed, and there is no channel for it: only leaders at the top see it, in their Home "
            "tab. `/pulse voice channel all #channel` gives it one."
        )
    return words(
        "A customer's word could not be posted to {channel}: it is archived, or I am not in it. Leaders see it in their "
        "Home tab. `/pulse voice channel all #channel` chooses another, and posts what is open there.",
        channel=f"<#{channel_id}>",
    )
