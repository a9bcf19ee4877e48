"""What every part of the running workspace shares."""

from dataclasses import dataclass, field

from bot.workspace.delivery import Delivery
from bot.workspace.faults import Faults
from bot.workspace.feed import Feed
from bot.workspace.limits import Meter
from bot.workspace.manifest import Manifest
from bot.workspace.response_urls import ResponseUrls
from bot.workspace.socket_mode import SocketHub
from bot.workspace.state import State
from bot.workspace.triggers import Triggers


@dataclass
class Context:
    """One workspace with one installed app; `url` is known once the port is."""

    manifest: Manifest
    state: State
    meter: Meter
    faults: Faults
    hub: SocketHub
    delivery: Delivery
    triggers: Triggers
    bot_token: str
    app_token: str
    url: str = ""
    feed: Feed = field(default_factory=Feed)
    response_urls: ResponseUrls = field(default_factory=ResponseUrls)
