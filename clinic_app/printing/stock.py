"""库房单据: 盘点表, 盘点结果, 进销存月报, 调拨单, 温度记录."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid5

from clinic_app.domain.money import yuan
from clinic_app.domain.pharmacy.batch import Batch, Pack, in_fen
from clinic_app.domain.pharmacy.cold_chain import Half, Place, in_degrees
from clinic_app.domain.pharmacy.month import DrugMonth, Group, totals
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.stock import BatchReceived
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
)
from clinic_app.printing.receipt import quantity, unit_price
from clinic_app.projections.queries.cold_chain import Reading
from clinic_app.projections.queries.ledger import LedgerLine
from clinic_app.projections.queries.stocktake import Stocktake, TakeLine, result_of
from clinic_app.projections.queries.transfers import Transfer

TAKE_KINDS: Final = {"month": "月盘点", "week": "周盘点（高价药）", "shift": "交接班盘点（麻醉、精一）"}
DIFF_REASONS: Final = {
    "miscount": "记账差错",
    "damage": "破损",
    "theft": "丢失",
    "wrong_dispense": "错发药",
    "split_loss": "拆零损耗",
}
_MONTHS: Final = UUID("8e2c1a52-6a0e-4f0b-9d6b-5d5f3f0f6a11")  # a month of a facility has no entry of its own
_COUNT: Final = (
    TableColumn("药品", 34),
    TableColumn("批号", 16),
    TableColumn("有效期至", 16),
    TableColumn("整包装", 14, number=True),
    TableColumn("零头", 14, number=True),
)
_RESULT: Final = (
    TableColumn("药品", 30),
    TableColumn("批号", 14),
    TableColumn("账面", 16, number=True),
    TableColumn("盈亏", 16, number=True),
    TableColumn("金额（元）", 14, number=True),
    TableColumn("原因", 12),
)
_MONTH: Final = (
    TableColumn("药品", 30),
    TableColumn("期初", 14, number=True),
    TableColumn("入", 14, number=True),
    TableColumn("出", 14, number=True),
    TableColumn("盘点调价", 12, number=True),
    TableColumn("拆零差", 10, number=True),
    TableColumn("期末", 14, number=True),
    TableColumn("期末数量", 18, number=True),
)
_TRANSFER: Final = (
    TableColumn("药品", 32),
    TableColumn("批号", 14),
    TableColumn("有效期至", 14),
    TableColumn("数量", 16, number=True),
    TableColumn("单价", 12, number=True),
    TableColumn("金额（元）", 14, number=True),
)

_LEDGER: Final = (
    TableColumn("时间", 22),
    TableColumn("种类", 10),
    TableColumn("批号", 12),
    TableColumn("数量", 14, number=True),
    TableColumn("结存", 14, number=True),
    TableColumn("经手人", 12),
    TableColumn("单据或原因", 24),
)


_COLD: Final = (
    TableColumn("日", 6),
    TableColumn("上午 °C", 12, number=True),
    TableColumn("记录人", 14),
    TableColumn("下午 °C", 12, number=True),
    TableColumn("记录人", 14),
    TableColumn("超出范围时的措施", 42),
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands over every paper."""

    facility: str  # its name
    made_up: bool = False

    @property
    def mark(self) -> str:
        return "演示" if self.made_up else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A stocktake as its papers need it."""

    head: Letterhead
    take: Stocktake
    lines: Sequence[TakeLine]
    names: Mapping[UUID, str]  # of the drugs, by batch
    reasons: Mapping[UUID, str]  # of the differences, by batch


def in_packs(pack: Pack, qty_e4: int) -> str:
    """3 盒 4 粒; of a drug whose first unit is the pack's."""
    packs, rest = divmod(abs(qty_e4), pack.size_e4)
    words = [f"{packs} {pack.pack_unit}"] if packs or not rest else []
    words += [f"{quantity(rest)} {pack.unit}"] if rest else []
    return ("-" if qty_e4 < 0 else "") + " ".join(words)


def count_sheet(of: Take) -> Document:
    """盲点表: what is to be counted, and nothing of the book."""
    rows = tuple(
        (
            of.names.get(one.batch.batch_id, one.batch.drug),
            one.batch.lot,
            f"{one.batch.expires}",
            f"＿＿＿ {one.batch.pack.pack_unit}",
            f"＿＿＿ {one.batch.pack.unit}" if one.batch.pack.quantity > 1 else "",
        )
        for one in of.lines
    )
    return _of_take(of, "盘点表", (Table(_COUNT, rows),), "两人分别清点，不看账面。")


def result_sheet(of: Take) -> Document:
    """盘点结果: differences with their reasons, in quantity and money."""
    result = result_of(of.lines)
    differing = [one for one in of.lines if one.found.diff_e4 or one.found.diff_loose_e4]
    rows = tuple(_difference(of, one) for one in differing)
    more = sum(one.price_e6 for one in differing if one.price_e6 > 0)
    less = sum(one.price_e6 for one in differing if one.price_e6 < 0)
    accuracy = "—" if result.accuracy_bp is None else f"{result.accuracy_bp / 100:.2f}%"
    blocks: tuple[Block, ...] = (
        Table(_RESULT, rows) if rows else Line("账实相符，没有差异。"),
        Gap(1),
        Fields(
            (
                ("盘点批次", f"{result.counted}"),
                ("相符批次", f"{result.right}"),
                ("准确率", accuracy),
                ("盘盈", f"{yuan(in_fen(more))} 元"),
                ("盘亏", f"{yuan(-in_fen(less))} 元"),
                ("盈亏合计（绝对值）", f"{yuan(in_fen(result.variance_e6))} 元"),
            )
        ),
    )
    return _of_take(of, "盘点结果", blocks, "审批：＿＿＿＿＿＿＿＿")


def month_sheet(
    head: Letterhead, code: str, month: date, lines: Sequence[DrugMonth], made_ms: int
) -> Document:
    """进销存月报: opening + in − out ± adjusted + 拆零差 = closing, to the fen in every line and in the last."""
    total = totals(lines)
    shown = ("opening", *Group, "closing")
    rows = [
        (one.name, *(yuan(one.fen[str(name)]) for name in shown), in_packs(one.pack, one.closing.qty_e4))
        for one in lines
    ]
    last = ("合计", *(yuan(total[str(name)]) for name in shown), "")
    return Document(
        document_id=uuid5(_MONTHS, f"{code} {month:%Y-%m}"),
        made_at=made_ms,
        title=f"进销存月报 {month:%Y-%m}",
        paper=Paper.A4,
        mark=head.mark,
        blocks=(
            Line(head.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line(f"药品进销存月报　{month:%Y 年 %m 月}", Size.TITLE, bold=True, align=Align.CENTRE),
            Line("金额：元（按各批次进价）", Size.SMALL, align=Align.RIGHT),
            Gap(1),
            Table(_MONTH, (*rows, last)),
        ),
        foot=(
            Rule(),
            Pair("制表：＿＿＿＿＿＿　复核：＿＿＿＿＿＿", f"{beijing(made_ms):%Y-%m-%d %H:%M}", Size.SMALL),
        ),
    )


def transfer_sheet(head: Letterhead, told: Transfer, sender: str, receiver: str) -> Document:
    """调拨单: goes along with the boxes.

    Args:
        sender, receiver: names of the institutions.
    """
    worth = [_worth(one.sent) for one in told.lines]
    rows = tuple(
        (
            one.sent.name,
            one.sent.lot,
            f"{one.sent.expires}",
            in_packs(_pack(one.sent), one.sent.qty_e4),
            unit_price(one.sent.pric_e6),
            yuan(fen),
        )
        for one, fen in zip(told.lines, worth, strict=True)
    )
    return Document(
        document_id=told.transfer_id,
        made_at=told.sent_ms,
        title=f"调拨单 {told.number}",
        paper=Paper.A5_WIDE,
        mark=head.mark,
        blocks=(
            Line(sender, Size.LARGE, bold=True, align=Align.CENTRE),
            Line("药品调拨单", Size.BASE, align=Align.CENTRE),
            Fields(
                (
                    ("单号", told.number),
                    ("调入机构", receiver),
                    ("发出时间", f"{beijing(told.sent_ms):%Y-%m-%d %H:%M}"),
                )
            ),
            Gap(1),
            Table(_TRANSFER, rows),
            Pair("合计", f"{yuan(sum(worth))} 元", bold=True),
        ),
        foot=(Rule(), Pair("发货：＿＿＿＿＿＿　运送：＿＿＿＿＿＿", "收货：＿＿＿＿＿＿", Size.SMALL)),
    )


def ledger_sheet(
    head: Letterhead,
    batch: Batch,
    name: str,
    lines: Sequence[LedgerLine],
    made_ms: int,
    words: Mapping[str, str],
) -> Document:
    """药品明细账: each movement and what was on hand after it, the oldest first.

    Args:
        batch: quantities are read in its packs.
        lines: the oldest first, `by` a name.
        words: of each kind of movement.
    """
    rows = tuple(
        (
            f"{beijing(one.at_ms):%Y-%m-%d %H:%M}",
            words.get(one.kind, one.kind),
            one.lot,
            f"开 {in_packs(batch.pack, one.opened_e4)}"
            if one.opened_e4
            else in_packs(batch.pack, one.qty_e4),
            in_packs(batch.pack, one.balance_e4),
            one.by,
            one.paper,
        )
        for one in lines
    )
    return Document(
        document_id=uuid5(batch.batch_id, f"ledger {len(lines)}"),
        made_at=made_ms,
        title=f"药品明细账 {name}",
        paper=Paper.A4,
        mark=head.mark,
        blocks=(
            Line(head.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line(f"药品明细账　{name}", Size.TITLE, bold=True, align=Align.CENTRE),
            Gap(1),
            Table(_LEDGER, rows),
        ),
        foot=(Rule(), Pair("保管员：＿＿＿＿＿＿", f"{beijing(made_ms):%Y-%m-%d %H:%M}", Size.SMALL)),
    )


def temperature_sheet(
    head: Letterhead, code: str, place: Place, month: date, readings: Sequence[Reading], made_ms: int
) -> Document:
    """冷链温度记录 of a month: every day of it, also those that nobody read.

    Args:
        code: of the institution.
        readings: of the place, `by` a name.
    """
    told = {(one.day, one.half): one for one in readings}
    days = ((month + timedelta(days=32)).replace(day=1) - month).days
    rows = tuple(
        _cold_day(
            month + timedelta(days=at), *(told.get((month + timedelta(days=at), half)) for half in Half)
        )
        for at in range(days)
    )
    outside = sum(not one.in_band for one in readings)
    return Document(
        document_id=uuid5(_MONTHS, f"{code} {place.name} {month:%Y-%m} {len(readings)}"),
        made_at=made_ms,
        title=f"温度记录 {place.name} {month:%Y-%m}",
        paper=Paper.A4,
        mark=head.mark,
        blocks=(
            Line(head.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line(f"冷链温度记录　{month:%Y 年 %m 月}", Size.TITLE, bold=True, align=Align.CENTRE),
            Fields(
                (
                    ("地点", place.name),
                    ("应在", f"{in_degrees(place.lowest)} – {in_degrees(place.highest)} °C"),
                    ("读数／超范围", f"{len(readings)}／{outside}"),
                )
            ),
            Gap(1),
            Table(_COLD, rows, size=Size.SMALL),
        ),
        foot=(
            Rule(),
            Pair(
                "* 超出范围　保管员：＿＿＿＿＿＿　审核：＿＿＿＿＿＿",
                f"{beijing(made_ms):%Y-%m-%d %H:%M}",
                Size.SMALL,
            ),
        ),
    )


def _cold_day(day: date, morning: Reading | None, afternoon: Reading | None) -> tuple[str, ...]:
    def read(one: Reading | None) -> tuple[str, str]:
        return ("", "") if one is None else (in_degrees(one.tenths) + ("" if one.in_band else " *"), one.by)

    measures = (one.measure for one in (morning, afternoon) if one is not None and one.measure)
    return f"{day:%d}", *read(morning), *read(afternoon), "；".join(measures)


def _of_take(of: Take, title: str, blocks: tuple[Block, ...], last: str) -> Document:
    take = of.take
    return Document(
        document_id=uuid5(take.stocktake_id, title),
        made_at=take.opened_ms,
        title=f"{title} {take.number}",
        paper=Paper.A4,
        mark=of.head.mark,
        blocks=(
            Line(of.head.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line(title, Size.TITLE, bold=True, align=Align.CENTRE),
            Fields(
                (
                    ("单号", take.number),
                    ("种类", TAKE_KINDS.get(take.kind, take.kind)),
                    ("开始", f"{beijing(take.opened_ms):%Y-%m-%d %H:%M}"),
                )
            ),
            Gap(1),
            *blocks,
        ),
        foot=(Rule(), Pair("盘点人：＿＿＿＿＿＿　＿＿＿＿＿＿", last, Size.SMALL)),
    )


def _difference(of: Take, one: TakeLine) -> tuple[str, ...]:
    batch = one.batch
    reason = of.reasons.get(batch.batch_id, "")
    return (
        of.names.get(batch.batch_id, batch.drug),
        batch.lot,
        in_packs(batch.pack, one.book_e4),
        in_packs(batch.pack, one.found.diff_e4),
        yuan(in_fen(one.price_e6)),
        DIFF_REASONS.get(reason, reason),
    )


def _pack(sent: BatchReceived) -> Pack:
    return Pack(quantity=sent.pack_qty, unit=sent.unit, pack_unit=sent.pack_unit, pric_e6=sent.pric_e6)


def _worth(sent: BatchReceived) -> int:
    """Fen."""
    return in_fen(_pack(sent).value_e6(sent.qty_e4, sent.loose_e4))
