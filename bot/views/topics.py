"""Commands in groups, each with its heading: for help, and for the buttons of the Home tab."""

from collections.abc import Callable, Sequence

from bot.commands import Command
from surveys.errors import Message, say
from surveys.roles import Role

Belongs = Callable[[Command], bool]


def _about(*topics: str) -> Belongs:
    return lambda command: Role.ADMIN in command.needs and command.topic in topics


SURVEYS, EVERYBODY = say("Surveys"), say("For everybody")
_GROUPS: tuple[tuple[Message, Belongs], ...] = (
    (EVERYBODY, lambda command: Role.EMPLOYEE in command.needs),
    (say("For leaders and viewers of the whole"), lambda command: Role.ADMIN not in command.needs),
    (SURVEYS, _about("survey", "status", "retry")),
    (say("People and units"), _about("roster")),
    (say("Questions"), _about("question")),
    (say("Channels, charter and language"), _about("channel", "voice", "charter", "address")),
    (say("Who may do what"), _about("admin", "viewer")),
    (say("Everything else"), lambda _: True),
)


def grouped(commands: Sequence[Command]) -> list[tuple[Message, list[Command]]]:
    """Put each command into the first group to which it belongs; groups without any are left out."""
    found: dict[str, list[Command]] = {}
    for command in commands:
        heading = next(heading for heading, belongs in _GROUPS if belongs(command))
        found.setdefault(heading.template, []).append(command)
    return [(heading, found[heading.template]) for heading, _ in _GROUPS if heading.template in found]
