"""The test that docs/workspace.md shows to other developers runs as it stands there."""

import re
from pathlib import Path

from bot.workspace.faults import Faults

GUIDE = Path(__file__).parents[2] / "docs" / "workspace.md"
TEXT = GUIDE.read_text(encoding="utf-8")


async def test_the_example_runs():
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names = {}
    exec(compile(example, str(GUIDE), "exec"), names)
    await names["test_hello_is_said"]()


def test_every_trouble_that_is_named_can_be_made():
    named = re.findall(r"(?:faults|…)\.(\w+)\(", TEXT)
    assert len(named) > 7
    assert [name for name in named if not hasattr(Faults, name)] == []
