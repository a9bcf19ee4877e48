"""The trend post: every state has its words, nothing people wrote can act, and Slack takes it whatever comes."""

import string
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from slack_sdk.models.blocks import ImageBlock

from bot import i18n
from bot.i18n import Words
from bot.instrument_sentences import reliability
from bot.views.pictures import Kind, image
from bot.views.report import report_as_text, trend_post
from surveys.cascade import Tier
from surveys.commitments import Kept
from surveys.disclosure import CellKind, Reason, ShareBand
from surveys.figures import Instrument
from surveys.gate import Event
from surveys.reports import Hidden, Pooled, Top, Withheld
from surveys.texts import Locale
from tests.builders_report import (
    FRESH,
    as_json,
    asked,
    custom_line,
    figure,
    figures,
    level_event,
    line,
    merged_catalogues,
    report,
    texts,
)

EN = Words(Locale.EN)
ROOT = Path(i18n.__file__).parent
SOURCES = [
    ROOT / name
    for name in (
        "report_sentences.py",
        "cascade_sentences.py",
        "instrument_sentences.py",
        "commitment_sentences.py",
        "picture_sentences.py",
        "series_drawing.py",
        "charts.py",
        "views/report.py",
    )
]


@pytest.fixture
def de(monkeypatch, tmp_path):
    monkeypatch.setattr(i18n, "CATALOGUES", merged_catalogues(tmp_path))
    i18n._catalogue.cache_clear()
    yield Words(Locale.DE)
    i18n._catalogue.cache_clear()


def test_a_steady_unit_is_told_so_and_what_would_not_show():
    text = report_as_text(report(), [], EN)
    assert "Service to staff is steady in Operations." in text
    assert "No reliable change since October 2026 (here, a shift below about 10 points would not show)." in text


def test_a_steady_unit_reads_german_sentences_dates_and_numbers(de):
    text = report_as_text(report(), [], de)
    assert "Internal customers: Welle 7 · Operations · 9.–27. November 2026" in text
    assert (
        "Operations: Der Service für Mitarbeitende ist stabil. Keine gesicherte Veränderung seit Oktober 2026" in text
    )
    assert "Insgesamt 62,5 · Beteiligung über 75 %" in text
    assert "Zum Verbessern: Arbeitsmittel. Nächster Schritt: Frag dein Team" in text


def test_halves_are_rounded_up_as_people_do():
    assert "Overall 56.3 ·" in report_as_text(report([figure(56.25), figure(56.25)]), [], EN)


def test_an_overall_rise_is_the_headline_with_its_numbers():
    course = figures(50, 50, 50, 50, 50, 62.5)
    text = report_as_text(report(course), [], EN)
    assert "Service to staff is clearly up in Operations. From 50 to 62.5. That is beyond what chance explains" in text
    assert "No reliable change since" not in text


def test_an_overall_fall_is_the_headline_with_its_numbers(de):
    text = report_as_text(report(figures(62.5, 62.5, 62.5, 62.5, 50)), [], de)
    assert "Operations: Der Service für Mitarbeitende ist deutlich gesunken. Von 62,5 auf 50." in text


def test_a_dimension_that_moved_leads_and_the_overall_state_follows():
    lines = (line("listening", figure(62.5, Event.UP, before=50)), *asked(75, 50)[1:])
    text = report_as_text(report(lines=lines), [], EN)
    assert "Listening is clearly up in Operations. From 50 to 62.5." in text
    assert "the last three times it was asked" in text
    assert "Service to staff is steady in Operations. No reliable change since October 2026" in text
    assert "- listening 62.5, clearly up" in text


def test_a_second_change_is_listed_beneath_the_first():
    lines = (line("listening", figure(62.5, Event.UP, before=50)), line("means", figure(25, Event.DOWN, before=50)))
    text = report_as_text(report(lines=lines), [], EN)
    assert "  - Means is clearly down in Operations. From 50 to 25." in text


def test_the_first_wave_gives_first_figures_and_claims_no_change():
    course = [figure(62.5, Event.FIRST, detectable=None)]
    text = report_as_text(report(course, (line("means", figure(50, Event.FIRST)),)), [], EN)
    assert "First figures for Operations: service to staff stands at 62.5. A change can be told from chance" in text
    assert "- means 50, first figure" in text
    assert "No reliable change" not in text


def test_with_too_few_waves_no_change_is_judged():
    course = [figure(62.5, Event.FIRST, detectable=None), *[figure(62.5, detectable=None)] * 2]
    text = report_as_text(report(course, (line("means", figure(50, detectable=None)),)), [], EN)
    assert "Service to staff stands at 62.5 in Operations." in text
    assert "Too few waves since June 2026 to tell a change from chance." in text
    assert "- means 50, too early to compare" in text


def test_an_average_of_teams_is_called_one():
    average = replace(figure(60, detectable=None), previous_level=None)
    text = report_as_text(report([average, average]), [], EN)
    assert "this is the average of its teams, each judged by itself" in text


def test_a_level_that_did_not_follow_its_rise_is_not_told_as_one():
    text = report_as_text(report([*figures(75, 75), figure(62.5, Event.UP, before=75)]), [], EN)
    assert "clearly up in Operations. Its level is now 62.5." in text
    assert "From 75" not in text


def test_where_nothing_may_be_shown_the_post_says_why_and_where_people_count(de):
    hidden = report([], asked(None, None))
    english, german = report_as_text(hidden, [], EN), report_as_text(hidden, [], de)
    assert (
        "Nothing can be shown for Operations this time. Too few answers to protect everyone: visible from 5." in english
    )
    assert "The answers count in “Logistics, all teams”." in english
    assert "Die Antworten zählen bei „Logistics, alle Teams“ mit." in german
    assert "Asked this time" not in english


def test_a_raised_threshold_is_the_one_that_is_named():
    assert "visible from 8." in report_as_text(report([], (), threshold=8), [], EN)


def test_dimensions_are_shown_where_only_the_overall_question_could_not_be_judged():
    post = report([], asked(75, 50), withheld=Withheld(Reason.TOO_FEW_JUDGED), participation=ShareBand.UNDER_HALF)
    text = report_as_text(post, [], EN)
    assert "The overall figure for Operations cannot be shown this time. Too few could judge" in text
    assert "Overall not shown · participation under 50 %" in text
    assert "- means 50\nEach: no reliable change." in text


def test_what_holds_for_every_dimension_is_said_once():
    lines = asked(75, 50)
    text = report_as_text(report(lines=lines), [], EN)
    assert text.count("no reliable change") == 1
    moved = replace(lines[0], figure=replace(lines[0].figure, event=Event.UP, previous_level=3.0))
    text = report_as_text(report(lines=(moved, *lines[1:])), [], EN)
    assert "clearly up" in text
    assert "- means 50, no reliable change" in text


def test_a_dimension_that_too_few_could_judge_says_so():
    assert "- clarity not shown: too few could judge it" in report_as_text(report(lines=asked(75, 50, None)), [], EN)


def test_a_dimension_is_called_the_weakest_only_where_chance_does_not_explain_it():
    made = report(lines=asked(75, 50, 62.5))
    assert "To work on: means. Next step: " in report_as_text(made, [], EN)
    sure = replace(made, weakest=made.focus, strongest=made.lines[0])
    assert "Strongest: listening. Weakest: means. Next step: " in report_as_text(sure, [], EN)


def test_how_small_a_change_would_show_stands_beside_a_steady_dimension(de):
    lines = (replace(line("means", figure(50)), shows_from=0.8),)
    assert "no reliable change (a shift below about 20 points would not show)" in report_as_text(
        report(lines=lines), [], EN
    )
    assert "(eine Veränderung unter etwa 20 Punkten wäre nicht zu erkennen)" in report_as_text(
        report(lines=lines), [], de
    )


def test_how_often_a_question_must_still_be_asked_stands_beside_one_that_is_early():
    lines = (replace(line("means", figure(50, detectable=None)), waiting=3),)
    assert "too early to compare (once it has been asked 3 more times)" in report_as_text(report(lines=lines), [], EN)


def test_a_new_wording_says_that_the_old_one_is_no_comparison():
    lines = (replace(line("means", figure(50, Event.FIRST, detectable=None)), reworded=True),)
    assert "first figure (in a new wording: the earlier one is no comparison)" in report_as_text(
        report(lines=lines), [], EN
    )


def test_a_unit_shown_with_others_is_told_whose_figure_it_reads_and_when_its_own_may_come(de):
    made = report(pooled=Pooled("Logistics", 3))
    english, german = report_as_text(made, [], EN), report_as_text(made, [], de)
    assert "the figure of 3 teams in “Logistics” that are shown together, yours among them" in english
    assert "at least 5 of your team answer" in english
    assert "von 3 Teams in „Logistics“" in german


def test_a_custom_question_without_a_translation_is_shown_in_the_language_it_has(de):
    own = custom_line("Speed of answers", figure(50))
    text = report_as_text(report(lines=(own,), focus=own), [], de)
    assert "- Speed of answers 50, keine gesicherte Veränderung" in text
    assert "Nächster Schritt: Do it." in text


def test_promises_kept_are_told_once_some_could_be_judged():
    assert "Promises kept" not in report_as_text(report(kept=Kept(0, 0)), 0, EN)
    assert "Promises kept, as teams see it: 6 of 8 that could be judged." in report_as_text(
        report(kept=Kept(6, 8)), 0, EN
    )


def test_how_reliable_the_questions_were_is_told_as_far_as_it_is_known(de):
    told = report(instrument=Instrument(0.05, 0.7, 0.84, 0.13, 0.92, 0.75))
    english = " ".join(reliability(told, EN))
    assert "Cronbach’s alpha 0.84" in english
    assert "ICC(1) 0.13" in english
    assert "0.92 (ICC(2))" in english
    assert "rwg(j) 0.75" in english
    assert "rwg(j) 0,75" in " ".join(reliability(told, de))
    assert not list(reliability(report(instrument=Instrument(0.05, 0.7)), EN))
    assert not list(reliability(report(), EN))


def test_fresh_figures_come_with_their_interval():
    text = report_as_text(report(fresh=FRESH), [], EN)
    assert "This wave alone: 65, most likely between 60 and 70; favourable answers: 64 %." in text


def test_changes_beneath_are_counted_by_level_and_name_no_unit(de):
    beneath = (level_event(Tier.DIVISION), level_event(Tier.TEAM, up=False, units=3))
    english, german = (report_as_text(report(events_beneath=beneath), [], words) for words in (EN, de))
    assert "  - Division leads: listening is clearly up in one unit." in english
    assert "  - Team leads: listening is clearly down in 3 units." in english
    assert "  - Teamleitungen: Zuhören ist in 3 Einheiten deutlich gesunken." in german


def test_what_is_not_shown_is_counted_with_the_reason(de):
    small = report(hidden=Hidden(2, 1))
    assert (
        "2 teams are shown together. One team is too small to be shown. "
        "To protect everyone, figures are visible from 5 answers." in report_as_text(small, [], EN)
    )
    assert "2 Teams werden zusammen gezeigt. Ein Team ist zu klein" in report_as_text(small, [], de)


def test_every_post_says_that_there_are_no_rankings():
    for each in (report(), report([], ())):
        assert "No rankings: " in texts(as_json(trend_post(each, [], EN)))[-1]


def test_the_post_and_the_terminal_say_the_same():
    full = report(fresh=FRESH, events_beneath=(level_event(Tier.TEAM),), hidden=Hidden(1, 1))
    plain = report_as_text(full, 3, EN)
    for text in texts(as_json(trend_post(full, 3, EN))):
        assert text.strip() in plain


def test_the_picture_has_an_alt_text_with_its_numbers():
    pictures = {Kind.SERIES: image(Kind.SERIES, "F1", report(), EN)}
    blocks = trend_post(report(), [], EN, pictures=pictures).blocks
    (shown,) = [block for block in blocks if isinstance(block, ImageBlock)]
    assert shown.to_dict()["slack_file"] == {"id": "F1"}
    assert "It starts at 50. On 2 Oct 2026 it is clearly up, at 62.5. It now stands at 62.5." in (shown.alt_text or "")


def test_without_an_uploaded_picture_there_is_no_image():
    assert not [block for block in as_json(trend_post(report(), [], EN)) if block["type"] == "image"]


def test_every_sentence_of_a_report_has_its_german(de):
    catalogue = i18n._catalogue(Locale.DE)
    for source in SOURCES:
        for _, message, _, _ in extract_from_file(
            "python", source, keywords={"words": None, "many": (1, 2), "say": None}
        ):
            english, german = (
                (message, catalogue.gettext(message))
                if isinstance(message, str)
                else (message[1], catalogue.ngettext(*message, 2))
            )
            assert german != english, f"{source.name}: {english}"
            assert placeholders(german) == placeholders(english)


def placeholders(template: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(template) if field}


def test_a_kind_of_figure_does_not_change_the_words():
    pool = figure(62.5)
    pool = replace(pool, cell=replace(pool.cell, kind=CellKind.POOL))
    assert report_as_text(report([pool, pool]), [], EN) == report_as_text(report([figure(62.5)] * 2), [], EN)


@pytest.mark.parametrize(
    ("asked_people", "said"),
    [
        (3, "3 people are asked in this unit; a figure of its own is possible from 5 on."),
        (6, "Its own figure comes with the first wave in which at least 5 of its 6 people answer."),
    ],
)
def test_a_withheld_figure_says_when_to_expect_one(asked_people, said):
    hidden = report([], asked(), withheld=Withheld(Reason.TOO_FEW, "Logistics", asked_people))
    assert said in report_as_text(hidden, [], Words(Locale.EN)).replace("\n", " ")


def test_resistance_is_to_be_answered_not_overcome():
    assert "Say what changes, why, and what stays." in report_as_text(report(resistance=True), 0, EN)
    assert "what stays" not in report_as_text(report(), 0, EN)


@pytest.mark.parametrize(
    ("top", "told"),
    [
        (Top(3.5, 2, Kept(1, 2)), "own figure 62.5 · 2 commitments open · 1 of 2 kept"),
        (Top(None, 0, Kept(0, 0)), "own figure not shown · no commitment open"),
    ],
)
def test_the_post_of_the_whole_begins_with_the_example_of_the_top(top, told):
    title, first, *_ = report_as_text(report(top=top), 0, EN).split("\n\n")
    assert title.startswith("Internal customers: wave 7")
    assert first == f"The top level itself: {told}"
