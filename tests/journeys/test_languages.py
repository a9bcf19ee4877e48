"""The language that a person chooses in the Home tab, and the form of address that an admin chooses for everybody."""

from tests.journeys.conftest import ADMIN, LEADER, STAFF

ENGLISH_SPEAKER, GERMAN_SPEAKER = STAFF[0], STAFF[1]


async def choose(stage, person_id, language, header):
    """Choose in the Home tab, and wait until it is drawn anew."""
    person = stage.person(person_id)
    await person.click(await person.home(fresh=True), "language", language)

    async def redrawn():
        shown = await person.redrawn_home()
        return header in [block["text"]["text"] for block in shown["blocks"] if block["type"] == "header"]

    assert await person.until(redrawn)


async def test_home_is_drawn_in_the_chosen_language_at_once_and_as_in_slack_takes_it_back(stage):
    await choose(stage, ENGLISH_SPEAKER, "de", "Meine Einstellungen")
    await choose(stage, ENGLISH_SPEAKER, "slack", "My settings")


async def test_messages_modals_and_answers_follow_the_choice(stage):
    await choose(stage, GERMAN_SPEAKER, "en", "My settings")
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    person, ballot = await stage.open_ballot(GERMAN_SPEAKER)
    assert "internal customer" in (await person.dms())[-1]["text"]
    assert ballot["submit"]["text"] == "Seal my answers"
    assert "shows what you can do here" in await stage.ask(GERMAN_SPEAKER, "help")


async def test_an_admin_chooses_sie_in_a_form_and_every_german_text_follows(stage):
    admin = stage.person(ADMIN)
    home = await admin.home(fresh=True)
    (button,) = (
        each
        for block in home["blocks"]
        if block["type"] == "actions"
        for each in block["elements"]
        if each.get("value") == "address"
    )
    await admin.click(home, button["action_id"])
    form = await admin.until(admin.top_view)
    outcome = await admin.submit(form, {"name": "Sie"})
    assert outcome["response_action"] == "update"
    assert "`/pulse address du`" in str((await admin.top_view())["blocks"])
    assert "was Sie hier tun können" in await stage.ask(LEADER, "hilfe")
    assert "was du hier tun kannst" not in str(await stage.person(LEADER).messages("C0LEAD"))


async def test_the_command_in_german_and_its_undo_work(stage):
    await stage.ask(ADMIN, "anrede Sie")
    assert "“du”" in await stage.ask(ADMIN, "address du")
    assert "was du hier tun kannst" in await stage.ask(LEADER, "hilfe")
    assert "/pulse address du" in await stage.ask(ADMIN, "address please")
