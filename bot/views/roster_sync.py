"""Making a roster of user groups: which groups, and who leads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextObject,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.i18n import Words
from bot.views.ids import VALUE, Callback, Field
from bot.views.state import FieldsError, ModalState
from surveys.errors import VorbildError, say
from surveys.roster import Roster
from surveys.roster_groups import Group
from surveys.roster_units import slugify

GROUPS_MOST = 40
_CHOSEN = "chosen"
_LEADER = "leader_"


class _Metadata(BaseModel):
    """Which groups were chosen."""

    model_config = ConfigDict(extra="forbid", strict=True)

    group_ids: list[str]


@dataclass(frozen=True)
class Choice:
    """The groups that become units, and the profile field with the managers; none: leaders are chosen next."""

    group_ids: tuple[str, ...]
    field_id: str | None


def groups_modal(groups: Sequence[Group], fields: Sequence[tuple[str, str]], words: Words) -> View:
    """Ask which groups become units, and how it is known who leads them."""
    if not groups:
        raise VorbildError(say("This workspace has no user groups. Import a CSV file with `/pulse roster import`."))
    by_choice = Option(text=PlainTextObject(text=words("I choose the leaders next")), value=_CHOSEN)
    by_field = [
        Option(text=PlainTextObject(text=words("Profile field “{label}”", label=label)[:75]), value=id_)
        for id_, label in fields[:10]
    ]
    return View(
        type="modal",
        callback_id=Callback.ROSTER_GROUPS,
        title=PlainTextObject(text=words("Roster from Slack")),
        submit=PlainTextObject(text=words("Continue")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            SectionBlock(
                text=PlainTextObject(
                    text=words(
                        "Each user group becomes a unit. A leader who is in another group reports to its leader. "
                        "Nothing is changed before you have seen a preview and confirmed it."
                    )
                )
            ),
            InputBlock(
                block_id=Field.GROUPS,
                label=PlainTextObject(text=words("User groups")),
                element=StaticMultiSelectElement(
                    action_id=VALUE,
                    placeholder=PlainTextObject(text=words("Choose groups")),
                    options=[_option(group) for group in groups[:100]],
                    max_selected_items=GROUPS_MOST,
                ),
            ),
            InputBlock(
                block_id=Field.LEADERS,
                label=PlainTextObject(text=words("Who leads them")),
                element=StaticSelectElement(
                    action_id=VALUE,
                    placeholder=PlainTextObject(text=words("Choose one")),
                    options=[*by_field, by_choice],
                    initial_option=(by_field or [by_choice])[0],
                ),
            ),
        ],
    )


def read_groups(view: Mapping[str, Any]) -> Choice:
    """Read which groups were chosen."""
    state = ModalState(view)
    ids = state.choices(Field.GROUPS)
    if not ids:
        raise FieldsError({Field.GROUPS: say("Choose at least one group.")})
    how = state.choice(Field.LEADERS)
    return Choice(ids, None if how in {None, _CHOSEN} else how)


def leaders_modal(groups: Sequence[Group], today: Roster, words: Words) -> View:
    """Ask who leads each group; whoever leads the unit of that name today is filled in."""
    leading = {unit.id: unit.leader_id for unit in today.units.values()}
    return View(
        type="modal",
        callback_id=Callback.ROSTER_LEADERS,
        private_metadata=_Metadata(group_ids=[group.id for group in groups]).model_dump_json(),
        title=PlainTextObject(text=words("Who leads them")),
        submit=PlainTextObject(text=words("Preview")),
        close=PlainTextObject(text=words("Cancel")),
        blocks=[
            InputBlock(
                block_id=f"{_LEADER}{group.id}",
                label=PlainTextObject(text=words("Who leads {group}", group=group.name)[:2000]),
                element=UserSelectElement(
                    action_id=VALUE,
                    placeholder=PlainTextObject(text=words("Choose a person")),
                    initial_user=leading.get(slugify(group.name)),
                ),
            )
            for group in groups
        ],
    )


def read_leaders(view: Mapping[str, Any]) -> dict[str, str]:
    """Read the leader of each group, by group id."""
    try:
        ids = _Metadata.model_validate_json(str(view.get("private_metadata", ""))).group_ids
    except ValidationError:
        raise VorbildError(say("This form is not valid any more. Please open it again; nothing was stored.")) from None
    state = ModalState(view)
    leaders = {id_: state.user(f"{_LEADER}{id_}") for id_ in ids}
    missing = {f"{_LEADER}{id_}": say("Choose a person.") for id_, leader in leaders.items() if not leader}
    if missing:
        raise FieldsError(missing)
    return leaders


def _option(group: Group) -> Option:
    return Option(text=PlainTextObject(text=group.name[:75] or group.id), value=group.id)
