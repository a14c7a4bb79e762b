"""All that the front desk shows, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from clinic_app.domain.identifiers import IdNumber
from clinic_app.projections.queries.insurance import Insured
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.registration import Ticket
from clinic_app.services.sync_state import WhereHeld
from clinic_app.ui.desk import InHand
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.theme import Tone

TABS: Final = (
    (VisitState.WAITING, QT_TRANSLATE_NOOP("frontdesk", "待诊")),
    (VisitState.CALLED, QT_TRANSLATE_NOOP("frontdesk", "就诊中")),
    (VisitState.SIGNED, QT_TRANSLATE_NOOP("frontdesk", "待收费")),
    (VisitState.SETTLED, QT_TRANSLATE_NOOP("frontdesk", "已完成")),
    (VisitState.CANCELLED, QT_TRANSLATE_NOOP("frontdesk", "已退号")),
)


class Step(StrEnum):
    """What the left side asks for now."""

    NOBODY = "nobody"
    KNOWN = "known"  # a resident in hand
    CARD = "card"  # a card's holder, to be registered from the card
    TYPING = "typing"  # a newcomer by hand, or the number that a third-generation card does not give
    ALIKE = "alike"  # somebody very like this is registered already: the same person?


@dataclass(frozen=True, slots=True)
class Reading:
    """What the number typed so far says."""

    number: IdNumber | None = None
    why: str = ""  # in words; empty while the number is not complete
    known: Resident | None = None  # who has it already


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDeskState:
    step: Step = Step.NOBODY
    person: InHand | None = None
    reading: Reading = Reading()
    alike: tuple[Resident, ...] = ()
    insurances: tuple[Insured, ...] = ()
    chosen: str = ""  # psn_no: of several insurances the one that was chosen before
    id_number: str = ""  # whole and sound: who can be asked about at the county
    enrolled: bool = False  # there is a county to ask
    asking: bool = False  # it is being asked
    why_self_pay: str = ""  # why nobody but the patient pays
    doctors: tuple[tuple[str, str], ...] = ()  # staff id, name
    department: str = ""  # last used
    doctor: str = ""
    made_up: bool = False  # the store holds made-up people: papers say so
    queue: tuple[Visit, ...] = ()
    where: Mapping[UUID, WhereHeld] = field(default_factory=dict)  # how far each visit has come
    tab: VisitState = VisitState.WAITING
    cancelling: Visit | None = None
    issued: Ticket | None = None  # the number just given
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def shown(self) -> tuple[Visit, ...]:
        """The rows of the open tab."""
        return tuple(visit for visit in self.queue if visit.state is self.tab)

    def count(self, state: VisitState) -> int:
        return sum(visit.state is state for visit in self.queue)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the visit form says."""

    department: str
    doctor: str = ""
    psn_no: str = ""  # empty: self-pay
