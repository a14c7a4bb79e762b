"""入库、出库: what comes in, and what goes elsewhere than to a patient.

A delivery that must not be taken is refused here; nothing is ever refused after it happened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.pharmacy.batch import UNIT_E4, Batch, State, has_life
from clinic_app.domain.pharmacy.fefo import OutOfStock
from clinic_app.domain.pharmacy.movement import BOOKED, Kind, NoReason
from clinic_app.domain.pharmacy.narcotics import require_second
from clinic_app.domain.pharmacy.product import Product
from clinic_app.domain.pharmacy.trace import (
    NO_CODE,
    CodeMissing,
    CodeSold,
    HereAlready,
    SoldElsewhere,
    TooManyCodes,
    read,
)
from clinic_app.domain.time import beijing_day
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.stock import (
    BatchJudged,
    BatchMoved,
    BatchReceived,
    CodeUsed,
    Revalued,
    StockMoved,
    StockReceived,
    StockRevalued,
    StockTransferred,
)
from clinic_app.projections.queries import facility, stock, trace
from clinic_app.projections.queries.products import is_controlled, product_of
from clinic_app.projections.queries.stock import Shelf
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.numbers import transfer_number


class BadDelivery(RuleBroken):
    """A line of a delivery has no lot, no quantity or no price, or is out of date."""

    code = "stock.bad_delivery"


class WrongPrice(RuleBroken):
    """The price is not the county's."""

    code = "stock.wrong_price"


class ShortLife(RuleBroken):
    """Too little is left until it expires."""

    code = "stock.short_life"


class NotForLevel(RuleBroken):
    """An institution of this level may not stock it."""

    code = "stock.not_for_level"


class WrongKind(RuleBroken):
    """Not expired, not recalled, or no kind of movement that is booked by hand."""

    code = "stock.wrong_kind"


class NothingToRevalue(RuleBroken):
    """No batch here has another price than the county orders."""

    code = "stock.nothing_to_revalue"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """A line of a delivery as it is typed and scanned, in packs."""

    drug: str
    lot: str
    expires: date
    made_on: date | None = None
    packs: int
    pric_e6: int  # micro-yuan a pack
    codes: tuple[str, ...] = ()  # as scanned
    no_code: str = ""
    refused: int = 0  # packs that went back with the driver
    refused_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    supplier: str
    invoice: str = ""
    order_id: UUID | None = None
    location: str = ""
    from_facility: bool = False  # handed over by another institution: `supplier` is its code
    lines: tuple[NewBatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeOf:
    """So much of a batch, in whole packs and single units of opened ones."""

    batch_id: UUID
    packs: int = 0
    units_e4: int = 0
    codes: tuple[str, ...] = ()


class StockBookingService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def receive(self, by: OnDuty, delivery: Delivery) -> StockReceived:
        """入库: one delivery, all of it or none.

        Raises:
            NotAllowed, UnknownProduct, StoppedDrug, BadDelivery, WrongPrice, ShortLife, NotForLevel
            BadTraceCode, CodeMissing, TooManyCodes, WrongProduct, CodeSold, SoldElsewhere, HereAlready
        """
        by.must("stock")
        if not delivery.lines or not delivery.supplier.strip():
            raise BadDelivery(line=0)
        with self._store.writing(by.author) as writing:
            come = [
                self._come(writing.connection, delivery, number, line)
                for number, line in enumerate(delivery.lines, start=1)
            ]
            codes = [used.code for batch in come for used in batch.codes]
            _require_new(writing.connection, self._store.facility, codes, self.today())
            fact = StockReceived(
                received_on=self.today(),
                supplier=delivery.supplier.strip(),
                invoice=delivery.invoice.strip(),
                kind=Kind.TRANSFER_IN.value if delivery.from_facility else Kind.RECEIVE.value,
                order_id=delivery.order_id,
                location=delivery.location,
                batches=tuple(come),
            )
            writing.append(fact)
        return fact

    def move(
        self,
        by: OnDuty,
        kind: Kind,
        lines: Sequence[SomeOf],
        reason: str,
        *,
        location: str = "",
        second: str = "",
    ) -> StockMoved:
        """拆零, 报损, 过期, 召回, 退货.  Of a split `packs` are opened.

        Raises:
            NotAllowed, NoReason, WrongKind, TwoPeople, OutOfStock, BadTraceCode
        """
        by.must("stock")
        if kind not in BOOKED or not lines:
            raise WrongKind(lot="", kind=kind.value)
        if not reason.strip():
            raise NoReason()
        with self._store.writing(by.author) as writing:
            held = self._held(writing.connection, lines, location)
            for some in lines:
                self._require_kind(held[some.batch_id], kind)
            if kind is not Kind.SPLIT:
                self._require_two(writing.connection, held.values(), by, second)
            fact = StockMoved(
                kind=kind.value,
                lines=tuple(_moved(held[some.batch_id], some, kind) for some in lines),
                reason=reason.strip(),
                location=location,
                second=second,
            )
            writing.append(fact)
        return fact

    def transfer(
        self, by: OnDuty, lines: Sequence[SomeOf], *, location: str = "", to: str = "", to_facility: str = ""
    ) -> StockTransferred:
        """调拨: to another place here, or to another institution, which receives it.

        Raises:
            NotAllowed, WrongKind, OutOfStock, BadTraceCode
        """
        by.must("stock")
        if not lines or (to == location and not to_facility) or to_facility == self._store.facility:
            raise WrongKind(lot="", kind=Kind.TRANSFER_OUT.value)
        with self._store.writing(by.author) as writing:
            held = self._held(writing.connection, lines, location)
            moved = tuple(_moved(held[some.batch_id], some, Kind.TRANSFER_OUT) for some in lines)
            known = stock.shelves(writing.connection, self._store.facility, ids=list(held))
            fact = StockTransferred(
                lines=moved,
                location=location,
                to=to,
                to_facility=to_facility,
                number=transfer_number(writing, self.today()),
                batches=_described(moved, known) if to_facility else (),
            )
            writing.append(fact)
        return fact

    def judge(self, by: OnDuty, batch_id: UUID, state: State, reason: str) -> BatchJudged:
        """停用, 解除停用.

        Raises:
            NotAllowed, NoReason, OutOfStock: no such batch here.
        """
        by.must("stock")
        if not reason.strip():
            raise NoReason()
        with self._store.writing(by.author) as writing:
            self._held(writing.connection, [SomeOf(batch_id=batch_id)], None)
            fact = BatchJudged(batch_id=batch_id, state=state.value, reason=reason.strip())
            writing.append(fact)
        return fact

    def revalue(self, by: OnDuty, price_order: UUID) -> StockRevalued:
        """调价: what is on hand goes over into batches at the price of the county's order.

        Raises:
            NotAllowed, NothingToRevalue
        """
        by.must("stock")
        with self._store.writing(by.author) as writing:
            lines = tuple(
                _revalued(writing.connection, one.shelf, one.pric_e6)
                for one in stock.to_revalue(writing.connection, self._store.facility, self.today())
                if one.price_order == price_order
            )
            if not lines:
                raise NothingToRevalue()
            fact = StockRevalued(price_order=price_order, lines=lines)
            writing.append(fact)
        return fact

    def _come(
        self, connection: sa.Connection, delivery: Delivery, number: int, line: NewBatch
    ) -> BatchReceived:
        today = self.today()
        product = product_of(connection, line.drug, today)
        if not _is_sound(line, today):
            raise BadDelivery(line=number)
        level = facility.facility_of(connection, self._store.facility).inst_lv
        if product.levels and level in ("village", "township") and level not in product.levels:
            raise NotForLevel(drug=product.name)
        if line.packs and not delivery.from_facility:
            product.require_in_use()
            _require_terms(connection, product, line, today)
        return BatchReceived(
            batch_id=new_id(),
            drug=product.code,
            name=product.name,
            lot=line.lot.strip(),
            made_on=line.made_on,
            expires=line.expires,
            pack_qty=product.pack_qty,
            unit=product.unit,
            pack_unit=product.pack_unit,
            pric_e6=line.pric_e6,
            qty_e4=line.packs * product.pack_qty * UNIT_E4,
            codes=_boxes(product, line),
            no_code=line.no_code if product.coded else "herbs",
            refused_e4=line.refused * product.pack_qty * UNIT_E4,
            refused_why=line.refused_why.strip(),
        )

    def _held(
        self, connection: sa.Connection, lines: Sequence[SomeOf], location: str | None
    ) -> dict[UUID, Batch]:
        """The batches of these lines, which hold as much.

        Raises:
            OutOfStock
        """
        ids = [one.batch_id for one in lines]
        found = stock.shelves(connection, self._store.facility, ids=ids, location=location)
        held = {one.batch.batch_id: one.batch for one in found}
        for some in lines:
            batch = held.get(some.batch_id)
            if batch is None or some.packs < 0 or some.units_e4 < 0:
                raise OutOfStock(wanted=some.packs, available=0)
            if some.packs * batch.pack.size_e4 > batch.whole_e4 or some.units_e4 > max(batch.loose_e4, 0):
                raise OutOfStock(wanted=some.packs, available=batch.whole_e4 // batch.pack.size_e4)
        return held

    def _require_kind(self, batch: Batch, kind: Kind) -> None:
        """Raises:
        WrongKind: it has not expired, or was not recalled.
        """
        wrong = (kind is Kind.EXPIRE and batch.expires >= self.today()) or (
            kind is Kind.RECALL and batch.state is not State.RECALLED
        )
        if wrong:
            raise WrongKind(lot=batch.lot, kind=kind.value)

    def _require_two(
        self, connection: sa.Connection, batches: Iterable[Batch], by: OnDuty, second: str
    ) -> None:
        """Raises:
        TwoPeople
        """
        if any(is_controlled(connection, one.drug, self.today()) for one in batches):
            require_second(second, by.staff_id, facility.at_work(connection, self._store.facility))


def _is_sound(line: NewBatch, today: date) -> bool:
    """Something came and may stay, or all of it went back for a reason."""
    if line.packs < 0 or line.refused < 0 or line.pric_e6 <= 0 or not line.lot.strip():
        return False
    if line.refused and not line.refused_why.strip():
        return False
    return line.expires >= today if line.packs else bool(line.refused)


def _require_terms(connection: sa.Connection, product: Product, line: NewBatch, today: date) -> None:
    """Raises:
    WrongPrice, ShortLife
    """
    ordered = stock.price_in_force(connection, product.code, today)
    if ordered is not None and ordered[0] != line.pric_e6:
        raise WrongPrice(drug=product.name, price=_yuan(line.pric_e6), ordered=_yuan(ordered[0]))
    if not has_life(line.made_on, line.expires, today):
        raise ShortLife(drug=product.name, lot=line.lot)


def _boxes(product: Product, line: NewBatch) -> tuple[CodeUsed, ...]:
    """Raises:
    BadTraceCode, WrongProduct, CodeMissing, TooManyCodes
    """
    codes = dict.fromkeys(read(each) for each in line.codes)
    for code in codes:
        product.require_own(code)
    if len(codes) > line.packs:
        raise TooManyCodes(drug=product.name)
    if len(codes) < line.packs and product.coded and line.no_code not in NO_CODE:
        raise CodeMissing(drug=product.name)
    return tuple(CodeUsed(code=one.code, qty_e4=product.pack_qty * UNIT_E4) for one in codes)


def _require_new(connection: sa.Connection, here: str, codes: Sequence[str], today: date) -> None:
    """Raises:
    CodeSold, SoldElsewhere, HereAlready
    """
    if len(set(codes)) < len(codes):
        raise HereAlready(tail="")
    for code in codes:
        box = trace.box_of(connection, here, code, today)
        if box.was_sold:
            raise CodeSold(tail=code[-4:])
        if box.elsewhere:
            raise SoldElsewhere(tail=code[-4:])
        if box.drug and box.left_e4:
            raise HereAlready(tail=code[-4:])


def _moved(batch: Batch, some: SomeOf, kind: Kind) -> BatchMoved:
    whole = some.packs * batch.pack.size_e4
    split = kind is Kind.SPLIT
    boxes = tuple(dict.fromkeys(read(each).code for each in some.codes))
    return BatchMoved(
        batch_id=batch.batch_id,
        drug=batch.drug,
        qty_e4=0 if split else whole + some.units_e4,
        loose_e4=whole if split else some.units_e4,
        codes=() if split else tuple(CodeUsed(code=one, qty_e4=batch.pack.size_e4) for one in boxes),
    )


def _described(lines: Sequence[BatchMoved], known: Iterable[Shelf]) -> tuple[BatchReceived, ...]:
    """What the receiver of a transfer needs to know of each line, in the sender's batches."""
    by_id = {one.batch.batch_id: one for one in known}
    return tuple(_as_sent(by_id[line.batch_id], line) for line in lines)


def _as_sent(shelf: Shelf, line: BatchMoved) -> BatchReceived:
    batch, pack = shelf.batch, shelf.batch.pack
    return BatchReceived(
        batch_id=batch.batch_id,
        drug=batch.drug,
        name=shelf.name,
        lot=batch.lot,
        made_on=shelf.made_on,
        expires=batch.expires,
        pack_qty=pack.quantity,
        unit=pack.unit,
        pack_unit=pack.pack_unit,
        pric_e6=pack.pric_e6,
        qty_e4=line.qty_e4,
        loose_e4=line.loose_e4,
    )


def _revalued(connection: sa.Connection, shelf: Shelf, pric_e6: int) -> Revalued:
    batch = shelf.batch
    into = BatchReceived(
        batch_id=new_id(),
        drug=batch.drug,
        name=shelf.name,
        lot=batch.lot,
        made_on=shelf.made_on,
        expires=batch.expires,
        pack_qty=batch.pack.quantity,
        unit=batch.pack.unit,
        pack_unit=batch.pack.pack_unit,
        pric_e6=pric_e6,
        qty_e4=batch.qty_e4,
        loose_e4=batch.loose_e4,
        codes=tuple(
            CodeUsed(code=code, qty_e4=left)
            for code, left in trace.codes_in(connection, batch.batch_id).items()
        ),
    )
    return Revalued(batch_id=batch.batch_id, old_e6=batch.pack.pric_e6, into=into)


def _yuan(pric_e6: int) -> str:
    return f"{pric_e6 // 1_000_000}.{pric_e6 % 1_000_000:06d}".rstrip("0").rstrip(".")
