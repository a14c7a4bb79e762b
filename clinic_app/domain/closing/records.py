"""What a closing counts: records (settlements and reds) and the other movements of a drawer, as plain values in fen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from clinic_app.domain.catalogs import Drug, Herb, Service
from clinic_app.domain.reconciling import clr_type_of
from clinic_app.domain.tender import CASH, PURSE

INTERNAL: Final = frozenset({"deposit", "prepaid"})  # money that was left before: nothing changes hands
DRUG: Final = "drug"
OTHER: Final = "other"


class Kind(StrEnum):
    SETTLE = "settle"
    RED = "red"


@dataclass(frozen=True, slots=True)
class ChargedLine:
    """One item with its share of each amount; of a red negative."""

    feedetl_sn: str
    code: str  # med_list_codg
    cnt_e4: int
    pric_e6: int
    parts: Mapping[str, int]  # det_item_fee_sumamt and what it splits into; zeros left out
    category: str = OTHER  # 费用类别; OTHER where no catalogue ever knew the code

    @property
    def amount(self) -> int:
        return self.parts.get("det_item_fee_sumamt", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A settlement or a red as the entry says it."""

    id: UUID
    kind: Kind
    number: str
    opter: str  # staff id
    med_type: str  # of a red: its original's
    insutype: str = ""  # empty: self-pay
    provisional: bool = False
    amounts: Mapping[str, int]
    lines: tuple[ChargedLine, ...] = ()  # of a red: its original's, negated
    tender: Mapping[str, int] = field(default_factory=dict)  # as recorded; empty: see `paid_by`
    effect: Mapping[str, int] = field(default_factory=dict)  # on the accumulators
    own: bool = True  # our engine computed it, not an insurance platform
    by_disease: bool = False
    shown: Mapping[str, int] | None = None  # the same amounts as lists and sums show them
    original: Mapping[str, int] | None = None  # of a red: the amounts of what it takes back

    def amount(self, name: str) -> int:
        return self.amounts.get(name, 0)

    @property
    def clr_type(self) -> str:
        """清算类别: 11 outpatient, 14 chronic, 21 inpatient."""
        return clr_type_of(self.med_type)


class Source(StrEnum):
    """Where money in a drawer comes from beside settlements and reds."""

    DEFERRED = "deferred"  # 挂账: left on account
    DIFFERENCE = "difference"  # 差额结清
    DEPOSIT_IN = "deposit_in"  # 预交金
    DEPOSIT_OUT = "deposit_out"
    PURSE_RETURN = "purse_return"  # a debit that no bill used, handed back in cash


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Money that changed hands without being a settlement or a red."""

    id: UUID
    source: Source
    number: str
    tender: Mapping[str, int]  # fen; into the clinic +, out of it -


def paid_by(record: Record) -> dict[str, int]:
    """How the money of a record moved, fen by means; zeros left out.

    A record that does not say it was paid in cash but for the e-purse; a purse cannot be loaded at the desk, so
    that a red gives its part back in cash too.
    """
    if record.tender:
        return {means: fen for means, fen in record.tender.items() if fen}
    if record.kind is Kind.RED:
        split = {CASH: record.amount("psn_cash_pay")}
    else:
        split = {CASH: record.amount("cash_pay"), PURSE: record.amount("ewallet_pay")}
    return {means: fen for means, fen in split.items() if fen}


def categories_of(
    drugs: Iterable[Drug], herbs: Iterable[Herb], services: Iterable[Service]
) -> dict[str, str]:
    """费用类别 by code: a service's fee class, ``material``, ``drug``."""
    medicines = dict.fromkeys([*(one.code for one in drugs), *(one.code for one in herbs)], DRUG)
    return {one.code: one.fee_class for one in services} | medicines
