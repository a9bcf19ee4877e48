"""What is told about threads by direct message: that there are replies, that authors answered, that misuse is reported."""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, PlainTextObject

from bot.i18n import Words
from bot.literal import name
from bot.views.comments import comments_button
from bot.views.escape import escape
from bot.views.ids import Action
from bot.views.post import Post
from bot.views.receipts import enter_button
from bot.views.threads import plain


def replies_note(survey_name: str, wave_number: int, words: Words) -> Post:
    """Say that leaders have replied to comments; everybody who was invited reads the same."""
    text = words(
        "Leaders have replied to comments in “{survey}”, wave {number}. Everybody who was asked gets this message, whether "
        "they wrote a comment or not. If you kept the code of your receipt, you can read the reply to yours.",
        survey=name(survey_name),
        number=wave_number,
    )
    return Post(text=escape(text), blocks=[plain(text), ActionsBlock(elements=[enter_button(words)])])


def answers_note(wave_id: int, unit_id: str, unit_name: str, words: Words) -> Post:
    """Tell a leader that authors of comments have answered."""
    text = words(
        "There are answers beneath comments from {unit}. Who wrote them is known to nobody.", unit=name(unit_name)
    )
    buttons = ActionsBlock(elements=[comments_button(wave_id, unit_id, words)])
    return Post(text=escape(text), blocks=[plain(text), buttons])


def misuse_note(comment_id: str, unit_name: str, words: Words) -> Post:
    """Tell an admin that an author reports misuse of a thread."""
    text = words(
        "Beneath a comment from {unit}, its author reports misuse, for example being pressed to say who they are. Please "
        "read the conversation and speak with the leader. Nobody can be told who the author is.",
        unit=name(unit_name),
    )
    button = ButtonElement(
        action_id=Action.MISUSE, text=PlainTextObject(text=words("Read the conversation")), value=comment_id
    )
    return Post(text=escape(text), blocks=[plain(text), ActionsBlock(elements=[button])])
