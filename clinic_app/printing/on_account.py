"""挂账单: what a person left while the insurance could not be asked, what was expected, and what to bring back."""

from dataclasses import dataclass
from uuid import UUID

from clinic_app.domain.capital_amount import capital_amount
from clinic_app.domain.closing.words import MEANS
from clinic_app.domain.money import yuan
from clinic_app.domain.settlement.sentences import ERRORS, refusal
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.settlement import BillDeferred
from clinic_app.printing.documents import Align, Document, Fields, Gap, Line, Pair, Paper, Rule, Size
from clinic_app.printing.receipt import PAYERS


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOnAccount:
    """A bill on account with the words that its slip needs, as they were when it was made."""

    deferred_id: UUID
    made_ms: int  # UTC
    fact: BillDeferred
    facility: str
    name: str  # of the patient
    visit_number: str
    psn_no: str
    cashier: str
    made_up: bool = False


def on_account_slip(put: PutOnAccount) -> Document:
    """挂账单; it is no receipt, and a reprint is the same to the byte."""
    fact = put.fact
    paid = sum(fact.tender.values())
    ways = "　".join(f"{MEANS.get(means, means)} {yuan(fen)}" for means, fen in fact.tender.items())
    expected = [
        Pair(f"{title}（估算）", f"{yuan(fact.estimate[name])} 元")
        for name, title in (*PAYERS, ("psn_cash_pay", "个人现金支付"))
        if fact.estimate.get(name, 0)
    ]
    return Document(
        document_id=put.deferred_id,
        made_at=put.made_ms,
        title=f"挂账单 {fact.number}",
        paper=Paper.A5_WIDE,
        corner="估算",
        mark="演示" if put.made_up else "",
        blocks=(
            Line(put.facility, Size.LARGE, bold=True, align=Align.CENTRE),
            Line("医保挂账单（未结算，不作报销凭证）", Size.BASE, align=Align.CENTRE),
            Gap(1),
            Fields(
                (
                    ("姓名", put.name),
                    ("挂账单号", fact.number),
                    ("就诊号", put.visit_number),
                    ("人员编号", put.psn_no or "—"),
                    ("挂账原因", _why(fact.reason)),
                ),
            ),
            Pair("费用总额", f"{yuan(fact.medfee_sumamt)} 元", bold=True),
            *expected,
            Rule(),
            Pair("已预收", f"{yuan(paid)} 元", Size.HUGE, bold=True),
            Line(f"大写：{capital_amount(paid)}　{ways}".rstrip()),
            Line(
                "医保恢复后，请带本单和社保卡（或医保电子凭证）、身份证到收费窗口补结算。"
                "估算金额以补结算为准，多退少补，差额逐项说明。"
            ),
        ),
        foot=(
            Line("患者签字：＿＿＿＿＿＿＿＿", Size.SMALL),
            Rule(),
            Pair(f"收费员：{put.cashier}", f"{beijing(put.made_ms):%Y-%m-%d %H:%M:%S}", Size.SMALL),
        ),
    )


def _why(reason: str) -> str:
    return refusal(reason) if reason in ERRORS else "医保暂时查询不到"
