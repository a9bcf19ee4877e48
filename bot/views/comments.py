"""The leaders' side: the comments released at a unit with what to do about each, and the form to reply."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.literal import name
from bot.views.ids import VALUE, Action, Callback, Field
from bot.views.labels import label, told_apart
from bot.views.metadata import read_wave_id
from bot.views.state import ModalState
from bot.views.threads import comment, hint, in_brief, plain, said
from surveys.errors import say
from surveys.threads import Kind, Listing, Place, Shown, Thread, ThreadState

REPLY_CHARACTERS = 1500
_NEWEST = 4
ACKNOWLEDGING = {
    Action.THANKS: Kind.THANKS,
    Action.WORKING: Kind.WORKING,
    Action.DETAIL: Kind.DETAIL,
}
_ACKNOWLEDGEMENTS = {
    Action.THANKS: say("Thank you"),
    Action.WORKING: say("Working on it"),
    Action.DETAIL: say("Need more detail"),
}


def comments_button(wave_id: int, unit_id: str, words: Words) -> ButtonElement:
    """Make the button that opens the comments released at a unit."""
    return ButtonElement(
        action_id=Action.COMMENTS, text=PlainTextObject(text=words("Comments")), value=f"{wave_id}/0/{unit_id}"
    )


def read_place(value: object) -> tuple[int, str, int]:
    """Read the wave, the unit and the page that a button names."""
    wave_id, _, rest = str(value).partition("/")
    page, _, unit_id = rest.partition("/")
    return read_wave_id(wave_id), unit_id, read_wave_id(page)


def comments_modal(listing: Listing, words: Words) -> View:
    """Show a page of comments, each with what was said and what can be done."""
    about = words("In random order. Who wrote is known to nobody.")
    blocks: list[Block] = [hint(f"{_where(listing.place, words)} · {about}")]
    for thread in listing.threads:
        blocks += [DividerBlock(), *_thread(thread, listing.names, words)]
    if not listing.threads:
        blocks.append(plain(words("No comment is shown here: too few people wrote, or what they wrote was withdrawn.")))
    blocks += _turning(listing, words)
    return View(
        type="modal",
        callback_id=Callback.COMMENTS,
        title=PlainTextObject(text=words("Comments")),
        close=PlainTextObject(text=words("Close")),
        blocks=told_apart(blocks),
    )


def reply_modal(shown: Shown, words: Words) -> View:
    """Show a whole thread, and ask for a reply."""
    return View(
        type="modal",
        callback_id=Callback.REPLY,
        private_metadata=shown.thread.comment_id,
        title=PlainTextObject(text=words("Reply")),
        submit=PlainTextObject(text=words("Send")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            comment(shown.thread, words),
            *said(shown.thread, shown.names, words("From the team"), words),
            InputBlock(
                block_id=Field.REPLY,
                label=PlainTextObject(text=words("Your reply")),
                hint=PlainTextObject(
                    text=words(
                        "It appears with the next daily batch, under your name. Please do not ask who wrote the comment."
                    )
                ),
                element=PlainTextInputElement(action_id=VALUE, multiline=True, max_length=REPLY_CHARACTERS),
            ),
        ],
    )


def read_reply(view: Mapping[str, Any]) -> tuple[str, str]:
    """Read the comment and the reply of a submitted form."""
    return str(view.get("private_metadata", "")), ModalState(view).text(Field.REPLY)


def misuse_modal(shown: Shown, words: Words) -> View:
    """Show an admin a thread in which misuse is reported."""
    return View(
        type="modal",
        callback_id=Callback.COMMENTS,
        title=PlainTextObject(text=words("Reported")),
        close=PlainTextObject(text=words("Close")),
        blocks=[comment(shown.thread, words), *said(shown.thread, shown.names, words("From the team"), words)],
    )


def my_comments(places: Sequence[Place], words: Words) -> list[Block]:
    """Show a leader in the Home tab where comments wait; nothing for those who lead nobody or have none."""
    if not places:
        return []
    header = HeaderBlock(text=PlainTextObject(text=words("Comments from my teams")))
    return [
        header,
        *(
            SectionBlock(
                text=PlainTextObject(text=_where(place, words), emoji=False),
                accessory=comments_button(place.wave_id, place.unit_id, words),
            )
            for place in places
        ),
    ]


def _where(place: Place, words: Words) -> str:
    title = words("{survey}: wave {number}", survey=name(place.survey_name), number=place.wave_number)
    return f"{title} · {name(place.unit_name)}"


def _thread(thread: Thread, names: Mapping[str, str], words: Words) -> Iterator[Block]:
    yield comment(thread, words)
    brief = in_brief(thread, names, words("From the team"), words, _NEWEST)
    if brief is not None:
        yield brief
    if thread.state is ThreadState.OPEN and thread.alive:
        yield ActionsBlock(block_id=thread.comment_id, elements=list(_buttons(thread, words)))
    elif thread.state is ThreadState.OPEN:
        yield hint(words("This conversation is over; the comment stays a while longer."))


def _buttons(thread: Thread, words: Words) -> Iterator[ButtonElement]:
    offered = {Action.REPLY: words("Reply")}
    offered |= {action: words.message(text) for action, text in _ACKNOWLEDGEMENTS.items()}
    for action, text in offered.items():
        yield ButtonElement(
            action_id=action,
            text=PlainTextObject(text=text),
            value=thread.comment_id,
            style="primary" if action is Action.REPLY else None,
            accessibility_label=label(text, name(thread.comment)),
        )


def _turning(listing: Listing, words: Words) -> list[Block]:
    """Offer the pages before and after, where there are any."""
    offered = [
        (Action.EARLIER_COMMENTS, words("Previous page"), listing.page - 1),
        (Action.LATER_COMMENTS, words("Next page"), listing.page + 1),
    ]
    buttons = [
        ButtonElement(
            action_id=action,
            text=PlainTextObject(text=text),
            value=f"{listing.place.wave_id}/{page}/{listing.place.unit_id}",
        )
        for action, text, page in offered
        if 0 <= page < listing.pages
    ]
    return [ActionsBlock(elements=buttons)] if buttons else []
