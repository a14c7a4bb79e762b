"""配送、价格、召回: what the county's distribution and the drug office say to the clinics' pharmacies."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.purchase import Accepted, OrderAccepted, OrderShipped, Shipped
from clinic_app.journal.facts.stock import LotRecalled, Price, PricesOrdered
from clinic_app.projections.queries.purchase import Order, Stage, facility_of_order, order_of
from clinic_app.projections.tables.purchase import purchase_order
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database


class BadOrderAnswer(RuleBroken):
    """The order stands otherwise, or a line of the answer does not stand on it, is too much, or has no reason."""

    code = "distribution.bad_answer"


class NothingTold(RuleBroken):
    """A price list without a price, or a recall without a lot."""

    code = "distribution.nothing_told"


def orders_waiting(connection: sa.Connection) -> list[tuple[str, Order]]:
    """Submitted and not answered, the oldest first, with the institution's code."""
    rows = connection.execute(
        sa.select(purchase_order.c.id, purchase_order.c.facility)
        .where(
            purchase_order.c.submitted_at.is_not(None),
            purchase_order.c.accepted_at.is_(None),
            purchase_order.c.cancelled_at.is_(None),
        )
        .order_by(purchase_order.c.submitted_at, purchase_order.c.id)
    ).all()
    return [(row.facility, order_of(connection, row.id)) for row in rows]


def accept(
    database: Database,
    order_id: UUID,
    lines: Sequence[Accepted],
    due: date,
    author: str,
    wall: Wall = wall_clock,
) -> None:
    """接单: what is not cut by a line comes whole.

    Raises:
        NoOrder, BadOrderAnswer
    """
    with held_pen(database, wall) as pen:
        order = order_of(pen.connection, order_id)
        ordered = {line.drug: line.ordered for line in order.lines}
        cut = {one.drug: one for one in lines}
        if order.stage is not Stage.SUBMITTED or not cut.keys() <= ordered.keys():
            raise BadOrderAnswer(number=order.number)
        if any(not 0 <= one.packs <= ordered[one.drug] for one in lines):
            raise BadOrderAnswer(number=order.number)
        if any(one.packs < ordered[one.drug] and not one.why for one in lines):
            raise BadOrderAnswer(number=order.number)
        told = tuple(cut.get(drug) or Accepted(drug=drug, packs=packs) for drug, packs in ordered.items())
        here = facility_of_order(pen.connection, order_id)
        pen.append(OrderAccepted(facility=here, order_id=order_id, due=due, lines=told), None, author)


def ship(
    database: Database,
    order_id: UUID,
    shipment: str,
    lines: Sequence[Shipped],
    author: str,
    wall: Wall = wall_clock,
) -> None:
    """发货: a shipment with its lots, never more than was accepted.

    Raises:
        NoOrder, BadOrderAnswer
    """
    with held_pen(database, wall) as pen:
        order = order_of(pen.connection, order_id)
        left = {line.drug: (line.accepted or 0) - line.shipped for line in order.lines}
        sound = order.stage in (Stage.ACCEPTED, Stage.SHIPPED, Stage.PART) and bool(lines)
        for line in lines:
            left[line.drug] = left.get(line.drug, 0) - line.packs
            sound = sound and line.packs > 0 and left[line.drug] >= 0
        if not sound:
            raise BadOrderAnswer(number=order.number)
        fact = OrderShipped(
            facility=facility_of_order(pen.connection, order_id),
            order_id=order_id,
            shipment=shipment,
            lines=tuple(lines),
        )
        pen.append(fact, None, author)


def order_prices(
    database: Database,
    number: str,
    from_day: date,
    prices: Sequence[Price],
    author: str,
    wall: Wall = wall_clock,
) -> UUID:
    """采购目录价格, 调价: to every clinic; returns the entry that a revaluation names.

    Raises:
        NothingTold
    """
    if not prices or any(one.pric_e6 <= 0 for one in prices):
        raise NothingTold()
    with held_pen(database, wall) as pen:
        fact = PricesOrdered(number=number, from_day=from_day, prices=tuple(prices))
        return pen.append(fact, None, author).id


def recall(
    database: Database, drug: str, lot: str, reason: str, author: str, wall: Wall = wall_clock
) -> None:
    """召回: at once and everywhere.

    Raises:
        NothingTold
    """
    if not drug or not lot or not reason:
        raise NothingTold()
    with held_pen(database, wall) as pen:
        pen.append(LotRecalled(drug=drug, lot=lot, reason=reason), None, author)
