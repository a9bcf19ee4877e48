"""Where the Slack app manifest lies: beside the packages in a checkout, inside the package when installed."""

from pathlib import Path

_HERE = Path(__file__).parent


def manifest_path() -> Path:
    """Give the path of `app.yaml`."""
    installed = _HERE / "app.yaml"
    return installed if installed.exists() else _HERE.parent / "app.yaml"
