"""The amounts of one settlement, red or adjudication, in fen.  Names: docs/settlement.md §2."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    medfee_sumamt: int = 0  # 医疗费总额
    fulamt_ownpay_amt: int = 0  # 全自费
    overlmt_selfpay: int = 0  # 超限价自费
    preselfpay_amt: int = 0  # 先行自付
    inscp_scp_amt: int = 0  # 符合政策范围
    hosp_part_amt: int = 0  # 医院负担
    gc_in_amt: int = 0  # 认可的一般诊疗费
    gc_fund_pay: int = 0  # 其中基金支付
    act_pay_dedc: int = 0  # 实际支付起付线
    pool_base_amt: int = 0  # 起付线以上、不含一般诊疗费
    pool_raw_amt: int = 0  # 封顶前统筹支付
    pool_cut_amt: int = 0  # 超封顶
    hifp_pay: int = 0  # 统筹基金支付
    cmi_in_amt: int = 0  # 计入大病保险的负担
    hifmi_pay: int = 0  # 居民大病保险
    hifob_pay: int = 0  # 职工大额补助
    maf_base_amt: int = 0  # 救助基数
    maf_pay: int = 0  # 医疗救助
    fund_pay_sumamt: int = 0  # 基金支付合计
    psn_part_amt: int = 0  # 个人负担合计
    acct_pay: int = 0  # 账户支付
    psn_cash_pay: int = 0  # 个人现金支付, the e-wallet included
    ewallet_pay: int = 0  # 电子钱包
    cash_pay: int = 0  # 现金
    dise_surplus_amt: int = 0  # 病种结余, outside the sums

    def as_dict(self) -> dict[str, int]:
        return dict(zip(AMOUNT_NAMES, _values(self), strict=True))

    @classmethod
    def of(cls, amounts: Mapping[str, int]) -> Self:
        """Amounts from a record; unknown keys are left alone, missing ones are 0."""
        return cls(**{name: amounts[name] for name in AMOUNT_NAMES if name in amounts})

    def negated(self) -> "Amounts":
        """红冲: every amount negated."""
        return Amounts(**{name: -value for name, value in self.as_dict().items()})

    def minus(self, other: "Amounts") -> dict[str, int]:
        """差额: self minus `other`, only what differs."""
        pairs = zip(AMOUNT_NAMES, _values(self), _values(other), strict=True)
        return {name: mine - theirs for name, mine, theirs in pairs if mine != theirs}


AMOUNT_NAMES = tuple(field.name for field in fields(Amounts))
_values = attrgetter(*AMOUNT_NAMES)
NO_AMOUNTS = Amounts()
