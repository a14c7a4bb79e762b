"""What a bill or its red has to be before the county computes anything: possible, and in agreement with itself.

The county corrects what a clinic could not know; a bill that contradicts itself was computed by no program of ours.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from clinic_app.domain.money import half_up
from clinic_app.domain.settlement import Amounts
from clinic_app.domain.time import beijing_day
from clinic_app.journal import bills
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.fact import BadFact
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from sync_server.store.queries.entries import Arrived

_E6_E4_IN_FEN: Final = 10**8
_SHARES: Final = frozenset(bills.SPLIT)  # of a line's amount
_CLOCKS: Final = timedelta(days=45)  # how far a PC whose clock runs ahead may date: it is judged all the same


def require_sound(arrived: Arrived, fact: SettlementMade) -> None:
    """Of a bill that the county or nobody else paid for; the platform's is held against its answer.

    Raises:
        BadFact: dated in the future, or its amounts do not add up, to the lines, or to what was paid.
    """
    _require_passed(arrived, fact, "setl_date")
    amounts = Amounts.of(fact.amounts)
    if min(fact.amounts.values(), default=0) < 0:
        raise BadFact(type=fact.type, why="a negative amount")
    if not all(line.split.keys() <= _SHARES for line in fact.lines):
        raise BadFact(type=fact.type, why="an unknown share of a line")
    charged = sum([half_up(line.pric_e6 * line.cnt_e4, _E6_E4_IN_FEN) for line in fact.lines])
    sums = {
        "medfee_sumamt": charged,
        "fund_pay_sumamt": amounts.hifp_pay + amounts.hifmi_pay + amounts.hifob_pay + amounts.maf_pay,
        "psn_part_amt": amounts.medfee_sumamt - amounts.fund_pay_sumamt - amounts.hosp_part_amt,
        "psn_cash_pay": amounts.psn_part_amt - amounts.acct_pay,
        "cash_pay": amounts.psn_cash_pay - amounts.ewallet_pay,
    }
    wrong = [name for name, amount in sums.items() if getattr(amounts, name) != amount]
    if fact.tender and sum(fact.tender.values()) != amounts.psn_cash_pay:
        wrong.append("tender")
    if wrong:
        raise BadFact(type=fact.type, why=", ".join(wrong))


def require_taken_back(arrived: Arrived, red: SettlementReversed, original: SettlementMade) -> None:
    """Raises:
    BadFact: dated in the future, or it takes back something else than the original.
    """
    _require_passed(arrived, red, "refund_date")
    if red.psn_no != original.psn_no or _told(red.amounts) != _told(original.amounts, -1):
        raise BadFact(type=red.type, why="not what the original says")


def _told(amounts: Mapping[str, int], sign: int = 1) -> dict[str, int]:
    return {name: sign * amount for name, amount in amounts.items() if amount}


def _require_passed(arrived: Arrived, fact: SettlementMade | SettlementReversed, name: str) -> None:
    written = beijing_day(ms_of_stamp(arrived.placed().effective))
    if getattr(fact, name) > written + _CLOCKS:
        raise BadFact(type=fact.type, why=name)
