"""采购: the clinics' orders as the county's office sees them, and how well they were met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.batch import UNIT_E4
from clinic_app.domain.pharmacy.fulfilment import Figures, Fulfilled, figures
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.time import BEIJING, beijing_day, ms_of
from clinic_app.journal.clock import stamp
from clinic_app.projections.queries import stock
from clinic_app.projections.queries.purchase import Order, OrderedLine, Stage, orders
from clinic_app.projections.tables.stock import stock_batch, stock_movement

LEAD_DAYS: Final = 3  # [P] agreed where the distributor says nothing else
_AT_ONCE: Final = 200  # orders read at a time
_MOST_READ: Final = 2000  # for one page


@dataclass(frozen=True, slots=True)
class Page:
    orders: tuple[Order, ...]
    after: tuple[int, UUID] | None  # where the next page begins; None: there is none


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of one institution, or of all ("")."""

    facility: str
    figures: Figures


def listed(
    connection: sa.Connection,
    facility: str = "",
    stage: Stage | None = None,
    after: tuple[int, UUID] | None = None,
    limit: int = 50,
) -> Page:
    """The newest first.  A stage follows from several tables, so it is asked of each order."""
    found: list[Order] = []
    for _ in range(_MOST_READ // _AT_ONCE):
        read = orders(connection, facility or None, _AT_ONCE, after=after)
        for one in read:
            after = (one.submitted_at, one.order_id)
            if stage is None or one.stage is stage:
                found.append(one)
            if len(found) == limit:
                return Page(tuple(found), after)
        if len(read) < _AT_ONCE:
            return Page(tuple(found), None)
    return Page(tuple(found), after)


def figures_of(connection: sa.Connection, first: date, last: date, today: date) -> list[Told]:
    """Of the orders submitted from `first` to `last`: all of them, then each institution's."""
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    by_facility: dict[str, list[Fulfilled]] = {}
    after: tuple[int, UUID] | None = (end, UUID(int=0))
    while True:
        read = orders(connection, None, _AT_ONCE, begin=begin, after=after)
        came = _came(connection, [one.order_id for one in read])
        for one in read:
            if one.stage is not Stage.CANCELLED:
                fulfilled = _fulfilled(one, came.get(one.order_id, ()), today)
                by_facility.setdefault(one.facility, []).append(fulfilled)
        if len(read) < _AT_ONCE:
            break
        after = (read[-1].submitted_at, read[-1].order_id)
    outside = _outside(connection, first, last)
    every = [one for found in by_facility.values() for one in found]
    return [Told("", figures(every, sum(outside.values())))] + [
        Told(place, figures(by_facility.get(place, ()), outside.get(place, 0)))
        for place in sorted(by_facility.keys() | outside.keys())
    ]


def _fulfilled(order: Order, came: Sequence[Any], today: date) -> Fulfilled:
    due = order.due is not None and order.due < today
    in_time: dict[str, int] = {}
    for row in came:
        if order.due is not None and row.received_on <= order.due:
            in_time[row.drug] = in_time.get(row.drug, 0) + int(row.packs)
    submitted = beijing_day(order.submitted_ms)
    days = sorted(row.received_on for row in came)
    paid = order.settled_on if days else None
    return Fulfilled(
        lines=len(order.lines),
        urgent_lines=sum(one.reason != "normal" for one in order.lines),
        due_packs=sum(one.ordered for one in order.lines) if due else 0,
        in_time_packs=sum(min(in_time.get(one.drug, 0), one.ordered) for one in order.lines) if due else 0,
        lead_days=(days[0] - submitted).days if days else None,
        payment_days=(paid - days[-1]).days if paid is not None else None,
    )


def _came(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    """Packs of each order by drug and day of receipt."""
    size = stock_batch.c.pack_qty * UNIT_E4
    rows = connection.execute(
        sa.select(
            stock_batch.c.order_id,
            stock_batch.c.drug,
            stock_batch.c.received_on,
            sa.func.sum(stock_movement.c.qty_e4 // size).label("packs"),
        )
        .join_from(stock_batch, stock_movement, stock_movement.c.batch_id == stock_batch.c.id)
        .where(stock_batch.c.order_id.in_(ids), stock_movement.c.kind == Kind.RECEIVE)
        .group_by(stock_batch.c.order_id, stock_batch.c.drug, stock_batch.c.received_on)
    )
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.order_id, []).append(row)
    return found


def _outside(connection: sa.Connection, first: date, last: date) -> dict[str, int]:
    """目录外采购: batches bought on a day on which the county's list did not have their drug."""
    rows = connection.execute(
        sa.select(
            stock_batch.c.facility,
            stock_batch.c.drug,
            stock_batch.c.received_on,
            sa.func.count().label("batches"),
        )
        .join_from(stock_batch, stock_movement, stock_movement.c.batch_id == stock_batch.c.id)
        .where(
            stock_batch.c.received_on.between(first, last),
            stock_movement.c.kind == Kind.RECEIVE,
            stock_movement.c.qty_e4 > 0,
        )
        .group_by(stock_batch.c.facility, stock_batch.c.drug, stock_batch.c.received_on)
    ).all()
    listed_on: dict[tuple[str, date], bool] = {}
    found: dict[str, int] = {}
    for row in rows:
        key = (row.drug, row.received_on)
        if key not in listed_on:
            listed_on[key] = stock.price_in_force(connection, *key) is not None or not stock.has_price_list(
                connection, row.received_on
            )
        if not listed_on[key]:
            found[row.facility] = found.get(row.facility, 0) + int(row.batches)
    return found


def _midnight(day: date) -> int:
    return stamp(ms_of(datetime.combine(day, time(), BEIJING)))


def price_to_ship(connection: sa.Connection, line: OrderedLine, day: date) -> int:
    """What a pack costs when it goes out: the county's price of the day, or else that of the order."""
    price = stock.price_in_force(connection, line.drug, day)
    return line.pric_e6 if price is None else price[0]
