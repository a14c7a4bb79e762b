"""家庭户: who lives under one roof.  A household's id is the id of the entry that founded it."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from clinic_app.journal.fact import Fact, Reach


class HouseholdFounded(Fact, frozen=True, kw_only=True):
    """A household is known from now on; no subject: it outlives its members."""

    type: ClassVar[str] = "household.founded"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    village: str  # 行政村（居委会）, its name
    village_code: str  # 12 digits: county, town, village or committee
    group: str = ""  # 村民小组, as people say it: 3, 东山
    house: str = ""  # 门牌号
    address: str = ""  # what group and house do not say
    phone: str = ""
    salt: str


class HouseholdAmended(Fact, frozen=True, kw_only=True):
    """All that is true of the household from now on; the newest wins."""

    type: ClassVar[str] = "household.amended"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    household_id: UUID
    village: str
    village_code: str
    group: str = ""
    house: str = ""
    address: str = ""
    phone: str = ""
    salt: str


class HouseholdJoined(Fact, frozen=True, kw_only=True):
    """The subject lives in this household from now on, and in no other."""

    type: ClassVar[str] = "household.joined"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    household_id: UUID
    relation: str  # to the head: codes/relationship.csv; 02 is the head
    on: date


class HouseholdLeft(Fact, frozen=True, kw_only=True):
    """The subject does not live there any more."""

    type: ClassVar[str] = "household.left"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    household_id: UUID
    on: date
    reason: str = ""
