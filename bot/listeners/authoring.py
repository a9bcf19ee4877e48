"""Surveys as admins set them up: the form, the last look before it is saved, and what can be done to a survey by name."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.audiences import need_groups, read_user_groups
from bot.channels import is_inside
from bot.commands import Verb
from bot.errors import message_modal
from bot.i18n import Words
from bot.listeners.asked import Asked, Handler
from bot.middleware import PERSON, WORDS
from bot.services import Services
from bot.use_cases import authoring, policy, questions, roles
from bot.use_cases import roster as roster_cases
from bot.use_cases.authoring import StaleError, Step
from bot.views import survey as view_of
from bot.views.dates import with_next_dates
from bot.views.ids import VALUE, Action, Callback, Field
from bot.views.policy import threshold_raised
from bot.views.state import FieldsError, ModalState
from bot.views.survey_confirmation import confirmation
from bot.views.survey_form import Offered, read_survey, survey_modal
from bot.views.survey_metadata import read_confirmed, read_edited
from surveys.errors import say
from surveys.journal import Deed
from surveys.planning import Overview


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show_dates(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        view = body["view"]
        cadence = ModalState(view).text(Field.CADENCE)
        shown = with_next_dates(view, cadence, services.clock().date(), context[WORDS])
        await client.views_update(view_id=view["id"], hash=view["hash"], view=shown)

    async def look(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        draft, edited = read_survey(view, services.clock().date()), read_edited(view)
        await services.run(roles.need_admin, context[PERSON], Deed.SURVEY_EDITED)
        if not await is_inside(client, draft.channel_id):
            raise FieldsError({Field.CHANNEL: NOT_INSIDE})
        await need_groups(services, client, draft.groups)
        overview, changed = await services.run(authoring.rehearse, context[PERSON], edited, draft)
        await ack(response_action="update", view=confirmation(overview, draft, edited, changed, words=context[WORDS]))

    async def change_again(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        edited, draft = read_confirmed(body["view"])
        offered = await _offered(services, client)
        form = survey_modal(offered, context[WORDS], services.clock().date(), draft, edited)
        await client.views_update(view_id=body["view"]["id"], view=form)

    async def save(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        edited, draft = read_confirmed(view)
        words: Words = context[WORDS]
        try:
            overview, changed = await services.run(authoring.save, context[PERSON], edited, draft)
        except StaleError as stale:
            text = view_of.stale(stale.name, stale.changed, words)
        else:
            new = edited.survey_id is None
            text = view_of.created(overview, words) if new else view_of.edited(overview, changed, words)
        await ack(response_action="update", view=message_modal(text, words, formatted=True))

    app.action({"block_id": Field.CADENCE, "action_id": VALUE})(show_dates)
    app.view(Callback.SURVEY)(look)
    app.action(Action.CHANGE_DRAFT)(change_again)
    app.view(Callback.SURVEY_CONFIRMED)(save)


NOT_INSIDE = say("I am not in this channel. Type `/invite @Vorbild` there, then press Next again: I check once more.")


async def _offered(services: Services, client: AsyncWebClient) -> Offered:
    roster = await services.run(roster_cases.show)
    units = tuple(unit for root in roster.roots() for unit in roster.beneath(root.id))
    try:
        groups = await read_user_groups(client)
    except SlackApiError:
        groups = []  # a workspace of a plan without user groups
    bank = await services.run(questions.read_bank)
    return Offered(units, tuple(groups), bank.questions)


async def _new(asked: Asked) -> View:
    return survey_modal(await _offered(asked.services, asked.client), asked.words, asked.services.clock().date())


async def _edit(asked: Asked) -> View:
    edited, draft = await asked.services.run(authoring.to_edit, asked.person_id, asked.name)
    offered = await _offered(asked.services, asked.client)
    return survey_modal(offered, asked.words, asked.services.clock().date(), draft, edited)


async def _list(asked: Asked) -> str:
    return view_of.listed(await asked.services.run(authoring.overviews, asked.person_id), asked.words)


def _step(step: Step, answer: Callable[[Overview, Words], str]) -> Handler:
    """Make a handler of a use case on one named survey and the view that tells its outcome."""

    async def handle(asked: Asked) -> str:
        return answer(await asked.services.run(step, asked.person_id, asked.name), asked.words)

    return handle


async def _threshold(asked: Asked) -> str:
    overview = await asked.services.run(policy.raise_threshold, asked.person_id, asked.name, asked.call.number)
    return threshold_raised(overview, asked.words)


HANDLERS: dict[Verb, Handler] = {
    Verb.SURVEY_NEW: _new,
    Verb.SURVEY_EDIT: _edit,
    Verb.SURVEY_LIST: _list,
    Verb.SURVEY_SHOW: _step(authoring.overview, view_of.shown),
    Verb.SURVEY_RUN: _step(authoring.run, view_of.opened),
    Verb.SURVEY_CLOSE: _step(authoring.close, view_of.closed),
    Verb.SURVEY_PAUSE: _step(authoring.pause, view_of.paused),
    Verb.SURVEY_RESUME: _step(authoring.resume, view_of.resumed),
    Verb.SURVEY_VOID: _step(authoring.void, view_of.voided),
    Verb.SURVEY_THRESHOLD: _threshold,
}
