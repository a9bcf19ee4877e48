"""Whether a relayed text names somebody of the roster."""

import pytest

from surveys.naming import named_in

PEOPLE = [("U1", "Jörg Müller"), ("U2", "Lena Licht"), ("U3", "Dr. Hans-Peter Groß"), ("U4", "Cher")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Jörg Müller said no", ["Jörg Müller"]),
        ("MUELLER, JOERG said no", ["Jörg Müller"]),
        ("jorg muller said no", ["Jörg Müller"]),
        ("Jörg Maria Müller said no", ["Jörg Müller"]),
        ("Herr Müller war unfreundlich", ["Jörg Müller"]),
        ("Hans-Peter Gross hat geholfen", ["Dr. Hans-Peter Groß"]),
        ("ask <@U2> about it", ["Lena Licht"]),
        ("Lena Licht und Jörg Müller", ["Jörg Müller", "Lena Licht"]),
    ],
)
def test_a_full_name_is_found_in_any_order_case_and_spelling(text, named):
    assert list(named_in(text, PEOPLE)) == named


@pytest.mark.parametrize(
    "text", ["mehr Licht am Eingang", "der Müller von nebenan", "Lenas Lichter", "cher client", ""]
)
def test_a_word_of_every_day_names_nobody(text):
    assert named_in(text, PEOPLE) == ()
