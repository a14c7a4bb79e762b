"""A desk that is killed at a step: ``python -m tests.services.insurance_platform.kill_worker FOLDER URL``.

Reads lines "ACT ID STEP" from standard input; for each it starts a process of its own, which settles a visit or
takes a settlement back and is killed (SIGKILL) at that step of its books or of its requests.  Answers "killed" or "done".
"""

import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from clinic_app.domain.errors import ClinicError
from clinic_app.services.platform import PlatformService
from clinic_app.sync.platform import HttpPlatform
from clinic_app.wiring import open_folder
from tests.ui.clinic_day import ADMIN, NOW, PASSWORD, Clock


class Steps:
    """Counts what happens, and ends the process at one of them."""

    def __init__(self, last: int) -> None:
        self.left = last

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def counting(self, writing, author):
        self.step()
        with writing(author) as work:
            yield work
        self.step()


class CountedPlatform:
    def __init__(self, url: str, steps: Steps) -> None:
        self._line = HttpPlatform(url)
        self._steps = steps

    def ask(self, message):
        self._steps.step()
        answer = self._line.ask(message)
        self._steps.step()
        return answer


def act(folder: Path, url: str, what: str, about: UUID, step: int) -> None:
    clinic = open_folder(folder, ADMIN, PASSWORD, Clock(NOW + 6 * 3_600_000 + step * 1000))
    steps = Steps(step)
    writing = clinic.store.writing
    clinic.store.writing = lambda author: steps.counting(writing, author)  # type: ignore[method-assign]
    service = PlatformService(clinic.store, CountedPlatform(url, steps))
    try:
        if what == "settle":
            service.settle(clinic.on_duty, about)
        else:
            service.reverse(clinic.on_duty, about)
    except ClinicError as error:
        print(error, file=sys.stderr)


def main(folder: Path, url: str) -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        what, about, step = line.split()
        child = os.fork()
        if child == 0:
            act(folder, url, what, UUID(about), int(step))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print("killed" if killed else "done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
