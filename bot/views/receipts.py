"""The author's side: the receipt in the confirmation, entering a code, and the thread that it opens.

A view remembers the code in its private metadata, which lives no longer than the open modal.
"""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    HeaderBlock,
    InputBlock,
    PlainTextInputElement,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.ids import VALUE, Action, Callback, Field
from bot.views.state import ModalState
from bot.views.threads import comment, hint, marked, plain, said
from surveys import receipts
from surveys.errors import VorbildError, say
from surveys.threads import LIFETIME, Kind, Sealed, Shown, Thread, ThreadState

ANSWER_CHARACTERS = 1500


def receipt(code: str, words: Words) -> list[Block]:
    """Show a receipt, the same to everybody who answers, a comment written or not."""
    explained = words(
        "Keep this code if you wrote a comment. With it you can read replies, answer them, or take the comment back, and "
        "nobody learns whose it is. It is shown only now, and stored nowhere."
    )
    button = ButtonElement(action_id=Action.RECEIPT, text=PlainTextObject(text=words("My receipt")), value=code)
    return [marked(f"*{words('Your code')}*\n`{code}`\n{explained}"), ActionsBlock(elements=[button])]


def my_receipts(words: Words) -> list[Block]:
    """Show in the Home tab where a code is entered; the same to everybody."""
    explained = words(
        "After a comment is shown to leaders, they can reply. Enter the code that you kept to read it, to answer, or to take "
        "the comment back. Who enters a code is written down nowhere."
    )
    return [
        HeaderBlock(text=PlainTextObject(text=words("My receipts"))),
        plain(explained),
        ActionsBlock(elements=[enter_button(words)]),
    ]


def enter_button(words: Words) -> ButtonElement:
    """Make the button that asks for a code."""
    return ButtonElement(action_id=Action.ENTER_CODE, text=PlainTextObject(text=words("Enter a code")))


def code_modal(words: Words) -> View:
    """Ask for a code."""
    return View(
        type="modal",
        callback_id=Callback.CODE,
        title=PlainTextObject(text=words("My receipts")),
        submit=PlainTextObject(text=words("Open")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            InputBlock(
                block_id=Field.CODE,
                label=PlainTextObject(text=words("The code of your receipt")),
                hint=PlainTextObject(text=words("Capitals, hyphens and blanks do not matter.")),
                element=PlainTextInputElement(action_id=VALUE, max_length=receipts.LONGEST),
            )
        ],
    )


def read_code(view: Mapping[str, Any]) -> str:
    """Read the code that was entered."""
    return ModalState(view).text(Field.CODE)


def receipt_modal(code: str, found: Sealed | Shown, words: Words, note: str = "") -> View:
    """Show what a receipt opens; `note` tells what the last click did."""
    blocks: list[Block] = [plain(note)] if note else []
    if isinstance(found, Sealed):
        return _modal(code, [*blocks, *_sealed(found, words)], words)
    blocks += [comment(found.thread, words), *said(found.thread, found.names, words("You"), words)]
    can_answer = _can_answer(found.thread)
    if can_answer:
        blocks.append(_answer(words))
    blocks += _choices(found.thread, words)
    return _modal(code, blocks, words, submit=words("Send") if can_answer else None)


def read_answer(view: Mapping[str, Any]) -> tuple[str, str]:
    """Read code and answer of a submitted thread."""
    return read_kept_code(view), ModalState(view).text(Field.ANSWER)


def read_kept_code(view: Mapping[str, Any]) -> str:
    """Read the code that a view remembers."""
    code = view.get("private_metadata")
    if not isinstance(code, str) or not code:
        raise VorbildError(say("This view is not valid any more. Please enter the code again."))
    return code


def done(kind: Kind, words: Words) -> str:
    """Say what a click did, and when others see it."""
    if kind is Kind.REPORT:
        return words("The admins hear of it with the next daily batch, and can then read this conversation.")
    if kind is Kind.WITHDRAW:
        return words("Withdrawn. The comment disappears for everybody with the next daily batch.")
    return words("Closed. Leaders see it with the next daily batch, and can reply no more.")


def taken_out(words: Words) -> str:
    """Say that a sealed comment is gone, whether there was one or not."""
    return words("If your ballot held a comment, it is gone. Your other answers stay.")


def _can_answer(thread: Thread) -> bool:
    ended = thread.waits(Kind.CLOSE) or thread.waits(Kind.WITHDRAW)
    return thread.alive and thread.state is ThreadState.OPEN and not ended


def _sealed(found: Sealed, words: Words) -> list[Block]:
    text = words(
        "Your ballot is sealed until {moment}. If it holds a comment that is shown to leaders then, their replies stand here.",
        moment=words.moment(found.closes_at),
    )
    return [plain(text), ActionsBlock(elements=[_withdraw(words)])]


def _answer(words: Words) -> Block:
    return InputBlock(
        block_id=Field.ANSWER,
        label=PlainTextObject(text=words("Your answer")),
        hint=PlainTextObject(
            text=words("It appears with the next daily batch. Nobody sees who writes; your style could still tell.")
        ),
        element=PlainTextInputElement(action_id=VALUE, multiline=True, max_length=ANSWER_CHARACTERS),
    )


def _choices(thread: Thread, words: Words) -> list[Block]:
    if not thread.alive or thread.state is ThreadState.WITHDRAWN or thread.waits(Kind.WITHDRAW):
        return []
    buttons = []
    if _can_answer(thread):
        asked = words("Leaders will see that you closed it. Nobody can add anything then.")
        buttons.append(_button(Action.CLOSE_THREAD, words("Close conversation"), asked, words))
    if not thread.reported and not thread.waits(Kind.REPORT):
        asked = words("The admins will be able to read this conversation. They do not learn who you are either.")
        buttons.append(_button(Action.REPORT_THREAD, words("Report misuse"), asked, words))
    kept = words("A conversation ends {count} days after the close of its pulse.", count=words.number(LIFETIME.days))
    return [ActionsBlock(elements=[*buttons, _withdraw(words)]), hint(kept)]


def _withdraw(words: Words) -> ButtonElement:
    asked = words("The comment is deleted, with what was said beneath it. It cannot be brought back.")
    return _button(Action.WITHDRAW_COMMENT, words("Withdraw comment"), asked, words)


def _button(action: Action, text: str, asked: str, words: Words) -> ButtonElement:
    confirm = ConfirmObject(
        title=PlainTextObject(text=text),
        text=PlainTextObject(text=asked),
        confirm=PlainTextObject(text=words("Yes")),
        deny=PlainTextObject(text=words("Cancel")),
    )
    return ButtonElement(action_id=action, text=PlainTextObject(text=text), confirm=confirm)


def _modal(code: str, blocks: list[Block], words: Words, submit: str | None = None) -> View:
    return View(
        type="modal",
        callback_id=Callback.THREAD,
        private_metadata=code,
        title=PlainTextObject(text=words("My receipt")),
        submit=None if submit is None else PlainTextObject(text=submit),
        close=PlainTextObject(text=words("Close")),
        blocks=blocks,
    )
