"""Every bill of a month that the county adjudicated, computed under two policies.

In the order of adjudication, from the accumulators as they stood at the month's start.  Nobody's accumulators
depend on another person, so people are taken one after the other and memory holds a few hundred of them.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.settlement import Amounts, Circumstances, Effect, Person, settle
from clinic_app.domain.settlement.bill import Taken
from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal import bills
from clinic_app.journal.clock import stamp
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.queries import insurance
from clinic_app.projections.tables.settlement import settlement
from sync_server.reports.whatif.policies import Candidate
from sync_server.store.tables import journal_entry

PEOPLE: Final = 200  # at once in memory
LARGEST: Final = 10


class BadMonth(RuleBroken):
    """Not YYYY-MM."""

    code = "policy.bad_month"


@dataclass(slots=True)
class Cell:
    """Bills of one insurance type, facility and type of visit.  Money in fen."""

    insutype: str
    facility: str
    med_type: str
    bills: int = 0
    fund_before: int = 0
    fund_after: int = 0
    person_before: int = 0
    person_after: int = 0
    gain: int = 0  # persons who pay less
    lose: int = 0  # persons who pay more


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One settlement; no name stands here."""

    size: int  # fen
    id: UUID
    facility: str
    insutype: str
    med_type: str
    day: date  # end of the service
    fund_before: int
    fund_after: int
    person_before: int
    person_after: int


@dataclass(slots=True)
class Comparison:
    month: str  # YYYY-MM, of the adjudication
    before: tuple[str, ...]  # titles of the policies
    after: tuple[str, ...]
    cells: list[Cell] = field(default_factory=list)
    largest: list[Difference] = field(default_factory=list)
    bills: int = 0
    persons: int = 0
    gain: int = 0
    lose: int = 0
    stretched: int = 0  # bills of days that a policy does not cover: its nearest version was taken
    left_out: int = (
        0  # bills of people or insurances that one side knows nothing of, and visits charged twice
    )

    def total(self) -> Cell:
        whole = Cell("", "", "", gain=self.gain, lose=self.lose)
        for cell in self.cells:
            whole.bills += cell.bills
            whole.fund_before += cell.fund_before
            whole.fund_after += cell.fund_after
            whole.person_before += cell.person_before
            whole.person_after += cell.person_after
        return whole


def compare(connection: sa.Connection, before: Candidate, after: Candidate, month: str) -> Comparison:
    """Raises:
    BadMonth
    """
    since, until = _bounds(month)
    done = Comparison(month, before.titles, after.titles)
    cells: dict[tuple[str, str, str], Cell] = {}
    for records in _people(connection, since, until):
        _Person(connection, before, after, since, done, cells).play(records)
    done.cells = [cells[key] for key in sorted(cells)]
    done.largest.sort(reverse=True)
    return done


@dataclass(frozen=True, slots=True)
class _Computed:
    """One bill under both policies."""

    key: tuple[str, str, str]
    day: date  # end of the service
    effects: tuple[Effect | None, Effect | None]
    fund: tuple[int, int]
    person: tuple[int, int]
    stretched: bool


class _Person:
    """One person's month."""

    def __init__(
        self,
        connection: sa.Connection,
        before: Candidate,
        after: Candidate,
        since: int,
        done: Comparison,
        cells: dict[tuple[str, str, str], Cell],
    ) -> None:
        self._connection = connection
        self._sides = (before, after)
        self._since = since
        self._done = done
        self._cells = cells
        self._computed: dict[UUID, _Computed] = {}

    def play(self, records: list[Any]) -> None:
        known = insurance.insured_by_psn_no(self._connection, records[0].psn_no)
        start = insurance.state_of(self._connection, records[0].psn_no, "county", self._since)
        self._states = [start, start]
        for record in records:
            if record.kind == "red":
                self._take_back(record)
            elif known is None or record.adjudged_error == "E_DUP_VISIT":
                self._done.left_out += 1
            else:
                self._settle(record, known.person)
        self._count_person()

    def _settle(self, record: Any, person: Person) -> None:
        made = SettlementMade.parse(bytes(record.body))
        bill = bills.bill_of(made)
        day = made.enddate
        sides = [side.for_bill(person.insutype, day) for side in self._sides]
        if sides[0] is None or sides[1] is None:
            self._done.left_out += 1
            return
        known = Amounts.of(made.amounts)
        given = Circumstances(taken=Taken(acct_pay=known.acct_pay, ewallet_pay=known.ewallet_pay))
        effects: list[Effect | None] = []
        fund, paid = [], []
        for at, side in enumerate(sides):
            assert side is not None
            outcome = settle(side.policy, person, self._states[at], bill, given)
            if outcome.effect is not None:
                self._states[at] = self._states[at].plus(outcome.effect)
            effects.append(outcome.effect)
            fund.append(outcome.amounts.fund_pay_sumamt)
            paid.append(known.medfee_sumamt if outcome.rejected else outcome.amounts.psn_part_amt)
        key = (person.insutype, made.fixmedins_code, made.med_type)
        stretched = sides[0].stretched or sides[1].stretched
        pairs = (effects[0], effects[1]), (fund[0], fund[1]), (paid[0], paid[1])
        found = _Computed(key, day, *pairs, stretched)
        self._computed[record.id] = found

    def _note(self, settlement_id: UUID, found: _Computed) -> None:
        size = abs(found.fund[1] - found.fund[0]) or abs(found.person[1] - found.person[0])
        if not size:
            return
        insutype, facility, med_type = found.key
        item = Difference(
            size, settlement_id, facility, insutype, med_type, found.day, *found.fund, *found.person
        )
        if len(self._done.largest) < LARGEST:
            heapq.heappush(self._done.largest, item)
        else:
            heapq.heappushpop(self._done.largest, item)

    def _take_back(self, record: Any) -> None:
        """A red takes back what each side had computed; of an earlier month's bill, what the county had."""
        found = self._computed.pop(record.reverses, None)
        if found is not None:
            for at, effect in enumerate(found.effects):
                if effect is not None:
                    self._states[at] = self._states[at].minus(effect)
            return
        judged = SettlementAdjudicated.parse(bytes(record.judged))
        effect = Effect(judged.year, judged.effect)
        self._states = [state.plus(effect) for state in self._states]

    def _count_person(self) -> None:
        """What stands at the month's end counts; a bill that was taken back in it does not."""
        changes: dict[tuple[str, str, str], int] = {}
        for settlement_id, found in self._computed.items():
            self._note(settlement_id, found)
            self._done.stretched += found.stretched
            cell = self._cells.setdefault(found.key, Cell(*found.key))
            cell.bills += 1
            cell.fund_before += found.fund[0]
            cell.fund_after += found.fund[1]
            cell.person_before += found.person[0]
            cell.person_after += found.person[1]
            changes[found.key] = changes.get(found.key, 0) + found.person[1] - found.person[0]
        for key, change in changes.items():
            self._cells[key].gain += change < 0
            self._cells[key].lose += change > 0
        self._done.bills += len(self._computed)
        self._done.persons += bool(self._computed)
        self._done.gain += sum(changes.values()) < 0
        self._done.lose += sum(changes.values()) > 0


def _bounds(month: str) -> tuple[int, int]:
    """The month's first moment and the next one's (Beijing), on the hybrid clock."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise BadMonth(month=month[:20]) from error
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return _stamp_of(first), _stamp_of(following)


def _stamp_of(day: date) -> int:
    return stamp(ms_of(datetime(day.year, day.month, day.day, tzinfo=BEIJING)))


def _people(connection: sa.Connection, since: int, until: int) -> Iterator[list[Any]]:
    """The records of each person whom the county judged in the month, in the order of judging."""
    within = (
        settlement.c.adjudicated_at >= since,
        settlement.c.adjudicated_at < until,
        settlement.c.made_at.is_not(None),
        settlement.c.psn_no != "",
    )
    last = ""
    while True:
        names = sa.select(settlement.c.psn_no).where(*within, settlement.c.psn_no > last).distinct()
        people = list(connection.scalars(names.order_by(settlement.c.psn_no).limit(PEOPLE)))
        if not people:
            return
        rows = _records(connection, people, within)
        for _, records in groupby(rows, key=lambda row: row.psn_no):
            yield list(records)
        last = people[-1]


def _records(connection: sa.Connection, people: list[str], within: tuple[Any, ...]) -> list[Any]:
    made, judged = journal_entry.alias("made"), journal_entry.alias("judged")
    statement = (
        sa.select(
            settlement.c.id,
            settlement.c.kind,
            settlement.c.reverses,
            settlement.c.psn_no,
            settlement.c.adjudged_error,
            made.c.body,
            judged.c.body.label("judged"),
        )
        .join(made, made.c.id == settlement.c.id)
        .join(judged, judged.c.id == settlement.c.adjudicated_entry)
        .where(*within, settlement.c.psn_no.in_(people))
        .order_by(settlement.c.psn_no, settlement.c.adjudicated_at, settlement.c.id)
    )
    found: dict[UUID, Any] = {}
    for row in connection.execute(statement):
        found.setdefault(row.id, row)  # after a fork an entry may stand twice
    return list(found.values())
