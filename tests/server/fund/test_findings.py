"""Each rule finds what it is for, and leaves alone what is one step short of it; on both databases."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest

from clinic_app.domain.policy import load
from clinic_app.domain.prescribing.tables import shipped
from clinic_app.domain.resources import text
from clinic_app.domain.time import wall_clock
from clinic_app.journal.facts.county import CountyFounded
from clinic_app.journal.facts.stock import BatchMoved, BatchReceived, StockMoved, StockReceived
from sync_server.publish.findings import (
    DecidedAlready,
    DeductsTooMuch,
    SeveralFacilities,
    decide,
    deduct,
)
from sync_server.publish.founding import found
from sync_server.reports.fund.findings import Finding, findings, summaries
from sync_server.reports.fund.parameters import Kinds, kinds
from sync_server.reports.fund.records import Period
from tests.server.fund.world import DAY, HOSPITAL, TOWNSHIP, VILLAGE, Books
from tests.server.templates import migrated

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def books(url: str) -> Iterator[Books]:
    database = migrated(url)
    found(database, "漳平市", ("localhost",))
    yield Books(database)
    database.close()


def of(books: Books, rule: str, period: Period = OCTOBER) -> list[Finding]:
    with books.database.reading() as db:
        return list(findings(db, period, (rule,)))


def kinds_of(books: Books) -> Kinds:
    with books.database.reading() as db:
        return kinds(db, OCTOBER.until)


def test_two_bills_of_a_day_above_the_visits_cap_are_one_finding(books):
    books.policy(text("policies", "open_sample.toml"))  # a village visit pays at most 40.00
    one = books.settle(facility=VILLAGE, fund=4000, amounts={"pool_raw_amt": 4000})
    other = books.settle(facility=VILLAGE, fund=1400, amounts={"pool_raw_amt": 1400})
    books.settle("P2", VILLAGE, fund=2000, amounts={"pool_raw_amt": 2000})
    books.settle("P2", VILLAGE, fund=2000, amounts={"pool_raw_amt": 2000})  # together the cap exactly
    (finding,) = of(books, "F01")
    assert set(finding.records) == {one, other}
    assert finding.amount == 5400 - 4000
    assert finding.facility == VILLAGE


def test_a_bill_that_was_taken_back_is_no_second_bill(books):
    books.policy(text("policies", "open_sample.toml"))
    one = books.settle(facility=VILLAGE, fund=4000, amounts={"pool_raw_amt": 4000})
    books.settle(facility=VILLAGE, fund=1400, amounts={"pool_raw_amt": 1400})
    books.reverse(one, facility=VILLAGE)
    assert of(books, "F01") == []


def test_six_drugs_on_two_sheets_of_one_day(books):
    drugs = sorted(kinds_of(books).drugs)[:6]
    for part in (drugs[:3], drugs[3:]):
        books.settle(orders=tuple((code, "po", 3) for code in part))
    for part in (drugs[:3], drugs[2:5]):
        books.settle("P2", orders=tuple((code, "po", 3) for code in part))  # five different ones
    (finding,) = of(books, "F02")
    assert len(finding.records) == 2
    assert dict(finding.evidence)["药品"] == "6"


def test_the_same_item_on_two_records_of_a_day(books):
    one = books.settle(lines=(("YP0001", 1000), ("ZL0002", 500)))
    other = books.settle(lines=(("ZL0002", 500),), facility=VILLAGE)
    books.settle(lines=(("ZL0002", 500),), day=DAY + timedelta(days=1))
    (finding,) = of(books, "F03")
    assert (set(finding.records), finding.amount, finding.facility) == ({one, other}, 500, "")


def test_a_supply_that_overlaps_the_last_one(books):
    books.settle(orders=(("YP0001", "po", 7),))
    books.settle("P2", orders=(("YP0001", "po", 7),))
    books.settle("P2", orders=(("YP0001", "po", 7),), day=DAY + timedelta(days=4))  # the slack of three days
    late = books.settle(orders=(("YP0001", "po", 7),), day=DAY + timedelta(days=3))
    (finding,) = of(books, "F04")
    assert finding.records[1] == late
    assert dict(finding.evidence)["重叠天数"] == "1"
    assert finding.amount == 143  # 10.00 · 1 / 7


def test_more_days_than_the_kind_allows(books):
    books.settle(orders=(("YP0001", "po", 8),))
    books.settle("P2", orders=(("YP0001", "po", 7),))
    books.settle("P3", orders=(("YP0002", "po", 30),), med_type="14")
    assert [finding.evidence[1] for finding in of(books, "F05")] == [("天数", "8")]


def test_one_card_at_two_places_within_half_an_hour(books):
    books.settle(hour=9, minute=0)
    books.settle(facility=HOSPITAL, hour=9, minute=29)
    books.settle("P2", hour=9, minute=0)
    books.settle("P2", HOSPITAL, hour=9, minute=30)
    (finding,) = of(books, "F06")
    assert dict(finding.evidence)["相隔分钟"] == "29"


def test_an_outpatient_bill_inside_a_stay(books):
    stay = books.settle(
        facility=HOSPITAL, begin=DAY, day=DAY + timedelta(days=5), med_type="21", lines=(("CW", 9000),)
    )
    inside = books.settle(day=DAY + timedelta(days=2))
    books.settle(day=DAY)  # the day of admission itself
    books.settle(day=DAY + timedelta(days=5))  # the day of discharge
    (finding,) = of(books, "F07")
    assert finding.records == (inside, stay)


def test_service_after_death_but_not_on_the_day_of_death(books):
    books.settle(day=DAY)
    after = books.settle(day=DAY + timedelta(days=1))
    books.insured("P1", death_date=DAY)
    (finding,) = of(books, "F08")
    assert finding.records == (after,)


def test_more_bed_days_than_the_stay(books):
    bed = sorted(kinds_of(books).beds)[0]
    stay = {"begin": DAY, "day": DAY + timedelta(days=2), "med_type": "21", "facility": HOSPITAL}
    too_many = books.settle(lines=((bed, 1), (bed, 1), (bed, 1)), **stay)
    books.settle("P2", lines=((bed, 1), (bed, 1)), **stay)
    assert [finding.records for finding in of(books, "F10")] == [(too_many,)]


def test_a_medicine_that_is_not_for_this_sex_or_age(books):
    products = shipped().products.items()
    for_women = next(
        code for code, one in products if any(of_it.sex_limit == "2" for of_it in one.substances)
    )
    for_grown_ups = next(
        code
        for code, one in products
        if any((of_it.age_min_days or 0) > 6_000 and not of_it.sex_limit for of_it in one.substances)
    )
    man, boy = books.resident("1", date(1980, 1, 1)), books.resident("1", DAY - timedelta(days=365))
    wrong_sex = books.settle(lines=((for_women, 1000), ("YP0001", 500)), subject=man)
    too_young = books.settle("P2", lines=((for_grown_ups, 700),), subject=boy)
    books.settle("P3", lines=((for_grown_ups, 700),), subject=man)
    books.settle("P4", lines=((for_women, 700),))  # nobody knows who
    found = {finding.records: finding for finding in of(books, "F09")}
    assert set(found) == {(wrong_sex,), (too_young,)}
    assert (found[wrong_sex,].amount, dict(found[wrong_sex,].evidence)["限制"]) == (1000, "限女性")


def test_more_charged_than_the_stock_ever_had(books):
    batch = uuid4()
    came = BatchReceived(
        batch_id=batch,
        drug="YP0001",
        name="阿莫西林胶囊",
        lot="A1",
        expires=DAY + timedelta(days=400),
        pack_qty=24,
        unit="粒",
        pack_unit="盒",
        pric_e6=10_000_000,
        qty_e4=3 * 240_000,
    )
    order = (("YP0001", "po", 3),)
    books.settle(orders=order, day=DAY - timedelta(days=20))  # before anything was received
    books.write(
        TOWNSHIP, StockReceived(received_on=DAY - timedelta(days=9), supplier="县", batches=(came,)), DAY
    )
    fine = [books.settle(f"P{no}", orders=order, day=DAY + timedelta(days=no)) for no in range(3)]
    assert of(books, "F11") == []
    wasted = BatchMoved(batch_id=batch, drug="YP0001", qty_e4=240_000)
    books.write(TOWNSHIP, StockMoved(kind="waste", lines=(wasted,), reason="破损"), DAY)
    (finding,) = of(books, "F11")
    assert (finding.facility, finding.amount, finding.records) == (TOWNSHIP, 1000, tuple(fine))
    assert dict(finding.evidence) == {
        "药品": "YP0001",
        "已收费数量": "72",
        "进过的数量": "48",
        "本期收费（元）": "30.00",
    }
    books.reverse(fine[2])
    assert of(books, "F11") == []
    assert of(books, "F11", Period(date(2026, 11, 1), date(2026, 11, 30))) == []


def test_a_price_above_the_purchase_price_at_primary_level(books):
    dear = books.settle(lines=(("YP0001", 1000),), purchase=950)
    books.settle("P2", lines=(("YP0001", 1000),), purchase=1000)
    books.settle("P3", HOSPITAL, lines=(("YP0001", 1000),), purchase=900)
    (finding,) = of(books, "F12")
    assert (finding.records, finding.amount) == ((dear,), 50)


def test_more_than_a_hundred_visits_of_one_doctor_on_a_day(books):
    for n in range(101):
        books.settle(f"P{n}", orders=(("YP0001", "po", 3),), judged=False, author="D007")
        if n < 100:
            books.settle(f"Q{n}", orders=(("YP0001", "po", 3),), judged=False, author="D008")
    (finding,) = of(books, "F15")
    assert dict(finding.evidence)["医生"] == "D007"
    assert len(finding.records) == 101


def test_restricted_items_approved_at_more_than_three_times_the_countys_rate(books):
    for n in range(10):
        books.settle(f"P{n}", VILLAGE, approved=True, judged=False)
    for n in range(20):
        books.settle(f"Q{n}", judged=False)
    assert of(books, "F21") == []  # three times the county's rate exactly
    books.settle("Q99", judged=False)
    (finding,) = of(books, "F21")
    assert (finding.facility, len(finding.records)) == (VILLAGE, 10)


def test_five_persons_in_ten_minutes_with_the_same_bill(books):
    for n in range(5):
        books.settle(f"P{n}", minute=n * 2, lines=(("YP0001", 1000 + n),))
    for n in range(5):  # the same, but on the other clinic's PC and with other items
        books.settle(f"Q{n}", VILLAGE, minute=n * 2, lines=((f"YP000{n}", 1000),))
    (finding,) = of(books, "F13")
    assert len(finding.records) == 5


def test_the_night_shift_of_a_clinic_that_is_closed(books):
    for n in range(8):
        books.settle(f"P{n}", hour=10)
    for n in range(2):
        books.settle(f"Q{n}", hour=23)
    assert of(books, "F14") == []  # a fifth exactly
    books.settle("Q9", hour=5)
    (finding,) = of(books, "F14")
    assert dict(finding.evidence)["笔数"] == "3 / 11"


def test_a_visitor_of_sixteen_days_in_thirty_and_one_of_three_places(books):
    for n in range(16):
        books.settle(day=date(2026, 10, 1) + timedelta(days=n))
    for n in range(15):
        books.settle("P2", day=date(2026, 10, 1) + timedelta(days=n))
    for place in (TOWNSHIP, VILLAGE, HOSPITAL):
        books.settle("P3", place)
    found_ = of(books, "F16")
    assert sorted(len(finding.records) for finding in found_) == [3, 16]


def test_bills_of_the_fee_alone(books):
    for n in range(4):
        books.settle(f"P{n}", amounts={"gc_fund_pay": 500})
    for n in range(6):
        books.settle(f"Q{n}", lines=(("ZL0001", 900), ("YP0001", 100)), amounts={"gc_fund_pay": 500})
    (finding,) = of(books, "F17")
    assert (len(finding.records), finding.amount) == (4, 2000)


def test_the_same_package_again_within_fifteen_days(books):
    package = {"med_type": "21", "pay_way": "disease", "dise_codg": "K35", "facility": HOSPITAL}
    books.settle(begin=date(2026, 9, 20), day=date(2026, 9, 25), **package)
    again = books.settle(begin=date(2026, 10, 10), day=date(2026, 10, 14), **package)
    third = books.settle(begin=date(2026, 10, 29), day=date(2026, 10, 30), **package)
    assert [finding.records[1] for finding in of(books, "F18")] == [again, third]
    books.settle("P2", begin=date(2026, 9, 1), day=date(2026, 9, 4), **package)
    books.settle("P2", begin=date(2026, 9, 20), day=date(2026, 10, 2), **package)  # sixteen days later
    assert len(of(books, "F18")) == 2


def test_two_days_of_drugs_alone(books):
    stay = {"begin": DAY, "day": DAY + timedelta(days=2), "med_type": "21", "facility": HOSPITAL}
    light = books.settle(lines=(("YP0001", 8100), ("X", 1900)), **stay)
    books.settle("P2", lines=(("YP0001", 8000), ("X", 2000)), **stay)
    assert [finding.records for finding in of(books, "F19")] == [(light,)]


def test_the_same_quota_month_after_month(books):
    books.policy(text("policies", "open_sample.toml"))
    chronic = load(text("policies", "open_sample.toml")).versions[-1].chronic[0]
    share = chronic.annual_cap_fen // 12
    for month in range(4, 10):
        books.settle(day=date(2026, month, 15), fund=share, med_type="14", dise_codg=chronic.dise_codg)
        books.settle(
            "P2", day=date(2026, month, month), fund=share, med_type="14", dise_codg=chronic.dise_codg
        )
    (finding,) = of(books, "F20")
    assert len(finding.records) == 6


def test_offline_settlements_that_the_county_judges_otherwise(books):
    for n in range(18):
        books.settle(f"P{n}")
    books.settle("Q1", county=200, action="COLLECT_PERSON")
    books.settle("Q2", county=200, action="COLLECT_PERSON")
    assert of(books, "F22") == []  # a tenth exactly
    books.settle("Q3", county=200, action="COLLECT_PERSON")
    (finding,) = of(books, "F22")
    assert (len(finding.records), finding.amount) == (3, 300)


def test_refunds_three_days_later(books):
    made = [books.settle(f"P{n}") for n in range(20)]
    books.reverse(made[0], DAY + timedelta(days=2))
    assert of(books, "F23") == []
    books.reverse(made[1], DAY + timedelta(days=3))
    (finding,) = of(books, "F23")
    assert dict(finding.evidence)["笔数"] == "1 / 20"


def test_a_finding_keeps_its_key_and_its_decision(books):
    books.settle(lines=(("ZL0002", 500),))
    books.settle(lines=(("ZL0002", 500),))
    (finding,) = of(books, "F03")
    decide(books.database, "F03", finding.key, "explained", "复查两次", "boss", wall_clock)
    (again,) = of(books, "F03")
    assert (again.key, again.decision, again.reason) == (finding.key, "explained", "复查两次")
    assert summaries([again])[0].open == 0
    with pytest.raises(DecidedAlready):
        decide(books.database, "F03", finding.key, "dismissed", "第二次", "boss", wall_clock)


def test_a_deduction_takes_at_most_what_is_due_for_the_records(books):
    books.settle(lines=(("ZL0002", 500),), fund=300)
    books.settle(lines=(("ZL0002", 500),), fund=300, county=100, action="COLLECT_PERSON")
    (finding,) = of(books, "F03")
    with pytest.raises(DeductsTooMuch):
        deduct(
            books.database,
            "F03",
            finding.key,
            finding.facility,
            finding.records,
            401,
            "重复收费",
            "boss",
            wall_clock,
        )
    deduct(
        books.database,
        "F03",
        finding.key,
        finding.facility,
        finding.records,
        400,
        "重复收费",
        "boss",
        wall_clock,
    )
    (again,) = of(books, "F03")
    assert (again.decision, again.deducted) == ("deducted", 400)


def test_a_deduction_is_one_institutions(books):
    books.settle(lines=(("ZL0002", 500),))
    books.settle(lines=(("ZL0002", 500),), facility=VILLAGE)
    (finding,) = of(books, "F03")
    with pytest.raises(SeveralFacilities):
        deduct(
            books.database,
            "F03",
            finding.key,
            finding.facility,
            finding.records,
            100,
            "重复收费",
            "boss",
            wall_clock,
        )


def test_the_fact_of_the_founding_is_no_record(books):
    books.write("", CountyFounded(name="县"))
    with books.database.reading() as db:
        assert list(findings(db, OCTOBER)) == []
