"""`vorbild erase`: what names a person, and removing it."""

from collections.abc import Callable

from bot.i18n import Words
from bot.running import services_from
from bot.settings import Settings
from bot.use_cases import erasure
from bot.views.erasure import erased_text, held_text
from surveys.errors import VorbildError

Show = Callable[[str], None]


def erase(settings: Settings, person: str, *, yes: bool, show: Show, words: Words) -> None:
    """Say what names somebody, and erase them if told to. Whoever was erased before is no mistake."""
    services = services_from(settings)
    try:
        held = erasure.look(services, person.strip(), settings.admins)
        show(held_text(held, words))
        if held.refusal is not None:
            raise VorbildError(held.refusal)
        if held.nothing:
            return
        if not yes:
            show(words("Nothing is erased yet. Add --yes to erase."))
            return
        show(erased_text(erasure.erase(services, held.person_id, settings.admins), words))
    finally:
        services.close()
