"""摆药: the day's doses of the ward leave the pharmacy from its batches, and come back when they are not needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.pharmacy.batch import UNIT_E4, Batch, Pack
from clinic_app.domain.pharmacy.fefo import OutOfStock
from clinic_app.domain.pharmacy.handing import Handed, Wanted, hand
from clinic_app.domain.pharmacy.narcotics import require_second
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.pharmacy import HandedOut, TakenFrom
from clinic_app.journal.facts.ward import WardDosesDispensed, WardDosesReturned
from clinic_app.projections.queries import facility, inpatient, stock, wardday
from clinic_app.projections.queries.inpatient import Admission, AdmissionState
from clinic_app.projections.queries.products import is_controlled, known_product
from clinic_app.projections.queries.reserved import parts_with
from clinic_app.projections.queries.wardday import Owed
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

_SINGLE = "split"  # doses leave opened packs; their boxes are not scanned


class NothingDue(RuleBroken):
    """Everything has been given out, or given back."""

    code = "ward.nothing_due"


class ShortFor(RuleBroken):
    """The shelf does not hold what the ward needs of a drug."""

    code = "ward.short_for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summed:
    """摆药单: one drug over all beds."""

    code: str
    name: str
    spec: str
    unit: str
    cnt_e4: int
    beds: tuple[tuple[str, int], ...]  # bed → of the unit


class WardDoseService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def owed(self, day: date) -> list[Owed]:
        """待摆药 of a day, by bed."""
        with self._store.reading() as connection:
            return wardday.owed_of(connection, self._present(connection), day)

    def to_return(self) -> list[Owed]:
        """待退药, of all who are in."""
        with self._store.reading() as connection:
            return wardday.returns_of(connection, self._present(connection))

    def dispense(
        self, by: OnDuty, day: date, admission_ids: Sequence[UUID] | None = None, *, second: str = ""
    ) -> list[Owed]:
        """摆药 of a day, all or nothing; `admission_ids` None: of the whole ward.  Tomorrow's can be given out today.

        Args:
            second: who checked, where a narcotic is among them.

        Raises:
            NotAllowed, NothingDue, TwoPeople
            ShortFor: facts `drug`, `wanted`, `available`.
        """
        by.must("ward_doses")
        if day > self.today() + timedelta(days=1):
            raise NothingDue()
        with self._store.writing(by.author) as writing:
            stays = [
                one
                for one in self._present(writing.connection)
                if admission_ids is None or one.id in admission_ids
            ]
            owed = wardday.owed_of(writing.connection, stays, day)
            if not owed:
                raise NothingDue()
            for one in owed:  # one entry each: the next one sees what this one took
                checked = self._checked(writing.connection, one, by, second)
                lines = self._out(writing, one)
                fact = WardDosesDispensed(admission_id=one.stay.id, day=day, lines=lines, second=checked)
                writing.append(fact, one.stay.resident_id)
        return owed

    def give_back(
        self, by: OnDuty, admission_ids: Sequence[UUID] | None = None, *, second: str = ""
    ) -> list[Owed]:
        """退药: all that was given for doses that were stopped or left out.

        What is kept cold or controlled is booked as waste; the rest never reached the patient and goes on the shelf.

        Raises:
            NotAllowed, NothingDue, TwoPeople
        """
        by.must("ward_doses")
        with self._store.writing(by.author) as writing:
            stays = [
                one
                for one in self._present(writing.connection)
                if admission_ids is None or one.id in admission_ids
            ]
            going = wardday.returns_of(writing.connection, stays)
            if not going:
                raise NothingDue()
            for one in going:
                checked = self._checked(writing.connection, one, by, second)
                lines = self._back(writing.connection, one)
                fact = WardDosesReturned(admission_id=one.stay.id, day=one.day, lines=lines, second=checked)
                writing.append(fact, one.stay.resident_id)
        return going

    def _checked(self, connection: sa.Connection, one: Owed, by: OnDuty, second: str) -> str:
        """复核人, where one is due.

        Raises:
            TwoPeople
        """
        if not is_controlled(connection, one.order.code, self.today()):
            return ""
        require_second(second, by.staff_id, facility.at_work(connection, self._store.facility))
        return second

    def _out(self, writing: Writing, one: Owed) -> tuple[HandedOut, ...]:
        """One line a price."""
        connection, order, here = writing.connection, one.order, self._store.facility
        if not stock.keeps_stock(connection, here):
            return (_line(one, one.cnt_e4, 0, ()),)
        batches = {batch.batch_id: batch for batch in stock.batches_of(connection, here, order.code)}
        wanted = Wanted(drug=order.name, qty_e4=one.cnt_e4, unit=order.unit, no_code=_SINGLE)
        try:
            handed = hand(list(batches.values()), wanted, self.today()) if batches else ()
        except OutOfStock as error:
            raise ShortFor(drug=order.name, **error.facts) from error
        if not handed:
            raise ShortFor(drug=order.name, wanted=one.cnt_e4 // UNIT_E4, available=0)
        by_price: dict[int, list[TakenFrom]] = {}
        for part in handed:
            price = batches[part.pick.batch_id].pack.price_in(order.unit)
            by_price.setdefault(price, []).append(_taken(part))
        return tuple(
            _line(one, sum(part.qty_e4 for part in taken), price, tuple(taken))
            for price, taken in by_price.items()
        )

    def _back(self, connection: sa.Connection, one: Owed) -> tuple[HandedOut, ...]:
        """Into the batches that it came from, the last one first."""
        parts = parts_with(connection, one.stay.id).get(str(one.order.id), [])
        batches = stock.batches_by_id(connection, self._store.facility, [part.batch_id for part in parts])
        if not parts:
            return (_line(one, one.cnt_e4, 0, ()),)
        product = known_product(connection, one.order.code, self.today())
        wasted = product is None or product.is_controlled or product.storage == "cold_chain"
        missing, lines = one.cnt_e4, []
        for part in parts:
            qty_e4 = min(missing, part.qty_e4)
            if qty_e4:
                back = TakenFrom(batch_id=part.batch_id, qty_e4=qty_e4, loose_e4=min(part.loose_e4, qty_e4))
                price = _price(batches, part.batch_id, one.order.unit)
                lines.append(_line(one, qty_e4, price, (back,), wasted=wasted))
                missing -= qty_e4
        return tuple(lines)

    def _present(self, connection: sa.Connection) -> list[Admission]:
        return inpatient.admissions(connection, self._store.facility, (AdmissionState.IN,))


def summed(owed: Sequence[Owed]) -> list[Summed]:
    """By drug, in the order of their names."""
    found: dict[str, Summed] = {}
    for one in owed:
        order, known = one.order, found.get(one.order.code)
        beds = dict(known.beds) if known else {}
        beds[one.stay.bed] = beds.get(one.stay.bed, 0) + one.cnt_e4
        found[order.code] = Summed(
            code=order.code,
            name=order.name,
            spec=order.spec,
            unit=order.unit,
            cnt_e4=one.cnt_e4 + (known.cnt_e4 if known else 0),
            beds=tuple(sorted(beds.items())),
        )
    return sorted(found.values(), key=lambda one: (one.name, one.code))


def _line(
    one: Owed, cnt_e4: int, pric_e6: int, taken: tuple[TakenFrom, ...], *, wasted: bool = False
) -> HandedOut:
    return HandedOut(
        feedetl_sn=str(one.order.id),
        code=one.order.code,
        name=one.order.name,
        cnt_e4=cnt_e4,
        unit=one.order.unit,
        pric_e6=pric_e6,
        taken=taken,
        no_code=_SINGLE if taken else "",
        wasted=wasted,
    )


def _taken(part: Handed) -> TakenFrom:
    return TakenFrom(
        batch_id=part.pick.batch_id,
        qty_e4=part.pick.qty_e4,
        loose_e4=part.pick.loose_e4,
        opened_e4=part.pick.opened_e4,
    )


def _price(batches: Mapping[UUID, Batch], batch_id: UUID, unit: str) -> int:
    batch = batches.get(batch_id)
    pack: Pack | None = batch.pack if batch else None
    return 0 if pack is None else pack.price_in(unit)
