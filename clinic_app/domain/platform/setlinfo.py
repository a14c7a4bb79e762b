"""setlinfo and setldetail → amounts in fen, and the identities that they keep.

Missing is not zero: a success without an amount is unverified and never booked.
Source: docs/platform.md, money identities.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from clinic_app.domain.platform.errors import TotalDiffers, Unverified, WrongSum
from clinic_app.domain.platform.numbers import fen_of_yuan
from clinic_app.domain.platform.province import Province
from clinic_app.domain.settlement.amounts import AMOUNT_NAMES, Amounts

FUNDS: Final = (
    "hifp_pay",
    "cvlserv_pay",
    "hifes_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "hifdm_pay",
    "oth_pay",
)
_READ: Final = (
    "medfee_sumamt",
    "fulamt_ownpay_amt",
    "overlmt_selfpay",
    "preselfpay_amt",
    "inscp_scp_amt",
    "act_pay_dedc",
    *FUNDS,
    "fund_pay_sumamt",
    "psn_part_amt",
    "acct_pay",
    "acct_mulaid_pay",
    "psn_cash_pay",
    "hosp_part_amt",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Who pays what of a bill, as the platform says."""

    setl_id: str  # empty of a trial
    mdtrt_id: str
    medins_setl_id: str  # the sender's msgid, where the province gives it back
    refunded: bool  # a cancellation, or cancelled
    amounts: Amounts
    others: Mapping[str, int] = field(default_factory=dict)  # fen of funds that `Amounts` has no name for
    balc: int | None = None  # fen left on the personal account

    def figures(self) -> dict[str, int]:
        """Every amount in fen, zeros left out: what a trial and its settlement must agree on."""
        return {name: fen for name, fen in {**self.amounts.as_dict(), **self.others}.items() if fen}


def split_of(output: Mapping[str, Any], province: Province) -> Split:
    """The split in the output of 2206, 2207 or 2208, or one of 5203's.

    Raises:
        Unverified: an amount is missing or no number.
        WrongSum: the amounts contradict each other.
    """
    info = output.get("setlinfo")
    if not isinstance(info, Mapping):
        raise Unverified(field="setlinfo")
    fen = {name: _amount(info, name, province) for name in _READ}
    details = output.get("setldetail")
    _must_agree(fen, _details(details), province)
    person_cash = fen["psn_cash_pay"]
    account = fen["psn_part_amt"] - person_cash
    named = {name: value for name, value in fen.items() if name in AMOUNT_NAMES}
    return Split(
        setl_id=str(info.get("setl_id") or ""),
        mdtrt_id=str(info.get("mdtrt_id") or ""),
        medins_setl_id=str(info.get("medins_setl_id") or ""),
        refunded=str(info.get("refd_setl_flag") or "0") == "1",
        amounts=Amounts(**{**named, "acct_pay": account, "cash_pay": person_cash}),
        others={name: value for name, value in fen.items() if name not in AMOUNT_NAMES and value},
        balc=None if info.get("balc") in (None, "") else fen_of_yuan(info["balc"], "balc"),
    )


def with_purse(amounts: Amounts, ewallet_pay: int) -> Amounts:
    """The same split where the e-purse pays up to `ewallet_pay` fen of the cash."""
    paid = min(ewallet_pay, amounts.psn_cash_pay)
    return replace(amounts, ewallet_pay=paid, cash_pay=amounts.psn_cash_pay - paid)


def must_be_total(ours: int, theirs: int) -> None:
    """Raises:
    TotalDiffers: the platform charges another total (fen) than the bill.
    """
    if ours != theirs:
        raise TotalDiffers(ours=ours, theirs=theirs)


def _amount(info: Mapping[str, Any], name: str, province: Province) -> int:
    raw = info.get(name)
    if raw in (None, "") and name in province.omitted_is_zero:
        return 0
    return fen_of_yuan(raw, name)


def _details(details: object) -> int | None:
    """Σ fund_payamt; None where the answer has no details."""
    if not isinstance(details, Sequence) or isinstance(details, str) or not details:
        return None
    return sum(fen_of_yuan(one.get("fund_payamt"), "fund_payamt") for one in details)


def _must_agree(fen: Mapping[str, int], detailed: int | None, province: Province) -> None:
    """Raises:
    WrongSum: names the first sum that does not hold.
    """
    parts = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
    total = fen["medfee_sumamt"]
    # What an institution bears stands inside or outside the scope, as the province counts.
    inside = sum(fen[name] for name in parts)
    _same("medfee_sumamt", (inside, inside + fen["hosp_part_amt"]), total)
    _same("fund_pay_sumamt", (sum(fen[name] for name in FUNDS),), fen["fund_pay_sumamt"])
    if detailed is not None:
        _same("setldetail", (detailed,), fen["fund_pay_sumamt"])
    beside = fen["acct_mulaid_pay"] if province.mulaid_beside else 0
    _same("psn_part_amt", (fen["acct_pay"] + beside + fen["psn_cash_pay"],), fen["psn_part_amt"])
    paid = fen["fund_pay_sumamt"] + fen["psn_part_amt"] + fen["hosp_part_amt"]
    _same("medfee_sumamt = fund + psn + hosp", (paid,), total)


def _same(identity: str, found: tuple[int, ...], said: int) -> None:
    if said not in found:
        raise WrongSum(identity=identity, found=found[0], said=said)
