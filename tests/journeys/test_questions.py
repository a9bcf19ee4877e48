"""Own questions, from the form to the ballot paper and to retirement."""

from datetime import timedelta

from bot.use_cases import questions
from tests.journeys.conftest import ADMIN, STAFF
from tests.journeys.test_admin import press

PRAISE = {"dimension": "listening", "question_de": "Ich höre, was gut war.", "question_en": "I hear what went well."}


async def write(stage, command="question new", **changes):
    modal = await stage.ask_for_modal(ADMIN, command)
    admin = stage.person(ADMIN)
    outcome = await admin.submit(modal, {**PRAISE, **changes})
    shown = await admin.top_view()
    return modal, outcome, shown


async def labels(stage, person_id):
    """What the ballot paper asks one person."""
    person, ballot = await stage.open_ballot(person_id)
    await person.close(ballot)
    return [block["label"]["text"] for block in ballot["blocks"] if block["type"] == "input"]


async def test_a_question_is_written_listed_reworded_and_retired(stage):
    modal, outcome, shown = await write(stage)
    assert outcome["response_action"] == "update"
    assert "Question 101 is in the bank" in str(shown["blocks"])
    await stage.person(ADMIN).close(modal)
    assert "101 · I hear what went well." in await stage.ask(ADMIN, "question list")
    modal, _, shown = await write(stage, "question edit 101", question_en="I am told what went well.")
    assert "new series" in str(modal["blocks"])
    assert "version 2" in str(shown["blocks"])
    await stage.person(ADMIN).close(modal)
    assert "is retired" in await stage.ask(ADMIN, "question retire 101")
    assert "There is no own question 101 in use" in await stage.ask(ADMIN, "question retire 101")
    assert "retired" in await stage.ask(ADMIN, "question list")


async def test_a_question_is_reworded_and_retired_with_the_buttons_of_the_list(stage):
    modal, _, _ = await write(stage)
    admin = stage.person(ADMIN)
    await admin.close(modal)
    await press(admin, await admin.home(fresh=True), "question list")
    listed = await admin.until(admin.top_view)
    await press(admin, listed, "question edit 101")

    async def pushed():
        views = await admin.views()
        return views[-1] if len(views) == 2 else None

    form = await admin.until(pushed)
    assert form["callback_id"] == "own_question"
    await admin.close(form)
    await press(admin, listed, "question retire 101")
    assert "is retired" in str((await admin.until(pushed))["blocks"])


async def test_a_hint_is_shown_before_saving_and_can_be_overridden(stage):
    modal, _, shown = await write(stage, question_en="Lena Licht listens and acts.")
    assert "It may ask two things at once" in str(shown["blocks"])
    assert "Lena Licht" in str(shown["blocks"])
    assert "No question of your own yet" in await stage.ask(ADMIN, "question list")
    admin = stage.person(ADMIN)
    await admin.submit(shown, {"anyway": ["anyway"]})
    assert "is in the bank" in str((await admin.top_view())["blocks"])
    await admin.close(modal)


async def test_a_missing_translation_is_told_at_its_field(stage):
    _, outcome, _ = await write(stage, question_en="  ", step_de="Sag es.")
    assert outcome["errors"].keys() == {"question_en", "step_en"}


async def test_saving_the_same_wording_again_is_no_new_version(stage):
    modal, _, _ = await write(stage)
    await stage.person(ADMIN).close(modal)
    modal, _, _ = await write(stage, "question edit 101")
    (own,) = await stage.services.run(questions.own_questions, ADMIN)
    assert own.version == 1


async def test_employees_write_no_questions(stage):
    assert "admins" in await stage.ask(STAFF[0], "question new")
    assert "admins" in await stage.ask(STAFF[0], "question retire 101")


async def test_an_own_question_is_on_the_ballot_paper_in_each_readers_language(stage):
    modal, _, _ = await write(stage, question_de="Frage 0.", question_en="Question 0.")
    await stage.person(ADMIN).close(modal)
    await stage.create_survey()
    seen = []
    for _ in range(7):
        await stage.ask(ADMIN, "survey run Puls")
        await stage.deliver()
        seen += [await labels(stage, person_id) for person_id in STAFF[:2]]
        await stage.ask(ADMIN, "survey close Puls")
        stage.clock.at += timedelta(days=28)
    shown = str(seen)
    assert "Question 0." in shown
    assert "Frage 0." in shown
