"""`/pulse`: parsed by the table of commands; each answer is seen by nobody but the person who asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Verb, allowed, parse
from bot.i18n import Words
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import authoring, privacy
from bot.use_cases import roster as roster_cases
from bot.use_cases.authoring import Step
from bot.views import survey as survey_view
from bot.views.help import help_text, roster_text
from bot.views.ids import COMMAND
from bot.views.privacy import journal_modal, privacy_modal
from bot.views.survey import survey_modal
from surveys.planning import Overview


@dataclass(frozen=True)
class Asked:
    """Who asked what, and all it takes to answer."""

    services: Services
    client: AsyncWebClient
    person_id: str
    words: Words
    name: str
    trigger_id: str


Handler = Callable[[Asked], Awaitable[str | None]]
"""Does what was asked and gives the answer; None when the answer is a modal."""


def register(app: AsyncApp, services: Services) -> None:
    """Listen to the one command."""

    async def pulse(
        ack: AsyncAck, command: dict[str, str], respond: AsyncRespond, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        call = parse(command.get("text", ""))
        asked = Asked(services, client, context[PERSON], context[WORDS], call.name, command["trigger_id"])
        answer = await HANDLERS[call.command.verb](asked)
        if answer is not None:
            await respond(text=answer, response_type="ephemeral")

    app.command(COMMAND)(pulse)


async def _help(asked: Asked) -> str:
    return help_text(allowed(admin=asked.person_id in asked.services.admins), asked.words)


async def _new(asked: Asked) -> None:
    await asked.services.run(authoring.need_admin, asked.person_id)
    roster = await asked.services.run(roster_cases.show)
    units = tuple(unit for root in roster.roots() for unit in roster.beneath(root.id))
    await asked.client.views_open(trigger_id=asked.trigger_id, view=survey_modal(units, asked.words))


async def _list(asked: Asked) -> str:
    return survey_view.listed(await asked.services.run(authoring.overviews, asked.person_id), asked.words)


async def _roster(asked: Asked) -> str:
    await asked.services.run(authoring.need_admin, asked.person_id)
    return roster_text(await asked.services.run(roster_cases.show), asked.words)


async def _privacy(asked: Asked) -> None:
    holdings = await asked.services.run(privacy.holdings, asked.person_id)
    await asked.client.views_open(trigger_id=asked.trigger_id, view=privacy_modal(holdings, asked.words))


async def _journal(asked: Asked) -> None:
    entries = await asked.services.run(privacy.settings_journal)
    await asked.client.views_open(trigger_id=asked.trigger_id, view=journal_modal(entries, asked.words))


def _step(step: Step, answer: Callable[[Overview, Words], str]) -> Handler:
    """Make a handler of a use case on one named survey and the view that tells its outcome."""

    async def handle(asked: Asked) -> str:
        return answer(await asked.services.run(step, asked.person_id, asked.name), asked.words)

    return handle


HANDLERS: dict[Verb, Handler] = {
    Verb.HELP: _help,
    Verb.SURVEY_NEW: _new,
    Verb.SURVEY_LIST: _list,
    Verb.SURVEY_SHOW: _step(authoring.overview, survey_view.shown),
    Verb.SURVEY_RUN: _step(authoring.run, survey_view.opened),
    Verb.SURVEY_CLOSE: _step(authoring.close, survey_view.closed),
    Verb.SURVEY_PAUSE: _step(authoring.pause, survey_view.paused),
    Verb.SURVEY_RESUME: _step(authoring.resume, survey_view.resumed),
    Verb.SURVEY_VOID: _step(authoring.void, survey_view.voided),
    Verb.PRIVACY: _privacy,
    Verb.JOURNAL: _journal,
    Verb.ROSTER_SHOW: _roster,
}
