"""健康档案: opened with a number, ended by death or moving, and two entries of one person brought together."""

from datetime import date
from typing import ClassVar, Final
from uuid import UUID

from clinic_app.journal.fact import Fact, Reach
from clinic_app.journal.facts.county import CountyFact
from clinic_app.journal.facts.residents import Change, require_readable

_WAYS: Final = ("in", "out", "lost")


class RecordOpened(Fact, frozen=True, kw_only=True):
    """建档: the subject has a health record under this number; the entry's id is the record's."""

    type: ClassVar[str] = "record.opened"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    number: str  # 17 digits
    on: date
    doctor: str = ""  # 责任医生: staff id
    replaces: UUID | None = None  # the record of this person whose number was somebody else's too
    salt: str


class ResidentMoved(Fact, frozen=True, kw_only=True):
    """迁出, 迁入 or 失访 of the subject: out and lost end the record, in opens it again."""

    type: ClassVar[str] = "resident.moved"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    way: str  # in, out, lost
    on: date
    place: str = ""  # where to, or where from
    salt: str

    def __post_init__(self) -> None:
        """Raises:
        ValueError: every list that asks who is here would stop at a way that is none.
        """
        if self.way not in _WAYS:
            raise ValueError("way")


class ResidentDied(Fact, frozen=True, kw_only=True):
    """The subject's death, as told here; it ends the record and every plan."""

    type: ClassVar[str] = "resident.died"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    on: date
    cause: str = ""
    salt: str


class ResidentReturned(Fact, frozen=True, kw_only=True):
    """A death or a move that did not happen; the subject is as if it had never been told."""

    type: ClassVar[str] = "resident.returned"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    event_id: UUID  # the entry that said so
    reason: str


class ResidentMerged(Fact, frozen=True, kw_only=True):
    """Two entries of the register are one person: the subject is the one that is kept.

    No row of the other one is rewritten; whoever asks for either finds both.
    """

    type: ClassVar[str] = "resident.merged"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    other: UUID
    reasons: tuple[str, ...] = ()  # domain/residents.py: id_number, name_sex_birth …
    note: str = ""
    changes: dict[str, Change] = {}  # fields where the other one's value was chosen
    before: dict[str, str] = {}  # what stood in them
    salt: str

    def __post_init__(self) -> None:
        require_readable(self.changes)


class ResidentSplit(Fact, frozen=True, kw_only=True):
    """They are two people after all; the subject is the one that was kept."""

    type: ClassVar[str] = "resident.split"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    merge_id: UUID
    reason: str
    changes: dict[str, Change] = {}  # what the merge had put in, back to what stood before
    salt: str

    def __post_init__(self) -> None:
        require_readable(self.changes)


class MergeOverruled(CountyFact, frozen=True, kw_only=True):
    """The county takes a merge apart; the subject is the one that was kept, `facility` the clinic that merged."""

    type: ClassVar[str] = "merge.overruled"
    reach: ClassVar[Reach] = Reach.SCOPE

    merge_id: UUID
    reason: str
    changes: dict[str, Change] = {}  # as of `ResidentSplit`
    salt: str

    def __post_init__(self) -> None:
        require_readable(self.changes)


class ResidentDistinguished(Fact, frozen=True, kw_only=True):
    """Alike, but two people (twins, namesakes): never offered again."""

    type: ClassVar[str] = "resident.distinguished"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "health_record"

    other: UUID
    reason: str = ""
