"""The simulated employees of the demo find their invitation among other messages, as people do."""

from sqlalchemy import text

from bot.demo.crowd import Crowd
from bot.demo.employees import Submission
from surveys.scales import Answer
from tests.journeys.conftest import ADMIN, STAFF


async def test_an_invitation_is_found_beneath_a_later_message(stage):
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    _, ballot = await stage.open_ballot(STAFF[0])
    keys = [block["block_id"] for block in ballot["blocks"] if block["type"] == "input"][:-1]
    await stage.bot.client.chat_postMessage(channel=STAFF[0], text="Please write your contribution card.")

    await Crowd(stage.workspace, stage.session).answer(
        [Submission(1, STAFF[0], dict.fromkeys(keys, Answer.AGREE), "Thanks")]
    )
    with stage.services.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM urn")).scalar() == 2
