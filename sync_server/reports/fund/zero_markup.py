"""零差率销售额: what primary institutions sold at the purchase price, the base of the subsidy for the lost margin.

Of every payer, by the day of settlement; a red takes its original off on its own day, so a month that was told stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from clinic_app.domain.money import half_up, yuan
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.settlement import settlement_line
from sync_server.reports import workbooks
from sync_server.reports.fund.parameters import kinds, parameters
from sync_server.reports.fund.records import Period, is_red, record, sign, within

_BP: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """Of one institution, or of all; money in fen.  Shares leave decoction pieces out."""

    facility: str  # "": together
    by_month: Mapping[str, int] = field(default_factory=dict)  # 2026-11: sold at zero mark-up
    drug_lines: int = 0
    drug_fee: int = 0
    essential_lines: int = 0
    essential_fee: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_month.values())

    @property
    def lines_bp(self) -> int | None:
        """基本药物品种次占比; None: nothing was sold."""
        return half_up(self.essential_lines * _BP, self.drug_lines) if self.drug_lines > 0 else None

    @property
    def fee_bp(self) -> int | None:
        """基本药物金额占比."""
        return half_up(self.essential_fee * _BP, self.drug_fee) if self.drug_fee > 0 else None


def months_of(period: Period) -> list[str]:
    """2026-11 and so on, every month that the period touches."""
    first, last = (day.year * 12 + day.month - 1 for day in (period.since, period.until))
    return [f"{at // 12}-{at % 12 + 1:02}" for at in range(first, last + 1)]


def sold(db: sa.Connection, period: Period) -> list[Sold]:
    """By institution, the most sold first."""
    found: dict[str, Sold] = {}
    for row in db.execute(_by_day(db, period)):
        before = found.get(row.facility, Sold(facility=row.facility))
        found[row.facility] = together((before, _of_day(row)), row.facility)
    return sorted(found.values(), key=lambda one: (-one.total, one.facility))


def together(parts: Iterable[Sold], facility_code: str = "") -> Sold:
    """Several as one."""
    those, months = list(parts), dict[str, int]()
    for one in those:
        for month, fen in one.by_month.items():
            months[month] = months.get(month, 0) + fen
    return Sold(
        facility=facility_code,
        by_month=months,
        drug_lines=sum(one.drug_lines for one in those),
        drug_fee=sum(one.drug_fee for one in those),
        essential_lines=sum(one.essential_lines for one in those),
        essential_fee=sum(one.essential_fee for one in those),
    )


def sheet(rows: Iterable[tuple[str, Sold]], months: list[str], heads: list[str], ms: int) -> bytes:
    """The workbook: a row an institution, a column a month in yuan; `heads`: what the other columns are called."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = heads[0]
    page.append([heads[1], *months, *heads[2:]])
    for name, one in rows:
        fens = (one.by_month.get(month, 0) for month in months)
        shares = ("" if bp is None else f"{bp / 100:.2f}%" for bp in (one.lines_bp, one.fee_bp))
        page.append([workbooks.cell_text(name), *map(yuan, fens), yuan(one.total), *shares])
    page.column_dimensions["A"].width = 24
    page.freeze_panes = "B2"
    return workbooks.bytes_of(book, ms)


def _by_day(db: sa.Connection, period: Period) -> sa.Select[Any]:
    line, known = settlement_line.c, kinds(db, period.until)
    fee = sign * line.det_item_fee_sumamt
    at_cost = sa.and_(line.purc_pric_e6.is_not(None), line.pric_e6 == line.purc_pric_e6)
    drug = line.med_list_codg.in_(known.drugs)
    essential = line.med_list_codg.in_(known.essential)
    primary = sa.select(facility.c.code).where(facility.c.inst_lv.in_(parameters()["F12"]["levels"]))

    def total(value: sa.ColumnElement[int], when: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.cast(sa.func.coalesce(sa.func.sum(sa.case((when, value), else_=0)), 0), sa.BigInteger)

    return (
        sa.select(
            record.c.facility,
            record.c.setl_date,
            total(fee, at_cost).label("sold"),
            total(sign, drug).label("drug_lines"),
            total(fee, drug).label("drug_fee"),
            total(sign, essential).label("essential_lines"),
            total(fee, essential).label("essential_fee"),
        )
        .join_from(
            record,
            settlement_line,
            line.settlement_id == sa.case((is_red, record.c.reverses), else_=record.c.id),
        )
        .where(*within(period, record), record.c.facility.in_(primary))
        .group_by(record.c.facility, record.c.setl_date)
    )


def _of_day(row: Any) -> Sold:
    day: date = row.setl_date
    return Sold(
        facility=row.facility,
        by_month={f"{day:%Y-%m}": int(row.sold)},
        drug_lines=int(row.drug_lines),
        drug_fee=int(row.drug_fee),
        essential_lines=int(row.essential_lines),
        essential_fee=int(row.essential_fee),
    )
