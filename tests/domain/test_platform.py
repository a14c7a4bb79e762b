"""The platform's messages and amounts: exact, and missing is not zero."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.platform import answers, message, nodes
from clinic_app.domain.platform.differences import differences
from clinic_app.domain.platform.errors import (
    ChooseInsurance,
    NoAnswer,
    NotInsured,
    OtherPerson,
    PlatformRefused,
    TotalDiffers,
    Unverified,
    WrongSum,
)
from clinic_app.domain.platform.numbers import decimal_text, fen_of_yuan, yuan_text
from clinic_app.domain.platform.province import shipped
from clinic_app.domain.platform.setlinfo import must_be_total, split_of, with_purse

NOON = int(datetime(2026, 11, 20, 4, 0, 5, tzinfo=UTC).timestamp() * 1000)  # 12:00:05 in Beijing
INFO = {
    "setl_id": "S1",
    "mdtrt_id": "M1",
    "medfee_sumamt": "100.00",
    "fulamt_ownpay_amt": "10.00",
    "overlmt_selfpay": "2.00",
    "preselfpay_amt": "8.00",
    "inscp_scp_amt": "80.00",
    "act_pay_dedc": "0.00",
    "hifp_pay": "40.00",
    "hifmi_pay": "5.00",
    "hifob_pay": "0.00",
    "maf_pay": "0.00",
    "fund_pay_sumamt": "45.00",
    "psn_part_amt": "55.00",
    "acct_pay": "15.00",
    "psn_cash_pay": "40.00",
    "hosp_part_amt": "0.00",
}


def said(**changed: object) -> dict[str, object]:
    return {"setlinfo": {name: value for name, value in {**INFO, **changed}.items() if value is not None}}


@given(st.integers(-(10**13), 10**13))
def test_yuan_and_fen_are_the_same_money(fen):
    assert fen_of_yuan(yuan_text(fen), "x") == fen
    assert fen_of_yuan(Decimal(yuan_text(fen)), "x") == fen


@pytest.mark.parametrize(
    ("raw", "fen"), [("12.5", 1250), (12, 1200), ("12", 1200), (Decimal("12.50"), 1250), ("-0.01", -1)]
)
def test_an_amount_in_any_spelling(raw, fen):
    assert fen_of_yuan(raw, "x") == fen


@pytest.mark.parametrize("raw", [None, "", "abc", "1.234", 12.5, True, "NaN", "Infinity", "1e30"])
def test_what_is_no_amount_is_never_one(raw):
    with pytest.raises(Unverified):
        fen_of_yuan(raw, "x")


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(0, 2, "0.00"), (5, 4, "0.0005"), (-1234, 2, "-12.34"), (10**6, 6, "1.000000")],
)
def test_scaled_numbers(value, places, text):
    assert decimal_text(value, places) == text


def test_a_message_number_is_institution_time_and_serial():
    msgid = message.msgid_of("H35088100001", NOON, 7)
    assert msgid == "H35088100001" + "20261120120005" + "0007"
    assert len(message.msgid_of("350881001", NOON, 12345)) == 30


@given(st.uuids())
def test_a_visits_own_number_holds_the_whole_id(visit):
    number = message.own_number(visit)
    assert len(number) == 25 and UUID(int=int(number, 36)) == visit


def test_a_request_carries_its_header():
    sender = message.Sender(
        fixmedins_code="350881001", fixmedins_name="卫生院", mdtrtarea_admvs="", opter="P1", opter_name="王"
    )
    asked = message.request(shipped(), sender, "1101", "M", NOON, {"data": {}}, "350800")
    assert asked["mdtrtarea_admvs"] == shipped().mdtrtarea_admvs
    assert asked["insuplc_admdvs"] == "350800"
    assert asked["inf_time"] == "2026-11-20 12:00:05"
    assert len(asked["fixmedins_code"]) == 12


@pytest.mark.parametrize("answer", [{"infcode": "-1"}, {"infcode": -1}, {}, {"infcode": ""}])
def test_minus_one_and_nothing_leave_it_open(answer):
    with pytest.raises(NoAnswer):
        message.output_of(answer, "2207")


def test_a_business_error_is_certain():
    with pytest.raises(PlatformRefused) as refused:
        message.output_of({"infcode": "1", "err_msg": "卡已挂失"}, "2207")
    assert refused.value.facts["why"] == "卡已挂失"
    assert message.output_of({"infcode": 0, "output": {"a": 1}}, "1101") == {"a": 1}


def test_a_split_is_read_in_fen():
    split = split_of(said(balc="3.20"), shipped())
    amounts = split.amounts
    assert (amounts.medfee_sumamt, amounts.fund_pay_sumamt, amounts.psn_part_amt) == (10000, 4500, 5500)
    assert (amounts.acct_pay, amounts.psn_cash_pay, amounts.cash_pay) == (1500, 4000, 4000)
    assert (split.setl_id, split.balc, split.refunded) == ("S1", 320, False)


@pytest.mark.parametrize(
    "name", [name for name in INFO if name.endswith(("amt", "pay", "amt", "dedc", "selfpay"))]
)
def test_an_amount_that_is_missing_is_not_zero(name):
    if name in shipped().omitted_is_zero:
        assert split_of(said(**{name: None}), shipped()).figures() == split_of(said(), shipped()).figures()
        return
    with pytest.raises(Unverified) as missing:
        split_of(said(**{name: None}), shipped())
    assert missing.value.facts["field"] == name


@pytest.mark.parametrize(
    ("changed", "identity"),
    [
        ({"inscp_scp_amt": "80.01"}, "medfee_sumamt"),
        ({"hifp_pay": "40.01"}, "fund_pay_sumamt"),
        ({"oth_pay": "0.01"}, "fund_pay_sumamt"),
        ({"psn_cash_pay": "40.01"}, "psn_part_amt"),
        ({"fund_pay_sumamt": "45.01", "hifp_pay": "40.01"}, "medfee_sumamt = fund + psn + hosp"),
    ],
)
def test_sums_that_do_not_hold_are_named(changed, identity):
    with pytest.raises(WrongSum) as wrong:
        split_of(said(**changed), shipped())
    assert wrong.value.facts["identity"] == identity


def test_the_funds_details_must_come_to_their_sum():
    details = [{"fund_payamt": "40.00"}, {"fund_payamt": "5.00"}]
    split_of({**said(), "setldetail": details}, shipped())
    with pytest.raises(WrongSum):
        split_of({**said(), "setldetail": details[:1]}, shipped())


def test_a_fund_without_a_name_of_ours_is_kept():
    split = split_of(said(hifp_pay="30.00", cvlserv_pay="10.00"), shipped())
    assert split.others == {"cvlserv_pay": 1000}
    assert split.figures()["cvlserv_pay"] == 1000


def test_a_family_account_inside_or_beside_is_the_provinces():
    inside = split_of(said(acct_mulaid_pay="5.00"), shipped())
    assert inside.amounts.acct_pay == 1500
    beside = replace(shipped(), mulaid_beside=True)
    split = split_of(said(acct_pay="10.00", acct_mulaid_pay="5.00"), beside)
    assert split.amounts.acct_pay == 1500
    with pytest.raises(WrongSum):
        split_of(said(acct_mulaid_pay="5.00"), beside)


def test_the_purse_never_pays_more_than_is_due():
    amounts = split_of(said(), shipped()).amounts
    assert (with_purse(amounts, 1000).ewallet_pay, with_purse(amounts, 1000).cash_pay) == (1000, 3000)
    assert (with_purse(amounts, 9000).ewallet_pay, with_purse(amounts, 9000).cash_pay) == (4000, 0)


def test_another_total_than_the_bill_stops():
    must_be_total(100, 100)
    with pytest.raises(TotalDiffers):
        must_be_total(100, 101)


def person(*rows: dict[str, str]) -> answers.Person:
    return answers.person_of({"baseinfo": {"psn_no": "P1", "psn_name": "张三"}, "insuinfo": list(rows)})


def test_several_insurances_are_chosen_by_somebody():
    two = person(
        {"insutype": "390", "balc": "0", "insuplc_admdvs": "350881"},
        {"insutype": "310", "balc": "12.30", "insuplc_admdvs": "350800"},
    )
    with pytest.raises(ChooseInsurance):
        answers.chosen(two, "P1", "")
    assert answers.chosen(two, "P1", "310") == nodes.Insured(
        psn_no="P1", insutype="310", insuplc_admdvs="350800", balc=1230
    )
    with pytest.raises(OtherPerson):
        answers.chosen(two, "P2", "310")
    with pytest.raises(NotInsured):
        answers.chosen(two, "P1", "380")


def test_an_insurance_that_has_ended_pays_nothing():
    with pytest.raises(NotInsured):
        answers.chosen(person({"insutype": "390", "balc": "0", "psn_insu_stas": "2"}), "P1", "")


def test_settlements_of_a_visit_come_as_a_list_or_alone():
    one = answers.settlements_of(said(), shipped())
    many = answers.settlements_of({"setlinfo": [INFO, {**INFO, "refd_setl_flag": "1"}]}, shipped())
    assert [split.refunded for split in one] == [False]
    assert [split.refunded for split in many] == [False, True]


def test_differences_are_told_in_both_languages():
    assert differences({"hifp_pay": 100}, {"hifp_pay": 100}) == ()
    (one,) = differences({"hifp_pay": 100}, {"hifp_pay": 40})
    assert one.sentence() == "统筹基金支付：估算 1.00 元，实际 0.40 元，少 0.60 元"
    assert one.sentence("en") == "pooling fund: estimated 1.00, now 0.40 (-0.60)"
