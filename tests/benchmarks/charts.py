"""How long a picture takes a processor: `python -m tests.benchmarks.charts`. The target is under 500 ms each.

Time of the processor, so that whatever else the machine does is not counted.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import process_time

from bot.charts import Picture, cascade_chart, dimensions_chart, series_chart
from bot.i18n import Words
from surveys.cascade import Rung, Tier
from surveys.texts import Locale
from tests.builders_report import FRESH, asked, figures, fresh_course, report

TARGET_MS = 500
ROUNDS = 7
DE = Words(Locale.DE)


def main() -> int:
    """Draw each kind of picture a few times and print the median; 1 where one misses the target."""
    usual = report(fresh=FRESH)
    banded = replace(usual, fresh_course=fresh_course(usual.series))
    rungs = tuple(Rung(depth, Tier.TEAM, Tier.STAFF, 3.5, 9) for depth in range(6))
    pictures: dict[str, Callable[[], Picture]] = {
        "series, 52 waves": lambda: series_chart(report(figures(*[50] * 40, *[62.5] * 12)), DE),
        "series with a band": lambda: series_chart(banded, DE),
        "dimensions": lambda: dimensions_chart(report(lines=asked(75, 50, 62.5, 62.5) * 2), DE),
        "levels of leaders": lambda: cascade_chart(report(cascade=rungs), DE),
    }
    begun = process_time()
    series_chart(usual, DE)
    sys.stdout.write(f"{'the first one, with loading':30}{1000 * (process_time() - begun):7.0f} ms\n")
    taken = {name: _milliseconds(draw) for name, draw in pictures.items()}
    for name, milliseconds in taken.items():
        sys.stdout.write(f"{name:30}{milliseconds:7.0f} ms\n")
    return int(max(taken.values()) > TARGET_MS)


def _milliseconds(draw: Callable[[], Picture]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = process_time()
        draw()
        times.append(1000 * (process_time() - begun))
    return median(times)


if __name__ == "__main__":
    sys.exit(main())
