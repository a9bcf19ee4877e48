"""Commitments in Slack: the form, the preview that is published, the reason for dropping, the Home tab, and messages."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DatePickerElement,
    HeaderBlock,
    InputBlock,
    PlainTextInputElement,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.commitment_sentences import beneath, history, kept_rate, quoted, state
from bot.i18n import Words
from bot.literal import clip, literal, name
from bot.people import named
from bot.views.escape import escape
from bot.views.ids import VALUE, Action, Callback, Field
from bot.views.paragraphs import Paragraph, block
from bot.views.post import Post
from bot.views.state import ModalState
from surveys.calendars import parse_day
from surveys.commitments import (
    TEXT_CHARACTERS,
    Board,
    Commitment,
    CommitmentState,
    Form,
    News,
    Preview,
    Step,
    Told,
    shown,
)

_HEADER_CHARACTERS = 150
_HINT_CHARACTERS = 1900


class Written(NamedTuple):
    """What a leader entered."""

    unit_id: str
    text: str
    due_on: date | None


def commit_button(unit_id: str, words: Words) -> ButtonElement:
    """Open the form for a unit."""
    return ButtonElement(action_id=Action.COMMIT, text=PlainTextObject(text=words("Make a commitment")), value=unit_id)


def commitment_form(form: Form, words: Words) -> View:
    """Ask for one concrete thing and its date."""
    about = words(
        "For {unit}. One concrete thing that your team can see, doable within weeks. Next you see what your team will "
        "read; nothing is published before that. After the date your team is asked whether it was kept.",
        unit=name(form.unit_name),
    )
    hint = words("Suggestion: {step}", step=literal(words.text(form.suggestion))) if form.suggestion else ""
    draft = form.draft
    return View(
        type="modal",
        callback_id=Callback.COMMITMENT,
        private_metadata=form.unit_id,
        title=PlainTextObject(text=words("Commitment")),
        submit=PlainTextObject(text=words("Preview")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            block(Paragraph(text=about)),
            InputBlock(
                block_id=Field.PROMISE,
                label=PlainTextObject(text=words("What do you promise?")),
                hint=PlainTextObject(text=clip(hint, _HINT_CHARACTERS)) if hint else None,
                element=PlainTextInputElement(
                    action_id=VALUE,
                    multiline=True,
                    max_length=TEXT_CHARACTERS,
                    initial_value=draft.text if draft else None,
                ),
            ),
            InputBlock(
                block_id=Field.DUE_ON,
                label=PlainTextObject(text=words("Until when?")),
                element=DatePickerElement(
                    action_id=VALUE,
                    initial_date=draft.due_on.isoformat() if draft and draft.due_on >= form.today else None,
                ),
            ),
        ],
    )


def read_commitment(view: Mapping[str, Any]) -> Written:
    """Read the form."""
    entered = ModalState(view)
    return Written(
        str(view.get("private_metadata", "")), entered.text(Field.PROMISE), parse_day(entered.text(Field.DUE_ON))
    )


def preview_modal(preview: Preview, words: Words) -> View:
    """Show what the team will read; its button publishes."""
    told = words.many(
        "It goes to the one member of {unit} as a direct message.",
        "It goes to the {count} members of {unit} as a direct message each.",
        preview.members,
        unit=name(preview.unit_name),
    )
    paragraphs = [*_moved(preview, words), Paragraph(text=_promise(preview.commitment, words))]
    fixed = words("Once published it cannot be changed, only marked as done or dropped with a reason.")
    return View(
        type="modal",
        callback_id=Callback.COMMITMENT_PREVIEW,
        private_metadata=str(preview.commitment.id),
        title=PlainTextObject(text=words("Preview")),
        submit=PlainTextObject(text=words("Publish")),
        close=PlainTextObject(text=words("Keep as draft")),
        blocks=[
            *map(block, [*paragraphs, Paragraph(text=f"{told} {fixed}")]),
            ActionsBlock(
                elements=[
                    ButtonElement(
                        action_id=Action.COMMIT,
                        text=PlainTextObject(text=words("Edit")),
                        value=preview.commitment.unit_id,
                    )
                ]
            ),
        ],
    )


def told_modal(text: str, words: Words) -> View:
    """Say what was done."""
    return View(
        type="modal",
        callback_id=Callback.COMMITMENT_TOLD,
        title=PlainTextObject(text=words("Commitment")),
        close=PlainTextObject(text=words("Close")),
        blocks=[block(Paragraph(text=text))],
    )


def drop_modal(commitment: Commitment, words: Words) -> View:
    """Ask why a commitment is dropped."""
    return View(
        type="modal",
        callback_id=Callback.COMMITMENT_DROP,
        private_metadata=str(commitment.id),
        title=PlainTextObject(text=words("Drop")),
        submit=PlainTextObject(text=words("Drop and tell")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            block(Paragraph(text=quoted(commitment))),
            InputBlock(
                block_id=Field.REASON,
                label=PlainTextObject(text=words("Why? Your team will read it.")),
                element=PlainTextInputElement(action_id=VALUE, multiline=True, max_length=TEXT_CHARACTERS),
            ),
        ],
    )


def read_reason(view: Mapping[str, Any]) -> tuple[str, str]:
    """Read the number of the commitment and the reason."""
    return str(view.get("private_metadata", "")), ModalState(view).text(Field.REASON)


def my_commitments(boards: list[Board], today: date, words: Words) -> list[Block]:
    """Show a leader what they promised, unit by unit, with what to do about each."""
    blocks: list[Block] = []
    for board in boards:
        title = words("My commitments: {unit}", unit=name(board.unit_name))
        blocks.append(HeaderBlock(text=PlainTextObject(text=clip(title, _HEADER_CHARACTERS), emoji=False)))
        for told in shown(board):
            blocks += _told(told, board, today, words)
            blocks += _buttons(told.commitment, words)
        blocks += [block(each) for each in _summary(board, words)]
        blocks.append(ActionsBlock(elements=[commit_button(board.unit_id, words)]))
    return blocks


def my_teams_commitments(board: Board | None, today: date, words: Words) -> list[Block]:
    """Show an employee what their team was promised and what became of it."""
    if board is None:
        return []
    header = HeaderBlock(text=PlainTextObject(text=words("What we were promised")))
    blocks: list[Block] = [header]
    for told in shown(board):
        blocks += _told(told, board, today, words)
    return blocks


def commitment_note(news: News, words: Words) -> Post:
    """Tell a member of the team what happened to a commitment."""
    event, commitment = news.event, news.commitment
    person, unit = name(named(news.leader_name, {}, words)), name(news.unit_name)
    leads = {
        Step.MADE: words("{person} has promised {unit} something.", person=person, unit=unit),
        Step.DONE: words("{person} has marked a commitment as done.", person=person),
        Step.DROPPED: words("{person} has dropped a commitment.", person=person),
        Step.PASSED: words(
            "{person} leads {unit} now and will accept or drop this commitment.", person=person, unit=unit
        ),
        Step.ACCEPTED: words("{person} has taken on a commitment.", person=person),
    }
    step = event.step if event is not None else Step.MADE
    paragraphs = [Paragraph(leads[step]), Paragraph(text=_promise(commitment, words))]
    if event is not None and event.text:
        paragraphs.append(Paragraph(words("Why:"), literal(event.text)))
    if step is not Step.DROPPED:
        paragraphs.append(
            Paragraph(
                text=words("After the date the pulse asks you whether it was kept. The Home tab keeps it for you.")
            )
        )
    return Post(escape(f"{leads[step]} {_promise(commitment, words)}"), [block(each) for each in paragraphs])


def reminder(news: News, words: Words) -> Post:
    """Remind a leader of what is soon due."""
    lead = words(
        "Due on {day}: your commitment to {unit}.", day=words.day(news.commitment.due_on), unit=name(news.unit_name)
    )
    return _asking(news, lead, words)


def handover(news: News, words: Words) -> Post:
    """Ask a successor what becomes of a commitment."""
    lead = words(
        "{unit} was promised something before you led it. Please accept it or drop it.", unit=name(news.unit_name)
    )
    return _asking(news, lead, words)


def _asking(news: News, lead: str, words: Words) -> Post:
    blocks: list[Block] = [block(Paragraph(lead)), block(Paragraph(text=_promise(news.commitment, words)))]
    return Post(escape(f"{lead} {_promise(news.commitment, words)}"), [*blocks, *_buttons(news.commitment, words)])


def _promise(commitment: Commitment, words: Words) -> str:
    return words("“{text}”, until {day}.", text=quoted(commitment), day=words.day(commitment.due_on))


def _moved(preview: Preview, words: Words) -> Iterator[Paragraph]:
    if preview.wanted is not None:
        yield Paragraph(
            text=words(
                "Nobody works on {day}, so the date is moved to {next}.",
                day=words.day(preview.wanted),
                next=words.day(preview.commitment.due_on),
            )
        )


def _told(told: Told, board: Board, today: date, words: Words) -> list[Block]:
    about = history(told, board, words)
    return [block(Paragraph(quoted(told.commitment), f"· {state(told, today, words)}", last=about))]


def _summary(board: Board, words: Words) -> Iterator[Paragraph]:
    if any(each.commitment.state is not CommitmentState.DRAFT for each in board.told):
        yield Paragraph(text=kept_rate(board.kept, words))
    if not board.can_be_judged:
        yield Paragraph(
            text=words("Your team is too small to say whether a commitment was kept: that takes five answers.")
        )
    if board.beneath:
        items = tuple((name(unit), beneath(kept, words)) for unit, kept in board.beneath[:20])
        yield Paragraph(words("Kept by the leaders who report to you"), items=items)


def _buttons(commitment: Commitment, words: Words) -> list[Block]:
    done = (Action.COMMIT_DONE, words("Mark as done"), str(commitment.id))
    drop = (Action.COMMIT_DROP, words("Drop"), str(commitment.id))
    offered = {
        CommitmentState.DRAFT: [
            (Action.COMMIT, words("Edit"), commitment.unit_id),
            (Action.COMMIT_PREVIEW, words("Preview and publish"), str(commitment.id)),
        ],
        CommitmentState.MADE: [done, drop],
        CommitmentState.PASSED: [(Action.COMMIT_ACCEPT, words("Accept"), str(commitment.id)), drop],
    }
    elements = [
        ButtonElement(action_id=action, text=PlainTextObject(text=text), value=value)
        for action, text, value in offered.get(commitment.state, [])
    ]
    return [ActionsBlock(elements=elements)] if elements else []
