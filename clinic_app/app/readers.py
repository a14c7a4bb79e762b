"""The readers that the settings name, and the simulated one with its window."""

from typing import Final

from PySide6.QtWidgets import QMainWindow

from clinic_app.day.people import card_of, population
from clinic_app.devices.holder import CardHolder
from clinic_app.devices.idcard import IdCardReader
from clinic_app.devices.monitor import CardMonitor, today
from clinic_app.devices.reader import Reader
from clinic_app.devices.simulated import SimulatedReader
from clinic_app.settings import ClinicSettings
from clinic_app.ui.simulated_dock import SimulatedDock, Trick
from clinic_app.wiring import Clinic

_OFFERED: Final = 24


class Readers:
    """Built from the settings; `all` goes to the workplace, which starts and stops them."""

    def __init__(self, settings: ClinicSettings, clinic: Clinic) -> None:
        self.monitor = CardMonitor()
        self.simulated = SimulatedReader() if settings.simulated_reader else None
        self.dock: SimulatedDock | None = None
        self.all: list[Reader] = [self.monitor]
        if settings.id_card_port:
            self.all.append(IdCardReader(settings.id_card_port, today))
        if self.simulated is not None:
            self.all.append(self.simulated)
        self._clinic = clinic

    def reread(self) -> None:
        """F2: look at every reader anew."""
        self.monitor.reconnect()
        if self.dock is not None:
            self.dock.again()

    def show_over(self, window: QMainWindow) -> None:
        """The training window, where cards are picked from a list."""
        if self.simulated is not None:
            self.dock = SimulatedDock(
                tricks(self._clinic), self.simulated.insert, self.simulated.remove, window
            )
            self.dock.show()

    def close(self) -> None:
        if self.dock is not None:
            self.dock.close()


def tricks(clinic: Clinic) -> tuple[Trick, ...]:
    """Cards to pick from: people whom the made-up days know, and a third-generation card that gives no name."""
    people = [one for one in population() if one.birth_date < clinic.residents.today()][:_OFFERED]
    third = card_of(people[0])
    silent = CardHolder(
        kind="ssc3",
        card_identifier=third.card_identifier,
        card_number=third.card_number,
        warnings=("identity.protected",),
    )
    return (*(Trick(one.name, card_of(one)) for one in people), Trick(people[0].name, silent))
