"""拨付: a closed month's run is made once, approved by a second officer, and pays each record once."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
import sqlalchemy as sa
from msgspec import structs

from clinic_app.domain.statements import Status
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.county import Chronic
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.reconciliation import RecordsDeducted
from clinic_app.journal.facts.settlement import Referred, SettlementMade
from clinic_app.projections.queries import payment, reconciliation
from clinic_app.projections.queries.contracted import contracted_on, homes_on
from clinic_app.projections.queries.payment import Run
from clinic_app.projections.queries.statement_lines import lines_of
from sync_server.intake.pen import held_pen
from sync_server.publish.months import BadMonth, close_month
from sync_server.publish.payments import (
    BadPlan,
    EarlierMonth,
    MonthOpen,
    NoRun,
    NoScore,
    SamePayer,
    approve_run,
    make_run,
    publish_plan,
)
from sync_server.publish.statements import decide_dispute, grantable
from sync_server.store.tables import journal_entry
from tests.server.month import LATE, NORTH, SOUTH, Finding, Months, at, months

OCT, NOV, DEC = date(2026, 10, 5), date(2026, 11, 5), date(2026, 12, 5)
HEAD = 'schema_version = 1\nyear = 2026\ntitle = "试点"\n'


@pytest.fixture
def world(url: str) -> Iterator[Months]:
    """On SQLite and on PostgreSQL."""
    made = months(url)
    yield made
    made.database.close()


def close(world: Months, month: str, day: date, *clinics: str) -> None:
    """The clinics close their day and push; the county closes the month."""
    for code in clinics or (NORTH, SOUTH, LATE):
        world.close(code, day)
        world.push(code, day)
    close_month(world.database, month, "chen", lambda: at(day, 22))


def pay(world: Months, month: str, day: date = DEC, officer: str = "chen") -> Run:
    return make_run(world.database, month, officer, lambda: at(day, 23))


def lines(run: Run) -> list[tuple[str, str, int]]:
    return [(item.facility, item.method, item.amount) for item in run.items]


def state(
    world: Months, psn_no: str, contract: str, day: date, stas: str = "1", chronic: str = "", insutype: str = "390"
) -> None:  # fmt: skip
    with held_pen(world.database, lambda: at(day, 1)) as pen:
        pen.append(
            InsuredStated(
                psn_no=psn_no,
                id_number=f"35088119500101{int(psn_no[1:]):04}",
                insutype=insutype,
                psn_insu_stas=stas,
                contract_inst=contract,
                chronic=(Chronic(dise_codg=chronic, valid_from=date(2026, 1, 1)),) if chronic else (),
                salt=new_salt(),
            )
        )


def test_without_a_plan_the_statements_of_a_month_are_paid(world: Months):
    world.settle(NORTH, OCT, 2860, finding=Finding("COLLECT_PERSON", 1140))
    world.settle(NORTH, OCT, 500, med_type="14")
    back = world.settle(SOUTH, OCT, 900)
    world.settle(SOUTH, OCT, 700)
    world.refund(SOUTH, back, OCT)
    close(world, "2026-10", OCT)
    run = pay(world, "2026-10")
    assert lines(run) == [
        (NORTH, "statement", 1140),
        (NORTH, "statement", 500),
        (SOUTH, "statement", 700),
    ]
    assert (run.total, run.plan, run.made_by, run.approved_ms) == (2340, None, "chen", None)
    assert len(run.items[2].statements) == 2, "settlements and reds"


def test_a_month_that_is_open_is_not_paid(world: Months):
    with pytest.raises(MonthOpen):
        pay(world, "2026-10")
    with pytest.raises(BadMonth):
        pay(world, "2026-13")


def test_months_are_paid_in_their_order(world: Months):
    close(world, "2026-10", OCT)
    close(world, "2026-11", NOV)
    with pytest.raises(EarlierMonth) as refused:
        pay(world, "2026-11")
    assert refused.value.facts["earlier"] == "2026-10"
    pay(world, "2026-10")
    pay(world, "2026-11")


def test_a_run_is_made_once_and_never_changes(world: Months):
    world.settle(NORTH, OCT)
    close(world, "2026-10", OCT)
    first = pay(world, "2026-10")
    publish_plan(world.database, HEAD + BUDGET, "lin", lambda: at(NOV))
    world.settle(NORTH, NOV)
    world.push(NORTH, NOV)
    entries = _count(world)
    assert pay(world, "2026-10", DEC, "lin") == first
    assert _count(world) == entries


def _count(world: Months) -> int:
    with world.database.reading() as db:
        return db.scalar(sa.select(sa.func.count()).select_from(journal_entry)) or 0


def test_a_second_officer_approves_and_each_institution_is_told(world: Months):
    world.settle(NORTH, OCT, 800)
    world.settle(SOUTH, OCT, 300)
    close(world, "2026-10", OCT)
    with pytest.raises(NoRun):
        approve_run(world.database, "2026-10", "lin")
    pay(world, "2026-10")
    for officer in ("chen", ""):
        with pytest.raises(SamePayer):
            approve_run(world.database, "2026-10", officer)
    assert _statuses(world) == {Status.SENT}, "nothing is paid before it is approved"
    run = approve_run(world.database, "2026-10", "lin", lambda: at(NOV))
    assert run.approved_by == "lin"
    assert _statuses(world) == {Status.PAID}
    with world.database.reading() as db:
        told = {one.facility: one.total for one in reconciliation.notices(db)}
    assert told == {NORTH: 800, SOUTH: 300}
    entries = _count(world)
    assert approve_run(world.database, "2026-10", "wang") == run
    assert _count(world) == entries


def _statuses(world: Months) -> set[Status]:
    with world.database.reading() as db:
        return {one.status for one in reconciliation.statements(db)}


def _statement(world: Months, month: str, facility: str) -> UUID:
    with world.database.reading() as db:
        return reconciliation.statements(db, month, facility)[0].id


def disputed(world: Months, pays_first: bool) -> list[int]:
    """A bill of 2860, 1140 due, is disputed before or after October is paid; the county grants 700 in November."""
    odd = world.settle(NORTH, OCT, 2860, finding=Finding("COLLECT_PERSON", 1140))
    world.settle(NORTH, OCT, 500)
    close(world, "2026-10", OCT)
    statement = _statement(world, "2026-10", NORTH)
    totals = [pay(world, "2026-10").total] if pays_first else []
    world.answer(NORTH, statement, date(2026, 10, 20), (odd,))
    world.push(NORTH, date(2026, 10, 20))
    totals += [] if pays_first else [pay(world, "2026-10").total]
    decide_dispute(
        world.database,
        statement,
        odd,
        upheld=True,
        reason="机构有理",
        fund_change=700,
        author="lin",
        wall=lambda: at(NOV),
    )
    world.settle(NORTH, NOV, 40)
    close(world, "2026-11", NOV)
    return [*totals, pay(world, "2026-11").total]


def test_a_disputed_record_is_paid_with_the_statement_that_carries_it(world: Months):
    assert disputed(world, pays_first=False) == [500, 40 + 1840]


def test_a_record_disputed_after_it_was_paid_is_not_paid_twice(world: Months):
    assert disputed(world, pays_first=True) == [1640, 40 + 700]


def test_a_deduction_comes_off_once(world: Months):
    wrong = world.settle(NORTH, OCT, 800)
    world.settle(NORTH, OCT, 900)
    close(world, "2026-10", OCT)
    pay(world, "2026-10")
    with held_pen(world.database, lambda: at(NOV)) as pen:
        pen.append(
            RecordsDeducted(
                facility=NORTH, rule="F01", finding="f1", records=(wrong,), amount=300, reason="分解处方"
            )
        )
    world.settle(NORTH, NOV, 100)
    close(world, "2026-11", NOV)
    run = pay(world, "2026-11")
    # 200 more are owed than are due: they come off December.
    assert lines(run) == [
        (NORTH, "statement", 100),
        (NORTH, "deduction", -300),
        (NORTH, "carried_forward", 200),
    ]
    world.settle(NORTH, DEC, 1_000)
    close(world, "2026-12", DEC)
    assert pay(world, "2026-12").total == 800


def test_a_deduction_on_a_record_that_is_refunded_later_is_given_back(world: Months):
    wrong = world.settle(NORTH, OCT, 800)
    world.settle(NORTH, OCT, 900)
    close(world, "2026-10", OCT)
    pay(world, "2026-10")
    with held_pen(world.database, lambda: at(NOV)) as pen:
        pen.append(
            RecordsDeducted(
                facility=NORTH, rule="F01", finding="f1", records=(wrong,), amount=300, reason="分解处方"
            )
        )
    world.settle(NORTH, NOV, 1_000)
    close(world, "2026-11", NOV)
    assert pay(world, "2026-11").total == 1_000 - 300
    world.refund(NORTH, wrong, DEC)
    world.settle(NORTH, DEC, 1_000)
    close(world, "2026-12", DEC)
    run = pay(world, "2026-12")
    assert lines(run) == [(NORTH, "statement", 1_000 - 800), (NORTH, "deduction", 300)]


BUDGET = f"""
[budget]
insutypes = ["390"]
clr_types = ["11", "21"]
quality_bp = 500
floor_bp = 9000
retain_bp = 5000
limit_bp = 11000
share_bp = 5000

[[facility]]
code = "{NORTH}"
own_method = "budget"
budget_fen = 1200000
score_bp = 9000
"""

SEVERAL = f"""
[capitation]
insutypes = ["390"]
rate_year_fen = 12000
share_bp = 0
limit_bp = 11000

[chronic]
insutypes = ["390"]
seen_within_days = 90
[[chronic.disease]]
dise_codg = "M03900"
rate_month_fen = 4000
weight_bp = 11000

[disease_surplus]
insutypes = ["390"]
psn_bp = 3000

[contract]
insutypes = ["390"]
count_on = 2026-11-15
fee_fen = 500

[[facility]]
code = "{SOUTH}"
own_method = "capitation"
score_bp = 10000

[[facility]]
code = "{LATE}"
own_method = "statement"
chronic_package = true
"""


def test_a_month_with_several_methods(world: Months):
    publish_plan(world.database, HEAD + BUDGET + SEVERAL, "lin", lambda: at(date(2026, 10, 1)))
    # The county's bills are of P1, P2 …: one person each.
    state(world, "P1", SOUTH, date(2026, 10, 2))
    state(world, "P2", SOUTH, date(2026, 10, 2))
    state(world, "P4", LATE, date(2026, 10, 2), chronic="M03900")
    world.settle(SOUTH, OCT, 700)  # P1 at home: by head
    world.settle(NORTH, OCT, 900)  # P2 elsewhere: comes off at home
    world.settle(SOUTH, OCT, 400)  # P3, contracted nowhere
    world.settle(LATE, OCT, 300, med_type="14")  # P4 at home: in the package
    world.settle(NORTH, OCT, 60_000, med_type="21", surplus=1_001)
    world.settle(NORTH, OCT, 250, insutype="310")
    close(world, "2026-10", OCT)
    run = pay(world, "2026-10")
    assert lines(run) == [
        (NORTH, "statement", 250),
        (NORTH, "counted", 0),
        (NORTH, "counted", 0),
        (NORTH, "prepayment", 95_000),
        (NORTH, "prepayment", 60_900),
        (NORTH, "disease_surplus", 701),
        (SOUTH, "statement", 400),
        (SOUTH, "by_head", 0),
        (SOUTH, "capitation", 2_000 - 900),
        (LATE, "statement", 0),
        (LATE, "by_head", 0),
        (LATE, "chronic_package", 4_400),
    ]
    second = next(item for item in run.items if item.figures.get("month") == 202611)
    assert (second.figures["due"], second.figures["paid"], second.figures["reduced"]) == (
        60_900,
        95_000,
        34_100,
    )
    assert run.plan is not None
    state(world, "P2", NORTH, date(2026, 11, 2))  # moves: counts at home still on the first
    close(world, "2026-11", NOV)
    november = pay(world, "2026-11")
    persons = {
        (item.facility, item.method): item.figures["persons"]
        for item in november.items
        if "persons" in item.figures
    }
    assert persons == {
        (NORTH, "contract"): 1,
        (SOUTH, "contract"): 1,
        (LATE, "contract"): 1,
        (SOUTH, "capitation"): 2,
        (LATE, "chronic_package"): 1,
    }


def test_the_year_of_a_budget_ends_as_the_rule_says(world: Months):
    """October to December, 1 200 000 fen a year; 990 000 due: half of the rest is kept."""
    publish_plan(world.database, HEAD + BUDGET, "lin", lambda: at(date(2026, 10, 1)))
    paid = 0
    for month, day in (("2026-10", OCT), ("2026-11", NOV), ("2026-12", DEC)):
        world.settle(NORTH, day, 370_000)
        close(world, month, day)
        paid += pay(world, month, day).total
    deposit = 3 * 5_000
    assert paid == 1_110_000 + 45_000 - deposit + deposit * 9 // 10


def test_december_waits_for_the_scores(world: Months):
    unscored = (HEAD + BUDGET).replace("score_bp = 9000\n", "")
    publish_plan(world.database, unscored, "lin", lambda: at(date(2026, 10, 1)))
    close(world, "2026-12", DEC)
    with pytest.raises(NoScore) as refused:
        pay(world, "2026-12")
    assert refused.value.facts["facilities"] == NORTH
    publish_plan(world.database, HEAD + BUDGET, "lin", lambda: at(DEC))
    pay(world, "2026-12")


def test_who_is_contracted_where_is_asked_of_the_day(world: Months):
    state(world, "P1", NORTH, date(2026, 10, 3))
    state(world, "P1", SOUTH, date(2026, 11, 3))
    state(world, "P2", NORTH, date(2026, 10, 3))
    state(world, "P2", NORTH, date(2026, 11, 3), stas="2")  # no longer insured
    state(world, "P3", NORTH, date(2026, 10, 3), insutype="310")
    state(world, "P4", "", date(2026, 10, 3))
    with world.database.reading() as db:
        counts = [
            contracted_on(db, day, ("390",))
            for day in (date(2026, 10, 1), date(2026, 11, 2), date(2026, 11, 3))
        ]
        homes = homes_on(db, date(2026, 11, 3), ["P1", "P2", "P3", "P9"], ("390",))
    assert counts == [{NORTH: 2}, {NORTH: 2}, {SOUTH: 1}]
    assert homes == {"P1": SOUTH}


def test_a_plan_that_names_a_stranger_is_refused(world: Months):
    with pytest.raises(BadPlan) as refused:
        publish_plan(world.database, HEAD + BUDGET.replace(NORTH, "999"))
    assert [problem.key for problem in refused.value.problems] == ["facility[0].code"]
    with world.database.reading() as db:
        assert payment.plan_of(db, 2026) is None


@pytest.mark.parametrize("seed", range(4))
def test_what_the_runs_paid_is_what_was_due_however_the_months_were(sqlite_url: str, seed: int):
    """Random bills, refunds, deductions and disputes, answered before a month is paid or after it."""
    world, dice = months(sqlite_url), Random(seed)
    paid: Counter[str] = Counter()
    for number in range(4):
        day = date(2026 + (9 + number) // 12, (9 + number) % 12 + 1, 5)
        if number < 3:
            _busy(world, dice, day)
        for code in (NORTH, SOUTH):
            world.close(code, day)
            world.push(code, day)
        month = f"{day:%Y-%m}"
        close_month(world.database, month, "chen", lambda day=day: at(day, 22))
        run = None if dice.random() < 0.5 else pay(world, month, day)
        if number < 3:
            _dispute(world, dice, month, day)
        run = run or pay(world, month, day + timedelta(days=5))
        for item in run.items:
            paid[item.facility] += item.amount
            if item.method == "carried_forward" and number == 3:
                paid[item.facility] -= item.amount
    with world.database.reading() as db:
        due: Counter[str] = Counter()
        for one in reconciliation.statements(db):
            due[one.facility] += one.effective["fund_due"] - one.effective["deducted"]
        assert reconciliation.disputes(db, undecided=True) == []
    assert {code: paid[code] for code in due} == dict(due)
    world.database.close()


def _busy(world: Months, dice: Random, day: date) -> None:
    for code in (NORTH, SOUTH):
        bills = [
            world.settle(
                code,
                day,
                2_000 + dice.randrange(3_000),
                finding=dice.choice(
                    (Finding(), Finding("COLLECT_PERSON", 1_140), Finding("FUND_ABSORB", 900))
                ),
                med_type=dice.choice(("11", "14", "21")),
            )
            for _ in range(dice.randrange(1, 5))
        ]
        if dice.random() < 0.6:
            world.refund(code, dice.choice(bills), day)
        if dice.random() < 0.5:
            with held_pen(world.database, lambda: at(day, 21)) as pen:
                pen.append(
                    RecordsDeducted(
                        facility=code,
                        rule="F01",
                        finding=f"{code}{day}",
                        records=(bills[0],),
                        amount=dice.randrange(1, 9_000),
                        reason="分解处方",
                    )
                )


def _dispute(world: Months, dice: Random, month: str, day: date) -> None:
    """The institutions answer; the county decides whatever they dispute."""
    with world.database.reading() as db:
        stated = [
            (one.id, one.facility, lines_of(db, one.id)) for one in reconciliation.statements(db, month)
        ]
    for statement, code, found in stated:
        picked = tuple(line.record for line in found if dice.random() < 0.4)
        world.answer(code, statement, day + timedelta(days=1), picked)
        world.push(code, day + timedelta(days=1))
        for record in picked:
            with world.database.reading() as db:
                most = grantable(db, record)
            granted = dice.randrange(most + 1)
            decide_dispute(
                world.database,
                statement,
                record,
                upheld=granted > 0,
                reason="查过了",
                fund_change=granted,
                author="lin",
                wall=lambda: at(day + timedelta(days=2)),
            )


def test_two_officers_at_once_make_one_run(world: Months):
    world.settle(NORTH, OCT, 800)
    close(world, "2026-10", OCT)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda officer: pay(world, "2026-10", officer=officer), ("chen", "lin") * 2))
    assert len({run.id for run in made}) == 1
    with world.database.reading() as db:
        assert len(payment.runs(db)) == 1


ALLIANCE = f"""
[[alliance]]
name = "县医院"
primary = ["{NORTH}"]
hospitals = ["{SOUTH}"]

[[facility]]
code = "{SOUTH}"
own_method = "budget"
budget_fen = 900000
score_bp = 10000
"""


def test_an_overspend_by_referral_takes_its_budget_from_the_hospital(world: Months):
    publish_plan(world.database, HEAD + BUDGET + ALLIANCE, "lin", lambda: at(date(2026, 12, 1)))
    world.settle(NORTH, DEC, 1_200_000)
    referred_down(world, world.settle(NORTH, DEC, 70_000))
    back = referred_down(world, world.settle(NORTH, DEC, 30_000))
    world.refund(NORTH, back, DEC)
    world.settle(SOUTH, DEC, 850_000)
    close(world, "2026-12", DEC)
    run = pay(world, "2026-12", DEC)
    moved = {item.facility: item.figures for item in run.items if item.method == "alliance_shift"}
    assert {code: figures["moved"] for code, figures in moved.items()} == {NORTH: 50_000, SOUTH: -50_000}
    assert moved[NORTH]["referred"] == 70_000, "what was refunded caused nothing"
    owed = {item.facility: item.figures["owed"] for item in run.items if item.method == "year_end"}
    # 1 270 000 against 1 250 000: half of the rest is shared; 850 000 against exactly 850 000.
    assert owed == {NORTH: 1_260_000, SOUTH: 850_000}


def referred_down(world: Months, settlement: UUID) -> UUID:
    """The bill that was just made is one of a patient sent down from the hospital; answers its id."""
    clinic = world.clinics[NORTH]
    made = clinic.waiting.pop()
    assert made.id == settlement
    clinic.seq -= 1
    fact = structs.replace(
        SettlementMade.parse(made.body or b""),
        referral=Referred(type="down", from_lv="county", registered=True, same_area=True, date=DEC),
    )
    again = clinic.write(fact, at(DEC)).id
    world.findings[again] = world.findings[settlement]
    return again
