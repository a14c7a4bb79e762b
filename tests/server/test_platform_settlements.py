"""What the insurance platform settled is its own to pay; the county takes it only with the platform's answer."""

from datetime import date
from uuid import UUID

import pytest

from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.calls import CallConcluded, CallIntended, CallSent
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, TestCounty
from tests.server.test_adjudication import bring, verdicts
from tests.server.test_adjudication import insured_county as insured_county
from tests.server.test_judging import reasons

DAY = date(2026, 11, 20)
AMOUNTS = {
    "medfee_sumamt": 9000,
    "inscp_scp_amt": 9000,
    "hifp_pay": 4000,
    "fund_pay_sumamt": 4000,
    "psn_part_amt": 5000,
    "psn_cash_pay": 5000,
    "cash_pay": 5000,
}


@pytest.fixture
def clinic(insured_county: TestCounty) -> FakeClinic:
    return insured_county.clinic(TOWNSHIP)


def made(visit: UUID, setl_id: str = "SE1", **changed: object) -> SettlementMade:
    fields: dict[str, object] = {
        "visit_id": visit,
        "number": "A1",
        "setl_date": DAY,
        "begndate": DAY,
        "enddate": DAY,
        "fixmedins_code": TOWNSHIP,
        "inst_lv": "township",
        "med_type": "11",
        "insutype": "380",
        "psn_no": "P1",
        "lines": (),
        "status": "settled",
        "amounts": AMOUNTS,
        "setl_id": setl_id,
    }
    return SettlementMade(**{**fields, **changed})  # type: ignore[arg-type]


def answered(clinic: FakeClinic, visit: UUID, setl_id: str = "SE1", **changed: int) -> None:
    """The platform's answer in the clinic's journal."""
    call = clinic.write(CallIntended(kind="platform.2207", msgid="m", visit_id=visit, amount=5000))
    clinic.write(CallSent(call_id=call.id))
    clinic.write(
        CallConcluded(
            call_id=call.id,
            state="succeeded",
            evidence="answer",
            answer={"setl_id": setl_id, **AMOUNTS, **changed},
        )
    )


def test_with_the_platforms_answer_it_stands_and_the_county_computes_nothing(insured_county, clinic):
    visit = new_id()
    answered(clinic, visit)
    entry = clinic.write(made(visit), subject=new_id())
    bring(insured_county, clinic)
    assert reasons(insured_county) == {}
    assert entry.id not in verdicts(clinic)


def test_its_red_needs_no_verdict_either(insured_county, clinic):
    visit = new_id()
    answered(clinic, visit)
    entry = clinic.write(made(visit), subject=new_id())
    clinic.write(
        SettlementReversed(
            settlement_id=entry.id,
            number="A2",
            refund_date=DAY,
            amounts={name: -fen for name, fen in AMOUNTS.items()},
            psn_no="P1",
        ),
        subject=new_id(),
    )
    bring(insured_county, clinic)
    assert reasons(insured_county) == {}
    assert verdicts(clinic) == {}


@pytest.mark.parametrize(
    ("setl_id", "changed"),
    [
        pytest.param("", {}, id="no answer at all"),
        pytest.param("SE2", {}, id="the answer is about another settlement"),
        pytest.param("SE1", {"fund_pay_sumamt": 3000}, id="the answer has other amounts"),
    ],
)
def test_a_made_up_settlement_is_set_aside(insured_county, clinic, setl_id, changed):
    visit = new_id()
    if setl_id:
        answered(clinic, visit, setl_id, **changed)
    entry = clinic.write(made(visit), subject=new_id())
    bring(insured_county, clinic)
    assert reasons(insured_county) == {entry.id: "settlement.not_at_platform"}


def test_one_number_of_the_platform_counts_once(insured_county, clinic):
    first, second = new_id(), new_id()
    for visit in (first, second):
        answered(clinic, visit)
    clinic.write(made(first), subject=new_id())
    twice = clinic.write(made(second), subject=new_id())
    bring(insured_county, clinic)
    assert reasons(insured_county) == {twice.id: "settlement.not_at_platform"}


def test_one_visit_is_settled_there_once(insured_county, clinic):
    visit = new_id()
    for setl_id in ("SE1", "SE2"):
        answered(clinic, visit, setl_id)
    clinic.write(made(visit, "SE1"), subject=new_id())
    twice = clinic.write(made(visit, "SE2"), subject=new_id())
    bring(insured_county, clinic)
    assert reasons(insured_county) == {twice.id: "settlement.not_at_platform"}


def test_a_clinics_answer_proves_nothing_for_another_clinic(insured_county, clinic):
    other = insured_county.clinic(OTHER)
    visit = new_id()
    answered(clinic, visit)
    entry = other.write(made(visit, fixmedins_code=OTHER), subject=new_id())
    bring(insured_county, clinic, other)
    assert reasons(insured_county) == {entry.id: "settlement.not_at_platform"}
