"""商品销售上报 (3505A): each box that this PC handed out, told to the platform once, in batches, when the line allows.

Which entries have been taken into a batch is written in the transaction that intends it, so no box is in two and none
is left out.  A batch without an answer is asked for (3512) before it is said again, under its own number.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.platform import message
from clinic_app.domain.platform.errors import NoAnswer, NoPlatform, PlatformRefused
from clinic_app.domain.platform.sales import Sale, ask_sale, sales
from clinic_app.journal.clock import ms_of_stamp, stamp
from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.calls import CallIntended
from clinic_app.journal.facts.pharmacy import HandedOut, MedicineDispensed, TakenFrom
from clinic_app.projections.queries import settlement, stock
from clinic_app.projections.queries.calls import Call, CallState, call_of
from clinic_app.projections.queries.settlement import NoSettlement
from clinic_app.services.platform.talk import Talk
from clinic_app.store import local
from clinic_app.store.calls import CallLedger
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.rows import entry_of, selection
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations

SALES: Final = f"report.{message.SALES}"  # no call of the desk: nobody waits for it
_TAKEN: Final = "sales_taken"  # position of the last entry that stands in a batch
_AT_ONCE: Final = 50  # entries of a batch
_BACK_MS: Final = 7 * 86_400_000  # where the first batch begins


@dataclass(frozen=True, slots=True)
class SalesReported:
    """What one round came to, in batches."""

    told: int = 0
    unknown: int = 0
    refused: int = 0


class Selling:
    def __init__(self, store: Store, talk: Talk, ledger: CallLedger) -> None:
        self._store = store
        self._talk = talk
        self._ledger = ledger
        self._round = threading.Lock()

    def report(self, by: OnDuty) -> SalesReported:
        """Batches that wait for their end, then new ones, until the line fails.

        Raises:
            NotAllowed, NoPlatform
        """
        by.must("settlement")
        if not self._talk.available:
            raise NoPlatform()
        states: list[CallState] = []
        with self._round:
            for call in self._waiting():
                states.append(self._end(by, call))
            while CallState.UNKNOWN not in states and (call_id := self._intend(by)) is not None:
                with self._store.reading() as connection:
                    call = call_of(connection, call_id)
                states.append(self._say(by, call))
        return SalesReported(
            told=states.count(CallState.SUCCEEDED),
            unknown=states.count(CallState.UNKNOWN),
            refused=states.count(CallState.FAILED),
        )

    def _waiting(self) -> list[Call]:
        """Open batches of this PC."""
        found = []
        for call in self._ledger.open(SALES):
            entry = self._store.entry(call.id)
            if entry is not None and entry.device == self._store.device:
                found.append(call)
        return found

    def _intend(self, by: OnDuty) -> UUID | None:
        """The next boxes into a batch; None when there are none."""
        with self._store.writing(by.author) as writing:
            taken = local.read_text(writing.connection, _TAKEN)
            found = self._after(writing.connection, int(taken or 0), started=bool(taken))
            if not found:
                return None
            coded = [entry for _, entry in found if _coded(entry)]
            local.write(writing.connection, _TAKEN, str(found[-1][0]))
            if not coded:
                return None
            request: dict[str, str | int] = {"entries": ",".join(one.id.hex for one in coded), "insuplc": ""}
            fact = CallIntended(kind=SALES, msgid=self._talk.msgid_in(writing), request=request)
            return writing.append(fact).id

    def _after(self, connection: sa.Connection, position: int, *, started: bool) -> list[tuple[int, Entry]]:
        """What this PC handed out since, in its order."""
        since = 0 if started else stamp(self._store.wall() - _BACK_MS)
        rows = connection.execute(
            selection()
            .add_columns(entries.c.position)
            .where(
                entries.c.position > position,
                entries.c.type == MedicineDispensed.type,
                entries.c.time >= since,
                incarnations.c.owner == "own",
            )
            .order_by(entries.c.position)
            .limit(_AT_ONCE)
        )
        return [(row.position, entry_of(row)) for row in rows]

    def _end(self, by: OnDuty, call: Call) -> CallState:
        """What became of a batch; said again where the platform does not have it."""
        if call.state is CallState.INTENDED:
            return self._say(by, call)
        there = self._is_there(by, call)
        if there is None:
            return CallState.UNKNOWN
        if there:
            return self._conclude(by, call, CallState.SUCCEEDED, "asked")
        return self._say(by, call, again=True)

    def _say(self, by: OnDuty, call: Call, *, again: bool = False) -> CallState:
        lines = self._sales(call)
        self._ledger.sent(by.author, call.id)
        try:
            self._talk.say(by, message.SALES, sales(lines, by.name), msgid=call.msgid)
        except NoAnswer:
            return CallState.UNKNOWN
        except PlatformRefused as refused:
            if again:  # a number that was used, by what had been under way
                there = self._is_there(by, call)
                if there is not False:
                    return (
                        self._conclude(by, call, CallState.SUCCEEDED, "asked") if there else CallState.UNKNOWN
                    )
            why = str(refused.facts["why"])
            return self._conclude(by, call, CallState.FAILED, "answer", why)
        return self._conclude(by, call, CallState.SUCCEEDED, "answer")

    def _is_there(self, by: OnDuty, call: Call) -> bool | None:
        """A batch is booked whole, so its first sale tells; None: no answer."""
        first = self._sales(call)[0]
        try:
            said = self._talk.say(by, message.ASK_SALES, ask_sale(first.number))
        except (NoAnswer, PlatformRefused):
            return None
        return bool(said.get("data"))

    def _conclude(self, by: OnDuty, call: Call, state: CallState, evidence: str, why: str = "") -> CallState:
        self._ledger.conclude(by.author, call.id, state, evidence, {"why": why} if why else None)
        return state

    def _sales(self, call: Call) -> list[Sale]:
        """The batch as its entries say, the same whenever it is asked."""
        found: list[Sale] = []
        for text in str(call.request["entries"]).split(","):
            entry = self._store.entry(UUID(text))
            if entry is not None:
                found += self._sales_of(entry)
        return found

    def _sales_of(self, entry: Entry) -> list[Sale]:
        fact = MedicineDispensed.parse(entry.body or b"")
        coded = _coded(entry)
        ids = [taken.batch_id for _, taken in coded]
        with self._store.reading() as connection:
            batches = stock.batches_by_id(connection, self._store.facility, ids)
            insured = _is_insured(connection, fact.settlement_id)
        number, visit = message.own_number(entry.id), message.own_number(fact.visit_id)
        found = []
        for no, (line, taken) in enumerate(coded):
            batch = batches.get(taken.batch_id)
            found.append(
                Sale(
                    number=f"{number}{no:03d}",
                    code=line.code,
                    name=line.name,
                    lot=batch.lot if batch else "",
                    expires=batch.expires if batch else None,
                    cnt_e4=_share(line, taken),
                    pric_e6=line.pric_e6,
                    split=bool(taken.loose_e4),
                    insured=insured,
                    visit=visit,
                    sold_ms=ms_of_stamp(entry.time),
                    codes=tuple(used.code for used in taken.codes),
                )
            )
        return found


def _coded(entry: Entry) -> Sequence[tuple[HandedOut, TakenFrom]]:
    """What left with a trace code."""
    fact = MedicineDispensed.parse(entry.body or b"")
    return [(line, taken) for line in fact.lines for taken in line.taken if taken.codes]


def _share(line: HandedOut, taken: TakenFrom) -> int:
    """How much of a line came out of one batch, in the line's unit."""
    return line.cnt_e4 * taken.qty_e4 // max(sum(one.qty_e4 for one in line.taken), 1)


def _is_insured(connection: sa.Connection, settlement_id: UUID) -> bool:
    try:
        return bool(settlement.settlement_of(connection, settlement_id).insutype)
    except NoSettlement:
        return False
