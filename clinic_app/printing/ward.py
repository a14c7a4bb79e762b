"""住院单据: 预交金收据 and 一日清单."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.capital_amount import capital_amount
from clinic_app.domain.money import yuan
from clinic_app.domain.time import beijing
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
from clinic_app.projections.queries.inpatient import Admission, Charge, DepositSlip

WAY_NAMES: Final = {"cash": "现金", "wechat": "微信", "alipay": "支付宝", "bank": "银行卡"}
_COLUMNS: Final = (
    TableColumn("项目", 44),
    TableColumn("单价", 14, number=True),
    TableColumn("数量", 16, number=True),
    TableColumn("金额", 16, number=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InBed:
    """Who, where and in what state the account is; the words of every paper of the ward."""

    facility: str
    admission: Admission
    name: str
    made_up: bool = False


def deposit_slip(of: InBed, slip: DepositSlip, held: int, by: str) -> Document:
    """预交金收据, or of what was handed back 预交金退款单.

    Args:
        held: fen held once this slip was made.
        by: name of the cashier.
    """
    returned = slip.amount < 0
    title = "预交金退款单" if returned else "住院预交金收据"
    fen = abs(slip.amount)
    reason = (Pair("退款原因", slip.reason or "未填"),) if returned else ()
    keep = (
        "领款人签字：＿＿＿＿＿＿＿＿"
        if returned
        else "本单为预交款凭据，不作报销用。出院结算时请交回，多退少补。"
    )
    return Document(
        document_id=slip.entry_id,
        made_at=slip.taken_ms,
        title=f"{title} {slip.number}",
        paper=Paper.A5_WIDE,
        corner="退款" if returned else "",
        mark="演示" if of.made_up else "",
        blocks=(
            *_head(of, title, (("单号", slip.number),)),
            Gap(3),
            Pair("退还金额" if returned else "收到预交金", f"¥{yuan(fen)}", Size.TITLE, bold=True),
            Line(f"大写：{capital_amount(fen)}", Size.LARGE),
            Pair("方式", WAY_NAMES.get(slip.tender, slip.tender)),
            *reason,
            Pair("预交金余额", f"{yuan(held)} 元"),
        ),
        foot=(
            Line(keep, Size.SMALL),
            Rule(),
            Pair(f"收费员：{by}", f"{beijing(slip.taken_ms):%Y-%m-%d %H:%M:%S}", Size.SMALL),
        ),
    )


def day_list(
    of: InBed, day: date, charges: tuple[Charge, ...], so_far: int, document_id: UUID, made_ms: int
) -> Document:
    """一日清单: what one day cost, and how the account stood after it.

    Args:
        so_far: fen of all charges up to that day.
        document_id, made_ms: of the last entry that charged the day, so that a reprint says the same.
    """
    total = sum(one.amount for one in charges)
    return Document(
        document_id=document_id,
        made_at=made_ms,
        title=f"住院一日清单 {of.admission.number} {day:%Y-%m-%d}",
        paper=Paper.A5,
        mark="演示" if of.made_up else "",
        blocks=(
            *_head(of, "住院费用一日清单", (("日期", f"{day:%Y-%m-%d}"),), columns=2),
            Gap(1),
            Table(_COLUMNS, tuple(_row(one) for one in charges)),
            Rule(),
            Pair("当日合计", f"¥{yuan(total)}", Size.LARGE, bold=True),
            Pair("住院以来合计", f"{yuan(so_far)} 元"),
        ),
        foot=(
            Line("对费用有疑问，请向护士站查询。医保支付以出院结算为准。", Size.SMALL),
            Rule(),
            Pair("患者或家属签字：＿＿＿＿＿＿", f"{beijing(made_ms):%Y-%m-%d %H:%M}", Size.SMALL),
        ),
    )


def _head(of: InBed, title: str, further: tuple[tuple[str, str], ...], columns: int = 3) -> tuple[Block, ...]:
    stay = of.admission
    return (
        Line(of.facility, Size.LARGE, bold=True, align=Align.CENTRE),
        Line(title, Size.BASE, align=Align.CENTRE),
        Gap(1),
        Fields(
            (
                ("姓名", of.name),
                ("住院号", stay.number),
                ("科室", f"{stay.department}{f' {stay.bed}床' if stay.bed else ''}"),
                ("入院日期", f"{stay.day:%Y-%m-%d}"),
                *further,
            ),
            columns=columns,
        ),
    )


def _row(one: Charge) -> tuple[str, ...]:
    count = quantity(abs(one.cnt_e4))
    return (
        one.name,
        unit_price(one.pric_e6),
        f"{'−' if one.cnt_e4 < 0 else ''}{count} {one.unit}".strip(),
        yuan(one.amount),
    )
