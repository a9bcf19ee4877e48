"""Interview sheets: independent until all have answered, for those who take part alone, and gone after thirty days."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.use_cases import interviews, kinds, waves
from storage.tables import InterviewRow, OutboxRow, SheetRow
from surveys.errors import VorbildError
from surveys.interviews import CODE_LENGTH, QUESTIONS, Item, Sheet
from tests.builders import roster_of, stored

ASKER, FIRST, SECOND, STRANGER = "alpha-1", "alpha-2", "alpha-3", "alpha-4"


@pytest.fixture
def company(services_anywhere):
    stored(services_anywhere, roster_of({"alpha": 6}))
    return services_anywhere


def start(services, asked=(FIRST, SECOND)):
    return interviews.start(services, ASKER, asked).interview.code


def fill_in(services, person_id, code, point=4, note=""):
    return interviews.answer(services, person_id, code, Sheet("", dict.fromkeys(Item, point), note))


def owed(services, kind):
    with services.database.reading() as session:
        return sorted(row.parameters["person_id"] for row in session.scalars(select(OutboxRow)) if row.kind == kind)


def test_every_interviewer_is_asked_and_the_candidate_is_a_code(company):
    code = start(company)
    assert len(code) == CODE_LENGTH
    assert owed(company, kinds.INTERVIEW) == [FIRST, SECOND]


def test_nobody_sees_a_sheet_before_everybody_has_answered_not_even_whoever_asked(company):
    code = start(company)
    assert fill_in(company, FIRST, code, 2).sheets == ()
    for person in (ASKER, FIRST, SECOND):
        reading = interviews.read(company, person, code)
        assert (reading.sheets, reading.answered) == ((), 1)
    fill_in(company, SECOND, code, 5)
    shown = interviews.read(company, FIRST, code).sheets
    assert [(sheet.name, sheet.points[Item.COMPLAINT]) for sheet in shown] == [("Alpha-2", 2), ("Alpha-3", 5)]
    assert owed(company, kinds.INTERVIEW_SHOWN) == [ASKER, FIRST, SECOND]


def test_a_sheet_can_be_replaced_until_it_is_shown_and_never_after(company):
    code = start(company)
    fill_in(company, FIRST, code, 1)
    fill_in(company, FIRST, code, 3)
    fill_in(company, SECOND, code)
    assert interviews.read(company, SECOND, code).sheets[0].points[Item.UNHAPPY] == 3
    with pytest.raises(VorbildError, match="shown already"):
        fill_in(company, FIRST, code, 5)


def test_the_asker_alone_may_close_it_before_and_a_second_click_is_harmless(company):
    code = start(company)
    fill_in(company, FIRST, code)
    with pytest.raises(VorbildError, match="Only whoever asked"):
        interviews.close(company, FIRST, code)
    for _ in range(2):
        assert len(interviews.close(company, ASKER, code).sheets) == 1
    with pytest.raises(VorbildError, match="shown already"):
        fill_in(company, SECOND, code)
    assert owed(company, kinds.INTERVIEW_SHOWN) == [ASKER, FIRST, SECOND]


def test_to_whoever_does_not_take_part_it_does_not_exist(company):
    code = start(company)
    for person, which in ((STRANGER, code), (FIRST, "NEVER")):
        with pytest.raises(VorbildError, match="no such sheets for you"):
            interviews.read(company, person, which)
    with pytest.raises(VorbildError, match="Only the interviewers"):
        fill_in(company, ASKER, code)


def test_it_takes_two_interviewers_who_are_here(company):
    with pytest.raises(VorbildError, match="Name 2 to 10"):
        start(company, (FIRST, FIRST))
    with pytest.raises(VorbildError, match="not in the roster"):
        start(company, (FIRST, "UGONE"))
    assert owed(company, kinds.INTERVIEW) == []


def test_a_sheet_with_a_question_left_out_is_not_stored(company):
    code = start(company)
    with pytest.raises(VorbildError, match="each question"):
        interviews.answer(company, FIRST, code, Sheet("", {Item.UNHAPPY: 3}))
    assert interviews.read(company, FIRST, code).answered == 0


def test_after_thirty_days_nothing_is_left(company, clock):
    code = start(company)
    fill_in(company, FIRST, code, note="Asked what the customer needed.")
    clock.at += timedelta(days=30)
    waves.tick(company)
    assert interviews.read(company, FIRST, code).answered == 1
    clock.at += timedelta(days=1)
    waves.tick(company)
    with company.database.reading() as session:
        assert session.scalars(select(InterviewRow)).all() == session.scalars(select(SheetRow)).all() == []
    assert interviews.note(company, FIRST, code) is None


def test_every_question_has_anchors_in_both_languages():
    assert set(QUESTIONS) == set(Item)
    texts = [text for each in QUESTIONS.values() for text in (each.text, each.low, each.middle, each.high)]
    assert all(text.de and text.en for text in texts)
