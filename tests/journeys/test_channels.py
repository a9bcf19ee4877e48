"""A leadership channel that cannot be posted to: the post waits, the admins hear of it with the remedy."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.channel_notices import channel_notice
from bot.i18n import Words
from bot.use_cases.unreachable import ARCHIVED, TRY_AGAIN, UNIT_GONE, Trouble
from storage import survey
from surveys.texts import Locale
from tests.journeys.conftest import ADMIN, LEADERSHIP, STAFF


@pytest.fixture
async def answered(stage):
    """A wave that everybody has answered and that is closed, its posts still owed."""
    await stage.create_survey()
    await stage.ask(ADMIN, "survey run Puls")
    await stage.deliver()
    for person in STAFF[:6]:
        await stage.answer(person, 4)
    await stage.ask(ADMIN, "survey close Puls")
    return stage


def posts(stage):
    with stage.services.database.reading() as session:
        statement = "SELECT state FROM outbox WHERE kind = 'trend_post'"
        return list(session.scalars(text(statement)))


def channel(stage):
    return stage.workspace.state.channels[LEADERSHIP]


async def told(stage):
    return [message["text"] for message in await stage.person(ADMIN).dms() if "waits" in message["text"]]


async def test_a_post_to_an_archived_channel_waits_and_goes_once_the_channel_is_back(answered):
    channel(answered).is_archived = True
    await answered.deliver()
    assert posts(answered) == ["ready"]
    (notice,) = await told(answered)
    assert "is archived. Bring it back, or choose another with `/pulse survey edit Puls`" in notice
    answered.clock.at += TRY_AGAIN + timedelta(minutes=1)
    await answered.deliver()
    assert len(await told(answered)) == 1
    channel(answered).is_archived = False
    answered.clock.at += TRY_AGAIN + timedelta(minutes=1)
    await answered.deliver()
    assert posts(answered) == ["sent"]


async def test_a_post_to_a_channel_that_the_bot_was_put_out_of_waits_until_it_is_invited(answered):
    members = channel(answered).members
    channel(answered).is_private = True
    members.pop(answered.workspace.state.bot_user_id)
    await answered.deliver()
    assert posts(answered) == ["ready"]
    (notice,) = await told(answered)
    assert "Invite it there with `/invite`" in notice
    members[answered.workspace.state.bot_user_id] = None
    answered.clock.at += TRY_AGAIN + timedelta(minutes=1)
    await answered.deliver()
    assert posts(answered) == ["sent"]


async def test_a_post_that_waited_goes_to_the_channel_that_was_chosen_meanwhile(answered):
    channel(answered).is_archived = True
    await answered.deliver()
    other = replace(channel(answered), id="C0OTHER", name="other", is_archived=False, messages=[])
    answered.workspace.state.channels["C0OTHER"] = other
    with answered.services.database.transaction() as session:
        (each,) = survey.all_of(session)
        survey.change(session, replace(each, channels=dict.fromkeys(each.channels, "C0OTHER")))
    answered.clock.at += TRY_AGAIN + timedelta(minutes=1)
    await answered.deliver()
    assert posts(answered) == ["sent"]
    assert other.messages


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("code", [ARCHIVED, "not_in_channel", UNIT_GONE])
def test_every_trouble_has_a_sentence_that_cannot_act(code, locale):
    told = channel_notice(Trouble("<!here>", "R&D", "C1", code), Words(locale))
    assert "&lt;!here&gt;" in told
    assert "R&amp;D" in told
    assert "/pulse survey edit" in told
