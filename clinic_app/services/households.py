"""家庭户: founded, looked at, joined and left."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clinic_app.domain.codes import codes
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.health_record import HEAD, check_village_code
from clinic_app.domain.time import beijing_day
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.households import (
    HouseholdAmended,
    HouseholdFounded,
    HouseholdJoined,
    HouseholdLeft,
)
from clinic_app.projections.queries import households as queries
from clinic_app.projections.queries import residents
from clinic_app.projections.queries.households import Household, Member, Village
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store


class NoVillage(RuleBroken):
    """A household lies in a village or a residents' committee."""

    code = "household.no_village"


class TwoHeads(RuleBroken):
    """The household has a head already."""

    code = "household.two_heads"


class BadRelation(RuleBroken):
    """Not a code of relationship.csv."""

    code = "household.bad_relation"


class NotMember(RuleBroken):
    """The person does not live in this household."""

    code = "household.not_member"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What is typed about a household."""

    village: str
    village_code: str  # 12 digits
    group: str = ""
    house: str = ""
    address: str = ""
    phone: str = ""


class HouseholdService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def find(self, text: str, limit: int = 60) -> list[Household]:
        """By village, group, house, address, telephone or a member's name; no text: the first of all."""
        with self._store.reading() as connection:
            return queries.find(connection, text, limit)

    def villages(self) -> list[Village]:
        """Where households are known, the largest first."""
        with self._store.reading() as connection:
            return queries.villages_of(connection)

    def of(self, resident_id: UUID) -> tuple[Household, list[Member]] | None:
        """Where a person lives, and with whom; None: in no household."""
        with self._store.reading() as connection:
            home = queries.home_of(connection, resident_id)
            if home is None:
                return None
            return queries.household_of(connection, home), queries.members_of(connection, home)

    def members(self, household_id: UUID) -> list[Member]:
        """The head first, then by age."""
        with self._store.reading() as connection:
            return queries.members_of(connection, household_id)

    def found(self, by: OnDuty, house: House, head: UUID) -> Household:
        """立户: a new household with its head; the head leaves the house it lived in.

        Raises:
            NotAllowed, NoVillage, BadVillageCode, NoResident
        """
        by.must("health_record")
        checked = _checked(house)
        with self._store.writing(by.author) as writing:
            head = residents.resident_of(writing.connection, head).id
            founded = writing.append(HouseholdFounded(**_fields(checked), salt=new_salt()))
            joined = HouseholdJoined(household_id=founded.id, relation=HEAD, on=self.today())
            writing.append(joined, head)
            return queries.household_of(writing.connection, founded.id)

    def amend(self, by: OnDuty, household_id: UUID, house: House) -> Household:
        """Raises:
        NotAllowed, NoHousehold, NoVillage, BadVillageCode
        """
        by.must("health_record")
        checked = _checked(house)
        with self._store.writing(by.author) as writing:
            queries.household_of(writing.connection, household_id)
            writing.append(HouseholdAmended(household_id=household_id, **_fields(checked), salt=new_salt()))
            return queries.household_of(writing.connection, household_id)

    def join(self, by: OnDuty, household_id: UUID, resident_id: UUID, relation: str) -> list[Member]:
        """入户, or another relation to the head; returns the members then.

        Raises:
            NotAllowed, NoHousehold, NoResident, BadRelation
            TwoHeads: make the other one something else first.
        """
        by.must("health_record")
        if relation not in codes("relationship"):
            raise BadRelation(relation=relation)
        with self._store.writing(by.author) as writing:
            resident = residents.resident_of(writing.connection, resident_id)
            queries.household_of(writing.connection, household_id)
            members = queries.members_of(writing.connection, household_id)
            if relation == HEAD and any(
                one.relation == HEAD and one.resident_id != resident.id for one in members
            ):
                raise TwoHeads()
            fact = HouseholdJoined(household_id=household_id, relation=relation, on=self.today())
            writing.append(fact, resident.id)
            return queries.members_of(writing.connection, household_id)

    def leave(self, by: OnDuty, household_id: UUID, resident_id: UUID, reason: str = "") -> list[Member]:
        """离户; returns the members then.

        Raises:
            NotAllowed, NotMember
        """
        by.must("health_record")
        with self._store.writing(by.author) as writing:
            members = queries.members_of(writing.connection, household_id)
            if all(one.resident_id != resident_id for one in members):
                raise NotMember()
            fact = HouseholdLeft(household_id=household_id, on=self.today(), reason=reason.strip())
            for one in queries.entries_in(writing.connection, household_id, resident_id):
                writing.append(fact, one)
            return queries.members_of(writing.connection, household_id)


def _checked(house: House) -> House:
    if not house.village.strip():
        raise NoVillage()
    return House(
        village=house.village.strip(),
        village_code=check_village_code(house.village_code),
        group=house.group.strip(),
        house=house.house.strip(),
        address=house.address.strip(),
        phone=house.phone.strip(),
    )


def _fields(house: House) -> dict[str, str]:
    return {name: getattr(house, name) for name in House.__slots__}
