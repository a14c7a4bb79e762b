"""Plays the day: cards, desk, doctor, cashier, window, ward, in the order of their times."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from random import Random
from typing import Final
from uuid import UUID

from clinic_app.day import ailments, contracts, follow_ups, prepare, ward
from clinic_app.day.clock import DayClock, opening
from clinic_app.day.people import card_fact, card_of, people_of
from clinic_app.day.plan import Patient, Way, plan
from clinic_app.day.prepare import InForce
from clinic_app.day.prescriber import allowed
from clinic_app.devices.reader import CardIn, ReaderEvent
from clinic_app.devices.simulated import SimulatedReader
from clinic_app.domain.age import full_years
from clinic_app.domain.roles import may
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.queries.facility import facility_of
from clinic_app.projections.queries.inpatient import Admission
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from clinic_app.store.duty import OnDuty
from clinic_app.store.exchange import unsent
from clinic_app.wiring import Clinic

_NOTE: Final = 1_000  # fen: patients hand over whole ten-yuan notes
_FLOAT: Final = 20_000  # fen: 备用金
_WARD_FROM: Final = 8  # patients a day from which one of them is taken in
_REASONS: Final = ("U", "R", "L")  # codes/temp_reason.csv


@dataclass(slots=True, kw_only=True)
class Played:
    """What a day came to.  Money in fen, after refunds."""

    patients: int
    entries: int = 0
    visits: int = 0
    cancelled: int = 0
    encounters: int = 0
    settlements: int = 0
    refunds: int = 0
    dispensed: int = 0
    admissions: int = 0
    contracts: int = 0
    follow_ups: int = 0
    fund_fen: int = 0
    acct_fen: int = 0
    cash_fen: int = 0
    closing: str = ""  # its number
    seconds: float = 0.0
    entries_per_second: float = 0.0

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def play(clinic: Clinic, patients: int, seed: int, *, closes: bool = True, follows: bool = False) -> Played:
    """A whole day in the store of `clinic`, by whose clock it happens.

    `closes`: up to the daily closing; `follows`: health records are opened and follow-ups signed too.

    Raises:
        InRealUse: the store holds real people.
        NotAllowed: the one who opened it neither does the work nor may hire.
    """
    day = beijing_day(clinic.store.wall())
    prepare.claim(clinic)
    team = prepare.bring_staff(clinic)
    in_force = prepare.with_policy(clinic, day)
    here = None
    if prepare.enrolled(clinic):
        here = people_of(prepare.insured_numbers(clinic, tuple(in_force)), day)
    visits = plan(seed, patients, day, here)
    if here is None and in_force:
        prepare.state_insured(clinic, [one.person for one in visits if one.insured], tuple(in_force))
    return _Day(clinic, team, in_force, seed, day, follows).play(visits, closes=closes)


class _Day:
    """The desk's card reader, who does what, and the day's sums."""

    def __init__(
        self,
        clinic: Clinic,
        team: tuple[OnDuty, ...],
        in_force: dict[str, InForce],
        seed: int,
        day: date,
        follows: bool,
    ) -> None:
        self._clinic = clinic
        self._team = team
        self._in_force = in_force
        self._seed = seed
        self._day = day
        self._follows = follows
        with clinic.store.reading() as connection:
            self._level = facility_of(connection, clinic.store.facility).inst_lv
        self._played = Played(patients=0)
        self._visits: dict[int, UUID] = {}
        self._reader = SimulatedReader()
        self._holder: NewResident | None = None
        self._reader.start(self._read)

    def play(self, patients: tuple[Patient, ...], *, closes: bool) -> Played:
        begun, head = time.perf_counter(), self._head()
        self._played.patients = len(patients)
        for patient in patients:
            if patient.known:
                self._enter_in_register(patient)
        self._send_home(self._in_bed())
        for moment, _, _, step, patient in sorted(self._steps(patients), key=lambda one: one[:3]):
            self._pass_time(moment)
            step(patient)
        self._reader.stop()
        self._send_home(self._in_bed() if self._seed % 2 else [])
        if closes:
            self._close()
        played = self._played
        played.entries = self._head() - head
        played.seconds = round(time.perf_counter() - begun, 3)
        played.entries_per_second = round(played.entries / max(played.seconds, 0.001), 1)
        return played

    def _steps(
        self, patients: tuple[Patient, ...]
    ) -> list[tuple[int, int, int, Callable[[Patient], object], Patient]]:
        """Time, patient, order among one patient's steps, step."""
        steps: list[tuple[int, int, int, Callable[[Patient], object], Patient]] = []
        for one in patients:
            steps.append((one.arrives, one.place, 0, self._arrive, one))
            if one.cancels:
                steps.append((one.seen, one.place, 1, self._cancel, one))
                continue
            steps.append((one.seen, one.place, 1, self._examine, one))
            steps.append((one.pays, one.place, 2, self._charge, one))
            if one.refunded:
                steps.append((one.returns, one.place, 4, self._refund, one))
            elif one.looked_up:
                steps.append((one.returns, one.place, 4, self._look_up, one))
            steps.append((one.pays, one.place, 3, self._hand_out, one))
        kept = next((one for one in patients if one.insured and not one.cancels and not one.refunded), None)
        if kept is not None and len(patients) >= _WARD_FROM and self._level in ward.LEVELS:
            steps.append((kept.returns, kept.place, 5, self._take_in, kept))
        return steps

    def _pass_time(self, after_opening: int) -> None:
        wall = self._clinic.store.wall
        if isinstance(wall, DayClock):
            wall.move_to(opening(self._day) + after_opening)

    def _who(self, action: str, place: int = 0) -> OnDuty:
        """Whose work it is; colleagues of one kind take turns, and the opener comes last."""
        able = [one for one in self._team[1:] if may(one.roles, action)] or [self._team[0]]
        return able[place % len(able)]

    def _random(self, patient: Patient, what: str) -> Random:
        """Dice of their own for each patient, so that the order of steps changes nothing."""
        return Random(f"{self._seed} {patient.place} {what}")

    # The desk

    def _read(self, event: ReaderEvent) -> None:
        if isinstance(event, CardIn):
            holder = event.holder
            self._holder = NewResident(
                name=holder.name or "",
                id_number=holder.id_number or "",
                id_verified="card",
                ethnic=holder.ethnic or "",
                card=card_fact(holder),
                source="card",
            )

    def _arrive(self, patient: Patient) -> None:
        resident = {Way.CARD: self._by_card, Way.TYPED: self._by_hand, Way.TEMPORARY: self._unknown}[
            patient.way
        ](patient)
        if patient.new_phone:
            by = self._who("resident")
            phone = f"100{(int(patient.person.phone[3:]) + 1) % 10**8:08d}"
            if phone != resident.phone:
                self._clinic.residents.amend(by, resident.id, {"phone": phone})
        psn_no, voucher = self._insurance(patient, resident)
        random = self._random(patient, "desk")
        visit = self._clinic.registration.register(
            self._who("registration"),
            NewVisit(
                resident_id=resident.id,
                department=random.choice(("全科", "全科", "内科", "中医科")),
                psn_no=psn_no,
                mdtrt_cert_type=voucher,
                card_number=patient.person.card_number if patient.way is Way.CARD else "",
            ),
        )
        self._visits[patient.place] = visit.id
        self._played.visits += 1

    def _insurance(self, patient: Patient, resident: Resident) -> tuple[str, str]:
        """Insurance number and voucher; none: self-pay."""
        if not patient.insured:
            return "", ""
        for one in self._clinic.registration.insurances(resident.id_number):
            found = self._in_force.get(one.person.insutype)
            if found is not None:
                return one.person.psn_no, found.cert_type(patient.way is Way.CARD)
        return "", ""

    def _by_card(self, patient: Patient) -> Resident:
        self._reader.insert(card_of(patient.person))
        new, self._holder = self._holder, None
        self._reader.remove()
        assert new is not None and new.card is not None
        residents, by = self._clinic.residents, self._who("resident")
        known = residents.of_card(new.id_number, new.card.number, new.card.identifier)
        if known:
            residents.link_card(by, known[0].id, new.card)
            return known[0]
        return residents.register(by, _completed(new, patient))

    def _by_hand(self, patient: Patient) -> Resident:
        known = self._clinic.residents.find(patient.person.id_number)
        if known:
            return known[0]
        return self._enter(patient, "typed")

    def _unknown(self, patient: Patient) -> Resident:
        random = self._random(patient, "identity")
        return self._clinic.residents.register(
            self._who("resident"),
            NewResident(
                name=patient.person.name,
                sex=patient.person.sex,
                phone=patient.person.phone,
                temp_reason=random.choice(_REASONS),
                note="由路人送来" if random.random() < 0.3 else "",
            ),
        )

    def _enter_in_register(self, patient: Patient) -> None:
        """Whom the clinic knows from before stands in its register when the doors open."""
        if not self._clinic.residents.find(patient.person.id_number):
            self._enter(patient, "import")

    def _enter(self, patient: Patient, source: str) -> Resident:
        new = NewResident(
            name=patient.person.name,
            id_number=patient.person.id_number,
            id_verified="typed",
            ethnic=patient.person.ethnic,
            source=source,
        )
        return self._clinic.residents.register(self._who("resident"), _completed(new, patient))

    def _cancel(self, patient: Patient) -> None:
        reason = self._random(patient, "cancel").choice(("患者有事离开", "挂错科室"))
        self._clinic.registration.cancel(self._who("registration"), self._visits[patient.place], reason)
        self._played.cancelled += 1

    # The doctor

    def _examine(self, patient: Patient) -> None:
        clinic, doctor = self._clinic, self._who("outpatient", patient.place)
        visit = clinic.registration.call(doctor, self._visits[patient.place])
        clinic.chart.open(doctor, visit.resident_id)
        found = ailments.encounter(
            self._random(patient, "encounter"),
            min(max(full_years(patient.person.birth_date, self._day), 0), 100),
            self._pays_consultation(visit.psn_no),
        )
        clinic.outpatient.sign(doctor, visit.id, allowed(clinic, doctor, visit.id, visit.resident_id, found))
        self._played.encounters += 1
        random = self._random(patient, "contract")
        self._played.contracts += contracts.sign(clinic, self._who("contracts"), visit.resident_id, random)
        if self._follows:
            random = self._random(patient, "follow-up")
            self._played.follow_ups += follow_ups.serve(clinic, self._who("forms"), visit, random)

    def _look_up(self, patient: Patient) -> None:
        visit = self._clinic.registration.visit(self._visits[patient.place])
        self._clinic.chart.open(self._who("chart"), visit.resident_id, "lookup")

    def _pays_consultation(self, psn_no: str) -> bool:
        """Whether every policy in force has an 一般诊疗费 at this level: elsewhere charging it refuses the bill."""
        fees = [one.version.fee_at(self._level) for one in self._in_force.values()]
        return bool(psn_no) and None not in fees

    # The cashier

    def _charge(self, patient: Patient, *, self_pay: bool = False) -> tuple[UUID, SettlementMade]:
        clinic, visit_id = self._clinic, self._visits[patient.place]
        random = self._random(patient, "cash")
        acct_request = 0 if self_pay or not patient.insured or random.random() < 0.5 else 5_000
        ready = clinic.settlement.presettle(visit_id, self_pay=self_pay, acct_request=acct_request)
        due = ready.amounts.cash_pay
        handed = -(-due // _NOTE) * _NOTE if random.random() < 0.7 else due
        made = clinic.settlement.settle(
            self._who("settlement"), visit_id, handed, self_pay=self_pay, acct_request=acct_request
        )
        self._count(made[1].amounts)
        self._played.settlements += 1
        return made

    # The window and the ward

    def _hand_out(self, patient: Patient) -> None:
        """What is paid goes out at once; a bill without drugs has nothing to go."""
        visit_id, pharmacy = self._visits[patient.place], self._clinic.pharmacy
        for paid in pharmacy.waiting():
            if paid.visit_id == visit_id:
                pharmacy.dispense(self._who("pharmacy"), paid.settlement_id)
                self._played.dispensed += 1

    def _give_back(self, settlement_id: UUID) -> None:
        """退药 before the money goes back."""
        for paid in self._clinic.pharmacy.handed_out():
            if paid.settlement_id == settlement_id:
                out = {line.feedetl_sn: line.out_e4 for line in paid.lines}
                self._clinic.pharmacy.give_back(self._who("pharmacy"), settlement_id, out, "医生改方")

    def _in_bed(self) -> list[Admission]:
        return self._clinic.inpatient.present()

    def _take_in(self, patient: Patient) -> None:
        visit = self._clinic.registration.visit(self._visits[patient.place])
        if ward.take_in(self._clinic, self._who("inpatient"), self._who("settlement"), visit) is not None:
            self._played.admissions += 1

    def _send_home(self, stays: Sequence[Admission]) -> None:
        """Who came in on an earlier day goes in the morning; on every other day, who came today in the evening."""
        for stay in stays:
            made = ward.send_home(self._clinic, self._who("inpatient"), self._who("settlement"), stay)
            self._count(made.amounts)
            self._played.settlements += 1

    def _refund(self, patient: Patient) -> None:
        """A whole refund; every other one is charged again, the person paying alone."""
        clinic = self._clinic
        visit_id = self._visits[patient.place]
        live = next(
            one
            for one in clinic.settlement.of_day(self._day)
            if one.visit_id == visit_id and not one.reversed
        )
        self._give_back(live.id)
        taken_back = clinic.refunds.refund(self._who("settlement"), live.id, reason="药品退回").red
        self._count(taken_back.amounts)  # negated in the entry
        self._played.refunds += 1
        if self._random(patient, "refund").random() < 0.5:
            self._charge(patient, self_pay=True)
            self._hand_out(patient)

    def _close(self) -> None:
        """The cashier counts the drawer, and it is right; a second part of a day waits for tomorrow's closing."""
        by = self._who("closing")
        ready = self._clinic.closing.preview(by)
        if not ready.closed:
            note = "演示" if ready.doubts else ""
            _, made = self._clinic.closing.close(by, ready.totals.cash_expected(_FLOAT), _FLOAT, note)
            self._played.closing = made.number

    def _count(self, amounts: dict[str, int]) -> None:
        played = self._played
        played.fund_fen += amounts.get("fund_pay_sumamt", 0)
        played.acct_fen += amounts.get("acct_pay", 0)
        played.cash_fen += amounts.get("cash_pay", 0)

    def _head(self) -> int:
        with self._clinic.store.reading() as connection:
            return unsent(connection).head


def _completed(new: NewResident, patient: Patient) -> NewResident:
    """With what the desk asks for beside the card."""
    return replace(new, phone=patient.person.phone, address=patient.person.address)
