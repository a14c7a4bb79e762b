"""A clinic in the middle of its day: people at every desk, and the county's word on what was done.  All made up."""

from datetime import date
from uuid import UUID

from clinic_app.day.prescriber import allowed
from clinic_app.domain.catalogs import drugs, services
from clinic_app.domain.ward import Category, Term
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.payment import PaymentItem, PaymentNoticed
from clinic_app.journal.facts.reconciliation import DisputeDecided, StatementIssued
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.queries.inpatient import Admission
from clinic_app.projections.queries.registration import Visit
from clinic_app.services.inpatient import NewAdmission, Wanted
from clinic_app.services.outpatient import Findings
from clinic_app.services.platform.accounts import Accounts
from clinic_app.services.registration import NewVisit
from clinic_app.services.wardorders import Answers, NewOrder
from clinic_app.wiring import Clinic
from tests.ui.clinic_day import drug_line, service_line

OWED = 320  # fen that the fund paid too much for one bill
_LOST = 1140  # fen that the county took off another one, which the clinic disputes
_DRUGS = ("YP0001", "YP0101", "YP0002")
_MONTH_MS = 30 * 86_400_000
_MONTHS = (  # months ago, mmHg, mmHg, mmol/L, kg
    (22, 162, 98, 9.4, 71.5),
    (19, 158, 96, 8.8, 71.0),
    (16, 150, 94, 8.1, 70.2),
    (13, 146, 90, 7.6, 69.8),
    (10, 152, 92, 7.9, 70.1),
    (7, 142, 88, 7.2, 69.0),
    (4, 138, 86, 6.8, 68.4),
    (1, 144, 88, 7.1, 68.2),
)
_WARD_DAY = (
    Wanted("ZL0003", 1),  # 床位费
    Wanted("ZL6002", 1),  # 二级护理
    Wanted("ZL6004", 1),  # 住院诊查费
    Wanted("ZL0006", 2),  # 住院治疗费
    Wanted("ZL4004", 2),  # 静脉输液
    Wanted("YP0004", 2),  # 0.9%氯化钠注射液
    Wanted("YP0101", 2),  # 头孢呋辛酯片
)
_ORDERS = (
    NewOrder(term=Term.LONG, category=Category.NURSING, code="ZL6002", frequency="qd"),
    NewOrder(term=Term.LONG, category=Category.DIET, name="低盐饮食"),
    NewOrder(term=Term.LONG, category=Category.DRUG, code="YP1223", dose="30mg", frequency="tid", route="po"),
    NewOrder(term=Term.ONCE, category=Category.CARE, name="测血糖", frequency="st"),
)


def stage(clinic: Clinic, first: date) -> None:
    """Everything below; the clinic worked, and closed its day, on `first` of an earlier month and all of today."""
    before = list({visit.resident_id: visit for visit in clinic.registration.queue()}.values())
    insured = [visit for visit in before if visit.psn_no]
    fill_the_queue(clinic, before[:8])
    fill_the_ward(clinic, insured[8:11])
    wait_at_the_window(clinic, insured[11:14])
    put_on_account(clinic, insured[14])
    hear_from_the_county(clinic, first)
    keep_a_chart(clinic, before[15].resident_id)


def keep_a_chart(clinic: Clinic, resident_id: UUID) -> None:
    """Two years of a hypertensive diabetic who must not be given penicillin."""
    by, chart = clinic.on_duty, clinic.chart
    chart.record_allergy(by, resident_id, kind="drug", code="sulfonamide", name="磺胺类", reaction="皮疹")
    for code, name in (("I10", "高血压"), ("E11.9", "2型糖尿病")):
        chart.note_condition(by, resident_id, code, name)
    now = clinic.store.wall()
    with clinic.store.writing(by.author) as writing:
        for ago, sbp, dbp, glucose, weight in _MONTHS:
            values = {"sbp": sbp, "dbp": dbp, "fpg_poc": glucose, "weight": weight}
            measured = tuple(
                Measured(key=key, value_e4=round(value * 10_000)) for key, value in values.items()
            )
            taken = MeasurementTaken(taken_ms=now - ago * _MONTH_MS, values=measured)
            writing.append(taken, resident_id)


def fill_the_queue(clinic: Clinic, known: list[Visit]) -> None:
    """Five wait, one is with the doctor, two have to pay."""
    for at, before in enumerate(known):
        visit = _came_back(clinic, before, ("全科", "中医科", "儿科")[at % 3])
        if at == 0:
            clinic.registration.call(clinic.on_duty, visit.id)
        if at in (1, 2):
            _seen(clinic, visit)


def fill_the_ward(clinic: Clinic, known: list[Visit]) -> None:
    """One pays ahead, the deposit of another is used up, the third goes home and her bill is computed."""
    for place, before in enumerate(known):
        stay = clinic.inpatient.admit(
            clinic.on_duty,
            NewAdmission(
                resident_id=before.resident_id,
                department="内科",
                diagnosis=Diagnosis("J18.9", "肺炎"),
                bed=f"{place + 3:02d}",
                doctor=clinic.on_duty.staff_id,
                psn_no=before.psn_no,
                mdtrt_cert_type="03",
            ),
        )
        clinic.deposits.take(clinic.on_duty, stay.id, (80_000, 10_000, 30_000)[place])
        clinic.inpatient.charge(clinic.on_duty, stay.id, stay.day, _WARD_DAY)
        if place < 2:
            _nursed(clinic, stay)
        if place == 2:
            clinic.inpatient.charge(clinic.on_duty, stay.id, stay.day, [Wanted("ZL0006", 9)])
            clinic.inpatient.discharge(clinic.on_duty, stay.id, stay.day, Diagnosis("J18.9", "肺炎"))


def _nursed(clinic: Clinic, stay: Admission) -> None:
    """Orders, a morning's round, and a note; the beds of the house."""
    by, care = clinic.on_duty, clinic.wardcare
    clinic.chart.record_allergy(by, stay.resident_id, kind="none_known")
    for at in range(1, 7):
        care.place_bed(by, f"{at:02d}", f"{1 + (at > 3)}室")
    asked = Answers(pregnant=False, lactating=False)
    clinic.wardorders.sign(by, stay.id, _ORDERS, asked)
    round_ms = clinic.store.wall() - 60_000
    care.measure(by, stay.id, round_ms, {"temp": 378_000, "pulse": 880_000, "sbp": 1_280_000, "dbp": 760_000})
    clinic.wardnotes.sign(by, stay.id, "daily", {"病情": "体温下降，咳嗽减轻，继续目前治疗。"})


def wait_at_the_window(clinic: Clinic, known: list[Visit]) -> None:
    """They have paid, one of them partly by phone, and stand at the pharmacy."""
    for place, before in enumerate(known):
        visit = _seen(clinic, _came_back(clinic, before, "全科"))
        by_phone = {"wechat": 300} if place == 1 else None
        clinic.settlement.settle(clinic.on_duty, visit.id, tender=by_phone)


def put_on_account(clinic: Clinic, before: Visit) -> None:
    """挂账, in an outage of the insurance platform."""
    visit = _seen(clinic, _came_back(clinic, before, "全科"))
    Accounts(clinic.store).defer(clinic.on_duty, visit.id, None, "platform.unreachable", 0)


def hear_from_the_county(clinic: Clinic, first: date) -> None:
    """A statement of the day of `first`, disputed, decided and paid, and one of today to answer."""
    earlier, now = _funded(clinic, first), _funded(clinic, clinic.settlement.today())
    disputed = earlier[1][0]
    less = {now[0][0]: OWED, disputed: _LOST}
    for one, made in (*earlier, *now):
        _say(clinic, _judged(clinic, one, made, less.get(one, 0)))
    old = _say(clinic, _statement(clinic, first, earlier, less))
    clinic.statements.answer(clinic.on_duty, old, {disputed: "累计额度未用完"})
    decision = DisputeDecided(
        facility=clinic.store.facility,
        statement_id=old,
        settlement_id=disputed,
        upheld=True,
        reason="参保信息晚到",
        fund_change=_LOST,
    )
    _say(clinic, decision)
    paid = sum(made.amounts["fund_pay_sumamt"] for one, made in earlier if one != disputed)
    _say(clinic, _noticed(clinic, old, first, paid))
    _say(clinic, _statement(clinic, clinic.settlement.today(), now, less))


def _funded(clinic: Clinic, day: date) -> list[tuple[UUID, SettlementMade]]:
    """The visits of a day that the fund paid something for."""
    bills = [
        (one.id, clinic.settlement.made(one.id)) for one in clinic.settlement.of_day(day) if not one.reversed
    ]
    return [
        (one, made)
        for one, made in bills
        if made.med_type == "11" and made.amounts.get("fund_pay_sumamt", 0) > _LOST
    ]


def _noticed(clinic: Clinic, statement: UUID, day: date, paid: int) -> PaymentNoticed:
    item = PaymentItem(
        facility=clinic.store.facility,
        method="statement",
        insutype="390",
        amount=paid,
        statements=(statement,),
    )
    return PaymentNoticed(
        facility=clinic.store.facility,
        run_id=statement,
        month=day.isoformat()[:7],
        items=(item,),
        total=paid,
    )


def _came_back(clinic: Clinic, before: Visit, department: str) -> Visit:
    return clinic.registration.register(
        clinic.on_duty,
        NewVisit(
            resident_id=before.resident_id,
            department=department,
            psn_no=before.psn_no,
            mdtrt_cert_type=before.mdtrt_cert_type,
        ),
    )


def _seen(clinic: Clinic, visit: Visit) -> Visit:
    """A cold, three drugs and the consultation fee."""
    fee = clinic.outpatient.suggested_fee(visit.id)
    by_code = {drug.code: drug for drug in drugs()}
    findings = Findings(
        complaint="咳嗽、咽痛2天",
        diagnoses=(Diagnosis("J06.900", "急性上呼吸道感染"),),
        drugs=tuple(drug_line(by_code[code]) for code in _DRUGS),
        services=tuple(service_line(one) for one in services() if one.code == fee),
    )
    signed = allowed(clinic, clinic.on_duty, visit.id, visit.resident_id, findings)
    clinic.outpatient.sign(clinic.on_duty, visit.id, signed)
    return visit


def _say(clinic: Clinic, fact: Fact) -> UUID:
    """What the county wrote, as if it had come by its feed."""
    with clinic.store.writing(clinic.on_duty.author) as writing:
        return writing.append(fact).id


def _judged(clinic: Clinic, settlement: UUID, made: SettlementMade, less: int) -> SettlementAdjudicated:
    fund = made.amounts["fund_pay_sumamt"] - less
    person = {name: made.amounts.get(name, 0) + less for name in ("psn_part_amt", "cash_pay")}
    return SettlementAdjudicated(
        facility=clinic.store.facility,
        settlement_id=settlement,
        psn_no=made.psn_no,
        status="adjusted" if less else "agreed",
        cause="ACCUM" if less else "",
        action_due="COLLECT_PERSON" if less == OWED else "CLINIC_BEAR" if less else "",
        fund_diff=-less,
        amounts=dict(made.amounts) | {"fund_pay_sumamt": fund, "hifp_pay": fund} | person,
        diff={"fund_pay_sumamt": -less, "psn_part_amt": less, "cash_pay": less} if less else {},
    )


def _statement(
    clinic: Clinic, day: date, bills: list[tuple[UUID, SettlementMade]], less: dict[UUID, int]
) -> StatementIssued:
    lines = [made.amounts for _, made in bills]
    fund = sum(one["fund_pay_sumamt"] for one in lines)
    off = [less.get(one, 0) for one, _ in bills]
    sums = {
        "medfee_sumamt": sum(one["medfee_sumamt"] for one in lines),
        "fund_pay_sumamt": fund,
        "fund_due": fund - sum(off),
        "person_due": sum(one for one in off if one == OWED),
        "clinic_loss": sum(one for one in off if one == _LOST),
    }
    return StatementIssued(
        facility=clinic.store.facility,
        month=day.isoformat()[:7],
        insutype="390",
        clr_type="11",
        refd_setl_flag=0,
        stmt_begndate=day.replace(day=1),
        stmt_enddate=day,
        fixmedins_setl_cnt=len(bills),
        sums={name: fen for name, fen in sums.items() if fen},
        records=tuple(one for one, _ in bills),
    )
