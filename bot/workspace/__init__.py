"""A local Slack workspace: it speaks the Web API and Socket Mode on a loopback port, and shows a browser page.

It imports nothing else of this project and knows nothing of the app installed in it; any Slack app runs against it.
Begin with `server.Workspace`; `client.Person` is somebody who works there; docs/workspace.md is the page's protocol.
"""

from bot.workspace.client import Person, RefusedError
from bot.workspace.delivery import Patience
from bot.workspace.errors import ManifestError, PortTakenError
from bot.workspace.faults import Fault, Faults
from bot.workspace.limits import Limits
from bot.workspace.manifest import Manifest
from bot.workspace.server import Workspace, serve
from bot.workspace.state import State

__all__ = [
    "Fault",
    "Faults",
    "Limits",
    "Manifest",
    "ManifestError",
    "Patience",
    "Person",
    "PortTakenError",
    "RefusedError",
    "State",
    "Workspace",
    "serve",
]
