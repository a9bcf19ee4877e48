"""What came of a check-in on a new leader, for them and for their superior."""

from collections.abc import Iterator

from slack_sdk.models.blocks import ActionsBlock, Block, PlainTextObject, SectionBlock

from bot import report_sentences as sentences
from bot.i18n import Words
from bot.literal import literal, name
from bot.views.comments import comments_button
from bot.views.escape import escape
from bot.views.paragraphs import Paragraph, block
from bot.views.post import Post
from surveys.reports import Report
from surveys.roster import Unit


def check_in_post(report: Report, comments: int, words: Words, *, place: tuple[int, str], own: bool) -> Post:
    """Show the figures of each question, as the policy allows, and where the comments are."""
    unit = name(report.unit_name)
    if own:
        title = words("Check-in: how your team in “{unit}” sees the start with you.", unit=unit)
    else:
        title = words("Check-in: how the team of “{unit}” sees the start with its new leader.", unit=unit)
    blocks: list[Block] = [block(each) for each in (Paragraph(title), *_told(report, comments, words))]
    if comments:
        blocks.append(ActionsBlock(elements=[comments_button(*place, words)]))
    return Post(escape(title), blocks)


def too_small_post(unit: Unit, words: Words) -> Post:
    """Say that there is no check-in, and why; nobody but the superior is told."""
    text = words(
        "There is no check-in for “{unit}” and its new leader: fewer than five people could be asked, too few to protect "
        "them. A talk is the better way there.",
        unit=name(unit.name),
    )
    return Post(escape(text), [SectionBlock(text=PlainTextObject(text=text, emoji=False))])


def _told(report: Report, comments: int, words: Words) -> Iterator[Paragraph]:
    if report.empty:
        yield Paragraph(text=sentences.withheld(report, words))
    else:
        lines = (report.overall, *report.lines)
        items = tuple(
            (literal(words.text(line.question.text)), sentences.dimension_figure(line, words)) for line in lines
        )
        yield Paragraph(items=items, last=words("From 0 to 100, in steps: they protect whoever answered."))
    if comments:
        yield Paragraph(text=words.many("There is one comment.", "There are {count} comments.", comments))
    yield Paragraph(text=words("Only the leader and whoever they report to get this."))
