"""What the ward's page shows, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Final
from uuid import UUID

from clinic_app.domain.prescribing.hits import Hit, Severity
from clinic_app.domain.ward import Category, Term
from clinic_app.journal.prescriptions import Checked
from clinic_app.projections.queries.inpatient import Admission
from clinic_app.projections.queries.ward import Note, Order, Vital
from clinic_app.projections.queries.wardday import Dose, Owed
from clinic_app.services.wardcare import BedCard
from clinic_app.services.wardorders import NewOrder
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.theme import Tone


class Part(IntEnum):
    """The parts of the page, in the order of their tabs."""

    BEDS = 0  # 床位图
    ORDERS = 1  # 医嘱
    CARE = 2  # 执行
    DOSES = 3  # 摆药
    VITALS = 4  # 体温单
    NOTES = 5  # 病程


OF_A_STAY: Final = (Part.ORDERS, Part.CARE, Part.VITALS, Part.NOTES)
TERMS: Final[Mapping[Term, str]] = {
    Term.LONG: QT_TRANSLATE_NOOP("ward", "长期"),
    Term.ONCE: QT_TRANSLATE_NOOP("ward", "临时"),
}
# Kind of a note (domain/wardnotes.py) → what the page calls it.
NOTE_KINDS: Final[Mapping[str, str]] = {
    "daily": QT_TRANSLATE_NOOP("ward", "日常病程"),
    "admission": QT_TRANSLATE_NOOP("ward", "入院记录"),
    "first": QT_TRANSLATE_NOOP("ward", "首次病程"),
    "rounds": QT_TRANSLATE_NOOP("ward", "查房记录"),
    "discharge": QT_TRANSLATE_NOOP("ward", "出院记录"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """An order that waits for the signature, with the name that it goes by."""

    order: NewOrder
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WardState:
    """All that the page shows.  A new state replaces the old one."""

    today: date
    day: date
    part: Part = Part.BEDS
    cards: tuple[BedCard, ...] = ()
    stay_id: UUID | None = None
    orders: tuple[Order, ...] = ()
    typed: tuple[Typed, ...] = ()
    checked: tuple[Checked, ...] = ()
    doses: tuple[Dose, ...] = ()
    whole: bool = False  # 执行单 of the whole ward
    owed: tuple[Owed, ...] = ()
    returns: tuple[Owed, ...] = ()
    hour: int = 0  # Beijing, now
    vitals: Mapping[str, Sequence[Vital]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # of staff
    moving: bool = False  # a bed is chosen for the open stay
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def card(self) -> BedCard | None:
        """Of the open stay."""
        return next((one for one in self.cards if one.stay is not None and one.stay.id == self.stay_id), None)

    @property
    def stay(self) -> Admission | None:
        card = self.card
        return None if card is None else card.stay

    @property
    def due(self) -> tuple[Dose, ...]:
        """What is still to be carried out."""
        return tuple(one for one in self.doses if one.done is None)

    @property
    def hits(self) -> tuple[tuple[Checked, Hit], ...]:
        """What the rules say to the typed orders, sheet by sheet, warnings last."""
        found = [(sheet, hit) for sheet in self.checked for hit in sheet.hits]
        return tuple(sorted(found, key=lambda one: -one[1].severity))

    def asks(self, key: str) -> bool:
        """Whether a rule of this key speaks."""
        return any(hit.key.startswith(key) for _, hit in self.hits)

    @property
    def blocked(self) -> bool:
        return any(hit.severity is Severity.BLOCK for _, hit in self.hits)


def category_of(code: str, name: str, *, is_drug: bool) -> Category:
    """What an order is about, by what was chosen or typed."""
    if is_drug:
        return Category.DRUG
    if code:
        return Category.NURSING if name.endswith("级护理") else Category.SERVICE
    return Category.DIET if name.strip().endswith(("食", "饮食", "流质")) else Category.CARE
