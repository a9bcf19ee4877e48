"""The roster in words: the preview of a new one, what is wrong with a file, and what the check has found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    InputBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.escape import escape
from bot.views.ids import VALUE, Action, Callback, Field
from bot.views.post import Post
from bot.views.state import FieldsError, ModalState
from surveys.errors import Message, Problem, say
from surveys.proposals import Preview, Proposal
from surveys.roster import Changed, Person, RosterDifferences
from surveys.roster_check import Finding, FindingKind

FILE_TYPES = ["csv", "tsv", "txt"]
_NAMES_SHOWN = 10
_PROBLEMS_SHOWN = 30
_SECTION = 2900


def differences_text(differences: RosterDifferences, words: Words) -> str:
    """Sum up what a new roster changes; what does not change is not mentioned."""
    parts = [
        (len(differences.joined), words.many("{count} person joins", "{count} people join", len(differences.joined))),
        (len(differences.left), words.many("{count} leaves", "{count} leave", len(differences.left))),
        (len(differences.moved), words.many("{count} changes unit", "{count} change unit", len(differences.moved))),
        (len(differences.units_new), words.many("{count} new unit", "{count} new units", len(differences.units_new))),
        (
            len(differences.units_removed),
            words.many("{count} unit dissolved", "{count} units dissolved", len(differences.units_removed)),
        ),
        (
            len(differences.leaders_changed),
            words.many(
                "{count} unit gets another leader", "{count} units get another leader", len(differences.leaders_changed)
            ),
        ),
    ]
    told = [text for count, text in parts if count]
    if not told:
        return words("Nobody joins, leaves or changes unit.")
    return ", ".join(told) + "."


def returning_text(people: Sequence[Person], words: Words) -> str:
    """Warn that a new roster brings people back who were erased."""
    names = ", ".join(f"{person.name} ({person.id})" for person in people)
    return words("Were erased before, and would be stored again: {names}.", names=names)


def import_modal(words: Words) -> View:
    """Ask for a roster file."""
    explanation = words(
        "One row a person: Slack ID or e-mail, name, unit, manager; language, office and days of absence if you like. "
        "Headers may be German. Nothing is changed before you have seen a preview and confirmed it."
    )
    return View(
        type="modal",
        callback_id=Callback.ROSTER_IMPORT,
        title=PlainTextObject(text=words("Import a roster")),
        submit=PlainTextObject(text=words("Preview")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            SectionBlock(text=PlainTextObject(text=explanation)),
            InputBlock(
                block_id=Field.ROSTER_FILE,
                label=PlainTextObject(text=words("CSV file")),
                hint=PlainTextObject(text=words("You can also drop the file into my messages.")),
                element=FileInputElement(action_id=VALUE, filetypes=FILE_TYPES, max_files=1),
            ),
        ],
    )


def read_import(view: Mapping[str, Any]) -> str:
    """Read the id of the file that was chosen."""
    files = ModalState(view).files(Field.ROSTER_FILE)
    if len(files) != 1:
        raise FieldsError({Field.ROSTER_FILE: say("Choose one CSV file.")})
    return files[0]


def reading_text(words: Words) -> str:
    """Say that the preview will come."""
    return words(
        "I am reading the file and comparing it with Slack. The preview comes as a message from me, in a large "
        "workspace after some minutes. Nothing is changed before you confirm it."
    )


def preview_post(preview: Preview, words: Words, *, changed_meanwhile: bool = False) -> Post:
    """Show what confirming would change, who would not be asked, and the two buttons."""
    title = words("Preview of a new roster: nothing is changed yet")
    summary = differences_text(preview.differences, words)
    head = words.many("{count} person", "{count} people", preview.people)
    units = words.many("{count} unit", "{count} units", len(preview.proposal.roster.units))
    lines = [f"*{title}*", words("{people} in {units}. {differences}", people=head, units=units, differences=summary)]
    if changed_meanwhile:
        lines.insert(
            0, words("The roster has changed since the preview, so nothing was done. This is how it compares now:")
        )
    blocks: list[Block] = [_section("\n".join(lines))]
    blocks += [_section(text) for text in _details(preview, words)]
    effect = words(
        "It counts from the next wave; open waves keep the roster they began with. Whoever leaves gets no invitation "
        "that still waits, and what they sealed is counted."
    )
    blocks += [ContextBlock(elements=[PlainTextObject(text=effect)]), _buttons(preview.proposal, words)]
    return Post(text=f"{title}. {summary}", blocks=blocks)


def problems_post(proposal: Proposal, words: Words) -> Post:
    """Say everything that is wrong with a file, line by line."""
    many = words("Nothing was imported: {count} problems.", count=words.number(proposal.problem_count))
    title = many if proposal.problem_count != 1 else words("Nothing was imported: one problem.")
    shown = [problem_text(problem, words) for problem in proposal.problems[:_PROBLEMS_SHOWN]]
    more = proposal.problem_count - len(shown)
    if more > 0:
        shown.append(words("… and {count} more", count=words.number(more)))
    advice = words("Mend the file and drop it here again; the roster is as it was.")
    return Post(text=title, blocks=[_section(f"*{title}*"), *map(_section, _packed(shown)), _section(advice)])


def problem_text(problem: Problem, words: Words) -> str:
    """Say one problem, with its line and column where it has one."""
    sentence = escape(words.message(problem.message))
    if not problem.line:
        return f"• {sentence}"
    place = words("Line {line}", line=problem.line)
    return f"• {place}{', ' + escape(problem.column) if problem.column else ''}: {sentence}"


def carried_out_post(preview: Preview, words: Words) -> Post:
    """Say that a roster was imported, what changed and how to undo it."""
    text = words(
        "*The roster is imported.* {differences} It counts from the next wave. This stands in the journal. "
        "Undo: import the earlier file.",
        differences=differences_text(preview.differences, words),
    )
    return Post(text=text, blocks=[_section(text)])


def discarded_post(words: Words) -> Post:
    """Say that a preview was discarded."""
    text = words("The preview is discarded; the roster is as it was.")
    return Post(text=text, blocks=[_section(text)])


def check_text(findings: Sequence[Finding], words: Words) -> str:
    """Say what the check has found and what to do about it."""
    if not findings:
        return words("*The roster is sound.* Everybody has a unit and a leader, and can be asked.")
    lines = [words("*The check of the roster has found:*")]
    for finding in findings:
        title, remedy = _FINDINGS[finding.kind]
        names = _named(map(escape, finding.names), len(finding.names), words)
        lines.append(
            f"• *{words.message(title)}* ({words.number(len(finding.names))}): {names}. {words.message(remedy)}"
        )
    return "\n".join(lines)


_FINDINGS: Mapping[FindingKind, tuple[Message, Message]] = {
    FindingKind.CYCLE: (say("Units beneath themselves"), say("Import a roster in which managers form no circle.")),
    FindingKind.NO_LEADER: (
        say("Units whose leader is not in the roster, or gone"),
        say("Import a roster that names the new leader; until then nobody reads what is said there."),
    ),
    FindingKind.NOT_ASKED: (
        say("People who are never asked"),
        say("Slack knows them as guests, bots or switched off, or not at all. Take them out, or mend their accounts."),
    ),
    FindingKind.NO_UNIT: (say("People without a unit"), say("They are never asked. Give them a unit and a manager.")),
    FindingKind.NO_ZONE: (
        say("People whose time zone is unknown"),
        say("They are written to at the workspace's time."),
    ),
    FindingKind.TOO_SMALL: (
        say("Units too small to be shown alone"),
        say("Below five people they are shown together with others. Nothing needs doing."),
    ),
}


def _details(preview: Preview, words: Words) -> list[str]:
    """Name people and units that change, a few of each."""
    new, changes = preview.proposal.roster, preview.differences

    def unit(id_: str | None) -> str:
        return escape(new.units[id_].name) if id_ in new.units and id_ else "–"

    def moved(change: Changed) -> str:
        return f"{escape(new.people[change.id].name)} → {unit(change.after)}"

    groups: list[tuple[str, list[str]]] = [
        (words("Join"), [f"{escape(person.name)} ({unit(person.unit_id)})" for person in changes.joined]),
        (words("Leave"), [escape(person.name) for person in changes.left]),
        (words("Change unit"), [moved(change) for change in changes.moved]),
        (words("New units"), [escape(each.name) for each in changes.units_new]),
        (words("Dissolved units"), [escape(each.name) for each in changes.units_removed]),
        (
            words("Begin a new series, not compared with before (other leader, or fewer than half are the same)"),
            [escape(each.name) for each in changes.units_anew],
        ),
        (
            words("Stay in the list and are never asked (guests, bots, accounts switched off)"),
            [escape(person.name) for person in preview.not_asked],
        ),
        (
            words("Were erased before, and would be stored again"),
            [escape(person.name) for person in preview.returning],
        ),
    ]
    return [f"*{title}:* {_named(names, len(names), words)}" for title, names in groups if names]


def _named(names: Iterable[str], count: int, words: Words) -> str:
    some = [name for _, name in zip(range(_NAMES_SHOWN), names, strict=False)]
    if count > len(some):
        some.append(words("… and {count} more", count=words.number(count - len(some))))
    return ", ".join(some)


def _buttons(proposal: Proposal, words: Words) -> Block:
    sure = ConfirmObject(
        title=words("Import this roster?"),
        text=PlainTextObject(text=words("It replaces the roster of today. Open waves keep the one they began with.")),
        confirm=words("Import"),
        deny=words("Cancel"),
    )
    return ActionsBlock(
        elements=[
            ButtonElement(
                action_id=Action.ROSTER_CONFIRM,
                text=PlainTextObject(text=words("Import")),
                value=proposal.id,
                style="primary",
                confirm=sure,
            ),
            ButtonElement(
                action_id=Action.ROSTER_DISCARD, text=PlainTextObject(text=words("Discard")), value=proposal.id
            ),
        ]
    )


def _packed(lines: Sequence[str]) -> list[str]:
    """Join lines into as few sections as hold them."""
    sections = [""]
    for line in lines:
        if len(sections[-1]) + len(line) > _SECTION:
            sections.append("")
        sections[-1] += f"{line[:_SECTION]}\n"
    return sections


def _section(text: str) -> Block:
    return SectionBlock(text=MarkdownTextObject(text=text[:3000]))
