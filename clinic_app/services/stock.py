"""库存: what is there, what it costs, what a month came to.

Every step is one fact; what is on hand is their sum.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from clinic_app.domain.pharmacy.batch import UNIT_E4, Band, Batch, band
from clinic_app.domain.pharmacy.fefo import OutOfStock, pick_first_expiring
from clinic_app.domain.pharmacy.month import DrugMonth, by_drug
from clinic_app.domain.pharmacy.movement import Account, Moved, account
from clinic_app.domain.pharmacy.zero_markup import after_others
from clinic_app.domain.time import BEIJING, beijing_day, ms_of
from clinic_app.journal.clock import stamp
from clinic_app.printing.stock import Letterhead
from clinic_app.projections.queries import facility, ledger, stock, trace
from clinic_app.projections.queries.ledger import LedgerLine
from clinic_app.projections.queries.reserved import (
    PricedOtherwise,
    available,
    priced_otherwise,
    waiting_by_drug,
)
from clinic_app.projections.queries.stock import Given, Overdrawn, Shelf
from clinic_app.store import local
from clinic_app.store.journal import Store

_LOOK_BACK_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Warned:
    """效期预警."""

    shelf: Shelf
    band: Band


@dataclass(frozen=True, slots=True)
class Offered:
    """What would be handed out of one batch, and what it costs on the bill."""

    batch_id: UUID
    lot: str
    expires: date
    cnt_e4: int  # in the unit asked for
    pric_e6: int  # micro-yuan of that unit


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """收发存月报: each batch, and all of them."""

    lines: tuple[tuple[Shelf, Account], ...]

    @property
    def total(self) -> Account:
        """All batches together: its values are money, its quantities mean nothing."""
        accounts = [one for _, one in self.lines]
        opening = sum((one.opening for one in accounts), Moved())
        return account(opening, (kind for one in accounts for kind in one.kinds.items()))

    @property
    def drugs(self) -> tuple[DrugMonth, ...]:
        """进销存: a line a drug."""
        return by_drug((shelf.name, shelf.batch, one) for shelf, one in self.lines)


class StockService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def now_ms(self) -> int:
        """UTC, for the head of a paper."""
        return self._store.wall()

    @property
    def facility(self) -> str:
        """Its code."""
        return self._store.facility

    def shelves(self, location: str | None = None) -> list[Shelf]:
        """What is there, out-of-date and set-aside batches too; the empty ones are left out."""
        with self._store.reading() as connection:
            found = stock.shelves(connection, self._store.facility, location=location)
        return [one for one in found if one.batch.qty_e4]

    def available(self) -> dict[str, int]:
        """可用: units (`_e4`) of each drug that may be handed out today and nobody waits for."""
        here, today = self._store.facility, self.today()
        with self._store.reading() as connection:
            waiting = waiting_by_drug(connection, here, today)
            shelves = stock.shelves(connection, here, location="")
        by_drug: dict[str, list[Batch]] = {}
        for one in shelves:
            by_drug.setdefault(one.batch.drug, []).append(one.batch)
        return {
            drug: sum(one.qty_e4 for one in after_others(batches, waiting.get(drug, ()), today))
            for drug, batches in by_drug.items()
        }

    def warnings(self) -> list[Warned]:
        """Batches on hand within 180 days of their last day, the nearest first."""
        today = self.today()
        found = [Warned(one, band(one.batch.expires, today)) for one in self.shelves()]
        near = [one for one in found if one.band is not Band.FINE and one.shelf.batch.qty_e4 > 0]
        return sorted(near, key=lambda one: (one.shelf.batch.expires, one.shelf.batch.drug))

    def overdrawn(self) -> list[Overdrawn]:
        """差异: batches below zero, with the names of those who handed out."""
        with self._store.reading() as connection:
            found = stock.overdrawn(connection, self._store.facility)
            names = {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}
        return [replace(one, by=tuple(names.get(who, who) for who in one.by)) for one in found]

    def month(self, year: int, month: int) -> MonthSheet:
        """Opening, what came and went, and closing of every batch."""
        begin, end = _midnight(year, month), _midnight(year + month // 12, month % 12 + 1)
        with self._store.reading() as connection:
            return MonthSheet(tuple(stock.accounts(connection, self._store.facility, begin, end)))

    def ledger(self, drug: str, batch_id: UUID | None = None) -> list[LedgerLine]:
        """流水 of a batch, or 明细账 of a drug; the oldest first, `by` a name."""
        here = self._store.facility
        with self._store.reading() as connection:
            found = (
                ledger.of_drug(connection, here, drug)
                if batch_id is None
                else ledger.of_batch(connection, here, batch_id)
            )
            names = {one.staff_id: one.name for one in facility.staff_of(connection, here)}
        return [replace(one, by=names.get(one.by, one.by)) for one in found]

    def batch_of_code(self, code: str) -> UUID | None:
        """The batch that a box came in; None where nobody scanned it at its receipt."""
        with self._store.reading() as connection:
            return trace.box_of(connection, self._store.facility, code, self.today()).batch_id

    def letterhead(self) -> Letterhead:
        """Over every paper."""
        with self._store.reading() as connection:
            name = facility.facility_of(connection, self._store.facility).name
            return Letterhead(name, local.read_text(connection, local.MADE_UP) == "1")

    def offer(self, drug: str, cnt_e4: int, unit: str, days: int = 1) -> tuple[Offered, ...]:
        """Which batches would be handed out now and what each costs: a bill has a line for each price.

        What others were prescribed today or have paid for, and have not fetched, is left to them.  Empty where no
        stock is kept.

        Raises:
            OutOfStock
        """
        with self._store.reading() as connection:
            if not stock.keeps_stock(connection, self._store.facility):
                return ()
            left = available(connection, self._store.facility, drug, self.today())
        if not left:
            raise OutOfStock(wanted=cnt_e4 // UNIT_E4, available=0)
        step = left[0].pack.step_e4(unit)
        picks = pick_first_expiring(left, cnt_e4 * step // UNIT_E4, unit, self.today(), days)
        by_id = {one.batch_id: one for one in left}
        return tuple(_offered(by_id[one.batch_id], one.qty_e4 * UNIT_E4 // step, unit) for one in picks)

    def given_of_lot(self, drug: str, lot: str) -> list[Given]:
        """召回: who has of a lot."""
        with self._store.reading() as connection:
            return stock.given_of_lot(connection, self._store.facility, drug, lot)

    def priced_otherwise(self) -> list[PricedOtherwise]:
        """Of the last 30 days: handed out from a batch at another price than was charged."""
        since = stamp(self._store.wall() - _LOOK_BACK_DAYS * 86_400_000)
        with self._store.reading() as connection:
            return priced_otherwise(connection, self._store.facility, since)


def _offered(batch: Batch, cnt_e4: int, unit: str) -> Offered:
    return Offered(batch.batch_id, batch.lot, batch.expires, cnt_e4, batch.pack.price_in(unit))


def _midnight(year: int, month: int) -> int:
    """The hybrid clock's stamp of a month's first moment in Beijing."""
    return stamp(ms_of(datetime(year, month, 1, tzinfo=BEIJING)))
