"""The key store: one key a wave, in a database of its own that no backup contains (`privacy.md`, S3).

Whoever has only the answers database has boxes without a key; when a wave closes its key is destroyed here, and every
copy of its boxes, wherever it went, is noise.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from storage.database import Database, insert_for
from storage.sealing import BrokenSealError, SealingKey
from surveys.errors import VorbildError, say

SECRET_CHARACTERS = 32
_METADATA = MetaData()
_WAVE_KEY = Table(
    "wave_key",
    _METADATA,
    Column("name", String, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
_OPENING = Table(
    "opening",
    _METADATA,
    Column("survey_id", Integer, primary_key=True),
    Column("opens_on", Date, primary_key=True),
)
_ASKED = Table(
    "asked",
    _METADATA,
    Column("survey_id", Integer, primary_key=True),
    Column("opens_on", Date, primary_key=True),
    Column("numbers", JSON, nullable=False),
    Column("people", LargeBinary, nullable=False),
)
_ERASED = Table("erased", _METADATA, Column("tag", LargeBinary, primary_key=True))
_DEPLOYMENT = "deployment"
_TAG_BYTES = 8


@dataclass(frozen=True)
class Asked:
    """Whom a wave asked which questions, by tags that only this store's secret makes of people. Never who answered."""

    survey_id: int
    opens_on: date
    numbers: frozenset[int]
    people: frozenset[bytes]


class Purpose(StrEnum):
    """What a wave's key is for: its ballots, until it closes, or the receipts of its comments, while their threads live."""

    BALLOTS = "wave"
    THREADS = "thread"


class KeyStore:
    """Wave keys, wrapped with VORBILD_SECRET. Every change is durable when the call returns."""

    def __init__(self, url: str, secret: str) -> None:
        if len(secret) < SECRET_CHARACTERS:
            raise VorbildError(
                say(
                    "VORBILD_SECRET must have at least {count} characters; make one with: {command}",
                    count=SECRET_CHARACTERS,
                    command="openssl rand -hex 32",
                )
            )
        self.database = Database(url)
        self._wrapping = SealingKey.derived(secret, "wave keys")
        self.gates = SealingKey.derived(secret, "gate state")
        self.settings = SealingKey.derived(secret, "settings of people")
        self._tags = SealingKey.derived(secret, "people asked")
        _METADATA.create_all(self.database.engine)
        self.database.empty_wal()  # where a kill may have left a destroyed key

    def belong_to(self, deployment_id: str, *, fresh: bool) -> None:
        """Make sure that this store and this secret are the ones the answers database was begun with.

        `fresh` allows a new store to be bound: the answers database is new too, or holds no open wave.
        """
        place = _DEPLOYMENT.encode()
        with self.database.transaction() as session:
            wrapped = session.scalar(select(_WAVE_KEY.c.wrapped).where(_WAVE_KEY.c.name == _DEPLOYMENT))
            if wrapped is None:
                if not fresh:
                    raise VorbildError(
                        say(
                            "The key store is empty, but the database has an open wave. Restore the key store named by "
                            "VORBILD_KEYS_URL, or give that wave up with `vorbild void NAME`; its ballots are untouched."
                        )
                    )
                sealed = self._wrapping.seal(deployment_id.encode(), place)
                session.execute(insert(_WAVE_KEY).values(name=_DEPLOYMENT, wrapped=sealed))
                return
        self.refuse_others(deployment_id)

    def refuse_others(self, deployment_id: str) -> None:
        """Refuse a database that is not the one this store belongs to; a new store belongs to none."""
        if self.owner() not in {None, deployment_id}:
            raise VorbildError(
                say(
                    "The key store belongs to another installation. Point VORBILD_KEYS_URL to the one that goes with "
                    "this database; nothing was changed."
                )
            )

    def owner(self) -> str | None:
        """Give the id of the installation that this store belongs to, None for a new one; refuses a wrong secret."""
        with self.database.reading() as session:
            wrapped = session.scalar(select(_WAVE_KEY.c.wrapped).where(_WAVE_KEY.c.name == _DEPLOYMENT))
        return None if wrapped is None else self._open_deployment(wrapped)

    def _open_deployment(self, wrapped: bytes) -> str:
        try:
            return self._wrapping.open(wrapped, _DEPLOYMENT.encode()).decode()
        except BrokenSealError as error:
            raise VorbildError(
                say(
                    "VORBILD_SECRET is not the one this key store was made with. Set the right one; nothing was changed."
                )
            ) from error

    def create(self, wave_id: int, purpose: Purpose = Purpose.BALLOTS) -> SealingKey:
        """Make a wave's key, or give the one that an interrupted opening left."""
        name = _name(wave_id, purpose)
        with self.database.transaction() as session:
            wrapped = self._wrapping.wrap(SealingKey.fresh(), name.encode())
            statement = insert_for(session, _WAVE_KEY).values(name=name, wrapped=wrapped).on_conflict_do_nothing()
            session.execute(statement)
        key = self.find(wave_id, purpose)
        if key is None:
            raise RuntimeError("a wave key vanished while it was made")
        return key

    def find(self, wave_id: int, purpose: Purpose = Purpose.BALLOTS) -> SealingKey | None:
        """Give a wave's key, None when it was never made or is destroyed."""
        name = _name(wave_id, purpose)
        with self.database.reading() as session:
            wrapped = session.scalar(select(_WAVE_KEY.c.wrapped).where(_WAVE_KEY.c.name == name))
        return None if wrapped is None else self._wrapping.unwrap(wrapped, name.encode())

    def need(self, wave_id: int, purpose: Purpose = Purpose.BALLOTS) -> SealingKey:
        """Give a wave's key; say what to do when it is lost."""
        return _needed(self.find(wave_id, purpose))

    def for_casting(self, wave_id: int) -> tuple[SealingKey, SealingKey | None]:
        """Give a wave's keys of ballots and, where it has one, of threads; say what to do when the first is lost."""
        names = {_name(wave_id, purpose): purpose for purpose in (Purpose.BALLOTS, Purpose.THREADS)}
        with self.database.reading() as session:
            rows = session.execute(_KEYS_NAMED, {"names": list(names)})
            keys = {names[name]: self._wrapping.unwrap(wrapped, name.encode()) for name, wrapped in rows}
        return _needed(keys.get(Purpose.BALLOTS)), keys.get(Purpose.THREADS)

    def destroy(self, wave_id: int, purpose: Purpose = Purpose.BALLOTS) -> None:
        """Delete a wave's key and what it leaves on disk. Calling it again does nothing."""
        with self.database.transaction() as session:
            session.execute(delete(_WAVE_KEY).where(_WAVE_KEY.c.name == _name(wave_id, purpose)))
        self.database.forget_remnants()

    def note_opening(self, survey_id: int, opens_on: date) -> None:
        """Remember that a survey opened a wave: a restored answers database may not."""
        with self.database.transaction() as session:
            statement = insert_for(session, _OPENING).values(survey_id=survey_id, opens_on=opens_on)
            session.execute(statement.on_conflict_do_nothing())

    def note_asked(self, survey_id: int, opens_on: date, numbers: Iterable[int], people: Iterable[str]) -> None:
        """Remember whom a wave asks which questions: it forgets neither with a survey nor with a restored database."""
        tags = b"".join(sorted(self.tags(people)))
        values = {"survey_id": survey_id, "opens_on": opens_on, "numbers": sorted(set(numbers)), "people": tags}
        with self.database.transaction() as session:
            insertion = insert_for(session, _ASKED).values(values)
            session.execute(
                insertion.on_conflict_do_update(
                    index_elements=["survey_id", "opens_on"],
                    set_={"numbers": insertion.excluded.numbers, "people": insertion.excluded.people},
                )
            )

    def forget_asked(self, before: date) -> None:
        """Forget whom waves asked that opened before a date."""
        with self.database.transaction() as session:
            session.execute(delete(_ASKED).where(_ASKED.c.opens_on < before))

    def asked_by_others(self, survey_id: int, first: date) -> list[Asked]:
        """Give what other surveys asked on or after a date, the oldest first."""
        wanted = select(_ASKED).where(_ASKED.c.survey_id != survey_id, _ASKED.c.opens_on >= first)
        with self.database.reading() as session:
            rows = session.execute(wanted.order_by(_ASKED.c.opens_on)).all()
        return [Asked(row.survey_id, row.opens_on, frozenset(row.numbers), _tags(row.people)) for row in rows]

    def tags(self, people: Iterable[str]) -> frozenset[bytes]:
        """Give the tags of people."""
        return frozenset(self._tags.slot(person)[:_TAG_BYTES] for person in people)

    def note_erased(self, person_id: str) -> None:
        """Remember, by a tag, that a person was erased: neither a restored database nor a list may bring them back unseen."""
        with self.database.transaction() as session:
            values = {"tag": self._erased_tag(person_id)}
            session.execute(insert_for(session, _ERASED).values(values).on_conflict_do_nothing())

    def forget_erased(self, people: Iterable[str]) -> None:
        """Forget that people were erased: somebody has taken them back, knowing it."""
        with self.database.transaction() as session:
            session.execute(delete(_ERASED).where(_ERASED.c.tag.in_([self._erased_tag(person) for person in people])))

    def erased(self, people: Iterable[str]) -> set[str]:
        """Give those of these people who were erased."""
        with self.database.reading() as session:
            known = set(session.scalars(select(_ERASED.c.tag)))
        return {person for person in people if self._erased_tag(person) in known} if known else set()

    def _erased_tag(self, person_id: str) -> bytes:
        return self._tags.slot("erased", person_id)

    def opened(self, survey_id: int, opens_on: date) -> bool:
        """Tell whether a survey has opened its wave of a date."""
        wanted = select(_OPENING).where(_OPENING.c.survey_id == survey_id, _OPENING.c.opens_on == opens_on)
        with self.database.reading() as session:
            return session.execute(wanted).first() is not None

    def last_opening(self, survey_id: int) -> date | None:
        """Give the date on which a survey last opened a wave."""
        with self.database.reading() as session:
            found: date | None = session.scalar(
                select(func.max(_OPENING.c.opens_on)).where(_OPENING.c.survey_id == survey_id)
            )
        return found

    def wave_ids(self, purpose: Purpose = Purpose.BALLOTS) -> set[int]:
        """Name the waves whose keys for a purpose exist."""
        with self.database.reading() as session:
            names = session.scalars(select(_WAVE_KEY.c.name).where(_WAVE_KEY.c.name.startswith(f"{purpose}/"))).all()
        return {int(name.removeprefix(f"{purpose}/")) for name in names}

    def dispose(self) -> None:
        """Close all connections."""
        self.database.dispose()


def new_deployment_id() -> str:
    """Draw the id of an installation."""
    return secrets.token_hex(16)


def _tags(together: bytes) -> frozenset[bytes]:
    return frozenset(together[start : start + _TAG_BYTES] for start in range(0, len(together), _TAG_BYTES))


_KEYS_NAMED = select(_WAVE_KEY.c.name, _WAVE_KEY.c.wrapped).where(
    _WAVE_KEY.c.name.in_(bindparam("names", expanding=True))
)


def _needed(key: SealingKey | None) -> SealingKey:
    if key is None:
        raise VorbildError(
            say(
                "The key of this wave is not in the key store, so its ballots can be neither added to nor counted. "
                "Restore the key store, or close the wave as void."
            )
        )
    return key


def _name(wave_id: int, purpose: Purpose) -> str:
    return f"{purpose}/{wave_id}"
