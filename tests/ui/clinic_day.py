"""A working day of a clinic on the screen: insured people, visits and bills, from half past eight of a fixed day on."""

import atexit
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.app.workplace import Workplace
from clinic_app.day.prescriber import allowed
from clinic_app.devices.holder import CardHolder
from clinic_app.domain.catalogs import Drug, Service, drugs, services
from clinic_app.domain.made_up import MadeUp, made_up_people
from clinic_app.domain.resources import text
from clinic_app.domain.roles import ALL_ROLES
from clinic_app.domain.time import BEIJING, beijing
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.outpatient import Diagnosis, DrugLine, ServiceLine
from clinic_app.projections.queries.registration import Visit
from clinic_app.services.chart import NONE_KNOWN
from clinic_app.services.outpatient import Findings
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from clinic_app.settings import ClinicSettings
from clinic_app.store.setup import found
from clinic_app.wiring import Clinic, open_folder
from tests.ui.workplace import ADMIN, FACILITY, PASSWORD, DeskReader

NOW = int(datetime(2026, 11, 20, 8, 30, tzinfo=BEIJING).astimezone(UTC).timestamp() * 1000)
SEED = 20261120
_BETWEEN_KEYS_MS = 150


class Clock:
    """A wall clock that stands until it is moved."""

    def __init__(self, now: int = NOW) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def pass_minutes(self, minutes: int) -> None:
        self.now += minutes * 60_000


@dataclass
class ClinicDay:
    """The clinic, its clock and its people; every step goes through the services."""

    clinic: Clinic
    clock: Clock
    people: list[MadeUp]
    residents: dict[str, UUID] = field(default_factory=dict)

    @property
    def adults(self) -> list[MadeUp]:
        """Grown up, and nobody whom a rule asks for a pregnancy."""
        year = beijing(self.clock.now).year
        return [one for one in self.people if year - one.birth_date.year > (18 if one.sex == "1" else 56)]

    def has_no_allergies(self, visit: Visit) -> None:
        """Asked before: none known."""
        self.clinic.chart.record_allergy(self.clinic.on_duty, visit.resident_id, kind=NONE_KNOWN)

    def insure(self, person: MadeUp, *, balance: int = 0, maf_group: str = "") -> str:
        """`balance` in fen on the personal account."""
        psn_no = f"P{person.id_number[-8:]}"
        stated = InsuredStated(
            psn_no=psn_no,
            id_number=person.id_number,
            insutype="390",
            contract_inst=FACILITY,
            acct_balance=balance,
            maf_group=maf_group,
            salt=new_salt(),
        )
        self.clinic.insurance.state_insured(self.clinic.on_duty, [stated])
        return psn_no

    def arrives(self, person: MadeUp, psn_no: str = "", department: str = "全科") -> Visit:
        """Registered, waiting."""
        clinic, by = self.clinic, self.clinic.on_duty
        if person.id_number not in self.residents:
            new = NewResident(
                name=person.name, id_number=person.id_number, phone=person.phone, source="typed"
            )
            self.residents[person.id_number] = clinic.residents.register(by, new).id
        self.clock.pass_minutes(3)
        return clinic.registration.register(
            by,
            NewVisit(
                resident_id=self.residents[person.id_number],
                department=department,
                psn_no=psn_no,
                mdtrt_cert_type="03" if psn_no else "",
            ),
        )

    def examined(self, visit: Visit, *codes: str, complaint: str = "咽痛、发热2天") -> Visit:
        """Signed by the doctor, with drugs and services by code."""
        clinic, by = self.clinic, self.clinic.on_duty
        clinic.registration.call(by, visit.id)
        by_drug = {one.code: one for one in drugs()}
        by_service = {one.code: one for one in services()}
        found = Findings(
            complaint=complaint,
            findings="T 38.2°C　P 92次/分　BP 128/76mmHg；咽充血，扁桃体Ⅰ度大",
            advice="多饮水，注意休息，3日后复诊",
            diagnoses=(Diagnosis("J06.9", "急性上呼吸道感染"), Diagnosis("I10", "原发性高血压")),
            drugs=tuple(drug_line(by_drug[code]) for code in codes if code in by_drug),
            services=tuple(service_line(by_service[code]) for code in codes if code in by_service),
        )
        signed = allowed(clinic, by, visit.id, visit.resident_id, found)
        assert signed.drugs == found.drugs, "the rules of prescribing forbid what this test orders"
        clinic.outpatient.sign(by, visit.id, signed)
        self.clock.pass_minutes(4)
        return clinic.registration.visit(visit.id)

    def bill(self, place: int, *codes: str, insured: bool = True, balance: int = 0) -> Visit:
        """A bill of the person at `place` that waits for the cashier."""
        person = self.people[place]
        psn_no = self.insure(person, balance=balance) if insured else ""
        return self.examined(self.arrives(person, psn_no), *(codes or ("ZL0001", "YP0001", "YP0101")))


def drug_line(drug: Drug, packs: int = 1, days: int = 3) -> DrugLine:
    return DrugLine(
        code=drug.code,
        name=drug.generic_name,
        spec=f"{drug.spec}×{drug.pack_qty}{drug.unit}",
        dose=drug.dose,
        frequency=drug.frequency,
        route=drug.route,
        days=days,
        cnt_e4=packs * 10_000,
        unit=drug.pack_unit,
        pric_e6=drug.price_e6,
    )


def service_line(service: Service) -> ServiceLine:
    return ServiceLine(
        code=service.code, name=service.name, cnt_e4=10_000, unit=service.unit, pric_e6=service.price_e6
    )


def card_of(person: MadeUp) -> CardHolder:
    """The social-security card that a person puts in."""
    return CardHolder(
        kind="ssc2",
        card_identifier="350800D15600000500" + person.card_number[1:9] + "000000",
        card_version="2.00",
        card_number=person.card_number,
        id_number=person.id_number,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
    )


def found_clinic(folder: Path) -> None:
    """A township hospital founded that morning, with somebody who may do everything."""
    shutil.copytree(_founded(), folder, dirs_exist_ok=True)


@cache
def _founded() -> Path:
    """Once for the process, thrown away at its end."""
    folder = Path(mkdtemp(prefix="xyt-founded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
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
        wall=Clock(NOW - 3_600_000),
    )
    store.close()
    return folder


def begin_day(template: Path, folder: Path) -> ClinicDay:
    """A copy of the template clinic with the sample policy, before the first patient."""
    shutil.copytree(template, folder)
    clock = Clock()
    clinic = open_folder(folder, ADMIN, PASSWORD, clock)
    clinic.insurance.install_policy(clinic.on_duty, text("policies", "open_sample.toml"))
    people = list(islice(made_up_people(SEED, clinic.residents.today()), 40))
    return ClinicDay(clinic, clock, people)


class Screen:
    """The real shell over the day's clinic, used by its keys; every key is counted."""

    def __init__(self, qtbot: Any, day: ClinicDay, reader: DeskReader) -> None:
        self._qtbot = qtbot
        self.reader = reader
        self.workplace = on_screen(day, reader)
        self.window = self.workplace.window
        self.window.resize(1366, 768)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.workplace.begin()
        self.keys = 0
        self._typed_ms = 1000
        self._closed = False

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        self._qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """As a person types, Chinese too: a scanner is faster."""
        for char in text:
            self.keys += 1
            self._typed_ms += _BETWEEN_KEYS_MS
            key = Qt.Key(ord(char.upper())) if char.isascii() else Qt.Key.Key_unknown
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, char)
            event.setTimestamp(self._typed_ms)
            QApplication.sendEvent(QApplication.focusWidget(), event)

    def scan(self, text: str) -> None:
        """As a scanner types: a character every few milliseconds, then Enter."""
        self._typed_ms += 10 * _BETWEEN_KEYS_MS
        for char in f"{text}\r":
            self._typed_ms += 5
            key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char.upper()))
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, char)
            event.setTimestamp(self._typed_ms)
            QApplication.sendEvent(QApplication.focusWidget(), event)

    def waits(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition)

    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.workplace.close()


def on_screen(day: ClinicDay, reader: DeskReader) -> Workplace:
    """The real shell over the day's clinic."""
    return Workplace(day.clinic, ClinicSettings(idle_minutes=0), [reader])
