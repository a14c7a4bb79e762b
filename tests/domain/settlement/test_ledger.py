"""Ids, visits, refunds and the county: who knows what, and what is taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinic_app.domain.settlement import (
    Adjudication,
    Balances,
    Ledger,
    RefundRequest,
    State,
)
from tests.domain.settlement.bills import PERSON, TODAY, YICHANG, ledger, line, refund_of, submission

CARE = line("ZL0001", yuan=10, sn="9")  # the consultation fee


def verdict_of(book: Ledger, record_id: str) -> Adjudication:
    verdict = book.readjudicate(record_id)
    assert not isinstance(verdict, str), verdict
    return verdict


# ---------------------------------------------------------------- ids


def test_the_same_submission_again_is_replayed_and_changes_nothing() -> None:
    book = ledger()
    first = book.settle(submission())
    state = book.county
    again = book.settle(submission())
    assert again.status == "replayed"
    assert again.amounts == first.amounts
    assert book.county == state


def test_the_order_of_lines_is_content() -> None:
    book = ledger()
    one, two = line(sn="1"), line("YP0001", sn="2")
    book.settle(submission("S1", one, two))
    assert book.settle(submission("S1", two, one)).error == "E_ID_CONFLICT"


def test_a_rejected_submission_does_not_occupy_its_id() -> None:
    book = ledger()
    assert book.settle(submission("S1", line(count=0))).error == "E_CNT"
    assert book.settle(submission("S1")).error is None


def test_settlements_reds_and_resettlements_share_one_name_space() -> None:
    book = ledger()
    book.settle(submission("S1", line(count=2)))
    assert book.refund(refund_of("S1", refund_id="S1")).error == "E_ID_CONFLICT"
    assert book.refund(refund_of("S1", ("1", 1), refund_id="R1", new="R1")).error == "E_ID_CONFLICT"
    assert book.refund(refund_of("S1", ("1", 1), new=None)).error == "E_ID_CONFLICT"
    assert book.refund(refund_of("S1", ("1", 1), new="S1b")).error is None
    assert book.settle(submission("R1", visit="V2")).error == "E_ID_CONFLICT"
    assert book.settle(submission("S1b", visit="V2")).error == "E_ID_CONFLICT"


def test_a_new_id_is_looked_at_only_if_something_is_left() -> None:
    book = ledger()
    book.settle(submission("S1", line(count=2)))
    made = book.refund(refund_of("S1", ("1", 2), new="S1"))
    assert (made.error, made.resettle) == (None, None)


def test_a_refund_sent_twice_is_replayed() -> None:
    book = ledger()
    book.settle(submission())
    first = book.refund(refund_of())
    state = book.county
    again = book.refund(refund_of())
    assert (again.status, again.red) == ("replayed", first.red)
    assert book.county == state
    assert book.refund(refund_of(day=TODAY + timedelta(1))).error == "E_ID_CONFLICT"


# ---------------------------------------------------------------- visits


def test_a_visit_settled_elsewhere_online_is_taken_online_and_free_offline() -> None:
    book = ledger()
    book.settle(submission("S1", client="A"))
    assert book.settle(submission("S2", client="B")).error == "E_DUP_VISIT"
    assert book.settle(submission("S2", client="B", offline=True)).error is None


def test_a_pending_record_elsewhere_does_not_take_the_visit() -> None:
    book = ledger()
    book.settle(submission("S1", client="A", offline=True))
    assert book.settle(submission("S2", client="B")).error is None


def test_an_own_record_that_was_voided_still_takes_the_visit_until_refunded() -> None:
    book = ledger()
    book.settle(submission("S1", client="A", offline=True))
    book.readjudicate("S1", server_person=replace(PERSON, death_date=date(2016, 8, 1)))
    assert book.settle(submission("S2", client="A")).error == "E_DUP_VISIT"
    assert book.settle(submission("S2", client="B")).error is None


def test_an_offline_refund_not_yet_at_the_county_leaves_the_visit_taken_there() -> None:
    book = ledger()
    book.settle(submission("S1", client="A"))
    assert book.refund(refund_of("S1", offline=True)).error is None
    assert book.settle(submission("S2", client="B")).error == "E_DUP_VISIT"
    book.readjudicate("R1")
    assert book.settle(submission("S2", client="B")).error is None


# ---------------------------------------------------------------- refunds


@pytest.mark.parametrize(
    ("order", "error"),
    [
        pytest.param(refund_of("S9"), "E_NOT_FOUND", id="an unknown settlement"),
        pytest.param(refund_of("S1", client="B"), "E_REFUND_CLIENT", id="another client's"),
        pytest.param(refund_of(day=TODAY - timedelta(1)), "E_REFUND_DATE", id="before the settlement"),
        pytest.param(
            refund_of("S1", ("2", 1), ("1", 9), new="N"), "E_REFUND_LINE", id="an unknown line first"
        ),
        pytest.param(refund_of("S1", ("1", 3), new="N"), "E_REFUND_QTY", id="more than there is"),
        pytest.param(refund_of("S1", ("1", 1), ("1", 2), new="N"), "E_REFUND_QTY", id="the sum is too much"),
        pytest.param(refund_of("S1", ("1", 2), ("1", -1), new="N"), "E_REFUND_QTY", id="a negative part"),
        pytest.param(replace(refund_of(), lines=()), "E_REFUND_QTY", id="an empty list"),
        pytest.param(refund_of("S1", ("1", 1), new="S1"), "E_ID_CONFLICT", id="the new id is taken"),
    ],
)
def test_a_refund_that_cannot_be_changes_nothing(order: RefundRequest, error: str) -> None:
    book = ledger()
    book.settle(submission("S1", line(count=2)))
    state, balances = book.county, book.balances
    made = book.refund(order)
    assert (made.status, made.error, made.resettle, made.tender) == ("rejected", error, None, None)
    assert (book.county, book.balances) == (state, balances)
    assert book.refund(refund_of("S1", refund_id="R2")).error is None


def test_a_line_named_twice_counts_with_the_sum() -> None:
    book = ledger()
    book.settle(submission("S1", line(count=3)))
    made = book.refund(refund_of("S1", ("1", 1), ("1", 1), new="S1b"))
    assert made.resettle is not None
    assert made.resettle.amounts.medfee_sumamt == 3200


def test_the_fee_day_before_comes_back_unless_a_later_one_stands() -> None:
    book = ledger()
    book.settle(submission("S1", CARE, visit="V1", day=TODAY))
    later = TODAY + timedelta(3)
    book.settle(submission("S2", CARE, visit="V2", day=later))
    book.refund(refund_of("S1", refund_id="R1", day=later))
    assert book.county.gc_last == {"YCS01": later}
    book.refund(refund_of("S2", refund_id="R2", day=later))
    assert book.county.gc_last == {"YCS01": TODAY}


def test_a_partial_refund_never_takes_more_from_account_or_wallet() -> None:
    book = ledger(balances=Balances(ewallet_balance=100_000))
    two = (line(count=1), line("YP0101", yuan=28, sn="2"))
    first = book.settle(submission("S1", *two, ewallet_request=1000))
    assert first.amounts.ewallet_pay == 1000
    made = book.refund(refund_of("S1", ("1", 1), new="S1b"))
    assert made.resettle is not None
    assert made.resettle.amounts.ewallet_pay == 1000
    assert made.tender is not None
    assert made.tender.ewallet_pay == 0
    assert book.balances.ewallet_balance == 99_000


def test_a_refund_in_the_new_year_falls_into_the_old_one() -> None:
    book = ledger()
    book.settle(submission(day=date(2016, 12, 30)))
    book.refund(refund_of(day=date(2017, 1, 4)))
    assert book.county.of(2017) == {}
    assert book.county.of(2016)["hifp_11"] == 0


def test_an_online_refund_of_an_agreed_record_has_no_adjustment_to_reverse() -> None:
    book = ledger()
    book.settle(submission(offline=True))
    assert verdict_of(book, "S1").status == "agreed"
    assert book.refund(refund_of()).adjust_red is None


def test_a_void_counts_as_an_adjustment() -> None:
    book = ledger()
    book.settle(submission(offline=True))
    void = book.readjudicate("S1", server_person=replace(PERSON, insutype="310"))
    assert not isinstance(void, str)
    assert (void.status, void.error, void.cause) == ("voided", "E_INSUTYPE", "ELIG")
    assert book.county.of(2016) == {"hifp_11": 0}
    made = book.refund(refund_of())
    assert made.adjust_red == {name: -change for name, change in void.diff.items()}
    assert book.county.of(2016) == {"hifp_11": 0}


def test_an_offline_red_of_a_void_is_adjudicated_as_a_reversal() -> None:
    book = ledger()
    book.settle(submission(offline=True))
    void = book.readjudicate("S1", server_person=replace(PERSON, insutype="310"))
    assert not isinstance(void, str)
    assert book.refund(refund_of(offline=True)).adjust_red is None
    red = verdict_of(book, "R1")
    assert (red.status, red.error, red.cause, red.action) == ("adjusted", None, "REVERSAL", "REVERSE_ADJUST")
    assert red.fund_diff == -void.fund_diff
    assert red.server == void.server.negated()
    assert book.county.of(2016) == {"hifp_11": 0}


# ---------------------------------------------------------------- a visit that is void because settled twice


def twice_settled() -> Ledger:
    """B's record of a visit that A has settled: void at the county."""
    book = ledger()
    book.settle(submission("SA", client="A"))
    book.settle(submission("SB", line(count=2), client="B", offline=True))
    void = verdict_of(book, "SB")
    assert (void.status, void.error, void.cause) == ("voided", "E_DUP_VISIT", "DUP")
    assert void.action == "CLINIC_BEAR"
    return book


def test_the_rest_of_a_void_double_is_refused_online() -> None:
    book = twice_settled()
    state = book.county
    made = book.refund(refund_of("SB", ("1", 1), client="B", new="SBb"))
    assert (made.status, made.error) == ("rejected", "E_DUP_VISIT")
    assert book.county == state
    assert book.refund(refund_of("SB", client="B")).error is None
    assert book.county == state


def test_the_rest_of_a_void_double_made_offline_is_void_at_the_county() -> None:
    book = twice_settled()
    state = book.county
    made = book.refund(refund_of("SB", ("1", 1), client="B", new="SBb", offline=True))
    assert made.error is None
    assert book.readjudicate("SBb") == "E_ORDER"
    assert verdict_of(book, "R1").status == "adjusted"
    assert verdict_of(book, "SBb").error == "E_DUP_VISIT"
    assert book.county == state


# ---------------------------------------------------------------- the county


def test_records_are_adjudicated_once_and_in_order() -> None:
    book = ledger()
    book.settle(submission("S1", line(count=2), offline=True))
    book.refund(refund_of("S1", ("1", 1), new="S1b", offline=True))
    assert book.readjudicate("S7") == "E_NOT_FOUND"
    assert book.readjudicate("R1") == "E_ORDER"
    assert book.readjudicate("S1b") == "E_ORDER"
    for record_id in ("S1", "R1", "S1b"):
        assert verdict_of(book, record_id).status == "agreed"
        assert book.readjudicate(record_id) == "E_NOT_PENDING"


def test_what_was_made_online_is_not_pending() -> None:
    book = ledger()
    book.settle(submission())
    book.refund(refund_of())
    assert book.readjudicate("S1") == book.readjudicate("R1") == "E_NOT_PENDING"


def test_pending_records_hold_up_online_work_of_that_client_only() -> None:
    book = ledger()
    book.settle(submission("S0", client="A", visit="V0"))
    book.settle(submission("S1", client="A", offline=True))
    assert book.settle(submission("S2", client="A", visit="V2")).error == "E_PENDING"
    assert book.refund(refund_of("S0", client="A")).error == "E_PENDING"
    assert book.settle(submission("S3", client="B", visit="V3")).error is None


def test_the_bearer_rules_are_those_of_the_clients_version_when_none_covers_the_day() -> None:
    versions = tuple(
        replace(version, offline=replace(version.offline, bearer_elig="fund"))
        for version in YICHANG.versions[:1]
    )
    policy = replace(YICHANG, versions=versions)
    book = Ledger(policy, PERSON, State())
    book.settle(submission(offline=True, force_version="YC2016-A"))
    void = verdict_of(book, "S1")
    assert (void.error, void.cause, void.action) == ("E_NO_POLICY", "ELIG", "FUND_ABSORB")


def test_an_unknown_forced_version_is_no_policy_and_online_it_is_not_looked_at() -> None:
    book = ledger()
    assert book.settle(submission(offline=True, force_version="YC1999")).error == "E_NO_POLICY"
    assert book.settle(submission(force_version="YC1999")).policy_version == "YC2016-B"


def test_what_the_county_knows_of_the_catalogue_holds_for_one_record() -> None:
    book = ledger()
    book.settle(submission("S1", visit="V1", offline=True))
    book.settle(submission("S2", visit="V2", offline=True))
    row = YICHANG.row_on("YP0301", TODAY)
    assert row is not None
    first = book.readjudicate("S1", server_overlay={"YP0002": row})
    assert not isinstance(first, str)
    assert (first.cause, first.action, first.diff["fulamt_ownpay_amt"]) == ("CATALOG", "CLINIC_BEAR", 3200)
    assert verdict_of(book, "S2").status == "agreed"


def test_account_and_wallet_never_move_with_an_adjudication() -> None:
    book = ledger(used=40_000, cached=0, balances=Balances(ewallet_balance=5000))
    book.settle(submission(offline=True, ewallet_request=1600))
    verdict = verdict_of(book, "S1")
    assert verdict.fund_diff == -1600
    assert verdict.server.ewallet_pay == 1600
    assert verdict.server.cash_pay == 1600
    assert book.balances.ewallet_balance == 3400


# ---------------------------------------------------------------- caches


def test_a_sync_keeps_what_is_pending_in_the_cache() -> None:
    book = ledger(used=100, cached=0)
    book.settle(submission(offline=True))
    book.sync("A", TODAY)
    assert book.caches["A"].state.of(2016) == {"hifp_11": 1700}
    assert book.county.of(2016) == {"hifp_11": 100}


def test_a_pending_red_takes_the_countys_effect_out_of_a_synced_cache() -> None:
    book = ledger(used=40_000 - 600, cached=0)
    book.settle(submission(offline=True))
    assert verdict_of(book, "S1").server.hifp_pay == 600
    book.refund(refund_of(offline=True))
    assert book.caches["A"].state.of(2016) == {"hifp_11": 0}  # not synced: the client's own effect
    book.sync("A", TODAY)
    assert book.caches["A"].state.of(2016) == {"hifp_11": 39_400}
    verdict_of(book, "R1")
    book.sync("A", TODAY)
    assert book.caches["A"].state == book.county


def test_a_fee_day_of_the_county_comes_back_after_a_synced_record_is_refunded() -> None:
    book = ledger()
    day_before = TODAY - timedelta(5)
    book.settle(submission("S1", CARE, client="A", visit="V1", offline=True))
    book.settle(submission("S2", CARE, client="B", visit="V2", day=day_before))
    book.sync("A", TODAY)
    book.refund(refund_of("S1", client="A", offline=True))
    assert book.caches["A"].state.gc_last == {"YCS01": day_before}


def test_an_online_operation_counts_as_a_sync() -> None:
    book = ledger(synced_on=TODAY - timedelta(30))
    assert book.settle(submission("S1", offline=True)).error == "E_OFFLINE_STALE"
    assert book.settle(submission("S1")).error is None
    assert book.settle(submission("S2", visit="V2", offline=True)).error is None


def test_the_offline_limits_spare_the_rest_of_a_partial_refund() -> None:
    book = ledger(synced_on=TODAY)
    book.settle(submission("S1", line(count=2), offline=True))
    late = TODAY + timedelta(40)
    made = book.refund(refund_of("S1", ("1", 1), new="S1b", offline=True, day=late))
    assert made.resettle is not None
    assert made.resettle.status == "provisional"


def test_a_resettlement_inherits_the_admission_number_of_the_county() -> None:
    stay = {"med_type": "21", "inst_lv": "township"}
    book = Ledger(YICHANG, PERSON, State({2016: {"ip_cnt": 1}}), cache=State())
    order = submission("S1", line(yuan=500, count=2), **stay)
    online = book.settle(order)
    assert (online.adm_seq, online.dedc_std) == (2, 10_000)
    book.settle(submission("S2", line(yuan=500), visit="V2", **stay))
    made = book.refund(refund_of("S1", ("1", 1), new="S1b"))
    assert made.resettle is not None
    assert made.resettle.adm_seq == 2
    assert book.county.of(2016)["ip_cnt"] == 3


def test_a_bill_of_no_benefit_moves_the_fee_day_only() -> None:
    book = ledger(person=replace(PERSON, psn_insu_stas="2"))
    settled = book.settle(submission("S1", CARE, line()))
    assert settled.warnings == ("W_NOT_INSURED",)
    assert settled.amounts.fund_pay_sumamt == 0
    assert settled.amounts.gc_in_amt == 1000
    assert book.county.of(2016) == {"hifp_11": 0}
    assert book.county.gc_last == {"YCS01": TODAY}
