"""Naming admins and viewers of the whole."""

from bot.commands import Verb
from bot.directory import read_member
from bot.listeners.asked import Asked, Handler
from bot.use_cases import roles
from bot.views import roles as view


async def show(asked: Asked) -> str:
    """List who is what."""
    return view.listed(await asked.services.run(roles.appointments, asked.person_id), asked.words)


async def add_admin(asked: Asked) -> str:
    """Name an admin."""
    member = await read_member(asked.client, asked.call.person_id)
    return view.admin_added(await asked.services.run(roles.add_admin, asked.person_id, member), asked.words)


async def remove_admin(asked: Asked) -> str:
    """Take the role of an admin back."""
    await asked.services.run(roles.remove_admin, asked.person_id, asked.call.person_id)
    return view.admin_removed(asked.call.person_id, asked.words)


async def add_viewer(asked: Asked) -> str:
    """Name or confirm a viewer."""
    member = await read_member(asked.client, asked.call.person_id)
    return view.viewer_added(await asked.services.run(roles.add_viewer, asked.person_id, member), asked.words)


async def remove_viewer(asked: Asked) -> str:
    """Take the role of a viewer back."""
    await asked.services.run(roles.remove_viewer, asked.person_id, asked.call.person_id)
    return view.viewer_removed(asked.call.person_id, asked.words)


HANDLERS: dict[Verb, Handler] = {
    Verb.ADMIN_LIST: show,
    Verb.ADMIN_ADD: add_admin,
    Verb.ADMIN_REMOVE: remove_admin,
    Verb.VIEWER_ADD: add_viewer,
    Verb.VIEWER_REMOVE: remove_viewer,
}
