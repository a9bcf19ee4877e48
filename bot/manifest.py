"""Where the Slack app manifest lies: beside the packages in a checkout, inside the package when installed."""

import json
from pathlib import Path
from urllib.parse import urlencode

import yaml

_HERE = Path(__file__).parent


def manifest_path() -> Path:
    """Give the path of `app.yaml`."""
    installed = _HERE / "app.yaml"
    return installed if installed.exists() else _HERE.parent / "app.yaml"


def creation_link() -> str:
    """Give the address at which Slack begins an app with the manifest filled in."""
    content = yaml.safe_load(manifest_path().read_text(encoding="utf-8"))
    compact = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return "https://api.slack.com/apps?" + urlencode({"new_app": "1", "manifest_json": compact})
