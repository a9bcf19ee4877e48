"""No licence comes in with a dependency that would bind those who run or change Vorbild."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("make_licences", ROOT / "docs" / "make_licences.py")
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)

COPYLEFT = re.compile(r"\b(A?GPL|GNU (Affero )?General|EUPL|SSPL|CC-BY-SA|OSL|CPAL)", re.IGNORECASE)
LIBRARY_ONLY = re.compile(r"LGPL|GNU Lesser|GNU Library", re.IGNORECASE)
USED_AS_A_LIBRARY = {"psycopg", "psycopg-binary"}
"""Under the LGPL: we load them as they are, and whoever wants may replace them."""


def test_nothing_is_under_a_copyleft_licence():
    licences = {name: made.licence(ours) for name, ours in made.needed().items()}
    assert len(licences) > 30
    assert {name for name, told in licences.items() if told == "unknown"} == set()
    lesser = {name for name, told in licences.items() if LIBRARY_ONLY.search(told)}
    assert lesser <= USED_AS_A_LIBRARY
    assert {name for name, told in licences.items() if COPYLEFT.search(told)} - lesser == set()


def test_a_copyleft_licence_would_be_found():
    for told in (
        "GPL-3.0-only",
        "AGPL-3.0",
        "GNU General Public License v3 (GPLv3)",
        "GNU Affero General Public License",
    ):
        assert COPYLEFT.search(told)
    for told in ("MIT", "Apache-2.0", "BSD-3-Clause", "PSF-2.0"):
        assert not COPYLEFT.search(told)


def test_the_list_names_every_package():
    written = made.FILE.read_text(encoding="utf-8")
    assert written == made.HEAD + "".join(made.lines())
