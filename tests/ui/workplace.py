"""A clinic on the screen for tests: a real store in a folder, the real shell, a reader that does as told."""

import shutil
import time
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path

from clinic_app.app.workplace import Workplace
from clinic_app.devices.holder import CardHolder
from clinic_app.devices.reader import CardIn, CardOut, CardTrouble, Listener, ReaderEvent, ReadersChanged
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.made_up import MadeUp, made_up_people
from clinic_app.domain.roles import ALL_ROLES, Role
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.services.residents import NewResident
from clinic_app.settings import ClinicSettings
from clinic_app.store.setup import found
from clinic_app.wiring import open_folder

PASSWORD = "xinqiao-2026"
ADMIN = "P001"
FACILITY = "350881001"


def build_clinic(folder: Path, wall: Wall = wall_clock) -> None:
    """A township hospital with an administrator who may do everything, and a registrar."""
    store, _, _ = found(
        folder,
        facility=FACILITY,
        name="漳平市新桥镇中心卫生院",
        inst_lv="township",
        credit_code="",
        admin=ADMIN,
        admin_name="王晓明",
        roles=ALL_ROLES,
        password=PASSWORD,
        wall=wall,
    )
    store.close()
    clinic = open_folder(folder, ADMIN, PASSWORD, wall)
    clinic.staff.add(clinic.on_duty, "P002", "李挂号", frozenset({Role.REGISTRAR}), PASSWORD)
    clinic.close()


class DeskReader:
    """A reader on the desk: cards come and go, and fail, as the test says."""

    name = "ACS ACR39U"
    simulated = False

    def __init__(self) -> None:
        self._listener: Listener | None = None

    def start(self, listener: Listener) -> None:
        self._listener = listener
        listener(ReadersChanged("PC/SC", (self.name,)))

    def stop(self) -> None:
        self._listener = None

    def tell(self, event: ReaderEvent) -> None:
        if self._listener is not None:
            self._listener(event)

    def insert(self, holder: CardHolder) -> None:
        self.tell(CardIn(self.name, holder))

    def remove(self) -> None:
        self.tell(CardOut(self.name))

    def fail(self, error: ClinicError) -> None:
        self.tell(CardTrouble(self.name, error))

    def lose(self, code: str) -> None:
        """The service or the reader itself is gone."""
        self.tell(ReadersChanged("PC/SC", (), code))


def open_workplace(
    template: Path,
    folder: Path,
    reader: DeskReader,
    settings: ClinicSettings | None = None,
    before: Callable[[Path], None] = lambda _: None,
) -> Workplace:
    """A copy of the template clinic, open, with the administrator on duty."""
    shutil.copytree(template, folder)
    before(folder)
    clinic = open_folder(folder, ADMIN, PASSWORD)
    return Workplace(
        clinic,
        settings or ClinicSettings(idle_minutes=0),
        [reader],
        key_time=lambda _: time.monotonic_ns() // 1_000_000,  # test events carry no time of their own
    )


PEOPLE = tuple(islice(made_up_people(3, date(2026, 1, 1)), 40))


def card_of(one: MadeUp, **given: object) -> CardHolder:
    """A second-generation card of a made-up person; `given` replaces what the chip says."""
    says: dict[str, object] = {
        "kind": "ssc2",
        "card_identifier": f"350800D156000005{one.card_number[1:9]}",
        "card_number": one.card_number,
        "id_number": one.id_number,
        "name": one.name,
        "sex": one.sex,
        "ethnic": one.ethnic,
        "birth_date": one.birth_date,
    }
    return CardHolder(**(says | given))  # type: ignore[arg-type]


def silent_card_of(one: MadeUp) -> CardHolder:
    """A third-generation card: nothing but its numbers."""
    return CardHolder(kind="ssc3", card_number=one.card_number, warnings=("identity.protected",))


def resident_of(one: MadeUp, **given: object) -> NewResident:
    says: dict[str, object] = {
        "name": one.name,
        "sex": one.sex,
        "birth_date": one.birth_date,
        "id_number": one.id_number,
        "id_verified": "typed",
        "phone": one.phone,
    }
    return NewResident(**(says | given))  # type: ignore[arg-type]


def insured_of(one: MadeUp, insutype: str, psn_no: str) -> InsuredStated:
    return InsuredStated(
        psn_no=psn_no, insutype=insutype, psn_insu_stas="1", id_number=one.id_number, salt="salt"
    )
