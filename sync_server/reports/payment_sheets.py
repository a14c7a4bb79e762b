"""拨付单 as a workbook: cover, items, one sheet of statements for each institution, and what the figures mean.

It holds what was frozen with the run, and who approved it: the same run gives the same bytes.  Amounts are yuan.
No person is named.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from clinic_app.domain.capital_amount import capital_amount
from clinic_app.domain.policy.words import INSUTYPE_NAMES, MED_TYPE_NAMES
from clinic_app.domain.time import beijing
from sync_server.reports.payment_words import METHOD_NAMES, RULES, explained, method_name
from sync_server.reports.payments import Part, Shown
from sync_server.reports.workbooks import bytes_of

_MONEY: Final = "#,##0.00;[Red]-#,##0.00"
_TITLE: Final = Font(size=16, bold=True)
_BOLD: Final = Font(bold=True)
_HEAD: Final = PatternFill("solid", fgColor="D8EEEC")
_LINE: Final = Side(style="thin", color="B0BEC0")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP: Final = Alignment(vertical="top", wrap_text=True)
_MIDDLE: Final = Alignment(horizontal="center", vertical="center")
_COVER: Final = "拨付单"
_ITEMS: Final = ("序号", "机构编码", "机构名称", "支付方式", "险种", "类别", "金额（元）", "依据")
_STATED: Final = (
    "申报表编号", "险种", "类别", "结算/红冲", "笔数", "医疗费总额", "基金支付", "基金应付", "机构承担", "病种结余", "扣款",
)  # fmt: skip
_NAME_LIMIT: Final = 31  # characters of a sheet's name
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def workbook(shown: Shown, county: str, names: dict[str, str]) -> bytes:
    """The run as XLSX; `names` are those of the officers."""
    book = openpyxl.Workbook()
    cover = book.active
    assert isinstance(cover, Worksheet)
    cover.title = _COVER
    _cover(cover, shown, county, names)
    _items(book.create_sheet("明细"), shown)
    for part in shown.parts:
        _part(book.create_sheet(_sheet_name(part)), part, shown.run.month)
    _explanations(book.create_sheet("说明"))
    for sheet in book.worksheets:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return bytes_of(book, shown.run.made_ms)


def _cover(sheet: Worksheet, shown: Shown, county: str, names: dict[str, str]) -> None:
    run = shown.run
    sheet.append([f"{county}医疗保障基金拨付单"])
    sheet.merge_cells("A1:D1")
    sheet["A1"].font = _TITLE
    sheet["A1"].alignment = _MIDDLE
    sheet.row_dimensions[1].height = 34
    approved = "待复核" if run.approved_ms is None else _signed(run.approved_by, run.approved_ms, names)
    facts = [
        ("拨付月份", run.month),
        ("拨付单编号", run.id.hex),
        ("支付计划", shown.plan_title or "无（按申报表据实结算）"),
        ("合计（元）", _yuan(run.total)),
        ("合计（大写）", capital_amount(run.total)),
        ("机构数", len(shown.parts)),
        ("制单", _signed(run.made_by, run.made_ms, names)),
        ("复核", approved),
    ]
    for name, value in facts:
        sheet.append([name, value])
        row = sheet.max_row
        sheet.cell(row, 1).font = _BOLD
        sheet.cell(row, 2).alignment = Alignment(horizontal="left")
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=4)
    sheet.cell(5, 2).number_format = _MONEY
    sheet.append([])
    _table(sheet, ("机构编码", "机构名称", "申报表", "金额（元）"), _totals(shown))
    _sum_line(sheet, 3, run.total)
    sheet.append([])
    sheet.append(["制单人签字：", "", "复核人签字：", ""])
    _widths(sheet, (16, 40, 18, 20))


def _totals(shown: Shown) -> Iterable[Sequence[object]]:
    for part in shown.parts:
        yield part.facility, part.name, len(part.statements), _yuan(part.total)


def _sum_line(sheet: Worksheet, before: int, total: int) -> None:
    sheet.append(["合计", *[""] * (before - 1), _yuan(total)])
    for cell in sheet[sheet.max_row]:
        cell.font = _BOLD
        cell.border = _BOX
    sheet.cell(sheet.max_row, before + 1).number_format = _MONEY


def _items(sheet: Worksheet, shown: Shown) -> None:
    numbered = [(item, part.name) for part in shown.parts for item in part.items]
    rows = [
        (
            item.no,
            item.facility,
            name,
            method_name(item.method),
            INSUTYPE_NAMES.get(item.insutype, item.insutype),
            _kind(item.figures.get("clr_type", 0)),
            _yuan(item.amount),
            explained(item.method, item.figures),
        )
        for item, name in numbered
    ]
    _table(sheet, _ITEMS, rows)
    sheet.freeze_panes = "A2"
    sheet.append(["合计", "", "", "", "", "", _yuan(shown.run.total)])
    sheet.cell(sheet.max_row, 7).number_format = _MONEY
    sheet.cell(sheet.max_row, 7).font = sheet.cell(sheet.max_row, 1).font = _BOLD
    _widths(sheet, (6, 14, 26, 16, 14, 12, 16, 70))


def _part(sheet: Worksheet, part: Part, month: str) -> None:
    sheet.append([f"{part.name}（{part.facility}） {month}"])
    sheet["A1"].font = _TITLE
    sheet.append([f"本期拨付合计：{capital_amount(part.total)}"])
    sheet.append([])
    items = [
        (
            method_name(item.method),
            INSUTYPE_NAMES.get(item.insutype, item.insutype),
            _kind(item.figures.get("clr_type", 0)),
            _yuan(item.amount),
            explained(item.method, item.figures),
        )
        for item in part.items
    ]
    _table(sheet, ("支付方式", "险种", "类别", "金额（元）", "依据"), items)
    for row in range(sheet.max_row - len(items) + 1, sheet.max_row + 1):
        sheet.merge_cells(start_row=row, start_column=5, end_row=row, end_column=len(_STATED))
    _sum_line(sheet, 3, part.total)
    sheet.append([])
    _table(sheet, _STATED, _stated(part))
    _widths(sheet, (36, 14, 14, 16, 8, 16, 16, 16, 14, 14, 12))


def _stated(part: Part) -> Iterable[Sequence[object]]:
    for one in part.statements:
        group, sums = one.group, one.sums
        yield (
            one.id.hex,
            INSUTYPE_NAMES.get(group.insutype, group.insutype),
            _kind(int(group.clr_type)),
            "红冲" if group.refd_setl_flag else "结算",
            one.fixmedins_setl_cnt,
            *(
                _yuan(sums[name])
                for name in (
                    "medfee_sumamt",
                    "fund_pay_sumamt",
                    "fund_due",
                    "clinic_loss",
                    "dise_surplus_amt",
                    "deducted",
                )
            ),
        )


def _explanations(sheet: Worksheet) -> None:
    _table(
        sheet, ("支付方式", "金额如何算出"), [(METHOD_NAMES[name][0], rule) for name, rule in RULES.items()]
    )
    _widths(sheet, (20, 100))


def _table(sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet.append(list(heads))
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill, cell.border, cell.alignment = _BOLD, _HEAD, _BOX, _MIDDLE
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.border = _BOX
            cell.alignment = _WRAP
            if isinstance(cell.value, Decimal):
                cell.number_format = _MONEY


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for at, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + at)].width = width


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def _kind(clr_type: int) -> str:
    return MED_TYPE_NAMES.get(str(clr_type), "")


def _signed(officer: str, ms: int, names: dict[str, str]) -> str:
    who = names.get(officer, officer) or "县平台"
    return (
        f"{who}（{officer}） {beijing(ms):%Y-%m-%d %H:%M}"
        if officer
        else f"{who} {beijing(ms):%Y-%m-%d %H:%M}"
    )


def _sheet_name(part: Part) -> str:
    return f"{part.facility} {part.name}".translate(_FORBIDDEN)[:_NAME_LIMIT]
