"""药房: the window hands out what is paid for, and takes it back before the money goes back.

Once a delivery was ever received, each line comes from batches, first expiring first, with its boxes' trace codes
(docs/pharmacy.md); until then it is what it says and no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError, RuleBroken
from clinic_app.domain.pharmacy.batch import UNIT_E4, Batch
from clinic_app.domain.pharmacy.fefo import OutOfStock, after, in_order, usable
from clinic_app.domain.pharmacy.handing import Handed, Scanned, Wanted, hand
from clinic_app.domain.pharmacy.narcotics import require_second
from clinic_app.domain.pharmacy.product import Product
from clinic_app.domain.pharmacy.trace import CodeSold, SoldElsewhere, TooManyCodes, WrongProduct, read
from clinic_app.domain.time import BEIJING, beijing_day, ms_of
from clinic_app.journal.clock import stamp
from clinic_app.journal.facts.pharmacy import HandedOut, MedicineDispensed, MedicineReturned, TakenFrom
from clinic_app.journal.facts.stock import CodeUsed
from clinic_app.projections.queries import facility, pharmacy, stock, trace
from clinic_app.projections.queries.pharmacy import DrugLine, HandedTooMuch, PaidVisit
from clinic_app.projections.queries.products import is_controlled, known_product
from clinic_app.projections.queries.reserved import parts_with
from clinic_app.projections.queries.unmatched import Unmatched, unmatched
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

LOOK_BACK: Final = timedelta(days=30)  # how long what is paid waits at the window
Shelves = dict[str, list[Batch]]  # by drug, as they are after the lines before

_UNKNOWN_BOX: Final = 1 << 40  # units in a box that never came here: as many as its line needs


class NotPaid(RuleBroken):
    """The bill was taken back, or has no drugs: nothing to hand out for it."""

    code = "pharmacy.not_paid"


class HandedOutAlready(RuleBroken):
    """Another window was faster."""

    code = "pharmacy.handed_out_already"


class NotHandedOut(RuleBroken):
    """More is to come back than the patient was given."""

    code = "pharmacy.not_handed_out"


class NothingToGiveBack(RuleBroken):
    """No quantity was named."""

    code = "pharmacy.nothing_to_give_back"


class NotOnBill(RuleBroken):
    """The box is of no drug that waits on this bill, or all its boxes are scanned."""

    code = "pharmacy.not_on_bill"


class MoreThanPaid(RuleBroken):
    """More of a line is to go out than is paid for and still here."""

    code = "pharmacy.more_than_paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWindow:
    """How a line is handed out; without it, all that is left of it."""

    cnt_e4: int | None = None  # in the bill's unit; less than is left: the rest waits; 0: not now
    codes: tuple[str, ...] = ()  # boxes as scanned
    no_code: str = ""  # why not every box: domain/pharmacy/trace.py NO_CODE
    batch_id: UUID | None = None  # chosen by hand
    later: str = ""  # why not the batch that expires first


_ALL: Final = AtWindow()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """How a line would go out, as the window shows it beforehand."""

    boxes: int  # that the line is, an opened one counted whole; 0 where nothing is to be scanned
    scanned: int
    no_code: str  # why not every box
    going: tuple[tuple[Batch, int], ...]  # batches and how much of each, ten-thousandths of the smallest unit
    choices: tuple[Batch, ...]  # that may be chosen instead, the first to expire first
    refusal: ClinicError | None = None

    @property
    def done(self) -> bool:
        """Whether nothing is left to scan or to say."""
        return self.refusal is None and (self.scanned >= self.boxes or bool(self.no_code))


class PharmacyService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def waiting(self) -> list[PaidVisit]:
        """待发药: paid and not wholly handed out, the oldest first."""
        return [one for one in self._paid(self.today() - LOOK_BACK) if one.waits]

    def handed_out(self) -> list[PaidVisit]:
        """Paid today or yesterday and handed out, wholly or in part, the newest first: what may come back."""
        return [one for one in reversed(self._paid(self.today() - timedelta(days=1))) if one.is_out]

    def of_settlement(self, settlement_id: UUID) -> PaidVisit:
        """What is paid and what is handed out of one bill, whether it stands or was taken back.

        Raises:
            NotPaid: it has no drugs, or is no visit's.
        """
        with self._store.reading() as connection:
            return _paid(connection, settlement_id)

    def too_much(self) -> list[HandedTooMuch]:
        """发多了: drugs with a patient that nobody paid for, by name of those who handed out."""
        since = stamp(ms_of(datetime.combine(self.today() - LOOK_BACK, time(), BEIJING)))
        with self._store.reading() as connection:
            found = pharmacy.handed_too_much(connection, self._store.facility, since)
            names = {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}
        return [replace(one, by=tuple(names.get(staff_id, staff_id) for staff_id in one.by)) for one in found]

    def unmatched(self) -> list[Unmatched]:
        """收发核对: where money and medicine of the last 30 days do not meet; empty when every bill ties."""
        with self._store.reading() as connection:
            return unmatched(connection, self._store.facility, self.today() - LOOK_BACK)

    def dispense(
        self,
        by: OnDuty,
        settlement_id: UUID,
        lines: Mapping[str, AtWindow] | None = None,
        *,
        second: str = "",
    ) -> MedicineDispensed:
        """发药: what is paid and still here, in one entry; `lines` by line number says more of some.

        Args:
            second: who checked, where a narcotic goes out.

        Raises:
            NotAllowed, NotPaid, MoreThanPaid, TwoPeople
            HandedOutAlready: nothing of it is left.
            OutOfStock, NotUsable, LaterBatch
            BadTraceCode, CodeMissing, TooManyCodes, CodeSold, SoldElsewhere, WrongProduct
        """
        by.must("pharmacy")
        wishes = lines or {}
        with self._store.writing(by.author) as writing:
            paid = _paid(writing.connection, settlement_id)
            if not paid.stands:
                raise NotPaid(number=paid.visit_number)
            going = [(line, wishes.get(line.feedetl_sn, _ALL)) for line in paid.lines if line.left_e4]
            shelves = self._shelves(writing.connection, paid)
            handed = tuple(
                self._out(writing.connection, line, wish, shelves) for line, wish in going if wish.cnt_e4 != 0
            )
            if not handed:
                raise HandedOutAlready(number=paid.visit_number)
            codes = [used.code for line in handed for taken in line.taken for used in taken.codes]
            if len(set(codes)) < len(codes):
                raise TooManyCodes(drug="")
            checked = self._checked(writing.connection, handed, by, second)
            fact = MedicineDispensed(
                visit_id=paid.visit_id, settlement_id=settlement_id, lines=handed, second=checked
            )
            writing.append(fact, paid.resident_id)
        return fact

    def fill(self, settlement_id: UUID, lines: Mapping[str, AtWindow]) -> dict[str, Filled]:
        """What `dispense` would take for each line that waits; empty where no stock is kept.

        Raises:
            NotPaid
        """
        with self._store.reading() as connection:
            paid = _paid(connection, settlement_id)
            shelves = self._shelves(connection, paid)
            if shelves is None:
                return {}
            return {
                line.feedetl_sn: self._filled(connection, line, lines.get(line.feedetl_sn, _ALL), shelves)
                for line in paid.lines
                if line.left_e4
            }

    def line_of_box(
        self, settlement_id: UUID, scanned: str, lines: Mapping[str, AtWindow], at: str = ""
    ) -> str:
        """Which line of a bill a box belongs to: `at` where that is one of several.

        Raises:
            NotPaid, BadTraceCode, CodeSold, SoldElsewhere
            TooManyCodes: the box stands on the bill already.
            NotOnBill
        """
        code = read(scanned)
        if code.code in {read(each).code for wish in lines.values() for each in wish.codes}:
            raise TooManyCodes(drug="")
        with self._store.reading() as connection:
            paid = _paid(connection, settlement_id)
            waiting = sorted(paid.lines, key=lambda line: line.feedetl_sn != at)
            shelves = self._shelves(connection, paid) or {}
            for line in waiting:
                product = known_product(connection, line.code, self.today())
                filled = self._filled(connection, line, lines.get(line.feedetl_sn, _ALL), shelves)
                if filled.scanned >= filled.boxes or product is None:
                    continue
                try:
                    _box(connection, self._store.facility, line, product, scanned, self.today())
                except WrongProduct:
                    continue
                return line.feedetl_sn
        raise NotOnBill(tail=code.code[-4:])

    def give_back(
        self,
        by: OnDuty,
        settlement_id: UUID,
        quantities: Mapping[str, int],
        reason: str,
        opened: frozenset[str] = frozenset(),
        *,
        second: str = "",
    ) -> MedicineReturned:
        """退药, also where the money went back first: `quantities` in ten-thousandths by line number.

        Only unopened packs go back on the shelf, and nothing that is injected, kept cold or controlled; the rest
        (`opened`: line numbers) is booked as waste.

        Raises:
            NotAllowed, NotPaid, NothingToGiveBack, TwoPeople
            NotHandedOut: more than the patient has, or of a line that is no drug (fact `item`).
        """
        by.must("pharmacy")
        with self._store.writing(by.author) as writing:
            paid = _paid(writing.connection, settlement_id)
            coming = _coming_back(paid, {sn: count for sn, count in quantities.items() if count})
            lines = tuple(self._back(writing.connection, paid.visit_id, line, opened) for line in coming)
            fact = MedicineReturned(
                visit_id=paid.visit_id,
                settlement_id=settlement_id,
                lines=lines,
                reason=reason,
                second=self._checked(writing.connection, lines, by, second),
            )
            writing.append(fact, paid.resident_id)
        return fact

    def _checked(self, connection: sa.Connection, lines: Sequence[HandedOut], by: OnDuty, second: str) -> str:
        """复核人, where one is due.

        Raises:
            TwoPeople
        """
        if not any(is_controlled(connection, one.code, self.today()) for one in lines):
            return ""
        require_second(second, by.staff_id, facility.at_work(connection, self._store.facility))
        return second

    def _shelves(self, connection: sa.Connection, paid: PaidVisit) -> Shelves | None:
        """The batches of what waits on a bill; None where no stock is kept."""
        here = self._store.facility
        if not stock.keeps_stock(connection, here):
            return None
        codes = {line.code for line in paid.lines if line.left_e4}
        return {code: stock.batches_of(connection, here, code) for code in codes}

    def _out(
        self, connection: sa.Connection, line: DrugLine, wish: AtWindow, shelves: Shelves | None
    ) -> HandedOut:
        """One line with its batches and boxes, where stock is kept; what it takes is gone for the next line."""
        count = line.left_e4 if wish.cnt_e4 is None else wish.cnt_e4
        if not 0 < count <= line.left_e4:
            raise MoreThanPaid(item=line.name)
        handed = _handed(line, count)
        if shelves is None:
            return handed
        here, batches = self._store.facility, shelves.get(line.code, [])
        if not batches:
            raise OutOfStock(wanted=count // UNIT_E4, available=0)
        product = known_product(connection, line.code, self.today())
        no_code = wish.no_code if product is None or product.coded else "herbs"
        wanted = Wanted(
            drug=line.name,
            qty_e4=count * batches[0].pack.step_e4(line.unit) // UNIT_E4,
            unit=line.unit,
            days=line.days,
            pric_e6=line.pric_e6,
            scanned=tuple(_box(connection, here, line, product, each, self.today()) for each in wish.codes),
            no_code=no_code,
            batch_id=wish.batch_id,
            later=wish.later,
        )
        going = hand(batches, wanted, self.today())
        for taken in going:
            shelves[line.code] = [
                after(one, taken.pick) if one.batch_id == taken.pick.batch_id else one
                for one in shelves[line.code]
            ]
        return msgspec.structs.replace(
            handed, taken=tuple(_taken(one, wish.later) for one in going), no_code=no_code
        )

    def _filled(self, connection: sa.Connection, line: DrugLine, wish: AtWindow, shelves: Shelves) -> Filled:
        today = self.today()
        batches = {one.batch_id: one for one in shelves.get(line.code, [])}
        product = known_product(connection, line.code, today)
        count = line.left_e4 if wish.cnt_e4 is None else wish.cnt_e4
        coded = product is not None and product.coded and bool(batches)
        going: tuple[tuple[Batch, int], ...] = ()
        refusal: ClinicError | None = None
        try:  # as if the boxes that are missing had no code: whether they do is told by `done`
            out = (
                self._out(connection, line, replace(wish, no_code=wish.no_code or "scanner"), shelves)
                if count
                else None
            )
            going = tuple((batches[one.batch_id], one.qty_e4) for one in out.taken) if out else ()
        except RuleBroken as error:
            refusal = error
        return Filled(
            boxes=_boxes_of(next(iter(batches.values())), line.unit, count) if coded else 0,
            scanned=len(wish.codes),
            no_code=wish.no_code,
            going=going,
            choices=tuple(one for one in in_order(batches.values()) if usable(one, today)),
            refusal=refusal,
        )

    def _back(
        self, connection: sa.Connection, visit_id: UUID, line: HandedOut, opened: frozenset[str]
    ) -> HandedOut:
        """Back into the batches it came from, the last one first, with its boxes."""
        parts = parts_with(connection, visit_id).get(line.feedetl_sn, [])
        if not parts:
            return line
        batches = stock.batches_by_id(connection, self._store.facility, [one.batch_id for one in parts])
        boxes = trace.codes_with(connection, visit_id)
        taken: list[TakenFrom] = []
        missing = line.cnt_e4 * _step(batches, line.unit) // UNIT_E4
        for part in parts:
            qty_e4 = min(missing, part.qty_e4)
            if qty_e4:
                loose = min(part.loose_e4, qty_e4)
                codes = _boxes_back(boxes, part.batch_id, qty_e4)
                taken.append(TakenFrom(batch_id=part.batch_id, qty_e4=qty_e4, loose_e4=loose, codes=codes))
                missing -= qty_e4
        product = known_product(connection, line.code, self.today())
        fit = product is not None and product.may_go_back and not any(one.loose_e4 for one in taken)
        wasted = line.feedetl_sn in opened or not fit
        return msgspec.structs.replace(line, taken=tuple(taken), wasted=wasted)

    def _paid(self, since: date) -> list[PaidVisit]:
        with self._store.reading() as connection:
            return pharmacy.paid_visits(connection, self._store.facility, since)


def _paid(connection: sa.Connection, settlement_id: UUID) -> PaidVisit:
    paid = pharmacy.paid_visit(connection, settlement_id)
    if paid is None:
        raise NotPaid(number=str(settlement_id))
    return paid


def _coming_back(paid: PaidVisit, quantities: Mapping[str, int]) -> tuple[HandedOut, ...]:
    if not quantities:
        raise NothingToGiveBack(number=paid.visit_number)
    by_number = {line.feedetl_sn: line for line in paid.lines}
    for sn, count in quantities.items():
        line = by_number.get(sn)
        if line is None or not 0 < count <= line.out_e4:
            raise NotHandedOut(item=line.name if line else sn)
    return tuple(_handed(by_number[sn], count) for sn, count in quantities.items())


def _handed(line: DrugLine, cnt_e4: int) -> HandedOut:
    return HandedOut(
        feedetl_sn=line.feedetl_sn,
        code=line.code,
        name=line.name,
        cnt_e4=cnt_e4,
        unit=line.unit,
        pric_e6=line.pric_e6,
    )


def _box(
    connection: sa.Connection,
    here: str,
    line: DrugLine,
    product: Product | None,
    scanned: str,
    today: date,
) -> Scanned:
    """A box at the window.  What was sold here is known exactly; of others the county told.

    Raises:
        BadTraceCode, WrongProduct, CodeSold, SoldElsewhere
    """
    code = read(scanned)
    if product is not None:
        product.require_own(code)
    box = trace.box_of(connection, here, code.code, today)
    if box.drug and box.drug != line.code:
        raise WrongProduct(drug=line.name)
    if box.elsewhere and not box.was_sold:
        raise SoldElsewhere(tail=code.code[-4:])
    if not box.drug:
        return Scanned(code.code, None, _UNKNOWN_BOX)
    if not box.left_e4:
        raise CodeSold(tail=code.code[-4:])
    return Scanned(code.code, box.batch_id, box.left_e4)


def _taken(handed: Handed, later: str) -> TakenFrom:
    return TakenFrom(
        batch_id=handed.pick.batch_id,
        qty_e4=handed.pick.qty_e4,
        loose_e4=handed.pick.loose_e4,
        opened_e4=handed.pick.opened_e4,
        codes=tuple(CodeUsed(code=code, qty_e4=qty_e4) for code, qty_e4 in handed.codes),
        later=later,
    )


def _boxes_of(batch: Batch, unit: str, cnt_e4: int) -> int:
    """How many boxes a quantity comes out of, the last one opened."""
    return -(-cnt_e4 * batch.pack.step_e4(unit) // UNIT_E4 // batch.pack.size_e4)


def _step(batches: Mapping[UUID, Batch], unit: str) -> int:
    return next((one.pack.step_e4(unit) for one in batches.values()), UNIT_E4)


def _boxes_back(boxes: dict[tuple[UUID, str], int], batch_id: UUID, qty_e4: int) -> tuple[CodeUsed, ...]:
    """The patient's boxes of a batch that make up a quantity."""
    found = []
    for (batch, code), held in boxes.items():
        taken = min(held, qty_e4) if batch == batch_id else 0
        if taken:
            found.append(CodeUsed(code=code, qty_e4=taken))
            qty_e4 -= taken
    return tuple(found)
