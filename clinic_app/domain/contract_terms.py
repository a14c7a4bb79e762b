"""签约协议: one contract, how it ends, and which of several holds.

A resident has one valid contract with one team at a time.  Two that PCs signed without knowing of each other are
both kept: the one signed earlier holds (of one day the smaller id), and the other is told until one of them is ended.
Sources: 国医改办发〔2016〕1号; 国卫基层发〔2022〕10号; what they leave open is a rule of this project.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from clinic_app.domain.contracts import (
    LONGEST_YEARS,
    RENEWABLE_DAYS,
    ContractStatus,
    Fee,
    is_valid,
    status,
)
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.health_record import Life, State
from clinic_app.domain.strokes import MOST

Id = TypeVar("Id", UUID, bytes)  # of very many read at once its 16 bytes
AnyHeld = TypeVar("AnyHeld", bound="Held[Any]")

PAPER: Final = "paper"  # signed by hand on paper, instead of the hash of a picture or of strokes


class BadTerm(RuleBroken):
    """One to three years, from the day of signing; a renewal from the end of the contract that it renews."""

    code = "contracts.bad_term"


class BadFee(RuleBroken):
    """A part below nothing, a yearly fee of more than ten thousand yuan, or parts that do not make the sum."""

    code = "contracts.bad_fee"


class BadPackages(RuleBroken):
    """No package, or one twice."""

    code = "contracts.bad_packages"


class BadSignature(RuleBroken):
    """Neither a hash nor paper, or strokes that are too many or not those of the hash."""

    code = "contracts.bad_signature"


class EndReason(StrEnum):
    """解约原因."""

    DIED = "died"
    MOVED = "moved"
    REQUEST = "request"
    TEAM_CHANGE = "team_change"
    REFUSED_RENEWAL = "refused_renewal"  # it runs to its last day, and is not renewed


@dataclass(frozen=True, slots=True)
class Chosen:
    """A package as it was promised."""

    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Hospitals:
    """组合签约 1+1+1: the hospitals, by name, that look after the resident beside the team; empty: none."""

    secondary: str = ""
    tertiary: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.secondary, self.tertiary)))


@dataclass(frozen=True, slots=True)
class Ending:
    """From `on` the contract does not hold any more."""

    on: date
    reason: str  # EndReason
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Generic[Id]):
    """What of a contract says when it holds and what it promises."""

    id: Id
    resident_id: Id
    packages: tuple[Chosen, ...]
    groups: tuple[str, ...]  # codes/contract_group.csv, on the day it was signed
    signed_on: date
    valid_from: date
    valid_to: date
    replaces: Id | None  # the contract that it renews
    ended: Ending | None = None  # as told, or by a death or a move

    @property
    def last_day(self) -> date:
        if self.ended is None or self.ended.reason == EndReason.REFUSED_RENEWAL:
            return self.valid_to
        return min(self.valid_to, max(self.ended.on, self.valid_from) - timedelta(days=1))

    def holds(self, day: date) -> bool:
        return is_valid(self.valid_from, self.last_day, day)

    def status(self, day: date) -> ContractStatus:
        return status(self.valid_from, self.last_day, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Held[UUID]):
    """All of it."""

    facility: str
    number: str  # 协议编号
    team: UUID
    team_name: str  # empty: the team has not arrived
    leader: str  # staff id
    leader_name: str
    years: int
    fee: Fee  # a year
    signature: str  # SHA-256 of a picture or of strokes, hex, or PAPER
    representative: str  # who signed for the person; empty: the person
    note: str
    hospitals: Hospitals
    author: str  # staff id


@dataclass(frozen=True, slots=True)
class Refusal:
    """拒签: the resident does not want a contract."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContract:
    """What is signed.  `packages`: keys; the versions are those of the day."""

    resident: UUID
    team: UUID
    packages: tuple[str, ...]
    signed_on: date
    years: int
    fee: Fee  # a year
    signature: str = PAPER
    strokes: bytes = field(default=b"", repr=False)  # drawn; its hash is then the signature
    representative: str = ""
    note: str = ""
    hospitals: Hospitals = Hospitals()
    groups: tuple[str, ...] | None = None  # None: as the records tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a resident stands with the family doctors."""

    contract: Contract | None  # the one that holds, else the newest that did or will
    status: ContractStatus | None
    others: tuple[Contract, ...] = ()  # that hold too, signed by PCs that did not know of each other
    refused: Refusal | None = None  # after the last contract was signed
    history: tuple[Contract, ...] = ()  # all of them, the newest first


def in_force(contracts: Iterable[AnyHeld], day: date) -> tuple[AnyHeld, ...]:
    """Those of one person that hold on a day, the one that stands first."""
    known = {one.id: one for one in contracts}
    holding = (one for one in known.values() if one.holds(day) and _began(one, known))
    return tuple(sorted(holding, key=lambda one: (one.signed_on, one.id)))


def binding(contracts: Iterable[AnyHeld], day: date) -> tuple[AnyHeld, ...]:
    """Those of one person that hold on a day or will later, the one that ends last first."""
    known = {one.id: one for one in contracts}
    open_ = (one for one in known.values() if day <= one.last_day and one.holds(one.last_day))
    return tuple(
        sorted((one for one in open_ if _began(one, known)), key=lambda one: one.last_day, reverse=True)
    )


def to_renew(contracts: Sequence[AnyHeld], day: date) -> AnyHeld | None:
    """The contract of one person that is in its last days, with nothing after it and no refusal to renew."""
    for one in in_force(contracts, day)[:1]:
        refused = one.ended is not None and one.ended.reason == EndReason.REFUSED_RENEWAL
        last = binding(contracts, day)[0].id == one.id
        whole = one.last_day == one.valid_to  # it runs to the day that was agreed
        if one.status(day) is ContractStatus.RENEWABLE and last and whole and not refused:
            return one
    return None


def ended_by_life(contract: AnyHeld, life: Life) -> AnyHeld:
    """Death and moving away end a contract from their day on, without anybody ending it."""
    reason = _ENDS.get(life.state)
    if reason is None or life.since is None or life.since > contract.last_day:
        return contract
    return replace(contract, ended=Ending(life.since, reason))


def renewed_from(contract: Contract, signed_on: date) -> date:
    """The first day of a renewal: no day is left out, and none is promised twice."""
    return max(signed_on, contract.last_day + timedelta(days=1))


def check_agreement(
    *,
    signed_on: date,
    valid_from: date,
    years: int,
    fee: Fee,
    packages: Sequence[Chosen],
    signature: str,
    strokes: bytes = b"",
) -> None:
    """What the clinic and the county ask of every contract.

    Raises:
        BadTerm, BadFee, BadPackages, BadSignature
    """
    if not 1 <= years <= LONGEST_YEARS or not 0 <= (valid_from - signed_on).days <= RENEWABLE_DAYS:
        raise BadTerm(years=years, longest=LONGEST_YEARS)
    if min(fee.insurance, fee.public_health, fee.resident) < 0 or fee.total > _MOST_FEE:
        raise BadFee()
    if not packages or len({one.key for one in packages}) < len(packages):
        raise BadPackages()
    if signature != PAPER and not _HASH.fullmatch(signature):
        raise BadSignature()
    if strokes and (len(strokes) > MOST or hash_of(strokes) != signature):
        raise BadSignature()


def hash_of(strokes: bytes) -> str:
    """What stands in a contract as the signature that was drawn."""
    return sha256(strokes).hexdigest()


def _began(one: Held[Any], known: Mapping[Any, Held[Any]]) -> bool:
    """A renewal of a contract that was ended before its last day never begins."""
    seen: set[Any] = set()
    before = one.replaces
    while before is not None and before in known and before not in seen:
        seen.add(before)
        if known[before].last_day < known[before].valid_to:
            return False
        before = known[before].replaces
    return True


_ENDS: Final = {State.DIED: EndReason.DIED, State.OUT: EndReason.MOVED}
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_MOST_FEE: Final = 10_000_00  # fen, of the form `contract`
