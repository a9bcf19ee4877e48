"""Pictures in Slack: files already uploaded, or blocks that Slack itself draws, each at its place in a view."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import Block, ImageBlock
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.i18n import Words
from bot.literal import capital, clip, name
from bot.picture_sentences import cascade_alt, dimensions_alt, series_alt, series_title, shown_points
from bot.report_sentences import change_words, index_of, uncertainty
from bot.views.paragraphs import Paragraph, block
from surveys.reports import Line, Report
from surveys.scores import index


class Kind(StrEnum):
    """What a picture shows of a report."""

    SERIES = "series"
    LEADERS = "leaders"
    PROFILE = "profile"


class Drawn(Block):
    """A block that Slack draws itself, of which the SDK has no model yet."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(type=content["type"])
        self._content = content

    def to_dict(self) -> dict[str, Any]:
        """Give it as Slack takes it."""
        return self._content


Pictures = Mapping[Kind, Block]

NONE: Pictures = {}
_ALT = {Kind.SERIES: series_alt, Kind.LEADERS: cascade_alt, Kind.PROFILE: dimensions_alt}
_MOST_POINTS = 20
_TITLE, _LABEL, _CELL = 50, 20, 300


def image(kind: Kind, file_id: str, report: Report, words: Words) -> Block:
    """Show a file at Slack, with the alt text that says the same."""
    return ImageBlock(alt_text=_ALT[kind](report, words), slack_file=SlackFile(id=file_id))


def native(report: Report, words: Words) -> Pictures:
    """Let Slack draw: the series as `data_visualization`, the dimensions as a table, which screen readers can walk.

    Slack joins points by slopes and can mark neither changes nor gaps; what changed stands in the words around.
    """
    drawn: dict[Kind, Block] = {}
    if len(shown_points(report)) > 1:
        drawn[Kind.SERIES] = _line_chart(report, words)
    if any(line.level is not None for line in report.lines):
        drawn[Kind.PROFILE] = _table(report.lines, words)
    return drawn


def picture(kind: Kind, pictures: Pictures) -> Iterator[Block]:
    """Show a picture where there is one."""
    if kind in pictures:
        yield pictures[kind]


def illustrated(paragraphs: Iterable[Paragraph], pictures: Pictures) -> Iterator[Block]:
    """Show paragraphs; a table takes the place of the dimensions listed in one."""
    table = pictures.get(Kind.PROFILE)
    for paragraph in paragraphs:
        if paragraph.tabled and isinstance(table, Drawn):
            yield from (block(replace(paragraph, items=(), last="")), table)
        else:
            yield block(paragraph)


def _line_chart(report: Report, words: Words) -> Drawn:
    points = shown_points(report)[-_MOST_POINTS:]
    days = [clip(words.short_day(point.closed_on), _LABEL) for point in points]
    data = [
        {"label": day, "value": round(index(point.figure.level or 0), 1)}
        for day, point in zip(days, points, strict=True)
    ]
    content = {
        "type": "data_visualization",
        "title": clip(series_title(report, words), _TITLE),
        "chart": {
            "type": "line",
            "series": [{"name": words("Level"), "data": data}],
            "axis_config": {"categories": days, "y_label": words("Index (0–100)")},
        },
    }
    return Drawn(content)


def _table(lines: Iterable[Line], words: Words) -> Drawn:
    head = [words("Dimension"), words("Index (0–100)"), words("Change")]
    rows = [head, *(_row(line, words) for line in lines)]
    content = {
        "type": "table",
        "column_settings": [{"is_wrapped": True}, {"align": "right"}, {"is_wrapped": True}],
        "rows": [[{"type": "raw_text", "text": clip(cell, _CELL)} for cell in row] for row in rows],
    }
    return Drawn(content)


def _row(line: Line, words: Words) -> list[str]:
    figure = "–" if line.level is None else index_of(line.level, words)
    change = " ".join(filter(None, (change_words(line.change, words), uncertainty(line, words))))
    return [capital(name(words.text(line.dimension.name))), figure, change]
