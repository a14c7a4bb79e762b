"""家庭医生签约: teams, contracts with residents, and residents who want none.

A contract's id is the entry that signed or renewed it, a team's the entry that formed it.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact, Reach


class TeamMember(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    staff: str  # staff id; of who is no member of staff the name
    kind: str  # code of resources/contracts/staff_kinds.csv
    facility: str = ""  # empty: the one that formed the team
    name: str = ""


class _Team(Fact, frozen=True, kw_only=True):
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "contracts"

    name: str
    leader: str  # staff id
    leader_name: str = ""
    members: tuple[TeamMember, ...] = ()  # beside the leader
    villages: tuple[str, ...] = ()

    @property
    def addressees(self) -> tuple[str, ...]:
        """The clinics whose staff are members."""
        return tuple(sorted({one.facility for one in self.members} - {""}))


class TeamFormed(_Team, frozen=True, kw_only=True):
    """组建团队."""

    type: ClassVar[str] = "team.formed"


class TeamAmended(_Team, frozen=True, kw_only=True):
    """The whole team as it is from now on."""

    type: ClassVar[str] = "team.amended"

    team_id: UUID


class PackageChosen(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    key: str  # of resources/contracts/packages
    version: int


class Agreed(Fact, frozen=True, kw_only=True):
    """What stands in a contract, new or renewed; fees in fen a year."""

    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "contracts"

    number: str  # 协议编号
    team_id: UUID
    packages: tuple[PackageChosen, ...]
    groups: tuple[str, ...]  # codes/contract_group.csv
    signed_on: date
    years: int
    fee: int  # the sum of the parts
    fee_insurance: int = 0
    fee_public: int = 0
    fee_resident: int = 0
    signature: str  # SHA-256 of the strokes or of a picture that stays on its PC, hex, or "paper"
    strokes: bytes = b""  # domain/strokes.py; empty: a picture, or paper
    representative: str = ""  # who signed for the subject; empty: the subject
    note: str = ""
    secondary_hospital: str = ""  # 组合签约 1+1+1: names; empty: none
    tertiary_hospital: str = ""
    clinics: tuple[str, ...] = ()  # where else the team's members work
    salt: str = ""

    @property
    def addressees(self) -> tuple[str, ...]:
        return self.clinics


class ContractSigned(Agreed, frozen=True, kw_only=True):
    """签约: the subject has a contract from the day of signing."""

    type: ClassVar[str] = "contract.signed"


class ContractRenewed(Agreed, frozen=True, kw_only=True):
    """续签 of a contract of the subject, from the day after its last."""

    type: ClassVar[str] = "contract.renewed"

    replaces: UUID
    valid_from: date


class ContractEnded(Fact, frozen=True, kw_only=True):
    """解约: from `on` the contract does not hold; one whose renewal was refused runs to its last day."""

    type: ClassVar[str] = "contract.ended"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "contracts"

    contract_id: UUID
    on: date
    reason: str  # domain/contract_terms.py: EndReason
    note: str = ""
    clinics: tuple[str, ...] = ()  # that were told of the contract
    salt: str = ""

    @property
    def addressees(self) -> tuple[str, ...]:
        return self.clinics


class ContractRefused(Fact, frozen=True, kw_only=True):
    """拒签: the subject does not want a contract."""

    type: ClassVar[str] = "contract.refused"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "contracts"

    on: date
    reason: str
    salt: str = ""
