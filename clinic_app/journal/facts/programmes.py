"""重大公共卫生项目: a case of one person, from enrolment to the last follow-up.  Its id is the entry that enrolled."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from clinic_app.journal.fact import Fact, Reach


class ProgrammeEnrolled(Fact, frozen=True, kw_only=True):
    """The subject is to have one item of a project."""

    type: ClassVar[str] = "programme.enrolled"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "programme"

    programme: str  # key of resources/programmes
    item: str
    on: date
    declared: tuple[str, ...] = ()  # what the author vouches for: rural, poor, pregnant, cataract


class ProgrammeWithdrawn(Fact, frozen=True, kw_only=True):
    """Enrolled in error, or never done."""

    type: ClassVar[str] = "programme.withdrawn"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "programme"

    case_id: UUID
    reason: str


class ProgrammeDone(Fact, frozen=True, kw_only=True):
    """It was done; said again it is a correction, and the newest counts."""

    type: ClassVar[str] = "programme.done"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "programme"

    case_id: UUID
    on: date
    result: str  # code of the item's results
    institution: str  # where


class ProgrammeSubsidised(Fact, frozen=True, kw_only=True):
    """Money that the project paid for the case; less than nothing takes back what was paid in error."""

    type: ClassVar[str] = "programme.subsidised"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "programme"

    case_id: UUID
    amount: int  # fen
    on: date
    reason: str = ""  # of taking back

    @property
    def fen(self) -> int:
        return self.amount


class ProgrammeFollowed(Fact, frozen=True, kw_only=True):
    """Somebody looked again."""

    type: ClassVar[str] = "programme.followed"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "programme"

    case_id: UUID
    on: date
    finding: str
