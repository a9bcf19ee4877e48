"""Simulated employees at work: they see their message, click, choose and submit, all over the wire."""

import asyncio
from collections.abc import Collection, Sequence

import aiohttp

from bot.demo.employees import Submission
from bot.views.answering import PROMISE
from bot.views.ids import Action, Field
from bot.workspace.blocks.entered import all_elements
from bot.workspace.client import Person
from bot.workspace.server import Workspace
from bot.workspace.shapes import Json
from surveys.judging import Judgement
from surveys.scales import Answer

AT_ONCE = 6
_CONTENT, _HALF = 3.2, 2.5
"""From which mean answer on a commitment was kept, or partly."""


class Crowd:
    """Everybody who answers. Nobody here knows the bot: only its messages and modals."""

    def __init__(self, workspace: Workspace, session: aiohttp.ClientSession) -> None:
        self._workspace = workspace
        self._session = session

    async def answer(self, submissions: Sequence[Submission]) -> None:
        """Let people answer, a few at the same time; who answers twice does so in that order."""
        room = asyncio.Semaphore(AT_ONCE)
        turns: dict[str, asyncio.Lock] = {}

        async def one(submission: Submission) -> None:
            async with turns.setdefault(submission.person_id, asyncio.Lock()), room:
                await self._submit(submission)

        await asyncio.gather(*(one(submission) for submission in submissions))

    async def _submit(self, submission: Submission) -> None:
        person = Person(self._workspace.url, submission.person_id, self._session)
        await person.click(_newest_invitation(await person.dms()), Action.ANSWER)
        modal = await person.until(person.top_view)
        choices = {key: str(int(answer)) for key, answer in submission.answers.items()}
        judgement = str(int(_judgement(submission.answers.values())))
        choices |= {block: judgement for block in _ids(modal) if block.startswith(PROMISE)}
        outcome = await person.submit(modal, {**choices, Field.COMMENT: submission.comment})
        if outcome.get("response_action") != "update":
            raise RuntimeError(f"a simulated employee could not answer: {outcome}")
        await person.close(modal)


def _ids(modal: Json) -> list[str]:
    return [str(block.get("block_id", "")) for block in modal["blocks"]]


def _judgement(answers: Collection[Answer]) -> Judgement:
    """Say whether something was kept in the mood of the answers."""
    judged = [answer for answer in answers if answer is not Answer.CANNOT_JUDGE]
    mood = sum(judged) / len(judged) if judged else 0
    moods = ((_CONTENT, Judgement.YES), (_HALF, Judgement.PARTLY), (1, Judgement.NO))
    return next((judgement for least, judgement in moods if mood >= least), Judgement.NOT_NOTICED)


def _newest_invitation(messages: Sequence[Json]) -> Json:
    """Give the newest message with a button to answer: leaders get others after it."""
    return next(message for message in reversed(messages) if _can_be_answered(message))


def _can_be_answered(message: Json) -> bool:
    elements = all_elements(message.get("blocks", []))
    return any(element.get("action_id") == Action.ANSWER for _, element in elements)
