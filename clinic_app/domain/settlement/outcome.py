"""What a settlement says: its amounts, its lines, why, and what it did to the accumulators."""

from dataclasses import dataclass, field
from enum import StrEnum

from clinic_app.domain.settlement.accumulators import Effect
from clinic_app.domain.settlement.amounts import NO_AMOUNTS, Amounts


class Status(StrEnum):
    SETTLED = "settled"
    PROVISIONAL = "provisional"  # 暂估
    REJECTED = "rejected"
    REPLAYED = "replayed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    feedetl_sn: str
    med_list_codg: str
    det_item_fee_sumamt: int
    fulamt_ownpay_amt: int = 0
    overlmt_amt: int = 0
    preselfpay_amt: int = 0
    inscp_scp_amt: int = 0
    hosp_part_amt: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Which rule made an amount, with its numbers; `sentences.py` says it in words."""

    amount: str  # name in `Amounts`
    rule: str  # key of the sentence
    numbers: tuple[tuple[str, int | str], ...]


@dataclass(slots=True)
class Notes:
    """Filled while a settlement is computed: warnings, and the reason for each amount."""

    explains: bool = True  # whether anybody will read the reasons
    warnings: set[str] = field(default_factory=set)
    reasons: list[Reason] = field(default_factory=list)

    def warn(self, code: str) -> None:
        self.warnings.add(code)

    def because(self, amount: str, rule: str, /, **numbers: int | str) -> None:
        if self.explains:
            self.reasons.append(Reason(amount, rule, tuple(numbers.items())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """结算结果.  Rejected: `error` is set and there are no amounts and no effect.

    The caller adds `effect` to the state it passed in, when it books the settlement.
    """

    status: Status
    error: str | None = None
    warnings: tuple[str, ...] = ()
    policy_version: str | None = None
    dedc_std: int | None = None  # 起付标准
    pool_prop_selfpay_bp: int | None = None  # blended ratio, for information
    adm_seq: int | None = None  # admission number of the year, inpatients with benefit
    limited_by: str | None = None  # the cap that cut the pooling payment
    amounts: Amounts = NO_AMOUNTS
    lines: tuple[SettledLine, ...] = ()
    effect: Effect | None = None
    gc_repeat: bool = False  # the consultation fee was a repeat (inherited by a re-settlement)
    reasons: tuple[Reason, ...] = ()

    @property
    def rejected(self) -> bool:
        return self.status is Status.REJECTED


def rejection(code: str) -> Settlement:
    return Settlement(status=Status.REJECTED, error=code)
