"""盘点: decisions of the part: who counts, what is counted, what differs and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID

from PySide6.QtCore import Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.pharmacy.stocktake import REASONS, Verdict
from clinic_app.domain.pharmacy.trace import read
from clinic_app.domain.roles import may
from clinic_app.printing.stock import Letterhead, Take, count_sheet, result_sheet
from clinic_app.projections.queries.stocktake import Result, Stocktake, TakeLine, result_of
from clinic_app.services.duty import DutyService, OnDuty
from clinic_app.services.stock import StockService
from clinic_app.services.stocktake import Seen, StocktakeService
from clinic_app.ui.pages.stock.part import Bench, PartModel, PartState
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.witness import Signature


class Stage(IntEnum):
    NONE = 0  # nothing is open: the earlier ones, and a new one
    COUNT = 1  # blind, by two
    JUDGE = 2  # differences, recounts, approval
    PAST = 3  # an approved one is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeState(PartState):
    takes: tuple[Stocktake, ...] = ()
    looked_at: UUID | None = None  # an earlier one
    lines: tuple[TakeLine, ...] = ()
    names: Mapping[UUID, str] = field(default_factory=dict)  # of the drugs, by batch
    seen: Mapping[UUID, Seen] = field(default_factory=dict)  # counted, not handed in
    reasons: Mapping[UUID, str] = field(default_factory=dict)  # of the differences, by batch
    counter: OnDuty | None = None  # the second person, once signed
    at: UUID | None = None  # the batch that is counted next

    @property
    def take(self) -> Stocktake | None:
        """The one on the page: the open one, or the one that is looked at."""
        if self.looked_at is not None:
            return next((one for one in self.takes if one.stocktake_id == self.looked_at), None)
        return next((one for one in self.takes if not one.approved_by), None)

    @property
    def stage(self) -> Stage:
        if self.take is None:
            return Stage.NONE
        if self.take.approved_by:
            return Stage.PAST
        blind = any(one.found.verdict is Verdict.OPEN for one in self.lines) or not self.lines
        return Stage.COUNT if blind else Stage.JUDGE

    @property
    def shown(self) -> tuple[TakeLine, ...]:
        """While people count, every line; afterwards those that differ, or all when none does."""
        if self.stage is Stage.COUNT:
            return self.lines
        return self.differing or self.lines

    @property
    def differing(self) -> tuple[TakeLine, ...]:
        return tuple(one for one in self.lines if differs(one))

    @property
    def to_recount(self) -> tuple[TakeLine, ...]:
        return tuple(one for one in self.lines if one.found.verdict is Verdict.RECOUNT)

    @property
    def result(self) -> Result:
        return result_of(self.lines)

    def name(self, line: TakeLine) -> str:
        return self.names.get(line.batch.batch_id, line.batch.drug)


@dataclass(frozen=True, slots=True)
class TakeServices:
    stocktake: StocktakeService
    stock: StockService
    duty: DutyService


@dataclass(frozen=True, slots=True)
class _Told:
    takes: tuple[Stocktake, ...]
    lines: tuple[TakeLine, ...]
    names: Mapping[UUID, str]
    reasons: Mapping[UUID, str]


class TakeModel(PartModel[TakeState]):
    """Signals:
    scanned: a box found its line; its number is typed next.
    """

    scanned = Signal()

    def __init__(self, services: TakeServices, bench: Bench) -> None:
        super().__init__(bench, TakeState())
        self._services = services

    @property
    def counter(self) -> OnDuty:
        """Who counts or approves now."""
        return self.state.counter or self._bench.desk.by

    def refresh(self) -> None:
        looked_at = self.state.looked_at
        self._read(
            lambda: self._told(looked_at),
            lambda told: self._show_told(told) if looked_at == self.state.looked_at else None,
        )

    def open(self, kind: str) -> None:
        """F8: the book is frozen, the list is made."""
        by = self._bench.desk.by
        self._write(
            lambda: self._services.stocktake.open(by, kind)[1].number,
            lambda number: self._say(self.tr("盘点 {number} 开始，照单清点。").format(number=number)),
        )

    def look_at(self, take: Stocktake | None) -> None:
        """Enter on an earlier one; None goes back."""
        self._change(
            looked_at=None if take is None else take.stocktake_id, lines=(), seen={}, reasons={}, notice=""
        )
        self.refresh()

    def point(self, batch_id: UUID | None) -> None:
        if batch_id != self.state.at:
            self._change(at=batch_id)

    def take_scan(self, text: str) -> None:
        """A box finds its line."""
        try:
            code = read(text).code
        except ClinicError as error:
            self._refused(error)
            return

        def found(batch_id: UUID | None) -> None:
            if any(one.batch.batch_id == batch_id for one in self.state.shown):
                self._change(at=batch_id, notice="")
                self.scanned.emit()
            else:
                words = self.tr("尾号 {tail} 的药盒不在这张盘点表上。")
                self._say(words.format(tail=code[-4:]), Tone.DANGER)

        self._read(lambda: self._services.stock.batch_of_code(code), found)

    def note(self, batch_id: UUID, seen: Seen) -> None:
        """So much was counted of a line; the cursor goes to the next one without a count."""
        counted = {**self.state.seen, batch_id: seen}
        left = [one.batch.batch_id for one in self._to_count() if one.batch.batch_id not in counted]
        self._change(seen=counted, at=left[0] if left else batch_id, notice="")

    def hand_in(self) -> None:
        """F8: what one person counted."""
        state, by = self.state, self.counter
        if state.take is None or not state.seen:
            return
        stocktake_id, again = state.take.stocktake_id, state.stage is Stage.JUDGE

        def done(_: object) -> None:
            self._change(seen={}, counter=None)
            words = self.tr("{name} 的复盘已交。") if again else self.tr("{name} 的清点已交。")
            self._say(words.format(name=by.name))

        self._write(
            lambda: self._services.stocktake.count(by, stocktake_id, dict(state.seen), again=again), done
        )

    def sign(self, second: Signature) -> None:
        """The second person takes over, with the own password, until the count is handed in."""

        def signed(person: OnDuty) -> None:
            self._change(busy=False, counter=person, seen={})
            self._say(self.tr("现在由 {name} 清点或审批。").format(name=person.name), Tone.INFO)

        self._change(busy=True, notice="")
        self._bench.jobs.store(lambda: second.person(self._services.duty), signed, self._refused)

    def explain(self, batch_id: UUID, number: int) -> None:
        """A digit gives a difference its reason."""
        if self.state.stage is Stage.JUDGE and 1 <= number <= len(REASONS):
            self._change(reasons={**self.state.reasons, batch_id: REASONS[number - 1]})

    def approve(self) -> None:
        """F9: the differences are booked."""
        state, by = self.state, self.counter
        if state.take is None or state.stage is not Stage.JUDGE:
            return
        take = state.take

        def done(_: object) -> None:
            self._change(counter=None, seen={}, looked_at=take.stocktake_id)
            self._say(self.tr("盘点 {number} 已审批，差异已记账。").format(number=take.number))
            self.refresh()

        self._write(
            lambda: self._services.stocktake.approve(by, take.stocktake_id, dict(state.reasons)), done
        )

    def may_approve(self) -> bool:
        return may(self.counter.roles, "stock_approval")

    def print(self) -> None:
        """F10: the blind list while people count, else the result."""
        state = self.state
        take = state.take
        if take is None:
            return
        blind = state.stage is Stage.COUNT

        def put(head: Letterhead) -> None:
            of = Take(head=head, take=take, lines=state.lines, names=state.names, reasons=state.reasons)
            sheet = count_sheet(of) if blind else result_sheet(of)
            self._put_on_paper(sheet, f"stocktake-{take.number}-{'list' if blind else 'result'}")

        self._read(self._services.stock.letterhead, put)

    def _to_count(self) -> tuple[TakeLine, ...]:
        state = self.state
        return state.lines if state.stage is Stage.COUNT else state.to_recount

    def _told(self, looked_at: UUID | None) -> _Told:
        service = self._services.stocktake
        takes = tuple(service.stocktakes())
        open_ = next((one.stocktake_id for one in takes if not one.approved_by), None)
        wanted = looked_at or open_
        if wanted is None:
            return _Told(takes, (), {}, {})
        names = {one.batch.batch_id: one.name for one in service.to_count(wanted)}
        lines = sorted(
            service.lines(wanted), key=lambda one: (names.get(one.batch.batch_id, ""), one.batch.expires)
        )
        return _Told(takes, tuple(lines), names, service.reasons(wanted))

    def _show_told(self, told: _Told) -> None:
        kept = self.state.at
        here = {one.batch.batch_id for one in told.lines}
        first = told.lines[0].batch.batch_id if told.lines else None
        self._change(
            takes=told.takes,
            lines=told.lines,
            names=told.names,
            reasons={**told.reasons, **self.state.reasons},
            at=kept if kept in here else first,
        )


def differs(line: TakeLine) -> bool:
    return bool(line.found.diff_e4 or line.found.diff_loose_e4 or line.found.verdict is Verdict.RECOUNT)
