"""The form for a survey: filled in, looked at before it is saved, and saved; two admins may have it open at once."""

from collections.abc import Iterable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.audiences import need_groups, read_user_groups
from bot.channels import is_inside
from bot.commands import Verb
from bot.errors import blocks_modal, message_modal
from bot.i18n import Words
from bot.listeners.asked import Asked, Growing, Handler, complete
from bot.listeners.in_place import pressed_view
from bot.listeners.patience import acknowledging, show_outcome
from bot.middleware import PERSON, WORDS, refresh_home
from bot.services import Services
from bot.use_cases import calendars, drafting, questions, roles
from bot.use_cases import roster as roster_cases
from bot.use_cases.drafting import StaleError
from bot.views import survey as view_of
from bot.views.dates import with_next_dates
from bot.views.ids import VALUE, Action, Callback, Field
from bot.views.state import FieldsError, ModalState, at_field
from bot.views.survey_channels import own_field, with_own_channels
from bot.views.survey_confirmation import confirmation
from bot.views.survey_form import Offered, at_its_field, read_survey, survey_modal
from bot.views.survey_metadata import read_confirmed, read_edited
from surveys.errors import say
from surveys.journal import Deed
from surveys.planning import Draft, Edited


def register(app: AsyncApp, services: Services) -> None:
    """List what this journey listens to."""

    async def show_dates(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        view = pressed_view(body)
        cadence = ModalState(view).text(Field.CADENCE)
        shown = with_next_dates(view, cadence, services.clock().date(), context[WORDS])
        await client.views_update(view_id=view["id"], hash=view["hash"], view=shown)

    async def show_channels(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        view = pressed_view(body)
        shown = with_own_channels(view, ModalState(view).named_choices(Field.OWN_CHANNELS), context[WORDS])
        await client.views_update(view_id=view["id"], hash=view["hash"], view=shown)

    async def look(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        draft, edited, words = read_survey(view, services.clock().date()), read_edited(view), context[WORDS]
        await services.run(roles.need_admin, context[PERSON], Deed.SURVEY_EDITED)
        await _need_channels(client, draft)
        with at_field(Field.CHANNELS):
            await need_groups(services, client, draft.groups)
        try:
            with at_its_field(view):
                rehearsed = await services.run(drafting.rehearse, context[PERSON], edited, draft)
        except StaleError as stale:
            await ack(response_action="push", view=_stale(stale, words))
        else:
            await ack(response_action="update", view=confirmation(rehearsed, draft, edited, words))

    async def change_again(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        edited, draft = read_confirmed(pressed_view(body))
        offered = await _offered(services, client, context[PERSON])
        form = survey_modal(offered, context[WORDS], services.clock().date(), draft, edited)
        await client.views_update(view_id=pressed_view(body)["id"], view=form)

    async def save(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        confirmed, words = read_confirmed(view), context[WORDS]
        work = _saved(services, context[PERSON], *confirmed, words)
        await show_outcome(work, acknowledging(ack, view["id"]), client, words)
        await refresh_home(context)

    app.action({"block_id": Field.CADENCE, "action_id": VALUE})(show_dates)
    app.action({"block_id": Field.OWN_CHANNELS, "action_id": VALUE})(show_channels)
    app.view(Callback.SURVEY)(look)
    app.action(Action.CHANGE_DRAFT)(change_again)
    app.view(Callback.SURVEY_CONFIRMED)(save)


NOT_INSIDE = say("I am not in this channel. Type `/invite @Vorbild` there, then press Next again: I check once more.")


async def _need_channels(client: AsyncWebClient, draft: Draft) -> None:
    """Refuse channels that the bot is not in, each at its field."""
    own = {own_field(unit_id): channel_id for unit_id, channel_id in (draft.unit_channels or {}).items()}
    wanted = {str(Field.CHANNEL): draft.channel_id, **own}
    outside = await _outside(client, wanted.values())
    problems = {field: NOT_INSIDE for field, channel_id in wanted.items() if channel_id in outside}
    if problems:
        raise FieldsError(problems)


async def _outside(client: AsyncWebClient, channel_ids: Iterable[str]) -> set[str]:
    return {channel_id for channel_id in set(channel_ids) if not await is_inside(client, channel_id)}


async def _saved(services: Services, person_id: str, edited: Edited, draft: Draft, words: Words) -> Growing:
    try:
        saved = await services.run(drafting.save, person_id, edited, draft)
    except StaleError as stale:
        return complete(_stale(stale, words))
    text = view_of.created(saved, words) if edited.survey_id is None else view_of.edited(saved, words)
    return complete(message_modal(text, words, formatted=True))


def _stale(stale: StaleError, words: Words) -> View:
    return blocks_modal(view_of.stale(stale.name, stale.changed, words), words)


async def _offered(services: Services, client: AsyncWebClient, person_id: str) -> Offered:
    units = await services.run(roster_cases.units)
    try:
        groups = await read_user_groups(client)
    except SlackApiError:
        groups = []  # a workspace of a plan without user groups
    bank = await services.run(questions.read_bank)
    offices = await services.run(calendars.offices, person_id)
    return Offered(tuple(units), tuple(groups), bank.questions, tuple(offices))


async def _new(asked: Asked) -> View:
    offered = await _offered(asked.services, asked.client, asked.person_id)
    return survey_modal(offered, asked.words, asked.services.clock().date())


async def _edit(asked: Asked) -> View:
    edited, draft = await asked.services.run(drafting.to_edit, asked.person_id, asked.name)
    offered = await _offered(asked.services, asked.client, asked.person_id)
    return survey_modal(offered, asked.words, asked.services.clock().date(), draft, edited)


HANDLERS: dict[Verb, Handler] = {Verb.SURVEY_NEW: _new, Verb.SURVEY_EDIT: _edit}
