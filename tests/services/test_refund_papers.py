"""What the papers of refunds, sheets and differences say, today and on every reprint."""

import msgspec
import pytest

from clinic_app.domain.money import yuan
from clinic_app.domain.settlement import TakeBack
from clinic_app.printing.documents import Document, Fields, Line, Pair, Table
from clinic_app.services.paperwork import NoPaper
from tests.services.test_bills_and_papers import day, founded
from tests.ui.pages.test_settlement import judged

__all__ = ["day", "founded"]
SECOND = (TakeBack(feedetl_sn="2", cnt_e4=10_000),)


def words(paper: Document) -> str:
    said = []
    for block in (*paper.blocks, *paper.foot):
        if isinstance(block, Line):
            said.append(block.text)
        elif isinstance(block, Pair):
            said.append(f"{block.left} {block.right}")
        elif isinstance(block, Fields):
            said += [f"{name} {text}" for name, text in block.pairs]
        elif isinstance(block, Table):
            said += [" ".join(row) for row in block.rows]
    return "\n".join(said)


def test_a_partial_refund_names_its_lines_the_new_receipt_and_what_went_back(day):
    visit = day.bill(0)
    settlement_id, made = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    plan = day.clinic.refunds.plan(settlement_id, SECOND)
    done = day.clinic.refunds.refund(day.clinic.on_duty, settlement_id, SECOND, "药品退回")
    papers = day.clinic.paperwork
    said = words(papers.red_receipt(settlement_id))
    for expected in (
        f"原票据号 {made.number}",
        f"{made.lines[1].name} 1 盒 8.50",
        f"新收据 {done.rest.number}",
        f"退还现金 {yuan(plan.cash_back)} 元",
    ):
        assert expected in said
    rest = words(papers.receipt(done.rest_id))
    assert "重新结算" in rest
    assert made.lines[1].name not in rest
    assert "0.25g×12片" in rest, "each line keeps its own specification"
    before = (papers.red_receipt(settlement_id), papers.receipt(done.rest_id))
    day.clock.pass_minutes(60)
    day.clinic.residents.amend(day.clinic.on_duty, visit.resident_id, {"name": "改名后"})
    assert (papers.red_receipt(settlement_id), papers.receipt(done.rest_id)) == before


def test_a_receipt_says_what_came_by_phone(day):
    _, made = day.clinic.settlement.settle(day.clinic.on_duty, day.bill(0).id, tender={"wechat": 300})
    (settled,) = day.clinic.settlement.of_day(day.clinic.settlement.today())
    said = words(day.clinic.paperwork.receipt(settled.id))
    assert "微信 3.00" in said
    assert f"¥{yuan(made.tender['cash'])}" in said


def test_the_sheet_has_every_amount_with_its_rule(day):
    settlement_id, made = day.clinic.settlement.settle(day.clinic.on_duty, day.bill(0).id)
    paper = day.clinic.paperwork.settlement_sheet(settlement_id)
    said = words(paper)
    for name, title in (
        ("medfee_sumamt", "医疗费总额"),
        ("preselfpay_amt", "先行自付金额"),
        ("inscp_scp_amt", "符合政策范围金额"),
        ("hifp_pay", "基本医保统筹基金支付"),
        ("fund_pay_sumamt", "基金支付合计"),
        ("psn_cash_pay", "个人现金支付"),
    ):
        assert f"{title} {yuan(made.amounts[name])}" in said
    assert "平均 50.00%" in said
    assert "大病" not in said.replace("大病（大额）", ""), "what is zero is left out"
    assert day.clinic.paperwork.settlement_sheet(settlement_id) == paper
    alone, _ = day.clinic.settlement.settle(day.clinic.on_duty, day.bill(1, insured=False).id)
    assert "自费：医保不参与" in words(day.clinic.paperwork.settlement_sheet(alone))


def test_the_slip_of_a_difference_leaves_the_receipt_alone(day):
    visit = day.bill(0)
    settlement_id, made = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    receipt = day.clinic.paperwork.receipt(settlement_id)
    found = judged(day, settlement_id)
    amounts = {**found.amounts, "fund_pay_sumamt": found.amounts["fund_pay_sumamt"] - 320}
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(msgspec.structs.replace(found, amounts=amounts), visit.resident_id)
    slip_id, slip = day.clinic.differences.settle_difference(day.clinic.on_duty, settlement_id)
    said = words(day.clinic.paperwork.difference_slip(slip_id))
    for expected in (f"原票据号 {made.number}", "补收患者 3.20 元", "在别处已用掉一部分额度"):
        assert expected in said
    assert slip.number.startswith("CA")
    assert day.clinic.paperwork.receipt(settlement_id) == receipt
    with pytest.raises(NoPaper):
        day.clinic.paperwork.difference_slip(settlement_id)


def test_the_slip_of_a_bill_on_account_says_what_is_estimated_what_was_left_and_what_to_bring(day):
    visit = day.bill(0)
    clinic = day.clinic
    deferred_id, fact = clinic.platform.defer(clinic.on_duty, visit.id, {"cash": 1000, "wechat": 200})
    slip = clinic.paperwork.on_account_slip(deferred_id)
    said = words(slip)
    for expected in (
        f"挂账单号 {fact.number}",
        f"统筹基金支付（估算） {yuan(fact.estimate['hifp_pay'])} 元",
        "已预收 12.00 元",
        "现金 10.00　微信 2.00",
        "带本单和社保卡",
    ):
        assert expected in said
    day.clock.pass_minutes(60)
    clinic.residents.amend(clinic.on_duty, visit.resident_id, {"name": "改名后"})
    assert clinic.paperwork.on_account_slip(deferred_id) == slip
    with pytest.raises(NoPaper):
        clinic.paperwork.on_account_slip(visit.id)
