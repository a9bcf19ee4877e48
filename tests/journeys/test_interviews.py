"""Interview sheets as interviewers meet them: each for themselves first, then together, in both languages."""

import json

from tests.journeys.conftest import LEADER, STAFF

ITEMS = ("unhappy", "inconvenient", "complaint", "colleagues")


def shown(surface):
    return json.dumps(surface["blocks"], ensure_ascii=False)


async def press(person, surface, action, words):
    await person.click(surface, action)

    async def there():
        view = await person.top_view()
        return view if view and words in json.dumps(view, ensure_ascii=False) else None

    return await person.until(there)


async def fill_in(stage, person_id, words, point, note=""):
    person = stage.person(person_id)
    form = await press(person, (await person.dms())[-1], "interview_answer", words)
    outcome = await person.submit(form, {**dict.fromkeys(ITEMS, point), "note": note})
    assert outcome["response_action"] == "update"
    view = await person.top_view()
    await person.close(view)
    return view


async def test_interviewers_answer_independently_and_then_read_each_others_sheets(stage):
    told = await stage.ask(LEADER, f"interview <@{STAFF[0]}|a> <@{STAFF[1]}|b>")
    assert "Kürzel" in told
    await stage.deliver()
    english, german = (stage.person(person) for person in STAFF[:2])
    assert "A sheet on a candidate" in (await english.dms())[-1]["text"]
    assert "Lena Licht" in shown((await german.dms())[-1])
    first = await fill_in(stage, STAFF[0], "no anonymous survey", "2", "Never *asked* back.")
    assert "1 of 2 interviewers" in shown(first)
    assert "Never" not in shown(first)
    second = await fill_in(stage, STAFF[1], "keine anonyme Umfrage", "5")
    assert "Never *asked* back." in shown(second)
    assert "2 / 5" in shown(second)
    await stage.deliver()
    for person_id, words in ((STAFF[0], "can be read now"), (LEADER, "können jetzt gelesen werden")):
        person = stage.person(person_id)
        note = (await person.dms())[-1]
        assert words in note["text"]
        assert "Never" not in json.dumps(note)
        assert "5 / 5" in shown(await press(person, note, "interview_read", "Staff 1"))


async def test_whoever_asked_can_show_what_is_there(stage):
    await stage.ask(LEADER, f"interview <@{STAFF[0]}|a> <@{STAFF[1]}|b>")
    await stage.deliver()
    await fill_in(stage, STAFF[0], "no anonymous survey", "3")
    leader = stage.person(LEADER)
    message = (await leader.messages("C0LEAD"))[-1]
    assert "3 / 5" in shown(await press(leader, message, "interview_close", "bevor alle geantwortet"))


async def test_one_interviewer_is_too_few(stage):
    assert "Name 2 to 10 interviewers" in await stage.ask(STAFF[0], f"interview <@{STAFF[1]}|b>")
    assert "Wer? Tippe @" in await stage.ask(LEADER, "interview")


async def test_a_question_left_out_is_told_at_its_field(stage):
    await stage.ask(LEADER, f"interview <@{STAFF[0]}|a> <@{STAFF[1]}|b>")
    await stage.deliver()
    person = stage.person(STAFF[0])
    form = await press(person, (await person.dms())[-1], "interview_answer", "no anonymous survey")
    outcome = await person.submit(form, dict.fromkeys(ITEMS[:3], "3"))
    assert outcome["errors"].keys() == {"colleagues"}
