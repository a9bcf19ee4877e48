"""The script that makes the pictures of the documents can walk its way, and the documents have all of them."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from docs import make_pictures
from docs.make_pictures import Cast, film, photograph, photograph_terminal
from surveys.texts import Locale
from tests.journeys.conftest import ADMIN, BOARD, LEADER, LEADERSHIP, STAFF

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(make_pictures.CHROMIUM).exists() and not os.environ.get("CI"),
        reason="Debian's chromium is not installed",
    ),
]
THREE_MEGABYTES = 3 * 2**20


@pytest.fixture
async def played(stage):
    """One wave is counted and told, the next one is open."""
    await stage.create_survey()
    await stage.ask(ADMIN, f"voice channel all <#{BOARD}>")
    for weeks in (0, 4):
        stage.clock.at += timedelta(weeks=weeks)
        await stage.ask(ADMIN, "survey run Puls")
        await stage.deliver()
        for person_id in STAFF[2:] if weeks == 0 else ():
            await stage.answer(person_id, 4)
        if weeks == 0:
            await stage.ask(ADMIN, "survey close Puls")
            await stage.deliver()
    return stage


async def test_the_script_walks_from_the_invitation_to_what_comes_of_it(played, tmp_path):
    cast = Cast(Locale.DE, STAFF[1], LEADER, ADMIN, LEADERSHIP, played.clock.at.date() + timedelta(weeks=3))
    camera = await photograph(played.workspace.url, tmp_path, cast)
    names = [path.name for path, _ in camera.taken]
    assert names[:2] == ["invitation-de.webp", "ballot-de.webp"]
    assert {"trend-post-de.webp", "commitment-de.webp", "voice-home-de.webp"} < set(names)
    assert (tmp_path / "ballot-de-dark.webp").exists()
    assert all(caption for _, caption in camera.taken)

    await photograph_terminal("vorbild privacy-audit", "holds", tmp_path / "privacy-audit.webp")
    await film(camera.taken, tmp_path / "tour.webp")
    with Image.open(tmp_path / "tour.webp") as tour:
        assert tour.n_frames == len(camera.taken)


def test_the_pictures_that_the_script_makes_are_there_and_small():
    source = Path(make_pictures.__file__).read_text(encoding="utf-8")
    names = set(re.findall(r'camera\.take\("([\w-]+)"', source))
    assert len(names) > 5
    there = {path.name for path in make_pictures.IMAGES.iterdir()}
    assert [name for name in names if f"{name}-en.webp" not in there] == []
    assert {"tour-en.webp", "tour-de.webp", "privacy-audit.webp"} <= there
    assert sum(path.stat().st_size for path in make_pictures.IMAGES.iterdir()) < THREE_MEGABYTES
