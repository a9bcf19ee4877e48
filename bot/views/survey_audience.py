"""Who is asked, in the survey form: units, user groups and members of channels."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ConversationFilter, ConversationMultiSelectElement, PlainTextObject

from bot.i18n import Words
from bot.views import choices, inputs
from bot.views.ids import VALUE, Field
from bot.views.state import ModalState
from surveys.audiences import GroupKind, GroupRef
from surveys.planning import Draft
from surveys.roster import Unit

Groups = Sequence[tuple[str, str]]
"""User groups as id and name."""


def audience_inputs(units: tuple[Unit, ...], user_groups: Groups, words: Words, draft: Draft | None) -> list[Block]:
    """Ask for units, user groups and channels; what the workspace does not have is not asked for."""
    blocks: list[Block] = []
    if units:
        everyone = words("Units with everything beneath them. Leave everything here empty to ask everyone.")
        element = inputs.units(units, draft.unit_ids if draft else (), words("Units"))
        if element is not None:
            label = words("Who is asked: units")
            blocks.append(inputs.asked(Field.AUDIENCE, label, element, hint=everyone, optional=True))
    groups = choices.many(user_groups, _ids(draft, GroupKind.USER_GROUP))
    if groups is not None:
        blocks.append(inputs.asked(Field.USER_GROUPS, words("… and user groups"), groups, optional=True))
    picker = ConversationMultiSelectElement(
        action_id=VALUE,
        placeholder=PlainTextObject(text=words("Channels")),
        initial_conversations=_ids(draft, GroupKind.CHANNEL) or None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    hint = words("Whoever is in them and in the roster when a wave opens.")
    label = words("… and members of channels")
    return [*blocks, inputs.asked(Field.CHANNELS, label, picker, hint=hint, optional=True)]


def read_groups(state: ModalState) -> tuple[GroupRef, ...]:
    """Read user groups and channels; the units stand in `Field.AUDIENCE`."""
    groups = [GroupRef(GroupKind.USER_GROUP, id_) for id_ in state.choices(Field.USER_GROUPS) if id_.isalnum()]
    channels = [GroupRef(GroupKind.CHANNEL, id_) for id_ in state.conversations(Field.CHANNELS) if id_.isalnum()]
    return (*groups, *channels)


def _ids(draft: Draft | None, kind: GroupKind) -> list[str]:
    return [group.id for group in draft.groups if group.kind is kind] if draft else []
