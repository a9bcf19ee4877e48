"""The wheel has everything in it, and what an operator is handed beside it says what the code does."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from hatchling.build import build_wheel

from bot.manifest import creation_link, manifest_path
from bot.metrics import Metrics

ROOT = Path(__file__).parents[1]
NEEDED = (
    "bot/app.yaml",
    "bot/export_page.css",
    "bot/locales/de/LC_MESSAGES/vorbild.po",
    "bot/demo/company.toml",
    "storage/migrations/env.py",
    "storage/migrations/versions/0001_the_first_schema.py",
)
TRIAL = """
from pathlib import Path
import bot, surveys.bank
from bot.i18n import Words
from bot.manifest import manifest_path
from surveys.texts import Locale
assert "site-packages" in bot.__file__, bot.__file__
assert len(surveys.bank.load_bank().questions) > 20
assert Words(Locale.DE)("The schema is up to date now.") != "The schema is up to date now."
assert manifest_path().exists()
from bot.workspace import Manifest
assert Manifest.load(manifest_path()).name == "Vorbild"
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Our wheel, built by hatchling."""
    out = tmp_path_factory.mktemp("wheel")
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        return out / build_wheel(str(out))
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A fresh environment with the wheel; what it depends on is lent from ours."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=False, symlinks=True)
    packages = next(home.glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    ours = next(Path(sys.prefix).glob("lib/python*/site-packages"))
    (packages / "lent.pth").write_text(f"{ours}\n")
    return home / "bin" / "python"


def ran(python, *arguments, cwd, **environment):
    return subprocess.run(
        [python, "-P", *arguments],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C", **environment},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_the_wheel_holds_what_is_read_at_run_time(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert set(NEEDED) <= inside
    data = {str(path.relative_to(ROOT)) for path in data_files()}
    assert data <= inside


def data_files():
    rooms = (ROOT / room for room in ("bot", "storage", "surveys"))
    kinds = {".toml", ".po", ".css", ".js", ".html", ".yaml", ".json", ".svg"}
    return [path for room in rooms for path in room.rglob("*") if path.suffix in kinds]


def test_it_runs_from_the_wheel_alone(installed, tmp_path):
    trial = ran(installed, "-c", TRIAL, cwd=tmp_path)
    assert trial.returncode == 0, trial.stderr
    told = ran(installed, "-m", "bot", "--help", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "doctor" in told.stdout
    migrated = ran(installed, "-m", "bot", "migrate", cwd=tmp_path, VORBILD_DATABASE_URL=f"sqlite:///{tmp_path}/v.db")
    assert "The schema is up to date now." in migrated.stdout, migrated.stderr


def test_the_link_carries_the_manifest_whole():
    address = urlsplit(creation_link())
    query = parse_qs(address.query, strict_parsing=True)
    assert (address.scheme, address.netloc, query["new_app"]) == ("https", "api.slack.com", ["1"])
    assert json.loads(query["manifest_json"][0]) == yaml.safe_load(manifest_path().read_text())
    assert len(creation_link()) < 8000


def test_every_metric_is_listed_for_operators():
    text = (ROOT / "docs" / "operate.md").read_text()
    exposed = Metrics()._registry.collect()
    names = {sample.name for family in exposed for sample in family.samples} | {"vorbild_messages_total"}
    assert {name for name in names if not name.endswith("_created")} == {
        line.split("`")[1] for line in text.splitlines() if line.startswith("| `vorbild_")
    }


def test_service_and_container_run_what_there_is_as_nobody_special():
    service = (ROOT / "deploy" / "vorbild.service").read_text()
    assert "ExecStart=/opt/vorbild/bin/vorbild run\n" in service
    assert "User=vorbild" in service
    container = (ROOT / "deploy" / "Containerfile").read_text()
    assert "USER 10001" in container
    assert "/healthz" in container
    copied = [word for line in container.splitlines() if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert all((ROOT / word).exists() for word in copied if not word.startswith(("--", "/")))
