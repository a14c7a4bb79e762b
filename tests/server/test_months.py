"""月结: every adjudicated record stands on exactly one statement that counts, whatever the months were like."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clinic_app.domain.reconciling import State
from clinic_app.domain.statements import SUMS, Status, sums_of
from clinic_app.journal.facts.reconciliation import RecordsDeducted
from clinic_app.projections.queries import reconciliation
from clinic_app.projections.queries.differences import open_of
from clinic_app.projections.queries.statement_lines import lines_of
from clinic_app.projections.tables.settlement import settlement
from sync_server.cli import run
from sync_server.cli.close import report
from sync_server.intake.pen import held_pen
from sync_server.intake.quarantine import CannotRelease
from sync_server.intake.release import release as release_entry
from sync_server.publish.months import BadMonth, Closed, MonthNotBegun, MonthPassed, close_month
from sync_server.publish.statements import (
    BadFundChange,
    NoDispute,
    NotAnswered,
    NothingOpen,
    SameOfficer,
    TooEarly,
    adjust_record,
    approve,
    decide_difference,
    decide_dispute,
)
from sync_server.store.queries.daybooks import balance
from sync_server.store.tables import held_entry
from tests.server.month import LATE, NORTH, SOUTH, Finding, Months, at, months

OCT = date(2026, 10, 5)
NOV, DEC = date(2026, 11, 1), date(2026, 12, 1)
COLLECT = Finding("COLLECT_PERSON", 1140)  # of a bill of 2860: the person owes 1720


@pytest.fixture
def world(url: str) -> Iterator[Months]:
    """On SQLite and on PostgreSQL."""
    made = months(url)
    yield made
    made.database.close()


def closed(world: Months, month: str, day: date, officer: str = "chen", **more: int) -> Closed:
    return close_month(world.database, month, officer, lambda: at(day), **more)


def counted(world: Months) -> list[UUID]:
    """The records of all statements together, without what was struck by a dispute."""
    with world.database.reading() as db:
        found = []
        for one in reconciliation.statements(db):
            gone = {dispute.record for dispute in reconciliation.disputes(db, one.id)}
            found += [line.record for line in lines_of(db, one.id) if line.record not in gone]
        return found


def adjudicated(world: Months) -> set[UUID]:
    with world.database.reading() as db:
        return set(db.scalars(sa.select(settlement.c.id).where(settlement.c.adjudicated_at.is_not(None))))


def test_header_is_the_sum_of_its_details_by_kind(world: Months):
    first = world.settle(NORTH, OCT, 2860, 500, finding=COLLECT)
    world.settle(NORTH, OCT, 2494, 906, finding=Finding("CLINIC_BEAR", 1694, hosp=1000), surplus=70)
    world.settle(NORTH, OCT, 900, finding=Finding("FUND_ABSORB", 880))
    world.settle(NORTH, OCT, 900, finding=Finding("PAY_PERSON", 950), med_type="14")
    world.settle(NORTH, OCT, 90_000, med_type="21", insutype="310")
    world.settle(NORTH, OCT, 0, 3000, insutype="")
    world.refund(NORTH, first, OCT)
    world.close(NORTH, OCT)
    world.push(NORTH, OCT)
    month = closed(world, "2026-10", NOV)
    groups = [(one.group.insutype, one.group.clr_type, one.group.refd_setl_flag) for one in month.statements]
    assert groups == [("310", "21", 0), ("390", "11", 0), ("390", "11", 1), ("390", "14", 0)]
    outpatient = month.statements[1]
    assert {
        name: outpatient.sums[name] for name in ("fund_due", "person_due", "clinic_loss", "absorbed")
    } == {
        "fund_due": 1140 + 1694 + 900,
        "person_due": 1720 - 200,
        "clinic_loss": 1000,
        "absorbed": 20,
    }
    assert outpatient.sums["dise_surplus_amt"] == 70
    assert month.statements[2].sums["fund_due"] == -1140, "a refunded record is due nothing"
    assert month.statements[3].sums["fund_due"] == 950
    with world.database.reading() as db:
        for one in month.statements:
            lines = lines_of(db, one.id)
            assert sums_of(lines) == one.sums
            assert len(lines) == one.fixmedins_setl_cnt
            assert one.sums["hifp_due"] == one.sums["fund_due"]
            advanced = sum(one.sums[name] for name in ("fund_due", "person_due", "clinic_loss"))
            assert advanced == one.sums["fund_pay_sumamt"]
    assert month.close.left_out == ()
    assert sorted(counted(world)) == sorted(adjudicated(world))


def test_a_day_that_does_not_balance_stays_out_by_name_and_comes_later(world: Months):
    odd = world.settle(NORTH, OCT, finding=Finding("", 1500, told=False))
    world.settle(NORTH, OCT)
    fine = world.settle(NORTH, OCT + timedelta(days=1))
    world.push(NORTH, OCT + timedelta(days=1))
    month = closed(world, "2026-10", NOV)
    assert [(one.facility, one.day, one.records, one.why) for one in month.close.left_out] == [
        (NORTH, OCT, 2, "AMOUNT_DIFFERS")
    ]
    assert counted(world) == [fine]
    adjust_record(world.database, odd, "county", "县里目录录错", "lin", lambda: at(NOV, 12))
    second = closed(world, "2026-11", DEC)
    assert [one.sums["fund_due"] for one in second.statements] == [4000], "the clinic's figures were right"
    assert sorted(counted(world)) == sorted(adjudicated(world))


def test_a_clinics_wrong_figures_are_its_loss(world: Months):
    odd = world.settle(NORTH, OCT, 2000, finding=Finding("", 1500, told=False))
    world.push(NORTH, OCT)
    adjust_record(world.database, odd, "clinic", "机构改过数据", "lin", lambda: at(NOV))
    (one,) = closed(world, "2026-10", NOV).statements
    assert (one.sums["fund_due"], one.sums["clinic_loss"]) == (1500, 500)


def test_a_late_clinic_comes_onto_the_next_month(world: Months):
    early = world.settle(NORTH, OCT)
    world.push(NORTH, OCT)
    late = world.settle(LATE, OCT)
    first = closed(world, "2026-10", NOV)
    world.push(LATE, NOV)
    second = closed(world, "2026-11", DEC)
    assert [one.facility for one in first.statements] == [NORTH]
    assert [(one.facility, one.month) for one in second.statements] == [(LATE, "2026-11")]
    assert counted(world) in ([early, late], [late, early])


def test_a_running_month_may_be_closed_early_and_the_rest_falls_into_the_next(world: Months):
    world.settle(NORTH, OCT)
    world.push(NORTH, OCT)
    first = closed(world, "2026-10", OCT + timedelta(days=2))
    world.settle(NORTH, OCT + timedelta(days=3))
    world.push(NORTH, OCT + timedelta(days=3))
    again = closed(world, "2026-10", NOV)
    assert report(again) == report(first)
    assert closed(world, "2026-11", DEC).statements[0].fixmedins_setl_cnt == 1


def test_adjudicated_after_midnight_belongs_to_the_next_month(world: Months):
    last = date(2026, 10, 31)
    world.settle(NORTH, last)
    world.push(NORTH, last, hour=23)
    world.settle(NORTH, last)
    world.push(NORTH, NOV, hour=0)
    assert closed(world, "2026-10", NOV).statements[0].fixmedins_setl_cnt == 1
    assert closed(world, "2026-11", DEC).statements[0].fixmedins_setl_cnt == 1


def test_months_that_cannot_be_closed_are_refused(world: Months):
    with pytest.raises(MonthNotBegun):
        closed(world, "2026-11", OCT)
    with pytest.raises(BadMonth):
        closed(world, "2026-13", OCT)
    closed(world, "2026-11", NOV)
    with pytest.raises(MonthPassed):
        closed(world, "2026-10", NOV)


def test_a_frozen_month_never_changes(world: Months):
    disputed = world.settle(NORTH, OCT, 2860, finding=COLLECT)
    world.push(NORTH, OCT)
    first = closed(world, "2026-10", NOV)
    statement = first.statements[0]
    with world.database.reading() as db:
        before = lines_of(db, statement.id)
    world.answer(NORTH, statement.id, NOV, (disputed,))
    world.push(NORTH, NOV)
    decide_dispute(
        world.database, statement.id, disputed, upheld=True, reason="参保信息晚到", fund_change=1720,
        author="lin", wall=lambda: at(NOV, 21),
    )  # fmt: skip
    world.settle(NORTH, OCT)
    world.push(NORTH, NOV, hour=22)
    closed(world, "2026-11", DEC)
    assert report(closed(world, "2026-10", DEC, "someone")) == report(first)
    with world.database.reading() as db:
        assert lines_of(db, statement.id) == before


def test_a_disputed_record_moves_to_the_next_statement_as_decided(world: Months):
    kept = world.settle(NORTH, OCT)
    disputed = world.settle(NORTH, OCT, 2860, finding=COLLECT)
    world.push(NORTH, OCT)
    first = closed(world, "2026-10", NOV).statements[0]
    world.answer(NORTH, first.id, NOV, (disputed,))
    world.push(NORTH, NOV)
    with world.database.reading() as db:
        one = reconciliation.statement_of(db, first.id)
    assert (one.status, one.disputed, one.undecided) == (Status.DISPUTED, 1, 1)
    assert one.sums["fund_due"] == 2000 + 1140
    assert one.effective["fund_due"] == 2000, "what is disputed is not paid with this statement"
    assert counted(world) == [kept]
    waiting = closed(world, "2026-11", NOV)
    assert [(left.why, left.records) for left in waiting.close.left_out] == [("dispute", 1)]
    with pytest.raises(BadFundChange):
        decide_dispute(
            world.database, first.id, disputed, upheld=True, reason="x", fund_change=1721, author="lin"
        )
    with pytest.raises(BadFundChange):
        decide_dispute(
            world.database, first.id, disputed, upheld=False, reason="x", fund_change=1, author="lin"
        )
    decide_dispute(
        world.database, first.id, disputed, upheld=True, reason="参保信息晚到", fund_change=1720,
        author="lin", wall=lambda: at(NOV, 21),
    )  # fmt: skip
    with pytest.raises(NoDispute):
        decide_dispute(world.database, first.id, disputed, upheld=False, reason="x", author="lin")
    (second,) = closed(world, "2026-12", DEC).statements
    assert (second.sums["fund_due"], second.fixmedins_setl_cnt) == (2860, 1)
    with world.database.reading() as db:
        (line,) = lines_of(db, second.id)
    assert line.carried
    assert sorted(counted(world)) == sorted(adjudicated(world))


def test_two_officers_and_an_answer_are_due_for_an_approval(world: Months):
    world.settle(NORTH, OCT)
    world.push(NORTH, OCT)
    statement = closed(world, "2026-10", NOV).statements[0].id
    with pytest.raises(NotAnswered):
        approve(world.database, statement, "lin")
    world.answer(NORTH, statement, NOV)
    world.push(NORTH, NOV)
    for officer in ("chen", ""):
        with pytest.raises(SameOfficer):
            approve(world.database, statement, officer)
    approve(world.database, statement, "lin", lambda: at(NOV, 21))
    approve(world.database, statement, "wang", lambda: at(NOV, 22))
    with world.database.reading() as db:
        (one,) = reconciliation.statements(db, "2026-10")
        assert (one.approved_by, one.status) == ("lin", Status.APPROVED)
        assert (one.facility, one.effective["fund_due"]) == (NORTH, 2000)


def test_a_statement_is_answered_once_and_by_its_own_institution(world: Months):
    disputed = world.settle(NORTH, OCT)
    elsewhere = world.settle(SOUTH, OCT)
    world.push(NORTH, OCT)
    world.push(SOUTH, OCT)
    statement = closed(world, "2026-10", NOV).statements[0].id
    world.answer(SOUTH, statement, NOV)
    world.push(SOUTH, NOV)
    world.answer(NORTH, statement, NOV, (elsewhere,))
    world.push(NORTH, NOV)
    world.answer(NORTH, statement, NOV)
    world.answer(NORTH, statement, NOV, (disputed,))
    world.push(NORTH, NOV, hour=21)
    with world.database.reading() as db:
        rows = list(db.execute(sa.select(held_entry).order_by(held_entry.c.position)))
        assert [row.reason for row in rows] == [
            "journal.wrong_facility",
            "journal.bad_fact",
            "statement.answered_before",
        ]
        assert reconciliation.statement_of(db, statement).status is Status.CONFIRMED
    with pytest.raises(CannotRelease):
        release_entry(world.database, rows[-1].id, "放行试试", lambda *_: None)


def test_a_receivable_that_nobody_can_collect_is_decided_after_the_term(world: Months):
    record = world.settle(NORTH, OCT, 2860, finding=COLLECT)
    world.push(NORTH, OCT)
    closed(world, "2026-10", NOV)
    with pytest.raises(TooEarly):
        decide_difference(world.database, record, "fund", "人已迁走", "lin", lambda: at(DEC))
    later = date(2027, 1, 10)
    assert decide_difference(world.database, record, "fund", "人已迁走", "lin", lambda: at(later)) == 1720
    with pytest.raises(NothingOpen):
        decide_difference(world.database, record, "clinic", "再来一次", "lin", lambda: at(later))
    (one,) = closed(world, "2027-01", date(2027, 2, 1)).statements
    assert {name: one.sums[name] for name in SUMS if one.sums[name]} == {
        "fund_due": 1720, "hifp_due": 1720, "person_due": -1720, "absorbed": 1720,
    }  # fmt: skip


def test_taking_back_what_a_dispute_was_granted_takes_the_grant_back_too(world: Months):
    record = world.settle(NORTH, OCT, 2860, finding=COLLECT)
    world.push(NORTH, OCT)
    statement = closed(world, "2026-10", NOV).statements[0].id
    world.answer(NORTH, statement, NOV, (record,))
    world.push(NORTH, NOV)
    decide_dispute(
        world.database, statement, record, upheld=True, reason="参保信息晚到", fund_change=1720,
        author="lin", wall=lambda: at(NOV, 21),
    )  # fmt: skip
    (granted,) = closed(world, "2026-11", DEC).statements
    world.refund(NORTH, record, DEC)
    world.push(NORTH, DEC)
    (red,) = closed(world, "2026-12", date(2027, 1, 1)).statements
    assert (granted.sums["fund_due"], red.sums["fund_due"]) == (2860, -2860)
    assert (granted.sums["person_due"], granted.sums["clinic_loss"]) == (0, 0)
    assert (red.sums["person_due"], red.sums["clinic_loss"]) == (0, 0)
    with world.database.reading() as db:
        assert sums_of(lines_of(db, red.id)) == red.sums, "the frozen statement tells the same"


def test_what_the_fund_granted_is_paid_once_and_the_person_owes_it_no_more(world: Months):
    granted, decided = (world.settle(NORTH, OCT, 2860, finding=COLLECT) for _ in range(2))
    world.push(NORTH, OCT)
    statement = closed(world, "2026-10", NOV).statements[0].id
    world.answer(NORTH, statement, NOV, (granted, decided))
    world.push(NORTH, NOV)
    later = date(2027, 1, 10)
    decide_dispute(
        world.database, statement, granted, upheld=True, reason="参保信息晚到", fund_change=1720, author="lin"
    )
    with pytest.raises(NothingOpen):
        decide_difference(world.database, granted, "fund", "人已迁走", "lin", lambda: at(later))
    assert decide_difference(world.database, decided, "fund", "人已迁走", "lin", lambda: at(later)) == 1720
    with pytest.raises(BadFundChange):
        decide_dispute(
            world.database, statement, decided, upheld=True, reason="再要一次", fund_change=1, author="lin"
        )


@pytest.mark.parametrize("bearer", ["fund", "clinic"])
def test_taking_back_what_the_county_had_decided_takes_the_decision_back_too(world: Months, bearer: str):
    record = world.settle(NORTH, OCT, 2860, finding=COLLECT)
    world.push(NORTH, OCT)
    closed(world, "2026-10", NOV)
    later = date(2027, 1, 10)
    decide_difference(world.database, record, bearer, "人已迁走", "lin", lambda: at(later))
    world.refund(NORTH, record, later)
    world.push(NORTH, later)
    with world.database.reading() as db:
        assert open_of(db, record) is None, "the person paid nothing of it and gets nothing back"
    month = closed(world, "2027-01", date(2027, 2, 1))
    with world.database.reading() as db:
        every = list(reconciliation.statements(db))
        for name in ("fund_due", "person_due", "clinic_loss", "absorbed", "fund_pay_sumamt"):
            assert sum(one.sums[name] for one in every) == 0, name
        for one in month.statements:
            assert sums_of(lines_of(db, one.id)) == one.sums


def test_a_deduction_stands_on_one_statement(world: Months):
    record = world.settle(NORTH, OCT)
    world.push(NORTH, OCT)
    with held_pen(world.database, lambda: at(OCT, 21)) as pen:
        pen.append(
            RecordsDeducted(
                facility=NORTH, rule="F01", finding="f1", records=(record,), amount=300, reason="分解就诊"
            )
        )
    (one,) = closed(world, "2026-10", NOV).statements
    assert (one.sums["deducted"], one.sums["fund_due"], one.fixmedins_setl_cnt) == (300, 2000, 2)
    assert closed(world, "2026-11", DEC).statements == ()


def test_a_long_statement_is_cut_into_parts(world: Months):
    for _ in range(7):
        world.settle(NORTH, OCT, 1000)
    world.push(NORTH, OCT)
    parts = closed(world, "2026-10", NOV, longest=3).statements
    assert [(one.part, one.fixmedins_setl_cnt, one.sums["fund_due"]) for one in parts] == [
        (1, 3, 3000),
        (2, 3, 3000),
        (3, 1, 1000),
    ]
    assert sorted(counted(world)) == sorted(adjudicated(world))


def test_the_commands_tell_the_same_twice(world: Months, capsys: pytest.CaptureFixture[str]):
    world.settle(NORTH, OCT)
    world.settle(NORTH, OCT, 2860, finding=COLLECT)
    world.push(NORTH, OCT)
    database = ["--database", world.database.url]
    told = []
    for _ in range(2):
        assert run([*database, "close", "--month", "2026-10", "--json"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert json.loads(told[0])["statements"][0]["sums"]["person_due"] == 1720
    assert run([*database, "reconcile", "--json", "--day", OCT.isoformat()]) == 0
    days = json.loads(capsys.readouterr().out)
    one = days["days"][OCT.isoformat()][NORTH]
    assert (one["balanced"], one["counts"], one["not_closed"]) == (
        True, {"MATCHED": 1, "MATCHED_ADJUSTED": 1}, 2,
    )  # fmt: skip
    assert [total["equal"] for total in one["totals"]] == [False]
    assert run([*database, "close", "--month", "2026-9"]) == 3
    assert run([*database, "close", "--month", "2026-10", "--officer", "nobody"]) == 3
    assert run([*database, "reconcile", "--day", "yesterday"]) == 2


PLANS = st.lists(
    st.tuples(
        st.sampled_from([NORTH, SOUTH, LATE]),
        st.integers(0, 70),  # day of settling
        st.integers(0, 50),  # days until it is pushed
        st.sampled_from(["agreed", "collect", "absorb", "odd", "own", "chronic"]),
        st.booleans(),  # refunded
        st.booleans(),  # disputed where it stands
    ),
    max_size=14,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
@given(plan=PLANS)
def test_all_statements_together_hold_every_adjudicated_record_once(
    tmp_path_factory: pytest.TempPathFactory, plan: list[tuple[str, int, int, str, bool, bool]]
):
    world = months(f"sqlite:///{tmp_path_factory.mktemp('months') / 'county.db'}")
    begin = date(2026, 10, 1)
    kinds = {
        "agreed": Finding(),
        "collect": Finding("COLLECT_PERSON", 1140),
        "absorb": Finding("FUND_ABSORB", 1990),
        "odd": Finding("", 1, told=False),
    }
    wanted: set[UUID] = set()
    for offset in range(125):
        day = begin + timedelta(days=offset)
        for code, settled, wait, kind, refunded, disputes in plan:
            if offset == settled:
                own = kind == "own"
                one = world.settle(
                    code, day, 0 if own else 2000, insutype="" if own else "390",
                    med_type="14" if kind == "chronic" else "11", finding=kinds.get(kind, Finding()),
                )  # fmt: skip
                if refunded:
                    world.refund(code, one, day)
                if disputes:
                    wanted.add(one)
            if offset == settled + wait:
                world.push(code, day)
        if day.day == 1 and offset:
            month = closed(world, (day - timedelta(days=1)).isoformat()[:7], day)
            for statement in month.statements:
                _answer(world, statement, day, wanted)
    _mend(world, date(2027, 2, 4))
    closed(world, "2027-02", date(2027, 2, 5))
    assert sorted(counted(world)) == sorted(adjudicated(world))
    world.database.close()


def _answer(world: Months, statement: reconciliation.Statement, day: date, wanted: set[UUID]) -> None:
    """The clinic disputes what is wanted; the county decides the first of it and leaves the rest for later."""
    with world.database.reading() as db:
        here = tuple(line.record for line in lines_of(db, statement.id) if line.record in wanted)
    wanted -= set(here)
    world.answer(statement.facility, statement.id, day, here)
    world.push(statement.facility, day, hour=21)
    for record in here[:1]:
        _reject(world, statement.id, record, day)


def _mend(world: Months, day: date) -> None:
    """Every open dispute is decided, and every difference adjusted."""
    with world.database.reading() as db:
        waiting = reconciliation.disputes(db, undecided=True)
        odd = [one for each in balance(db, date(2026, 10, 1), day) for one in each.odd]
    for one in waiting:
        _reject(world, one.statement_id, one.record, day)
    for record in odd:
        assert record.state is State.AMOUNT_DIFFERS
        adjust_record(world.database, record.record, "clinic", "补正", "lin", lambda: at(day, 22))


def _reject(world: Months, statement: UUID, record: UUID, day: date) -> None:
    decide_dispute(
        world.database, statement, record, upheld=False, reason="维持", author="lin", wall=lambda: at(day, 22)
    )
