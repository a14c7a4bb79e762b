"""The settlement function on a day's bills, beside reading and writing the same bills as JSON.

.venv/bin/python -m tests.bench settle
"""

import json
import time

from clinic_app.domain.policy.reading import load
from clinic_app.domain.resources import text
from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.bill import Balances, Circumstances, Mode
from clinic_app.domain.settlement.engine import settle
from clinic_app.journal.bills import bill_of, person_of
from clinic_app.journal.facts.settlement import SettlementMade
from tests.bench.played import clinic_of_its_own, day_in, entries_of
from tests.bench.report import Measured, rate

_ROUNDS = 20


def bench_settle(patients: int = 60) -> list[Measured]:
    """`json` of the standard library is the limit that everybody knows; policy and people are read beforehand."""
    with clinic_of_its_own() as clinic:
        day_in(clinic, patients)
        bodies = [one.body for one in entries_of(clinic) if one.type == SettlementMade.type and one.body]
    made = [one for one in map(SettlementMade.parse, bodies) if one.psn_no]
    policy = load(text("policies", "open_sample.toml"))
    cases = [(person_of(one), bill_of(one), one.amounts.get("acct_pay", 0)) for one in made]
    started = time.perf_counter()
    for _ in range(_ROUNDS):
        for person, bill, balance in cases:
            given = Circumstances(mode=Mode.OFFLINE, balances=Balances(acct_balance=balance))
            assert not settle(policy, person, State({}, {}), bill, given).rejected
    taken = time.perf_counter() - started
    texts = [one.write() for one in made]
    started = time.perf_counter()
    for _ in range(_ROUNDS):
        for body in texts:
            json.dumps(json.loads(body), ensure_ascii=False)
    raw = time.perf_counter() - started
    count = _ROUNDS * len(cases)
    return [rate("settle", count / taken, count / raw, "settlements/s")]
