"""What an employee gets, marked as a preview: the same message and the same ballot paper, which store nothing."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ContextBlock, PlainTextObject
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.ids import Action, Callback
from bot.views.post import Post
from bot.views.postponing import CHOICES


def preview_post(post: Post, survey_id: int, words: Words) -> Post:
    """Mark an invitation; its button opens the preview of the ballot paper, and those that put it off do nothing."""
    for block in post.blocks:
        for element in block.elements if isinstance(block, ActionsBlock) else ():
            if isinstance(element, ButtonElement) and element.action_id == Action.ANSWER:
                element.action_id, element.value = Action.PREVIEW_BALLOT, str(survey_id)
            elif isinstance(element, ButtonElement) and element.action_id in CHOICES:
                element.action_id, element.value = f"{Action.PREVIEW_POSTPONED}/{element.action_id}", None
    mark = words("Preview: this is what an employee gets. Nothing is stored.")
    return Post(text=f"{mark} {post.text}", blocks=[_mark(mark), *post.blocks])


def preview_modal(ballot: View, survey_id: int, words: Words) -> View:
    """Mark a ballot paper; what is submitted is looked at and forgotten."""
    ballot.callback_id, ballot.private_metadata = Callback.PREVIEW, str(survey_id)
    ballot.title = PlainTextObject(text=words("Preview"))
    mark = words("Preview: this is the ballot paper. Whatever you choose is checked and forgotten.")
    ballot.blocks = [_mark(mark), *(ballot.blocks or [])]
    return ballot


def previewed(sealed: View, words: Words) -> View:
    """Mark the last view."""
    sealed.title = PlainTextObject(text=words("Preview"))
    sealed.blocks = [_mark(words("Preview: nothing was stored.")), *(sealed.blocks or [])]
    return sealed


def _mark(text: str) -> Block:
    return ContextBlock(elements=[PlainTextObject(text=text)])
