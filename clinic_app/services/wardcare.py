"""护理: beds, what is carried out of the orders with its charges, and what is measured of somebody in bed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.catalogs import Catalogues, Drug
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.measurements import require_plausible
from clinic_app.domain.pharmacy.batch import Pack
from clinic_app.domain.pharmacy.movement import NoReason
from clinic_app.domain.time import beijing, beijing_day
from clinic_app.domain.ward import BedNotReady, BedState, Category, NoBed, bed_state
from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from clinic_app.journal.facts.inpatient import ChargedItem
from clinic_app.journal.facts.ward import (
    AdmissionMoved,
    BedPlaced,
    BedReadied,
    DoseDone,
    WardOrdersExecuted,
)
from clinic_app.projections.queries import catalogs, chart, facility, inpatient, stock, ward, wardday
from clinic_app.projections.queries.inpatient import Admission, AdmissionState
from clinic_app.projections.queries.ward import Order
from clinic_app.projections.queries.wardday import Dose
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

LOW_FEN: Final = 20_000  # a deposit with less than this left is shown in red
_NONE_KNOWN: Final = "none_known"


class BedInUse(RuleBroken):
    """A bed with somebody in it cannot be taken away."""

    code = "ward.bed_in_use"


class NotSupplied(RuleBroken):
    """The pharmacy has not given out this dose yet."""

    code = "ward.not_supplied"


class DoneAlready(RuleBroken):
    """A colleague was faster, or nothing is due."""

    code = "ward.done_already"


class NotYet(RuleBroken):
    """A dose of a later day."""

    code = "ward.not_yet"


class BeforeAdmission(RuleBroken):
    """The patient was not in yet."""

    code = "ward.before_admission"


class NotInBed(RuleBroken):
    """The patient has been discharged."""

    code = "ward.not_in_bed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BedCard:
    """床头卡: one bed at a glance."""

    bed: str
    room: str
    state: BedState
    stay: Admission | None = None
    nursing: str = ""
    diet: str = ""
    allergies: tuple[str, ...] = ()
    allergies_asked: bool = False
    day_no: int = 0  # 1: the day of admission
    shared_with: tuple[str, ...] = ()  # names of others in this bed: two PCs gave it without a line

    @property
    def low(self) -> bool:
        """Whether little is left of the deposit."""
        return self.stay is not None and self.stay.held - self.stay.charged < LOW_FEN


class WardCareService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def hour(self) -> int:
        """Of the clinic's wall clock."""
        return beijing(self._store.wall()).hour

    def names(self) -> Mapping[str, str]:
        """Staff ids → names, for signatures."""
        with self._store.reading() as connection:
            return {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}

    def present(self) -> list[Admission]:
        """在院, by bed."""
        with self._store.reading() as connection:
            return self._present(connection)

    def beds(self) -> list[BedCard]:
        """床位图: the beds of the house, and any other that somebody lies in; without a bed at the end."""
        with self._store.reading() as connection:
            known = {one.bed: one for one in ward.beds_of(connection, self._store.facility)}
            present = self._present(connection)
            orders: dict[UUID, list[Order]] = {}
            for order in ward.orders_of(connection, [one.id for one in present]):
                orders.setdefault(order.admission_id, []).append(order)
            cards = [
                self._card(connection, stay, known[stay.bed].room if stay.bed in known else "", orders)
                for stay in present
            ]
            cards = [replace(card, shared_with=_others_in(card, present)) for card in cards]
        taken = {card.bed for card in cards}
        empty = [
            BedCard(
                bed=one.bed,
                room=one.room,
                state=bed_state(occupied=False, left_at=one.left_at, readied_at=one.readied_at),
            )
            for one in known.values()
            if one.bed not in taken
        ]
        return sorted([*cards, *empty], key=lambda card: (not card.bed, card.bed))

    def place_bed(self, by: OnDuty, bed: str, room: str = "", *, in_use: bool = True) -> None:
        """A bed of the house, or (`in_use` false) one no longer.

        Raises:
            NotAllowed
            NoBed: without a number.
            BedInUse: somebody lies in it.
        """
        by.must("facility")
        bed = bed.strip()
        if not bed:
            raise NoBed(bed="")
        with self._store.writing(by.author) as writing:
            if not in_use and bed in inpatient.beds_taken(writing.connection, self._store.facility):
                raise BedInUse(bed=bed)
            writing.append(BedPlaced(bed=bed, room=room.strip(), in_use=in_use))

    def ready_bed(self, by: OnDuty, bed: str) -> None:
        """The bed is clean again.

        Raises:
            NotAllowed, NoBed
        """
        by.must("ward_care")
        with self._store.writing(by.author) as writing:
            if bed not in {one.bed for one in ward.beds_of(writing.connection, self._store.facility)}:
                raise NoBed(bed=bed)
            writing.append(BedReadied(bed=bed))

    def move(self, by: OnDuty, admission_id: UUID, bed: str) -> Admission:
        """转床.

        Raises:
            NotAllowed, NoAdmission, NotInBed, NoBed, BedNotReady
        """
        by.must("ward_care")
        with self._store.writing(by.author) as writing:
            stay = _in_bed(writing.connection, admission_id)
            if bed in inpatient.beds_taken(writing.connection, self._store.facility):
                raise BedNotReady(bed=bed)
            known = {one.bed: one for one in ward.beds_of(writing.connection, self._store.facility)}
            found = known.get(bed)
            if found is None:
                raise NoBed(bed=bed)
            if (
                bed_state(occupied=False, left_at=found.left_at, readied_at=found.readied_at)
                is not BedState.FREE
            ):
                raise BedNotReady(bed=bed)
            fact = AdmissionMoved(admission_id=stay.id, from_bed=stay.bed, bed=bed)
            writing.append(fact, stay.resident_id)
            return inpatient.admission_of(writing.connection, admission_id)

    def doses(self, day: date, admission_id: UUID | None = None) -> list[Dose]:
        """执行单 of a day: of one stay, or of all who are in."""
        with self._store.reading() as connection:
            stays = (
                self._present(connection)
                if admission_id is None
                else [inpatient.admission_of(connection, admission_id)]
            )
            keeps = stock.keeps_stock(connection, self._store.facility)
            return wardday.doses_of(connection, stays, day, keeps_stock=keeps)

    def execute(self, by: OnDuty, wanted: Sequence[tuple[UUID, date, str]], left_out: str = "") -> int:
        """执行: doses by order, day and slot; what is charged is charged with it.  Those that a colleague did are
        left alone.

        Args:
            left_out: why they were not given; nothing is charged then.  Empty: they were given.

        Returns:
            How many doses.

        Raises:
            NotAllowed, DoneAlready, NotYet
            NoReason: of blanks.
            NotSupplied: fact `drug`.
        """
        by.must("ward_care")
        if left_out and not left_out.strip():
            raise NoReason()
        left_out = left_out.strip()
        if any(day > self.today() for _, day, _ in wanted):
            raise NotYet()
        done = 0
        with self._store.writing(by.author) as writing:
            offered = catalogs.all_in_force(writing.connection, self.today())
            keeps = stock.keeps_stock(writing.connection, self._store.facility)
            for stay, doses in self._still_due(writing.connection, wanted):
                prices = _Prices(writing.connection, stay.id, offered, keeps)
                facts = tuple(
                    DoseDone(
                        order_id=dose.order.id,
                        day=dose.day,
                        slot=dose.slot,
                        items=() if left_out else prices.items(dose),
                        left_out=left_out,
                    )
                    for dose in doses
                )
                fact = WardOrdersExecuted(admission_id=stay.id, doses=facts)
                writing.append(fact, stay.resident_id)
                done += len(facts)
            if not done:
                raise DoneAlready()
        return done

    def measure(self, by: OnDuty, admission_id: UUID, taken_ms: int, values: Mapping[str, int]) -> None:
        """体温单: `values` in ten-thousandths by key, as they were at `taken_ms`.

        Raises:
            NotAllowed, NoAdmission, NothingMeasured, BadMeasurement, PressureUpsideDown, NotYet
            BeforeAdmission: facts `first`.
        """
        by.must("ward_care")
        require_plausible(values)
        if taken_ms > self._store.wall():
            raise NotYet()
        with self._store.writing(by.author) as writing:
            stay = inpatient.admission_of(writing.connection, admission_id)
            if beijing_day(taken_ms) < stay.day:
                raise BeforeAdmission(first=stay.day.isoformat())
            fact = MeasurementTaken(
                visit_id=stay.id,
                taken_ms=taken_ms,
                values=tuple(Measured(key=key, value_e4=value) for key, value in values.items()),
            )
            writing.append(fact, stay.resident_id)

    def measured(self, admission_id: UUID) -> Mapping[str, Sequence[ward.Vital]]:
        """By key, in the order of time."""
        with self._store.reading() as connection:
            return ward.vitals_of(connection, admission_id)

    def _still_due(
        self, connection: sa.Connection, wanted: Sequence[tuple[UUID, date, str]]
    ) -> list[tuple[Admission, list[Dose]]]:
        present = self._present(connection)
        asked = set(wanted)
        found: dict[UUID, tuple[Admission, list[Dose]]] = {}
        for day in sorted({day for _, day, _ in wanted}):
            for dose in wardday.doses_of(connection, present, day):
                if dose.key in asked and dose.done is None:
                    found.setdefault(dose.stay.id, (dose.stay, []))[1].append(dose)
        return list(found.values())

    def _present(self, connection: sa.Connection) -> list[Admission]:
        here = inpatient.admissions(connection, self._store.facility, (AdmissionState.IN,))
        return sorted(here, key=lambda one: (not one.bed, one.bed, one.registered_ms))

    def _card(
        self, connection: sa.Connection, stay: Admission, room: str, orders: Mapping[UUID, list[Order]]
    ) -> BedCard:
        standing = {one.category: one.name for one in orders.get(stay.id, ()) if one.open}
        allergies = chart.allergies_of(connection, stay.resident_id)
        return BedCard(
            bed=stay.bed,
            room=room,
            state=BedState.TAKEN,
            stay=stay,
            nursing=standing.get(Category.NURSING, ""),
            diet=standing.get(Category.DIET, ""),
            allergies=tuple(one.name for one in allergies if one.kind != _NONE_KNOWN),
            allergies_asked=bool(allergies),
            day_no=(self.today() - stay.day).days + 1,
        )


class _Prices:
    """What doses of one stay cost: what the pharmacy gave at its batch's price, the rest by the catalogue."""

    def __init__(
        self, connection: sa.Connection, admission_id: UUID, offered: Catalogues, keeps: bool
    ) -> None:
        self._offered = offered
        self._keeps = keeps
        self._supplies = ward.supplies_of(connection, [admission_id])
        self._charged = ward.charged_for(connection, [admission_id])

    def items(self, dose: Dose) -> tuple[ChargedItem, ...]:
        """Raises:
        NotSupplied
        """
        order = dose.order
        if not order.code or order.own or not dose.cnt_e4:
            return ()
        if order.category is not Category.DRUG or not self._keeps:
            return (_item(order, dose.cnt_e4, self._catalogue_price(order)),)
        found, missing = [], dose.cnt_e4
        for pric_e6, left_e4 in wardday.left_at_price(self._supplies, self._charged, order.id).items():
            taken = min(left_e4, missing)
            if taken:
                found.append(_item(order, taken, pric_e6))
                key = (order.id, pric_e6)
                self._charged = {**self._charged, key: self._charged.get(key, 0) + taken}
                missing -= taken
        if missing:
            raise NotSupplied(drug=order.name)
        return tuple(found)

    def _catalogue_price(self, order: Order) -> int:
        """Micro-yuan a unit; nothing for what no catalogue has any more."""
        found = self._offered.chargeable(order.code)
        if isinstance(found, Drug):
            pack = Pack(
                quantity=found.pack_qty, unit=found.unit, pack_unit=found.pack_unit, pric_e6=found.price_e6
            )
            return pack.price_in(found.unit)
        return 0 if found is None else found.price_e6


def _others_in(card: BedCard, present: Sequence[Admission]) -> tuple[str, ...]:
    return tuple(one.name for one in present if card.bed and one.bed == card.bed and card.stay is not one)


def _item(order: Order, cnt_e4: int, pric_e6: int) -> ChargedItem:
    return ChargedItem(code=order.code, name=order.name, cnt_e4=cnt_e4, unit=order.unit, pric_e6=pric_e6)


def _in_bed(connection: sa.Connection, admission_id: UUID) -> Admission:
    stay = inpatient.admission_of(connection, admission_id)
    if stay.state is not AdmissionState.IN:
        raise NotInBed(number=stay.number)
    return stay
