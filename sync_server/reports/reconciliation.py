"""对账 and 申报 for the county's office: days by facility, receivables that nobody collects, a statement as a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.reconciling import Day
from clinic_app.domain.statements import SUMS, Line
from clinic_app.journal.clock import ms_of_stamp, stamp
from clinic_app.projections.queries.differences import open_of
from clinic_app.projections.queries.reconciliation import Dispute, Statement
from clinic_app.projections.tables.settlement import settlement
from sync_server.publish.statements import TERM_DAYS
from sync_server.reports import workbooks
from sync_server.store.queries.daybooks import balance

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_DAY_MS: Final = 24 * 3600 * 1000


class NoSuchDay(NotFound):
    code = "console.not_found"


@dataclass(frozen=True, slots=True)
class Grid:
    """One row a facility, one cell a day."""

    days: tuple[date, ...]
    rows: tuple[tuple[str, Mapping[date, Day]], ...]  # only facilities with anything in these days
    unbalanced: int  # cells
    overdue: int


@dataclass(frozen=True, slots=True)
class Receivable:
    """A person's share that the clinic has not collected within the term."""

    settlement_id: UUID
    facility: str
    number: str
    setl_date: date
    amount: int  # fen
    since: int  # UTC ms of the adjudication
    action: str


def grid(db: sa.Connection, until: date, length: int, today: date, facility: str = "") -> Grid:
    """The `length` days up to `until`, the newest first."""
    days = tuple(until - timedelta(days=back) for back in range(length))
    rows: dict[str, dict[date, Day]] = {}
    found = balance(db, days[-1], days[0], facility or None)
    for day in found:
        rows.setdefault(day.facility, {})[day.day] = day
    return Grid(
        days,
        tuple(sorted(rows.items())),
        sum(1 for day in found if not day.balanced),
        sum(1 for day in found if day.overdue(today)),
    )


def day_of(db: sa.Connection, facility: str, day: date) -> Day:
    """One facility's day in full.

    Raises:
        NoSuchDay: nothing happened there.
    """
    found = balance(db, day, day, facility, whole=True)
    if not found:
        raise NoSuchDay(what=f"{facility} {day}")
    return found[0]


def receivables(db: sa.Connection, now: int) -> list[Receivable]:
    """What persons owe clinics for longer than the term, the oldest first."""
    table = settlement.c
    rows = db.execute(
        sa.select(table.id, table.facility, table.adjudicated_at)
        .where(
            table.action_due == "COLLECT_PERSON",
            table.reversed_entry.is_(None),
            table.adjudicated_at < stamp(now - TERM_DAYS * _DAY_MS),
            table.facility.is_not(None),
        )
        .order_by(table.adjudicated_at)
    )
    found = []
    for row in rows:
        still = open_of(db, row.id)
        if still is not None and still.amount > 0:
            since = ms_of_stamp(row.adjudicated_at)
            found.append(
                Receivable(
                    row.id, row.facility, still.number, still.setl_date, still.amount, since, still.action
                )
            )
    return found


def sheet(
    statement: Statement,
    lines: Sequence[Line],
    disputes: Sequence[Dispute],
    heads: Mapping[str, str],
    facility: str,
) -> bytes:
    """The statement as XLSX, its bytes a function of what it says; `heads` are the words of columns and sums.

    Amounts are yuan, exact to the fen.
    """
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    cover = book.create_sheet(heads["statement"])
    group = statement.group
    for name, value in (
        ("facility", f"{facility} {statement.facility}"),
        ("month", statement.month),
        ("insutype", group.insutype),
        ("clr_type", group.clr_type),
        ("refd_setl_flag", group.refd_setl_flag),
        ("period", f"{statement.stmt_begndate} – {statement.stmt_enddate}"),
        ("fixmedins_setl_cnt", statement.fixmedins_setl_cnt),
        ("stmt_id", statement.id.hex),
    ):
        cover.append([heads[name], value])
    cover.append([])
    cover.append([heads["sum"], heads["issued"], heads["effective"]])
    for name in SUMS:
        cover.append([heads[name], _yuan(statement.sums[name]), _yuan(statement.effective[name])])
    _details(book.create_sheet(heads["details"]), lines, disputes, heads)
    for sheet_ in book.worksheets:
        _dress(sheet_)
    return workbooks.bytes_of(book, statement.issued_ms)


_COLUMNS: Final = (
    "record",
    "kind",
    "number",
    "psn_no",
    "mdtrt_id",
    "med_type",
    "enddate",
    "setl_date",
    "medfee_sumamt",
    "fund_pay_sumamt",
    "county_medfee_sumamt",
    "county_fund_pay_sumamt",
    "action",
    "fund_due",
    "person_due",
    "clinic_loss",
    "deducted",
    "dispute",
)


def _details(
    sheet_: "Worksheet",
    lines: Sequence[Line],
    disputes: Sequence[Dispute],
    heads: Mapping[str, str],
) -> None:
    reasons = {one.record: one.reason for one in disputes}
    sheet_.append([heads[name] for name in _COLUMNS])
    for line in lines:
        sheet_.append(
            [
                line.record.hex,
                heads[f"kind.{line.kind.value}"],
                workbooks.cell_text(line.number),
                workbooks.cell_text(line.psn_no),
                line.mdtrt_id.hex if line.mdtrt_id else "",
                workbooks.cell_text(line.med_type),
                line.enddate.isoformat() if line.enddate else "",
                line.day.isoformat() if line.day else "",
                _yuan(line.client.get("medfee_sumamt", 0)),
                _yuan(line.client.get("fund_pay_sumamt", 0)),
                _yuan(line.county.get("medfee_sumamt", 0)),
                _yuan(line.county.get("fund_pay_sumamt", 0)),
                line.action,
                _yuan(line.dues.fund_due),
                _yuan(line.dues.person_due),
                _yuan(line.dues.clinic_loss),
                _yuan(line.deducted),
                workbooks.cell_text(reasons.get(line.record, "")),
            ]
        )


def _dress(sheet_: "Worksheet") -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for column, cells in enumerate(sheet_.iter_cols(), start=1):
        longest = max((len(str(cell.value or "")) for cell in cells), default=8)
        sheet_.column_dimensions[get_column_letter(column)].width = min(max(longest + 4, 10), 40)
        for cell in cells:
            if isinstance(cell.value, Decimal):
                cell.number_format = "#,##0.00"
                cell.alignment = Alignment(horizontal="right")
    for cell in sheet_[1]:
        cell.font = Font(bold=True)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100
