"""`vorbild export`: published figures only, opened again by what others use, for its owner alone."""

import csv
import re
import stat
from html.parser import HTMLParser
from io import StringIO

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.cli import app
from bot.services import open_services
from bot.use_cases import closing
from storage.database import Database
from storage.keys import KeyStore
from surveys.journal import Deed, Entry
from tests.builders import ADMIN, SECRET, cast, open_wave, roster_of, survey_of
from tests.conftest import TUESDAY

DANGEROUS = '=HYPERLINK("http://evil")'


@pytest.fixture
def environment(tmp_path, monkeypatch, clock):
    """A survey with one counted wave: six answers in a unit whose name is a formula, two in one too small."""
    database, keys = f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/k.db"
    for name, value in {
        "VORBILD_DATABASE_URL": database,
        "VORBILD_KEYS_URL": keys,
        "VORBILD_SECRET": SECRET,
        "LANG": "en_GB.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    services = open_services(
        Database(database), KeyStore(keys, SECRET), admins=frozenset({ADMIN}), time_zone="Europe/Berlin", clock=clock
    )
    everyone = roster_of({"alpha": 6, "beta": 2})
    units = {**everyone.units, "alpha": type(everyone.units["alpha"])("alpha", DANGEROUS, "lead-alpha", None)}
    wave = open_wave(services, type(everyone)(everyone.people, units), survey_of(name="Pulse"))
    for person in [f"alpha-{n}" for n in range(1, 7)] + ["beta-1", "beta-2"]:
        cast(services, person, 4)
    closing.close(services, wave, Entry(TUESDAY, ADMIN, Deed.WAVE_CLOSED, "Pulse"))
    services.close()
    return tmp_path


def export(*arguments):
    return CliRunner().invoke(app, ["export", "--survey", "Pulse", *map(str, arguments)])


def test_a_csv_holds_every_published_figure_and_says_why_others_are_missing(environment):
    file = environment / "out.csv"
    assert export("--out", file).exit_code == 0
    rows = list(csv.DictReader(StringIO(file.read_text("utf-8-sig"))))
    shown = [row for row in rows if row["Index (0–100)"]]
    assert {row["Unit"] for row in shown} == {f"'{DANGEROUS}"}
    assert {row["Index (0–100)"] for row in shown} == {"75"}
    assert {row["Answers"] for row in shown} == {"5 to 7"}
    hidden = [row for row in rows if row["Unit"] == "Beta"]
    assert {row["Not shown because"] for row in hidden} == {"too few answers"}
    assert {row["Index (0–100)"] for row in hidden} == {""}


def test_a_german_csv_has_semicolons_decimal_commas_and_german_words(environment):
    file = environment / "out.csv"
    export("--out", file, "--language", "de")
    header, first = file.read_text("utf-8-sig").splitlines()[:2]
    assert header.startswith("Welle;Geöffnet;Geschlossen;Einheit")
    assert ";75;" in first


def test_a_workbook_opens_again_with_numbers_as_numbers_and_no_formula(environment):
    file = environment / "out.xlsx"
    assert export("--out", file).exit_code == 0
    sheet = load_workbook(file).active
    rows = list(sheet.iter_rows(min_row=2))
    index = [cell.value for cell in sheet[1]].index("Index (0–100)")
    assert {row[index].value for row in rows} == {75, None}
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    assert sheet.freeze_panes == "A2"


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"src", "href"} and not value.startswith("data:")]


@pytest.mark.parametrize(("language", "words"), [("en", "How sure is this?"), ("de", "Wie sicher ist das?")])
def test_a_page_stands_alone_in_the_language_asked_for(environment, language, words):
    file = environment / "out.html"
    assert export("--out", file, "--language", language, "--unit", DANGEROUS).exit_code == 0
    text = file.read_text()
    page = Page(text)
    assert page.links == []
    assert "script" not in page.tags
    assert f'<html lang="{language}">' in text
    assert words in text
    assert "&quot;http://evil&quot;" in text
    assert re.search(r'<img src="data:image/png;base64,[^"]+" alt="[^"]{20,}"', text)


def test_a_file_is_for_its_owner_alone_and_never_replaced_unasked(environment):
    file = environment / "out.csv"
    export("--out", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    refused = export("--out", file, "--language", "de")
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert file.read_bytes() == before
    assert export("--out", file, "--language", "de", "--force").exit_code == 0
    assert file.read_bytes() != before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in environment.glob(".out*")] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--out", "out.pdf"], "choose .csv, .xlsx, .html"),
        (["--survey", "Plus", "--out", "out.csv"], "There is no survey called “Plus”. There is: “Pulse”."),
        (["--unit", "Gamma", "--out", "out.html"], "asked no unit called “Gamma”"),
        (["--out", "/nowhere/out.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_answered_in_a_sentence(environment, monkeypatch, arguments, sentence):
    monkeypatch.chdir(environment)
    answer = export(*arguments)
    assert answer.exit_code == 1
    assert sentence in answer.stderr
    assert not list(environment.glob("out.*"))
