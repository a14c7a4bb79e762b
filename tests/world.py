"""A made-up world in facts: one sensible builder for each fact type, and journals that refer to each other."""

import random
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from uuid import UUID

from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts import (
    calls,
    catalogs,
    chart,
    closing,
    county,
    facility,
    inpatient,
    insurance,
    outpatient,
    payment,
    pharmacy,
    reconciliation,
    registration,
    residents,
    settlement,
    stopwatch,
    templates,
)
from clinic_app.projections.upsert import Placed
from tests.world_care import care_facts
from tests.world_contracts import contract_facts
from tests.world_examinations import examination_facts
from tests.world_forms import form_facts
from tests.world_households import household_facts
from tests.world_immunization import immunization_facts
from tests.world_indicators import indicator_facts
from tests.world_review import review_facts
from tests.world_rounds import round_facts
from tests.world_stock import stock_facts, taken_from
from tests.world_ward import ward_facts

DAY = date(2026, 11, 22)
PERSON = facility.Person(public_key=b"p" * 32, exchange_key=b"x" * 32, salt=b"s" * 16, wrapped=b"w" * 60)


@dataclass
class World:
    """Ids that the facts of all journals share, so that they meet in the same rows."""

    dice: random.Random
    residents: list[UUID] = field(default_factory=list)
    visits: list[UUID] = field(default_factory=list)
    entries: list[UUID] = field(default_factory=list)
    settlements: list[UUID] = field(default_factory=list)
    calls: list[UUID] = field(default_factory=list)
    admissions: list[UUID] = field(default_factory=list)
    statements: list[UUID] = field(default_factory=list)
    runs: list[UUID] = field(default_factory=list)
    batches: list[UUID] = field(default_factory=list)
    transfers: list[UUID] = field(default_factory=list)
    stocktakes: list[UUID] = field(default_factory=list)
    orders: list[UUID] = field(default_factory=list)
    templates: list[UUID] = field(default_factory=list)
    ward_orders: list[UUID] = field(default_factory=list)
    ward_notes: list[UUID] = field(default_factory=list)
    examinations: list[UUID] = field(default_factory=list)
    households: list[UUID] = field(default_factory=list)
    life_events: list[UUID] = field(default_factory=list)
    merges: list[UUID] = field(default_factory=list)
    cases: list[UUID] = field(default_factory=list)
    teams: list[UUID] = field(default_factory=list)
    contracts: list[UUID] = field(default_factory=list)
    reports: list[UUID] = field(default_factory=list)

    def new_id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def some(self, known: list[UUID]) -> UUID:
        """One of the ids that others use too, or one that has not arrived yet."""
        if not known or self.dice.random() < 0.1:
            known.append(self.new_id())
        return self.dice.choice(known)


def facts(world: World) -> dict[str, "object"]:
    """A builder for each type: world → (fact, subject, own id or None)."""
    dice = world.dice

    def amounts() -> dict[str, int]:
        total = dice.randrange(1, 90000)
        fund = dice.randrange(0, total)
        return {"medfee_sumamt": total, "fund_pay_sumamt": fund, "psn_part_amt": total - fund}

    def registered() -> Fact:
        return residents.ResidentRegistered(
            name=dice.choice(["张三", "李四", "欧阳娜"]),
            sex=dice.choice("12"),
            birth_date=date(1951 + 5 * dice.randrange(16), 1 + dice.randrange(12), 1),
            phone=f"1380000{dice.randrange(10000):04d}",
            card=residents.Card(kind="ssc2", number=f"X{dice.randrange(10**8):08d}")
            if dice.random() < 0.5
            else None,
            salt="salt",
        )

    def amended() -> Fact:
        changed = dice.sample(["name", "phone", "address", "a_later_field"], dice.randrange(1, 4))
        return residents.ResidentAmended(
            changes={
                one: residents.Change(f"v{dice.randrange(9)}", world.some(world.entries)) for one in changed
            },
            salt="salt",
        )

    return {
        "facility.founded": lambda: facility.FacilityFounded(
            facility="350881001", name=f"卫生院{dice.randrange(3)}", inst_lv="township", recovery=PERSON
        ),
        "facility.registered": lambda: county.FacilityRegistered(
            code="350881001",
            name=f"县登记{dice.randrange(3)}",
            inst_lv="township",
            parent=f"p{dice.randrange(2)}",
        ),
        "staff.certified": lambda: facility.StaffCertified(
            staff_id=f"P00{dice.randrange(3)}",
            name=f"王{dice.randrange(3)}",
            roles=tuple(dice.sample(["doctor", "cashier", "registrar"], 2)),
            person=PERSON,
            active=dice.random() < 0.8,
        ),
        "resident.registered": registered,
        "resident.amended": amended,
        "card.linked": lambda: residents.CardLinked(
            card=residents.Card(kind="ssc3", number=f"Y{dice.randrange(100):08d}"), salt="salt"
        ),
        "day.timed": lambda: stopwatch.DayTimed(
            day=DAY,
            kind=dice.choice(("visit", "charge")),
            count=dice.randrange(5, 40),
            seconds=dice.randrange(20, 90),
            keys=dice.randrange(20, 90),
            slow=dice.randrange(90, 200),
        ),
        "template.saved": lambda: templates.TemplateSaved(
            template_id=world.some(world.templates),
            name=f"上感{dice.randrange(9)}",
            shared=dice.random() < 0.5,
            complaint="咽痛2天",
            diagnoses=(outpatient.Diagnosis("J06.900", "上呼吸道感染"),),
            lines=(templates.TemplateLine(kind="drug", code="YP1", name="药", days=dice.randrange(1, 7)),),
        ),
        "template.removed": lambda: templates.TemplateRemoved(template_id=world.some(world.templates)),
        "chart.viewed": lambda: residents.ChartViewed(purpose="encounter"),
        "visit.registered": lambda: registration.VisitRegistered(
            day=DAY, number=f"A{dice.randrange(999):03d}", department="全科"
        ),
        "visit.called": lambda: registration.VisitCalled(visit_id=world.some(world.visits)),
        "visit.cancelled": lambda: registration.VisitCancelled(visit_id=world.some(world.visits), reason="r"),
        "prescription.issued": lambda: outpatient.PrescriptionIssued(
            visit_id=world.some(world.visits),
            lines=tuple(
                outpatient.DrugLine(code=f"YP{n}", name="药", cnt_e4=10000, unit="盒", pric_e6=1000000)
                for n in range(dice.randrange(1, 4))
            ),
        ),
        "encounter.signed": lambda: outpatient.EncounterSigned(
            visit_id=world.some(world.visits),
            complaint=f"发热{dice.randrange(9)}天",
            diagnoses=(outpatient.Diagnosis("J06.900", "上呼吸道感染"),),
            services=(
                outpatient.ServiceLine(
                    code="ZL0002", name="血常规", cnt_e4=10000, unit="次", pric_e6=2000000
                ),
            ),
            prescriptions=(world.some(world.entries),),
        ),
        "settlement.made": lambda: settlement.SettlementMade(
            visit_id=world.some(world.visits),
            number=f"A{dice.randrange(9999):04d}",
            setl_date=DAY,
            begndate=DAY,
            enddate=DAY,
            fixmedins_code="350881001",
            inst_lv="township",
            med_type="11",
            insutype="390",
            psn_no=f"P{dice.randrange(3)}",
            lines=(),
            status="provisional",
            amounts=amounts(),
            year=2026,
            effect={"hifp_11": dice.randrange(1, 5000)},
            gc_last=DAY if dice.random() < 0.5 else None,
        ),
        "settlement.reversed": lambda: settlement.SettlementReversed(
            settlement_id=world.some(world.settlements),
            number="A1",
            refund_date=DAY,
            amounts={"medfee_sumamt": -1},
            year=2026,
            effect={"hifp_11": -dice.randrange(1, 5000)},
            psn_no=f"P{dice.randrange(3)}",
        ),
        "settlement.adjudicated": lambda: county.SettlementAdjudicated(
            facility="350881001",
            settlement_id=world.some(world.settlements),
            psn_no=f"P{dice.randrange(3)}",
            status=dice.choice(["agreed", "adjusted", "voided"]),
            amounts=amounts(),
            fund_diff=dice.randrange(-9, 9),
            year=2026,
            effect={"hifp_11": dice.randrange(1, 5000)},
        ),
        "policy.published": lambda: insurance.PolicyPublished(
            policy_id=f"p{dice.randrange(2)}", insutypes=("390",), text=f"t{dice.randrange(99)}"
        ),
        "catalog.published": lambda: catalogs.CatalogPublished(
            kind="drugs",
            text=f"code,name\nY{dice.randrange(9)},c{dice.randrange(99)}\n",
            version=dice.choice(("", "1", "2")),
            effective=dice.choice((None, DAY)),
            part=dice.randrange(1, 3),
            parts=2,
            withdrawn=(f"Y{dice.randrange(9)}",),
        ),
        "insured.stated": lambda: insurance.InsuredStated(
            psn_no=f"P{dice.randrange(3)}",
            id_number="350881190102030019",
            insutype="390",
            acct_balance=dice.randrange(9999),
            home=dice.choice(("", "350881001")),
            used={"2026": {"hifp_11": dice.randrange(9)}},
            chronic=(county.Chronic(dise_codg="M03900", valid_from=DAY),),
            salt="salt",
        ),
        "insured.asked": lambda: insurance.InsuredAsked(
            facility="350881001",
            device=UUID(int=dice.randrange(3)),
            staff="P001",
            reason="挂号",
            asked="350881190102030019",
            found=(f"P{dice.randrange(3)}",),
            salt="salt",
        ),
        "insurance.chosen": lambda: registration.InsuranceChosen(psn_no=f"P{dice.randrange(3)}"),
        **_doctor(world),
        **_desk(world),
        **_ward(world),
        **stock_facts(world),
        **examination_facts(world),
        **ward_facts(world),
        **household_facts(world),
        **care_facts(world),
        **contract_facts(world),
        **form_facts(world),
        **round_facts(world),
        **immunization_facts(world),
        **review_facts(world),
        **indicator_facts(world),
        **_office(world),
        "county.founded": lambda: county.CountyFounded(name="县"),
        "device.enrolled": lambda: county.DeviceEnrolled(
            facility="350881001",
            device=UUID(int=dice.randrange(3)),
            public_key=bytes([dice.randrange(3)]) * 32,
            letter=dice.choice("ABC"),
            admin="P000",
            admin_key=b"k" * 32,
        ),
        "device.revoked": lambda: county.DeviceRevoked(
            device=UUID(int=dice.randrange(3)), reason=f"r{dice.randrange(9)}"
        ),
        "entry.quarantined": lambda: county.EntryQuarantined(
            entry_id=world.some(world.entries), reason=f"q{dice.randrange(9)}"
        ),
        "entry.released": lambda: county.EntryReleased(
            entry_id=world.some(world.entries), reason=f"l{dice.randrange(9)}"
        ),
    }


def _doctor(world: World) -> dict[str, "object"]:
    """Builders for the chart, and for what is added to a signed record."""
    dice = world.dice
    return {
        "prescription.cancelled": lambda: outpatient.PrescriptionCancelled(
            prescription_id=world.some(world.entries), reason=f"r{dice.randrange(9)}"
        ),
        "encounter.addended": lambda: outpatient.EncounterAddended(
            encounter_id=world.some(world.entries), text=f"补记{dice.randrange(9)}"
        ),
        "sickness.certified": lambda: outpatient.SicknessCertified(
            visit_id=world.some(world.visits), diagnosis="肺炎", advice="休息", from_day=DAY, to_day=DAY
        ),
        "infectious.answered": lambda: outpatient.InfectiousAnswered(
            visit_id=world.some(world.visits), disease="HFMD", report=dice.random() < 0.5
        ),
        "allergy.recorded": lambda: chart.AllergyRecorded(kind="drug", code="amoxicillin", name="阿莫西林"),
        "allergy.cancelled": lambda: chart.AllergyCancelled(
            allergy_id=world.some(world.entries), reason=f"r{dice.randrange(9)}"
        ),
        "condition.noted": lambda: chart.ConditionNoted(code="I10", name="高血压", since=DAY),
        "condition.closed": lambda: chart.ConditionClosed(
            condition_id=world.some(world.entries), reason=f"r{dice.randrange(9)}"
        ),
        "measurement.taken": lambda: chart.MeasurementTaken(
            taken_ms=dice.randrange(10**12),
            values=(
                chart.Measured(key="sbp", value_e4=dice.randrange(90, 200) * 10_000),
                chart.Measured(key="u_protein", text="阴性"),
            ),
        ),
        "skin.tested": lambda: chart.SkinTested(
            substance="benzylpenicillin",
            name="青霉素",
            positive=dice.random() < 0.1,
            read_ms=dice.randrange(10**12),
        ),
    }


def _desk(world: World) -> dict[str, "object"]:
    """Builders for what happens around the cashier."""
    dice = world.dice

    def handed_out() -> tuple[pharmacy.HandedOut, ...]:
        return tuple(
            pharmacy.HandedOut(
                feedetl_sn=str(n),
                code=f"YP{n}",
                name="药",
                cnt_e4=10000,
                unit="盒",
                pric_e6=1000000,
                taken=taken_from(world),
                wasted=dice.random() < 0.2,
            )
            for n in range(dice.randrange(1, 3))
        )

    return {
        "bill.deferred": lambda: settlement.BillDeferred(
            visit_id=world.some(world.visits),
            number="A1",
            reason="line",
            medfee_sumamt=dice.randrange(1, 9000),
            estimate={"fund_pay_sumamt": 1},
            tender={"cash": dice.randrange(9)},
        ),
        "difference.settled": lambda: settlement.DifferenceSettled(
            settlement_id=world.some(world.settlements), number="A1", amount=dice.randrange(-9, 9)
        ),
        "call.intended": lambda: calls.CallIntended(
            kind="purse.debit",
            msgid=f"m{dice.randrange(9)}",
            visit_id=world.some(world.visits),
            amount=dice.randrange(1, 900),
            request={"counter": dice.randrange(9)},
        ),
        "call.sent": lambda: calls.CallSent(call_id=world.some(world.calls)),
        "call.concluded": lambda: calls.CallConcluded(
            call_id=world.some(world.calls),
            state=dice.choice(["succeeded", "failed", "reversed"]),
            evidence="answer",
            answer={"tac": "00"},
        ),
        "closing.made": lambda: closing.ClosingMade(
            level=dice.choice(["cashier", "facility"]),
            number="A1",
            opter_id="P001",
            biz_date=DAY,
            ranges=(closing.JournalRange(world.new_id(), world.new_id(), 1, dice.randrange(1, 9)),),
            closings=(world.some(world.entries),),
            records=(world.some(world.settlements),),
            movements=(world.some(world.entries),),
            n_setl=1,
            sums={"medfee_sumamt": dice.randrange(9)},
            groups=(
                closing.Group(
                    insutype="390",
                    clr_type="11",
                    fixmedins_setl_cnt=1,
                    medfee_sumamt=dice.randrange(9),
                    fund_pay_sumamt=0,
                    acct_pay=0,
                ),
            ),
        ),
        "medicine.dispensed": lambda: pharmacy.MedicineDispensed(
            visit_id=world.some(world.visits), settlement_id=world.some(world.settlements), lines=handed_out()
        ),
        "empties.returned": lambda: pharmacy.EmptiesReturned(
            dispensed=world.some(world.entries),
            batch_id=world.some(world.batches),
            drug=f"YP{dice.randrange(3)}",
            count=dice.randrange(1, 9),
        ),
        "empties.destroyed": lambda: pharmacy.EmptiesDestroyed(
            lines=(pharmacy.EmptiesOf(drug=f"YP{dice.randrange(3)}", count=dice.randrange(1, 9)),),
            second="P002",
        ),
        "medicine.returned": lambda: pharmacy.MedicineReturned(
            visit_id=world.some(world.visits), settlement_id=world.some(world.settlements), lines=handed_out()
        ),
    }


def _ward(world: World) -> dict[str, "object"]:
    dice = world.dice
    diagnosis = outpatient.Diagnosis("J18.900", "肺炎")
    return {
        "admission.registered": lambda: inpatient.AdmissionRegistered(
            day=DAY,
            number=f"A{dice.randrange(99)}",
            department="内科",
            diagnosis=diagnosis,
            referral=settlement.Referred(
                type="up", from_lv="village", registered=True, same_area=True, date=DAY
            ),
        ),
        "admission.charged": lambda: inpatient.AdmissionCharged(
            admission_id=world.some(world.admissions),
            day=DAY,
            items=(
                inpatient.ChargedItem(
                    code="CW01",
                    name="床位费",
                    cnt_e4=dice.choice([10000, -10000]),
                    unit="天",
                    pric_e6=15000000,
                ),
            ),
        ),
        "admission.discharged": lambda: inpatient.AdmissionDischarged(
            admission_id=world.some(world.admissions), day=date(2026, 11, 23), diagnosis=diagnosis
        ),
        "deposit.taken": lambda: inpatient.DepositTaken(
            admission_id=world.some(world.admissions), number="A1", amount=dice.randrange(1, 90000)
        ),
        "deposit.returned": lambda: inpatient.DepositReturned(
            admission_id=world.some(world.admissions), number="A1", amount=dice.randrange(1, 90000)
        ),
    }


def _office(world: World) -> dict[str, "object"]:
    """Builders for what the county's office and the clinics say about a month."""
    dice = world.dice

    def items() -> tuple[payment.PaymentItem, ...]:
        return (
            payment.PaymentItem(
                facility="350881001",
                method="statement",
                amount=dice.randrange(9),
                figures={"due": 1},
                statements=(world.some(world.statements),),
                left_out=(world.some(world.settlements),),
            ),
        )

    return {
        "statement.issued": lambda: reconciliation.StatementIssued(
            facility="350881001",
            month="2026-11",
            insutype="390",
            clr_type="11",
            refd_setl_flag=dice.randrange(2),
            stmt_begndate=DAY,
            stmt_enddate=DAY,
            fixmedins_setl_cnt=1,
            sums={"fund_due": dice.randrange(9)},
            records=(world.some(world.settlements),),
        ),
        "statement.answered": lambda: reconciliation.StatementAnswered(
            statement_id=world.some(world.statements),
            disputed=(reconciliation.Disputed(world.some(world.settlements), f"r{dice.randrange(9)}"),),
        ),
        "record.adjusted": lambda: reconciliation.RecordAdjusted(
            facility="350881001",
            settlement_id=world.some(world.settlements),
            side=dice.choice(["clinic", "county"]),
            amounts={"fund_pay_sumamt": dice.randrange(9)},
            reason="r",
        ),
        "dispute.decided": lambda: reconciliation.DisputeDecided(
            facility="350881001",
            statement_id=world.some(world.statements),
            settlement_id=world.some(world.settlements),
            upheld=dice.random() < 0.5,
            reason="r",
            fund_change=dice.randrange(9),
        ),
        "statement.approved": lambda: reconciliation.StatementApproved(
            facility="350881001", statement_id=world.some(world.statements)
        ),
        "month.closed": lambda: reconciliation.MonthClosed(
            month=f"2026-1{dice.randrange(3)}",
            statements=(world.some(world.statements),),
            left_out=(reconciliation.LeftOut("350881001", DAY, 1, f"w{dice.randrange(9)}"),),
        ),
        "difference.decided": lambda: reconciliation.DifferenceDecided(
            facility="350881001",
            settlement_id=world.some(world.settlements),
            amount=dice.randrange(9),
            bearer=dice.choice(["clinic", "fund"]),
            reason="r",
        ),
        "records.deducted": lambda: reconciliation.RecordsDeducted(
            facility="350881001",
            rule="F01",
            finding=f"f{dice.randrange(9)}",
            records=(world.some(world.settlements),),
            amount=dice.randrange(9),
            reason="r",
        ),
        "finding.decided": lambda: reconciliation.FindingDecided(
            rule="F01", finding=f"f{dice.randrange(3)}", decision="dismissed", reason=f"r{dice.randrange(9)}"
        ),
        "payment_plan.published": lambda: payment.PaymentPlanPublished(
            year=2026, text=f"t{dice.randrange(9)}"
        ),
        "payment_run.made": lambda: payment.PaymentRunMade(
            month="2026-11", items=items(), total=dice.randrange(9)
        ),
        "payment_run.approved": lambda: payment.PaymentRunApproved(
            run_id=world.some(world.runs), month="2026-11"
        ),
        "payment.noticed": lambda: payment.PaymentNoticed(
            facility="350881001", run_id=world.some(world.runs), month="2026-11", items=items(), total=1
        ),
    }


_OWN_LISTS = {
    "examination.ordered": "examinations",
    "contract.signed": "contracts",
    "contract.renewed": "contracts",
    "team.formed": "teams",
    "household.founded": "households",
    "programme.enrolled": "cases",
    "resident.moved": "life_events",
    "resident.died": "life_events",
    "resident.merged": "merges",
    "examination.reported": "reports",
    "settlement.reversed": "settlements",
    "call.intended": "calls",
    "admission.registered": "admissions",
    "ward_note.signed": "ward_notes",
    "statement.issued": "statements",
    "payment_run.made": "runs",
    "stocktake.opened": "stocktakes",
    "order.submitted": "orders",
    "resident.registered": "residents",
    "visit.registered": "visits",
    "settlement.made": "settlements",
    "prescription.issued": "entries",
}


def journal(world: World, kinds: list[str], device: int, clock: int) -> list[Placed]:
    """One device's entries of these kinds, in order; ids come from the world's lists where another may know them."""
    placed: list[Placed] = []
    builders = facts(world)
    incarnation = world.new_id()
    for seq, kind in enumerate(kinds, start=1):
        fact = builders[kind]()  # type: ignore[operator]
        known = getattr(world, _OWN_LISTS[kind]) if kind in _OWN_LISTS else None
        entry_id = _unused(world, known)
        world.entries.append(entry_id)
        clock += world.dice.randrange(0, 3)
        subject = entry_id if kind == "resident.registered" else world.some(world.residents)
        body = fact.write()
        entry = Entry(
            id=entry_id,
            device=UUID(int=device),
            incarnation=incarnation,
            seq=seq,
            time=clock,
            author=f"P00{device}",
            type=kind,
            subject=subject,
            body=body,
            body_hash=sha256(body).digest(),
        )
        placed.append(Placed(entry, clock, "" if device == 0 else "350881001"))
    return placed


def _unused(world: World, known: list[UUID] | None) -> UUID:
    """An id that somebody else may have named before its entry came: each is used by one entry only."""
    used = set(world.entries)
    waiting = [one for one in known or () if one not in used]
    if waiting and world.dice.random() < 0.7:
        return world.dice.choice(waiting)
    fresh = world.new_id()
    if known is not None:
        known.append(fresh)
    return fresh
