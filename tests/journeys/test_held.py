"""A post that waits: after the close something is left, the admins are told once, and once it is gone the post goes out."""

from datetime import timedelta

from sqlalchemy import text

from tests.journeys.conftest import ADMIN, LEADER, LEADERSHIP, STAFF


def change(stage, statement, **values):
    with stage.services.database.transaction() as session:
        session.execute(text(statement), values)


async def posts(stage):
    return [m for m in await stage.person(LEADER).messages(LEADERSHIP) if not m.get("ephemeral")]


async def told(stage):
    return [m for m in await stage.person(ADMIN).dms() if "posts wait" in m["text"]]


async def later(stage):
    stage.clock.at += timedelta(minutes=5)
    await stage.deliver()


async def test_a_post_waits_until_nothing_of_the_ballots_is_left(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for staff in STAFF:
        await stage.answer(staff, 4)
    await stage.ask(ADMIN, "survey close Puls")
    change(stage, "INSERT INTO urn VALUES (1, :slot, :box)", slot=b"s" * 32, box=b"b")
    await stage.deliver()
    await later(stage)
    assert await posts(stage) == []
    assert len(await told(stage)) == 1
    assert "privacy-audit" in (await told(stage))[0]["text"]
    change(stage, "DELETE FROM urn")
    await later(stage)
    assert len(await posts(stage)) == 1
    assert len(await told(stage)) == 1
