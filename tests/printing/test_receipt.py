"""What the receipt says."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from clinic_app.journal.facts.settlement import BillLine, SettlementMade, SettlementReversed
from clinic_app.printing.documents import Document, Fields, Line, Pair, Table
from clinic_app.printing.receipt import Charged, quantity, receipt, unit_price
from clinic_app.printing.refund import TakenBack, red_receipt

DAY = date(2026, 11, 22)
MADE = SettlementMade(
    visit_id=UUID(int=7),
    number="A2611220001",
    setl_date=DAY,
    begndate=DAY,
    enddate=DAY,
    fixmedins_code="350881001",
    inst_lv="township",
    med_type="11",
    insutype="390",
    psn_no="P1",
    mdtrt_cert_type="03",
    lines=(
        BillLine(
            feedetl_sn="1",
            med_list_codg="YP0001",
            name="阿莫西林胶囊",
            pric_e6=8_500_000,
            cnt_e4=20_000,
            unit="盒",
            split={"det_item_fee_sumamt": 1700, "inscp_scp_amt": 1700},
        ),
        BillLine(
            feedetl_sn="2",
            med_list_codg="YP0101",
            name="头孢呋辛酯片",
            pric_e6=15_600_000,
            cnt_e4=10_000,
            unit="盒",
            split={"det_item_fee_sumamt": 1560, "preselfpay_amt": 156, "inscp_scp_amt": 1404},
        ),
    ),
    status="provisional",
    policy_id="p",
    policy_version="2026",
    warnings=("W_CAP_REACHED",),
    amounts={
        "medfee_sumamt": 3260,
        "hifp_pay": 1500,
        "fund_pay_sumamt": 1500,
        "preselfpay_amt": 156,
        "psn_part_amt": 1760,
        "acct_pay": 500,
        "psn_cash_pay": 1260,
        "cash_pay": 1260,
    },
    received=2000,
    change=740,
)
CHARGED = Charged(
    settlement_id=UUID(int=9),
    made_ms=1_795_312_800_000,
    made=MADE,
    facility="漳平示例卫生院",
    name="林秀英",
    visit_number="A003",
    cashier="吴建国",
    diagnosis="急性上呼吸道感染",
    specs=("0.25g×24粒", "0.25g×12片"),
)


def words(document: Document) -> str:
    """All that stands on a paper."""
    said: list[str] = []
    for block in document.blocks + document.foot:
        if isinstance(block, Line):
            said.append(block.text)
        elif isinstance(block, Pair):
            said += [block.left, block.right]
        elif isinstance(block, Fields):
            said += [f"{name} {text}" for name, text in block.pairs]
        elif isinstance(block, Table):
            said += [" ".join(row) for row in block.rows]
    return "\n".join(said)


def test_the_split_stands_on_the_receipt_in_words():
    said = words(receipt(CHARGED))
    for expected in (
        "漳平示例卫生院",
        "票据号 A2611220001",
        "费别 城乡居民医保（社会保障卡）",
        "阿莫西林胶囊 0.25g×24粒 8.50 2 盒 17.00 甲 0.00",
        "头孢呋辛酯片 0.25g×12片 15.60 1 盒 15.60 乙 1.56",
        "合计（大写）叁拾贰元陆角整",
        "统筹基金支付 15.00",
        "个人账户支付 5.00",
        "个人负担 17.60",
        "个人负担中：先行自付 1.56",
        "现金支付（大写）壹拾贰元陆角整　实收 20.00　找零 7.40",
        "收费员：吴建国　政策版本：2026",
    ):
        assert expected in said


def test_an_estimate_says_so():
    paper = receipt(CHARGED)
    assert paper.corner == "暂估"
    assert "以县医保复核为准" in words(paper)
    assert "已到封顶线" in words(paper)


def test_a_self_pay_receipt_names_no_insurance():
    made = MADE.__class__(
        **{name: getattr(MADE, name) for name in MADE.__struct_fields__}
        | {"insutype": "", "psn_no": "", "status": "settled", "warnings": ()}
    )
    paper = receipt(replace(CHARGED, made=made))
    assert paper.corner == ""
    said = words(paper)
    assert "费别 自费" in said
    assert "统筹基金" not in said
    assert " 甲 " not in said


def test_the_red_receipt_names_what_it_takes_back():
    red = SettlementReversed(
        settlement_id=CHARGED.settlement_id,
        number="A2611220002",
        refund_date=DAY,
        reason="药品退回",
        amounts={name: -value for name, value in MADE.amounts.items()},
    )
    back = TakenBack(red=red, red_id=UUID(int=10), made_ms=CHARGED.made_ms + 60_000, by="吴建国")
    paper = red_receipt(CHARGED, back)
    said = words(paper)
    assert paper.corner == "红字"
    for expected in ("原票据号 A2611220001", "退费原因 药品退回", "-32.60 元", "12.60 元", "壹拾贰元陆角整"):
        assert expected in said


@pytest.mark.parametrize(
    ("cnt_e4", "expected"),
    [(10_000, "1"), (5_000, "0.5"), (1_050_000, "105"), (12_345, "1.2345"), (100_000, "10")],
)
def test_a_quantity_as_people_write_it(cnt_e4, expected):
    assert quantity(cnt_e4) == expected


@pytest.mark.parametrize(
    ("pric_e6", "expected"),
    [(8_500_000, "8.50"), (50_000, "0.05"), (123_456, "0.123456"), (10_000_000, "10.00")],
)
def test_a_unit_price_as_people_write_it(pric_e6, expected):
    assert unit_price(pric_e6) == expected
