"""进销存 as a workbook: a drug a row, quantities in packs, money in yuan."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from clinic_app.domain.pharmacy.month import DrugMonth, Group, totals
from clinic_app.printing.stock import in_packs

GROUP_WORDS: Final = {
    "opening": "期初",
    Group.IN: "入库",
    Group.OUT: "出库",
    Group.ADJUSTED: "盘点调价",
    Group.SPLIT: "拆零差",
    "closing": "期末",
}
_WIDTHS: Final = (14, 34, 10, *(14,) * 11)


def month_book(month: date, lines: Sequence[DrugMonth], path: Path) -> None:
    """Writes an .xlsx; a drug a row, the last row adds up.

    Raises:
        OSError: the file cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(f"进销存 {month:%Y-%m}")
    for at, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + at)].width = width
    counted = ("opening", Group.IN, Group.OUT, Group.ADJUSTED, "closing")
    amounts = tuple(GROUP_WORDS)
    sheet.append(
        [
            "药品编码",
            "药品",
            "包装",
            *(f"{GROUP_WORDS[one]}数量" for one in counted),
            *(f"{GROUP_WORDS[one]}金额（元）" for one in amounts),
        ]
    )
    for line in lines:
        moved = {"opening": line.opening, "closing": line.closing} | {one: line.of(one) for one in Group}
        sheet.append(
            [
                line.drug,
                line.name,
                f"{line.pack.quantity}{line.pack.unit}/{line.pack.pack_unit}",
                *(in_packs(line.pack, moved[one].qty_e4) for one in counted),
                *(_yuan(line.fen[str(one)]) for one in amounts),
            ]
        )
    total = totals(lines)
    sheet.append(["", "合计", "", *("" for _ in counted), *(_yuan(total[str(one)]) for one in amounts)])
    book.save(path)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100
