"""采购: what to order from the county's distribution, and what became of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.money import yuan
from clinic_app.domain.pharmacy.batch import UNIT_E4, in_fen
from clinic_app.domain.pharmacy.movement import NoReason
from clinic_app.domain.pharmacy.ordering import USUAL, Rule, Use, days_covered, is_short, packs_to_order
from clinic_app.domain.pharmacy.product import Product
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.purchase import InvoiceMatched, OrderCancelled, OrderLine, OrderSubmitted
from clinic_app.printing.documents import Document
from clinic_app.printing.recall import CallBack, call_back_sheet
from clinic_app.projections.queries import facility, purchase, stock
from clinic_app.projections.queries.products import known_product, product_of
from clinic_app.projections.queries.purchase import Order, ShippedLot, Stage
from clinic_app.projections.queries.stock import Given, RecalledLot, Repriced, Shelf
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.numbers import order_number
from clinic_app.store.tables import draft
from clinic_app.store.where_held import Held, where_held

REASONS: Final = ("normal", "urgent", "rescue")
_DRAFT: Final = {"kind": "purchase", "key": ""}
_NEVER: Final = Use(dispensed_e4=0, days_in_stock=0, on_hand_e4=0)


class NothingOrdered(RuleBroken):
    """No line, no quantity, or the same drug twice."""

    code = "order.nothing_ordered"


class NotOnList(RuleBroken):
    """The drug does not stand on the county's purchasing list."""

    code = "order.not_on_list"


class TooLate(RuleBroken):
    """Something was shipped, or the order was cancelled before."""

    code = "order.too_late"


class PaidBefore(RuleBroken):
    """The order is paid."""

    code = "order.paid_before"


class InvoiceDiffers(RuleBroken):
    """The invoice asks for something else than was received."""

    code = "order.invoice_differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """采购建议 for one drug."""

    drug: str
    name: str
    packs: int  # 0: enough is there
    pack_unit: str
    pack_qty: int
    pric_e6: int
    use: Use

    @property
    def days(self) -> int | None:
        """What is there and on its way lasts so long; None where nothing is used."""
        return days_covered(self.use)


@dataclass(frozen=True, slots=True)
class Wish:
    """A line of an order as it is typed."""

    drug: str
    packs: int
    reason: str = "normal"


@dataclass(frozen=True, slots=True)
class Standing:
    """An order, and whether the county holds it: only then it is submitted."""

    order: Order
    at_county: bool


@dataclass(frozen=True, slots=True)
class PriceChange:
    """调价: batches here that one of the county's orders gives another price."""

    price_order: UUID
    number: str
    from_day: date
    lines: tuple[Repriced, ...]

    @property
    def fen(self) -> tuple[int, int]:
        """What they are worth, before and after."""
        before = sum(one.value_e6(one.shelf.batch.pack.pric_e6) for one in self.lines)
        return in_fen(before), in_fen(sum(one.value_e6(one.pric_e6) for one in self.lines))


@dataclass(frozen=True, slots=True)
class RecallHere:
    """召回: what is left of a lot here, and who has of it at home."""

    lot: RecalledLot
    shelves: tuple[Shelf, ...]
    given: tuple[Given, ...]


class PurchaseService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def suggestion(self, rule: Rule = USUAL, least: Mapping[str, int] | None = None) -> list[Suggested]:
        """What runs short before the next delivery is safe; `least` packs of a drug are always wanted."""
        return [one for one in self.plan(least or {}, rule, least) if one.packs]

    def plan(
        self, drugs: Iterable[str] = (), rule: Rule = USUAL, least: Mapping[str, int] | None = None
    ) -> list[Suggested]:
        """The figures of every drug that was ever here, and of `drugs`; those that have enough too."""
        with self._store.reading() as connection:
            use = stock.use_of(connection, self._store.facility, self.today())
            coming = purchase.on_order(connection, self._store.facility)
            return [
                self._suggested(
                    connection, product, use.get(drug, _NEVER), coming.get(drug, 0), rule, least or {}
                )
                for drug in sorted(use.keys() | set(drugs))
                if (product := known_product(connection, drug, self.today())) is not None
                and not product.stopped
            ]

    def short(self, rule: Rule = USUAL) -> list[str]:
        """缺药预警: codes of drugs that are used up before the next delivery is safe."""
        with self._store.reading() as connection:
            use = stock.use_of(connection, self._store.facility, self.today())
            struck = {drug for drug in use if self._is_struck(connection, drug)}
        return sorted(drug for drug, one in use.items() if is_short(one, rule) and drug not in struck)

    def orders(self) -> list[Standing]:
        """The newest first."""
        with self._store.reading() as connection:
            found = purchase.orders(connection, self._store.facility)
            held = where_held(connection, self._store, [one.order_id for one in found])
        at_county = {entry for entry, where in held.items() if where.held is Held.COUNTY}
        return [Standing(one, one.order_id in at_county) for one in found]

    def arriving(self, order_id: UUID) -> list[ShippedLot]:
        """到货: what was shipped of an order and has not come, for the receipt to be filled with."""
        with self._store.reading() as connection:
            return purchase.arriving(connection, order_id)

    def received_fen(self, order_id: UUID) -> int:
        """What was received of an order comes to so much."""
        with self._store.reading() as connection:
            return in_fen(purchase.received_value(connection, order_id))

    def price_changes(self) -> list[PriceChange]:
        """调价: for `StockBookingService.revalue`, the latest order first."""
        with self._store.reading() as connection:
            found = stock.to_revalue(connection, self._store.facility, self.today())
            orders = stock.price_orders(connection, {one.price_order for one in found})
        ordered = sorted(found, key=lambda one: one.price_order)
        changes = [
            PriceChange(entry_id, *orders[entry_id], tuple(lines))
            for entry_id, lines in groupby(ordered, key=lambda one: one.price_order)
        ]
        return sorted(changes, key=lambda one: (one.from_day, one.number), reverse=True)

    def recalls(self) -> list[RecallHere]:
        """召回: lots that were ever here, with who has of them at home."""
        here = self._store.facility
        with self._store.reading() as connection:
            return [
                RecallHere(
                    lot,
                    tuple(
                        one
                        for one in stock.shelves(connection, here, drug=lot.drug)
                        if one.batch.lot == lot.lot
                    ),
                    tuple(stock.given_of_lot(connection, here, lot.drug, lot.lot)),
                )
                for lot in stock.lots_recalled(connection, here)
            ]

    def call_back(self, recall: RecallHere) -> Document:
        """召回联系单: the same bytes until somebody else turns out to have of the lot."""
        with self._store.reading() as connection:
            place = facility.facility_of(connection, self._store.facility).name
            made_up = local.read_text(connection, local.MADE_UP) == "1"
        left = sum(one.batch.qty_e4 for one in recall.shelves)
        pack = recall.shelves[0].batch.pack
        return call_back_sheet(CallBack(recall.lot, place, left, pack, recall.given, made_up))

    def submit(self, by: OnDuty, wishes: Sequence[Wish]) -> tuple[UUID, OrderSubmitted]:
        """提交采购单, at the county's price of today; its draft goes.

        Raises:
            NotAllowed, NothingOrdered, NotOnList, UnknownProduct
        """
        by.must("stock")
        sound = all(one.packs > 0 and one.reason in REASONS for one in wishes)
        if not wishes or not sound or len({one.drug for one in wishes}) < len(wishes):
            raise NothingOrdered()
        with self._store.writing(by.author) as writing:
            lines = tuple(self._line(writing.connection, one) for one in wishes)
            fact = OrderSubmitted(
                number=order_number(writing, self.today()), period=f"{self.today():%Y-%m}", lines=lines
            )
            entry = writing.append(fact)
            writing.connection.execute(sa.delete(draft).where(_is_ours()))
        return entry.id, fact

    def cancel(self, by: OnDuty, order_id: UUID, reason: str) -> OrderCancelled:
        """撤单.

        Raises:
            NotAllowed, NoOrder, TooLate, NoReason
        """
        by.must("stock")
        if not reason.strip():
            raise NoReason()
        with self._store.writing(by.author) as writing:
            order = purchase.order_of(writing.connection, order_id)
            if order.stage not in (Stage.SUBMITTED, Stage.ACCEPTED):
                raise TooLate(number=order.number)
            fact = OrderCancelled(order_id=order_id, reason=reason.strip())
            writing.append(fact)
        return fact

    def match(
        self, by: OnDuty, order_id: UUID, invoice: str, amount: int, settled_on: date | None = None
    ) -> InvoiceMatched:
        """对票: `amount` in fen is what was received; `settled_on` once it is paid.

        Raises:
            NotAllowed, NoOrder, InvoiceDiffers
            PaidBefore: from this PC or another.
        """
        by.must("stock_approval")
        with self._store.writing(by.author) as writing:
            order = purchase.order_of(writing.connection, order_id)
            if order.stage is Stage.PAID:
                raise PaidBefore(number=order.number)
            due = in_fen(purchase.received_value(writing.connection, order_id))
            if amount != due or not invoice.strip():
                raise InvoiceDiffers(number=order.number, due=yuan(due), amount=yuan(amount))
            fact = InvoiceMatched(
                order_id=order_id, invoice=invoice.strip(), amount=amount, settled_on=settled_on
            )
            writing.append(fact)
        return fact

    def keep_draft(self, wishes: Sequence[Wish]) -> None:
        """拟单: what is typed and not submitted, safe from a power cut."""
        body = json.dumps([[one.drug, one.packs, one.reason] for one in wishes])
        statement = sqlite.insert(draft).values(**_DRAFT, body=body, changed=self._store.wall())
        with self._store.changing() as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["kind", "key"],
                    set_={"body": statement.excluded.body, "changed": statement.excluded.changed},
                )
            )

    def forget_draft(self) -> None:
        """From now on the suggestion stands again."""
        with self._store.changing() as connection:
            connection.execute(sa.delete(draft).where(_is_ours()))

    def draft(self) -> list[Wish]:
        with self._store.reading() as connection:
            body = connection.scalar(sa.select(draft.c.body).where(_is_ours()))
        return [] if body is None else [Wish(*line) for line in json.loads(body)]

    def _line(self, connection: sa.Connection, wish: Wish) -> OrderLine:
        """Raises:
        NotOnList, UnknownProduct, StoppedDrug
        """
        product = product_of(connection, wish.drug, self.today())
        product.require_in_use()
        price = stock.price_in_force(connection, wish.drug, self.today())
        if price is None and stock.has_price_list(connection, self.today()):
            raise NotOnList(drug=product.name)
        pric_e6 = product.price_e6 if price is None else price[0]
        return OrderLine(
            drug=wish.drug, name=product.name, packs=wish.packs, pric_e6=pric_e6, reason=wish.reason
        )

    def _is_struck(self, connection: sa.Connection, drug: str) -> bool:
        """停用, or withdrawn from the catalogue: nothing of it is bought."""
        product = known_product(connection, drug, self.today())
        return product is None or product.stopped

    def _suggested(
        self,
        connection: sa.Connection,
        product: Product,
        use: Use,
        coming: int,
        rule: Rule,
        least: Mapping[str, int],
    ) -> Suggested:
        size_e4 = product.pack_qty * UNIT_E4
        now = replace(use, on_order_e4=coming * size_e4)
        price = stock.price_in_force(connection, product.code, self.today())
        return Suggested(
            drug=product.code,
            name=product.name,
            packs=packs_to_order(now, size_e4, rule, least.get(product.code, 0)),
            pack_unit=product.pack_unit,
            pack_qty=product.pack_qty,
            pric_e6=product.price_e6 if price is None else price[0],
            use=now,
        )


def _is_ours() -> sa.ColumnElement[bool]:
    return sa.and_(draft.c.kind == _DRAFT["kind"], draft.c.key == _DRAFT["key"])
