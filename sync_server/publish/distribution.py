"""配送、价格、召回: what the county's distribution and the drug office say to the clinics' pharmacies."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import Wall, beijing_day, wall_clock
from clinic_app.journal.facts.purchase import Accepted, OrderAccepted, OrderShipped, Shipped
from clinic_app.journal.facts.stock import LotRecalled, Price, PricesOrdered
from clinic_app.projections.queries.products import product_of
from clinic_app.projections.queries.purchase import Stage, facility_of_order, order_of
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database

SHIPPING: Final = (Stage.ACCEPTED, Stage.SHIPPED, Stage.PART)  # something may be on its way yet
_AT_ONCE: Final = 5000  # prices of an entry


class BadOrderAnswer(RuleBroken):
    """The order stands otherwise, or a line of the answer does not stand on it, is too much, or has no reason."""

    code = "distribution.bad_answer"


class NothingTold(RuleBroken):
    """A price list without a price, or a recall without a lot."""

    code = "distribution.nothing_told"


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
        sound = order.stage in SHIPPING and bool(lines and shipment.strip())
        for line in lines:
            left[line.drug] = left.get(line.drug, 0) - line.packs
            sound = sound and line.packs > 0 and line.pric_e6 > 0 and left[line.drug] >= 0
            sound = sound and bool(line.lot.strip())
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
) -> tuple[UUID, ...]:
    """采购目录价格, 调价: to every clinic; the entries of it, at most 5,000 prices each, which a revaluation names.

    Raises:
        NothingTold
    """
    if not prices or not number.strip() or any(one.pric_e6 <= 0 for one in prices):
        raise NothingTold()
    parts = [tuple(prices[at : at + _AT_ONCE]) for at in range(0, len(prices), _AT_ONCE)]
    with held_pen(database, wall) as pen:
        told = [PricesOrdered(number=number.strip(), from_day=from_day, prices=part) for part in parts]
        return tuple(pen.append(one, None, author).id for one in told)


def recall(
    database: Database, drug: str, lot: str, reason: str, author: str, wall: Wall = wall_clock
) -> None:
    """召回: at once and everywhere.

    Raises:
        NothingTold, UnknownProduct
    """
    if not drug.strip() or not lot.strip() or not reason.strip():
        raise NothingTold()
    with held_pen(database, wall) as pen:
        product_of(pen.connection, drug.strip(), beijing_day(wall()))
        fact = LotRecalled(drug=drug.strip(), lot=lot.strip(), reason=reason.strip())
        pen.append(fact, None, author)
