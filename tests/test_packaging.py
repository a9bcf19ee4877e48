"""The wheel has everything in it, and what an operator is handed beside it says what the code does."""

import asyncio
import json
import os
import re
import shlex
import signal
import socket
import stat
import subprocess
import sys
import time
import venv
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from hatchling.build import build_wheel

from bot.manifest import creation_link, manifest_path
from bot.metrics import Metrics
from bot.workspace import Limits, Manifest, Workspace
from docs.make_licences import needed

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
    python = home / "bin" / "python"
    program = home / "bin" / "vorbild"
    program.write_text(f"#!{python}\nfrom bot.__main__ import main\nmain()\n")
    program.chmod(0o755)
    return python


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
    readme = (ROOT / "README.md").read_text()
    assert [name for name in names if not name.endswith("_created") and f"`{name}`" not in readme] == []


def directives(name, section=""):
    """Read a file of `KEY=value` lines, or one section of it."""
    text = (ROOT / "deploy" / name).read_text()
    return re.findall(r"^(\w+)=(.*)$", text.partition(f"[{section}]")[2].partition("\n[")[0], re.MULTILINE)


@pytest.fixture
async def slack():
    local = Workspace(Manifest.load(manifest_path()), limits=Limits.off())
    await local.start()
    yield local
    await local.stop()


@pytest.fixture
def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def machine(installed, slack, free_port, tmp_path):
    """What install.md makes: a state folder, and settings that only root reads; paths lie in a folder of the test's."""
    (tmp_path / "state").mkdir(0o700)
    settings = (ROOT / "docs" / "install.md").read_text().partition("```\nSLACK_BOT_TOKEN")[2].partition("```")[0]
    filled = {"VORBILD_SECRET=…": f"VORBILD_SECRET={'5' * 64}", "xapp-…": "xapp-local", "xoxb-…": "xoxb-local"}
    for wanted, value in {**filled, "127.0.0.1:3000": f"127.0.0.1:{free_port}"}.items():
        settings = settings.replace(wanted, value)
    environment = tmp_path / "vorbild.env"
    environment.write_text(f"SLACK_BOT_TOKEN{settings}SLACK_API_URL={slack.api_url}\n")
    environment.chmod(0o600)
    places = {"/opt/vorbild/bin": str(installed.parent), "/etc/vorbild.env": str(environment)}
    return {**places, "/var/lib/vorbild": str(tmp_path / "state"), "127.0.0.1:3000": f"127.0.0.1:{free_port}"}


def here(text, machine):
    for place, ours in machine.items():
        text = text.replace(place, ours)
    return text


def as_the_service(machine, command):
    """Run a command as systemd would, but for its user and its sandbox."""
    unit = dict(directives("vorbild.service", "Service"))
    lines = Path(here(unit["EnvironmentFile"], machine)).read_text().splitlines()
    environment = dict(line.split("=", 1) for line in lines if line)
    return subprocess.Popen(
        shlex.split(here(command, machine)),
        cwd=here(unit["WorkingDirectory"], machine),
        env={"PATH": "/usr/bin:/bin", **environment},
        umask=int(unit["UMask"], 8),
        stderr=subprocess.DEVNULL,
    )


async def test_what_the_service_starts_answers_the_containers_health_check_and_ends_when_told_to(machine, installed):
    unit = dict(directives("vorbild.service", "Service"))
    container = (ROOT / "deploy" / "Containerfile").read_text()
    check = json.loads(re.search(r"HEALTHCHECK.*\n *CMD (\[.*\])", container)[1])
    healthy = [str(installed), *(here(word, machine) for word in check[1:])]
    assert check[0] == "python"
    assert not await asyncio.to_thread(succeeds, healthy)
    service = as_the_service(machine, unit["ExecStart"])
    try:
        await asyncio.to_thread(
            until, lambda: subprocess.run(healthy, check=False, capture_output=True).returncode == 0
        )
        looked_at = await asyncio.to_thread(the_command, machine, "doctor", "--live")
        assert "FAILURE" not in looked_at.stdout, looked_at.stdout + looked_at.stderr
        assert "ok" in looked_at.stdout
    finally:
        service.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(service.wait, int(unit["TimeoutStopSec"])) == 0
    assert modes_of(Path(machine["/var/lib/vorbild"])) == {0o600}


def succeeds(command):
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def modes_of(folder):
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def the_command(machine, *arguments):
    """Call the script with which an operator runs a command as the service does; the change of user is left out."""
    script = here((ROOT / "deploy" / "vorbild").read_text(), machine)
    changed = re.sub(r"exec setpriv .*--no-new-privs", "exec", script)
    assert changed != script
    return subprocess.run(
        ["sh", "-c", changed, "vorbild", *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def until(holds):
    deadline = time.monotonic() + 30
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert holds()


def test_what_runs_is_pinned_as_what_is_tested():
    """Nothing that only developers need is installed by an operator, and nothing of another version."""
    runtime, everything = (pins(ROOT / name) for name in ("runtime.lock", "requirements.lock"))
    assert runtime <= everything
    assert needed().keys() <= {line.partition("==")[0].replace("_", "-") for line in runtime}
    assert not {line for line in runtime if line.startswith(("pytest", "mypy", "ruff", "pgserver", "playwright"))}
    assert "-r runtime.lock" in (ROOT / "deploy" / "Containerfile").read_text()


def pins(path):
    return set(re.findall(r"^([\w.-]+==[\w.]+)", path.read_text(), re.MULTILINE))


def test_the_script_for_commands_runs_them_as_the_services_user_in_its_folder():
    unit, script = dict(directives("vorbild.service", "Service")), (ROOT / "deploy" / "vorbild").read_text()
    assert os.access(ROOT / "deploy" / "vorbild", os.X_OK)
    assert f"cd {unit['WorkingDirectory']}\n" in script
    assert f". {unit['EnvironmentFile']}\n" in script
    assert f"--reuid={unit['User']} --regid={unit['Group']} " in script
    assert f"umask {unit['UMask'].removeprefix('0')}\n" in script


def test_service_and_container_run_what_there_is_as_nobody_special():
    service = (ROOT / "deploy" / "vorbild.service").read_text()
    assert "ExecStart=/opt/vorbild/bin/vorbild run\n" in service
    assert "User=vorbild" in service
    container = (ROOT / "deploy" / "Containerfile").read_text()
    assert "USER 10001" in container
    assert "/healthz" in container
    copied = [word for line in container.splitlines() if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert all((ROOT / word).exists() for word in copied if not word.startswith(("--", "/")))
