"""At the moment of answering nothing changes but the urn: no row, no file, no message, no call, no line of a log."""

import io
import json
import logging

import pytest
import structlog
from sqlalchemy import text

from bot import logs
from tests.journeys.conftest import ADMIN, LEADERSHIP, STAFF, choices


@pytest.fixture
async def opened(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    return stage


@pytest.fixture
def log():
    """Everything that is logged, at the level at which most is said."""
    stream = io.StringIO()
    logs.configure("DEBUG", stream=stream)
    yield stream
    structlog.reset_defaults()
    logging.basicConfig(force=True)


def dump(stage):
    """Every table, in the order of its rows."""
    with stage.services.database.reading() as session:
        tables = session.scalars(text("SELECT name FROM sqlite_schema WHERE type = 'table'")).all()
        return {table: session.execute(text(f"SELECT * FROM {table}")).all() for table in tables}


def key_store(stage):
    return [path.read_bytes() for path in stage.services.keys.database.files()]


@pytest.mark.parametrize("comment", ["", "Please fix the printer"])
async def test_one_ballot_changes_the_urn_and_nothing_else(opened, log, comment):
    person, ballot = await opened.open_ballot(STAFF[0])
    tables, keys, messages = dump(opened), key_store(opened), await opened.messages_of_everybody()
    channel = await person.messages(LEADERSHIP)
    said = log.getvalue()
    outcome = await person.submit(ballot, {**choices(ballot, 4), "comment": comment})
    assert outcome["response_action"] == "update"
    await opened.bot.scheduler.tick()
    await opened.deliver()
    after = dump(opened)
    assert {table for table in after if after[table] != tables[table]} == {"urn"}
    assert len(after["urn"]) == 2
    assert key_store(opened) == keys
    assert await opened.messages_of_everybody() == messages
    assert await person.messages(LEADERSHIP) == channel
    assert log.getvalue() == said


async def test_the_form_remembers_the_wave_and_nothing_of_a_person(opened):
    _, ballot = await opened.open_ballot(STAFF[0])
    assert set(json.loads(ballot["private_metadata"])) == {"wave_id"}


async def test_the_clock_keeps_no_job_of_anybody_and_no_table(opened):
    await opened.answer(STAFF[0], 4)
    opened.bot.scheduler.start()
    jobs = opened.bot.scheduler._scheduler.get_jobs()
    assert jobs
    assert all(not job.args and not job.kwargs for job in jobs)
    assert not [table for table in dump(opened) if "job" in table or "sequence" in table]


async def test_taking_a_ballot_back_leaves_no_trace_either(opened, log):
    tables = dump(opened)
    await opened.answer(STAFF[0], 4)
    modal = await opened.ask_for_modal(STAFF[0], "privacy")
    person = opened.person(STAFF[0])
    said = log.getvalue()
    await person.click(modal, "withdraw_ballot")

    async def withdrawn():
        view = await person.top_view()
        return view if "withdraw_ballot" not in str(view) else None

    assert "no ballot" in str(await person.until(withdrawn))
    assert {table for table, rows in dump(opened).items() if rows != tables[table]} == set()
    assert log.getvalue() == said


async def test_no_line_of_a_log_names_anybody_over_a_whole_wave(opened, log):
    for staff in STAFF:
        await opened.answer(staff, 4, "Please fix the printer")
    await opened.ask(ADMIN, "survey close Puls")
    await opened.deliver()
    assert not [person for person in (ADMIN, *STAFF, "printer") if person in log.getvalue()]
