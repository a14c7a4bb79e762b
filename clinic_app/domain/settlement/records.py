"""What a ledger is asked to do, and the records it keeps of one person."""

from dataclasses import dataclass
from datetime import date

from clinic_app.domain.settlement.accumulators import Effect, State
from clinic_app.domain.settlement.bill import Bill, Mode
from clinic_app.domain.settlement.outcome import Settlement
from clinic_app.domain.settlement.readjudicate import Adjudication
from clinic_app.domain.settlement.refund import Refund, TakeBack


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One settlement as a client sends it.  Two are the same if all fields are equal."""

    setl_id: str
    client: str
    mode: Mode
    force_version: str | None
    bill: Bill


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    refund_id: str
    setl_id: str
    client: str
    mode: Mode
    refund_date: date
    lines: tuple[TakeBack, ...] | None  # None: everything
    new_setl_id: str | None


@dataclass(slots=True, kw_only=True)
class SettledRecord:
    """A settlement or re-settlement.  `county` is None while it is pending."""

    setl_id: str
    client: str
    submission: Submission | None  # None: the re-settlement of a refund
    bill: Bill
    settlement: Settlement
    held: Effect  # what of it its client's cache contains now
    county: Adjudication | None
    red_before: "RedRecord | None" = None  # a re-settlement's own red
    refunded: bool = False  # by its client
    reversed: bool = False  # at the county

    @property
    def pending(self) -> bool:
        return self.county is None

    @property
    def held_by_county(self) -> bool:
        """Valid at the county and not reversed: the visit is taken."""
        return self.county is not None and not self.county.voided and not self.reversed


@dataclass(slots=True, kw_only=True)
class RedRecord:
    request: RefundRequest
    client: str
    original: SettledRecord
    refund: Refund
    county: Adjudication | None  # None while it is pending
    made_online: bool

    @property
    def pending(self) -> bool:
        return self.county is None


Record = SettledRecord | RedRecord


@dataclass(slots=True)
class Cache:
    """A client's copy of the person's state, and its date."""

    state: State
    synced_on: date | None
