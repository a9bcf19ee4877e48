"""Our own storage with the answers that a truth tells: a wave of ours, answered by its people in its order."""

from pathlib import Path
from random import Random

from sqlalchemy import event

from bot.services import Services
from surveys.linkage import Respondent
from surveys.roster import Person, Roster, Unit
from surveys.waves import Wave
from tests.attacks.naive_storage import copy_of
from tests.builders import cast, leader_of, open_wave, survey_of


def keep_the_log(services: Services) -> None:
    """Let the write-ahead log grow: whoever copies it all the time, as a continuous backup does, has it whole."""
    event.listen(services.database.engine, "connect", lambda connection, _: connection.execute(_NO_CHECKPOINT))
    services.database.dispose()


_NO_CHECKPOINT = "PRAGMA wal_autocheckpoint = 0"


def answered(services: Services, truth: list[Respondent], comments: dict[str, str] | None = None) -> Wave:
    """Open a wave over everybody and let each cast a ballot, in the order of the truth. Units hang under `top`."""
    if services.database.sqlite:
        keep_the_log(services)
    wave = open_wave(services, _roster(truth), survey_of(channels={"top": "CLEAD"}))
    for each in truth:
        cast(services, each.person_id, each.answer, (comments or {}).get(each.person_id, ""), wave)
    return wave


def stolen(services: Services, folder: Path) -> Path:
    """Copy the database file in the middle of a wave, with its write-ahead log and without the key store."""
    return copy_of(file_of(services), folder / "stolen.db")


def file_of(services: Services) -> Path:
    """Name the file of a SQLite database."""
    return Path(services.database.url.removeprefix("sqlite:///"))


def _roster(truth: list[Respondent]) -> Roster:
    units = sorted({each.unit_id for each in truth})
    leaders = [Person(leader_of(unit), f"Leader of {unit}", None) for unit in ("top", *units)]
    people = [Person(each.person_id, f"Person {each.person_id}", each.unit_id) for each in truth]
    Random(3).shuffle(people)
    above = {unit: Unit(unit, unit.title(), leader_of(unit), "top") for unit in units}
    top = Unit("top", "Top", leader_of("top"), None)
    return Roster({person.id: person for person in [*leaders, *people]}, {"top": top, **above})
