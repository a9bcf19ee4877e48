"""What the shipped policy publishes about thousands of teams: `surveys.gate` in arrays.

So many teams over years are too many for objects one by one. `tests/benchmarks/test_posts.py` holds these arrays against
`surveys.disclosure.release`, figure by figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveys.disclosure import Policy, published_sum, representative
from surveys.gate import FEW, GateRule
from surveys.series import WAVES_BETWEEN

UP, DOWN, FIRST, SAME, HIDDEN = 1, -1, 2, 0, 9
"""What a level did at a wave; `HIDDEN` where nothing is shown."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Events = NDArray[np.int8]
Counted = NDArray[np.int64]


def rounding_table(most: int, policy: Policy) -> Floats:
    """Give the mean that stands for each sum (column) of each number of answers (row), as the policy rounds them."""
    table = np.zeros((most + 1, 5 * most + 1))
    for people in range(policy.threshold, most + 1):
        for total in range(people, 5 * people + 1):
            table[people, total] = representative(published_sum(total, people, policy), people, policy)
    return table


@dataclass
class _Waves:
    """Sums and numbers of answers, cell by cell, and of how many waves they are."""

    total: Floats
    n: Floats
    waves: Floats

    @classmethod
    def none(cls, shape: tuple[int, ...]) -> "_Waves":
        return cls(np.zeros(shape), np.zeros(shape), np.zeros(shape))

    def clear(self, where: Flags) -> None:
        for values in (self.total, self.n, self.waves):
            values[where] = 0

    def take(self, other: "_Waves", where: Flags) -> None:
        self.total += np.where(where, other.total, 0)
        self.n += np.where(where, other.n, 0)
        self.waves += np.where(where, other.waves, 0)


class Gates:
    """The gates of many cells and questions: what `surveys.gate.advance` does to one, done to all at once."""

    def __init__(self, shape: tuple[int, ...], rule: GateRule) -> None:
        self._rule = rule
        self._base = _Waves.none(shape)
        self._window = [_Waves.none(shape) for _ in range(rule.recent - 1)]
        """The latest waves, the newest last; the front is empty while there are fewer."""
        self._level = np.full(shape, np.nan)
        self._settling = np.zeros(shape)
        self._series = np.zeros(shape)

    def begin_anew(self, where: Flags) -> None:
        """Begin a cell's next series."""
        for waves in (self._base, *self._window):
            waves.clear(where)
        self._level[where], self._settling[where] = np.nan, 0
        self._series[where] += 1

    def advance(
        self, mean: Floats, n: Floats, shown: Flags, whole: Floats, step: Floats | None = None
    ) -> tuple[Events, Floats]:
        """Show the gates one wave's means; cells that are not `shown` stay as they are. Gives events and levels."""
        rule, grain = self._rule, np.full(mean.shape, self._rule.step) if step is None else step
        now = _Waves(np.where(shown, mean * n, 0), np.where(shown, n, 0), shown.astype(float))
        first = shown & np.isnan(self._level)
        recent, recent_n, waves = self._recent(now)
        full = shown & ~first & (waves >= rule.recent)
        with np.errstate(divide="ignore", invalid="ignore"):
            off = recent - self._base.total / self._base.n
            error = np.sqrt(
                rule.wave_variance / 2 * (1 / rule.recent + 1 / self._base.waves)
                + rule.answer_variance * (1 / recent_n + 1 / self._base.n)
            )
            needed = np.where(recent_n < FEW * rule.recent, max(rule.factor, rule.factor_of_few), rule.factor)
            settles = full & (self._settling != 0)
            goes_on = settles & ((recent - self._level) * self._settling >= grain)
            moves = full & ~settles & (self._base.waves >= rule.start) & (np.abs(off) / error >= needed)
            least = np.where(self._series > 1, rule.apart_again, rule.apart)
            apart = np.abs(mean - whole) >= least * np.sqrt(rule.wave_variance / 2 + rule.answer_variance / n)
        way = np.where(moves, np.sign(off), np.where(goes_on, self._settling, SAME))
        to = np.where(first, np.where(apart, mean, whole), recent)
        self._level = np.where(first | moves | goes_on, np.rint(np.nan_to_num(to) / grain) * grain, self._level)
        self._settling = np.where(moves, np.sign(off), np.where(settles, 0, self._settling))
        self._remember(now, shown, moves, full & ~moves)
        return np.where(shown, np.where(first, FIRST, way), HIDDEN).astype(np.int8), self._level.copy()

    def _recent(self, now: _Waves) -> tuple[Floats, Floats, Floats]:
        window = [*self._window, now]
        total, n, waves = (sum(getattr(one, name) for one in window) for name in ("total", "n", "waves"))
        return total / np.maximum(n, 1), n, waves

    def _remember(self, now: _Waves, shown: Flags, moves: Flags, overflows: Flags) -> None:
        """Let the oldest wave of a full window become base, the others one step older; after a move begin with this one."""
        if self._window:
            self._base.take(self._window[0], overflows)
            for older, newer in zip(self._window, [*self._window[1:], now], strict=True):
                older.clear(shown)
                older.take(newer, shown)
        for waves in (self._base, *self._window[:-1]):
            waves.clear(moves)


@dataclass(frozen=True)
class Course:
    """One cell in each department over the waves.

    `teams` (wave, department, team) says whose answers it counts, `n` (wave, department) how many; `events` and
    `levels` have questions as last axis. `step` (wave, department) is how fine its levels are; `alone` tells a cell,
    whose sum is rounded, from a roll-up.
    """

    teams: Flags
    n: NDArray[np.int64]
    events: Events
    levels: Floats
    step: Floats
    alone: bool


@dataclass(frozen=True)
class Posts:
    """Everything that is published of departments: teams one by one, their pool, the roll-up, and fresh figures.

    `fresh` and `favourable` (wave, department, question) are NaN where there are none.
    """

    teams: tuple[Course, ...]
    pool: Course
    roll_up: Course
    fresh: Floats
    favourable: Floats

    def each_team(self) -> Course:
        """Give the figures of the teams as those of departments of one team."""
        waves, departments, _ = self.teams[0].events.shape
        many = departments * len(self.teams)

        def side_by_side(values: list[NDArray]) -> NDArray:
            return np.stack(values, axis=2).reshape(waves, many, *values[0].shape[2:])

        return Course(
            np.ones((waves, many, 1), dtype=bool),
            side_by_side([one.n for one in self.teams]),
            side_by_side([one.events for one in self.teams]),
            side_by_side([one.levels for one in self.teams]),
            side_by_side([one.step for one in self.teams]),
            alone=True,
        )


@dataclass
class _Series:
    """The running series of one cell in each department, as `surveys.series` counts them; teams are of one size."""

    number: NDArray[np.int64]
    begun: NDArray[np.int64]
    teams: Flags

    @classmethod
    def none(cls, departments: int, teams: int) -> "_Series":
        return cls(
            np.zeros(departments, np.int64), np.zeros(departments, np.int64), np.zeros((departments, teams), bool)
        )

    def held_back(self, wave: int, now: Flags) -> Flags:
        return (self.number > 1) & ~self._goes_on(now) & (wave - self.begun < WAVES_BETWEEN)

    def go_on(self, wave: int, now: Flags, shown: Flags, counted: Flags) -> Flags:
        """Remember what is shown, and tell where a new series begins; `counted` are the teams in the published cell."""
        new = shown & ~((self.number > 0) & self._goes_on(now))
        self.number += new
        self.begun[new] = wave
        self.teams[shown] = counted[shown]
        return new

    def _goes_on(self, now: Flags) -> Flags:
        return 2 * (self.teams & now).sum(-1) >= np.maximum(self.teams.sum(-1), now.sum(-1))


class Pools(NamedTuple):
    """Teams too small for a cell of their own, department by department: which they are, and whether they are enough."""

    teams: Flags
    n: Counted
    sums: Counted
    enough: Flags


class Counts(NamedTuple):
    """One wave's counts. Axes: department, team; sums and numbers of 4s and 5s have questions as last axis."""

    n: Counted
    sums: Counted
    favourable: Counted

    def pools(self, policy: Policy) -> Pools:
        """Pool the small teams of each department."""
        small = self.n < policy.threshold
        n = (self.n * small).sum(1)
        enough = n >= policy.threshold
        return Pools(small & enough[:, None], n, (self.sums * small[..., None]).sum(1), enough)


class Wave(NamedTuple):
    """One wave of what is published: events and levels of teams; of pool and roll-up teams and people too."""

    teams: tuple[NDArray, ...]
    pool: tuple[NDArray, ...]
    roll_up: tuple[NDArray, ...]
    fresh: Floats
    favourable: Floats


class Press:
    """Publishes departments of so many teams of one size, wave after wave."""

    def __init__(self, shape: tuple[int, int, int], size: int, policy: Policy) -> None:
        departments, teams, questions = shape
        self._policy, self._table = policy, rounding_table(teams * size, policy)
        self._gates = [Gates(of, policy.gate) for of in (shape, (departments, questions), (departments, questions))]
        self._series = [_Series.none(departments, teams) for _ in range(2)]

    def publish(self, wave: int, counts: Counts) -> Wave:
        """Publish one wave of teams, pools and roll-ups, and fresh figures."""
        pools = counts.pools(self._policy)
        means, pool_means = self._table[counts.n[..., None], counts.sums], self._table[pools.n[:, None], pools.sums]
        own = counts.n >= self._policy.threshold
        whole = self._whole(counts, means, pools, pool_means)
        teams = self._gates[0].advance(means, _wide(counts.n, means), _flags(own, means), whole)
        shown = pools.enough & ~self._series[0].held_back(wave, pools.teams)
        self._gates[1].begin_anew(self._series[0].go_on(wave, pools.teams, shown, pools.teams))
        pool = self._gates[1].advance(pool_means, _wide(pools.n, pool_means), _flags(shown, pool_means), whole)
        counted = own | (pools.teams & shown[:, None])
        n = (counts.n * counted).sum(1)
        totals = (means * (counts.n * own)[..., None]).sum(1) + pool_means * (pools.n * shown)[:, None]
        everybody = totals / np.maximum(n, 1)[:, None]
        several = (own.sum(1) + shown >= 2) & ~self._series[1].held_back(wave, own | pools.teams)
        self._gates[2].begin_anew(self._series[1].go_on(wave, own | pools.teams, several, counted))
        step = np.where(n >= self._policy.roll_up, self._policy.gate.step / 2, self._policy.gate.step)
        roll_up = self._gates[2].advance(
            everybody, _wide(n, everybody), _flags(several, everybody), whole, _wide(step, everybody)
        )
        return Wave(
            teams, (pools.teams, pools.n, *pool), (counted, n, *roll_up, step), *self._fresh(counts, counted, everybody)
        )

    def _fresh(self, counts: Counts, counted: Flags, means: Floats) -> tuple[Floats, Floats]:
        """Give mean and favourable share where enough answered; the share as it is, which is nearly always inside its ends."""
        n = (counts.n * counted).sum(1)
        large = (n >= self._policy.large)[:, None]
        shares = (counts.favourable * counted[..., None]).sum(1) / np.maximum(n, 1)[:, None]
        told = np.clip(np.rint(100 * shares), 10, 90) / 100
        return np.where(large, _to_one_decimal(means), np.nan), np.where(large, told, np.nan)

    def _whole(self, counts: Counts, means: Floats, pools: Pools, pool_means: Floats) -> Floats:
        """Give the mean of all cells; what no department could pool stands together at the top."""
        own, pooled = counts.n * (counts.n >= self._policy.threshold), pools.n * pools.enough
        total = (means * own[..., None]).sum((0, 1)) + (pool_means * pooled[:, None]).sum(0)
        left = (counts.n < self._policy.threshold) & ~pools.enough[:, None]
        people, n = int(counts.n[left].sum()), own.sum() + pooled.sum()
        if people >= self._policy.threshold:
            bands = [published_sum(one, people, self._policy) for one in counts.sums[left].sum(0).tolist()]
            total += people * np.array([representative(band, people, self._policy) for band in bands])
            n += people
        return np.asarray(total / max(n, 1))


def posts_of(present: Flags, sums: Counted, favourable: Counted, policy: Policy) -> Posts:
    """Publish wave after wave. Axes: wave, department, team, member; or question instead of member."""
    waves, departments, teams, size = present.shape
    people, steps = present.sum(-1), np.full((waves, departments), policy.gate.step)
    press = Press(sums.shape[1:], size, policy)
    told = [press.publish(wave, Counts(people[wave], sums[wave], favourable[wave])) for wave in range(waves)]
    events, levels = _stacked(one.teams for one in told)
    courses = []
    for team in range(teams):
        mine = np.zeros((waves, departments, teams), dtype=bool)
        mine[..., team] = True
        courses.append(Course(mine, people[..., team], events[:, :, team], levels[:, :, team], steps, alone=True))
    pool = Course(*_stacked(one.pool for one in told), steps, alone=True)
    roll_up = Course(*_stacked(one.roll_up for one in told), alone=False)
    fresh, shares = _stacked((one.fresh, one.favourable) for one in told)
    return Posts(tuple(courses), pool, roll_up, fresh, shares)


def _stacked(waves: Iterable[tuple[NDArray, ...]]) -> list[NDArray]:
    return [np.stack(values) for values in zip(*waves, strict=True)]


def _wide(values: NDArray, like: NDArray) -> Floats:
    return np.broadcast_to(values[..., None], like.shape).astype(float)


def _flags(values: Flags, like: NDArray) -> Flags:
    return np.broadcast_to(values[..., None], like.shape)


def _to_one_decimal(values: Floats) -> Floats:
    """Round as Python does, which knows that 3.65 lies a little below itself."""
    return np.array([round(value, 1) for value in values.ravel().tolist()]).reshape(values.shape)
