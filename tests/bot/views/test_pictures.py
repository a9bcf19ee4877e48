"""Blocks that Slack draws itself: within Slack's limits whatever comes, and never instead of the words."""

import pytest

from bot.i18n import Words
from bot.views.pictures import Kind, native
from bot.views.report import trend_post
from bot.workspace.blocks.surfaces import message_problems
from surveys.gate import Event
from surveys.texts import Locale
from tests.builders_report import as_json, asked, custom_line, figure, figures, line, report, texts

EN, DE = Words(Locale.EN), Words(Locale.DE)
STATES = {
    "usual": report(),
    "two waves": report(figures(50, 50)),
    "52 waves": report(figures(*[50] * 40, *[62.5] * 12)),
    "a long name": report(unit_name="Qualitätssicherung " * 20),
    "one dimension hidden": report(lines=(line("clarity", None), *asked(75))),
    "eight long dimensions": report(lines=tuple(custom_line("ä" * 300, figure(50)) for _ in range(8))),
}


def posted(state, words):
    return as_json(trend_post(state, [], words, pictures=native(state, words)))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("words", [EN, DE], ids=["en", "de"])
def test_slack_takes_the_post_with_its_own_chart_and_table(state, words):
    blocks = posted(STATES[state], words)
    assert message_problems(blocks) == []
    assert {"data_visualization", "table"} <= {block["type"] for block in blocks}


def test_the_chart_shows_the_newest_twenty_waves_by_date():
    chart = native(STATES["52 waves"], DE)[Kind.SERIES].to_dict()["chart"]
    assert len(chart["axis_config"]["categories"]) == 20
    assert chart["series"][0]["data"][-1] == {"label": "10.05.2030", "value": 62.5}


def test_the_table_says_what_the_list_says_and_takes_its_place():
    lines = (line("listening", figure(75, Event.UP, before=62.5)), line("clarity", None))
    post = posted(report(lines=lines), EN)
    (table,) = [block for block in post if block["type"] == "table"]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["Dimension", "Index (0–100)", "Change"],
        ["Listening", "75", "clearly up"],
        ["Clarity", "–", "not shown: too few could judge it"],
    ]
    listed = [text for block in post if block["type"] == "rich_text" for text in texts(block)]
    assert not [text for text in listed if text.startswith("listening")]


def test_one_wave_makes_no_line_and_nothing_shown_makes_no_table():
    assert set(native(report([figure(50, Event.FIRST)], ()), EN)) == set()
    assert set(native(report([], asked(None, None)), EN)) == set()
