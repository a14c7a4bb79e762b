"""What a payment run is made from, and what it is made of.  Money in fen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from clinic_app.domain.payment.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a run, with the figures (fen, bp or persons, by name) that it follows from."""

    facility: str
    method: str  # run.METHODS
    insutype: str = ""
    amount: int
    figures: Mapping[str, int]
    statements: tuple[UUID, ...] = ()
    left_out: tuple[UUID, ...] = ()  # records


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The month's statements of one institution, insurance and kind."""

    facility: str
    insutype: str
    clr_type: str
    fund_due: int  # Σ of the statements
    left_out_due: int = 0  # of it: records in dispute, or paid before
    by_head: int = 0  # of what remains: visits for which the institution is paid by head
    deducted: int = 0  # 扣款 on these statements
    deducted_by_head: int = 0  # of it: about visits paid by head
    statements: tuple[UUID, ...] = ()
    left_out: tuple[UUID, ...] = ()  # records in dispute

    @property
    def due(self) -> int:
        return self.fund_due - self.left_out_due


@dataclass(frozen=True, slots=True)
class Headed:
    """An institution that is paid by head, and the insurance and kind of visit."""

    facility: str
    clr_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An item of an earlier run of the year, or of the December before."""

    month: str  # "2026-03"
    facility: str
    method: str
    insutype: str
    amount: int
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Everything that a run of one month follows from."""

    year: int
    number: int  # 1 to 12
    plan: Plan | None
    next_plan: Plan | None = None  # of the next year: its January is prepaid in December
    groups: tuple[Group, ...]
    past: tuple[Past, ...] = ()
    carried: Mapping[str, int] = field(default_factory=dict)  # owed by an institution from the run before
    contracted: Mapping[str, int] = field(default_factory=dict)  # persons on the first day, for capitation
    patients: Mapping[tuple[str, str], int] = field(default_factory=dict)  # by institution and disease
    elsewhere: Mapping[Headed, int] = field(default_factory=dict)  # fund_due of its persons at others
    surplus: Mapping[tuple[str, str], int] = field(default_factory=dict)  # by institution and insurance
    contracts: Mapping[str, int] = field(default_factory=dict)  # persons on the count date, in its month only
    referred: Mapping[str, int] = field(default_factory=dict)  # the year's fund_due of down-referred visits

    def earlier(self, facility: str, *methods: str) -> list[Past]:
        """The institution's items of earlier runs of this year."""
        return [
            one
            for one in self.past
            if one.facility == facility and one.method in methods and int(one.month[:4]) == self.year
        ]


def sole(insutypes: tuple[str, ...]) -> str:
    """The insurance of an item that covers several: none is named."""
    return insutypes[0] if len(insutypes) == 1 else ""
