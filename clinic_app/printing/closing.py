"""日结表: a closing on A4, from its entry alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from clinic_app.domain.capital_amount import capital_amount
from clinic_app.domain.closing.words import AMOUNTS, CATEGORIES, CLEARING, MEANS, diff_word
from clinic_app.domain.money import yuan
from clinic_app.domain.policy.words import INSUTYPE_NAMES, MED_TYPE_NAMES
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.closing import ClosingMade
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

_SHOWN: Final = (
    "medfee_sumamt",
    "fund_pay_sumamt",
    "hosp_part_amt",
    "psn_part_amt",
    "acct_pay",
    "psn_cash_pay",
)
_FUNDS: Final = ("hifp_pay", "hifmi_pay", "hifob_pay", "maf_pay")
_GROUPS: Final = (
    TableColumn("险种", 20),
    TableColumn("清算类别", 16),
    TableColumn("方向", 10),
    TableColumn("笔数", 10, number=True),
    TableColumn("医疗费总额", 16, number=True),
    TableColumn("基金支付", 16, number=True),
    TableColumn("个人账户", 14, number=True),
)
_RECEIPTS: Final = (
    TableColumn("起号", 26),
    TableColumn("止号", 26),
    TableColumn("使用", 12, number=True),
    TableColumn("作废", 12, number=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A closing as its paper needs it."""

    closing_id: UUID
    made_ms: int  # UTC
    made: ClosingMade
    made_up: bool = False


def closing_sheet(sheet: Sheet) -> Document:
    """日结表; a reprint is the same to the byte."""
    made = sheet.made
    title = "机构日结表" if made.level == "facility" else "收费日结表"
    return Document(
        document_id=sheet.closing_id,
        made_at=sheet.made_ms,
        title=f"{title} {made.number}",
        paper=Paper.A4,
        corner=diff_word(made.cash_diff) if made.cash_diff else "",
        mark="演示" if sheet.made_up else "",
        blocks=(
            Line(made.facility_name, Size.LARGE, bold=True, align=Align.CENTRE),
            Line(title, Size.TITLE, bold=True, align=Align.CENTRE),
            Gap(2),
            _head(sheet),
            Gap(1),
            *_breakdown("医疗类别", made.by_med_type, MED_TYPE_NAMES, made.sums),
            *_breakdown("收费员", made.by_opter, made.names, made.sums),
            *_named("基金支付", {name: made.sums.get(name, 0) for name in _FUNDS}, AMOUNTS),
            *_named("费用类别", made.by_category, CATEGORIES),
            *_groups(made),
            *_named("收款方式（结算与退费）", made.tender, MEANS),
            *_drawer(made),
            *_receipts(made),
            *_beside(made),
        ),
        foot=_signed(sheet),
    )


def _head(sheet: Sheet) -> Fields:
    made = sheet.made
    who = made.names.get(made.opter_id, made.opter_id)
    windows = ("窗口日结", f"{len(made.closings)} 份")
    counted = ("结算 / 退费", f"{made.n_setl} / {made.n_red} 笔")
    return Fields(
        (
            ("日结单号", made.number),
            ("营业日", made.biz_date.isoformat()),
            ("结账人", who),
            ("结账时间", f"{beijing(sheet.made_ms):%Y-%m-%d %H:%M}"),
            counted,
            windows if made.level == "facility" else ("其中暂估", f"{made.n_provisional} 笔"),
        )
    )


def _breakdown(
    title: str, tables: Mapping[str, Mapping[str, int]], names: Mapping[str, str], whole: Mapping[str, int]
) -> tuple[Block, ...]:
    columns = (TableColumn(title, 18), *(TableColumn(AMOUNTS[one], 14, number=True) for one in _SHOWN))
    rows = [
        (names.get(key, key), *(yuan(table.get(one, 0)) for one in _SHOWN)) for key, table in tables.items()
    ]
    total = ("合计", *(yuan(whole.get(one, 0)) for one in _SHOWN))
    return (Table(columns, (*rows, total)), Gap(2))


def _named(title: str, table: Mapping[str, int], names: Mapping[str, str]) -> tuple[Block, ...]:
    shown = tuple((names.get(key, key), yuan(fen)) for key, fen in table.items() if fen)
    if not shown:
        return ()
    return (Line(title, bold=True), Fields(shown, columns=4), Gap(1))


def _groups(made: ClosingMade) -> tuple[Block, ...]:
    rows = tuple(
        (
            INSUTYPE_NAMES.get(one.insutype, one.insutype) or "自费",
            CLEARING.get(one.clr_type, one.clr_type),
            "退费" if one.refd_setl_flag else "结算",
            str(one.fixmedins_setl_cnt),
            yuan(one.medfee_sumamt),
            yuan(one.fund_pay_sumamt),
            yuan(one.acct_pay),
        )
        for one in made.groups
    )
    return (Line("总额对账", bold=True), Table(_GROUPS, rows), Gap(2)) if rows else ()


def _drawer(made: ClosingMade) -> tuple[Block, ...]:
    """How the cash that must be there comes about, and what was counted."""
    parts = [
        ("备用金", made.float_in),
        ("结算收现减退现", made.tender.get("cash", 0)),
        ("差额结清", made.cash_adjust),
        ("预交金收入", made.deposits_in),
        ("预交金退出", -made.deposits_out),
        ("挂账预收", made.deferred_in),
    ]
    rest = made.cash_expected - sum(fen for _, fen in parts)
    parts.append(("钱包余款退现", rest))
    shown = tuple((name, yuan(fen)) for name, fen in parts if fen)
    counts = tuple(
        (f"{yuan(int(value))} 元", f"{count} {'枚' if int(value) < 100 else '张'}")
        for value, count in made.counts.items()
    )
    other = {means: fen for means, fen in made.taken.items() if means != "cash" and fen}
    diff = f"{diff_word(made.cash_diff)} {yuan(abs(made.cash_diff))} 元" if made.cash_diff else "相符"
    blocks: list[Block] = [Rule(), Line("现金", bold=True)]
    if shown:
        blocks.append(Fields(shown, columns=3))
    blocks.append(Pair("应有现金", f"{yuan(made.cash_expected)} 元", bold=True))
    if counts:
        blocks.append(Fields(counts, columns=4))
    counted = f"实点现金（大写）{capital_amount(made.cash_counted)}"
    blocks.append(Pair(counted, f"{yuan(made.cash_counted)} 元", Size.LARGE, bold=True))
    blocks.append(Pair("差额", diff, bold=True))
    if made.note:
        blocks.append(Line(f"说明：{made.note}"))
    blocks.append(Gap(1))
    return (*blocks, *_named("非现金实收（与各平台账单核对）", other, MEANS))


def _receipts(made: ClosingMade) -> tuple[Block, ...]:
    rows = tuple((one.first, one.last, str(one.used), str(one.void)) for one in made.receipts)
    return (Line("票据", bold=True), Table(_RECEIPTS, rows), Gap(2)) if rows else ()


def _beside(made: ClosingMade) -> tuple[Block, ...]:
    """What is compared beside the money: drugs, purse, calls, windows."""
    said: list[Block] = []
    if made.drugs_settled or made.drugs_dispensed:
        drugs = f"已结算药品 {yuan(made.drugs_settled)} 元，已发药 {yuan(made.drugs_dispensed)} 元"
        lists = f"未发 {len(made.not_dispensed)} 单，未收费已发 {len(made.not_settled)} 单"
        said.append(Line(f"药品核对：{drugs}；{lists}。"))
    paid = made.taken.get("purse", 0)
    if made.ewallet_debited or paid:
        words = f"账单 {yuan(paid)} 元，终端扣款 {yuan(made.ewallet_debited)} 元"
        diff = made.ewallet_debited - paid
        said.append(Line(f"电子钱包：{words}，{f'相差 {yuan(diff)} 元' if diff else '相符'}。"))
    if made.open_calls:
        said.append(Line(f"结果未知的外部调用 {len(made.open_calls)} 笔，待查清。"))
    if made.unclosed:
        said.append(Line(f"尚有 {len(made.unclosed)} 个窗口未日结，其记录计入下一次机构日结。"))
    return tuple(said)


def _signed(sheet: Sheet) -> tuple[Block, ...]:
    made = sheet.made
    who = made.names.get(made.opter_id, made.opter_id)
    return (
        Rule(),
        Pair(f"制表：{who}　　签字：＿＿＿＿＿＿＿＿", "复核：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿＿＿"),
        Pair(f"单据编号 {sheet.closing_id}", f"{beijing(sheet.made_ms):%Y-%m-%d %H:%M:%S}", Size.SMALL),
    )
