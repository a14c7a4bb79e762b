"""Python's search for cycles of garbage, held back while much is taken in.

It would look through every entry gathered, again and again, and hold up each thread meanwhile: a fifth of the
filling.  What is taken in makes no cycles, and whatever other threads leave behind is found at the end.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_back() -> Iterator[None]:
    """While the block runs nothing is searched for, unless it asks itself (`look`)."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def look() -> None:
    """Through what is new since the last look; a millisecond, once the entries themselves are let go."""
    gc.collect(0)
