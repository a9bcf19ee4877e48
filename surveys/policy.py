"""The policy of publication: how few may stand behind a figure, and how fine it may be (`privacy.md`, promise 2)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from surveys.errors import VorbildError, say
from surveys.gate import GateRule

FLOOR = 5
WINDOW_DAYS = 28
MOST_THRESHOLD = 50
EARLIER_DEFAULTS = {
    "large": 50,
    "answer_variance": 0.60,
    "factor": 3.0,
    "factor_of_few": 3.0,
    "recent": 2,
    "apart": 0.0,
    "apart_again": 0.0,
}
"""Defaults that were raised later: waves that were frozen with them keep them, and no new wave gets them."""


@dataclass(frozen=True)
class Policy:
    """What may be published; frozen with the wave. Nothing lowers the defaults.

    `threshold`, `roll_up` and `large` are numbers of respondents, `base`, `low_edge` and `high_edge` are in points of a
    cell's sum, `strong` is in standard errors.
    """

    threshold: int = FLOOR
    large: int = 100
    base: int = 3
    low_edge: int = 7
    high_edge: int = 3
    roll_up: int = 20
    strong: float = 3.6
    window_days: int = WINDOW_DAYS
    gate: GateRule = field(default_factory=GateRule)

    def __post_init__(self) -> None:
        if self.threshold < FLOOR:
            raise VorbildError(
                say("A threshold of {count} would not protect people: 5 is the least.", count=self.threshold)
            )
        if self.window_days < WINDOW_DAYS:
            raise VorbildError(say("A window of {count} days is too short: 28 is the least.", count=self.window_days))
        for name, value, least in self._limits():
            if value < least:
                raise VorbildError(
                    say(
                        "{name} = {value} would not protect people: {least} is the least.",
                        name=name,
                        value=value,
                        least=least,
                    )
                )
        if self.base % 2 == 0:
            raise VorbildError(say("Sums cannot be rounded to base {base}: choose an odd number.", base=self.base))

    def _limits(self) -> Iterator[tuple[str, float, float]]:
        """Pair every setting with the lowest default it ever had."""
        for rules, defaults in ((self, Policy), (self.gate, GateRule)):
            for name, value in vars(rules).items():
                if isinstance(value, int | float):
                    yield name, value, EARLIER_DEFAULTS.get(name, getattr(defaults, name))


def up_to_date(policy: Policy) -> Policy:
    """Raise what was stored under earlier defaults to today's: the policy of a wave that begins now."""
    return replace(policy, gate=_at_least(policy.gate, GateRule()), large=max(policy.large, Policy().large))


def _at_least(rule: GateRule, today: GateRule) -> GateRule:
    raised = {name: max(getattr(rule, name), least) for name, least in vars(today).items() if name in EARLIER_DEFAULTS}
    return replace(rule, **raised)


def raised(policy: Policy, threshold: int) -> Policy:
    """Raise the threshold, the one thing of a policy that may change; refuse whatever would not raise it."""
    if threshold < policy.threshold:
        raise VorbildError(
            say(
                "The threshold is {now} and can only be raised, never lowered: people answered under it. Nothing was changed.",
                now=policy.threshold,
            )
        )
    if threshold == policy.threshold:
        raise VorbildError(say("The threshold is {now} already. Nothing was changed.", now=policy.threshold))
    if threshold > MOST_THRESHOLD:
        raise VorbildError(
            say(
                "With a threshold of {count} hardly any figure would appear, and it can never be lowered again: {most} is "
                "the most. Nothing was changed.",
                count=threshold,
                most=MOST_THRESHOLD,
            )
        )
    return replace(policy, threshold=threshold)
