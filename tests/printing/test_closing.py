"""What the closing's sheet says."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace as changed

from clinic_app.journal.facts.closing import ClosingMade, Group, ReceiptRange
from clinic_app.printing.closing import Sheet, closing_sheet
from tests.printing.test_receipt import words

MADE = ClosingMade(
    level="cashier",
    number="RJA261120",
    opter_id="P001",
    biz_date=date(2026, 11, 20),
    n_setl=3,
    n_red=1,
    n_provisional=2,
    sums={"medfee_sumamt": 5000, "hifp_pay": 2000, "fund_pay_sumamt": 2000, "psn_cash_pay": 3000},
    by_med_type={"11": {"medfee_sumamt": 5000}},
    by_opter={"P001": {"medfee_sumamt": 5000}},
    by_category={"drug": 4000, "laboratory": 1000},
    groups=(
        Group(
            insutype="390",
            clr_type="11",
            refd_setl_flag=1,
            fixmedins_setl_cnt=1,
            medfee_sumamt=-700,
            fund_pay_sumamt=0,
            acct_pay=0,
        ),
    ),
    tender={"cash": 2500, "wechat": 500},
    taken={"cash": 3700, "wechat": 500},
    receipts=(ReceiptRange("A2611200001", "A2611200005", 4, 1),),
    deposits_in=2000,
    deposits_out=300,
    float_in=20000,
    cash_expected=23700,
    cash_counted=23500,
    cash_diff=-200,
    counts={"10000": 2, "50": 1},
    note="找零差二元",
    open_calls=(UUID(int=4),),
    facility_name="漳平示例卫生院",
    names={"P001": "吴建国"},
)
SHEET = Sheet(closing_id=UUID(int=9), made_ms=1_795_312_800_000, made=MADE)


def test_it_carries_the_day_the_money_in_words_and_who_signs():
    said = words(closing_sheet(SHEET))
    for expected in (
        "漳平示例卫生院",
        "日结单号 RJA261120",
        "营业日 2026-11-20",
        "结算 / 退费 3 / 1 笔",
        "统筹基金 20.00",
        "药品 40.00",
        "城乡居民医保 门诊 退费 1 -7.00 0.00 0.00",
        "实点现金（大写）贰佰叁拾伍元整",
        "短款 2.00 元",
        "说明：找零差二元",
        "A2611200001 A2611200005 4 1",
        "微信 5.00",
        "结果未知的外部调用 1 笔",
        "制表：吴建国",
        "复核：",
    ):
        assert expected in said, expected


def test_what_makes_up_the_expected_cash_stands_on_it_and_adds_up():
    said = words(closing_sheet(SHEET))
    parts = {"备用金 200.00", "结算收现减退现 25.00", "预交金收入 20.00", "预交金退出 -3.00"}
    assert parts < set(said.splitlines())
    assert "钱包余款退现 -5.00" in said, "what the other parts leave over is purse money handed back"
    assert "应有现金\n237.00 元" in said


@pytest.mark.parametrize(
    ("diff", "corner", "said"),
    [(0, "", "相符"), (200, "长款", "长款 2.00 元"), (-200, "短款", "短款 2.00 元")],
)
def test_a_difference_stands_in_the_corner(diff, corner, said):
    document = closing_sheet(replace(SHEET, made=changed(MADE, cash_diff=diff)))
    assert document.corner == corner and said in words(document)


def test_a_facility_counts_its_windows_and_names_the_open_ones():
    made = changed(MADE, level="facility", closings=(UUID(int=1), UUID(int=2)), unclosed=(UUID(int=3),))
    said = words(closing_sheet(replace(SHEET, made=made)))
    assert "机构日结表" in said and "窗口日结 2 份" in said and "尚有 1 个窗口未日结" in said
