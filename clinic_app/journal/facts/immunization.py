"""预防接种: doses given, entered by mistake, put off; and the number the immunization system gave a child."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from clinic_app.journal.fact import Fact, Reach


class VaccinationGiven(Fact, frozen=True, kw_only=True):
    """One dose given to the subject, here or elsewhere.  Its codes are those of the form `vaccination`."""

    type: ClassVar[str] = "vaccination.given"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "vaccination"

    vaccine: str  # codes/vaccine.csv
    series: str
    dose_no: int
    on: date
    at: int = 0  # UTC milliseconds; 0: only the day is known
    site: str = ""  # codes/inject_site.csv
    route: str = ""  # codes/inject_route.csv
    amount: str = ""
    maker: str = ""
    batch: str = ""
    trace_code: str = ""
    expiry: date | None = None
    unit: str = ""  # who gave it, of a dose given elsewhere
    kind: str = "1"  # 1 routine, 2 catch-up, 3 emergency, 4 mass
    paid: str = "1"  # 1 of the programme, 2 outside it
    consent: bool = False
    screened: bool = False
    elsewhere: bool = False
    salt: str = ""


class VaccinationObserved(Fact, frozen=True, kw_only=True):
    """留观: the subject stayed thirty minutes; `well` says whether nothing happened."""

    type: ClassVar[str] = "vaccination.observed"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "vaccination"

    dose_id: UUID
    well: bool


class VaccinationWithdrawn(Fact, frozen=True, kw_only=True):
    """A dose that was entered by mistake."""

    type: ClassVar[str] = "vaccination.withdrawn"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "vaccination"

    dose_id: UUID
    reason: str


class VaccinationDeferred(Fact, frozen=True, kw_only=True):
    """A series is not given until a day: nobody is reminded before it."""

    type: ClassVar[str] = "vaccination.deferred"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "vaccination"

    series: str
    until: date
    reason: str  # contraindication, deferral, refusal
    note: str = ""
    salt: str = ""


class VaccinationNumbered(Fact, frozen=True, kw_only=True):
    """受种者编码: the number that the immunization system gave the subject."""

    type: ClassVar[str] = "vaccination.numbered"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "vaccination"

    case_no: str
    salt: str = ""
