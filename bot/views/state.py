"""Reading a submitted modal: each value by its block, and nothing assumed about what arrived."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from bot.views.ids import VALUE
from surveys.errors import Message, VorbildError, say

T = TypeVar("T")


class FieldsError(Exception):
    """Inputs that need another look: a sentence by block id. The modal stays open, so nothing is lost."""

    def __init__(self, problems: Mapping[str, Message]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@contextmanager
def at_field(block_id: str) -> Iterator[None]:
    """Show what is refused at the input that it is about."""
    try:
        yield
    except VorbildError as error:
        raise FieldsError({block_id: error.message}) from error


class ModalState:
    """The `state` of a submitted view; a block that is missing reads as empty."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        state = view.get("state")
        values = state.get("values") if isinstance(state, dict) else None
        self._values: Mapping[str, Any] = values if isinstance(values, dict) else {}

    def _element(self, block_id: str) -> Mapping[str, Any]:
        block = self._values.get(block_id)
        element = block.get(VALUE) if isinstance(block, dict) else None
        return element if isinstance(element, dict) else {}

    def text(self, block_id: str) -> str:
        """Read a text input, or a date, a time, a conversation or a person picked; refuses a text that is none."""
        element = self._element(block_id)
        if not isinstance(element.get("value"), str | None):
            raise VorbildError(say("This form is not valid any more. Please open it again; nothing was changed."))
        keys = ("value", "selected_time", "selected_date", "selected_conversation", "selected_channel", "selected_user")
        found = next((element[key] for key in keys if isinstance(element.get(key), str)), "")
        return str(found)

    def user(self, block_id: str) -> str:
        """Read the id of the person picked."""
        return str(self._element(block_id).get("selected_user") or "")

    def files(self, block_id: str) -> tuple[str, ...]:
        """Read the ids of the files that were uploaded."""
        files = self._element(block_id).get("files")
        ids = [file.get("id") for file in files if isinstance(file, dict)] if isinstance(files, list) else []
        return tuple(id_ for id_ in ids if isinstance(id_, str))

    def choice(self, block_id: str) -> str | None:
        """Read the value of the one option chosen."""
        return _value(self._element(block_id).get("selected_option"))

    def choices(self, block_id: str) -> tuple[str, ...]:
        """Read the values of all options chosen."""
        options = self._element(block_id).get("selected_options")
        values = [_value(option) for option in options] if isinstance(options, list) else []
        return tuple(value for value in values if value is not None)

    def named_choices(self, block_id: str) -> list[tuple[str, str]]:
        """Read values and texts of all options chosen."""
        options = self._element(block_id).get("selected_options")
        texts = [(_value(option), (option.get("text") or {}).get("text")) for option in options or () if _value(option)]
        return [(str(value), str(text or value)) for value, text in texts]

    def conversations(self, block_id: str) -> tuple[str, ...]:
        """Read the ids of all conversations picked."""
        picked = self._element(block_id).get("selected_conversations")
        return tuple(each for each in picked if isinstance(each, str)) if isinstance(picked, list) else ()


def _value(option: object) -> str | None:
    value = option.get("value") if isinstance(option, dict) else None
    return value if isinstance(value, str) else None


def redrawn(view: Mapping[str, Any], blocks: list[Any]) -> dict[str, Any]:
    """Give a form that is open other blocks; what was entered stays where block and action keep their ids."""
    kept = ("type", "callback_id", "private_metadata", "title", "submit", "close")
    return {**{key: view[key] for key in kept}, "blocks": blocks}


class FormReader:
    """Reads a form and gathers what is wrong with it, so that all of it is told at once."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self.state = ModalState(view)
        self.problems: dict[str, Message] = {}

    def read(self, block_id: str, reader: Callable[[str], T]) -> T:
        """Read a text; what the reader refuses stands at its field."""
        try:
            return reader(self.state.text(block_id))
        except VorbildError as error:
            self.refuse(block_id, error.message)
            return None  # type: ignore[return-value]  # never used: `finish` raises

    def refuse(self, block_id: str, problem: Message) -> None:
        """Note what is wrong at a field."""
        self.problems[block_id] = problem

    def finish(self) -> None:
        """Raise what was noted, if anything was."""
        if self.problems:
            raise FieldsError(self.problems)
