"""What the page 签约 shows."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from uuid import UUID

from clinic_app.domain.contract_packages import Package, fee_of
from clinic_app.domain.contract_plan import PlanLine, items_of
from clinic_app.domain.contract_teams import Team
from clinic_app.domain.contract_terms import Contract, Standing
from clinic_app.domain.contracts import ContractStatus, Fee
from clinic_app.projections.queries.facility import Staff
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.contracts.lists import Coverage, Housemate, Load
from clinic_app.ui.pages.stock.part import PartState


class View(StrEnum):
    """Which contracts are listed."""

    CONTRACTED = "contracted"
    RENEWABLE = "renewable"
    UNSERVED = "unserved"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class Listed:
    """A contract in the list."""

    contract: Contract
    name: str
    village: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningState(PartState):
    """Who is contracted, and the person in hand: what stands, or what is to be signed."""

    view: View = View.CONTRACTED
    listed: tuple[Listed, ...] = ()
    coverage: Coverage | None = None
    person: Resident | None = None
    standing: Standing | None = None  # None: nobody in hand, or not read yet
    plan: tuple[PlanLine, ...] = ()
    teams: tuple[Team, ...] = ()
    offered: tuple[Package, ...] = ()
    groups: tuple[str, ...] = ()
    renewing: bool = False
    team: UUID | None = None
    packages: frozenset[str] = frozenset()
    fee: Fee | None = None  # typed; None: what the packages cost
    drawn: bytes = field(default=b"", repr=False)  # strokes on the pad, domain/strokes.py
    signature: bytes | None = field(default=None, repr=False)  # a picture; None: drawn, or on paper
    hand: bytes = field(default=b"", repr=False)  # strokes under the contract that stands
    house: tuple[Housemate, ...] = ()  # who lives with the person
    together: frozenset[UUID] = frozenset()  # who of them signs too
    hospitals: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # secondary and tertiary, to choose from
    signed: tuple[UUID, ...] = ()  # contracts of the last act, to be printed together

    @property
    def free(self) -> frozenset[UUID]:
        """Who of the house has no contract."""
        return frozenset(one.resident_id for one in self.house if one.contract is None)

    @property
    def joining(self) -> tuple[Housemate, ...]:
        return tuple(one for one in self.house if one.resident_id in self.together)

    @property
    def asked_of_all(self) -> Fee:
        """A year, of everybody who signs."""
        fees = (fee_of(items_of(one.packages)) for one in self.joining)
        return reduce(Fee.__add__, fees, self.asked)

    @property
    def contract(self) -> Contract | None:
        return None if self.standing is None else self.standing.contract

    @property
    def holds(self) -> bool:
        """Something is in force or will be: nothing else is signed beside it."""
        status = None if self.standing is None else self.standing.status
        return status is not None and status is not ContractStatus.EXPIRED

    @property
    def renewable(self) -> bool:
        """In its last days, and not renewed yet."""
        standing = self.standing
        if standing is None or standing.contract is None or standing.status is not ContractStatus.RENEWABLE:
            return False
        return not any(one.replaces == standing.contract.id for one in standing.history)

    @property
    def signing(self) -> bool:
        """The form is shown, not the contract."""
        return self.standing is not None and (self.renewing or not self.holds)

    @property
    def before(self) -> Contract | None:
        """What is being renewed."""
        return self.contract if self.renewing else None

    @property
    def chosen(self) -> tuple[Package, ...]:
        return tuple(one for one in self.offered if one.key in self.packages)

    @property
    def asked(self) -> Fee:
        """A year: as typed, else as the packages say, each service once."""
        return self.fee or fee_of(items_of(self.chosen))


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsState(PartState):
    loads: tuple[Load, ...] = ()
    staff: tuple[Staff, ...] = ()
    chosen: UUID | None = None  # None: a new one

    def team(self) -> Team | None:
        """The chosen one."""
        return next((one.team for one in self.loads if one.team.id == self.chosen), None)
