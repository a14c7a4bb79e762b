"""收据: what a settlement cost whom, for the patient."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from clinic_app.domain.capital_amount import capital_amount
from clinic_app.domain.closing.words import MEANS
from clinic_app.domain.money import half_up, yuan
from clinic_app.domain.policy.words import CERT_NAMES, INSUTYPE_NAMES
from clinic_app.domain.settlement.sentences import WARNINGS
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.settlement import BillLine, SettlementMade
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

_COLUMNS: Final = (
    TableColumn("项目", 30),
    TableColumn("规格", 17),
    TableColumn("单价", 10, number=True),
    TableColumn("数量", 11, number=True),
    TableColumn("金额", 11, number=True),
    TableColumn("类别", 8),
    TableColumn("自付", 11, number=True),
)
PAYERS: Final = (
    ("hifp_pay", "统筹基金支付"),
    ("hifmi_pay", "大病保险支付"),
    ("hifob_pay", "大额补助支付"),
    ("maf_pay", "医疗救助支付"),
    ("hosp_part_amt", "医疗机构负担"),
    ("acct_pay", "个人账户支付"),
    ("ewallet_pay", "电子钱包支付"),
)
WITHIN: Final = (
    ("act_pay_dedc", "起付线"),
    ("preselfpay_amt", "先行自付"),
    ("fulamt_ownpay_amt", "全自费"),
    ("overlmt_selfpay", "超限价自费"),
    ("pool_cut_amt", "超封顶"),
)
_BY_PHONE: Final = ("wechat", "alipay", "bank", "prepaid")
_PROVISIONAL: Final = (
    "本单在本机离线预结算，医保金额为暂估，以县医保复核为准；如有差额，本机构将通知您多退少补。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged:
    """A settlement with the words that its paper needs, as they were when it was made."""

    settlement_id: UUID
    made_ms: int  # UTC
    made: SettlementMade
    facility: str
    name: str  # of the patient
    visit_number: str
    cashier: str
    diagnosis: str = ""
    specs: tuple[str, ...] = ()  # of the lines, in their order; empty where not known
    deposit_returned: int = 0  # fen of a deposit handed back with the settlement of a stay
    made_up: bool = False

    @property
    def inpatient(self) -> bool:
        return self.made.med_type == "21"

    @property
    def kind(self) -> str:
        return "住院" if self.inpatient else "门诊"


def receipt(charged: Charged) -> Document:
    """The receipt; a reprint is the same to the byte."""
    made = charged.made
    provisional = made.status == "provisional"
    return Document(
        document_id=charged.settlement_id,
        made_at=charged.made_ms,
        title=f"{charged.kind}收费收据 {made.number}",
        paper=Paper.A5_WIDE,
        corner="暂估" if provisional else "",
        mark="演示" if charged.made_up else "",
        blocks=(
            *head(charged, f"{charged.kind}收费收据（结算单）", made.number),
            *_after_refund(made),
            Table(_COLUMNS, tuple(_row(charged, at, line) for at, line in enumerate(made.lines))),
            Rule(),
            *_sums(made),
            *_deposit(charged),
        ),
        foot=(*_notes(made, provisional), *_signed(charged)),
    )


def head(charged: Charged, title: str, number: str) -> tuple[Block, ...]:
    """Who, where and what for, on every paper of a settlement."""
    made = charged.made
    paying = INSUTYPE_NAMES.get(made.insutype, made.insutype) if made.insutype else "自费"
    voucher = CERT_NAMES.get(made.mdtrt_cert_type, "") if made.insutype else ""
    return (
        Line(charged.facility, Size.LARGE, bold=True, align=Align.CENTRE),
        Line(title, Size.BASE, align=Align.CENTRE),
        Gap(1),
        Fields(
            (
                ("姓名", charged.name),
                ("票据号", number),
                _visit(charged),
                ("费别", f"{paying}{f'（{voucher}）' if voucher else ''}"),
                ("人员编号", made.psn_no or "—"),
                ("诊断", charged.diagnosis or made.diag_code),
            ),
        ),
    )


def _row(charged: Charged, at: int, line: BillLine) -> tuple[str, ...]:
    amount = line.split.get("det_item_fee_sumamt", half_up(line.pric_e6 * line.cnt_e4, 10**8))
    return (
        line.name,
        charged.specs[at] if at < len(charged.specs) else "",
        unit_price(line.pric_e6),
        f"{quantity(line.cnt_e4)} {line.unit}".strip(),
        yuan(amount),
        self_pay_class(line.split) if charged.made.insutype else "",
        yuan(self_paid(line.split)),
    )


def _sums(made: SettlementMade) -> tuple[Block, ...]:
    amounts = made.amounts
    total, cash = amounts.get("medfee_sumamt", 0), amounts.get("cash_pay", 0)
    paid = tuple((title, yuan(amounts[name])) for name, title in PAYERS if amounts.get(name, 0))
    within = tuple((title, yuan(amounts[name])) for name, title in WITHIN if amounts.get(name, 0))
    shown: list[Block] = [
        Pair(f"合计（大写）{capital_amount(total)}", f"¥{yuan(total)}", Size.LARGE, bold=True)
    ]
    if made.insutype:
        shown.append(Fields((*paid, ("个人负担", yuan(amounts.get("psn_part_amt", 0)))), columns=4))
    if made.insutype and within:
        words = "　".join(f"{title} {value}" for title, value in within)
        shown.append(Line(f"个人负担中：{words}", Size.SMALL))
    handed = f"实收 {yuan(made.received)}　找零 {yuan(made.change)}" if made.change else ""
    other = "　".join(f"{MEANS[name]} {yuan(fen)}" for name, fen in made.tender.items() if name in _BY_PHONE)
    if other:
        cash -= sum(fen for name, fen in made.tender.items() if name in _BY_PHONE)
        shown.append(Pair(f"其中：{other}", "", Size.SMALL))
    word = "个人应付" if "deposit" in made.tender else "现金支付"
    shown.append(Pair(f"{word}（大写）{capital_amount(cash)}　{handed}".strip(), f"¥{yuan(cash)}", bold=True))
    return tuple(shown)


def _after_refund(made: SettlementMade) -> tuple[Block, ...]:
    """What remains of a bill after a partial refund says so."""
    if made.resettles is None:
        return ()
    return (Line("部分退费后重新结算，原收据已作废（红字冲销）。", Size.SMALL, align=Align.CENTRE),)


def _visit(charged: Charged) -> tuple[str, str]:
    made = charged.made
    if not charged.inpatient:
        return "门诊号", f"{made.begndate:%Y-%m-%d} {charged.visit_number}"
    return "住院号", f"{charged.visit_number}　{made.begndate:%Y-%m-%d} 至 {made.enddate:%m-%d}"


def _deposit(charged: Charged) -> tuple[Block, ...]:
    """What the deposit paid of a stay, and what is handed back of it."""
    used, back = charged.made.tender.get("deposit", 0), charged.deposit_returned
    if not (used or back):
        return ()
    paid = charged.made.amounts.get("cash_pay", 0) - used
    return (Pair(f"预交金抵付 {yuan(used)}　补交 {yuan(paid)}", f"退还预交金 ¥{yuan(back)}", bold=True),)


def _notes(made: SettlementMade, provisional: bool) -> tuple[Block, ...]:
    said = [Line(f"＊ {_PROVISIONAL}", Size.SMALL)] if provisional else []
    said += [Line(f"＊ {WARNINGS[code].zh}", Size.SMALL) for code in made.warnings if code in WARNINGS]
    return tuple(said)


def _signed(charged: Charged) -> tuple[Block, ...]:
    then = beijing(charged.made_ms)
    policy = charged.made.policy_version
    return (
        Rule(),
        Pair(
            f"收费员：{charged.cashier}{f'　政策版本：{policy}' if policy else ''}",
            f"{then:%Y-%m-%d %H:%M:%S}",
            Size.SMALL,
        ),
    )


def quantity(cnt_e4: int) -> str:
    """Ten-thousandths as people write a count: ``20000 → 2``, ``5000 → 0.5``."""
    whole, part = divmod(cnt_e4, 10_000)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".")


def unit_price(pric_e6: int) -> str:
    """Micro-yuan with two decimals, more only where they are not zero: ``8500000 → 8.50``."""
    whole, part = divmod(pric_e6, 10**6)
    decimals = f"{part:06d}".rstrip("0")
    return f"{whole}.{decimals:0<2}"


def self_pay_class(split: Mapping[str, int]) -> str:
    """自付类别 as the settlement took the line: 甲, 乙 (a part first), 自费."""
    if split.get("fulamt_ownpay_amt", 0):
        return "自费"
    return "乙" if split.get("preselfpay_amt", 0) else "甲"


def self_paid(split: Mapping[str, int]) -> int:
    """Fen of a line that no fund looks at: own-pay, above the limit price, self-pay-first."""
    return sum(split.get(name, 0) for name in ("fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt"))
