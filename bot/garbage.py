"""The collector of cycles, while a whole company's rows are worked on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector rest: rows and figures hold no cycles, and it would walk all of them anew as they grow.

    What is counted by reference is freed as ever.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
