"""The indicators are what a plain count over the records gives; on both databases."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from clinic_app.domain.fund import INDICATORS, Budget, Figures, forecast, shown, together
from clinic_app.domain.time import BEIJING
from clinic_app.journal.facts.payment import PaymentPlanPublished
from clinic_app.journal.facts.reconciliation import (
    DifferenceDecided,
    Disputed,
    DisputeDecided,
    RecordAdjusted,
    StatementAnswered,
    StatementIssued,
)
from clinic_app.projections.queries.differences import open_differences
from clinic_app.projections.queries.statement_lines import candidates
from sync_server.publish.founding import found
from sync_server.reports.fund.figures import due_by_month, figures
from sync_server.reports.fund.records import Period
from sync_server.reports.fund.system import open_dues, waiting, year_of
from sync_server.store.queries.dues import due_of_records
from tests.server.fund.world import DAY, HOSPITAL, TOWNSHIP, VILLAGE, Books
from tests.server.templates import migrated

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def books(url: str) -> Iterator[Books]:
    database = migrated(url)
    found(database, "漳平市", ("localhost",))
    yield Books(database)
    database.close()


def of_october(books: Books) -> dict[str, Figures]:
    with books.database.reading() as db:
        return figures(db, OCTOBER)


def indicator(name: str, one: Figures) -> int | None:
    return next(each for each in INDICATORS if each.id == name).value(one)


def test_money_of_a_month_by_institution(books):
    books.settle(fund=300)  # of 10.00
    books.settle("P2", fund=400, county=250, action="COLLECT_PERSON")
    books.settle("P3", fund=400, county=395, action="FUND_ABSORB")
    books.settle("P4", VILLAGE, fund=100)
    books.settle(
        "P5", HOSPITAL, fund=500, med_type="21", begin=DAY - timedelta(days=3), lines=(("CW", 2000),)
    )
    books.settle("P6", judged=False, fund=999)
    books.settle("P7", fund=300, day=date(2026, 9, 30))
    one = of_october(books)
    assert one[TOWNSHIP].fund_due == 300 + 250 + 400
    assert (one[TOWNSHIP].visits, one[TOWNSHIP].agreed, one[TOWNSHIP].offline_records) == (3, 1, 3)
    assert one[TOWNSHIP].abs_diff == 155
    county = together(one.values())
    assert county.fund_due_primary == 300 + 250 + 400 + 100
    assert indicator("primary_fund", county) == 1050 * 10_000 // 1550
    assert indicator("op_cost", one[TOWNSHIP]) == 1000
    assert (indicator("stay", one[HOSPITAL]), indicator("ip_real", one[HOSPITAL])) == (30, 2500)
    assert indicator("stay", one[TOWNSHIP]) is None  # no value is not zero


def test_a_red_takes_everything_back_also_in_another_month(books):
    made = books.settle(fund=300, county=200, action="COLLECT_PERSON", day=date(2026, 9, 30))
    books.settle("P2", fund=100)
    books.reverse(made, DAY)
    with books.database.reading() as db:
        both = figures(db, Period(date(2026, 9, 1), date(2026, 10, 31)))[TOWNSHIP]
        months = due_by_month(db, 2026)
    assert (both.fund_due, both.visits, both.medfee, both.abs_diff) == (100, 1, 1000, 0)
    assert months == {9: 200, 10: 100 - 200}


def test_prescriptions_and_lines(books):
    books.settle(orders=(("YP0001", "po", 3),), lines=(("YP0001", 700), ("ZL0001", 300)))
    books.settle("P2", orders=(("YP0002", "po", 3), ("YP0004", "ivgtt", 1)), lines=(("YP0002", 1000),))
    one = of_october(books)[TOWNSHIP]
    assert (one.prescriptions, one.antibiotic_prescriptions, one.injection_prescriptions) == (2, 1, 1)
    assert (one.infusion_visits, one.treated) == (1, 2)
    assert indicator("drug_share", one) == 8500
    assert one.drug_lines == 3
    assert one.ordered_drug_fee == 3000


def test_admissions_again_within_fifteen_days(books):
    stay = {"med_type": "21", "facility": HOSPITAL, "diag_code": "J18.9"}
    books.settle(begin=date(2026, 9, 20), day=date(2026, 9, 28), **stay)
    books.settle(begin=date(2026, 10, 13), day=date(2026, 10, 15), referral="up", **stay)
    books.settle("P2", begin=date(2026, 10, 13), day=date(2026, 10, 15), **stay)
    one = of_october(books)[HOSPITAL]
    assert (one.admissions, one.repeats, one.bed_days, one.up_referrals) == (2, 1, 4, 1)


def test_contracted_people_at_home_and_elsewhere(books):
    books.insured("P1", contract_inst=VILLAGE)
    books.insured("P2")
    books.settle("P1", VILLAGE)
    books.settle("P1", TOWNSHIP)
    books.settle("P2", TOWNSHIP)
    county = together(of_october(books).values())
    assert (county.home_visits, county.contracted_visits, county.insured) == (1, 2, 2)


def test_assistance(books):
    books.settle(maf_group="A", amounts={"maf_pay": 100})
    books.settle("P2", maf_group="A")
    one = of_october(books)[TOWNSHIP]
    assert (one.maf, one.maf_visits, one.maf_group_visits) == (100, 1, 2)


def granted(books: Books, record: UUID, fen: int) -> None:
    """The institution disputes a record of a statement, and the county grants it something."""
    statement = books.write(
        "",
        StatementIssued(
            facility=TOWNSHIP,
            month="2026-10",
            insutype="390",
            clr_type="11",
            refd_setl_flag=0,
            stmt_begndate=DAY,
            stmt_enddate=DAY,
            fixmedins_setl_cnt=1,
            sums={},
            records=(record,),
        ),
    )
    answer = StatementAnswered(statement_id=statement, disputed=(Disputed(record, "金额不对"),))
    books.write(TOWNSHIP, answer)
    decision = DisputeDecided(
        facility=TOWNSHIP,
        statement_id=statement,
        settlement_id=record,
        upheld=True,
        reason="属实",
        fund_change=fen,
    )
    books.write("", decision)


def adjusted(books: Books, record: UUID, side: str, amounts: dict[str, int]) -> None:
    fact = RecordAdjusted(facility=TOWNSHIP, settlement_id=record, side=side, amounts=amounts, reason="复查")
    books.write("", fact)


def laid(books: Books, record: UUID, fen: int, bearer: str) -> None:
    fact = DifferenceDecided(
        facility=TOWNSHIP, settlement_id=record, amount=fen, bearer=bearer, reason="无法收回"
    )
    books.write("", fact)


def decided_books(books: Books) -> dict[str, UUID]:
    """A record for each way in which the county decides something after its adjudication."""
    owes: dict[str, object] = {"fund": 400, "county": 250, "action": "COLLECT_PERSON"}
    names = ("plain", "granted", "fund", "clinic", "fault", "county", "agreed fault", "back")
    made = {name: books.settle(f"P{name}", **owes) for name in names if name != "agreed fault"}  # type: ignore[arg-type]
    made["agreed fault"] = books.settle("Pagreed", fund=400, county=390, action="FUND_ABSORB")
    granted(books, made["granted"], 100)
    laid(books, made["fund"], 60, "fund")
    laid(books, made["clinic"], 70, "clinic")
    adjusted(books, made["fault"], "clinic", {"fund_pay_sumamt": -150})
    adjusted(books, made["agreed fault"], "clinic", {"fund_pay_sumamt": -10})
    adjusted(books, made["county"], "county", {"fund_pay_sumamt": 30, "hifp_pay": 30})
    laid(books, made["back"], 40, "fund")
    books.reverse(made["back"])
    return made


def test_every_page_owes_what_the_statements_pay(books):
    made = decided_books(books)
    with books.database.reading() as db:
        lines = candidates(db, TOWNSHIP, 2**62)
        one = figures(db, OCTOBER)[TOWNSHIP]
        of_each = {name: due_of_records(db, [record]) for name, record in made.items()}
    struck = 250 + 100  # stands on a statement that was issued, and free again
    assert one.fund_due == sum(line.dues.fund_due for line in lines)
    assert struck in {line.dues.fund_due for line in lines}
    assert of_each == {
        "plain": 250,
        "granted": struck,
        "fund": 310,
        "clinic": 250,
        "fault": 250,
        "county": 280,
        "agreed fault": 390,
        "back": 0,
    }


def test_what_is_open_with_persons_is_what_their_desks_show(books):
    decided_books(books)
    with books.database.reading() as db:
        at_desks = open_differences(db, TOWNSHIP)
        ages = open_dues(db, int(datetime(2026, 10, 13, tzinfo=BEIJING).timestamp() * 1000))
    assert sum(one.collect - one.hand_back for one in ages) == sum(one.amount for one in at_desks)
    assert ages[0].collect == 150 + 50 + 90 + 80 + 120  # plain, granted, fund, clinic, county


def test_what_is_open_and_what_waits(books):
    books.settle(judged=False)
    books.settle("P2", fund=300, county=100, action="COLLECT_PERSON")
    books.settle("P3", fund=300, county=400, action="PAY_PERSON")
    day = 86_400_000
    now = int(datetime(2026, 10, 12, 12, tzinfo=BEIJING).timestamp() * 1000)
    with books.database.reading() as db:
        assert [(one.facility, one.count) for one in waiting(db)] == [(TOWNSHIP, 1)]
        young = open_dues(db, now)
        old = open_dues(db, now + 40 * day)
    assert [(one.count, one.collect, one.hand_back) for one in young] == [(2, 200, 100), (0, 0, 0), (0, 0, 0)]
    assert [one.count for one in old] == [0, 2, 0]


def test_the_year_and_its_forecast(books):
    books.settle(fund=600, day=date(2025, 3, 1))
    books.settle(fund=300, day=date(2025, 11, 1))
    books.settle(fund=900, day=date(2026, 3, 1))
    with books.database.reading() as db:
        year = year_of(db, date(2026, 10, 31))
    assert year.budget.due == 900
    assert year.forecast == 900 + 450  # November as last year's, at this year's pace
    assert year.budget.burn_bp is None  # no plan, no budget


def test_a_plans_pool_says_how_long_the_money_lasts(books):
    plan = (
        'schema_version = 1\nyear = 2026\ntitle = "t"\n[pool]\ninsutypes = ["390"]\n'
        "gov_min_fen = 5\ncarried_over_fen = 0\nrisk_reserve_bp = 1000\n"
        '[[pool.township]]\nname = "双洋镇"\npersons = 1000\nper_person_fen = 10\ngov_fen = 8\n'
    )
    books.write("", PaymentPlanPublished(year=2026, text=plan))
    for month in (7, 8, 9):
        books.settle(fund=1000, day=date(2026, month, 1))
    with books.database.reading() as db:
        budget = year_of(db, date(2026, 10, 31)).budget
    assert (budget.income, budget.year_budget, budget.due) == (10_000, 9_000, 3_000)
    assert (budget.months_payable, budget.surplus_bp) == (60, 7000)


def test_a_budget_says_when_it_goes_too_fast():
    half = Budget(year_budget=1_000_000, due=500_000, days=181, days_of_year=365)
    assert (half.use_bp, half.colour) == (5000, "")
    fast = Budget(year_budget=1_000_000, due=600_000, days=181, days_of_year=365)
    assert (fast.burn_bp, fast.colour) == (12_099, "red")
    assert forecast({1: 5}, {}, 1) is None


def test_figures_add_up_and_every_indicator_answers():
    some = Figures(visits=2, medfee_op=300)
    assert together([some, some]).medfee_op == 600
    lines = shown(some, Figures(), some)
    assert len(lines) == len(INDICATORS) == len({one.id for one in INDICATORS})
    assert all(line.last_year in (None, 0) for line in lines)
