"""Pictures: quick, opaque, never without an alt text that says the same, and never an exception."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot import canvas
from bot.cascade_sentences import tier
from bot.charts import Picture, cascade_chart, dimensions_chart, series_chart
from bot.i18n import Words
from bot.picture_sentences import series_title
from surveys.cascade import Rung, Tier
from surveys.gate import Event
from surveys.reports import Pooled
from surveys.texts import Locale
from tests.builders_report import FRESH, asked, custom_line, figure, figures, fresh_course, line, report

EN, DE = Words(Locale.EN), Words(Locale.DE)
PALE_BLUE, PALE_GREY = (214, 232, 242), (228, 228, 228)
A_BAND = 3000
"""Pixels: more than the edges of letters have of any one colour."""
RUNGS = (
    Rung(0, Tier.BOARD, Tier.DEPARTMENT, 4.0, 1, own=True),
    Rung(1, Tier.DEPARTMENT, Tier.TEAM, None, 2),
    Rung(2, Tier.TEAM, Tier.STAFF, 3.25, 9),
)
FIRST = [figure(62.5, Event.FIRST, detectable=None)]
STATES = {
    "a step up": report(fresh=FRESH),
    "a step down": report(figures(62.5, 62.5, 62.5, 62.5, 50)),
    "first wave": report(FIRST),
    "nothing shown": report([], ()),
    "at the top": report(figures(87.5, 87.5, 87.5, 100, 100)),
    "at the bottom": report(figures(12.5, 12.5, 12.5, 0, 0)),
    "a gap": report(figures(37.5, 37.5, 50, 50), numbers=[1, 2, 6, 7]),
    "a long history": report(figures(*[50] * 40, *[62.5] * 12)),
}


def opened(picture: Picture) -> Image.Image:
    return Image.open(BytesIO(picture.png))


def colours(picture: Picture) -> set[tuple[int, int, int]]:
    return {colour for _, colour in opened(picture).convert("RGB").getcolors(1 << 20)}


def pixels(picture: Picture, wanted: tuple[int, int, int]) -> int:
    found = opened(picture).convert("RGB").getcolors(1 << 20)
    return sum(count for count, colour in found if colour == wanted)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("words", [EN, DE], ids=["en", "de"])
def test_every_state_has_an_opaque_picture_for_a_phone_and_an_alt_text(state, words):
    picture = series_chart(STATES[state], words)
    image = opened(picture)
    assert image.width == 1200
    assert 650 < image.height < 720
    assert image.convert("RGBA").getextrema()[3] == (255, 255)
    assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert 20 < len(picture.alt) <= 2000
    assert picture.name.endswith(".png")


def test_the_alt_text_says_where_it_starts_what_moved_and_where_it_stands():
    alt = series_chart(report(fresh=FRESH), EN).alt
    assert alt == (
        "Line chart of service to staff in Operations over 7 waves, June 2026 to November 2026, from 0 to 100. "
        "It starts at 50. On 2 Oct 2026 it is clearly up, at 62.5. It now stands at 62.5. "
        "A shift below about 10 points would not show. This wave alone: 65, most likely between 60 and 70; favourable answers: 64 %."
    )


def test_the_shift_that_would_not_show_is_shaded_where_it_is_known():
    judged, first = series_chart(report(), EN), series_chart(report(FIRST), EN)
    assert pixels(judged, PALE_BLUE) > A_BAND
    assert "A shift below about 10 points would not show." in judged.alt
    assert pixels(first, PALE_BLUE) < A_BAND
    assert "would not show" not in first.alt


def test_a_band_is_drawn_only_where_each_wave_has_a_mean_of_its_own():
    usual = report(fresh=FRESH)
    banded = replace(usual, fresh_course=fresh_course(usual.series))
    assert pixels(series_chart(banded, EN), PALE_GREY) > A_BAND
    assert pixels(series_chart(banded, EN), PALE_BLUE) < A_BAND
    assert pixels(series_chart(report(), EN), PALE_GREY) < A_BAND


@pytest.mark.parametrize("words", [EN, DE], ids=["en", "de"])
def test_levels_of_leaders_are_drawn_from_the_top_with_who_rates_them(words):
    picture = cascade_chart(report(cascade=RUNGS), words)
    assert opened(picture).size == (1200, 270 + 130 * 3)
    assert (
        picture.alt.index(tier(Tier.BOARD, words))
        < picture.alt.index(tier(Tier.DEPARTMENT, words))
        < picture.alt.index(tier(Tier.TEAM, words))
    )


def test_a_level_with_too_few_teams_is_named_and_not_drawn():
    assert "department leads – (too few teams to show)" in cascade_chart(report(cascade=RUNGS), EN).alt


def test_a_new_wording_is_told_in_the_picture_and_shades_nothing():
    reworded = report(overall=replace(report(FIRST).overall, reworded=True))
    picture = series_chart(reworded, EN)
    assert "A new wording: earlier figures are no comparison." in picture.alt
    assert pixels(picture, PALE_BLUE) < A_BAND


def test_figures_of_several_small_teams_are_not_told_as_those_of_one():
    together = report(pooled=Pooled("Logistics", 3))
    assert series_title(together, EN) == "Service to staff is steady in Logistics (3 small teams together)."
    assert "Logistics (3 small teams together)" in series_chart(together, EN).alt


def test_a_long_name_is_shortened_rather_than_what_is_said_of_it():
    long = report(unit_name="Qualitätssicherung und Kundenzufriedenheitsüberwachung Süd-West")
    assert series_title(long, EN).startswith("Service to staff is steady in Qualitätssicherung")
    assert len(canvas.title_lines(series_title(long, DE))) == 2
    assert not canvas.title_lines(series_title(long, DE))[-1].endswith("…")


def test_german_alt_texts_write_german_numbers_and_dates():
    alt = series_chart(report(), DE).alt
    assert "62,5" in alt
    assert "02.10.2026" in alt
    assert "Juni 2026" in alt
    assert "62.5" not in alt


def test_a_steady_series_marks_no_change():
    steady = report(figures(50, 50, 50))
    assert "No clear change is marked." in series_chart(steady, EN).alt
    assert not {(0, 158, 115), (213, 94, 0)} & colours(series_chart(steady, EN))


def test_up_and_down_differ_in_colours_that_colour_blind_people_can_tell_apart():
    assert (0, 158, 115) in colours(series_chart(STATES["a step up"], EN))
    assert (213, 94, 0) in colours(series_chart(STATES["a step down"], EN))


def test_where_nothing_may_be_shown_the_picture_and_its_alt_text_say_why():
    alt = series_chart(report([], ()), EN).alt
    assert alt.startswith("Nothing can be shown for Operations this time. Too few answers to protect everyone")


def test_a_long_history_is_cut_to_two_years():
    assert "over 26 waves" in series_chart(STATES["a long history"], EN).alt


def test_dimensions_are_drawn_in_the_order_asked_with_their_changes_in_words():
    lines = (line("listening", figure(75, Event.UP, before=62.5)), *asked(None, 50)[1:], line("clarity", None))
    picture = dimensions_chart(report(lines=lines), EN)
    assert picture.alt == (
        "Bar chart of the dimensions asked in Operations, from 0 to 100: listening 75, clearly up; "
        "means 50, no reliable change; clarity not shown: too few could judge it."
    )


@pytest.mark.parametrize("count", [0, 1, 7])
def test_the_profile_grows_with_what_was_asked(count):
    lines = tuple(custom_line(f"own {number}", figure(50)) for number in range(count))
    picture = dimensions_chart(report(lines=lines), EN)
    assert opened(picture).size == (1200, 270 + 130 * max(1, count))
    assert picture.alt


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("odd", ["$\\frac{x$", "W" * 3000, "日本 😀", "a\nb\x1b[2J", "{0} %s"])
def test_names_are_drawn_literally_whatever_they_contain(odd):
    every = report(unit_name=odd, lines=(custom_line(odd, figure(50)),))
    assert opened(series_chart(every, EN)).width == 1200
    assert dimensions_chart(every, EN).png
    assert len(series_chart(every, EN).alt) <= 2000


def test_a_title_never_takes_more_than_two_lines():
    assert canvas.title_lines("word " * 100)[1].endswith("…")
    assert len(canvas.title_lines("word " * 100)) == 2


def test_pictures_are_the_same_on_any_thread():
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda _: series_chart(report(fresh=FRESH), EN).png, range(16)))
    assert len(set(drawn)) == 1


def test_importing_the_module_loads_no_matplotlib_and_drawing_never_pyplot():
    code = (
        "import sys, bot.charts; assert 'matplotlib' not in sys.modules;"
        "from bot import canvas; canvas.png(canvas.card('x', 100)[0]); assert 'matplotlib.pyplot' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
