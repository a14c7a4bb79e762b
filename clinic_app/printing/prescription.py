"""处方笺, A5: 前记, Rp, 后记, each kind with its colour and its word (处方管理办法 (2007) annex 1, 处方标准)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.age import full_years, written_age
from clinic_app.domain.codes import UnknownCode, name_of
from clinic_app.domain.money import half_up, yuan
from clinic_app.domain.prescribing.draft import Kind
from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.outpatient import Collector, Decoction, DrugLine, Override
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
    Table,
    TableColumn,
    Tint,
)
from clinic_app.printing.receipt import quantity

_CHILD: Final = 14  # years; below it an ordinary sheet is green: 儿科处方
_KINDS: Final = {
    Kind.ORDINARY: (Tint.WHITE, "普通"),
    Kind.EMERGENCY: (Tint.YELLOW, "急诊"),
    Kind.PAEDIATRIC: (Tint.GREEN, "儿科"),
    Kind.NARCOTIC: (Tint.RED, "麻、精一"),
    Kind.PSY2: (Tint.WHITE, "精二"),
    Kind.HERBS: (Tint.WHITE, "中药饮片"),
}
_ABREAST: Final = 3  # herbs in a row
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
    kind: Kind = Kind.ORDINARY
    decoction: Decoction | None = None
    overrides: tuple[Override, ...] = ()
    weight_kg: str = ""  # the last one measured before it was signed
    cancelled: bool = False
    long_term: bool = False
    id_number: str = ""  # printed on a narcotic's sheet only
    collector: Collector | None = None  # 代办人
    replaces: UUID | None = None  # the cancelled one
    sheet: int = 1  # of `sheets` that the visit has
    sheets: int = 1
    made_up: bool = False


def prescription_sheet(prescribed: Prescribed) -> Document:
    """The sheet; a reprint is the same to the byte."""
    tint, word = _KINDS[_kind(prescribed)]
    return Document(
        document_id=prescribed.prescription_id,
        made_at=prescribed.issued_ms,
        title=f"处方笺 {prescribed.visit_number}",
        paper=Paper.A5,
        tint=tint,
        corner=f"{word}　长期" if prescribed.long_term else word,
        mark="作废" if prescribed.cancelled else "演示" if prescribed.made_up else "",
        blocks=(*_head(prescribed), *_rp(prescribed)),
        foot=_foot(prescribed),
    )


def _kind(prescribed: Prescribed) -> Kind:
    """As signed; an ordinary one of a child was signed before kinds were."""
    born = prescribed.birth_date
    child = born is not None and full_years(born, prescribed.day) < _CHILD
    return Kind.PAEDIATRIC if child and prescribed.kind is Kind.ORDINARY else prescribed.kind


def _head(prescribed: Prescribed) -> tuple[Block, ...]:
    day = prescribed.day
    sex = {"1": "男", "2": "女"}.get(prescribed.sex, "未知")
    born = prescribed.birth_date
    who = [("姓名", prescribed.name), ("性别", sex), ("年龄", written_age(born, day) if born else "不详")]
    years = full_years(born, day) if born is not None else _CHILD
    if years < _WEIGHED or (years < _CHILD and prescribed.weight_kg):
        who.append(("体重", f"{prescribed.weight_kg or '　　　'}kg"))
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
        *_identities(prescribed),
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


def _identities(prescribed: Prescribed) -> tuple[Block, ...]:
    """麻、精一: the numbers of who takes it and of who fetches it (处方管理办法 (2007) annex 1)."""
    if prescribed.kind is not Kind.NARCOTIC:
        return ()
    one = prescribed.collector
    fetched = (("代办人", one.name if one else "本人"), ("代办人身份证号", one.id_number if one else ""))
    return (Fields((("患者身份证号", prescribed.id_number),), columns=1), Fields(fetched, columns=2))


def _rp(prescribed: Prescribed) -> tuple[Block, ...]:
    return _herbs(prescribed) if prescribed.kind is Kind.HERBS else _drugs(prescribed)


def _drugs(prescribed: Prescribed) -> tuple[Block, ...]:
    blocks: list[Block] = [Line("Rp", Size.TITLE, bold=True), Gap(1)]
    for at, line in enumerate(prescribed.lines, start=1):
        count = f"{quantity(line.cnt_e4)} {line.unit}"
        mark = _group_mark(prescribed.lines, at - 1)
        own = "（自备）" if line.own else ""
        name = f"{at}. {mark}{line.name}　{line.spec}".rstrip() + own
        blocks.append(Pair(name, f"× {count}", Size.LARGE, bold=True))
        if mark in ("", "└ "):
            blocks.append(Line(f"用法：{usage(line)}", indent_mm=6))
        else:
            blocks.append(Line(f"每次 {line.dose}", indent_mm=6))
        if line.note:
            blocks.append(Line(f"注：{line.note}", Size.SMALL, indent_mm=6))
        blocks.append(Gap(1.5))
    blocks.append(Line("（以下空白）", Size.SMALL, align=Align.CENTRE))
    return tuple(blocks)


def _group_mark(lines: tuple[DrugLine, ...], at: int) -> str:
    """┌ │ └ before the lines of one infusion or injection."""
    group = lines[at].group
    first = at == 0 or lines[at - 1].group != group
    last = at == len(lines) - 1 or lines[at + 1].group != group
    if not group or (first and last):
        return ""
    return "┌ " if first else "└ " if last else "│ "


def _herbs(prescribed: Prescribed) -> tuple[Block, ...]:
    """中药饮片: three abreast with what is special to each, then 剂数 and how they are taken."""
    cells = [f"{one.name} {one.dose}{f'（{one.note}）' if one.note else ''}" for one in prescribed.lines]
    cells += [""] * (-len(cells) % _ABREAST)
    rows = tuple(tuple(cells[at : at + _ABREAST]) for at in range(0, len(cells), _ABREAST))
    columns = tuple(TableColumn(title, 1) for title in ("药味　每剂用量", "", ""))
    blocks: list[Block] = [Line("Rp", Size.TITLE, bold=True), Gap(1), Table(columns, rows), Gap(2)]
    taken = prescribed.decoction
    if taken is not None:
        usage_word = taken.usage or "水煎服"
        boiled = "　代煎" if taken.boiled_here else ""
        blocks.append(Line(f"共 {taken.doses} 剂　{usage_word}{boiled}", Size.LARGE, bold=True))
    blocks.append(Line("（以下空白）", Size.SMALL, align=Align.CENTRE))
    return tuple(blocks)


def _reasons(prescribed: Prescribed) -> tuple[Block, ...]:
    """What was signed although a rule spoke: the reason, and the prescriber's name once more."""
    names = {line.code: line.name for line in prescribed.lines}
    return tuple(
        Pair(
            f"注明 {names.get(one.code, '')}：{one.reason}".replace(" ：", "："),
            f"医师再次签名 {prescribed.doctor}",
            Size.SMALL,
        )
        for one in prescribed.overrides
    )


def _foot(prescribed: Prescribed) -> tuple[Block, ...]:
    total = sum(half_up(line.pric_e6 * line.cnt_e4, 10**8) for line in prescribed.lines if not line.own)
    then = beijing(prescribed.issued_ms)
    long = max((line.days for line in prescribed.lines), default=0) > shipped_rules().usual_days
    told = any(one.rule == "P02" for one in prescribed.overrides)
    ask = long and not told and not prescribed.long_term
    instead = f"代替已作废的处方 {str(prescribed.replaces)[-12:].upper()}。" if prescribed.replaces else ""
    notes = f"处方当日有效。{instead}" + ("用量超过 7 日，医师注明理由：＿＿＿＿＿＿＿＿＿" if ask else "")
    number = f"　第 {prescribed.sheet} 张，共 {prescribed.sheets} 张" if prescribed.sheets > 1 else ""
    return (
        *_reasons(prescribed),
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
