"""What only the county writes: into its own journal, which reaches the clinics by the same feed."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact


class CountyFact(Fact, frozen=True, kw_only=True):
    """A fact of the county.  `facility` names the one clinic that it concerns; empty: all of them."""

    action: ClassVar[str] = ""

    facility: str = ""


class CountyFounded(CountyFact, frozen=True, kw_only=True):
    """The first entry of the county's journal."""

    type: ClassVar[str] = "county.founded"

    name: str


class FacilityRegistered(CountyFact, frozen=True, kw_only=True):
    """The county knows a facility; `parent` is the township over a village."""

    type: ClassVar[str] = "facility.registered"

    code: str
    name: str
    inst_lv: str
    parent: str = ""
    villages: tuple[str, ...] = ()
    permits: tuple[str, ...] = ()  # iv_antibiotics, narcotics: what the county allows it


class DeviceEnrolled(CountyFact, frozen=True, kw_only=True):
    """A device's key is bound to a facility; on a clinic's first device the first administrator's key too."""

    type: ClassVar[str] = "device.enrolled"

    device: UUID
    public_key: bytes  # Ed25519, 32 bytes
    letter: str  # stands in every number that the device gives out: queue, invoice, temporary identity
    admin: str = ""
    admin_key: bytes = b""
    hub: bool = (
        False  # 本院中心: it relays the journals of its clinic's devices and writes none; it has no letter
    )


class DeviceRevoked(CountyFact, frozen=True, kw_only=True):
    """Later pushes of the device are refused, but kept for inspection."""

    type: ClassVar[str] = "device.revoked"

    device: UUID
    reason: str


class EntryQuarantined(CountyFact, frozen=True, kw_only=True):
    """One bad entry: it counts nowhere until it is replaced or released; those after it flow on."""

    type: ClassVar[str] = "entry.quarantined"

    entry_id: UUID
    reason: str  # an error code of docs/errors.md
    detail: str = ""


class EntryReleased(CountyFact, frozen=True, kw_only=True):
    """The county lets a quarantined entry count after all."""

    type: ClassVar[str] = "entry.released"

    entry_id: UUID
    reason: str


class SettlementAdjudicated(CountyFact, frozen=True, kw_only=True):
    """复核: the county's own computation of one settlement or of its reversal, made once, on arrival."""

    type: ClassVar[str] = "settlement.adjudicated"

    settlement_id: UUID  # of the settlement.made or settlement.reversed entry
    psn_no: str
    status: str  # agreed, adjusted, voided
    error: str = ""  # the check that voided it
    cause: str = ""
    action_due: str = ""  # what follows in money: PAY_PERSON, COLLECT_PERSON, CLINIC_BEAR …
    fund_diff: int = 0  # fen: county minus clinic
    amounts: dict[str, int]  # fen, the county's; zeros left out
    diff: dict[str, int] = {}  # fen, county minus clinic, only what differs
    year: int = 0
    effect: dict[str, int] = {}  # change of the year's accumulators at the county
    gc_last: date | None = None  # the consultation fee's last day at the facility afterwards, when it moved
    policy_version: str = ""
    adm_seq: int | None = None
    gc_repeat: bool = False
    home: str = ""  # the clinic whose person it is: it sees the adjudication too


class Chronic(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A chronic-disease registration; both days included, no end means open."""

    dise_codg: str
    valid_from: date
    valid_to: date | None = None
