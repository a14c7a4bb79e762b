"""病区单据: 医嘱单, 执行单, 摆药单, 体温单, 病程记录 and 出院记录."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from clinic_app.domain.codes import codes
from clinic_app.domain.measurements import measures
from clinic_app.domain.time import BEIJING, beijing, beijing_day, ms_of
from clinic_app.domain.ward import UNIT_E4, Category, Term
from clinic_app.printing.documents import (
    Align,
    Block,
    Curve,
    Document,
    Fields,
    Gap,
    Line,
    Pair,
    Paper,
    Plot,
    Rule,
    Size,
    Table,
    TableColumn,
)
from clinic_app.printing.ward import InBed
from clinic_app.projections.queries.ward import Note, Order, Vital
from clinic_app.projections.queries.wardday import Dose, Owed

NOTE_TITLES: Final = {
    "admission": "入院记录",
    "first": "首次病程记录",
    "daily": "日常病程记录",
    "rounds": "上级医师查房记录",
    "discharge": "出院记录",
}
DAYS: Final = 7  # of one 体温单
_SLOTS: Final = 6  # of a day: 2, 6, 10, 14, 18, 22
_LOW, _HIGH = 35, 42  # ℃; a degree is 20 beats, 40 ℃ is 140
_PULSE_LOW, _PULSE_HIGH = 40, 180
_DAY_MS: Final = 86_400_000
_ORDER_COLUMNS: Final = (
    TableColumn("开始", 13),
    TableColumn("医嘱", 46),
    TableColumn("医师", 10),
    TableColumn("停止", 13),
    TableColumn("医师", 10),
)
_DOSE_COLUMNS: Final = (
    TableColumn("床", 6),
    TableColumn("姓名", 12),
    TableColumn("时间", 9),
    TableColumn("内容", 50),
    TableColumn("执行", 16),
)
_SUM_COLUMNS: Final = (TableColumn("药品", 40), TableColumn("合计", 14, number=True), TableColumn("各床", 46))
# Under the curves: title and the keys of a day; two keys stand with a stroke between.
_ROWS: Final = (
    ("呼吸 次/分", ("resp",)),
    ("血压 mmHg", ("sbp", "dbp")),
    ("入量 ml", ("intake",)),
    ("出量 ml", ("output",)),
    ("大便 次", ("stool",)),
    ("体重 kg", ("weight",)),
)


def order_sheet(
    of: InBed, orders: Sequence[Order], names: Mapping[str, str], document_id: UUID, made_ms: int
) -> Document:
    """医嘱单: long-term orders, then those of one time."""
    blocks: list[Block] = [*_head(of, "医嘱单"), Gap(2)]
    for term, title in ((Term.LONG, "长期医嘱"), (Term.ONCE, "临时医嘱")):
        rows = tuple(_order_row(one, names) for one in orders if one.term is term)
        if rows:
            blocks += [Line(title, Size.LARGE, bold=True), Table(_ORDER_COLUMNS, rows), Gap(3)]
    return _paper(
        of, "医嘱单", document_id, made_ms, tuple(blocks), "医师签字：＿＿＿＿＿＿　护士签字：＿＿＿＿＿＿"
    )


def dose_sheet(
    facility: str, day: date, doses: Sequence[Dose], names: Mapping[str, str], document_id: UUID, made_ms: int
) -> Document:
    """执行单 of a day."""
    rows = tuple(
        (
            one.stay.bed,
            one.stay.name,
            one.slot,
            f"{one.order.name} {order_words(one.order)}".strip(),
            "" if one.done is None else one.done.left_out or names.get(one.done.done_by, one.done.done_by),
        )
        for one in doses
    )
    return _list(facility, f"医嘱执行单 {day:%Y-%m-%d}", Table(_DOSE_COLUMNS, rows), document_id, made_ms)


def supply_sheet(facility: str, day: date, owed: Sequence[Owed], document_id: UUID, made_ms: int) -> Document:
    """摆药单 of a day, summed by drug."""
    by_drug: dict[str, list[Owed]] = {}
    for one in owed:
        by_drug.setdefault(one.order.code, []).append(one)
    rows = tuple(
        (
            f"{some[0].order.name} {some[0].order.spec}".strip(),
            f"{sum(one.cnt_e4 for one in some) // UNIT_E4} {some[0].order.unit}",
            "　".join(f"{one.stay.bed or '—'}床×{one.cnt_e4 // UNIT_E4}" for one in some),
        )
        for some in by_drug.values()
    )
    return _list(facility, f"病区摆药单 {day:%Y-%m-%d}", Table(_SUM_COLUMNS, rows), document_id, made_ms)


def vital_sheet(
    of: InBed, vitals: Mapping[str, Sequence[Vital]], first: date, document_id: UUID, made_ms: int
) -> Document:
    """体温单 of seven days from `first` on."""
    blocks = (*_head(of, "体温单"), Gap(2), *vital_blocks(vitals, first))
    return _paper(of, "体温单", document_id, made_ms, blocks, "× 体温（腋温）　● 脉搏")


def vital_blocks(vitals: Mapping[str, Sequence[Vital]], first: date) -> tuple[Block, ...]:
    """The curves and the figures under them; drawn alike on the screen."""
    begin = ms_of(datetime.combine(first, time(), BEIJING))
    days = [first + timedelta(days=at) for at in range(DAYS)]
    plot = Plot(
        height_mm=105,
        columns=tuple(f"{day:%m-%d}" for day in days),
        parts=_SLOTS,
        rungs=tuple(f"{40 + 20 * at}　{_LOW + at}°" for at in range(_HIGH - _LOW + 1)),
        curves=(
            Curve(_points(vitals.get("temp", ()), begin, _LOW, _HIGH), "cross"),
            Curve(_points(vitals.get("pulse", ()), begin, _PULSE_LOW, _PULSE_HIGH), "dot", red=True),
        ),
    )
    columns = (
        TableColumn("", 12),
        *(TableColumn(f"{day:%m-%d}", 88 / DAYS) for day in days),
    )
    rows = tuple((title, *(_of_day(vitals, keys, day) for day in days)) for title, keys in _ROWS)
    return plot, Table(columns, rows)


def note_sheet(of: InBed, note: Note, names: Mapping[str, str]) -> Document:
    """One note, or the 出院记录, with what was added to it."""
    title = NOTE_TITLES.get(note.kind, "病程记录")
    blocks: list[Block] = [*_head(of, title), Gap(2)]
    if note.diagnoses:
        words = "；".join(one.name for one in note.diagnoses)
        blocks += [Line("出院诊断", bold=True), Line(words, indent_mm=4), Gap(1)]
    for section in note.sections:
        blocks += [Line(section.title, bold=True), Line(section.text, indent_mm=4), Gap(1)]
    signed = names.get(note.signed_by, note.signed_by)
    blocks.append(Pair(f"医师：{signed}", f"{beijing(note.signed_ms):%Y-%m-%d %H:%M}"))
    for one in note.addenda:
        who = names.get(one.added_by, one.added_by)
        blocks += [
            Gap(2),
            Line("补记", bold=True),
            Line(one.text, indent_mm=4),
            Pair(f"医师：{who}", f"{beijing(one.added_ms):%Y-%m-%d %H:%M}"),
        ]
    foot = "患者或家属签字：＿＿＿＿＿＿　医师签字：＿＿＿＿＿＿"
    return _paper(of, title, note.id, note.signed_ms, tuple(blocks), foot)


def order_words(order: Order) -> str:
    """用法: 30mg 口服 每日三次."""
    words = [order.dose, _name("route", order.route), _name("frequency", order.frequency)]
    if order.category is Category.DIET:
        words = []
    if order.group:
        words.append(f"组{order.group}")
    if order.own:
        words.append("自备")
    return " ".join(word for word in (*words, order.note) if word)


def _name(table: str, code: str) -> str:
    found = codes(table).get(code)
    return code if found is None else found.name_zh


def _order_row(one: Order, names: Mapping[str, str]) -> tuple[str, ...]:
    stop = "" if one.stop_ms is None else f"{beijing(one.stop_ms):%m-%d %H:%M}"
    return (
        f"{beijing(one.start_ms):%m-%d %H:%M}",
        f"{one.name} {one.spec} {order_words(one)}".replace("  ", " ").strip(),
        names.get(one.signed_by, one.signed_by),
        stop,
        names.get(one.stopped_by, one.stopped_by) if stop else "",
    )


def _points(values: Sequence[Vital], begin: int, low: int, high: int) -> tuple[tuple[float, float], ...]:
    """Those of the seven days; what lies beyond the scale stands at its edge.  Only drawn, never counted with."""
    span = DAYS * _DAY_MS
    found = []
    for one in values:
        if 0 <= one.taken_ms - begin < span:
            height = (one.value_e4 / UNIT_E4 - low) / (high - low)
            found.append(((one.taken_ms - begin) / span, min(1.0, max(0.0, height))))
    return tuple(found)


def _of_day(vitals: Mapping[str, Sequence[Vital]], keys: tuple[str, ...], day: date) -> str:
    """The last value of the day; of intake and output all together."""
    words = []
    for key in keys:
        values = [one.value_e4 for one in vitals.get(key, ()) if beijing_day(one.taken_ms) == day]
        if values:
            value = sum(values) if key in ("intake", "output") else values[-1]
            words.append(measures()[key].write(value))
    return "/".join(words)


def _list(facility: str, title: str, table: Table, document_id: UUID, made_ms: int) -> Document:
    return Document(
        document_id=document_id,
        made_at=made_ms,
        title=title,
        paper=Paper.A4,
        blocks=(
            Line(facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line(title, align=Align.CENTRE),
            Gap(2),
            table,
        ),
        foot=(Rule(), Pair("核对：＿＿＿＿＿＿", f"{beijing(made_ms):%Y-%m-%d %H:%M}", Size.SMALL)),
    )


def _paper(
    of: InBed, title: str, document_id: UUID, made_ms: int, blocks: tuple[Block, ...], foot: str
) -> Document:
    return Document(
        document_id=document_id,
        made_at=made_ms,
        title=f"{title} {of.admission.number}",
        paper=Paper.A4,
        mark="演示" if of.made_up else "",
        blocks=blocks,
        foot=(Rule(), Pair(foot, f"{beijing(made_ms):%Y-%m-%d %H:%M}", Size.SMALL)),
    )


def _head(of: InBed, title: str) -> tuple[Block, ...]:
    stay = of.admission
    gone = f"{stay.end_day:%Y-%m-%d}" if stay.end_day else ""
    pairs = (
        ("姓名", of.name),
        ("住院号", stay.number),
        ("床号", stay.bed),
        ("科室", stay.department),
        ("入院日期", f"{stay.day:%Y-%m-%d}"),
        ("出院日期", gone),
    )
    return (
        Line(of.facility, Size.LARGE, bold=True, align=Align.CENTRE),
        Line(title, Size.TITLE, bold=True, align=Align.CENTRE),
        Gap(1),
        Fields(tuple(pair for pair in pairs if pair[1])),
        Pair("诊断", stay.diagnosis[1]),
    )
