"""住院: decisions of the ward's page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.facts.inpatient import DepositReturned, DepositTaken
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.settlement import SettlementReversed
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.inpatient import Admission, AdmissionState, DepositSlip
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.cards import certificate_of
from clinic_app.services.deposits import DepositService
from clinic_app.services.inpatient import InpatientService, NewAdmission, Wanted
from clinic_app.services.paperwork import PaperworkService
from clinic_app.services.residents import ResidentService
from clinic_app.services.wardbill import Closed, DueChanged, NothingCharged, WardBill, WardBillService
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.inpatient.state import InpatientState, Newcomer, Part, Stay
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class InpatientServices:
    inpatient: InpatientService
    deposits: DepositService
    wardbill: WardBillService
    residents: ResidentService
    paperwork: PaperworkService


class InpatientViewModel(QObject):
    """Signals:
    changed: the `InpatientState`.
    charged: the day's items were written; the grid is empty again.
    took: money was taken or handed back; the boxes are empty again.
    """

    changed = Signal(object)
    charged = Signal()
    took = Signal()

    def __init__(self, services: InpatientServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self._asked = 0
        self._wanted: UUID | None = None  # found by name, to be taken in
        self.state = InpatientState(today=desk.today)
        desk.in_hand_changed.connect(self._person_changed)
        desk.written.connect(self.refresh)

    # The list and the open stay.

    def refresh(self) -> None:
        """Who is in, and the open stay anew."""
        service = self._services.inpatient

        def work() -> tuple[Admission, ...]:
            return (*service.present(), *reversed(service.settled()))

        self._jobs.read(work, self._show_list, self._refused)

    def choose(self, admission: Admission | None) -> None:
        """The row under the cursor."""
        stay = self.state.stay
        if admission is None or (stay is not None and stay.admission.id == admission.id):
            return
        part = Part.CHARGES if self.state.part is Part.ADMIT else self.state.part
        self._become(
            replace(self.state, part=part, newcomer=None, self_pay=False, reversing=False, notice="")
        )
        self._load(admission.id, admission.end_day or self.state.today)

    def turn_to(self, part: Part) -> None:
        self._become(replace(self.state, part=part, reversing=False))

    def show_day(self, step: int) -> None:
        """The day before or after, within the stay."""
        stay = self.state.stay
        if stay is None:
            return
        day = stay.day + timedelta(days=step)
        if stay.admission.day <= day <= (stay.admission.end_day or self.state.today):
            self._become(replace(self.state, stay=replace(stay, day=day, charges=())))
            self._load(stay.admission.id, day)

    def find(self, text: str, answer: Callable[[list[Resident]], None]) -> None:
        """Residents who may be taken in."""
        self._jobs.read(lambda: self._services.residents.find(text, 12), answer, self._refused)

    # 入院.

    def ask_admission(self) -> None:
        """入院 of the person in hand."""
        person = self._desk.in_hand
        if person is None or person.resident is None:
            words = self.tr("先插卡，或按 F3 找到这位居民，再办入院。")
            self._become(replace(self.state, notice=words, tone=Tone.INFO))
            return
        self._prepare(person)

    def take_in_hand(self, resident_id: UUID) -> None:
        """Somebody found by name: the stay, or at once the admission."""
        self._wanted = resident_id
        self._desk.take(resident_id)

    def admit(self, new: NewAdmission, deposit: int, tender: str) -> None:
        """办入院, and the first deposit where one is given."""
        by, services = self._desk.by, self._services
        if self.state.busy:
            return
        self._become(replace(self.state, busy=True, notice=""))

        def work() -> tuple[Admission, UUID | None]:
            stay = services.inpatient.admit(by, new)
            slip = services.deposits.take(by, stay.id, deposit, tender)[0] if deposit else None
            return stay, slip

        self._jobs.store(work, self._admitted, self._refused)

    # 记账.

    def charge(self, items: Sequence[Wanted]) -> None:
        stay, by = self.state.stay, self._desk.by
        if stay is None or self.state.busy or not items:
            return
        self._become(replace(self.state, busy=True, notice=""))
        admission_id, day = stay.admission.id, stay.day
        self._jobs.store(
            lambda: self._services.inpatient.charge(by, admission_id, day, items),
            lambda done: self._done(
                self.tr("{day} 记账 {n} 项。").format(day=f"{day:%m-%d}", n=len(done)), self.charged.emit
            ),
            self._refused,
        )

    # 预交金.

    def take_deposit(self, fen: int, tender: str) -> None:
        stay, by = self.state.stay, self._desk.by
        if stay is not None and not self.state.busy:
            self._become(replace(self.state, busy=True, notice=""))
            self._jobs.store(
                lambda: self._services.deposits.take(by, stay.admission.id, fen, tender),
                lambda done: self._slip_made(*done, self.tr("收到预交金 {amount}，单号 {number}。")),
                self._refused,
            )

    def return_deposit(self, fen: int, tender: str) -> None:
        stay, by = self.state.stay, self._desk.by
        if stay is not None and not self.state.busy:
            reason = self.tr("患者要求退款")
            self._become(replace(self.state, busy=True, notice=""))
            self._jobs.store(
                lambda: self._services.deposits.give_back(by, stay.admission.id, fen, tender, reason),
                lambda done: self._slip_made(*done, self.tr("退还预交金 {amount}，单号 {number}。")),
                self._refused,
            )

    # 出院结算.

    def discharge(self, day: date, diagnosis: Diagnosis) -> None:
        stay, by = self.state.stay, self._desk.by
        if stay is None or self.state.busy:
            return
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(
            lambda: self._services.inpatient.discharge(by, stay.admission.id, day, diagnosis),
            lambda done: self._done(self.tr("{name} 已办出院，可以结算。").format(name=done.name)),
            self._refused,
        )

    def choose_self_pay(self) -> None:
        """Charge the person alone, or ask the insurance again."""
        stay = self.state.stay
        if stay is not None and stay.bill is not None and not self.state.busy:
            self._become(replace(self.state, self_pay=not self.state.self_pay, notice=""))
            self._load(stay.admission.id, stay.day)

    def settle(self, received: int | None, tender: str) -> None:
        """结算: `received` in fen beside the deposit; None: exact."""
        state, by = self.state, self._desk.by
        bill = state.bill
        if not state.may_settle or bill is None:
            return
        self._become(replace(state, busy=True, notice=""))
        self._jobs.store(
            lambda: self._services.wardbill.settle(
                by,
                bill.admission.id,
                received,
                self_pay=state.self_pay,
                tender=tender,
                due_shown=bill.to_pay,
            ),
            partial(self._settled, bill),
            self._not_settled,
        )

    def ask_reversal(self) -> None:
        """Offer 退结算; nothing happens before it is confirmed."""
        stay = self.state.stay
        if stay is not None and stay.admission.settlement_id is not None and not self.state.busy:
            self._become(replace(self.state, reversing=True, notice=""))

    def keep(self) -> None:
        self._become(replace(self.state, reversing=False))

    def reverse(self, reason: str) -> None:
        stay, by = self.state.stay, self._desk.by
        if stay is None or stay.admission.settlement_id is None or self.state.busy:
            return
        settlement_id = stay.admission.settlement_id
        self._become(replace(self.state, busy=True))
        self._jobs.store(
            lambda: self._services.wardbill.reverse(by, stay.admission.id, reason),
            partial(self._taken_back, settlement_id),
            self._refused,
        )

    # Paper.

    def print_day(self) -> None:
        """一日清单 of the day shown."""
        stay = self.state.stay
        if stay is not None:
            papers, name = self._services.paperwork, f"day-{stay.admission.number}-{stay.day:%m%d}"
            self._print(partial(papers.day_list, stay.admission.id, stay.day), name)

    def print_slip(self, slip: DepositSlip | None) -> None:
        if slip is not None:
            self._print(
                partial(self._services.paperwork.deposit_slip, slip.entry_id), f"deposit-{slip.number}"
            )

    def print_receipt(self) -> None:
        stay = self.state.stay
        if stay is not None and stay.admission.settlement_id is not None:
            paper = partial(self._services.paperwork.receipt, stay.admission.settlement_id)
            self._print(paper, f"receipt-{stay.admission.number}")

    # Inside.

    def _show_list(self, admissions: tuple[Admission, ...]) -> None:
        """The open stay stays open; without one the first row opens."""
        stay = self.state.stay
        self._become(replace(self.state, admissions=admissions, today=self._services.inpatient.today()))
        if stay is not None and self.state.known(stay.admission.id) is not None:
            self._load(stay.admission.id, stay.day)
        elif admissions and self.state.part is not Part.ADMIT:
            self._load(admissions[0].id, admissions[0].end_day or self.state.today)

    def _load(self, admission_id: UUID, day: date) -> None:
        self._asked += 1
        number, self_pay = self._asked, self.state.self_pay

        def done(stay: Stay) -> None:
            if number == self._asked:
                self._become(replace(self.state, stay=stay))

        self._jobs.read(lambda: self._stay(admission_id, day, self_pay), done, self._refused)

    def _stay(self, admission_id: UUID, day: date, self_pay: bool) -> Stay:
        services = self._services
        admission = services.inpatient.admission(admission_id)
        settled = admission.settlement_id
        return Stay(
            admission=admission,
            day=day,
            charges=tuple(services.inpatient.charges(admission_id, day)),
            days=services.inpatient.charged_days(admission_id),
            slips=tuple(services.deposits.slips(admission_id)),
            bill=None if settled is not None else self._bill(admission_id, self_pay),
            made=None if settled is None else services.wardbill.made(settled),
        )

    def _bill(self, admission_id: UUID, self_pay: bool) -> WardBill | None:
        try:
            return self._services.wardbill.presettle(admission_id, self_pay=self_pay)
        except NothingCharged:
            return None

    def _prepare(self, person: InHand) -> None:
        """Read what the admission form offers."""
        resident, services = person.resident, self._services
        if resident is None:
            return
        numbers = [one.person.psn_no for one in person.insurances]
        certificate = certificate_of(person.holder) or ("02" if resident.id_number else "")

        def work() -> Newcomer:
            return Newcomer(
                resident=resident,
                insurances=person.insurances,
                certificate=certificate,
                packages={one: tuple(services.inpatient.packages(one)) for one in numbers},
                beds=services.inpatient.beds_taken(),
                free=tuple(services.inpatient.free_beds()),
            )

        def done(newcomer: Newcomer) -> None:
            self._become(replace(self.state, part=Part.ADMIT, newcomer=newcomer, notice=""))

        self._jobs.read(work, done, self._refused)

    def _person_changed(self, person: InHand | None) -> None:
        """A card or a find opens the stay; who is not in is offered to be taken in."""
        resident = None if person is None else person.resident
        if person is None or resident is None or self.state.busy:
            return
        open_stay = next(
            (
                one
                for one in self.state.admissions
                if one.resident_id == resident.id and one.state is not AdmissionState.SETTLED
            ),
            None,
        )
        if open_stay is not None:
            self.choose(open_stay)
        elif self.state.part is Part.ADMIT or self._wanted == resident.id:
            self._prepare(person)
        else:
            words = self.tr("{name} 不在院。按 Ins 办入院。").format(name=resident.name)
            self._become(replace(self.state, notice=words, tone=Tone.INFO))

    def _admitted(self, done: tuple[Admission, UUID | None]) -> None:
        stay, slip = done
        words = self.tr("{name} 已入院，住院号 {number}。").format(name=stay.name, number=stay.number)
        self._wanted = None
        self._become(
            replace(self.state, busy=False, part=Part.CHARGES, newcomer=None, notice=words, tone=Tone.OK)
        )
        self._load(stay.id, stay.day)
        self._desk.clear()
        self._desk.written.emit()
        if slip is not None:
            self._print(partial(self._services.paperwork.deposit_slip, slip), f"deposit-{stay.number}")

    def _slip_made(self, slip_id: UUID, fact: DepositTaken | DepositReturned, words: str) -> None:
        said = words.format(amount=yen(fact.amount), number=fact.number)
        self._done(said, self.took.emit)
        self._print(partial(self._services.paperwork.deposit_slip, slip_id), f"deposit-{fact.number}")

    def _settled(self, bill: WardBill, closed: Closed) -> None:
        words = self.tr("{name} 已结算，收据 {number}。").format(
            name=bill.admission.name, number=closed.made.number
        )
        if closed.returned:
            words += self.tr("退还预交金 {amount}。").format(amount=yen(closed.returned))
        elif closed.made.change:
            words += self.tr("找零 {amount}。").format(amount=yen(closed.made.change))
        self._done(words, self.took.emit)
        papers = self._services.paperwork
        self._print(partial(papers.receipt, closed.settlement_id), f"receipt-{closed.made.number}")
        if closed.slip is not None:
            self._print(partial(papers.deposit_slip, closed.slip), f"deposit-{closed.made.number}")

    def _not_settled(self, error: ClinicError) -> None:
        self._refused(error)
        if isinstance(error, DueChanged):
            self.refresh()

    def _taken_back(self, settlement_id: UUID, red: SettlementReversed) -> None:
        held, cash = -red.tender.get("deposit", 0), -red.amounts.get("cash_pay", 0)
        words = self.tr("结算已退，单号 {number}：退还 {paid}，{held} 仍作预交金。").format(
            number=red.number, paid=yen(cash - held), held=yen(held)
        )
        self._become(replace(self.state, reversing=False))
        self._done(words)
        self._print(partial(self._services.paperwork.red_receipt, settlement_id), f"receipt-{red.number}")

    def _done(self, words: str, then: Callable[[], None] = lambda: None) -> None:
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.OK))
        then()
        self._desk.written.emit()

    def _print(self, paper: Callable[[], Document], name: str) -> None:
        """A paper that fails undoes nothing."""

        def put(document: Document) -> None:
            try:
                self._papers.put(document, name)
            except ClinicError as error:
                failed(error)

        def failed(error: ClinicError) -> None:
            words = self.tr("已保存，但单据没有打出来：{why}").format(why=text_of(error, language()))
            self._become(replace(self.state, notice=words, tone=Tone.WARN))

        self._jobs.read(paper, put, failed)

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _become(self, state: InpatientState) -> None:
        self.state = state
        self.changed.emit(state)
