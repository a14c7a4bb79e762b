"""盘点: freeze the list, two people count without seeing the book, differences are approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.pharmacy.batch import Batch
from clinic_app.domain.pharmacy.movement import NoReason
from clinic_app.domain.pharmacy.stocktake import REASONS, Verdict
from clinic_app.domain.roles import may
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.stock import (
    Adjusted,
    BookLine,
    StocktakeApproved,
    StocktakeCounted,
    StocktakeOpened,
)
from clinic_app.projections.queries import facility, stock, stocktake
from clinic_app.projections.queries.products import is_controlled
from clinic_app.projections.queries.stock import Shelf
from clinic_app.projections.queries.stocktake import Stocktake, TakeLine
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.numbers import stocktake_number

KINDS: Final = ("month", "week", "shift")  # all; packs of 100 yuan and more; narcotics and psychotropics
_DEAR_E6: Final = 100_000_000


class OpenAlready(RuleBroken):
    """A stocktake of this place is not approved yet."""

    code = "stocktake.open_already"


class ClosedAlready(RuleBroken):
    """The stocktake was approved."""

    code = "stocktake.closed_already"


class NothingToCount(RuleBroken):
    """No batch is to be counted, or the one counted does not stand on the list."""

    code = "stocktake.nothing_to_count"


class SameCounter(RuleBroken):
    """Two different people count."""

    code = "stocktake.same_counter"


class NotAgreed(RuleBroken):
    """A batch is not counted by two, or has to be counted again."""

    code = "stocktake.not_agreed"


@dataclass(frozen=True, slots=True)
class ToCount:
    """A line of the list that a counter gets: everything but how much there ought to be."""

    batch: Batch  # its quantities are nothing
    name: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody counted of a batch."""

    packs: int
    units_e4: int = 0  # out of opened packs


class StocktakeService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def stocktakes(self) -> list[Stocktake]:
        """The newest first."""
        with self._store.reading() as connection:
            return stocktake.stocktakes(connection, self._store.facility)

    def open(self, by: OnDuty, kind: str = "month", location: str = "") -> tuple[UUID, StocktakeOpened]:
        """盘点开始: the book is frozen now; selling goes on.

        Raises:
            NotAllowed, OpenAlready, NothingToCount
        """
        by.must("stock")
        with self._store.writing(by.author) as writing:
            before = stocktake.stocktakes(writing.connection, self._store.facility)
            waiting = next((one for one in before if not one.approved_by and one.location == location), None)
            if waiting is not None:
                raise OpenAlready(number=waiting.number)
            shelves = stock.shelves(writing.connection, self._store.facility, location=location)
            lines = tuple(
                BookLine(batch_id=one.batch.batch_id, qty_e4=one.batch.qty_e4, loose_e4=one.batch.loose_e4)
                for one in shelves
                if one.batch.qty_e4 and self._is_of(writing.connection, kind, one)
            )
            if not lines:
                raise NothingToCount()
            number = stocktake_number(writing, self.today())
            fact = StocktakeOpened(number=number, kind=kind, location=location, lines=lines)
            return writing.append(fact).id, fact

    def to_count(self, stocktake_id: UUID) -> list[ToCount]:
        """盲点表.

        Raises:
            NoStocktake
        """
        with self._store.reading() as connection:
            lines = stocktake.lines_of(connection, self._store.facility, stocktake_id)
            ids = [one.batch.batch_id for one in lines]
            shelves = stock.shelves(connection, self._store.facility, ids=ids, before=0)
        return [ToCount(one.batch, one.name) for one in shelves]

    def lines(self, stocktake_id: UUID) -> list[TakeLine]:
        """Book, counts and differences, for who approves.

        Raises:
            NoStocktake
        """
        with self._store.reading() as connection:
            return stocktake.lines_of(connection, self._store.facility, stocktake_id)

    def reasons(self, stocktake_id: UUID) -> dict[UUID, str]:
        """Why each difference was booked, by batch; empty while nobody approved."""
        with self._store.reading() as connection:
            return stocktake.reasons_of(connection, stocktake_id)

    def count(
        self, by: OnDuty, stocktake_id: UUID, seen: Mapping[UUID, Seen], *, again: bool = False
    ) -> StocktakeCounted:
        """One person's count of some batches; `again` where a difference is counted a third time.

        Somebody alone in an institution counts twice; elsewhere two people do.

        Raises:
            NotAllowed, NoStocktake, ClosedAlready, NothingToCount, SameCounter
        """
        by.must("stock")
        with self._store.writing(by.author) as writing:
            take = stocktake.stocktake_of(writing.connection, stocktake_id)
            if take.approved_by:
                raise ClosedAlready(number=take.number)
            lines = stocktake.lines_of(writing.connection, self._store.facility, stocktake_id)
            listed = {one.batch.batch_id: one for one in lines}
            if not seen or not listed.keys() >= seen.keys():
                raise NothingToCount()
            mine = any(by.staff_id in {one.by for one in listed[each].counts} for each in seen)
            if mine and not again and self._has_others(writing.connection, by):
                raise SameCounter(number=take.number)
            fact = StocktakeCounted(
                stocktake_id=stocktake_id,
                round=2 if again else 1,
                lines=tuple(_book(listed[each].batch, one) for each, one in seen.items()),
            )
            writing.append(fact)
        return fact

    def approve(self, by: OnDuty, stocktake_id: UUID, reasons: Mapping[UUID, str]) -> StocktakeApproved:
        """审批: every difference with its reason is booked.

        Raises:
            NotAllowed, NoStocktake, ClosedAlready, NotAgreed, NoReason
        """
        by.must("stock_approval")
        with self._store.writing(by.author) as writing:
            take = stocktake.stocktake_of(writing.connection, stocktake_id)
            if take.approved_by:
                raise ClosedAlready(number=take.number)
            lines = stocktake.lines_of(writing.connection, self._store.facility, stocktake_id)
            open_ = [one for one in lines if one.found.verdict is not Verdict.AGREED]
            if open_:
                raise NotAgreed(count=len(open_), lot=open_[0].batch.lot)
            fact = StocktakeApproved(
                stocktake_id=stocktake_id,
                counted=len(lines),
                lines=tuple(
                    _adjusted(one, reasons) for one in lines if one.found.diff_e4 or one.found.diff_loose_e4
                ),
            )
            writing.append(fact)
        return fact

    def _is_of(self, connection: sa.Connection, kind: str, shelf: Shelf) -> bool:
        if kind == "shift":
            return is_controlled(connection, shelf.batch.drug, self.today())
        return kind != "week" or shelf.batch.pack.pric_e6 >= _DEAR_E6

    def _has_others(self, connection: sa.Connection, by: OnDuty) -> bool:
        staff = facility.staff_of(connection, self._store.facility)
        return any(one.active and one.staff_id != by.staff_id and may(one.roles, "stock") for one in staff)


def _book(batch: Batch, seen: Seen) -> BookLine:
    qty_e4 = seen.packs * batch.pack.size_e4 + seen.units_e4
    return BookLine(batch_id=batch.batch_id, qty_e4=qty_e4, loose_e4=seen.units_e4)


def _adjusted(line: TakeLine, reasons: Mapping[UUID, str]) -> Adjusted:
    """Raises:
    NoReason
    """
    reason = reasons.get(line.batch.batch_id, "")
    if reason not in REASONS:
        raise NoReason()
    return Adjusted(
        batch_id=line.batch.batch_id,
        drug=line.batch.drug,
        diff_e4=line.found.diff_e4,
        diff_loose_e4=line.found.diff_loose_e4,
        reason=reason,
    )
