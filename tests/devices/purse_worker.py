"""A process of its own that debits a purse and dies at one moment: ``FOLDER VISIT AMOUNT MOMENT``.

Moments: intended, sent, answered, concluded (each right after the line is on disk, "answered" before), none.
"""

import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from clinic_app.devices.purse_terminal import PcscTerminal
from clinic_app.services.purse import PurseService
from clinic_app.store.calls import CallLedger
from clinic_app.wiring import open_folder
from tests.clinics import ADMIN, PASSWORD


class DyingLedger(CallLedger):
    """Ends the process as a power cut would, at its moment."""

    def __init__(self, store, moment: str) -> None:
        super().__init__(store)
        self._moment = moment

    def sent(self, author, call_id):
        self._dies("intended")
        super().sent(author, call_id)
        self._dies("sent")

    def conclude(self, *words, **more):
        self._dies("answered")
        call = super().conclude(*words, **more)
        self._dies("concluded")
        return call

    def _dies(self, moment: str) -> None:
        if moment == self._moment:
            os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, visit: str, amount: str, moment: str) -> None:
    clinic = open_folder(Path(folder), ADMIN, PASSWORD)
    purses = PurseService(clinic.store, PcscTerminal())
    purses._ledger = DyingLedger(clinic.store, moment)
    purses.debit(clinic.on_duty, int(amount), UUID(visit))
    clinic.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
