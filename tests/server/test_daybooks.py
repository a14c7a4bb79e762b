"""对账: both lists of a day at the county, whatever has come, was set aside or never arrived."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.domain.reconciling import Day, Remedy, State
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.closing import ClosingMade, JournalRange
from clinic_app.journal.facts.county import SettlementAdjudicated
from sync_server.intake.pen import held_pen
from sync_server.intake.release import release
from sync_server.publish.months import close_month
from sync_server.publish.statements import adjust_record
from sync_server.store.queries.daybooks import balance, first_day
from sync_server.store.tables import held_entry
from tests.server.month import NORTH, SOUTH, Finding, Months, at, months

DAY = date(2026, 10, 5)
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def world(url: str) -> Iterator[Months]:
    made = months(url)
    yield made
    made.database.close()


def days(world: Months, since: date = DAY, until: date = NEXT) -> dict[tuple[str, date], Day]:
    """Every record listed; the sums that the database makes of plain ones must say the same."""
    with world.database.reading() as db:
        whole = {(one.facility, one.day): one for one in balance(db, since, until, whole=True)}
        short = {(one.facility, one.day): one for one in balance(db, since, until)}
    assert [said(one) for one in short.values()] == [said(one) for one in whole.values()]
    return whole


def said(day: Day) -> tuple[object, ...]:
    return (
        day.facility, day.day, day.balanced, day.counts(), day.count, day.not_closed, day.comparisons(),
        [one.record for one in day.odd], day.missing, day.why(),
    )  # fmt: skip


def odd(day: Day) -> list[tuple[UUID, State, Remedy]]:
    return [(one.record, one.state, one.remedy) for one in day.odd]


def test_a_clinics_day_and_the_countys_agree(world: Months):
    first = world.settle(NORTH, DAY)
    world.settle(NORTH, DAY, 2860, finding=Finding("COLLECT_PERSON", 1140))
    world.settle(NORTH, DAY, 0, 900, insutype="")
    world.refund(NORTH, first, DAY)
    world.push(NORTH, DAY)
    day = days(world)[NORTH, DAY]
    assert day.balanced
    assert day.counts() == {State.MATCHED: 3, State.MATCHED_ADJUSTED: 1}
    assert day.not_closed == 4
    world.close(NORTH, DAY)
    world.push(NORTH, DAY, hour=21)
    assert days(world)[NORTH, DAY].not_closed == 0


def test_what_the_insurance_platform_settled_needs_no_verdict_of_the_county(world: Months):
    platforms = world.settle(NORTH, DAY, setl_id="SE1")
    world.settle(NORTH, DAY)
    world.refund(NORTH, platforms, NEXT)
    world.close(NORTH, NEXT)
    world.push(NORTH, NEXT)
    found = days(world)[NORTH, NEXT]
    assert found.balanced
    assert found.counts() == {State.MATCHED: 3}
    (statement,) = close_month(world.database, "2026-10", "chen", lambda: at(NEXT, 23)).statements
    assert statement.fixmedins_setl_cnt == 1, "the platform pays what it settled"


def test_a_record_made_after_the_closing_belongs_to_the_next_day(world: Months):
    world.settle(NORTH, DAY)
    world.close(NORTH, DAY)
    late = world.settle(NORTH, DAY)
    world.close(NORTH, NEXT)
    world.push(NORTH, NEXT)
    found = days(world)
    assert [one.record for one in found[NORTH, NEXT].matched] == [late]
    assert len(found[NORTH, DAY].matched) == 1


def test_what_was_set_aside_is_pending_and_never_zero(world: Months):
    world.settle(NORTH, DAY)
    stranger = world.settle_as_stranger(NORTH, DAY)
    world.close(NORTH, DAY)
    world.push(NORTH, DAY)
    day = days(world)[NORTH, DAY]
    assert odd(day) == [(stranger, State.CLINIC_ONLY, Remedy.RELEASE)]
    assert day.odd[0].clinic is not None
    assert day.odd[0].clinic.reason == "journal.unknown_author"
    assert day.odd[0].clinic.amounts is not None
    assert day.odd[0].clinic.amounts.fund_pay_sumamt == 2000
    release(world.database, stranger, "核实无误", world.verdict, wall=lambda: at(DAY, 22))
    assert days(world)[NORTH, DAY].balanced


def test_set_aside_before_any_closing_it_stands_on_its_own_day(world: Months):
    stranger = world.settle_as_stranger(NORTH, DAY)
    world.push(NORTH, NEXT)
    assert odd(days(world)[NORTH, DAY]) == [(stranger, State.CLINIC_ONLY, Remedy.RELEASE)]


def test_a_closing_that_names_what_never_came_asks_for_a_push(world: Months):
    never = new_id()
    other = new_id()
    clinic = world.clinics[NORTH]
    clinic.write(
        ClosingMade(
            level="cashier", number="C1", opter_id="1001", biz_date=DAY, records=(never,),
            ranges=(JournalRange(other, new_id(), 1, 40),),
        ),
        at(DAY, 18),
    )  # fmt: skip
    world.push(NORTH, DAY)
    day = days(world)[NORTH, DAY]
    assert odd(day) == [(never, State.CLINIC_ONLY, Remedy.PUSH)]
    assert [(gap.device, gap.held_seq, gap.end_seq) for gap in day.missing] == [(other, 0, 40)]
    assert not day.balanced
    assert not day.overdue(DAY + timedelta(days=7))
    assert day.overdue(DAY + timedelta(days=8))


def test_a_record_in_a_closings_range_that_it_does_not_name_is_raised(world: Months):
    hidden = world.settle(NORTH, DAY)
    world.settle(NORTH, DAY)
    world.close(NORTH, DAY, leaves_out=frozenset({hidden}))
    world.push(NORTH, DAY)
    day = days(world)[NORTH, DAY]
    assert odd(day) == [(hidden, State.COUNTY_ONLY, Remedy.RAISE)]
    assert day.overdue(DAY)


def test_adjudicated_and_lost_by_the_clinic_is_on_the_countys_list_alone(world: Months):
    lost = new_id()
    with held_pen(world.database, lambda: at(DAY)) as pen:
        pen.append(
            SettlementAdjudicated(
                facility=SOUTH,
                settlement_id=lost,
                psn_no="P",
                status="agreed",
                amounts={"medfee_sumamt": 100},
            )
        )
    assert odd(days(world)[SOUTH, DAY]) == [(lost, State.COUNTY_ONLY, Remedy.FETCH)]


@pytest.mark.parametrize("side", ["clinic", "county"])
def test_a_difference_is_mended_by_a_county_adjustment(world: Months, side: str):
    wrong = world.settle(NORTH, DAY, 2000, finding=Finding("", 1500, told=False))
    world.push(NORTH, DAY)
    (one,) = days(world)[NORTH, DAY].odd
    assert (one.state, one.remedy, one.fields) == (
        State.AMOUNT_DIFFERS, Remedy.ADJUST, ("fund_pay_sumamt",),
    )  # fmt: skip
    adjust_record(world.database, wrong, side, "核对原件", "lin", lambda: at(DAY, 22))
    assert days(world)[NORTH, DAY].balanced


def test_the_first_day_is_that_of_the_oldest_record(world: Months):
    with world.database.reading() as db:
        assert first_day(db) is None
    world.settle(SOUTH, NEXT)
    world.settle(NORTH, DAY)
    for code in (NORTH, SOUTH):
        world.push(code, NEXT)
    with world.database.reading() as db:
        assert (first_day(db), first_day(db, SOUTH)) == (DAY, NEXT)
        assert db.execute(sa.select(held_entry)).first() is None
