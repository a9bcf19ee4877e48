"""One family of errors: each is a sentence that says what to do next, translated at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A sentence for a person: an English template, which is also its key in the catalogues, and its parameters."""

    template: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give the English sentence."""
        return self.template.format(**self.parameters)


def say(template: str, **parameters: object) -> Message:
    """Mark a sentence for the catalogues (Babel extracts the first argument of every call) and fill it later."""
    return Message(template, parameters)


class VorbildError(Exception):
    """Something a person can mend. Carries the sentence to show; never an answer, a token or a secret."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file: where it stands and what to do about it. Lines and columns count from 1."""

    line: int
    message: Message
    column: str | None = None


class ProblemsError(VorbildError):
    """A file was refused as a whole; `problems` says why, in the order of its lines."""

    def __init__(self, message: Message, problems: tuple[Problem, ...]) -> None:
        super().__init__(message)
        self.problems = problems
