"""What no test may ever make the bot print or log: secrets, payloads, answers and comments."""

import re

SECRETS = re.compile(
    r"a secret for tests|s{40}|xox[bp]-local|xapp-local|a signing secret|v0=[0-9a-f]{64}"
    r"|private_metadata|selected_option"
    r"|Please fix the printer|A comment that finds no room",
    re.IGNORECASE,
)


def leaked(output: str) -> list[str]:
    """List what stands in an output and must not, each thing once."""
    return sorted({found.group() for found in SECRETS.finditer(output)})
