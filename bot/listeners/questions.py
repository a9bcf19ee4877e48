"""Own questions: the form, the list, and retiring one."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View

from bot.commands import Verb
from bot.errors import message_modal
from bot.listeners.asked import Asked, Handler
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import questions
from bot.views import questions as questions_view
from bot.views.ids import Callback
from bot.views.post import Post


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def save(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        written, words = questions_view.read_question(view), context[WORDS]
        saved = await services.run(
            questions.save, context[PERSON], written.wording, written.number, anyway=written.anyway
        )
        if saved.question is None:
            shown = questions_view.question_modal(
                services.bank, words, wording=written.wording, number=written.number, hints=saved.hints
            )
        else:
            shown = message_modal(questions_view.saved_text(saved.question, words), words, formatted=True)
        await ack(response_action="update", view=shown)

    app.view(Callback.QUESTION)(save)


async def _new(asked: Asked) -> View:
    return questions_view.question_modal(asked.services.bank, asked.words)


async def _edit(asked: Asked) -> View:
    own = await asked.services.run(questions.own_question, asked.person_id, asked.name)
    return questions_view.question_modal(asked.services.bank, asked.words, wording=own.wording, number=own.number)


async def _list(asked: Asked) -> Post:
    own = await asked.services.run(questions.own_questions, asked.person_id)
    return questions_view.listed(own, asked.services.bank, asked.words)


async def _retire(asked: Asked) -> str:
    own = await asked.services.run(questions.retire, asked.person_id, asked.name)
    return questions_view.retired_text(own, asked.words)


HANDLERS: dict[Verb, Handler] = {
    Verb.QUESTION_NEW: _new,
    Verb.QUESTION_LIST: _list,
    Verb.QUESTION_EDIT: _edit,
    Verb.QUESTION_RETIRE: _retire,
}
