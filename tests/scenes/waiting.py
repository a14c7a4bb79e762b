"""When a page is calm: no answer is under way and the layout has settled."""

from collections.abc import Callable
from functools import partial
from typing import Any

from clinic_app.app.workplace import Workplace
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.screenshots import settle
from tests.ui.workplace import DeskReader

Scene = Callable[[Workplace, DeskReader], None]

_LEAST, MOST = 150, 30_000  # milliseconds for layouts and timers; for answers of workers

_waiting: list[object] = []  # jobs whose answer has not come


def count_jobs(jobs: JobRunner) -> None:
    """From now on `calm` knows what `jobs` has under way."""
    submit = jobs._submit
    _waiting.clear()

    def counted(pool: Any, work: Any, done: Callable[[Any], None], failed: Callable[[Any], None]) -> None:
        one = object()
        _waiting.append(one)

        def over(then: Callable[[Any], None], answer: Any) -> None:
            _waiting.remove(one)
            then(answer)

        submit(pool, work, partial(over, done), partial(over, failed))

    jobs._submit = counted  # type: ignore[method-assign]


def calm(work: Workplace) -> None:
    """Until every answer that `work` waits for has come and is laid out."""
    for _ in range(2):  # an answer may ask again
        settle(_LEAST)
        settle(MOST, lambda: not _waiting)
    settle(_LEAST)
