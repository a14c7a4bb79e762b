"""案卷: what the settlements of a batch ask for, looked up at once and kept up to date as verdicts are made.

Each settlement sees what those before it in the batch did.  What nobody foresaw (an entry that had waited) is looked
up when it comes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain import policy as policies
from clinic_app.domain.policy import Policy
from clinic_app.domain.settlement import Effect, FeeDay, State, Verdict
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.journal.quarantine import NoPolicy
from clinic_app.projections.queries import insurance
from clinic_app.projections.queries.insurance import Cover
from sync_server.store.queries import accumulated, records
from sync_server.store.queries.entries import Arrived

_KINDS: Final = frozenset({SettlementMade.type, SettlementReversed.type})


class Named(msgspec.Struct, frozen=True):
    """What a settlement or a reversal asks the county about."""

    psn_no: str = ""
    visit_id: UUID | None = None
    settlement_id: UUID | None = None
    resettles: UUID | None = None


@dataclass(slots=True)
class Record:
    """A settlement or a red that counts, as it stands at this place of the county's order."""

    fact: SettlementMade | SettlementReversed
    verdict: SettlementAdjudicated | None
    is_reversed: bool = False


class Docket:
    """Questions of the adjudication, in the order of arrival; `count` after each answer, `close` at the end."""

    def __init__(self, connection: sa.Connection, batch: Iterable[Arrived]) -> None:
        self._covers: dict[str, Cover | None] = {}
        self._states: dict[str, State] = {}
        self._moved: set[str] = set()  # people whose state is to be kept
        self._unsettled: set[str] = set()  # people of whom what is kept is no longer true
        self._judged: dict[UUID, bool] = {}  # entries: whether the county judged them before
        self._valid: dict[UUID, set[UUID]] = {}  # settlements by visit
        self._records: dict[UUID, Record | None] = {}
        self._policies: list[insurance.PolicyText] | None = None
        self._look_up(connection, _named_in(batch))

    def is_judged(self, connection: sa.Connection, entry: UUID) -> bool:
        """Whether the county said something to it before its disk was lost and got back."""
        if entry not in self._judged:
            self._ask_judged(connection, [entry])
        return self._judged[entry]

    def cover(self, connection: sa.Connection, psn_no: str) -> Cover | None:
        if psn_no not in self._covers:
            self._ask_covers(connection, [psn_no])
        return self._covers[psn_no]

    def state(self, connection: sa.Connection, psn_no: str) -> State:
        """累计 before the entry at hand."""
        if psn_no not in self._states:
            self._ask_states(connection, [psn_no])
        return self._states[psn_no]

    def visit_is_taken(self, connection: sa.Connection, visit: UUID, own: UUID) -> bool:
        """Check 9: the county holds another valid settlement of this visit."""
        if visit not in self._valid:
            self._valid.update(records.valid_of_visits(connection, [visit]))
        return not self._valid[visit] <= {own}

    def record(self, connection: sa.Connection, entry: UUID) -> Record | None:
        """A settlement or a red that counts."""
        if entry not in self._records:
            self._records.update(_read(connection, [entry]))
        return self._records[entry]

    def policy(self, connection: sa.Connection, insutype: str) -> Policy:
        """Raises:
        NoPolicy: none is published for this insurance.
        """
        if self._policies is None:
            self._policies = insurance.policies(connection)
        for published in self._policies:
            if insutype in published.insutypes:
                return _parsed(published.text)
        raise NoPolicy(insutype=insutype)

    def count(
        self,
        entry: UUID,
        fact: SettlementMade | SettlementReversed,
        verdict: SettlementAdjudicated | None,
    ) -> None:
        """The entry counts from now on, with its verdict if it got one."""
        if self._judged[entry]:
            self._ask_again(entry, fact.psn_no)
            return
        self._records[entry] = Record(fact, verdict)
        if isinstance(fact, SettlementReversed):
            self._count_red(fact)
        elif fact.visit_id in self._valid and (verdict is None or verdict.status != Verdict.VOIDED):
            self._valid[fact.visit_id].add(entry)
        if verdict is not None and verdict.psn_no:
            self._move(verdict)

    def close(self, connection: sa.Connection) -> None:
        """Keep what the accumulators have become: the last word in the batch."""
        accumulated.forget(connection, sorted(self._unsettled - self._moved))
        accumulated.keep(connection, {psn_no: self._states[psn_no] for psn_no in sorted(self._moved)})

    def _count_red(self, red: SettlementReversed) -> None:
        original = self._records[red.settlement_id]
        assert original is not None and isinstance(original.fact, SettlementMade)
        original.is_reversed = True
        self._valid.get(original.fact.visit_id, set()).discard(red.settlement_id)
        if original.verdict is not None and original.verdict.gc_last is not None:
            self._sum_again(original.verdict.psn_no)  # its fee day no longer counts: an earlier one may

    def _move(self, verdict: SettlementAdjudicated) -> None:
        psn_no, day = verdict.psn_no, verdict.gc_last
        if psn_no not in self._states:
            self._unsettled.add(psn_no)
            return
        fee_day = None if day is None else FeeDay(verdict.facility, None, day)
        effect = Effect(verdict.year, verdict.effect, fee_day)
        self._states[psn_no] = self._states[psn_no].plus(effect)
        self._moved.add(psn_no)

    def _sum_again(self, psn_no: str) -> None:
        self._states.pop(psn_no, None)
        self._moved.discard(psn_no)
        self._unsettled.add(psn_no)

    def _ask_again(self, entry: UUID, psn_no: str) -> None:
        """Whatever its old verdict did stands in the tables."""
        self._records.clear()
        self._valid.clear()
        self._sum_again(psn_no)

    def _look_up(self, connection: sa.Connection, named: dict[UUID, Named]) -> None:
        if not named:
            return
        everything = named.values()
        people = sorted({one.psn_no for one in everything if one.psn_no})
        self._ask_judged(connection, named)
        self._ask_covers(connection, people)
        self._ask_states(connection, people)
        visits = {one.visit_id for one in everything if one.visit_id is not None}
        self._valid.update(records.valid_of_visits(connection, visits))
        pointed = {id_ for one in everything for id_ in (one.settlement_id, one.resettles) if id_ is not None}
        self._records.update(_read(connection, pointed - named.keys()))

    def _ask_judged(self, connection: sa.Connection, ids: Collection[UUID]) -> None:
        self._judged.update(dict.fromkeys(ids, False))
        for row in records.known(connection, ids):
            self._judged[row.id] = row.adjudicated_entry is not None

    def _ask_covers(self, connection: sa.Connection, people: Sequence[str]) -> None:
        self._covers.update(dict.fromkeys(people))
        self._covers.update(insurance.covers_of(connection, people))

    def _ask_states(self, connection: sa.Connection, people: Sequence[str]) -> None:
        kept = accumulated.read(connection, [one for one in people if one not in self._unsettled])
        self._states.update(kept)
        unknown = [one for one in people if one not in kept]
        if unknown:
            self._states.update(insurance.states_of(connection, unknown, "county"))
            self._moved.update(one for one in unknown if one)


def _named_in(batch: Iterable[Arrived]) -> dict[UUID, Named]:
    found: dict[UUID, Named] = {}
    for arrived in batch:
        entry = arrived.entry
        if entry.type in _KINDS and entry.body is not None:
            try:
                found[entry.id] = _NAMED.decode(entry.body)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                continue  # it is set aside, or it asks for itself
    return found


_NAMED: Final = msgspec.json.Decoder(Named)


def _read(connection: sa.Connection, ids: Collection[UUID]) -> dict[UUID, Record | None]:
    found: dict[UUID, Record | None] = dict.fromkeys(ids)
    rows = [row for row in records.known(connection, ids) if row.kind is not None]
    judged = [row.adjudicated_entry for row in rows if row.adjudicated_entry is not None]
    bodies = records.bodies(connection, [row.id for row in rows] + judged)
    for row in rows:
        kind = SettlementMade if row.kind == "settle" else SettlementReversed
        verdict = row.adjudicated_entry
        found[row.id] = Record(
            kind.parse(bodies[row.id]),
            None if verdict is None else SettlementAdjudicated.parse(bodies[verdict]),
            row.reversed_entry is not None,
        )
    return found


@lru_cache(maxsize=16)
def _parsed(text: str) -> Policy:
    return policies.load(text)
