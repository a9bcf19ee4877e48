"""The close of a large wave: how long it takes, and how much memory, in a process of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from random import Random

from sqlalchemy import update

from bot.clock import SetClock
from bot.services import Services, open_services
from bot.use_cases import closing
from storage import invitations, urn, waves
from storage.database import Database
from storage.keys import KeyStore
from storage.tables import InvitationRow
from surveys import ballots
from surveys.ballots import Ballot
from surveys.comments import Comment
from surveys.roster import Person, Roster, Unit
from surveys.scales import Answer
from surveys.waves import Wave, WaveState
from tests.benchmarks.memory import megabytes
from tests.benchmarks.organisation import SimulatedOrganisation
from tests.builders import ADMIN, SECRET, leader_of, members_of, open_wave, survey_of

TUESDAY = datetime(2026, 1, 6, 8, tzinfo=UTC)
COMMENTS = 0.15
"""The share of respondents who write one."""


@dataclass(frozen=True)
class Place:
    """The two databases of an installation."""

    database_url: str
    keys_url: str


@dataclass(frozen=True)
class Cost:
    """What a close took: seconds, those at work in its process, and the most memory that held, in megabytes."""

    seconds: float
    at_work: float
    megabytes: float


def measure(place: Place, organisation: SimulatedOrganisation, ballots_cast: int) -> Cost:
    """Open a wave over everybody, fill its urn, and close it in a fresh process that has loaded nothing of a benchmark's."""
    with get_context("spawn").Pool(1) as pool:
        pool.apply(_fill, (place, organisation, ballots_cast))
    command = [sys.executable, "-m", "tests.benchmarks.closing", place.database_url, place.keys_url]
    return Cost(**json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


@contextmanager
def installation(place: Place, now: datetime) -> Iterator[Services]:
    """Start as the bot does, at a moment."""
    database, keys = Database(place.database_url), KeyStore(place.keys_url, SECRET)
    services = open_services(database, keys, admins=frozenset({ADMIN}), time_zone="Europe/Berlin", clock=SetClock(now))
    yield services
    services.close()


def _fill(place: Place, organisation: SimulatedOrganisation, ballots_cast: int) -> None:
    with installation(place, TUESDAY) as services:
        wave = open_wave(services, _roster(organisation), survey_of(channels={organisation.unit_ids[0]: "CLEAD"}))
        with services.database.transaction() as session:
            session.execute(update(InvitationRow).values(channel_id="D1", message_ts="1767690000.000100"))
        cast_at_once(services, wave, ballots_cast)


def _roster(organisation: SimulatedOrganisation) -> Roster:
    units = {id_: Unit(id_, id_, leader_of(id_), above) for id_, above in organisation.parents.items()}
    people = {
        id_: Person(id_, id_, unit) for unit, size in organisation.invited.items() for id_ in members_of(unit, size)
    }
    return Roster(people | {leader_of(id_): Person(leader_of(id_), id_, None) for id_ in units}, units)


def cast_at_once(services: Services, wave: Wave, count: int) -> None:
    """Let people answer all at once: what `casting.cast` seals, without a transaction each."""
    random, key = Random(1), services.keys.need(wave.id)
    with services.database.transaction() as session:
        for person_id in random.sample(invitations.people_of(session, wave.id), count):
            unit_id = person_id.partition("-")[0]
            answers = {question: Answer(random.choice((2, 3, 3, 4, 4, 4, 5))) for question in wave.question_keys}
            comment = "A comment of a usual length, about what would help us to help our customers." * 2
            ballot, words = Ballot(answers), comment if random.random() < COMMENTS else ""
            plaintexts = {
                urn.Place(urn.Part.SCORES): ballots.encode_scores(ballot, unit_id, wave.question_keys),
                urn.COMMENT: ballots.encode_comment(Comment(words), unit_id),
            }
            urn.put(session, wave.id, key, person_id, plaintexts)


def _close(place: Place) -> Cost:
    with installation(place, TUESDAY + timedelta(days=7)) as services:
        with services.database.reading() as session:
            (wave,) = waves.in_state(session, WaveState.OPEN)
        began, worked = time.perf_counter(), time.process_time()
        closing.close(services, wave)
        seconds, at_work = time.perf_counter() - began, time.process_time() - worked
    return Cost(seconds, at_work, megabytes("VmHWM"))


if __name__ == "__main__":
    print(json.dumps(vars(_close(Place(*sys.argv[1:])))))
