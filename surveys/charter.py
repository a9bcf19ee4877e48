"""The charter: the written promise to customers and what it asks of leaders, in both languages and in versions."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from surveys.cascade import Tier, tier_of
from surveys.errors import VorbildError, say
from surveys.roster import Unit
from surveys.texts import Text
from surveys.tree import UnitTree

MOST_CHARACTERS = 1500
LEAST_LEADERS = 3
"""A level of fewer leaders is not counted: its number would name them. The top one's signature is meant to be seen."""


class CharterState(StrEnum):
    """The life of a version: draft → published → superseded."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Charter:
    """One version: what customers are promised, and what that asks of leaders."""

    version: int
    promise: Text
    asks: Text
    state: CharterState = CharterState.DRAFT

    @property
    def fingerprint(self) -> str:
        """Tell one text from another: whoever publishes or replaces a draft names the one they have read."""
        texts = (self.promise.de, self.promise.en, self.asks.de, self.asks.en)
        return sha256("\0".join((str(self.version), *texts)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Signer:
    """A leader by name, and whether they have signed the current version. Only their superior is told."""

    person_id: str
    name: str
    signed: bool


@dataclass(frozen=True)
class Reading:
    """The charter as one person reads it. `draft` is for admins; `reports` are the leaders who report to the reader."""

    current: Charter | None
    draft: Charter | None = None
    leads: bool = False
    signed: bool = False
    reports: tuple[Signer, ...] = ()
    admin: bool = False


@dataclass(frozen=True)
class SignedLevel:
    """How many leaders of one organisational level have signed the current version; nobody is named."""

    tier: Tier
    depth: int
    signed: int
    leaders: int


def check(charter: Charter) -> Charter:
    """Refuse a charter in one language only: a leader could not sign what others read."""
    texts = (charter.promise.de, charter.promise.en, charter.asks.de, charter.asks.en)
    if not all(text.strip() for text in texts):
        raise VorbildError(say("Write the charter in German and in English: everybody has to be able to read it."))
    if any(len(text) > MOST_CHARACTERS for text in texts):
        raise VorbildError(say("Each text of the charter may have {count} characters.", count=MOST_CHARACTERS))
    return charter


def signed_levels(units: Iterable[Unit], signed: AbstractSet[str]) -> tuple[SignedLevel, ...]:
    """Count signatures by level, the top first; who leads several units counts on the highest of their levels."""
    by_id = {unit.id: unit for unit in units}
    tree = UnitTree({unit.id: unit.parent_id for unit in by_id.values()})
    depths = _depths(tree)
    stands: dict[str, int] = {}
    for unit in by_id.values():
        stands[unit.leader_id] = min(depths[unit.id], stands.get(unit.leader_id, depths[unit.id]))
    levels: dict[int, list[str]] = defaultdict(list)
    for leader_id, depth in stands.items():
        levels[depth].append(leader_id)
    lowest = max(depths.values(), default=0)
    return tuple(
        SignedLevel(tier_of(depth, lowest), depth, sum(leader in signed for leader in leaders), len(leaders))
        for depth, leaders in sorted(levels.items())
        if depth == 0 or len(leaders) >= LEAST_LEADERS
    )


def _depths(tree: UnitTree) -> dict[str, int]:
    depths: dict[str, int] = {}
    for unit_id in reversed(tree.bottom_up()):
        parent = tree.parent(unit_id)
        depths[unit_id] = 0 if parent is None else depths[parent] + 1
    return depths
