"""The admins' section of the Home tab."""

from slack_sdk.models.blocks import Block

from bot.commands import allowed
from bot.i18n import Words
from bot.services import Services
from bot.use_cases import authoring, roles
from bot.views.administration import administration
from surveys.roles import Role


async def section(services: Services, person_id: str, words: Words) -> list[Block]:
    """Show the buttons of all that admins can do; nothing to anybody else."""
    held = await services.run(roles.roles_of, person_id)
    if Role.ADMIN not in held:
        return []
    return administration(await services.run(authoring.outlines, person_id), allowed(held), words)
