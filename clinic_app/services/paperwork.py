"""单据: what the papers of a visit say, today and on every reprint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.measurements import measures
from clinic_app.domain.policy.words import INSUTYPE_NAMES
from clinic_app.domain.prescribing.draft import Kind
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.inpatient import DepositReturned, DepositTaken
from clinic_app.journal.facts.outpatient import PrescriptionIssued, SicknessCertified
from clinic_app.journal.facts.residents import ResidentAmended, ResidentRegistered
from clinic_app.journal.facts.settlement import (
    BillDeferred,
    DifferenceSettled,
    SettlementMade,
    SettlementReversed,
)
from clinic_app.printing.certificate import Certified, certificate_sheet
from clinic_app.printing.documents import Document
from clinic_app.printing.on_account import PutOnAccount, on_account_slip
from clinic_app.printing.prescription import Prescribed, prescription_sheet
from clinic_app.printing.receipt import Charged, receipt
from clinic_app.printing.refund import DifferencePaid, TakenBack, difference_slip, red_receipt
from clinic_app.printing.settlement_sheet import settlement_sheet
from clinic_app.printing.ward import InBed, day_list, deposit_slip
from clinic_app.projections.queries import chart, facility, inpatient, insurance, outpatient, registration
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.queries.chart import Point
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.store import local
from clinic_app.store import settlements as whole
from clinic_app.store.journal import Store
from clinic_app.store.tables import entry as entries

INPATIENT: Final = "21"  # med_type
_WEIGHT_LASTS_MS: Final = 90 * 86_400_000


class NoPaper(NotFound):
    """There is nothing of this kind to print for the visit or settlement."""

    code = "paperwork.nothing"


@dataclass(frozen=True, slots=True)
class _Person:
    """A resident as known when a paper was made: a later change of name leaves old papers alone."""

    name: str
    sex: str
    birth_date: date | None
    id_number: str


class PaperworkService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def receipt(self, settlement_id: UUID) -> Document:
        """收据 of a settlement.

        Raises:
            NoSettlement, NoVisit
        """
        return receipt(self._charged(settlement_id))

    def red_receipt(self, settlement_id: UUID) -> Document:
        """退费收据 of a settlement that was taken back.

        Raises:
            NoSettlement, NoVisit
            NoPaper: it was not taken back.
        """
        with self._store.reading() as connection:
            red_id = settlements.reversal_of(connection, settlement_id)
        red = None if red_id is None else self._store.entry(red_id)
        if red is None or red.body is None:
            raise NoPaper(paper=str(settlement_id))
        fact = SettlementReversed.parse(red.body)
        rest = None if fact.new_setl_id is None else self._store.entry(fact.new_setl_id)
        back = TakenBack(
            red=fact,
            red_id=red.id,
            made_ms=ms_of_stamp(red.time),
            by=self._staff_name(red.author),
            rest=None if rest is None or rest.body is None else SettlementMade.parse(rest.body),
        )
        return red_receipt(self._charged(settlement_id), back)

    def settlement_sheet(self, settlement_id: UUID) -> Document:
        """结算单: every amount of a settlement with its rule.

        Raises:
            NoSettlement, NoVisit
        """
        return settlement_sheet(self._charged(settlement_id))

    def difference_slip(self, slip_id: UUID) -> Document:
        """差额结清单.

        Raises:
            NoPaper: no difference was settled by this entry.
        """
        entry = self._store.entry(slip_id)
        if entry is None or entry.body is None or entry.type != DifferenceSettled.type:
            raise NoPaper(paper=str(slip_id))
        fact = DifferenceSettled.parse(entry.body)
        charged = self._charged(fact.settlement_id)
        with self._store.reading() as connection:
            judged = whole.judged(connection, fact.settlement_id)
        fund = charged.made.amounts.get("fund_pay_sumamt", 0)
        return difference_slip(
            charged,
            DifferencePaid(
                slip_id=entry.id,
                made_ms=ms_of_stamp(entry.time),
                by=self._staff_name(entry.author),
                fact=fact,
                cause=judged.cause if judged else "",
                client_fund=fund,
                county_fund=judged.amounts.get("fund_pay_sumamt", 0) if judged else fund,
            ),
        )

    def on_account_slip(self, deferred_id: UUID) -> Document:
        """挂账单 of a bill on account.

        Raises:
            NoVisit
            NoPaper: no bill was put on account by this entry.
        """
        entry = self._store.entry(deferred_id)
        if entry is None or entry.body is None or entry.type != BillDeferred.type:
            raise NoPaper(paper=str(deferred_id))
        fact = BillDeferred.parse(entry.body)
        with self._store.reading() as connection:
            visit = registration.visit_of(connection, fact.visit_id)
            here = facility.facility_of(connection, self._store.facility)
            made_up = local.read_text(connection, local.MADE_UP) == "1"
        return on_account_slip(
            PutOnAccount(
                deferred_id=entry.id,
                made_ms=ms_of_stamp(entry.time),
                fact=fact,
                facility=here.name,
                name=self._person_then(entry).name,
                visit_number=visit.number,
                psn_no=visit.psn_no,
                cashier=self._staff_name(entry.author),
                made_up=made_up,
            )
        )

    def prescriptions(self, visit_id: UUID) -> list[Document]:
        """处方笺 of a signed visit, one for each prescription.

        Raises:
            NoVisit, NoEncounter, OrdersMissing
            NoPaper: no drug was prescribed.
        """
        with self._store.reading() as connection:
            visit = registration.visit_of(connection, visit_id)
            encounter = outpatient.encounter_of_visit(connection, visit_id)
            here = facility.facility_of(connection, self._store.facility)
            paying = insurance.insured_by_psn_no(connection, visit.psn_no) if visit.psn_no else None
            made_up = local.read_text(connection, local.MADE_UP) == "1"
            weights = chart.trends_of(connection, visit.resident_id, ("weight",)).get("weight", ())
            known = outpatient.prescriptions_of(connection, visit_id)
        cancelled = {one.id for one in known if one.cancelled_reason is not None}
        later = [one.id for one in known if one.replaces is not None]
        found = [self._store.entry(one) for one in (*encounter.prescriptions, *later)]
        issued = [one for one in found if one is not None and one.body is not None]
        if len(issued) < len(found):
            raise outpatient.OrdersMissing(visit=str(visit_id))
        if not issued:
            raise NoPaper(paper=str(visit_id))
        insutype = paying.person.insutype if paying else ""
        person = self._person_then(issued[0])
        facts = [PrescriptionIssued.parse(entry.body or b"") for entry in issued]
        return [
            prescription_sheet(
                Prescribed(
                    prescription_id=entry.id,
                    issued_ms=ms_of_stamp(entry.time),
                    lines=fact.lines,
                    kind=Kind(fact.kind),
                    decoction=fact.decoction,
                    overrides=fact.overrides,
                    weight_kg=_weight_before(weights, ms_of_stamp(entry.time)),
                    cancelled=entry.id in cancelled,
                    long_term=fact.long_term,
                    id_number=person.id_number,
                    collector=fact.collector,
                    replaces=fact.replaces,
                    facility=here.name,
                    visit_number=visit.number,
                    day=visit.day,
                    department=visit.department,
                    name=person.name,
                    sex=person.sex,
                    birth_date=person.birth_date,
                    paying=INSUTYPE_NAMES.get(insutype, "医保" if visit.psn_no else "自费"),
                    diagnoses=tuple(name for _, name in encounter.diagnoses),
                    doctor=self._staff_name(entry.author),
                    sheet=at,
                    sheets=len(issued),
                    made_up=made_up,
                )
            )
            for at, (entry, fact) in enumerate(zip(issued, facts, strict=True), start=1)
        ]

    def deposit_slip(self, slip_id: UUID) -> Document:
        """预交金收据, or 退款单 of what was handed back.

        Raises:
            NoAdmission
            NoPaper: there is no such slip.
        """
        entry = self._store.entry(slip_id)
        if entry is None or entry.body is None or entry.type not in (DepositTaken.type, DepositReturned.type):
            raise NoPaper(paper=str(slip_id))
        fact = (DepositTaken if entry.type == DepositTaken.type else DepositReturned).parse(entry.body)
        with self._store.reading() as connection:
            slips = inpatient.deposits(connection, fact.admission_id)
            used = inpatient.deposit_used_before(connection, fact.admission_id, entry.time)
        at = next(no for no, slip in enumerate(slips) if slip.entry_id == slip_id)
        return deposit_slip(
            self._in_bed(fact.admission_id, entry),
            slips[at],
            sum(slip.amount for slip in slips[: at + 1]) - used,
            self._staff_name(entry.author),
        )

    def day_list(self, admission_id: UUID, day: date) -> Document:
        """一日清单 of a day of a stay.

        Raises:
            NoAdmission
            NoPaper: nothing was charged that day.
        """
        with self._store.reading() as connection:
            charges = tuple(inpatient.charges(connection, admission_id, day))
            by_day = inpatient.charged_days(connection, admission_id)
            last = inpatient.last_charge_of(connection, admission_id, day)
        entry = None if last is None else self._store.entry(last)
        if entry is None or not charges:
            raise NoPaper(paper=day.isoformat())
        so_far = sum(fen for one, fen in by_day.items() if one <= day)
        of = self._in_bed(admission_id, entry)
        return day_list(of, day, charges, so_far, entry.id, ms_of_stamp(entry.time))

    def _charged(self, settlement_id: UUID) -> Charged:
        entry = self._store.entry(settlement_id)
        if entry is None or entry.body is None or entry.type != SettlementMade.type:
            raise settlements.NoSettlement(settlement=str(settlement_id))
        made = SettlementMade.parse(entry.body)
        if made.med_type == INPATIENT:
            return self._stay_charged(entry, made)
        with self._store.reading() as connection:
            visit = registration.visit_of(connection, made.visit_id)
            encounter = outpatient.encounter_of_visit(connection, made.visit_id)
            orders = outpatient.orders_of(connection, encounter)
            here = facility.facility_of(connection, self._store.facility)
            made_up = local.read_text(connection, local.MADE_UP) == "1"
        return Charged(
            settlement_id=entry.id,
            made_ms=ms_of_stamp(entry.time),
            made=made,
            facility=here.name,
            name=self._person_then(entry).name,
            visit_number=visit.number,
            cashier=self._staff_name(entry.author),
            diagnosis="、".join(name for _, name in encounter.diagnoses),
            specs=tuple(_spec(orders, line.feedetl_sn) for line in made.lines),
            made_up=made_up,
        )

    def _stay_charged(self, entry: Entry, made: SettlementMade) -> Charged:
        of = self._in_bed(made.visit_id, entry)
        return Charged(
            settlement_id=entry.id,
            made_ms=ms_of_stamp(entry.time),
            made=made,
            facility=of.facility,
            name=of.name,
            visit_number=of.admission.number,
            cashier=self._staff_name(entry.author),
            diagnosis=of.admission.diagnosis[1],
            deposit_returned=self._handed_back_with(entry),
            made_up=of.made_up,
        )

    def _handed_back_with(self, settled: Entry) -> int:
        """Fen of the deposit that the same transaction handed back: the entry that follows the settlement's."""
        own = sa.select(entries.c.incarnation_no).where(entries.c.id == settled.id).scalar_subquery()
        statement = sa.select(entries.c.body).where(
            entries.c.incarnation_no == own,
            entries.c.seq == settled.seq + 1,
            entries.c.type == DepositReturned.type,
        )
        with self._store.reading() as connection:
            body = connection.scalar(statement)
        return DepositReturned.parse(body).amount if body is not None else 0

    def _in_bed(self, admission_id: UUID, paper: Entry) -> InBed:
        with self._store.reading() as connection:
            stay = inpatient.admission_of(connection, admission_id)
            here = facility.facility_of(connection, self._store.facility)
            made_up = local.read_text(connection, local.MADE_UP) == "1"
        return InBed(facility=here.name, admission=stay, name=self._person_then(paper).name, made_up=made_up)

    def certificate(self, certificate_id: UUID) -> Document:
        """病假证明.

        Raises:
            NoVisit
            NoPaper: no certificate was given by this entry.
        """
        entry = self._store.entry(certificate_id)
        if entry is None or entry.body is None or entry.type != SicknessCertified.type:
            raise NoPaper(paper=str(certificate_id))
        fact = SicknessCertified.parse(entry.body)
        with self._store.reading() as connection:
            visit = registration.visit_of(connection, fact.visit_id)
            here = facility.facility_of(connection, self._store.facility)
            made_up = local.read_text(connection, local.MADE_UP) == "1"
        person = self._person_then(entry)
        return certificate_sheet(
            Certified(
                certificate_id=entry.id,
                made_ms=ms_of_stamp(entry.time),
                fact=fact,
                facility=here.name,
                visit_number=visit.number,
                day=visit.day,
                department=visit.department,
                name=person.name,
                sex=person.sex,
                birth_date=person.birth_date,
                doctor=self._staff_name(entry.author),
                made_up=made_up,
            )
        )

    def _staff_name(self, staff_id: str) -> str:
        with self._store.reading() as connection:
            try:
                return facility.member(connection, self._store.facility, staff_id).name
            except facility.NoStaff:
                return staff_id

    def _person_then(self, paper: Entry) -> _Person:
        """The subject of an entry as of that entry."""
        statement = (
            sa.select(entries.c.type, entries.c.body)
            .where(
                entries.c.subject == paper.subject,
                entries.c.type.in_((ResidentRegistered.type, ResidentAmended.type)),
                entries.c.effective <= paper.time,
                entries.c.body.is_not(None),
            )
            .order_by(entries.c.effective, entries.c.id)
        )
        values: dict[str, str] = {}
        with self._store.reading() as connection:
            for kind, body in connection.execute(statement):
                if kind == ResidentRegistered.type:
                    fact = ResidentRegistered.parse(body)
                    born = fact.birth_date.isoformat() if fact.birth_date else ""
                    first = {"name": fact.name, "sex": fact.sex, "birth_date": born}
                    values = {**first, "id_number": fact.id_number, **values}
                else:
                    changes = ResidentAmended.parse(body).changes
                    values |= {field: change.value for field, change in changes.items()}
        born = values.get("birth_date", "")
        return _Person(
            values.get("name", ""),
            values.get("sex", "0"),
            date.fromisoformat(born) if born else None,
            values.get("id_number", ""),
        )


def _spec(orders: Sequence[OrderLine], feedetl_sn: str) -> str:
    """Of a bill's line; after a partial refund lines are missing, their numbers stay."""
    at = int(feedetl_sn) - 1 if feedetl_sn.isdigit() else -1
    return orders[at].spec if 0 <= at < len(orders) else ""


def _weight_before(weights: Sequence[Point], issued_ms: int) -> str:
    """The last weight in kg of the quarter before a sheet was signed, as printed; empty: none."""
    known = [
        (point.taken_ms, point.value_e4)
        for point in weights
        if point.value_e4 is not None and 0 <= issued_ms - point.taken_ms <= _WEIGHT_LASTS_MS
    ]
    return measures()["weight"].write(max(known)[1]) if known else ""
