"""病区: beds, orders and what was done of them, doses from the pharmacy, notes.  A stay is the admission's id."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.inpatient import ChargedItem
from clinic_app.journal.facts.outpatient import Diagnosis, Override
from clinic_app.journal.facts.pharmacy import HandedOut


class BedPlaced(Fact, frozen=True, kw_only=True):
    """床位: a bed of the house, or one that is not used any more."""

    type: ClassVar[str] = "bed.placed"
    action: ClassVar[str] = "facility"

    bed: str
    room: str = ""
    department: str = ""
    in_use: bool = True


class BedReadied(Fact, frozen=True, kw_only=True):
    """The bed is clean again."""

    type: ClassVar[str] = "bed.readied"
    action: ClassVar[str] = "ward_care"

    bed: str


class AdmissionMoved(Fact, frozen=True, kw_only=True):
    """转床."""

    type: ClassVar[str] = "admission.moved"
    action: ClassVar[str] = "ward_care"

    admission_id: UUID
    from_bed: str
    bed: str


class WardOrder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the 医嘱单."""

    order_id: UUID
    term: str  # long, once
    category: str  # drug, service, nursing, diet, care
    code: str = ""  # of the catalogue; empty: words only
    name: str
    spec: str = ""
    dose: str = ""
    frequency: str = ""  # resources/tables/ward_times.csv, or st
    route: str = ""
    unit: str = ""
    each_e4: int = 0  # ten-thousandths of `unit` in one dose
    group: int = 0  # lines of one infusion share a number; 0: alone
    own: bool = False  # 自备药: free of charge, not from the pharmacy
    note: str = ""
    start_ms: int  # UTC


class WardOrdersSigned(Fact, frozen=True, kw_only=True):
    """医嘱, signed by the doctor; never changed afterwards, only stopped."""

    type: ClassVar[str] = "ward_order.signed"
    action: ClassVar[str] = "ward_orders"
    signed: ClassVar[bool] = True

    admission_id: UUID
    orders: tuple[WardOrder, ...]
    overrides: tuple[Override, ...] = ()
    checked_with: str = ""  # version of the tables that checked it


class WardOrdersStopped(Fact, frozen=True, kw_only=True):
    """停医嘱: no dose is due from then on."""

    type: ClassVar[str] = "ward_order.stopped"
    action: ClassVar[str] = "ward_orders"
    signed: ClassVar[bool] = True

    admission_id: UUID
    orders: tuple[UUID, ...]
    stop_ms: int  # UTC
    reason: str = ""


class DoseDone(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One dose of one order, given or left out."""

    order_id: UUID
    day: date
    slot: str  # domain/ward.py: "08:00"
    items: tuple[ChargedItem, ...] = ()  # what it costs
    left_out: str = ""  # why it was not given


class WardOrdersExecuted(Fact, frozen=True, kw_only=True):
    """执行: each dose counts once, with its charges; of two PCs the earlier one."""

    type: ClassVar[str] = "ward_order.executed"
    action: ClassVar[str] = "ward_care"

    admission_id: UUID
    doses: tuple[DoseDone, ...]


class WardDosesDispensed(Fact, frozen=True, kw_only=True):
    """摆药: a day's doses of a stay leave the pharmacy; `feedetl_sn` of a line is its order's id."""

    type: ClassVar[str] = "ward_dose.dispensed"
    action: ClassVar[str] = "ward_doses"

    admission_id: UUID
    day: date
    lines: tuple[HandedOut, ...]
    second: str = ""  # 复核人 of narcotics


class WardDosesReturned(Fact, frozen=True, kw_only=True):
    """退药 from the ward: doses of orders that were stopped or left out."""

    type: ClassVar[str] = "ward_dose.returned"
    action: ClassVar[str] = "ward_doses"

    admission_id: UUID
    day: date
    lines: tuple[HandedOut, ...]
    second: str = ""  # likewise


class Section(msgspec.Struct, frozen=True):
    """One part of a note under its title."""

    title: str
    text: str


class WardNoteSigned(Fact, frozen=True, kw_only=True):
    """病程记录, and the 出院记录, under its author's signature."""

    type: ClassVar[str] = "ward_note.signed"
    action: ClassVar[str] = "ward_orders"
    signed: ClassVar[bool] = True

    admission_id: UUID
    kind: str  # domain/wardnotes.py: admission, first, daily, rounds, discharge
    about_ms: int  # UTC: the time that it tells of
    sections: tuple[Section, ...]
    diagnoses: tuple[Diagnosis, ...] = ()  # of a 出院记录: at discharge


class WardNoteAddended(Fact, frozen=True, kw_only=True):
    """补记: a signed note is never changed."""

    type: ClassVar[str] = "ward_note.addended"
    action: ClassVar[str] = "ward_orders"
    signed: ClassVar[bool] = True

    admission_id: UUID
    note_id: UUID
    text: str
