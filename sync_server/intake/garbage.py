"""Python's search for circular garbage, put off while a batch is worked off.

A batch makes some hundred thousand objects that live until its end, and hardly a circle among them: looking through
them again and again takes a third of the time.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_OBJECTS: Final = 200_000  # new ones between two searches
_lock = threading.Lock()
_at_work = 0
_usual = gc.get_threshold()


@contextmanager
def seldom_sought() -> Iterator[None]:
    """Search seldom; as before when the last thread that asked for it is through."""
    global _at_work, _usual
    with _lock:
        if not _at_work:
            _usual = gc.get_threshold()
            gc.set_threshold(_OBJECTS, *_usual[1:])
        _at_work += 1
    try:
        yield
    finally:
        with _lock:
            _at_work -= 1
            if not _at_work:
                gc.set_threshold(*_usual)
