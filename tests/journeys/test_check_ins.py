"""A check-in as a team and its new leader meet it, on simulated dates and in both languages."""

import csv
import io
import json
from datetime import timedelta

from bot.directory import read_directory
from bot.use_cases import roster as roster_cases
from bot.use_cases import waves
from tests.journeys.conftest import ADMIN, LEADER, STAFF

NEW, TEAM = STAFF[0], STAFF[1:]


def with_a_new_leader():
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["slack_id", "name", "unit", "manager", "language", "office"])
    writer.writerow([LEADER, "Lena Licht", "Board", "", "de", "Berlin"])
    writer.writerow([NEW, "Staff 0", "Team", LEADER, "en", "Berlin"])
    writer.writerow([ADMIN, "Adam Adler", "Team", NEW, "en", "London"])
    for number, person_id in enumerate(TEAM, start=1):
        writer.writerow([person_id, f"Staff {number}", "Team", NEW, "de" if number % 2 else "en", "Berlin"])
    return text.getvalue().encode()


async def later(stage, days):
    stage.clock.at += timedelta(days=days)
    await stage.services.run(waves.tick)
    await stage.deliver()


async def test_a_team_is_asked_about_its_new_leader_and_both_they_and_their_superior_hear_of_it(stage):
    new, _ = roster_cases.preview(stage.services, with_a_new_leader(), await read_directory(stage.bot.client))
    roster_cases.apply(stage.services, new, "operator")
    await later(stage, 30)
    german, english = [await stage.person(person).dms() for person in TEAM[:2]]
    assert "Check-in: Wie läuft der Start mit deiner neuen Führungskraft?" in german[-1]["text"]
    assert "Check-in: how is the start with your new manager going? 3 questions" in english[-1]["text"]
    assert all("Check-in" not in each["text"] for each in await stage.person(LEADER).dms())
    for person in TEAM:
        await stage.answer(person, 5, "Weiter so.")
    await later(stage, 8)
    for reader, title in ((NEW, "sees the start with you"), (LEADER, "den Start mit der neuen Führungskraft")):
        told = json.dumps((await stage.person(reader).dms())[-1], ensure_ascii=False)
        assert title in told
        assert "100" in told
    assert "comment" not in json.dumps((await stage.person(NEW).dms())[-1]["blocks"])
    for person in TEAM[:2]:
        home = json.dumps(await stage.person(person).home(fresh=True))
        assert "Check-in:" not in home
    assert "Check-in" not in await stage.ask(ADMIN, "survey list")
