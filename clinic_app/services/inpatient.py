"""住院: taken in, charged day by day, discharged; what the stay cost is settled by services/wardbill.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.catalogs import Catalogues, Drug, Service
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.policy.model import DiseasePackage
from clinic_app.domain.time import beijing_day
from clinic_app.domain.ward import BedNotReady, BedState, NoBed, bed_state
from clinic_app.journal.facts.inpatient import (
    AdmissionCharged,
    AdmissionDischarged,
    AdmissionRegistered,
    ChargedItem,
)
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.settlement import Referred
from clinic_app.projections.queries import (
    catalogs,
    examinations,
    facility,
    inpatient,
    insurance,
    residents,
    ward,
    wardday,
)
from clinic_app.projections.queries.examinations import Stage
from clinic_app.projections.queries.inpatient import Admission, AdmissionState, Charge
from clinic_app.projections.queries.presettlement import parsed
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

LOOK_BACK: Final = timedelta(days=31)  # how long a settled admission stays on the list
_E4: Final = 10_000


class InAlready(RuleBroken):
    """The resident has an admission that is not settled."""

    code = "inpatient.in_already"


class BedTaken(RuleBroken):
    """Somebody else lies in this bed."""

    code = "inpatient.bed_taken"


class NoDiagnosis(RuleBroken):
    """An admission and a discharge need a diagnosis."""

    code = "inpatient.no_diagnosis"


class BadDay(RuleBroken):
    """The day lies outside the stay, or in the future."""

    code = "inpatient.bad_day"


class BelowZero(RuleBroken):
    """More of an item is taken off than was charged."""

    code = "inpatient.below_zero"


class BadItem(RuleBroken):
    """An item without a quantity, or one that the catalogues do not have."""

    code = "inpatient.bad_item"


class DischargedAlready(RuleBroken):
    """The patient has gone."""

    code = "inpatient.discharged_already"


class ChargedAfter(RuleBroken):
    """Something is charged for a day after the discharge."""

    code = "inpatient.charged_after"


class SettledAlready(RuleBroken):
    """The stay has been settled; its charges stand."""

    code = "inpatient.settled_already"


class OrdersOpen(RuleBroken):
    """Orders are not stopped, or not carried out, and the patient is to go."""

    code = "inpatient.orders_open"


class DosesOut(RuleBroken):
    """Doses that were not given are on the ward; they go back to the pharmacy first."""

    code = "inpatient.doses_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAdmission:
    """What is asked at the desk."""

    resident_id: UUID
    department: str
    diagnosis: Diagnosis
    bed: str = ""
    doctor: str = ""
    psn_no: str = ""  # empty: self-pay
    mdtrt_cert_type: str = ""
    emergency: bool = False
    referral: Referred | None = None
    dise_codg: str = ""  # of the package, where one is paid per disease
    pay_way: str = "item"  # item, disease


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item to charge; negative to take it off again."""

    code: str
    count: int  # of `unit`
    unit: str = ""  # empty: the selling unit; where nothing was charged in it, any
    pric_e6: int | None = None  # of what is taken off: micro-yuan a `unit`, as it was charged; None: any


class InpatientService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def present(self) -> list[Admission]:
        """在院 and 待结算, in the order of admission."""
        with self._store.reading() as connection:
            open_states = (AdmissionState.IN, AdmissionState.DISCHARGED)
            return inpatient.admissions(connection, self._store.facility, open_states)

    def settled(self) -> list[Admission]:
        """Settled, of the last month."""
        with self._store.reading() as connection:
            return inpatient.admissions(
                connection, self._store.facility, (AdmissionState.SETTLED,), self.today() - LOOK_BACK
            )

    def admission(self, admission_id: UUID) -> Admission:
        """Raises:
        NoAdmission
        """
        with self._store.reading() as connection:
            return inpatient.admission_of(connection, admission_id)

    def beds_taken(self) -> dict[str, str]:
        """Bed → name of who lies in it."""
        with self._store.reading() as connection:
            return inpatient.beds_taken(connection, self._store.facility)

    def free_beds(self) -> list[str]:
        """Beds of the house that are clean and empty."""
        with self._store.reading() as connection:
            taken = inpatient.beds_taken(connection, self._store.facility)
            return [
                one.bed
                for one in ward.beds_of(connection, self._store.facility)
                if bed_state(occupied=one.bed in taken, left_at=one.left_at, readied_at=one.readied_at)
                is BedState.FREE
            ]

    def packages(self, psn_no: str) -> list[DiseasePackage]:
        """按病种付费 that the person's policy has at this level today."""
        with self._store.reading() as connection:
            level = facility.facility_of(connection, self._store.facility).inst_lv
            insured = insurance.insured_by_psn_no(connection, psn_no) if psn_no else None
            known = insurance.policies(connection)
        texts = [one.text for one in known if insured and insured.person.insutype in one.insutypes]
        version = parsed(texts[0]).version_on(self.today()) if texts else None
        return [one for one in version.disease_pay if level in one.levels] if version else []

    def charges(self, admission_id: UUID, day: date | None = None) -> list[Charge]:
        """Item by item; `day`: of that day alone."""
        with self._store.reading() as connection:
            return inpatient.charges(connection, admission_id, day)

    def charged_days(self, admission_id: UUID) -> dict[date, int]:
        """Fen by day."""
        with self._store.reading() as connection:
            return inpatient.charged_days(connection, admission_id)

    def admit(self, by: OnDuty, new: NewAdmission) -> Admission:
        """入院.

        Raises:
            NotAllowed, NoResident, NoDiagnosis
            InAlready: the resident's last stay is not settled (fact `number`).
            BedTaken: by somebody known here (facts `bed`, `name`).
            NoBed, BedNotReady: where the house keeps a list of its beds.
        """
        by.must("inpatient")
        if not new.diagnosis.code:
            raise NoDiagnosis()
        with self._store.writing(by.author) as writing:
            resident = residents.resident_of(writing.connection, new.resident_id)
            self._may_come_in(writing.connection, resident.id, new.bed)
            entry = writing.append(
                AdmissionRegistered(
                    day=self.today(),
                    number=self._number(writing),
                    department=new.department,
                    bed=new.bed,
                    doctor=new.doctor,
                    diagnosis=new.diagnosis,
                    psn_no=new.psn_no,
                    mdtrt_cert_type=new.mdtrt_cert_type if new.psn_no else "",
                    emergency=new.emergency,
                    referral=new.referral,
                    dise_codg=new.dise_codg,
                    pay_way=new.pay_way,
                ),
                resident.id,
            )
            return inpatient.admission_of(writing.connection, entry.id)

    def charge(
        self, by: OnDuty, admission_id: UUID, day: date, items: Sequence[Wanted]
    ) -> tuple[ChargedItem, ...]:
        """记账 of one day of the stay, at today's catalogue prices; a negative count takes off what was charged.

        After the discharge what was forgotten can still be added, until the bill is settled.

        Raises:
            NotAllowed, NoAdmission, SettledAlready, BadDay
            BadItem: unknown, or no quantity (fact `item`).
            BelowZero: more is taken off than the stay was charged (facts `item`, `charged`).
        """
        by.must("inpatient")
        with self._store.writing(by.author) as writing:
            stay = inpatient.admission_of(writing.connection, admission_id)
            if stay.state is AdmissionState.SETTLED:
                raise SettledAlready(number=stay.number)
            if not stay.day <= day <= (stay.end_day or self.today()):
                raise BadDay(day=day.isoformat(), first=stay.day.isoformat())
            known = inpatient.charges(writing.connection, admission_id)
            offered = catalogs.all_in_force(writing.connection, self.today())
            charged = tuple(priced for one in items for priced in _priced(offered, known, one))
            if not charged:
                raise BadItem(item="")
            _never_below_zero(known, charged)
            writing.append(
                AdmissionCharged(admission_id=admission_id, day=day, items=charged), stay.resident_id
            )
        return charged

    def discharge(self, by: OnDuty, admission_id: UUID, day: date, diagnosis: Diagnosis) -> Admission:
        """出院 with the final diagnosis.

        Raises:
            NotAllowed, NoAdmission, NoDiagnosis, BadDay, DischargedAlready
            ChargedAfter: a later day is charged (fact `day`).
            OrdersOpen: fact `orders`, their names; examinations without a report too.
            DosesOut: fact `drugs`, their names.
        """
        by.must("inpatient")
        if not diagnosis.code:
            raise NoDiagnosis()
        with self._store.writing(by.author) as writing:
            stay = inpatient.admission_of(writing.connection, admission_id)
            if stay.state is not AdmissionState.IN:
                raise DischargedAlready(number=stay.number)
            if not stay.day <= day <= self.today():
                raise BadDay(day=day.isoformat(), first=stay.day.isoformat())
            later = [one for one, fen in _days(writing.connection, admission_id) if one > day and fen]
            if later:
                raise ChargedAfter(day=later[0].isoformat())
            _require_finished(writing.connection, stay)
            writing.append(
                AdmissionDischarged(admission_id=admission_id, day=day, diagnosis=diagnosis),
                stay.resident_id,
            )
            return inpatient.admission_of(writing.connection, admission_id)

    def _may_come_in(self, connection: sa.Connection, resident_id: UUID, bed: str) -> None:
        present = inpatient.open_admission_of(connection, resident_id, self._store.facility)
        if present is not None:
            raise InAlready(number=present.number)
        lying = inpatient.beds_taken(connection, self._store.facility)
        if bed in lying:
            raise BedTaken(bed=bed, name=lying[bed])
        known = {one.bed: one for one in ward.beds_of(connection, self._store.facility)}
        if not bed or not known:  # a corridor, or a house that keeps no list of its beds
            return
        found = known.get(bed)
        if found is None:
            raise NoBed(bed=bed)
        if bed_state(occupied=False, left_at=found.left_at, readied_at=found.readied_at) is not BedState.FREE:
            raise BedNotReady(bed=bed)

    def _number(self, writing: Writing) -> str:
        """住院号: the device's letter, the year and a serial of it."""
        year = self.today().year
        letter = local.read_text(writing.connection, local.LETTER)
        return f"{letter}{year % 100:02d}{writing.next_serial('admission', str(year)):05d}"


def _require_finished(connection: sa.Connection, stay: Admission) -> None:
    """Raises:
    OrdersOpen, DosesOut
    """
    still = [one.name for one in ward.orders_of(connection, [stay.id]) if one.open]
    still += [
        one.title
        for one in examinations.of_visit(connection, stay.id)
        if one.stage in (Stage.ORDERED, Stage.COLLECTED)
    ]
    still += [one.order.name for one in wardday.unticked_of(connection, [stay])]
    if still:
        raise OrdersOpen(orders="、".join(dict.fromkeys(still)))
    out = [one.order.name for one in wardday.returns_of(connection, [stay])]
    if out:
        raise DosesOut(drugs="、".join(dict.fromkeys(out)))


def _days(connection: sa.Connection, admission_id: UUID) -> list[tuple[date, int]]:
    return list(inpatient.charged_days(connection, admission_id).items())


def _priced(offered: Catalogues, known: Sequence[Charge], wanted: Wanted) -> list[ChargedItem]:
    """With today's name and price; what is taken off goes as it was charged, the latest first."""
    if wanted.count < 0:
        return _taken_off(_meant(offered, known, wanted), wanted)
    found = offered.chargeable(wanted.code)
    if found is None or not wanted.count:
        raise BadItem(item=wanted.code)
    return [_charged(found, wanted.count * _E4)]


def _meant(offered: Catalogues, known: Sequence[Charge], wanted: Wanted) -> list[Charge]:
    """What was charged in the unit that is meant: one drug is charged by the box, and by the tablet on the ward."""
    found = offered.chargeable(wanted.code)
    unit = wanted.unit or (_unit_of(found) if found is not None else "")
    of_item = [one for one in known if one.code == wanted.code and wanted.pric_e6 in (None, one.pric_e6)]
    in_unit = [one for one in of_item if one.unit == unit]
    return of_item if not wanted.unit and not in_unit else in_unit


def _unit_of(item: Drug | Service) -> str:
    return item.pack_unit if isinstance(item, Drug) else item.unit


def _taken_off(charged: Sequence[Charge], wanted: Wanted) -> list[ChargedItem]:
    """Also of an item that no catalogue has any more."""
    left, off = -wanted.count * _E4, []
    for one in reversed(charged):
        taken = min(left, max(0, one.cnt_e4))
        if taken:
            off.append(
                ChargedItem(code=one.code, name=one.name, cnt_e4=-taken, unit=one.unit, pric_e6=one.pric_e6)
            )
            left -= taken
    if left:
        name = charged[-1].name if charged else wanted.code
        raise BelowZero(item=name, charged=(-wanted.count * _E4 - left) // _E4)
    return off


def _charged(item: Drug | Service, cnt_e4: int) -> ChargedItem:
    return ChargedItem(
        code=item.code,
        name=item.name,
        cnt_e4=cnt_e4,
        unit=_unit_of(item),
        pric_e6=item.price_e6,
    )


def _never_below_zero(known: Sequence[Charge], charged: Sequence[ChargedItem]) -> None:
    """One item named twice in one go counts together."""
    total = {(one.code, one.pric_e6): one.cnt_e4 for one in known}
    for item in charged:
        key = (item.code, item.pric_e6)
        total[key] = total.get(key, 0) + item.cnt_e4
        if total[key] < 0:
            raise BelowZero(item=item.name, charged=(total[key] - item.cnt_e4) // _E4)
