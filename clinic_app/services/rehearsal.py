"""演练: what the county would do with what it does not hold yet, asked before the day is closed; nothing is written."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import BadFact
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.store.journal import Store
from clinic_app.store.own_look import own_look
from clinic_app.store.rows import entry_of, run_rows
from clinic_app.sync import rehearsal
from clinic_app.sync.county import County, Rehearsed
from clinic_app.sync.enrolment import county_of
from clinic_app.sync.rehearsal import Waiting

MOST_SHOWN: Final = 500  # entries that are named; the counts are of all


class Would(StrEnum):
    """What the county would do with an entry that does not simply count."""

    ADJUST = "adjusted"  # it counts, with the county's amounts
    VOID = "voided"  # the county would pay nothing of it
    SET_ASIDE = "set_aside"  # it would count nowhere until it is put right
    WAIT = "provisional"  # it would be held until what it builds on has come


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldReturn:
    """An entry that would not count just as it is."""

    would: Would
    seq: int  # in the run of this PC
    entry_id: UUID
    type: str  # of the fact: settlement.made …
    author: str  # who wrote it
    written_ms: int  # UTC, by this PC's clock
    number: str  # of the receipt, where it is a settlement or a red; otherwise ""
    code: str  # of set aside and voided: docs/errors.md; of an adjustment its cause (PERSON, ACCUM …), or ""
    fund_diff: int = 0  # fen that the funds would pay more (−: less) than the clinic has reckoned


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a rehearsal told."""

    at_ms: int  # UTC
    by_county: bool  # false: only shape, authors and roles were looked at, on this PC
    why_not: str  # code of what kept the county from answering; "" where it did
    entries: int  # that were looked at and that the county does not hold
    accepted: int  # of them, those that would count just as they are
    left: int  # not looked at: a rehearsal takes the oldest 4000 or so
    would_return: tuple[WouldReturn, ...]  # at most MOST_SHOWN, in the order of the journal
    fund_diff: int = 0  # fen that the funds would pay more (−: less) than was reckoned here, of all of them

    @property
    def fine(self) -> bool:
        """The county itself would take everything just as it is."""
        return self.by_county and self.left == 0 and self.accepted == self.entries


class RehearsalService:
    def __init__(self, store: Store, connect: Callable[[Store], County] = county_of) -> None:
        self._store = store
        self._connect = connect

    def rehearse(self) -> Rehearsal:
        """Ask the county; without it, look ourselves.  It goes over the line: not for the GUI thread.

        Raises:
            NotOurs, FileDamaged, Busy: of our own disk.
        """
        shown = rehearsal.waiting(self._store)
        try:
            told = self._ask(shown)
        except ClinicError as error:
            return self._by_ourselves(error.code)
        if shown is None or told is None:
            return Rehearsal(
                at_ms=self._store.wall(),
                by_county=True,
                why_not="",
                entries=0,
                accepted=0,
                left=0,
                would_return=(),
            )
        return self._by_county(shown, told)

    def _ask(self, shown: Waiting | None) -> Rehearsed | None:
        county = self._connect(self._store)  # even with nothing to show: a PC that is not enrolled is told so
        try:
            return None if shown is None else rehearsal.rehearse(shown, county)
        finally:
            county.close()

    def _by_county(self, shown: Waiting, told: Rehearsed) -> Rehearsal:
        said = {
            **{seq: (Would.ADJUST, cause, fen) for seq, fen, cause in told.adjusted},
            **{seq: (Would.VOID, code, fen) for seq, fen, code in told.voided},
            **{seq: (Would.SET_ASIDE, code, 0) for seq, code in told.set_aside},
            **{seq: (Would.WAIT, code, 0) for seq, code in told.provisional},
        }
        named: list[WouldReturn] = []
        with self._store.reading() as connection:
            for seq in sorted(said)[:MOST_SHOWN]:
                would, code, fen = said[seq]
                for row in run_rows(connection, shown.run, seq - 1, 1):
                    named.append(_would(would, entry_of(row), code, fen))
        return Rehearsal(
            at_ms=self._store.wall(),
            by_county=True,
            why_not="",
            entries=told.entries,
            accepted=told.accepted,
            left=shown.left,
            would_return=tuple(named),
            fund_diff=sum(fen for _, _, fen in said.values()),
        )

    def _by_ourselves(self, why_not: str) -> Rehearsal:
        entries, bad = 0, 0
        named: list[WouldReturn] = []
        with self._store.reading() as connection:
            for entry, code in own_look(connection):
                entries += 1
                bad += bool(code)
                if code and len(named) < MOST_SHOWN:
                    named.append(_would(Would.SET_ASIDE, entry, code, 0))
        return Rehearsal(
            at_ms=self._store.wall(),
            by_county=False,
            why_not=why_not,
            entries=entries,
            accepted=entries - bad,
            left=0,
            would_return=tuple(named),
        )


def _would(would: Would, entry: Entry, code: str, fund_diff: int) -> WouldReturn:
    return WouldReturn(
        would=would,
        seq=entry.seq,
        entry_id=entry.id,
        type=entry.type,
        author=entry.author,
        written_ms=ms_of_stamp(entry.time),
        number=_number(entry),
        code=code,
        fund_diff=fund_diff,
    )


def _number(entry: Entry) -> str:
    try:
        fact = fact_of(entry)
    except BadFact:
        return ""
    return fact.number if isinstance(fact, SettlementMade | SettlementReversed) else ""
