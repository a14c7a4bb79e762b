"""零差率: what the ordered medicines cost on the bill (docs/adr/0011-a-bill-takes-the-price-of-its-batches.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.batch import Batch, Pack
from clinic_app.domain.pharmacy.product import Product
from clinic_app.domain.pharmacy.zero_markup import Priced, on_shelves
from clinic_app.projections.queries import stock
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.projections.queries.products import known_product
from clinic_app.projections.queries.reserved import available

DRUG = "drug"


@dataclass(frozen=True, slots=True)
class Charged:
    """What was ordered, or the part of it at one price, as it stands on the bill."""

    order: OrderLine  # with the quantity and price of this line
    purc_pric_e6: int | None  # None: a service, or a drug that no catalogue knows any more


def charged(
    connection: sa.Connection, here: str, visit_id: UUID, orders: Sequence[OrderLine], today: date
) -> tuple[Charged, ...]:
    """Each drug at the purchase price of the batches it would come out of now, a line for each price.

    What no batch has costs what the county says a pack costs that day; what no catalogue knows any more, what was
    signed.  `here`: the facility's code.
    """
    keeps = stock.keeps_stock(connection, here)
    shelves: dict[str, list[Batch]] = {}
    found: list[Charged] = []
    for order in orders:
        if order.kind != DRUG:
            found.append(Charged(order, None))
            continue
        if keeps and order.code not in shelves:
            shelves[order.code] = available(connection, here, order.code, today, but_visit=visit_id)
        parts, shelves[order.code] = on_shelves(
            shelves.get(order.code, ()), order.cnt_e4, order.unit, today, order.days
        )
        found += _lines(connection, order, parts, today)
    return tuple(found)


def county_price(connection: sa.Connection, product: Product, day: date) -> int:
    """进价 of a pack, micro-yuan: as the county ordered it, else as the catalogue has it."""
    ordered = stock.price_in_force(connection, product.code, day)
    return product.price_e6 if ordered is None else ordered[0]


def _lines(
    connection: sa.Connection, order: OrderLine, parts: Sequence[Priced], today: date
) -> Iterator[Charged]:
    """A line for each price; what the parts leave over joins the one at the county's price."""
    counts = {one.pric_e6: one.cnt_e4 for one in parts}
    missing = order.cnt_e4 - sum(counts.values())
    if missing:
        price = _price_of_missing(connection, order, today)
        if price is None:
            yield Charged(replace(order, cnt_e4=missing), None)
        else:
            counts[price] = counts.get(price, 0) + missing
    for price, count in counts.items():
        yield Charged(replace(order, cnt_e4=count, pric_e6=price), price)


def _price_of_missing(connection: sa.Connection, order: OrderLine, day: date) -> int | None:
    product = known_product(connection, order.code, day)
    if product is None or order.unit not in (product.unit, product.pack_unit):
        return None
    pack = Pack(
        quantity=max(product.pack_qty, 1),
        unit=product.unit,
        pack_unit=product.pack_unit,
        pric_e6=county_price(connection, product, day),
    )
    return pack.price_in(order.unit)
