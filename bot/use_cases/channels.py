"""Where trend posts go: a leadership channel per unit."""

from dataclasses import replace

from sqlmodel import Session

from bot.services import Services
from bot.use_cases.roles import need_admin
from storage import journal, roster, survey
from surveys.changes import changes
from surveys.errors import VorbildError, say
from surveys.journal import Deed, Entry
from surveys.names import name_key
from surveys.planning import Placed
from surveys.roster import Roster, Unit
from surveys.survey import Survey, SurveyState


def find_unit(services: Services, actor_id: str, name: str) -> Unit:
    """Give a unit by name or id, whatever its case; one that does not exist is answered with those there are."""
    need_admin(services, actor_id)
    with services.database.reading() as session:
        return _unit(Roster({}, roster.units(session)), name)


def place(services: Services, actor_id: str, unit_name: str, channel_id: str) -> Placed:
    """Send a unit's trend posts to a channel, in every survey that has not ended and asks this unit."""
    need_admin(services, actor_id, Deed.CHANNEL_SET)
    with services.database.transaction() as session:
        everyone = Roster({}, roster.units(session))
        unit = _unit(everyone, unit_name)
        concerned = [each for each in survey.hold_all(session) if _concerns(each, unit, everyone)]
        if not concerned:
            raise VorbildError(say("No survey asks “{unit}”. Nothing was changed.", unit=unit.name))
        before = next((each.channels[unit.id] for each in concerned if unit.id in each.channels), None)
        for each in concerned:
            _place(services, session, actor_id, each, (unit.id, channel_id))
        return Placed(unit, channel_id, before, tuple(each.name for each in concerned))


def _place(services: Services, session: Session, actor_id: str, each: Survey, where: tuple[str, str]) -> None:
    unit_id, channel_id = where
    changed = replace(each, channels={**each.channels, unit_id: channel_id})
    if changed.channels == each.channels:
        return
    survey.change(session, changed)
    details = {"changes": dict(changes(each, changed))}
    journal.write(session, Entry(services.clock(), actor_id, Deed.CHANNEL_SET, each.name, details))


def _concerns(each: Survey, unit: Unit, everyone: Roster) -> bool:
    if each.state is SurveyState.ENDED:
        return False
    tops = [top for top in each.audience if top in everyone.units]
    return not each.audience or any(unit in everyone.beneath(top) for top in tops)


def _unit(everyone: Roster, name: str) -> Unit:
    wanted = name_key(name)
    found = [unit for unit in everyone.units.values() if wanted in (name_key(unit.name), unit.id.casefold())]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"“{unit.name}”" for unit in (found or list(everyone.units.values()))[:20])
    if found:
        ids = ", ".join(unit.id for unit in found)
        raise VorbildError(
            say("Several units are named “{name}”. Write one of these instead: {ids}.", name=name, ids=ids)
        )
    raise VorbildError(
        say("There is no unit “{name}” in the roster. There is: {names}.", name=name, names=names or "–")
    )
