"""Questions that admins write."""

import pytest

from surveys.bank import load_bank
from surveys.errors import VorbildError
from surveys.own_questions import FIRST_NUMBER, OwnQuestion, Wording, check, hints, latest, next_number, with_own
from surveys.questions import questionnaire
from surveys.texts import Text

BANK = load_bank()
PRAISE = Text("Ich höre, was gut war.", "I hear what went well.")


def own(number=FIRST_NUMBER, version=1, text=PRAISE, *, step=None, retired=False):
    return OwnQuestion(number, version, Wording("listening", text, step), retired)


def asked_in(bank, waves=12):
    return {question.key for number in range(1, waves + 1) for question in questionnaire(bank, number)}


def test_an_own_question_takes_its_turn_beside_the_shipped_ones():
    bank = with_own(BANK, (own(),))
    assert "q101.v1" in asked_in(bank)
    assert asked_in(BANK) < asked_in(bank)


def test_what_the_first_waves_ask_does_not_change_because_somebody_adds_a_question():
    bank = with_own(BANK, (own(),))
    assert [questionnaire(bank, number) for number in range(1, 6)] == [
        questionnaire(BANK, number) for number in range(1, 6)
    ]


def test_a_new_wording_is_asked_instead_of_the_old_one_which_stays_readable():
    bank = with_own(BANK, (own(), own(version=2, text=Text("Neu.", "New."))))
    assert asked_in(bank) & {"q101.v1", "q101.v2"} == {"q101.v2"}
    assert bank.by_key("q101.v1").text == PRAISE
    assert bank.question(101).text.en == "New."


def test_a_retired_question_is_asked_no_more_and_stays_readable():
    bank = with_own(BANK, (own(retired=True),))
    assert asked_in(bank) == asked_in(BANK)
    assert bank.by_key("q101.v1").text == PRAISE
    with pytest.raises(VorbildError):
        bank.question(101)


def test_the_same_questions_give_the_same_bank():
    assert with_own(BANK, (own(),)) is with_own(BANK, (own(),))


def test_a_question_with_a_next_step_of_its_own_gives_that_one():
    step = Text("Sag es.", "Say it.")
    bank = with_own(BANK, (own(step=step),))
    assert bank.dimension_of(bank.by_key("q101.v1")).next_step == step
    assert bank.dimension_of(BANK.question(5)).next_step == BANK.dimensions["listening"].next_step


def test_numbers_are_never_used_again():
    assert next_number(()) == FIRST_NUMBER
    assert next_number((own(retired=True), own(103))) == 104
    assert [each.version for each in latest((own(version=2), own()))] == [2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (Text("Ich habe Zeit und Geld.", "I have time."), "two things at once"),
        (Text("Ich habe Zeit.", "My manager listens and acts."), "“and”"),
        (Text("Ich sage etwas, weil es hilft.", "I speak up."), "two clauses"),
        (Text("Lena Licht hört zu.", "They listen."), "Lena Licht"),
        (Text("Sie hören zu.", "Licht listens."), "Lena Licht"),
    ],
)
def test_a_question_that_is_hard_to_answer_or_names_somebody_gets_a_hint(text, says):
    assert any(says in str(hint) for hint in hints(text, ["Bo Li", "Lena Licht"]))


def test_a_plain_question_gets_no_hint():
    assert hints(PRAISE, ["Bo Li", "Lena Licht"]) == ()


@pytest.mark.parametrize(
    "wording",
    [
        Wording("listening", Text("Nur deutsch.", " ")),
        Wording("listening", Text("", "English only.")),
        Wording("no such dimension", PRAISE),
        Wording("listening", PRAISE, Text("Nur deutsch.", "")),
        Wording("listening", Text("x" * 301, "y")),
    ],
)
def test_a_missing_translation_a_long_text_or_an_unknown_dimension_is_refused(wording):
    with pytest.raises(VorbildError):
        check(wording, BANK)
