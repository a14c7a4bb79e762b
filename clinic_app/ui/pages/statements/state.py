"""What the page 申报对账 shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from clinic_app.domain.reconciling import Day, Matched
from clinic_app.domain.statements import Line, RecordKind, Status
from clinic_app.projections.queries.reconciliation import Dispute, Notice, Statement
from clinic_app.services.statements import Detail
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class LineRow:
    """One record of the open statement."""

    line: Line
    reason: str = ""  # why it is about to be disputed
    dispute: Dispute | None = None  # it was


@dataclass(frozen=True, slots=True)
class OddRow:
    """One record that keeps a day from balancing."""

    day: date
    one: Matched


@dataclass(frozen=True, slots=True)
class PaidRow:
    """One line of a payment notice."""

    month: str
    method: str
    insutype: str
    amount: int  # fen
    noticed_ms: int


@dataclass(frozen=True, slots=True)
class StatementsState:
    """All that the page shows.  A new state replaces the old one."""

    statements: tuple[Statement, ...] = ()
    detail: Detail | None = None
    marked: Mapping[UUID, str] = field(default_factory=dict)  # records to dispute, with the reason
    odd: tuple[OddRow, ...] = ()
    days: int = 0  # that do not balance
    paid: tuple[PaidRow, ...] = ()
    confirming: bool = False  # F9 was pressed once
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def may_answer(self) -> bool:
        return self.detail is not None and self.detail.statement.status is Status.SENT and not self.busy

    @property
    def waiting(self) -> int:
        """Statements that wait for this institution's answer."""
        return sum(1 for one in self.statements if one.status is Status.SENT)

    def rows(self) -> tuple[LineRow, ...]:
        """The lines of the open statement."""
        if self.detail is None:
            return ()
        about = self.detail.disputes
        return tuple(
            LineRow(line, self.marked.get(line.record, ""), about.get(line.record))
            for line in self.detail.lines
        )


def may_dispute(line: Line) -> bool:
    """Records of the clinic's own; what the county decided is no record of it."""
    return line.kind in (RecordKind.SETTLE, RecordKind.RED)


def odd_rows(days: Iterable[Day]) -> tuple[OddRow, ...]:
    return tuple(OddRow(day.day, one) for day in days for one in day.odd)


def paid_rows(notices: Iterable[Notice]) -> tuple[PaidRow, ...]:
    return tuple(
        PaidRow(
            notice.month,
            str(item.get("method", "")),
            str(item.get("insutype", "")),
            int(item.get("amount", 0)),
            notice.noticed_ms,
        )
        for notice in notices
        for item in notice.items
    )
