"""A comparison as a workbook: the sums, and the settlements that change most.  Amounts in yuan."""

from collections.abc import Mapping
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from sync_server.reports.whatif.compare import Cell, Comparison

_SUMS = (
    "险种",
    "机构编码",
    "机构",
    "医疗类别",
    "笔数",
    "基金支付（前）",
    "基金支付（后）",
    "基金增减",
    "个人负担（前）",
    "个人负担（后）",
    "个人增减",
    "得益人数",
    "增负人数",
)
_LARGEST = (
    "结算ID",
    "机构",
    "险种",
    "医疗类别",
    "服务结束日",
    "基金（前）",
    "基金（后）",
    "个人（前）",
    "个人（后）",
)


def workbook_of(done: Comparison, names: Mapping[str, str]) -> Workbook:
    """`names`: of facilities, by code."""
    book = Workbook()
    sums = book.active
    assert isinstance(sums, Worksheet)
    sums.title = "测算"
    sums.append([f"{done.month} 政策测算：{'、'.join(done.before)} → {'、'.join(done.after)}"])
    sums.append(
        [
            f"{done.bills} 笔，{done.persons} 人；{done.gain} 人少付，{done.lose} 人多付；"
            f"{done.stretched} 笔按最近的版本测算；{done.left_out} 笔没有比较"
        ]
    )
    sums.append(_SUMS)
    for cell in done.cells:
        sums.append(_row(cell, names.get(cell.facility, "")))
    sums.append(_row(done.total(), "合计"))
    sums["A1"].font = Font(bold=True, size=14)
    for title in sums[3]:
        title.font = Font(bold=True)
    sums.freeze_panes = "A4"
    largest = book.create_sheet("差额最大的结算")
    largest.append(_LARGEST)
    for item in done.largest:
        facility = names.get(item.facility, item.facility)
        money = (item.fund_before, item.fund_after, item.person_before, item.person_after)
        row = (item.id.hex, facility, item.insutype, item.med_type, item.day)
        largest.append([*row, *map(_yuan, money)])
    for sheet in (sums, largest):
        for column, width in enumerate((36, 14, 24, 10, 12, 14, 14, 14, 14, 14, 14, 10, 10)):
            letter = chr(ord("A") + column)
            sheet.column_dimensions[letter].width = width if sheet is largest or column else 12
    return book


def _row(cell: Cell, name: str) -> list[object]:
    return [
        cell.insutype,
        cell.facility,
        name,
        cell.med_type,
        cell.bills,
        _yuan(cell.fund_before),
        _yuan(cell.fund_after),
        _yuan(cell.fund_after - cell.fund_before),
        _yuan(cell.person_before),
        _yuan(cell.person_after),
        _yuan(cell.person_after - cell.person_before),
        cell.gain,
        cell.lose,
    ]


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100
