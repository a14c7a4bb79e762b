"""价格: what the county's list says, and what a sheet would change of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from clinic_app.domain.catalogs.columns import Place
from clinic_app.journal.catalog_sheet import Reading, Sheet, reading_of
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.facts.stock import Price
from clinic_app.journal.sheet_report import BadRow
from clinic_app.projections.queries import stock
from clinic_app.projections.queries.products import known_product
from clinic_app.projections.tables.stock import drug_price

KIND = "prices"


@dataclass(frozen=True, slots=True)
class Priced:
    """One row of a sheet that can be published."""

    drug: str
    name: str
    old_e6: int | None  # micro-yuan a pack on the day; None: not on the list before
    pric_e6: int


@dataclass(frozen=True, slots=True)
class PriceReading:
    rows: tuple[Priced, ...]
    bad: tuple[BadRow, ...]
    bad_rows: int

    @property
    def changes(self) -> tuple[Price, ...]:
        """What travels: prices that are new or other."""
        return tuple(Price(one.drug, one.pric_e6) for one in self.rows if one.pric_e6 != one.old_e6)


@dataclass(frozen=True, slots=True)
class PriceOrder:
    """采购目录价格 or 调价通知, as it was published."""

    number: str
    from_day: date
    prices: int
    at: int  # UTC ms


def price_reading(
    connection: sa.Connection, sheet: Sheet, mapping: Mapping[str, Place], day: date
) -> PriceReading:
    """A price list as it would be in force on `day`.

    Raises:
        NoColumn
    """
    reading: Reading = reading_of(sheet, mapping)
    rows: list[Priced] = []
    bad = list(reading.bad)
    for line, row in zip(_good_lines(sheet, reading), reading.rows, strict=True):
        product = known_product(connection, row["code"], day)
        if product is None:
            bad.append(BadRow(line, "code", "unknown_drug", mapping["code"].title, row["code"]))
        elif int(row["price_e6"]) == 0:
            bad.append(BadRow(line, "price_e6", "no_price", mapping["price_e6"].title, "0"))
        else:
            before = stock.price_in_force(connection, row["code"], day)
            rows.append(
                Priced(row["code"], product.name, before[0] if before else None, int(row["price_e6"]))
            )
    bad.sort(key=lambda one: one.line)
    return PriceReading(tuple(rows), tuple(bad), len({one.line for one in bad}))


def price_orders(connection: sa.Connection, limit: int = 50) -> list[PriceOrder]:
    """The newest first; one that travelled in several entries is one."""
    at = sa.func.max(drug_price.c.at).label("at")
    rows = connection.execute(
        sa.select(drug_price.c.number, drug_price.c.from_day, sa.func.count().label("prices"), at)
        .group_by(drug_price.c.number, drug_price.c.from_day)
        .order_by(sa.desc("at"))
        .limit(limit)
    )
    return [PriceOrder(row.number, row.from_day, int(row.prices), ms_of_stamp(row.at)) for row in rows]


def _good_lines(sheet: Sheet, reading: Reading) -> Sequence[int]:
    """The lines of the good rows, in their order."""
    bad = {one.line for one in reading.bad}
    return [line for line, _ in sheet.rows if line not in bad]
