"""申请单, 80 mm with its barcode, and 报告单, A5."""

from dataclasses import dataclass
from typing import Final

from clinic_app.domain.age import written_age
from clinic_app.domain.examinations.kinds import CATEGORY_NAMES
from clinic_app.domain.time import beijing, beijing_day
from clinic_app.journal.facts.examinations import ResultLine
from clinic_app.printing.documents import (
    Align,
    Barcode,
    Block,
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
from clinic_app.projections.queries.examinations import Examination, Report

FLAG_MARKS: Final = {"L": "↓", "H": "↑", "LL": "↓↓ 危急", "HH": "↑↑ 危急", "A": "异常"}
_COLUMNS: Final = (
    TableColumn("项目", 0.36),
    TableColumn("结果", 0.17, number=True),
    TableColumn("提示", 0.13),
    TableColumn("参考区间", 0.19),
    TableColumn("单位", 0.15),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Papered:
    """What a paper's head and foot say beside the order."""

    facility: str
    doctor: str  # who ordered
    author: str  # who wrote this paper
    made_up: bool = False


def order_slip(order: Examination, paper: Papered) -> Document:
    """The patient's slip: what to do where; its barcode opens the order."""
    then = beijing(order.ordered_ms)
    title = f"{CATEGORY_NAMES[order.category]}申请单"
    services = tuple(Line(f"· {line.name}", Size.LARGE, bold=True) for line in order.services)
    told = (("标本", order.specimen), ("部位", order.site), ("目的", order.purpose))
    return Document(
        document_id=order.id,
        made_at=order.ordered_ms,
        title=f"{title} {order.number}",
        paper=Paper.SLIP,
        mark="演示" if paper.made_up else "",
        blocks=(
            Line(paper.facility, Size.BASE, bold=True, align=Align.CENTRE),
            Line(f"{title}{'（急）' if order.urgent else ''}", Size.LARGE, bold=True, align=Align.CENTRE),
            Gap(1.5),
            Pair(
                "姓名", f"{order.name}　{_sex(order)}　{_age(order, order.ordered_ms)}", Size.LARGE, bold=True
            ),
            *services,
            *(Pair(name, text) for name, text in told if text),
            Pair("医师", paper.doctor),
            Pair("时间", f"{then:%Y-%m-%d %H:%M}"),
            Gap(2.0),
            Barcode(order.number, 10.0),
            Rule(dashed=True),
            Line("请持本单缴费、采样或检查；取报告时出示本单或社保卡。", Size.SMALL),
        ),
    )


def report_sheet(order: Examination, report: Report, paper: Papered) -> Document:
    """The report; a corrected one says so, and a replaced one says that it does not count any more."""
    then = beijing(report.reported_ms)
    title = f"{CATEGORY_NAMES[order.category]}报告单{'（更正）' if report.replaces else ''}"
    return Document(
        document_id=report.id,
        made_at=report.reported_ms,
        title=f"{title} {order.number}",
        paper=Paper.A5,
        mark="已更正" if report.replaced else "演示" if paper.made_up else "",
        blocks=(
            Line(paper.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line(title, Size.TITLE, bold=True, align=Align.CENTRE),
            Gap(1.5),
            Fields((("姓名", order.name), ("性别", _sex(order)), ("年龄", _age(order, report.reported_ms)))),
            Fields((("单号", order.number), ("标本", order.taken or order.specimen or "—")), columns=2),
            Fields((("项目", order.title),), columns=1),
            Rule(),
            *_content(report),
        ),
        foot=(
            Rule(),
            Fields(
                (("申请医师", paper.doctor), ("报告者", paper.author), ("报告时间", f"{then:%Y-%m-%d %H:%M}"))
            ),
            Line("本报告仅对所检标本或当次检查负责。", Size.SMALL),
        ),
    )


def reference(line: ResultLine) -> str:
    """参考区间 as it is printed: 3.5–5.3, ≤26, 阴性."""
    if line.low and line.high:
        return f"{line.low}–{line.high}"
    if line.high:
        return f"≤{line.high}" if line.high[0].isdigit() else line.high
    return f"≥{line.low}" if line.low else ""


def _content(report: Report) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if report.lines:
        rows = tuple(
            (line.name, line.value, FLAG_MARKS.get(line.flag, ""), reference(line), line.unit)
            for line in report.lines
        )
        blocks.append(Table(_COLUMNS, rows, Size.SMALL if len(rows) > 12 else Size.BASE))
    for name, text in (("所见", report.findings), ("结论", report.conclusion)):
        if text:
            blocks += [Gap(1), Line(f"{name}：", bold=True), Line(text, indent_mm=4)]
    if report.critical:
        blocks += [Gap(1), Line(f"危急值：{report.critical}", bold=True)]
    return tuple(blocks)


def _sex(order: Examination) -> str:
    return {"1": "男", "2": "女"}.get(order.sex, "未知")


def _age(order: Examination, at_ms: int) -> str:
    return written_age(order.birth_date, beijing_day(at_ms)) if order.birth_date else "不详"
