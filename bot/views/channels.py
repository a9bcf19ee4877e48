"""Leadership channels of units, in words."""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, MarkdownTextObject, PlainTextObject, SectionBlock

from bot.commands import Verb
from bot.i18n import Words
from bot.views.escape import escape
from bot.views.ids import AGAIN
from bot.views.post import Post
from surveys.planning import Placed
from surveys.roster import Unit


def placed(where: Placed, words: Words) -> str:
    """Say where a unit's posts go from now on, and how to undo it."""
    told = words(
        "*Trend posts about “{unit}” go to {channel} from now on,* for {surveys}.",
        unit=escape(where.unit.name),
        channel=f"<#{where.channel_id}>",
        surveys=", ".join(f"“{escape(name)}”" for name in where.survey_names),
    )
    if where.before is None:
        return told + " " + words("Until now they had no channel of their own.")
    undo = f"`/pulse {Verb.CHANNEL_SET} {escape(where.unit.name)}` <#{where.before}>"
    return told + " " + words("Undo: {command}", command=undo)


def not_inside(unit: Unit, channel_id: str, words: Words) -> Post:
    """Say how to invite the bot, and offer to check again."""
    text = words(
        "*I am not in {channel}, so nothing was changed.* Type `/invite @Vorbild` there, then press the button.",
        channel=f"<#{channel_id}>",
    )
    button = ButtonElement(
        action_id=AGAIN,
        text=PlainTextObject(text=words("Check again")),
        value=f"{Verb.CHANNEL_SET} {unit.id} <#{channel_id}>",
    )
    return Post(text=text, blocks=[SectionBlock(text=MarkdownTextObject(text=text)), ActionsBlock(elements=[button])])
