"""退费收据（红字）and 差额结清单: what went back to the person, by means."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from clinic_app.domain.capital_amount import capital_amount
from clinic_app.domain.closing.words import MEANS
from clinic_app.domain.money import half_up, yuan
from clinic_app.domain.tender import CASH, PURSE, together
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.settlement import DifferenceSettled, SettlementMade, SettlementReversed
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
from clinic_app.printing.receipt import PAYERS, Charged, head, quantity

_TAKEN: Final = (
    TableColumn("退回项目", 50),
    TableColumn("数量", 22, number=True),
    TableColumn("金额", 22, number=True),
)
_CAUSES: Final = {
    "ELIG": "县里查到不符合享受条件",
    "POLICY": "结算所用政策不是当天的版本",
    "CATALOG": "目录类别或限价与县里不同",
    "PERSON": "参保信息与县里不同",
    "ACCUM": "在别处已用掉一部分额度",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A red as its paper needs it."""

    red: SettlementReversed
    red_id: UUID
    made_ms: int  # UTC
    by: str  # name of the cashier
    rest: SettlementMade | None = None  # of a partial refund: what remains


def red_receipt(charged: Charged, back: TakenBack) -> Document:
    """退费收据（红字）: every amount negated; of a partial refund also what was settled anew."""
    red, rest = back.red, back.rest
    total = red.amounts.get("medfee_sumamt", 0)
    returned = [
        Pair(title, f"{yuan(red.amounts[name])} 元") for name, title in PAYERS if red.amounts.get(name, 0)
    ]
    title = "部分退费收据" if rest else "退费收据"
    return Document(
        document_id=back.red_id,
        made_at=back.made_ms,
        title=f"退费收据 {red.number}",
        paper=Paper.A5_WIDE,
        corner="红字",
        mark="演示" if charged.made_up else "",
        blocks=(
            *head(charged, f"{charged.kind}{title}（红字冲销）", red.number),
            Fields(
                (
                    ("原票据号", charged.made.number),
                    ("原收费时间", f"{beijing(charged.made_ms):%Y-%m-%d %H:%M}"),
                    ("退费原因", red.reason or "未填"),
                ),
            ),
            *_lines(charged.made, red),
            Gap(2),
            Pair("原费用总额（冲销）", f"{yuan(total)} 元", Size.LARGE, bold=True),
            *returned,
            *_settled_anew(rest),
            *_moved(charged.made, red, rest),
        ),
        foot=(
            Line("原收据请随本单一并交回。领款人签字：＿＿＿＿＿＿＿＿", Size.SMALL),
            Rule(),
            Pair(f"收费员：{back.by}", f"{beijing(back.made_ms):%Y-%m-%d %H:%M:%S}", Size.SMALL),
        ),
    )


def _lines(made: SettlementMade, red: SettlementReversed) -> tuple[Block, ...]:
    if not red.lines:
        return ()
    known = {line.feedetl_sn: line for line in made.lines}
    rows = tuple(
        (
            known[one.feedetl_sn].name,
            f"{quantity(one.cnt_e4)} {known[one.feedetl_sn].unit}".strip(),
            yuan(half_up(known[one.feedetl_sn].pric_e6 * one.cnt_e4, 10**8)),
        )
        for one in red.lines
    )
    return (Table(_TAKEN, rows),)


def _settled_anew(rest: SettlementMade | None) -> tuple[Block, ...]:
    if rest is None:
        return ()
    words = f"其余项目重新结算，新收据 {rest.number}"
    return (Pair(words, f"{yuan(rest.amounts.get('medfee_sumamt', 0))} 元", bold=True),)


def _moved(made: SettlementMade, red: SettlementReversed, rest: SettlementMade | None) -> tuple[Block, ...]:
    """What really went back, by means; where more became due, what was paid."""
    paid = {} if rest is None else rest.tender or _unsaid(rest.amounts)
    went = together(red.tender or _unsaid(red.amounts, in_cash=True), paid)
    cash = -went.pop(CASH, 0)
    account = made.amounts.get("acct_pay", 0) - (rest.amounts.get("acct_pay", 0) if rest else 0)
    other = [Pair(f"退还{MEANS.get(means, means)}", f"{yuan(-fen)} 元") for means, fen in went.items()]
    if account and rest is not None:
        other.append(Pair("退回个人账户", f"{yuan(account)} 元"))
    word = "退还现金" if cash >= 0 else "补收现金"
    return (
        *other,
        Pair(word, f"{yuan(abs(cash))} 元", Size.LARGE, bold=True),
        Line(f"{word}大写：{capital_amount(abs(cash))}"),
    )


def _unsaid(amounts: dict[str, int], *, in_cash: bool = False) -> dict[str, int]:
    """How a record moved that does not say it: in cash; a purse pays and is not loaded."""
    if in_cash:
        return {CASH: amounts.get("psn_cash_pay", 0)}
    return {PURSE: amounts.get("ewallet_pay", 0), CASH: amounts.get("cash_pay", 0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferencePaid:
    """A difference that was settled, as its slip needs it."""

    slip_id: UUID
    made_ms: int  # UTC
    by: str  # name of the cashier
    fact: DifferenceSettled
    cause: str
    client_fund: int  # fen
    county_fund: int  # fen; 0 where the settlement was taken back


def difference_slip(charged: Charged, paid: DifferencePaid) -> Document:
    """差额结清单: beside the receipt that stays as it was printed."""
    fact = paid.fact
    word = "补收" if fact.amount > 0 else "退还"
    ways = "　".join(f"{MEANS.get(means, means)} {yuan(abs(fen))}" for means, fen in fact.tender.items())
    why = _CAUSES.get(paid.cause, "县医保复核结果与本机构预结算不同")
    return Document(
        document_id=paid.slip_id,
        made_at=paid.made_ms,
        title=f"差额结清单 {fact.number}",
        paper=Paper.A5_WIDE,
        corner="差额",
        mark="演示" if charged.made_up else "",
        blocks=(
            *head(charged, "医保复核差额结清单", fact.number),
            Fields(
                (
                    ("原票据号", charged.made.number),
                    ("原收费时间", f"{beijing(charged.made_ms):%Y-%m-%d %H:%M}"),
                    ("原因", why),
                    ("原基金支付", yuan(paid.client_fund)),
                    ("复核后基金支付", yuan(paid.county_fund)),
                    ("差额", yuan(paid.county_fund - paid.client_fund)),
                ),
            ),
            Gap(2),
            Pair(f"{word}患者", f"{yuan(abs(fact.amount))} 元", Size.HUGE, bold=True),
            Line(f"大写：{capital_amount(abs(fact.amount))}　{ways or '现金'}"),
            Line("原收据不变，本单与原收据一并保存。", Size.SMALL, align=Align.LEFT),
        ),
        foot=(
            Line("患者签字：＿＿＿＿＿＿＿＿", Size.SMALL),
            Rule(),
            Pair(f"收费员：{paid.by}", f"{beijing(paid.made_ms):%Y-%m-%d %H:%M:%S}", Size.SMALL),
        ),
    )
