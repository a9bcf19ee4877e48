"""`make licences`: write docs/licences.md, the licences of everything that the program needs at run time."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

FILE = Path(__file__).parent / "licences.md"
HEAD = """# Licences

Vorbild is under [Apache-2.0](../LICENSE). At run time it needs these packages, and those that they need; nothing of them
is changed or copied into Vorbild. Written by `make licences`; a test refuses a licence that is not listed as fine.

| package | licence |
|---|---|
"""


def needed(name: str = "vorbild") -> dict[str, Distribution]:
    """Collect what a distribution needs at run time, directly or not, by name."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(name)]
    while waiting:
        each = waiting.pop()
        for extra in each.extras or {""}:
            ours = distribution(each.name)
            waiting += [
                requirement
                for requirement in map(Requirement, ours.requires or [])
                if _applies(requirement, extra) and _key(requirement.name) not in found
            ]
            found[_key(each.name)] = ours
    del found[_key(name)]
    return dict(sorted(found.items()))


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(ours: Distribution) -> str:
    """Give a distribution's licence, as it says itself."""
    expression = ours.metadata.get("License-Expression")
    classified = [
        line.rpartition(" :: ")[2]
        for line in ours.metadata.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    written = (ours.metadata.get("License") or "").strip().splitlines()
    return expression or ", ".join(classified) or (written[0] if written else "unknown")


def lines() -> Iterator[str]:
    """Give the table's lines; versions are in requirements.lock."""
    for name, ours in needed().items():
        yield f"| {name} | {licence(ours)} |\n"


if __name__ == "__main__":
    FILE.write_text(HEAD + "".join(lines()), encoding="utf-8")
