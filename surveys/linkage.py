"""The linkage attack: whoever has the storage tries to line people up with answers (`privacy.md`, promise 1).

The attacker is a strong one: they know who took part, in which order, what half of them answered and, from the roster,
who works where. A `Trace` is any order in which records can be found: by row, by place in the file, by transaction, by
any column. Every order of people is laid beside every order of records; what helps most with the half that is known is
used on the other half. Chance is what the same attack makes of answers shuffled within each unit: there is nothing to
find in them beyond what a unit has in common.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb, sqrt
from random import Random

import numpy as np
from numpy.typing import NDArray

SIGNIFICANT = 0.01
_ROUNDS = 12
_PER_PERSON = (1, 2)
"""How many records one answer may leave: one, or scores and comment apart."""
_LEAST_PEOPLE = 8
_TOKEN = re.compile(r"[\w-]+")

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Respondent:
    """Somebody who answered, and what: any number of at least 0. The truth is a sequence of them, as they answered."""

    person_id: str
    unit_id: str
    answer: int


@dataclass(frozen=True)
class Trace:
    """Records in an order somebody with the storage can bring them into; each is its columns and their lengths."""

    source: str
    records: Sequence[tuple[object, ...]]


@dataclass(frozen=True)
class Linkage:
    """How many of `respondents` were linked with their own answer; `chance` is the share that guessing links.

    `tried` counts the orders of records that were looked at, `aligned` the ways in which one gave people values.
    """

    hits: int
    respondents: int
    chance: float
    tried: int = 0
    aligned: int = 0
    best: str = ""

    @property
    def rate(self) -> float:
        """Give the share that was linked."""
        return self.hits / self.respondents if self.respondents else 0.0

    @property
    def p_value(self) -> float:
        """Give the probability that guessing links so many or more (binomial)."""
        n, p = self.respondents, min(max(self.chance, 1e-12), 1 - 1e-12)
        return min(1.0, sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(self.hits, n + 1)))

    @property
    def above_chance(self) -> bool:
        """Tell whether the storage gives people away."""
        return self.p_value <= SIGNIFICANT

    @property
    def standard_errors(self) -> float:
        """Give the distance from chance in standard errors."""
        error = sqrt(max(self.chance * (1 - self.chance), 1e-12) / max(self.respondents, 1))
        return (self.rate - self.chance) / error


def link(traces: Sequence[Trace], truth: Sequence[Respondent], random: Random) -> Linkage:
    """Attack. The answers of one half of `truth` are the attacker's own knowledge; hits are counted in the other."""
    if len(truth) < _LEAST_PEOPLE:
        return Linkage(0, 0, 0.0)
    known = np.array([place % 2 == 0 for place in _shuffled(range(len(truth)), random)])
    answers = np.array([each.answer for each in truth], dtype=np.int64)
    lineups = _lineups(traces, [each.person_id for each in truth], known)
    hits, best = _attack(lineups, answers, known)
    blind = [_attack(lineups, _shuffled_within_units(truth, random), known)[0] for _ in range(_ROUNDS)]
    unknown = int((~known).sum())
    return Linkage(hits, unknown, sum(blind) / _ROUNDS / unknown, len(traces), len(lineups), best)


def link_comments(traces: Sequence[Trace], truth: Sequence[tuple[str, str]], random: Random) -> Linkage:
    """Match published comments with people by the size of what was stored. `truth` is (person, comment) as answered.

    How much longer a box is than its comment is learnt from the half that is known; a hit is a person's own comment.
    """
    sizes = np.array([len(comment.encode()) for _, comment in truth], dtype=np.int64)
    known = np.array([place % 2 == 0 for place in _shuffled(range(len(truth)), random)], dtype=np.bool_)
    found = [(0, 0, "")]
    for source, lengths in _aligned(traces, [person for person, _ in truth], _lengths_only):
        right = _nearest(sizes, lengths - int(np.median((lengths - sizes)[known]))) == np.arange(len(sizes))
        found.append((int(right[known].sum()), int(right[~known].sum()), source))
    _, hits, best = max(found, key=lambda one: one[0])
    return Linkage(hits, int((~known).sum()), 1 / max(len(truth), 1), len(traces), len(found) - 1, best)


def _nearest(sizes: Codes, wanted: Codes) -> Codes:
    """Give for each wanted size the place of the nearest one."""
    nearest: Codes = np.abs(sizes[np.newaxis, :] - wanted[:, np.newaxis]).argmin(axis=1)
    return nearest


@dataclass(frozen=True)
class _Lineup:
    """One way to give every person a value from the storage; equal values have equal codes."""

    source: str
    codes: Codes


def _lineups(traces: Sequence[Trace], people: Sequence[str], known: NDArray[np.bool_]) -> list[_Lineup]:
    """Collect the ways that could tell anything: a value has to occur on both sides, and not only one value."""
    found: dict[bytes, _Lineup] = {}
    for source, codes in _aligned(traces, people, _values):
        mine, others = set(codes[known].tolist()), set(codes[~known].tolist())
        if mine & others and len(mine | others) > 1:
            found.setdefault(codes.tobytes(), _Lineup(source, codes))
    return list(found.values())


def _aligned(
    traces: Sequence[Trace], people: Sequence[str], read: Callable[[Sequence[tuple[object, ...]]], Iterable[Codes]]
) -> Iterator[tuple[str, Codes]]:
    """Lay every order of people beside every order of as many records; give one code a person, in the order asked."""
    places = {person: place for place, person in enumerate(people)}
    orders: dict[tuple[int, ...], str] = {tuple(range(len(people))): "as they answered"}
    for trace in traces:
        order = _people_in(trace, places)
        if len(order) == len(people):
            orders.setdefault(tuple(order), trace.source)
    for trace in traces:
        beside = _beside(trace, places)
        for codes in read(beside):
            yield f"{trace.source}, beside people", codes
        for each in _PER_PERSON:
            if len(trace.records) == each * len(people):
                for codes in read(_together(trace.records, each)):
                    for laid_by, source in orders.items():
                        yield f"{source} | {trace.source}", _laid(codes, laid_by)


def _people_in(trace: Trace, places: Mapping[str, int]) -> list[int]:
    """Name the people of a trace in its order, each once."""
    found: dict[int, None] = {}
    for record in trace.records:
        for value in record:
            if isinstance(value, str):
                found.update(dict.fromkeys(places[token] for token in _TOKEN.findall(value) if token in places))
    return list(found)


def _beside(trace: Trace, places: Mapping[str, int]) -> list[tuple[object, ...]]:
    """Give what stands beside each person in a trace that names them all: as much for everybody as for who has least."""
    rows: list[list[object]] = [[] for _ in places]
    for record in trace.records:
        for place in _people_in(Trace("", [record]), places):
            rows[place] += record
    least = min((len(row) for row in rows), default=0)
    return [tuple(row[:least]) for row in rows] if least else []


def _together(records: Sequence[tuple[object, ...]], each: int) -> list[tuple[object, ...]]:
    """Join so many records a person; their order within a person may be lost, so their columns stand as sets too."""
    if each == 1:
        return list(records)
    groups = (records[start : start + each] for start in range(0, len(records), each))
    return [
        (*(value for record in group for value in record), *(_as_a_set(column) for column in zip(*group, strict=True)))
        for group in groups
    ]


def _as_a_set(column: tuple[object, ...]) -> object:
    """Add numbers up; put everything else in order."""
    numbers = [value for value in column if isinstance(value, int)]
    return sum(numbers) if len(numbers) == len(column) else tuple(sorted(map(repr, column)))


def _values(records: Sequence[tuple[object, ...]]) -> Iterator[Codes]:
    for column in zip(*records, strict=False):
        codes: dict[str, int] = {}
        yield np.array([codes.setdefault(repr(value), len(codes)) for value in column], dtype=np.int64)


def _lengths_only(records: Sequence[tuple[object, ...]]) -> Iterator[Codes]:
    for column in zip(*records, strict=False):
        if all(isinstance(value, int) for value in column):
            yield np.array(column, dtype=np.int64)


def _laid(codes: Codes, order: Sequence[int]) -> Codes:
    laid = np.empty_like(codes)
    laid[np.array(order)] = codes
    return laid


def _attack(lineups: Sequence[_Lineup], answers: Codes, known: NDArray[np.bool_]) -> tuple[int, str]:
    """Choose the lineup that tells most about the known half, each person left out in turn; use it on the others."""
    usual = int(np.bincount(answers[known]).argmax())
    best, most = None, int((answers[known] == usual).sum())
    for lineup in lineups:
        right = _right_when_left_out(lineup.codes[known], answers[known])
        if right > most:
            best, most = lineup, right
    if best is None:
        return int((answers[~known] == usual).sum()), ""
    table = _counts(best.codes, answers, known)
    guesses = np.where(table.any(axis=1), table.argmax(axis=1), usual)
    return int((guesses[best.codes[~known]] == answers[~known]).sum()), best.source


def _right_when_left_out(codes: Codes, answers: Codes) -> int:
    table = _counts(codes, answers, np.ones(len(codes), dtype=np.bool_))
    rows = table[codes]
    rows[np.arange(len(codes)), answers] -= 1
    return int(((rows.argmax(axis=1) == answers) & rows.any(axis=1)).sum())


def _counts(codes: Codes, answers: Codes, known: NDArray[np.bool_]) -> Codes:
    table = np.zeros((int(codes.max()) + 1, int(answers.max()) + 1), dtype=np.int64)
    np.add.at(table, (codes[known], answers[known]), 1)
    return table


def _shuffled_within_units(truth: Sequence[Respondent], random: Random) -> Codes:
    places: dict[str, list[int]] = {}
    for place, each in enumerate(truth):
        places.setdefault(each.unit_id, []).append(place)
    answers = np.empty(len(truth), dtype=np.int64)
    for members in places.values():
        answers[members] = _shuffled([truth[place].answer for place in members], random)
    return answers


def _shuffled(values: Iterable[int], random: Random) -> list[int]:
    found = list(values)
    random.shuffle(found)
    return found
