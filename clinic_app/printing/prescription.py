"""处方笺, A5: 前记, Rp, 后记 (处方管理办法 (2007) annex 1, 处方标准)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.age import full_years, written_age
from clinic_app.domain.codes import UnknownCode, name_of
from clinic_app.domain.money import half_up, yuan
from clinic_app.domain.outpatient import USUAL_DAYS
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.outpatient import DrugLine
from clinic_app.printing.documents import (
    Align,
    Block,
    Document,
    Fields,
    Gap,
    Line,
    Pair,
    Paper,
    Rule,
    Size,
    Tint,
)
from clinic_app.printing.receipt import quantity

_CHILD: Final = 14  # years; below it the sheet is green: 儿科处方
_WEIGHED: Final = 6  # years; below it the weight belongs on the sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescribed:
    """One prescription with what its head and foot say, as it was when it was signed."""

    prescription_id: UUID
    issued_ms: int  # UTC
    lines: tuple[DrugLine, ...]
    facility: str
    visit_number: str
    day: date  # of the visit
    department: str
    name: str
    sex: str  # GB/T 2261.1 code
    birth_date: date | None
    paying: str  # 居民医保, 自费
    diagnoses: tuple[str, ...]
    doctor: str
    sheet: int = 1  # of `sheets` that the visit has
    sheets: int = 1
    made_up: bool = False


def prescription_sheet(prescribed: Prescribed) -> Document:
    """The sheet; a reprint is the same to the byte."""
    child = prescribed.birth_date is not None and full_years(prescribed.birth_date, prescribed.day) < _CHILD
    return Document(
        document_id=prescribed.prescription_id,
        made_at=prescribed.issued_ms,
        title=f"处方笺 {prescribed.visit_number}",
        paper=Paper.A5,
        tint=Tint.GREEN if child else Tint.WHITE,
        corner="儿科" if child else "普通",
        mark="演示" if prescribed.made_up else "",
        blocks=(*_head(prescribed), *_drugs(prescribed)),
        foot=_foot(prescribed),
    )


def _head(prescribed: Prescribed) -> tuple[Block, ...]:
    day = prescribed.day
    sex = {"1": "男", "2": "女"}.get(prescribed.sex, "未知")
    born = prescribed.birth_date
    who = [("姓名", prescribed.name), ("性别", sex), ("年龄", written_age(born, day) if born else "不详")]
    if born is not None and full_years(born, day) < _WEIGHED:
        who.append(("体重", "　　　kg"))
    return (
        Line(prescribed.facility, Size.LARGE, bold=True, align=Align.CENTRE),
        Line("处 方 笺", Size.TITLE, bold=True, align=Align.CENTRE),
        Gap(2),
        Fields(
            (
                ("费别", prescribed.paying),
                ("科别", prescribed.department),
                ("门诊号", prescribed.visit_number),
            ),
        ),
        Fields(tuple(who), columns=max(3, len(who))),
        Fields((("临床诊断", "、".join(prescribed.diagnoses)),), columns=1),
        Fields(
            (
                ("开具日期", f"{day:%Y年%m月%d日}"),
                ("处方号", str(prescribed.prescription_id)[-12:].upper()),
            ),
            columns=2,
        ),
        Rule(),
    )


def _drugs(prescribed: Prescribed) -> tuple[Block, ...]:
    blocks: list[Block] = [Line("Rp", Size.TITLE, bold=True), Gap(1)]
    for at, line in enumerate(prescribed.lines, start=1):
        count = f"{quantity(line.cnt_e4)} {line.unit}"
        blocks.append(Pair(f"{at}. {line.name}　{line.spec}".rstrip(), f"× {count}", Size.LARGE, bold=True))
        blocks.append(Line(f"用法：{usage(line)}", indent_mm=6))
        blocks.append(Gap(1.5))
    blocks.append(Line("（以下空白）", Size.SMALL, align=Align.CENTRE))
    return tuple(blocks)


def _foot(prescribed: Prescribed) -> tuple[Block, ...]:
    total = sum(half_up(line.pric_e6 * line.cnt_e4, 10**8) for line in prescribed.lines)
    then = beijing(prescribed.issued_ms)
    long = max((line.days for line in prescribed.lines), default=0) > USUAL_DAYS
    notes = "处方当日有效。" + ("用量超过 7 日，医师注明理由：＿＿＿＿＿＿＿＿＿" if long else "")
    number = f"　第 {prescribed.sheet} 张，共 {prescribed.sheets} 张" if prescribed.sheets > 1 else ""
    return (
        Rule(),
        Fields((("医师", prescribed.doctor), ("药品金额", f"¥{yuan(total)}")), columns=2),
        Fields((("审核", ""), ("调配", ""), ("核对", ""), ("发药", "")), columns=4),
        Gap(1),
        Pair(f"{notes}{number}", f"{then:%Y-%m-%d %H:%M}", Size.SMALL),
        Line(f"医师电子签名已入日志，凭号核验：{prescribed.prescription_id}", Size.SMALL),
    )


def usage(line: DrugLine) -> str:
    """每次 0.5g　每日三次　口服　3 天."""
    parts = (
        f"每次 {line.dose}" if line.dose else "",
        _word("frequency", line.frequency),
        _word("route", line.route),
        f"{line.days} 天" if line.days else "",
    )
    return "　".join(part for part in parts if part) or "遵医嘱"


def _word(table: str, code: str) -> str:
    if not code:
        return ""
    try:
        return name_of(table, code)
    except UnknownCode:
        return code
