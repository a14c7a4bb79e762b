"""What the pages of doctor and cashier ask of the services beyond the main steps."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from clinic_app.domain.settlement.refusals import DueChanged
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.printing.documents import Fields
from clinic_app.services.outpatient import CONSULTATION, VISIT_FEE
from clinic_app.services.paperwork import NoPaper
from clinic_app.store.tables import incarnation
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    yield opened
    opened.clinic.close()


def names_on(document) -> set[str]:
    return {
        text
        for block in document.blocks
        if isinstance(block, Fields)
        for name, text in block.pairs
        if name == "姓名"
    }


def test_another_sum_than_the_cashier_saw_is_not_taken(day):
    visit = day.bill(0)
    settlement = day.clinic.settlement
    due = settlement.presettle(visit.id).amounts.cash_pay
    with pytest.raises(DueChanged):
        settlement.settle(day.clinic.on_duty, visit.id, due_shown=due - 1)
    assert settlement.of_day(settlement.today()) == []
    settlement.settle(day.clinic.on_duty, visit.id, due_shown=due)
    assert len(settlement.of_day(settlement.today())) == 1


def test_the_bill_says_for_what_and_what_the_account_holds(day):
    ready = day.clinic.settlement.presettle(day.bill(0, balance=1234).id)
    assert [name for _, name in ready.diagnoses] == ["急性上呼吸道感染", "原发性高血压"]
    assert ready.acct_balance == 1234
    alone = day.clinic.settlement.presettle(day.bill(1, insured=False).id)
    assert (alone.acct_balance, len(alone.diagnoses)) == (0, 2)


def test_uploaded_is_what_the_county_has_confirmed(day):
    settlement = day.clinic.settlement
    first, _ = settlement.settle(day.clinic.on_duty, day.bill(0).id)
    assert settlement.uploaded([first]) == frozenset()
    with day.clinic.store.changing() as connection:
        connection.execute(sa.update(incarnation).values(safe_seq=incarnation.c.head_seq))
    second, _ = settlement.settle(day.clinic.on_duty, day.bill(1).id)
    assert settlement.uploaded([first, second]) == frozenset({first})


def test_the_difference_is_what_the_county_wrote(day):
    visit = day.bill(0)
    settlement = day.clinic.settlement
    settlement_id, made = settlement.settle(day.clinic.on_duty, visit.id)
    assert settlement.difference(settlement_id) == {}
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(
            SettlementAdjudicated(
                facility="350881001",
                settlement_id=settlement_id,
                psn_no=made.psn_no,
                status="adjusted",
                cause="POLICY",
                action_due="PAY_PERSON",
                fund_diff=150,
                amounts=made.amounts,
                diff={"fund_pay_sumamt": 150, "psn_part_amt": -150},
            ),
            visit.resident_id,
        )
    assert settlement.difference(settlement_id) == {"fund_pay_sumamt": 150, "psn_part_amt": -150}


def test_the_fee_that_is_offered_follows_policy_and_level(day):
    insured = day.arrives(day.people[0], day.insure(day.people[0]))
    alone = day.arrives(day.people[1])
    outpatient = day.clinic.outpatient
    assert outpatient.suggested_fee(insured.id) == CONSULTATION  # the sample policy has one for townships
    assert outpatient.suggested_fee(alone.id) == CONSULTATION  # primary care
    assert VISIT_FEE != CONSULTATION


def test_a_policy_without_the_fee_is_not_offered_it(day):
    text = day.clinic.insurance.policies()[0].text
    kept = re.sub(r'(gc\]\]\n)inst_lv = "township"', r'\1inst_lv = "province"', text)
    assert kept != text
    day.clinic.insurance.install_policy(day.clinic.on_duty, kept)
    visit = day.arrives(day.people[0], day.insure(day.people[0]))
    assert day.clinic.outpatient.suggested_fee(visit.id) == VISIT_FEE


def test_papers_keep_the_name_of_their_time(day):
    visit = day.bill(0)
    settlement_id, _ = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    papers = day.clinic.paperwork
    before = (papers.receipt(settlement_id), papers.prescriptions(visit.id))
    day.clock.pass_minutes(5)
    day.clinic.residents.amend(day.clinic.on_duty, visit.resident_id, {"name": "改名后"})
    assert (papers.receipt(settlement_id), papers.prescriptions(visit.id)) == before
    assert names_on(before[0]) == {day.people[0].name}
    assert names_on(papers.receipt(settlement_id)) == {day.people[0].name}


def test_an_amendment_before_the_paper_counts(day):
    visit = day.bill(0)
    day.clinic.residents.amend(day.clinic.on_duty, visit.resident_id, {"name": "先改的名"})
    settlement_id, _ = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    assert names_on(day.clinic.paperwork.receipt(settlement_id)) == {"先改的名"}


def test_no_red_receipt_without_a_refund_and_no_sheet_without_a_drug(day):
    visit = day.bill(0, "ZL0001")
    settlement_id, _ = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    with pytest.raises(NoPaper):
        day.clinic.paperwork.red_receipt(settlement_id)
    with pytest.raises(NoPaper):
        day.clinic.paperwork.prescriptions(visit.id)
    day.clinic.refunds.refund(day.clinic.on_duty, settlement_id, reason="药品退回")
    assert day.clinic.paperwork.red_receipt(settlement_id).corner == "红字"


def test_six_drugs_are_two_sheets(day):
    codes = ("YP0001", "YP0002", "YP0003", "YP0101", "YP1020", "YP1001")
    sheets = day.clinic.paperwork.prescriptions(day.bill(0, *codes).id)
    assert len({sheet.document_id for sheet in sheets}) == 2
