"""日结: what a window took is closed once, frozen, and proves itself afterwards."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from clinic_app.domain.closing import Identity
from clinic_app.domain.closing.drawer import BadCount, CallsOpen, CashDiffers, NotBalanced, PurseDiffers
from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.domain.settlement import TakeBack
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.calls import CallConcluded, CallIntended, CallSent
from clinic_app.journal.facts.closing import ClosingMade
from clinic_app.journal.facts.inpatient import DepositReturned, DepositTaken
from clinic_app.journal.facts.settlement import BillDeferred, DifferenceSettled, SettlementReversed
from clinic_app.projections.queries.closing import NoClosing
from clinic_app.projections.tables.settlement import settlement
from clinic_app.services.closing import ClosedAlready, NothingToSum, TakingsChanged
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Author
from clinic_app.store.rebuild import rebuild
from clinic_app.ui.printing.pdf import pdf
from clinic_app.wiring import Clinic, open_folder
from tests.ui.clinic_day import ADMIN, PASSWORD, ClinicDay, begin_day, found_clinic

FLOAT = 20_000
DAY_MINUTES = 24 * 60


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    yield opened
    opened.clinic.close()


def charged(day: ClinicDay, place: int, *codes: str, **paying: object) -> UUID:
    visit = day.bill(place, *codes)
    return day.clinic.settlement.settle(day.clinic.on_duty, visit.id, **paying)[0]


def expected(clinic: Clinic) -> int:
    return clinic.closing.preview(clinic.on_duty).totals.cash_expected(FLOAT)


def closed(clinic: Clinic, note: str = "") -> tuple[UUID, ClosingMade]:
    return clinic.closing.close(clinic.on_duty, expected(clinic), FLOAT, note)


def happened(clinic: Clinic, *facts: object) -> list[UUID]:
    with clinic.store.writing(clinic.on_duty.author) as writing:
        return [writing.append(fact).id for fact in facts]


def test_a_closing_says_what_the_window_took_and_names_every_record(day):
    clinic = day.clinic
    first, second = charged(day, 0), charged(day, 1, "ZL0001")
    red = clinic.refunds.refund(clinic.on_duty, first, reason="药品退回")
    closing_id, made = closed(clinic)
    assert made.records == (first, second, red.red_id)
    assert (made.n_setl, made.n_red, made.cash_diff) == (2, 1, 0)
    live = clinic.settlement.made(second).amounts
    assert made.sums["medfee_sumamt"] == live["medfee_sumamt"]
    assert made.cash_expected == FLOAT + live.get("cash_pay", 0)
    assert sum(one.used for one in made.receipts) == 3
    assert clinic.closing.prove(closing_id) == ()
    entry = clinic.store.entry(closing_id)
    assert entry is not None and entry.signature
    assert rebuild(clinic.store, check=True).different == ()


def test_ranges_follow_without_a_gap_and_later_records_are_the_next_days(day):
    clinic = day.clinic
    charged(day, 0)
    _, first = closed(clinic)
    late = charged(day, 1)
    ready = clinic.closing.preview(clinic.on_duty)
    assert ready.closed and ready.records == (late,)
    with pytest.raises(ClosedAlready):
        clinic.closing.close(clinic.on_duty, 0)
    day.clock.pass_minutes(DAY_MINUTES)
    _, second = closed(clinic)
    assert second.records == (late,)
    assert second.biz_date == clinic.closing.today() > first.biz_date
    assert clinic.settlement.made(late).setl_date == first.biz_date
    assert second.ranges[0].begin_seq == first.ranges[0].end_seq + 1
    assert second.ranges[0].incarnation == first.ranges[0].incarnation


def test_a_forgotten_day_is_closed_under_its_own_date(day):
    charged(day, 0)
    yesterday = beijing_day(day.clock.now)
    day.clock.pass_minutes(DAY_MINUTES)
    assert closed(day.clinic)[1].biz_date == yesterday
    charged(day, 1)
    assert closed(day.clinic)[1].biz_date == beijing_day(day.clock.now)


def test_a_fen_too_few_needs_a_word(day):
    clinic = day.clinic
    charged(day, 0)
    due = expected(clinic)
    for wrong in (due - 1, due + 1):
        with pytest.raises(CashDiffers):
            clinic.closing.close(clinic.on_duty, wrong, FLOAT)
    with pytest.raises(BadCount):
        clinic.closing.close(clinic.on_duty, -1)
    assert clinic.closing.closings(clinic.closing.today()) == []
    _, made = clinic.closing.close(clinic.on_duty, due - 1, FLOAT, "找零差一分")
    assert (made.cash_diff, made.note) == (-1, "找零差一分")


def test_money_that_came_while_the_drawer_was_counted_is_noticed(day):
    clinic = day.clinic
    charged(day, 0)
    shown = expected(clinic)
    charged(day, 1)
    with pytest.raises(TakingsChanged):
        clinic.closing.close(clinic.on_duty, shown, FLOAT, "说明", expected_shown=shown)
    assert clinic.closing.closings(clinic.closing.today()) == []


def test_mixed_payment_and_a_partial_refund_leave_the_drawer_right(day):
    clinic = day.clinic
    visit = day.bill(0, "YP0001", "YP0101", insured=False)
    due = clinic.settlement.presettle(visit.id).amounts.cash_pay
    first, _ = clinic.settlement.settle(clinic.on_duty, visit.id, tender={"wechat": 1_000})
    whole = clinic.closing.preview(clinic.on_duty).totals
    assert whole.taken == {"cash": due - 1_000, "wechat": 1_000}
    taken = (TakeBack(feedetl_sn="2", cnt_e4=10_000),)
    cash_back = clinic.refunds.plan(first, taken).cash_back
    back = clinic.refunds.refund(clinic.on_duty, first, taken)
    ready = clinic.closing.preview(clinic.on_duty)
    assert (ready.totals.n_setl, ready.totals.n_red, ready.breaches) == (2, 1, ())
    assert back.rest is not None
    assert sum(ready.totals.taken.values()) == back.rest.amounts["psn_cash_pay"]
    assert ready.totals.taken.get("cash", 0) == due - 1_000 - cash_back


def test_what_is_no_settlement_moves_the_drawer_too(day):
    clinic, stay = day.clinic, uuid4()
    bill = charged(day, 0, "ZL0001")
    before = expected(clinic)
    moved = happened(
        clinic,
        DepositTaken(admission_id=stay, number="YA2611200001", amount=50_000),
        DepositTaken(admission_id=stay, number="YA2611200002", amount=7_000, tender="wechat"),
        DepositReturned(admission_id=stay, number="YA2611200003", amount=12_345),
        DifferenceSettled(settlement_id=bill, number="CA2611200001", amount=-300),
        BillDeferred(
            visit_id=uuid4(),
            number="A2611200002",
            reason="line",
            medfee_sumamt=9_000,
            estimate={},
            tender={"cash": 2_000, "alipay": 1_000},
        ),
    )
    _, made = closed(clinic)
    assert made.cash_expected - before == 50_000 - 12_345 - 300 + 2_000
    assert (made.deposits_in, made.deposits_out, made.cash_adjust, made.deferred_in) == (
        50_000,
        12_345,
        -300,
        2_000,
    )
    assert (made.taken["wechat"], made.taken["alipay"]) == (7_000, 1_000)
    assert made.movements == tuple(moved) and made.records == (bill,)
    day.clock.pass_minutes(DAY_MINUTES)
    assert closed(clinic)[1].cash_expected == FLOAT


def debit(clinic: Clinic, amount: int, *, state: str = "succeeded") -> UUID:
    (call,) = happened(clinic, CallIntended(kind="purse.debit", msgid=str(uuid4()), amount=amount))
    happened(clinic, CallSent(call_id=call))
    if state:
        happened(clinic, CallConcluded(call_id=call, state=state, evidence="answer"))
    return call


def test_a_call_without_an_outcome_must_be_acknowledged(day):
    clinic = day.clinic
    call = debit(clinic, 500, state="")
    assert [one.id for one in clinic.closing.preview(clinic.on_duty).open_calls] == [call]
    with pytest.raises(CallsOpen):
        closed(clinic)
    _, made = closed(clinic, "终端无应答，明早查卡")
    assert made.open_calls == (call,)


def test_purse_money_that_no_bill_used_is_a_difference_until_it_is_handed_back(day):
    clinic = day.clinic
    call = debit(clinic, 500)
    debit(clinic, 900, state="failed")
    assert clinic.closing.preview(clinic.on_duty).purse_diff == 500
    with pytest.raises(PurseDiffers):
        closed(clinic)
    (back,) = happened(clinic, CallIntended(kind="purse.return", msgid=str(uuid4()), about=call, amount=500))
    happened(clinic, CallConcluded(call_id=back, state="succeeded", evidence="cash"))
    ready = clinic.closing.preview(clinic.on_duty)
    assert (ready.purse_diff, ready.totals.taken) == (0, {"cash": -500, "purse": 500})
    assert closed(clinic)[1].cash_expected == FLOAT - 500


def test_a_fen_changed_in_a_table_is_located_before_and_after_the_closing(day):
    clinic = day.clinic
    charged(day, 0)
    bad = charged(day, 1)
    change = sa.update(settlement).where(settlement.c.id == bad)
    with clinic.store.changing() as connection:
        connection.execute(change.values(fund_pay_sumamt=settlement.c.fund_pay_sumamt + 1))
    (found,) = clinic.closing.preview(clinic.on_duty).breaches
    assert (found.identity, found.records, found.name, found.off) == (
        Identity.SHOWN,
        (bad,),
        "fund_pay_sumamt",
        1,
    )
    with pytest.raises(NotBalanced):
        closed(clinic)
    rebuild(clinic.store)
    closing_id, _ = closed(clinic)
    assert clinic.closing.prove(closing_id) == ()
    with clinic.store.changing() as connection:
        connection.execute(change.values(cash_pay=settlement.c.cash_pay - 1))
    assert [(one.records, one.name) for one in clinic.closing.prove(closing_id)] == [((bad,), "cash_pay")]


def test_a_red_without_its_original_counts_and_is_told(day):
    clinic = day.clinic
    (red,) = happened(
        clinic,
        SettlementReversed(
            settlement_id=uuid4(),
            number="A2611200009",
            refund_date=clinic.closing.today(),
            amounts=dict.fromkeys(("medfee_sumamt", "psn_part_amt", "psn_cash_pay", "cash_pay"), -1000),
        ),
    )
    ready = clinic.closing.preview(clinic.on_duty)
    assert ready.totals.taken == {"cash": -1_000}
    assert Identity.LINES in {one.identity for one in ready.breaches if one.records == (red,)}


def test_drugs_paid_and_not_handed_out_are_listed(day):
    clinic = day.clinic
    first, waits = charged(day, 0, "YP0001"), charged(day, 1, "YP0001", "ZL0001")
    assert not clinic.closing.preview(clinic.on_duty).pharmacy
    clinic.pharmacy.dispense(clinic.on_duty, first)
    drugs = clinic.closing.preview(clinic.on_duty).drugs
    assert (drugs.settled, drugs.dispensed) == (1_700, 850)
    assert (drugs.not_dispensed, drugs.not_settled) == ((waits,), ())


def test_a_reprint_is_the_same_to_the_byte_after_a_restart_and_a_new_name(day, qapp):
    clinic = day.clinic
    charged(day, 0)
    closing_id, made = closed(clinic)
    paper = pdf(clinic.closing.sheet(closing_id))
    clinic.close()
    day.clinic = open_folder(clinic.store.folder, ADMIN, PASSWORD, day.clock)
    day.clock.pass_minutes(3 * DAY_MINUTES)
    with day.clinic.store.changing() as connection:
        connection.execute(sa.text("update staff set name = '王大明'"))
        connection.execute(sa.text("update facility set name = '改了名的卫生院'"))
    assert pdf(day.clinic.closing.sheet(closing_id)) == paper
    assert day.clinic.closing.made(closing_id) == made


def test_the_facility_sums_its_windows_once_and_names_the_open_ones(day):
    clinic = day.clinic
    with pytest.raises(NothingToSum):
        clinic.closing.close_facility(clinic.on_duty, clinic.closing.today())
    charged(day, 0)
    window_id, window = closed(clinic)
    charged(day, 1)
    whole_id, whole = clinic.closing.close_facility(clinic.on_duty, clinic.closing.today())
    assert (whole.closings, whole.sums, whole.cash_counted) == (
        (window_id,),
        window.sums,
        window.cash_counted,
    )
    assert whole.unclosed == (clinic.store.device,)
    assert clinic.closing.prove(whole_id) == ()
    with pytest.raises(NothingToSum):
        clinic.closing.close_facility(clinic.on_duty, clinic.closing.today())
    day.clock.pass_minutes(DAY_MINUTES)
    next_id, _ = closed(clinic)
    _, second = clinic.closing.close_facility(clinic.on_duty, clinic.closing.today())
    assert second.closings == (next_id,) and second.unclosed == ()


@pytest.mark.parametrize(
    ("roles", "window", "facility"),
    [
        ((Role.CASHIER,), True, False),
        ((Role.ADMINISTRATOR,), True, True),
        ((Role.VILLAGE_DOCTOR,), True, True),
        ((Role.DOCTOR, Role.REGISTRAR), False, False),
    ],
)
def test_who_may_close(day, roles, window, facility):
    by = OnDuty(Author("X"), "X", "X", frozenset(roles))
    for may, ask in (
        (window, lambda: day.clinic.closing.preview(by)),
        (facility, lambda: day.clinic.closing.preview_facility(by, day.clinic.closing.today())),
    ):
        if may:
            ask()
        else:
            with pytest.raises(NotAllowed):
                ask()


def test_what_is_no_closing_is_not_found(day):
    bill = charged(day, 0)
    for wrong in (bill, uuid4()):
        with pytest.raises(NoClosing):
            day.clinic.closing.sheet(wrong)
