"""县级回执: what the county holds of a day and what it said to it, on one A4 page."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.money import yuan
from clinic_app.domain.time import beijing
from clinic_app.journal.day_sums import DaySum
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

_SUMS: Final = (
    TableColumn("", 30),
    TableColumn("记录（条）", 20, number=True),
    TableColumn("涉及金额（元）", 25, number=True),
)
_VERDICTS: Final = (
    TableColumn("县级复核", 40),
    TableColumn("笔数", 15, number=True),
    TableColumn("基金增减（元）", 20, number=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountySheet:
    """A day's receipt as its paper needs it."""

    sheet_id: UUID
    facility_name: str
    letter: str  # of this PC
    day: date
    as_of_ms: int  # UTC: when the county last told everything; 0: never
    held: DaySum
    theirs: DaySum | None  # None: the county has not told
    waiting: int  # entries
    verdicts: tuple[tuple[str, int, int | None], ...]  # what, how many, fen of the funds
    set_aside: int  # entries of any kind
    head: str  # seq and short hash; "" for none
    complete: bool
    made_up: bool = False


def county_sheet(sheet: CountySheet) -> Document:
    """回执; the same bytes while nothing more has come from the county."""
    title = "县级接收回执"
    rows = [("县里已接收（本机所记）", str(sheet.held.entries), yuan(sheet.held.fen))]
    if sheet.theirs is not None:
        rows.append(("县里所记", str(sheet.theirs.entries), yuan(sheet.theirs.fen)))
    return Document(
        document_id=sheet.sheet_id,
        made_at=sheet.as_of_ms,
        title=f"{title} {sheet.day.isoformat()}",
        paper=Paper.A4,
        corner="" if sheet.complete else "未齐",
        mark="演示" if sheet.made_up else "",
        blocks=(
            Line(sheet.facility_name, Size.LARGE, bold=True, align=Align.CENTRE),
            Line(title, Size.TITLE, bold=True, align=Align.CENTRE),
            Gap(2),
            Fields((("业务日期", sheet.day.isoformat()), ("本机", sheet.letter), ("截至", _as_of(sheet)))),
            Gap(2),
            Table(_SUMS, tuple(rows)),
            Gap(1),
            Line(_sums_in_words(sheet), bold=True),
            Gap(2),
            Table(
                _VERDICTS,
                tuple(
                    (name, str(count), "" if fen is None else yuan(fen))
                    for name, count, fen in sheet.verdicts
                ),
            ),
            Gap(1),
            Line(_rest_in_words(sheet)),
        ),
        foot=(
            Rule(),
            Pair("核对：＿＿＿＿＿＿＿＿", "日期：＿＿＿＿＿＿"),
            Pair(f"日志末条 {sheet.head or '无'}", f"{sheet.sheet_id}", Size.SMALL),
        ),
    )


def _as_of(sheet: CountySheet) -> str:
    return f"{beijing(sheet.as_of_ms):%Y-%m-%d %H:%M}" if sheet.as_of_ms else "尚未同步"


def _sums_in_words(sheet: CountySheet) -> str:
    if sheet.theirs is None:
        return "县里尚未告知当日合计，两端未核对。" if sheet.held.entries else "当日没有县里已接收的记录。"
    return (
        "两端记录数与金额一致。"
        if sheet.theirs == sheet.held
        else "两端记录数或金额不一致，请告知县里的管理员。"
    )


def _rest_in_words(sheet: CountySheet) -> str:
    said = []
    if sheet.waiting:
        said.append(f"尚有 {sheet.waiting} 条未到县里")
    if sheet.set_aside:
        said.append(f"{sheet.set_aside} 条被退回，处理前不计入")
    if not said:
        return "当日记录已齐。" if sheet.complete else "县里的复核结果尚未全部到达。"
    return "；".join(said) + "。"
