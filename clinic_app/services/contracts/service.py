"""家庭医生签约: teams, packages, signing, renewal, ending, and what was done for it."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.contract_package_files import packages_on
from clinic_app.domain.contract_packages import Package
from clinic_app.domain.contract_plan import PlanLine
from clinic_app.domain.contract_teams import Member, NewTeam, Team, check_team
from clinic_app.domain.contract_terms import (
    PAPER,
    Contract,
    EndReason,
    Hospitals,
    NewContract,
    Standing,
    in_force,
)
from clinic_app.domain.contracts import Fee
from clinic_app.domain.rounds import NotAPicture, PictureTooLarge
from clinic_app.domain.time import beijing_day
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.contracts import (
    ContractEnded,
    ContractRefused,
    TeamAmended,
    TeamFormed,
    TeamMember,
)
from clinic_app.printing.contract import agreement_sheet
from clinic_app.printing.documents import Document
from clinic_app.projections.queries import contracts as queries
from clinic_app.projections.queries import facility
from clinic_app.services.contracts import lists, signing
from clinic_app.services.contracts.errors import (
    BadDay,
    NoReason,
    NotInForce,
)
from clinic_app.services.contracts.lists import ContractLine, Coverage, Doubled, Housemate, Load
from clinic_app.services.contracts.paper import agreed_of
from clinic_app.services.contracts.sheet import file_sheet
from clinic_app.store import pictures
from clinic_app.store.agreements import strokes_of
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

LARGEST: Final = 400_000  # bytes of the picture of a signature
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class ContractService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    # Teams

    def teams(self, by: OnDuty) -> tuple[Team, ...]:
        """All that are known here, by name.

        Raises:
            NotAllowed
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return tuple(queries.teams(connection))

    def loads(self, by: OnDuty) -> tuple[Load, ...]:
        """Each team with its contracts today and how many it can look after.

        Raises:
            NotAllowed
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return lists.loads(connection, self._store.facility, self.today())

    def form_team(self, by: OnDuty, new: NewTeam) -> UUID:
        """Raises:
        NotAllowed, BadTeam
        NoStaff: the leader does not work here.
        """
        by.must("contracts")
        check_team(new)
        with self._store.writing(by.author) as writing:
            leader, members = self._named(writing.connection, new)
            fact = TeamFormed(
                name=new.name.strip(),
                leader=new.leader,
                leader_name=leader,
                members=members,
                villages=new.villages,
            )
            return writing.append(fact).id

    def amend_team(self, by: OnDuty, team_id: UUID, new: NewTeam) -> None:
        """The whole team as it is from now on.

        Raises:
            NotAllowed, BadTeam, NoStaff, NoTeam
        """
        by.must("contracts")
        check_team(new)
        with self._store.writing(by.author) as writing:
            queries.team_of(writing.connection, team_id)
            leader, members = self._named(writing.connection, new)
            fact = TeamAmended(
                team_id=team_id,
                name=new.name.strip(),
                leader=new.leader,
                leader_name=leader,
                members=members,
                villages=new.villages,
            )
            writing.append(fact)

    # Packages

    def packages(self, day: date) -> tuple[Package, ...]:
        """Offered on a day, what is for everybody first.

        Raises:
            PackageDamaged
        """
        return packages_on(day)

    def groups_of(self, resident_id: UUID, day: date) -> tuple[str, ...]:
        """The key groups of a person, told from the records; codes/contract_group.csv.

        Raises:
            NoResident
        """
        with self._store.reading() as connection:
            return signing.groups_told(connection, resident_id, day)

    def proposed(self, resident_id: UUID, day: date) -> tuple[Package, ...]:
        """What is for everybody, and for the groups of the person.

        Raises:
            NoResident, PackageDamaged
        """
        with self._store.reading() as connection:
            return lists.proposed(connection, resident_id, day)

    def housemates(self, by: OnDuty, resident_id: UUID) -> tuple[Housemate, ...]:
        """Who lives with a person and is here, the head first: with a contract, or what would be signed.

        Raises:
            NotAllowed
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return lists.housemates(connection, resident_id, self.today())

    def hospitals(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of secondary and of tertiary hospitals to choose from."""
        with self._store.reading() as connection:
            return queries.hospitals_known(connection)

    # Contracts

    def of(self, by: OnDuty, resident_id: UUID) -> Standing:
        """Raises:
        NotAllowed
        """
        by.must("contracts")
        day = self.today()
        with self._store.reading() as connection:
            history = queries.contracts_of(connection, resident_id)
            refused = queries.refusal_of(connection, resident_id)
        holding = in_force(history, day)
        contract = next(iter(holding or history), None)
        if refused is not None and history and refused.on <= history[0].signed_on:
            refused = None
        return Standing(
            contract=contract,
            status=None if contract is None else contract.status(day),
            others=holding[1:],
            refused=refused,
            history=tuple(history),
        )

    def contract(self, by: OnDuty, contract_id: UUID) -> Contract:
        """Raises:
        NotAllowed, NoContract
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return queries.contract_of(connection, contract_id)

    def sign(self, by: OnDuty, new: NewContract) -> UUID:
        """签约 from the day of signing.

        Raises:
            NotAllowed, NoResident, NoTeam, UnknownPackage
            BadTerm, BadFee, BadPackages, BadSignature, BadGroups, BadDay
            NotHere, ContractedAlready
        """
        by.must("contracts")
        with self._store.writing(by.author) as writing:
            return signing.sign(writing, new, self.today(), self._store.facility)

    def sign_all(self, by: OnDuty, household: Sequence[NewContract]) -> tuple[UUID, ...]:
        """签约 of a whole household at once: all of them, or none.

        Raises:
            What `sign` raises.
        """
        by.must("contracts")
        with self._store.writing(by.author) as writing:
            return tuple(signing.sign(writing, new, self.today(), self._store.facility) for new in household)

    def renew(
        self,
        by: OnDuty,
        contract_id: UUID,
        signed_on: date,
        years: int,
        *,
        packages: tuple[str, ...] | None = None,
        fee: Fee | None = None,
        signature: str = PAPER,
        strokes: bytes = b"",
        representative: str = "",
        note: str = "",
        hospitals: Hospitals | None = None,
    ) -> UUID:
        """续签 from the day after the last; packages, fee and hospitals as before where none are told.

        Raises:
            NotAllowed, NoContract, NoTeam, UnknownPackage
            BadTerm, BadFee, BadPackages, BadSignature, BadDay
            NotHere, NotRenewable, ContractedAlready
        """
        by.must("contracts")
        with self._store.writing(by.author) as writing:
            old = queries.contract_of(writing.connection, contract_id)
            new = NewContract(
                resident=old.resident_id,
                team=old.team,
                packages=packages or tuple(one.key for one in old.packages),
                signed_on=signed_on,
                years=years,
                fee=fee or old.fee,
                signature=signature,
                strokes=strokes,
                representative=representative,
                note=note,
                hospitals=old.hospitals if hospitals is None else hospitals,
            )
            return signing.renew(writing, old, new, self.today(), self._store.facility)

    def end(self, by: OnDuty, contract_id: UUID, on: date, reason: str, note: str = "") -> None:
        """解约: from `on` it does not hold; one whose renewal is refused runs to its last day.

        Raises:
            NotAllowed, NoContract, NoReason, NotInForce, BadDay
        """
        by.must("contracts")
        if reason not in set(EndReason):
            raise NoReason()
        with self._store.writing(by.author) as writing:
            contract = queries.contract_of(writing.connection, contract_id)
            if contract.ended is not None or contract.last_day < on:
                raise NotInForce()
            if not contract.valid_from <= on <= self.today():
                raise BadDay(day=on.isoformat())
            fact = ContractEnded(
                contract_id=contract_id,
                on=on,
                reason=reason,
                note=note.strip(),
                clinics=signing.clinics_told(writing.connection, contract, self._store.facility),
                salt=new_salt(),
            )
            writing.append(fact, contract.resident_id)
            file_sheet(writing, contract_id, self.today())

    def refuse(self, by: OnDuty, resident_id: UUID, on: date, reason: str) -> None:
        """拒签, in the resident's words.

        Raises:
            NotAllowed, NoResident, NoReason, BadDay, NotHere, ContractedAlready
        """
        by.must("contracts")
        if not reason.strip():
            raise NoReason()
        with self._store.writing(by.author) as writing:
            person = signing.living(writing.connection, resident_id, on, self.today())
            signing.require_free(writing.connection, person.id, on)
            writing.append(ContractRefused(on=on, reason=reason.strip(), salt=new_salt()), person.id)

    def keep_signature(self, by: OnDuty, data: bytes) -> str:
        """Keep the picture of a signature in the encrypted store; gives its hash, for `sign` and `renew`.

        Raises:
            NotAllowed, NotAPicture, PictureTooLarge
        """
        by.must("contracts")
        if not data.startswith(_PICTURES):
            raise NotAPicture()
        if len(data) > LARGEST:
            raise PictureTooLarge(size=len(data) // 1000, most=LARGEST // 1000)
        with self._store.changing() as connection:
            return pictures.keep(connection, data, self._store.wall())

    def signature(self, contract: Contract) -> bytes | None:
        """The picture; None: drawn, signed on paper, or on another PC, whose store has it."""
        with self._store.reading() as connection:
            return None if contract.signature == PAPER else pictures.kept(connection, contract.signature)

    def strokes(self, contract: Contract) -> bytes:
        """What was drawn, domain/strokes.py; empty: a picture, or paper."""
        with self._store.reading() as connection:
            return strokes_of(connection, contract.id)

    def agreement(self, by: OnDuty, contract_id: UUID) -> Document:
        """签约服务协议书.

        Raises:
            NotAllowed, NoContract, NoResident
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return agreement_sheet(agreed_of(connection, queries.contract_of(connection, contract_id)))

    # What was done for them

    def plan(self, by: OnDuty, contract_id: UUID) -> tuple[PlanLine, ...]:
        """履约计划 as it stands today, by last day.

        Raises:
            NotAllowed, NoContract
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return lists.plan_of(connection, queries.contract_of(connection, contract_id), self.today())

    def contracted(self, by: OnDuty) -> tuple[ContractLine, ...]:
        """Whose contract with this institution or one under it holds today, by village and name.

        Raises:
            NotAllowed
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return lists.contracted(connection, self._store.facility, self.today())

    def unserved(self, by: OnDuty) -> tuple[ContractLine, ...]:
        """签而不约: in force for six months, and nothing was done in the last six.

        Raises:
            NotAllowed
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return lists.unserved(connection, self._store.facility, self.today())

    def renewable(self, by: OnDuty) -> tuple[ContractLine, ...]:
        """In their last 30 days, neither renewed nor refused, the one that ends first first.

        Raises:
            NotAllowed
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return lists.renewable(connection, self._store.facility, self.today())

    def doubled(self, by: OnDuty) -> tuple[Doubled, ...]:
        """Residents with whom two contracts hold, signed by PCs that did not know of each other.

        Raises:
            NotAllowed
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return lists.doubled(connection, self._store.facility, self.today())

    def coverage(self, by: OnDuty, day: date) -> Coverage:
        """Of this institution and those under it.

        Raises:
            NotAllowed
        """
        by.must("contracts")
        with self._store.reading() as connection:
            return lists.coverage(connection, self._store.facility, day)

    def _named(self, connection: sa.Connection, new: NewTeam) -> tuple[str, tuple[TeamMember, ...]]:
        """The leader's name, and the members with theirs."""
        here = self._store.facility
        leader = facility.member(connection, here, new.leader).name
        names = {one.staff_id: one.name for one in facility.staff_of(connection, here)}
        return leader, tuple(_member(one, names, here) for one in new.members)


def _member(one: Member, names: dict[str, str], here: str) -> TeamMember:
    elsewhere = one.facility not in ("", here)
    return TeamMember(
        staff=one.staff,
        kind=one.kind,
        facility=one.facility if elsewhere else "",
        name=one.name or ("" if elsewhere else names.get(one.staff, one.staff)),
    )
