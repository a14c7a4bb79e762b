"""日结: one closing of each window and business day, then one of the facility; none is ever opened again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from msgspec.structs import replace

from clinic_app.domain import closing as sums
from clinic_app.domain.closing import Breach, Drugs, Totals, compare_drugs
from clinic_app.domain.closing.drawer import Doubts, Drawer, business_day, require_note
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.money import yuan
from clinic_app.domain.tender import PURSE
from clinic_app.domain.time import beijing_day
from clinic_app.journal import closings
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.closing import ClosingMade, JournalRange
from clinic_app.printing.closing import Sheet, closing_sheet
from clinic_app.printing.documents import Document
from clinic_app.projections.queries import closing, facility
from clinic_app.projections.queries.calls import Call
from clinic_app.projections.queries.closing import Closed, NoClosing, OpenWindow
from clinic_app.store import local, windows
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

DAY = timedelta(days=1)


class ClosedAlready(RuleBroken):
    """The window has closed this business day; what comes later belongs to the next one."""

    code = "closing.already"


class TakingsChanged(RuleBroken):
    """Something was charged or taken back since the drawer was counted."""

    code = "closing.changed"


class NothingToSum(RuleBroken):
    """No window has closed since the facility's last closing."""

    code = "closing.nothing_to_sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a closing of this window would say now.  Money in fen."""

    biz_date: date
    ranges: tuple[JournalRange, ...]
    records: tuple[UUID, ...]
    movements: tuple[UUID, ...]
    totals: Totals
    ewallet_debited: int
    drugs: Drugs
    open_calls: tuple[Call, ...]  # 未知: sent, and nobody knows what became of them
    breaches: tuple[Breach, ...]
    names: Mapping[str, str]  # of staff, by id
    last: Closed | None  # the window's closing before this one
    closed: bool  # today's business day is closed: nothing to do before tomorrow
    pharmacy: bool  # whether anything is handed out here at all
    more: bool  # more than one closing holds

    @property
    def purse_diff(self) -> int:
        """Fen that purses were debited beyond what the bills say."""
        return self.ewallet_debited - self.totals.taken.get(PURSE, 0)

    @property
    def doubts(self) -> Doubts:
        """What has to be explained beside the drawer."""
        return Doubts(len(self.open_calls), self.purse_diff, len(self.breaches))


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityPreview:
    """What a closing of the whole facility would sum up now."""

    biz_date: date
    parts: tuple[Closed, ...]
    made: tuple[ClosingMade, ...]  # the same as they stand in the journal
    totals: Totals
    breaches: tuple[Breach, ...]
    open_windows: tuple[OpenWindow, ...]


class ClosingService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def preview(self, by: OnDuty) -> Preview:
        """This window since its last closing; nothing is written.

        Raises:
            NotAllowed
        """
        by.must("closing")
        with self._store.reading() as connection:
            return self._preview(connection)

    def close(
        self,
        by: OnDuty,
        counted: int,
        float_in: int = 0,
        note: str = "",
        *,
        counts: Mapping[int, int] | None = None,
        expected_shown: int | None = None,
    ) -> tuple[UUID, ClosingMade]:
        """日结 of this window, computed again inside the transaction.

        Args:
            counted: fen in the drawer, `float_in` (备用金, there when the day began) included.
            note: explains a difference, open calls, figures that contradict each other.
            counts: notes and coins by their value in fen, where the drawer was counted so.
            expected_shown: what the drawer should hold as the cashier saw it.

        Raises:
            NotAllowed, ClosedAlready, BadCount
            TakingsChanged: the drawer should hold another sum than `expected_shown`; nothing was closed.
            CashDiffers, CallsOpen, PurseDiffers, NotBalanced: and `note` is empty.
        """
        by.must("closing")
        drawer = Drawer(counted, float_in, note, counts or {})
        with self._store.writing(by.author) as writing:
            ready = self._preview(writing.connection)
            if ready.closed:
                raise ClosedAlready(day=self.today().isoformat())
            expected = ready.totals.cash_expected(float_in)
            if expected_shown is not None and expected != expected_shown:
                raise TakingsChanged(shown=yuan(expected_shown), expected=yuan(expected))
            require_note(drawer, expected, ready.doubts)
            fact = self._made(writing, by, ready, drawer)
            entry = writing.append(fact)
        return entry.id, fact

    def preview_facility(self, by: OnDuty, biz_date: date) -> FacilityPreview:
        """What the facility's closing would sum up.

        Raises:
            NotAllowed
        """
        by.must("facility_closing")
        with self._store.reading() as connection:
            return self._preview_facility(connection, biz_date)

    def close_facility(self, by: OnDuty, biz_date: date, note: str = "") -> tuple[UUID, ClosingMade]:
        """机构日结: the sum of its windows' closings up to a business day that no earlier one names.

        A window that has not closed is named and holds nothing up: its closing goes into the next one.

        Raises:
            NotAllowed
            NothingToSum: no window has closed since the last one.
        """
        by.must("facility_closing")
        with self._store.writing(by.author) as writing:
            ready = self._preview_facility(writing.connection, biz_date)
            if not ready.parts:
                raise NothingToSum(day=biz_date.isoformat())
            entry = writing.append(fact := self._facility_made(writing, by, ready, note))
        return entry.id, fact

    def closings(self, month: date) -> list[Closed]:
        """Those of the month that a day lies in, the newest first."""
        first = month.replace(day=1)
        last = (first + 31 * DAY).replace(day=1) - DAY
        with self._store.reading() as connection:
            return closing.closings(connection, self._store.facility, first, last)

    def made(self, closing_id: UUID) -> ClosingMade:
        """A closing as it was made.

        Raises:
            NoClosing
        """
        return ClosingMade.parse(self._entry(closing_id).body or b"")

    def sheet(self, closing_id: UUID) -> Document:
        """日结表, from the entry alone: a reprint is the same to the byte.

        Raises:
            NoClosing
        """
        entry = self._entry(closing_id)
        with self._store.reading() as connection:
            made_up = local.read_text(connection, local.MADE_UP) == "1"
        made = ClosingMade.parse(entry.body or b"")
        return closing_sheet(
            Sheet(closing_id=entry.id, made_ms=ms_of_stamp(entry.time), made=made, made_up=made_up)
        )

    def prove(self, closing_id: UUID) -> tuple[Breach, ...]:
        """A frozen closing held against its records once more; empty: it still proves itself.

        Raises:
            NoClosing
        """
        made = self.made(closing_id)
        with self._store.reading() as connection:
            if made.level == "facility":
                parts = windows.closings_of(connection, made.closings)
                said = [closings.totals_of(one) for one in parts]
                return sums.prove_facility(closings.totals_of(made), said, [one.records for one in parts])
            found = windows.entries_of(connection, made.records)
            return sums.prove(windows.records_of(connection, found), closings.totals_of(made))

    # What a closing is made of.

    def _preview(self, connection: sa.Connection) -> Preview:
        here = self._store.facility
        held = windows.window(connection, here)
        records = windows.records_of(connection, held.entries)
        movements, debits = (
            windows.movements_of(connection, held.entries),
            windows.debits_of(connection, held.entries),
        )
        totals = sums.totals_of(records, movements)
        last = closing.last_of_device(connection, here, self._store.device)
        days = [beijing_day(ms_of_stamp(entry.time)) for entry in held.entries]
        biz_date = business_day(self.today(), max(days, default=None), last.biz_date if last else None)
        pharmacy = closing.window_is_used(connection, here)
        visits = closing.visits_of(connection, [one.id for one in records])
        return Preview(
            biz_date=biz_date,
            ranges=held.ranges,
            records=tuple(record.id for record in records),
            movements=(*(one.id for one in movements), *debits),
            totals=totals,
            ewallet_debited=sum(debits.values()),
            drugs=compare_drugs(
                closing.drugs_of_visits(connection, visits.values(), self.today()) if pharmacy else ()
            ),
            open_calls=windows.unknown_calls(connection, here),
            breaches=sums.prove(records, totals),
            names=self._names(connection, totals.by_opter),
            last=last,
            closed=biz_date > self.today(),
            pharmacy=pharmacy,
            more=held.more,
        )

    def _preview_facility(self, connection: sa.Connection, biz_date: date) -> FacilityPreview:
        here = self._store.facility
        parts = closing.waiting_for_facility(connection, here, biz_date)
        made = windows.closings_of(connection, [one.id for one in parts])
        said = [closings.totals_of(one) for one in made]
        totals = sums.together(said)
        return FacilityPreview(
            biz_date=biz_date,
            parts=tuple(parts),
            made=made,
            totals=totals,
            breaches=sums.prove_facility(totals, said, [one.records for one in made]),
            open_windows=tuple(closing.open_windows(connection, here)),
        )

    def _made(self, writing: Writing, by: OnDuty, ready: Preview, drawer: Drawer) -> ClosingMade:
        expected = ready.totals.cash_expected(drawer.float_in)
        letter = local.read_text(writing.connection, local.LETTER)
        made = closings.closing_of(
            ready.totals,
            level="cashier",
            number=f"RJ{letter}{ready.biz_date:%y%m%d}",
            opter_id=by.staff_id,
            biz_date=ready.biz_date,
        )
        return replace(
            made,
            ranges=ready.ranges,
            records=ready.records,
            movements=ready.movements,
            float_in=drawer.float_in,
            cash_expected=expected,
            cash_counted=drawer.counted,
            cash_diff=drawer.counted - expected,
            counts={
                str(value): count for value, count in sorted(drawer.counts.items(), reverse=True) if count
            },
            ewallet_debited=ready.ewallet_debited,
            drugs_settled=ready.drugs.settled,
            drugs_dispensed=ready.drugs.dispensed,
            not_dispensed=ready.drugs.not_dispensed,
            not_settled=ready.drugs.not_settled,
            open_calls=tuple(one.id for one in ready.open_calls),
            note=drawer.note.strip(),
            **self._words(writing.connection, by, ready.totals),
        )

    def _facility_made(self, writing: Writing, by: OnDuty, ready: FacilityPreview, note: str) -> ClosingMade:
        letter = local.read_text(writing.connection, local.LETTER)
        serial = writing.next_serial("facility closing", ready.biz_date.isoformat())
        made = closings.closing_of(
            ready.totals,
            level="facility",
            number=f"JG{letter}{ready.biz_date:%y%m%d}{serial:02d}",
            opter_id=by.staff_id,
            biz_date=ready.biz_date,
        )
        return replace(
            closings.with_windows(made, ready.made),
            closings=tuple(one.id for one in ready.parts),
            unclosed=tuple(one.device for one in ready.open_windows),
            note=note.strip(),
            **self._words(writing.connection, by, ready.totals),
        )

    def _words(self, connection: sa.Connection, by: OnDuty, totals: Totals) -> dict[str, object]:
        """The names that the paper needs, as they are now."""
        here = facility.facility_of(connection, self._store.facility)
        names = self._names(connection, [*totals.by_opter, by.staff_id])
        return {"facility_name": here.name, "names": names}

    def _names(self, connection: sa.Connection, staff_ids: Iterable[str]) -> dict[str, str]:
        people = {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}
        return {one: people.get(one, one) for one in sorted(set(staff_ids))}

    def _entry(self, closing_id: UUID) -> Entry:
        entry = self._store.entry(closing_id)
        if entry is None or entry.body is None or entry.type != ClosingMade.type:
            raise NoClosing(closing=str(closing_id))
        return entry
