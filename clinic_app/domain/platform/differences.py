"""差额说明: why a bill on account ends with other amounts than its estimate, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinic_app.domain.money import yuan

# In the order in which a person is told; those that follow from others come last.
_NAMES: Final[dict[str, tuple[str, str]]] = {
    "medfee_sumamt": ("医疗费总额", "total"),
    "fulamt_ownpay_amt": ("全自费", "own-pay items"),
    "overlmt_selfpay": ("超限价自费", "above the limit price"),
    "preselfpay_amt": ("先行自付", "self-pay-first"),
    "inscp_scp_amt": ("符合政策范围", "in scope"),
    "act_pay_dedc": ("起付线", "deductible"),
    "hifp_pay": ("统筹基金支付", "pooling fund"),
    "hifmi_pay": ("大病保险支付", "major-disease insurance"),
    "hifob_pay": ("大额补助支付", "large-expense subsidy"),
    "maf_pay": ("医疗救助支付", "medical assistance"),
    "fund_pay_sumamt": ("基金支付合计", "all funds"),
    "hosp_part_amt": ("医院负担", "borne by the clinic"),
    "acct_pay": ("个人账户支付", "personal account"),
    "psn_cash_pay": ("个人现金支付", "to be paid by the person"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One amount that was expected otherwise.  Fen."""

    name: str
    estimated: int
    final: int

    def sentence(self, language: str = "zh") -> str:
        """What it was, what it is, and by how much it moved."""
        zh, en = _NAMES[self.name]
        moved = yuan(abs(self.final - self.estimated))
        more = self.final > self.estimated
        if language == "en":
            return f"{en}: estimated {yuan(self.estimated)}, now {yuan(self.final)} ({'+' if more else '-'}{moved})"
        word = "多" if more else "少"
        return f"{zh}：估算 {yuan(self.estimated)} 元，实际 {yuan(self.final)} 元，{word} {moved} 元"


def differences(estimate: Mapping[str, int], final: Mapping[str, int]) -> tuple[Difference, ...]:
    """Every amount that differs; none: the estimate was right."""
    return tuple(
        Difference(name, estimate.get(name, 0), final.get(name, 0))
        for name in _NAMES
        if estimate.get(name, 0) != final.get(name, 0)
    )
