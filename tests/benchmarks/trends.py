"""`python -m tests.benchmarks.trends`: what the gate is worth as a trend rule, beside the rules of other tools."""

import argparse
from dataclasses import replace

import numpy as np

from surveys.disclosure import Policy
from tests.benchmarks import rules
from tests.benchmarks.printing import Table, head, show

SIZES = (6, 8, 12)
WAVES = 13
DROP, DROP_WAVE = 0.8, 6
MOST_FALSE, LEAST_FOUND = 0.05, {6: 0.45, 8: 0.66, 12: 0.80}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few units, under 30 seconds")
    quick = parser.parse_args().quick
    show(head(), trends(units=200 if quick else 4000))


def trends(units: int) -> Table:
    """Count units with any alarm in a year without a change, and units in which a drop was found after it began."""
    table = Table(
        f"Trend rules: {units} units, a year of {WAVES} waves, n answers each. False alarms: units with any alarm though "
        f"nothing changed (ours at most {MOST_FALSE:.0%}). Found: units told “down” once the expected answer had fallen "
        f"by {DROP} from wave {DROP_WAVE + 1} on (ours at least 45 / 66 / 80 %).",
        ("rule", *(f"false alarms, n = {n}" for n in SIZES), *(f"found, n = {n}" for n in SIZES)),
    )
    data = {
        (n, drop): rules.years(units, n, WAVES, drop, DROP_WAVE, np.random.default_rng(n))
        for n in SIZES
        for drop in (0.0, DROP)
    }
    for name, rule in all_rules().items():
        false = [float(rule(data[n, 0.0]).any(1).mean()) for n in SIZES]
        found = [float((rule(data[n, DROP])[:, DROP_WAVE:] < 0).any(1).mean()) for n in SIZES]
        table.add(name, *(f"{share:.1%}" for share in false + found))
    return table


def all_rules() -> dict[str, rules.Rule]:
    """Name the rules."""
    policy = Policy()
    within = replace(policy, gate=replace(policy.gate, answer_variance=0.98))
    return {
        "gate, as shipped": lambda answers: rules.gate(answers, policy),
        "gate, b = .98 (variance within a team)": lambda answers: rules.gate(answers, within),
        "|difference| ≥ 0.3": rules.difference,
        "XmR": rules.xmr,
        "Mann–Kendall": rules.mann_kendall,
        "Mann–Whitney, last wave": rules.mann_whitney,
    }


if __name__ == "__main__":
    main()
