"""How surveys stand, in words: delivered, waiting, failed with reason and remedy; participation as a band, once closed."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.commands import Verb
from bot.i18n import Words
from bot.views.escape import escape
from bot.views.ids import Action
from bot.views.labels import told_apart
from bot.views.post import Post
from surveys.errors import Message, say
from surveys.figures import ShareBand
from surveys.status import Status
from surveys.waves import WaveState

SURVEYS_SHOWN = 12
POSTS_SHOWN = 10

_REMEDIES: dict[str, Message] = {
    "channel_not_found": say(
        "The channel is gone, or I was never in it: invite me with `/invite @Vorbild`, or choose another with `/pulse channel set`."
    ),
    "not_in_channel": say("I am not in the channel: invite me with `/invite @Vorbild`."),
    "is_archived": say("The channel is archived: choose another with `/pulse channel set`."),
    "restricted_action": say("The channel allows only some to post: ask its managers to allow me."),
    "user_disabled": say("These people have left Slack: take them out of the roster."),
    "user_not_found": say("Slack does not know these people: check the roster."),
    "cannot_dm_bot": say("These are bots: take them out of the roster."),
    "messages_tab_disabled": say("My messages tab is switched off: install me again with the manifest."),
    "undecided": say(
        "Slack's answer was lost, and I may not look whether it arrived: look into the channel before you try again."
    ),
}
_BANDS = {
    ShareBand.UNDER_HALF: say("under 50 %"),
    ShareBand.HALF_TO_THREE_QUARTERS: say("50 to 75 %"),
    ShareBand.OVER_THREE_QUARTERS: say("over 75 %"),
}


def status(statuses: Sequence[Status], words: Words) -> Post:
    """Show each survey, with a button where something failed."""
    if not statuses:
        nothing = words("There is no survey yet. Create one with `/pulse survey new`.")
        return Post(text=nothing, blocks=[_section(nothing)])
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text=words("Status")))]
    for each in statuses[:SURVEYS_SHOWN]:
        blocks += [_section("\n".join(_lines(each, words))), *_retry(each, words)]
    told = ", ".join(f"{escape(each.survey.name)}: {_wave(each, words)}" for each in statuses[:SURVEYS_SHOWN])
    return Post(text=told, blocks=told_apart(blocks))


def retried(name: str, count: int, words: Words) -> str:
    """Say that failed messages are tried again."""
    return words.many(
        "*“{name}”:* {count} message is tried again now. `/pulse status` shows what comes of it.",
        "*“{name}”:* {count} messages are tried again now. `/pulse status` shows what comes of them.",
        count,
        name=escape(name),
    )


def _lines(each: Status, words: Words) -> list[str]:
    lines = [f"*{escape(each.survey.name)}* · {words.message(each.survey.state.told())}", _wave(each, words)]
    lines += [_participation(name, band, words) for name, band in each.participation.items()]
    lines += [_refused(reason, count, words) for reason, count in each.refusals.items()]
    lines += [
        words(
            "• Not posted: “{unit}” in {channel}. {remedy}",
            unit=escape(post.unit_name),
            channel=f"<#{post.channel_id}>",
            remedy=_remedy(post.reason, words),
        )
        for post in each.failed_posts[:POSTS_SHOWN]
    ]
    return lines


def _wave(each: Status, words: Words) -> str:
    wave = each.wave
    if wave is None:
        return words("No wave yet.")
    sent = words(
        "{sent} invitations delivered, {waiting} waiting",
        sent=words.number(each.delivered),
        waiting=words.number(each.waiting),
    )
    if wave.state is WaveState.OPEN:
        return words(
            "Wave {number} is open until {moment}: {sent}.",
            number=wave.number,
            moment=words.moment(wave.closes_at),
            sent=sent,
        )
    told = words.message(wave.state.told())
    return words("Wave {number} is {state}: {sent}.", number=wave.number, state=told, sent=sent)


def _participation(name: str, band: ShareBand, words: Words) -> str:
    return words("• Participation in “{unit}”: {band}.", unit=escape(name), band=words.message(_BANDS[band]))


def _refused(reason: str, count: int, words: Words) -> str:
    failed = words.many("• {count} message failed.", "• {count} messages failed.", count)
    return f"{failed} {_remedy(reason, words)}"


def _remedy(reason: str, words: Words) -> str:
    known = _REMEDIES.get(reason)
    return words.message(known) if known else words("Slack says: {reason}.", reason=f"`{escape(reason)}`")


def _retry(each: Status, words: Words) -> list[Block]:
    if not each.refusals and not each.failed_posts:
        return []
    button = ButtonElement(
        action_id=f"{Action.COMMAND}/{Verb.RETRY}",
        text=PlainTextObject(text=words("Try again")),
        value=f"{Verb.RETRY} {each.survey.name}",
    )
    return [ActionsBlock(elements=[button])]


def _section(text: str) -> Block:
    return SectionBlock(text=MarkdownTextObject(text=text[:3000]))
