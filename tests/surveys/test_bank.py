"""The question bank as a file."""

import re

import pytest

from surveys.bank import load_bank, parse_bank
from surveys.errors import ProblemsError

DIMENSION = """\
[[dimension]]
key = "overall"
name.de = "Insgesamt"
name.en = "overall"
next_step.de = "Frag nach."
next_step.en = "Ask."
"""
ANCHOR = """\
[[question]]
number = 23
dimension = "overall"
de = "Insgesamt?"
en = "Overall?"
"""
GOOD = DIMENSION + ANCHOR


def problems_of(source: str) -> list[tuple[int, str | None, str]]:
    with pytest.raises(ProblemsError) as refused:
        parse_bank(source)
    return [(problem.line, problem.column, str(problem.message)) for problem in refused.value.problems]


def test_the_shipped_bank_has_24_questions_in_12_dimensions_and_two_outcomes():
    bank = load_bank()
    assert [question.number for question in bank.questions] == list(range(1, 25))
    outcomes = {key for key, dimension in bank.dimensions.items() if dimension.outcome}
    assert outcomes == {"overall", "action_belief"}
    assert len(bank.dimensions) - len(outcomes) == 12
    assert {question.dimension for question in bank.questions} == bank.dimensions.keys()


@pytest.mark.parametrize("dimension", load_bank().dimensions.values(), ids=lambda dimension: dimension.key)
def test_every_dimension_has_a_name_and_a_next_step_in_both_languages(dimension):
    for text in (dimension.name, dimension.next_step):
        assert text.de
        assert text.en
        assert text.de != text.en
    for step in (dimension.next_step.de, dimension.next_step.en):
        assert re.search(r"week|woche|meeting|besprechung", step, re.IGNORECASE), "a step has a date"
        assert re.search(r"\bteam|\bask|\bfrag", step, re.IGNORECASE), "a team can check a step"
        assert "!" not in step


def test_the_shipped_file_is_saved_as_it_is_read():
    bank = load_bank()
    assert bank.question(7).text.de == "Meine Führungskraft ist freundlich zu mir, auch unter Druck."
    assert bank.question(24).text.en == "I expect something to change because of these answers."


def test_a_small_bank_is_read():
    bank = parse_bank(GOOD)
    assert bank.question(23).text.de == "Insgesamt?"
    assert not bank.dimensions["overall"].outcome


def test_a_version_is_kept():
    assert parse_bank(GOOD + "version = 3\n").question(23).key == "q23.v3"


def test_questions_are_sorted_by_number():
    first = ANCHOR.replace("23", "1")
    assert [question.number for question in parse_bank(GOOD + first).questions] == [1, 23]


def test_broken_toml_is_located():
    (problem,) = problems_of(DIMENSION + "[[question\n")
    assert problem[0] == 7
    assert "not valid TOML" in problem[2]


def test_toml_that_breaks_off_is_located_at_its_end():
    assert problems_of(DIMENSION + '[[question]]\nde = """open')[0][0] == 8


def test_toml_nested_without_end_is_refused():
    assert problems_of("a = " + "[" * 5000)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (GOOD.replace('en = "Overall?"\n', ""), (7, "en", 'the key "en" is missing.')),
        (GOOD.replace('name.de = "Insgesamt"\n', ""), (1, "name.de", 'the key "name.de" is missing.')),
        (GOOD.replace('"Overall?"', '"  "'), (11, "en", 'the text of "en" is empty.')),
        (GOOD.replace('"Frag nach."', '""'), (5, "next_step.de", 'the text of "next_step.de" is empty.')),
        (GOOD.replace('"Overall?"', "7"), (11, "en", '"en" must be text in quotation marks.')),
        (GOOD.replace('"Overall?"', f'"{"x" * 1001}"'), (11, "en", 'the text of "en" is longer than 1000 characters.')),
        (GOOD + "mood = 3\n", (12, "mood", 'the key "mood" is unknown.')),
        (GOOD + 'version = "2"\n', (12, "version", '"version" must be a whole number.')),
        (GOOD + "version = true\n", (12, "version", '"version" must be a whole number.')),
        (GOOD + "version = 0\n", (12, "version", '"version" must be a number from 1 to 9999.')),
        (GOOD + ANCHOR, (13, "number", '"23" already stands in line 8.')),
        (GOOD + DIMENSION, (13, "key", '"overall" already stands in line 2.')),
        (
            GOOD.replace('dimension = "overall"', 'dimension = "mood"'),
            (9, "dimension", 'there is no dimension "mood".'),
        ),
        (GOOD.replace("23", "22"), (1, "number", "question 23 is missing; every wave asks it.")),
        (DIMENSION, (1, "number", "question 23 is missing; every wave asks it.")),
        (
            GOOD + '[mood]\ncolour = "red"\n',
            (12, None, 'the name "mood" is unknown; expected: [[dimension]], [[question]].'),
        ),
        (
            GOOD.replace('key = "overall"', 'key = "Over all"').replace(
                'dimension = "overall"', 'dimension = "Over all"'
            ),
            (2, "key", '"key" may have small letters, digits and underscores only.'),
        ),
        (GOOD.replace("[[dimension]]", "[dimension]"), (1, None, "write [[dimension]] in double brackets.")),
    ],
)
def test_each_problem_is_named_with_its_line(source, expected):
    assert expected in problems_of(source)


def test_all_problems_are_named_at_once_in_the_order_of_their_lines():
    source = GOOD.replace('en = "Overall?"\n', "").replace('"Insgesamt"', '""') + "mood = 1\n" + ANCHOR
    lines = [line for line, _, _ in problems_of(source)]
    assert lines == sorted(lines)
    assert len(lines) == 4


@pytest.mark.parametrize(
    "source", ["", "question = 5", "question = [1, 2]", "dimension = 'x'", 'question = [{de = "x"}]']
)
def test_a_file_of_another_shape_is_refused_with_problems(source):
    assert problems_of(source)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    assert parse_bank("\ufeff" + GOOD.replace("\n", "\r\n")) == parse_bank(GOOD)
