"""挂号: every decision of the front desk page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError, Unavailable
from clinic_app.domain.identifiers import BadIdNumber, clean
from clinic_app.domain.roles import may
from clinic_app.printing.slip import slip
from clinic_app.projections.queries.insurance import Insured
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.cards import card_of, certificate_of
from clinic_app.services.insurance import InsuranceService
from clinic_app.services.registration import NewVisit, RegistrationService, Ticket, WaitsAlready
from clinic_app.services.residents import KnownAlready, NewResident, ResidentService
from clinic_app.services.staff import StaffService
from clinic_app.services.status import StatusService
from clinic_app.services.sync_state import SyncStateService, WhereHeld
from clinic_app.ui.desk import Desk, InHand, newcomer_of
from clinic_app.ui.i18n import language
from clinic_app.ui.in_hand import insurance_text, paying_text
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.frontdesk.state import FrontDeskState, Reading, Step, Wanted
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

_DEPARTMENT = "frontdesk.department"
_DOCTOR = "frontdesk.doctor"
_NOT_YET = "?"  # a number is being typed and is not good yet
_WHOLE = (15, 18)  # characters of a complete identity number


@dataclass(frozen=True, slots=True)
class FrontDeskServices:
    residents: ResidentService
    registration: RegistrationService
    staff: StaffService
    status: StatusService
    insurance: InsuranceService
    sync_state: SyncStateService


@dataclass(frozen=True, slots=True)
class _Queue:
    visits: tuple[Visit, ...]
    where: dict[UUID, WhereHeld]
    enrolled: bool


class FrontDeskViewModel(QObject):
    changed = Signal(object)  # FrontDeskState

    def __init__(
        self, services: FrontDeskServices, desk: Desk, jobs: JobRunner, papers: Papers, facility: str
    ) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self._facility = facility
        self._asked = 0  # of the number typed; an answer to an older one is dropped
        self.state = FrontDeskState()
        desk.in_hand_changed.connect(self._person_changed)
        desk.written.connect(self.refresh)
        self._read_choices()
        self.refresh()
        self._person_changed(desk.in_hand)

    # Finding.

    def find(self, text: str, answer: Callable[[Sequence[Resident]], None]) -> None:
        """Answer later with the residents that `text` names."""
        self._jobs.read(lambda: self._services.residents.find(text, 30), answer, self._refused)

    def take(self, resident_id: UUID) -> None:
        """This is the person: found by name, or recognised among those alike."""
        card = self.state.person.card if self.state.person is not None else None
        self._become(replace(self.state, issued=None, notice=""))
        if card is not None and card.resident is None and self.state.step in (Step.ALIKE, Step.TYPING):
            self._link_then_take(resident_id)
        else:
            self._desk.take(resident_id)

    # A newcomer.

    def begin_newcomer(self) -> None:
        """An empty form; a card in hand stays, its number goes with the resident."""
        person = self.state.person
        if person is not None and person.resident is not None:
            self._desk.clear()
            person = None
        state = replace(self.state, step=Step.TYPING, person=person, reading=Reading(), alike=())
        self._become(self._payers(replace(state, issued=None, notice=""), ()))

    def type_number(self, text: str) -> None:
        """Judge the identity number while it is typed; a complete one is looked up."""
        self._asked += 1
        typed = clean(text)
        if len(typed) not in _WHOLE and not (len(typed) > max(_WHOLE)):
            number = _NOT_YET if typed else ""
            self._become(self._payers(replace(self.state, reading=Reading()), (), number))
            return
        try:
            checked = self._services.residents.check(typed)
        except BadIdNumber as error:
            why = "" if len(typed) == min(_WHOLE) else text_of(error, language())
            self._become(self._payers(replace(self.state, reading=Reading(why=why)), (), _NOT_YET))
            return
        self._become(replace(self.state, reading=Reading(number=checked)))
        self._look_up(checked.number18)

    def _look_up(self, number: str) -> None:
        asked = self._asked

        def work() -> tuple[list[Resident], list[Insured]]:
            known = self._services.residents.of_card(number, "")
            return known, list(self._services.registration.insurances(number))

        def done(answer: tuple[list[Resident], list[Insured]]) -> None:
            if asked == self._asked and self.state.step is Step.TYPING:
                known, insurances = answer
                reading = replace(self.state.reading, known=known[0] if known else None)
                self._become(self._payers(replace(self.state, reading=reading), insurances, number))

        self._jobs.read(work, done, self._refused)

    # 查参保.

    def look_up(self) -> None:
        """Ask the county about who is here; what it knows comes into the list of payers."""
        number, by, asked = self.state.id_number, self._desk.by, self._asked
        if not number or self.state.asking:
            return
        self._become(replace(self.state, asking=True, notice=""))
        reason = self.tr("挂号")

        def done(found: list[Insured]) -> None:
            if asked == self._asked and self.state.id_number == number:
                self._looked_up(found, number)

        def failed(error: ClinicError) -> None:
            if asked == self._asked and self.state.id_number == number:
                self._not_looked_up(error)

        insurance = self._services.insurance
        self._jobs.network(lambda: insurance.look_up(by, number, reason), done, failed)

    def _looked_up(self, found: list[Insured], number: str) -> None:
        if not found:
            words = self.tr("县里的参保登记也没有此人，按自费。")
            self._become(replace(self.state, asking=False, why_self_pay=words))
            return
        registration = self._services.registration

        def show(insurances: list[Insured]) -> None:
            if self.state.id_number == number:
                words = self.tr("查到了：{name}。").format(name=paying_text(tuple(insurances)))
                state = self._payers(self.state, insurances, number)
                self._become(replace(state, notice=words, tone=Tone.OK))

        self._jobs.read(lambda: registration.insurances(number), show, self._refused)

    def _not_looked_up(self, error: ClinicError) -> None:
        if isinstance(error, Unavailable):
            words = self.tr("现在连不上县里，问不到：先按自费，线路恢复后再按“查参保”。")
        else:
            words = text_of(error, language())
        self._become(replace(self.state, asking=False, notice=words, tone=Tone.WARN))

    # 挂号.

    def register(self, wanted: Wanted, typed: NewResident | None = None, *, sure: bool = False) -> None:
        """Register the visit, and before it the person where nobody is known yet.

        `typed` is the newcomer's form; `sure`: not one of those alike.
        """
        state = self.state
        if state.busy or state.step is Step.NOBODY or (state.step is Step.ALIKE and not sure):
            return
        if state.step is Step.KNOWN and state.person is not None and state.person.resident is not None:
            self._write(wanted, state.person.resident, None)
            return
        new = self._newcomer(typed)
        if new is None:
            return
        if state.reading.known is not None and typed is not None:
            self.take(state.reading.known.id)
        elif sure:
            self._write(wanted, None, new)
        else:
            self._become(replace(state, busy=True, notice=""))
            self._jobs.read(
                lambda: self._services.residents.alike(new),
                partial(self._after_alike, wanted, new),
                self._refused,
            )

    def _newcomer(self, typed: NewResident | None) -> NewResident | None:
        """Who is to be registered: as the card says, or as typed, with the card's number."""
        holder = self.state.person.holder if self.state.person is not None else None
        if self.state.step is Step.CARD and holder is not None:
            return newcomer_of(holder)
        if typed is None:
            return newcomer_of(holder) if holder is not None and holder.name else None
        return replace(typed, card=card_of(holder)) if holder is not None else typed

    def _after_alike(self, wanted: Wanted, new: NewResident, alike: list[Resident]) -> None:
        self._become(replace(self.state, busy=False))
        if alike:
            self._become(replace(self.state, step=Step.ALIKE, alike=tuple(alike)))
        else:
            self._write(wanted, None, new)

    def _write(self, wanted: Wanted, resident: Resident | None, new: NewResident | None) -> None:
        by = self._desk.by
        holder = self.state.person.holder if self.state.person is not None else None
        number = (resident.id_number if resident else "") or (new.id_number if new else "")
        certificate = certificate_of(holder) or ("02" if number else "")
        services = self._services

        def work() -> Ticket:
            person = resident or services.residents.register(by, _required(new))
            visit = services.registration.register(
                by,
                NewVisit(
                    resident_id=person.id,
                    department=wanted.department,
                    doctor=wanted.doctor,
                    psn_no=wanted.psn_no,
                    mdtrt_cert_type=certificate,
                    card_number=(holder.card_number or "") if holder else "",
                ),
            )
            services.status.remember(_DEPARTMENT, wanted.department)
            services.status.remember(_DOCTOR, wanted.doctor)
            return services.registration.ticket(visit.id)

        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(work, partial(self._registered, wanted), self._not_registered)

    def _registered(self, wanted: Wanted, issued: Ticket) -> None:
        self._become(
            replace(
                self.state,
                busy=False,
                issued=issued,
                department=wanted.department,
                doctor=wanted.doctor,
                tab=VisitState.WAITING,
            )
        )
        self._desk.clear()
        self._desk.written.emit()
        self._print(issued)

    def _not_registered(self, error: ClinicError) -> None:
        self._refused(error)
        if isinstance(error, WaitsAlready | KnownAlready):
            self.refresh()
            self._desk.again()

    # The queue.

    def refresh(self) -> None:
        """Read today's queue again."""
        services = self._services
        self._jobs.read(
            partial(_read_queue, services),
            self._show_queue,
            self._refused,
        )

    def open_tab(self, tab: VisitState) -> None:
        self._become(replace(self.state, tab=tab, cancelling=None))

    def ask_cancel(self, visit: Visit | None) -> None:
        """Offer 退号 of a row; nothing happens before it is confirmed."""
        if visit is None:
            return
        if visit.state not in (VisitState.WAITING, VisitState.CALLED):
            words = self.tr("{number} 号已就诊完毕或已退号，不能再退。").format(number=visit.number)
            self._become(replace(self.state, notice=words, tone=Tone.WARN))
            return
        self._become(replace(self.state, cancelling=visit, notice=""))

    def keep(self) -> None:
        """Not cancelled after all."""
        self._become(replace(self.state, cancelling=None))

    def cancel(self) -> None:
        visit, by = self.state.cancelling, self._desk.by
        if visit is None or self.state.busy:
            return
        self._become(replace(self.state, busy=True))
        self._jobs.store(
            lambda: self._services.registration.cancel(by, visit.id),
            lambda _: self._cancelled(visit),
            self._refused,
        )

    def _cancelled(self, visit: Visit) -> None:
        words = self.tr("{number} 号已退：{name}。").format(number=visit.number, name=visit.name)
        self._become(replace(self.state, busy=False, cancelling=None, notice=words, tone=Tone.OK))
        self._desk.written.emit()

    def reprint(self, visit: Visit | None) -> None:
        """The slip again, as it was."""
        if visit is None:
            return
        self._jobs.read(lambda: self._services.registration.ticket(visit.id), self._print, self._refused)

    def clear(self) -> None:
        """Empty the left side for the next person."""
        self._become(replace(self.state, issued=None, notice="", cancelling=None))
        self._desk.clear()
        self._person_changed(None)

    # Inside.

    def _person_changed(self, person: InHand | None) -> None:
        self._asked += 1
        state = replace(self.state, person=person, reading=Reading(), alike=(), busy=False)
        if person is None:
            self._become(self._payers(replace(state, step=Step.NOBODY), ()))
            return
        holder = person.holder
        number = person.resident.id_number if person.resident else (holder.id_number if holder else "") or ""
        state = self._payers(replace(state, issued=None, notice=""), person.insurances, number)
        if person.resident is not None:
            self._become(replace(state, step=Step.KNOWN))
        elif person.alike:
            self._become(replace(state, step=Step.ALIKE, alike=person.alike))
        elif holder is not None and holder.name and holder.id_number:
            self._become(replace(state, step=Step.CARD))
        else:
            self._become(replace(state, step=Step.TYPING))
            self.type_number(number)

    def _payers(
        self, state: FrontDeskState, insurances: Sequence[Insured], number: str = ""
    ) -> FrontDeskState:
        """The insurances to choose from, and why there is none."""
        why = ""
        if not insurances and number == _NOT_YET:
            why = self.tr("证件号码填对后才能核对参保，现在按自费。")
        elif not insurances and number:
            why = self.tr("参保登记里没有此人，按自费。")
            if state.enrolled:
                why = self.tr("本机的参保登记里没有此人：可以按“查参保”联网问县里，或者按自费。")
        elif not insurances:
            why = self.tr("没有证件号码，不能核对参保，按自费。")
        asked = number if number != _NOT_YET else ""
        chosen = "" if state.person is None else state.person.chosen
        return replace(
            state,
            insurances=tuple(insurances),
            why_self_pay=why,
            id_number=asked,
            chosen=chosen,
            asking=False,
        )

    def _link_then_take(self, resident_id: UUID) -> None:
        """The holder is this resident after all: the card is kept with the resident from now on."""
        holder = self.state.person.holder if self.state.person is not None else None
        card, by = card_of(holder) if holder is not None else None, self._desk.by
        if card is None or holder is None:
            self._desk.take(resident_id)
            return
        residents = self._services.residents

        def work() -> None:
            residents.link_card(by, resident_id, card)
            if holder.id_number and not residents.resident(resident_id).id_number:
                residents.amend(by, resident_id, {"id_number": holder.id_number, "id_verified": "card"})

        self._jobs.store(work, lambda _: self._desk.card_in(holder), self._refused)

    def _read_choices(self) -> None:
        def work() -> tuple[tuple[tuple[str, str], ...], str, str, bool]:
            people = self._services.staff.all()
            doctors = tuple(
                (one.staff_id, one.name) for one in people if one.active and may(one.roles, "outpatient")
            )
            status = self._services.status
            made_up = status.standing().made_up
            return doctors, status.choice(_DEPARTMENT), status.choice(_DOCTOR), made_up

        self._jobs.read(
            work,
            lambda found: self._become(
                replace(self.state, doctors=found[0], department=found[1], doctor=found[2], made_up=found[3])
            ),
            self._refused,
        )

    def _show_queue(self, found: _Queue) -> None:
        self._become(replace(self.state, queue=found.visits, where=found.where, enrolled=found.enrolled))

    def _print(self, ticket: Ticket) -> None:
        """On the GUI thread; a slip that fails does not undo the registration."""
        visit = ticket.visit
        doctor = dict(self.state.doctors).get(visit.doctor, "")
        paying = insurance_text(ticket.insutype) if ticket.insutype else "医保" if visit.psn_no else "自费"
        paper = slip(visit, self._facility, doctor, ticket.ahead, paying, made_up=self.state.made_up)
        try:
            self._papers.put(paper, f"slip-{visit.id}")
        except ClinicError as error:
            words = self.tr("已挂号，但凭条没有打出来：") + text_of(error, language())
            self._become(replace(self.state, notice=words, tone=Tone.WARN))
        else:
            if self.state.issued is None or self.state.issued.visit.id != visit.id:
                words = self.tr("{number} 号的凭条已重打。").format(number=visit.number)
                self._become(replace(self.state, notice=words, tone=Tone.OK))

    def _refused(self, error: ClinicError) -> None:
        self._become(
            replace(
                self.state, busy=False, cancelling=None, notice=text_of(error, language()), tone=Tone.DANGER
            )
        )

    def _become(self, state: FrontDeskState) -> None:
        self.state = state
        self.changed.emit(state)


def _required(new: NewResident | None) -> NewResident:
    assert new is not None
    return new


def _read_queue(services: FrontDeskServices) -> _Queue:
    visits = tuple(services.registration.queue())
    where = services.sync_state.of_visits([visit.id for visit in visits])
    return _Queue(visits, where, services.status.standing().enrolled)
