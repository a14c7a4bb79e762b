"""Random days of a cashier, made by the real settlement engine: bills, whole and partial refunds, mixed payment."""

from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from uuid import UUID

from clinic_app.domain.closing import Movement, Record, Source
from clinic_app.domain.settlement import (
    Balances,
    Circumstances,
    Original,
    State,
    TakeBack,
    refund,
    remaining_bill,
    settle,
)
from clinic_app.domain.tender import handed_back, paid_with
from clinic_app.journal import bills as bill_entries
from clinic_app.journal.closings import settled, taken_back
from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed, TakenBack
from clinic_app.projections.tables.settlement import SHOWN_AMOUNTS
from tests.domain.settlement.generated import bills, people, policies

RICH = Balances(acct_balance=3_000, ewallet_balance=3_000)
CASHIERS = ("P001", "P002", "P003")


@dataclass
class Day:
    """Records and movements of one drawer, and the cash that really went in and out of it, counted apart."""

    rng: Random
    records: list[Record] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    drawer: int = 0  # fen

    def entry(self, fact: Fact, author: str) -> Entry:
        body = fact.write()
        return Entry(
            id=UUID(int=self.rng.getrandbits(128)),
            device=UUID(int=1),
            incarnation=UUID(int=2),
            seq=len(self.records) + 1,
            time=1,
            author=author,
            type=type(fact).type,
            subject=None,
            body=body,
            body_hash=sha256(body).digest(),
        )

    def number(self) -> str:
        return f"A261120{len(self.records) + 1:04d}"


def day_of(seed: int) -> Day:
    """Six to ten bills of one person, about a third of them refunded in whole or in part."""
    rng = Random(seed)
    day, policy, person, state = Day(rng), policies(rng), people(rng), State()
    for at in range(rng.randint(6, 10)):
        bill = bills(rng, f"V{at}")
        settlement = settle(policy, person, state, bill, Circumstances(balances=RICH))
        assert settlement.effect is not None
        state = state.plus(settlement.effect)
        made, entry = _settle(day, bill, settlement, person)
        if rng.random() < 0.35:
            taken = None if rng.random() < 0.5 else _some(rng, bill)
            remaining = remaining_bill(bill, taken, bill.setl_date)
            original = Original(bill=bill, settlement=settlement, county=None, held=settlement.effect)
            done = refund(policy, person, state, original, remaining, Circumstances(balances=RICH))
            assert done.state is not None
            state = done.state
            _take_back(day, entry, made, done, taken, person)
    for _ in range(rng.randint(0, 4)):
        _move(day)
    return day


def _settle(day, bill, settlement, person):
    amounts = settlement.amounts
    tender = _payment(day.rng, amounts.psn_cash_pay, amounts.ewallet_pay)
    made = _written(bill, settlement, person, day.number(), tender)
    entry = day.entry(made, day.rng.choice(CASHIERS))
    day.records.append(settled(entry, made, {}, _shown(made.amounts)))
    day.drawer += amounts.cash_pay if not tender else tender.get("cash", 0)
    return made, entry


def _payment(rng, due, purse):
    """Nothing said (all in cash) or a mixture."""
    if not purse and rng.random() < 0.4:
        return {}
    rest = due - purse
    chosen = {means: rng.randint(0, rest // 3) for means in rng.sample(["wechat", "alipay", "bank"], 2)}
    return paid_with(due, chosen, purse)


def _take_back(day, entry, made, done, taken, person):
    rest = done.resettle.amounts.psn_cash_pay if done.resettle else 0
    paid = {**made.tender} or paid_with(made.amounts.get("psn_cash_pay", 0), {})
    goes = handed_back(paid, made.amounts.get("psn_cash_pay", 0), rest)
    red = SettlementReversed.parse(
        SettlementReversed(
            settlement_id=entry.id,
            number=day.number(),
            refund_date=made.setl_date,
            amounts={name: -fen for name, fen in made.amounts.items()},
            lines=tuple(TakenBack(one.feedetl_sn, one.cnt_e4) for one in taken or ()),
            tender=goes.red,
        ).write()
    )
    red_entry = day.entry(red, day.rng.choice(CASHIERS))
    day.records.append(taken_back(red_entry, red, made, {}, _shown(red.amounts)))
    day.drawer -= goes.back.get("cash", 0)
    if done.resettle:
        again = _written(done.remaining, done.resettle, person, day.number(), goes.rest)
        day.records.append(settled(day.entry(again, "P001"), again, {}, _shown(again.amounts)))


def _written(bill, settlement, person, number, tender):
    """Through the bytes of an entry, as a closing reads it."""
    made = bill_entries.settlement_made(
        bill,
        settlement,
        person,
        visit_id=UUID(int=7),
        number=number,
        names={line.feedetl_sn: ("药", "盒") for line in bill.lines},
        tender=tender,
    )
    return SettlementMade.parse(made.write())


def _some(rng, bill):
    line = rng.choice(bill.lines)
    return (TakeBack(feedetl_sn=line.feedetl_sn, cnt_e4=rng.randint(1, line.cnt_e4)),)


def _move(day):
    source = day.rng.choice(list(Source))
    out = source in (Source.DEPOSIT_OUT, Source.PURSE_RETURN)
    fen = day.rng.randint(1, 50_000) * (-1 if out else 1)
    means = day.rng.choice(["cash", "cash", "wechat"])
    tender = {"cash": fen, "purse": -fen} if source is Source.PURSE_RETURN else {means: fen}
    one = Movement(id=UUID(int=day.rng.getrandbits(128)), source=source, number=day.number(), tender=tender)
    day.movements.append(one)
    day.drawer += tender.get("cash", 0)


def _shown(amounts):
    return {name: amounts.get(name, 0) for name in SHOWN_AMOUNTS}
