"""召回联系单: a recalled lot, what is left of it, and whom to call back, on A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clinic_app.domain.pharmacy.batch import Pack
from clinic_app.domain.time import beijing
from clinic_app.printing.documents import (
    Align,
    Document,
    Fields,
    Gap,
    Line,
    Pair,
    Paper,
    Rule,
    Size,
    Table,
    TableColumn,
)
from clinic_app.printing.receipt import quantity
from clinic_app.projections.queries.stock import Given, RecalledLot

_COLUMNS: Final = (
    TableColumn("序号", 6, number=True),
    TableColumn("姓名", 14),
    TableColumn("电话", 18),
    TableColumn("住址（村）", 22),
    TableColumn("取药日期", 14),
    TableColumn("数量", 12, number=True),
    TableColumn("联系结果", 20),
)


@dataclass(frozen=True, slots=True)
class CallBack:
    """A recalled lot at one institution."""

    lot: RecalledLot
    facility: str  # its name
    left_e4: int
    pack: Pack
    given: Sequence[Given]
    made_up: bool = False


def call_back_sheet(told: CallBack) -> Document:
    """召回联系单, with room for what came of each call."""
    title = "药品召回联系单"
    lot = told.lot
    rows = tuple(_row(number, one, told.pack.unit) for number, one in enumerate(told.given, start=1))
    return Document(
        document_id=lot.entry_id,
        made_at=lot.recalled_ms,
        title=f"{title} {lot.name} {lot.lot}",
        paper=Paper.A4,
        mark="演示" if told.made_up else "",
        blocks=(
            Line(told.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line(title, Size.TITLE, bold=True, align=Align.CENTRE),
            Gap(2),
            Fields(
                (
                    ("药品", lot.name),
                    ("批号", lot.lot),
                    ("召回日期", f"{beijing(lot.recalled_ms):%Y-%m-%d}"),
                    ("在库", f"{quantity(told.left_e4)} {told.pack.unit}"),
                    ("需联系", f"{len(rows)} 人次"),
                )
            ),
            Line(f"召回原因：{lot.reason}"),
            Gap(2),
            Table(_COLUMNS, rows),
            Line(
                "请逐一电话或上门告知停用，带剩余药品来换。联系不上的另行登记。"
                if rows
                else "没有人领过这一批。"
            ),
        ),
        foot=(Rule(), Pair("联系人：＿＿＿＿＿＿＿＿", "日期：＿＿＿＿＿＿")),
    )


def _row(number: int, one: Given, unit: str) -> tuple[str, ...]:
    day = f"{beijing(one.given_ms):%Y-%m-%d}"
    return str(number), one.name, one.phone, one.village, day, f"{quantity(one.qty_e4)} {unit}", ""
