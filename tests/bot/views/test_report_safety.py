"""Nothing people wrote can act in a trend post, and Slack takes the post whatever comes."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.i18n import Words
from bot.views.leader import leader_post
from bot.views.pictures import Kind, image
from bot.views.report import report_as_text, trend_post
from bot.views.results import details_modal, my_team, my_unit
from bot.workspace.blocks.surfaces import message_problems, view_problems
from surveys.cascade import Tier
from surveys.gate import Event
from surveys.reports import Hidden, Report
from surveys.results import Result
from surveys.texts import Locale
from tests.builders_report import (
    FRESH,
    as_json,
    custom_line,
    figure,
    figures,
    level_event,
    report,
    texts,
)

EN = Words(Locale.EN)


def uploaded(told: Report, words: Words) -> dict:
    return {kind: image(kind, f"F{place}", told, words) for place, kind in enumerate(Kind)}


def test_the_fallback_is_a_full_sentence_that_cannot_act():
    post = trend_post(report(unit_name="R&D <!channel> *x*"), 3, EN)
    assert post.text.startswith("Internal customers: wave 7 · Service to staff is steady in R&amp;D &lt;!channel&gt;")
    assert "*x*" not in post.text


def test_a_post_says_how_many_comments_there_are_and_quotes_none():
    assert "3 comments. Leaders of this unit read and answer them" in report_as_text(report(), 3, EN)
    assert "What people wrote" not in report_as_text(report(), 0, EN)


def test_names_are_shown_literally():
    odd = "<!here> *Sales* :fire: {0} %s"
    post = trend_post(report(unit_name=odd, survey_name=odd, events_beneath=(level_event(Tier.TEAM),)), [], EN)
    kinds = {element["type"] for block in as_json(post) for element in block["elements"]}
    assert kinds == {"rich_text_section", "rich_text_list", "plain_text"}
    assert odd in " ".join(texts(as_json(post)))
    assert "mrkdwn" not in json.dumps(as_json(post))


@pytest.mark.parametrize("letter", ["W", "日", "<", "😀", "word "])
def test_slack_takes_the_post_whatever_the_input(letter):
    huge = letter * 3000
    lines = tuple(custom_line(huge, figure(50, Event.UP, before=25)) for _ in range(7))
    extreme = report(
        figures(*[0, 100] * 200),
        lines,
        survey_name=huge,
        unit_name=huge,
        events_beneath=tuple(level_event(Tier.TEAM, units=number) for number in range(1, 500)),
        hidden=Hidden(10_000, 10_000),
        fresh=FRESH,
    )
    post = trend_post(extreme, 2000, EN, pictures=uploaded(extreme, EN))
    assert message_problems(as_json(post)) == []
    assert sum(map(len, texts(as_json(post)))) < 8000
    assert 0 < len(post.text) < 3000
    assert "More comments" not in post.text
    result = Result("ops", huge, 3, wave_id=1, report=extreme)
    own = leader_post(
        result, 2000, [replace(result, unit_id=f"u{n}") for n in range(50)], EN, pictures=uploaded(extreme, EN)
    )
    assert message_problems(as_json(own)) == []
    assert sum(map(len, texts(as_json(own)))) < 10_000
    assert view_problems(details_modal(result, EN, uploaded(extreme, EN)).to_dict()) == []
    home = {"type": "home", "blocks": [each.to_dict() for each in my_unit([result], EN) + my_team(result, EN)]}
    assert view_problems(home) == []


@pytest.mark.parametrize("number", range(4))
def test_slack_takes_the_post_in_every_state(number):
    states = (
        report(),
        report([], ()),
        report([figure(0, Event.FIRST)], ()),
        report(opens_on=date(2026, 1, 1), focus=None),
    )
    for words in (EN, Words(Locale.DE)):
        blocks = as_json(trend_post(states[number], 3, words, pictures=uploaded(states[number], words)))
        assert message_problems(blocks) == []
        assert all(texts(blocks))
