"""What holds for every settlement under every policy, whatever the order of events."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.settlement import (
    Balances,
    Bill,
    Circumstances,
    InvariantBroken,
    Ledger,
    Mode,
    PayWay,
    Person,
    RefundRequest,
    Settlement,
    State,
    Submission,
    TakeBack,
    check_invariants,
    settle,
)
from clinic_app.domain.settlement.invariants import check_caps
from clinic_app.domain.settlement.records import SettledRecord
from tests.domain.settlement.bills import YICHANG, bill, line
from tests.domain.settlement.generated import DAY, bills, people, policies

RICH = Balances(acct_balance=3_000, ewallet_balance=3_000)
MANY = settings(max_examples=300, deadline=None)
seeds = st.integers(0, 2**32)
YEAR = 2016


def by_disease(bill: Bill, settlement: Settlement) -> bool:
    benefit = not {"W_NOT_INSURED", "W_NO_BENEFIT_LEVEL"} & set(settlement.warnings)
    return bill.pay_way is PayWay.DISEASE and benefit


@MANY
@given(seeds)
def test_every_settlement_adds_up_and_no_cap_is_passed(seed: int) -> None:
    rng = Random(seed)
    policy, person, state = policies(rng), people(rng), State()
    visits = [bills(rng) for _ in range(5)]
    for visit in visits:
        settlement = settle(policy, person, state, visit, Circumstances(balances=RICH))
        assert not settlement.rejected, settlement.error
        check_invariants(settlement, by_disease(visit, settlement))
        assert settlement.effect is not None
        after = state.plus(settlement.effect)
        check_caps(policy.versions[0], visit.med_type, state.of(YEAR), after.of(YEAR))
        assert settlement.amounts.acct_pay <= RICH.acct_balance
        assert settlement.amounts.ewallet_pay <= RICH.ewallet_balance
        assert {reason.amount for reason in settlement.reasons} <= settlement.amounts.as_dict().keys()
        state = after


@MANY
@given(seeds)
def test_a_full_refund_leaves_no_trace(seed: int) -> None:
    rng = Random(seed)
    book = Ledger(policies(rng), people(rng), State(), balances=RICH)
    first, second = bills(rng, "V1"), bills(rng, "V2")
    book.settle(_order("S1", first, Mode.ONLINE))
    state, balances = book.county, book.balances
    settled = book.settle(_order("S2", second, Mode.ONLINE))
    made = book.refund(_refund("R2", "S2", second, Mode.ONLINE))
    assert made.error is None
    assert all(value + settled.amounts.as_dict()[name] == 0 for name, value in made.red.as_dict().items())
    assert _used(book.county) == _used(state)
    assert book.county.gc_last == state.gc_last
    assert book.balances == balances


DEEDS = ("settle", "settle", "settle", "refund", "part", "adjudicate", "sync")


@MANY
@given(seeds)
def test_the_county_and_all_caches_agree_when_everything_has_arrived(seed: int) -> None:
    rng = Random(seed)
    book = Ledger(policies(rng), people(rng), State(), balances=RICH)
    made: dict[str, Settlement] = {}  # as the clients printed them
    orders: list[Submission | RefundRequest] = []
    for at in range(rng.randint(3, 14)):
        orders += _happens(rng, book, at, made)
    _arrive(book, made)
    _replay(book, orders)
    for client, cache in book.caches.items():
        book.sync(client, DAY)
        assert _used(cache.state) == _used(book.county)
        assert cache.state.gc_last == book.county.gc_last
    assert all(value >= 0 for value in _used(book.county).values())


def _happens(
    rng: Random, book: Ledger, at: int, made: dict[str, Settlement]
) -> list[Submission | RefundRequest]:
    """One thing happens at one of two clients; what was booked comes back."""
    client, visit = rng.choice("AB"), bills(rng, f"V{rng.choice((at, at, at - 1))}")
    mode = rng.choice((Mode.OFFLINE, Mode.OFFLINE, Mode.ONLINE))
    deed = rng.choice(DEEDS)
    if deed == "settle":
        order = _order(f"S{at}", visit, mode, client)
        settlement = book.settle(order)
        if settlement.rejected:
            return []
        made[order.setl_id] = settlement
        return [order]
    if deed == "sync":
        book.sync(client, DAY)
    elif deed == "adjudicate" and made:
        book.readjudicate(rng.choice(sorted(made)))
    elif made:
        part = rng.randint(1, 60_000) if deed == "part" else None
        wanted = _refund(f"R{at}", rng.choice(sorted(made)), visit, mode, client, part)
        refunded = book.refund(wanted)
        if refunded.resettle is not None:
            made[f"N{wanted.refund_id}"] = refunded.resettle
        return [wanted] if refunded.error is None else []
    return []


def _arrive(book: Ledger, made: dict[str, Settlement]) -> None:
    """Everything pending reaches the county, in the order of making."""
    for record_id, record in list(book._records.items()):
        before = book.county
        verdict = book.readjudicate(record_id)
        if isinstance(verdict, str):
            assert verdict == "E_NOT_PENDING"
            continue
        if record_id in made:
            client = made[record_id].amounts.as_dict()
            county = verdict.server.as_dict()
            assert {name: client[name] + verdict.diff.get(name, 0) for name in client} == county
            assert min(county.values()) >= 0
            assert isinstance(record, SettledRecord)
            version = book._policy.versions[0]
            check_caps(version, record.bill.med_type, before.of(YEAR), book.county.of(YEAR))
        assert record.county is verdict


def _replay(book: Ledger, orders: list[Submission | RefundRequest]) -> None:
    state, balances = book.county, book.balances
    for order in orders:
        again = book.settle(order) if isinstance(order, Submission) else book.refund(order)
        assert again.status == "replayed"
    assert (book.county, book.balances) == (state, balances)


def _order(setl_id: str, visit: Bill, mode: Mode, client: str = "A") -> Submission:
    return Submission(setl_id=setl_id, client=client, mode=mode, force_version=None, bill=visit)


def _refund(
    refund_id: str, setl_id: str, visit: Bill, mode: Mode, client: str = "A", part: int | None = None
) -> RefundRequest:
    return RefundRequest(
        refund_id=refund_id,
        setl_id=setl_id,
        client=client,
        mode=mode,
        refund_date=DAY + timedelta(9),
        lines=None if part is None else (TakeBack(feedetl_sn="0", cnt_e4=part),),
        new_setl_id=f"N{refund_id}",
    )


def _used(state: State) -> dict[tuple[int, str], int]:
    return {(year, key): value for year, keys in state.accum.items() for key, value in keys.items() if value}


@pytest.mark.parametrize("name", ["hifp_pay", "cash_pay", "inscp_scp_amt", "act_pay_dedc", "gc_in_amt"])
def test_an_amount_that_is_off_by_one_is_found(name: str) -> None:
    person = Person(psn_no="P1", insutype="390", contract_inst="YCS01")
    settlement = settle(YICHANG, person, State(), bill(line(), line("ZL0001", yuan=10, sn="9")))
    check_invariants(settlement)
    amounts = replace(settlement.amounts, **{name: settlement.amounts.as_dict()[name] + 1})
    with pytest.raises(InvariantBroken):
        check_invariants(replace(settlement, amounts=amounts))
