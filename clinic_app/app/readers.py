"""The readers that the settings name, and the simulated one with its window."""

from itertools import islice
from typing import Final

from PySide6.QtWidgets import QMainWindow

from clinic_app.devices.holder import CardHolder
from clinic_app.devices.idcard import IdCardReader
from clinic_app.devices.monitor import CardMonitor, today
from clinic_app.devices.reader import Reader
from clinic_app.devices.simulated import SimulatedReader
from clinic_app.domain.made_up import MadeUp, made_up_people
from clinic_app.settings import ClinicSettings
from clinic_app.ui.simulated_dock import SimulatedDock, Trick
from clinic_app.wiring import Clinic

_SEED: Final = 20260101
_OFFERED: Final = 12


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
    """Cards to pick from: people of a made-up register, newcomers, and cards that need care."""
    day = clinic.residents.today()
    people = list(islice(made_up_people(_SEED, day), _OFFERED))
    known = clinic.residents.find(people[0].name[:1], 4) if clinic.status.standing().made_up else []
    cards = [
        Trick(
            one.name,
            CardHolder(
                kind="ssc2",
                card_number=one.cards[0].number if one.cards else None,
                id_number=one.id_number,
                name=one.name,
                sex=one.sex,
                birth_date=one.birth_date,
            ),
        )
        for one in known
        if one.id_number
    ]
    cards += [Trick(one.name, _card(one)) for one in people]
    third = people[0]
    cards.append(
        Trick(
            third.name,
            CardHolder(kind="ssc3", card_number=third.card_number, warnings=("identity.protected",)),
        )
    )
    return tuple(cards)


def _card(one: MadeUp) -> CardHolder:
    return CardHolder(
        kind="ssc2",
        card_identifier="350800D15600000500" + one.card_number[1:9] + "000000",
        card_version="2.00",
        card_number=one.card_number,
        id_number=one.id_number,
        name=one.name,
        sex=one.sex,
        ethnic=one.ethnic,
        birth_date=one.birth_date,
    )
