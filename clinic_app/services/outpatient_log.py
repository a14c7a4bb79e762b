"""门诊日志: read page by page, printed, exported; and what a doctor still has to answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from clinic_app.domain.errors import NotFound, RuleBroken, Unavailable
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.outpatient import InfectiousAnswered
from clinic_app.printing.documents import Document
from clinic_app.printing.outpatient_log import log_sheet, write_sheet
from clinic_app.projections.queries import facility, outpatient_log
from clinic_app.projections.queries.outpatient_log import Duty, LogRow, Wanted
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

PAGE: Final = 200  # rows
MOST_ON_PAPER: Final = 1_000  # rows, some forty sheets
_LOOK_BACK: Final = timedelta(days=365)  # for 我的未报


class EmptyLog(NotFound):
    """No finished visit is in the days asked for."""

    code = "outpatient_log.empty"


class TooLong(RuleBroken):
    """More rows than anybody wants on paper."""

    code = "outpatient_log.too_long"


class NotWritten(Unavailable):
    """The spreadsheet could not be written where it was to go."""

    code = "outpatient_log.not_written"


class NoReason(RuleBroken):
    """That a diagnosis to be reported is no case needs a reason."""

    code = "outpatient_log.no_reason"


@dataclass(frozen=True, slots=True)
class LogPage:
    rows: tuple[LogRow, ...]
    start: int  # number of rows before the first
    total: int


class OutpatientLogService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def page(self, by: OnDuty, wanted: Wanted, start: int = 0) -> LogPage:
        """`PAGE` rows after the first `start`.

        Raises:
            NotAllowed
        """
        by.must("outpatient_log")
        with self._store.reading() as connection:
            visits = outpatient_log.visits_of(connection, self._store.facility, wanted)
            total = outpatient_log.count(connection, visits)
            start = min(start, max(0, (total - 1) // PAGE * PAGE))
            return LogPage(tuple(outpatient_log.rows(connection, visits, start, PAGE)), start, total)

    def unanswered(self, by: OnDuty) -> LogPage:
        """我的未报: own visits of the last year with a disease to be reported and no answer.

        Raises:
            NotAllowed
        """
        today = self.today()
        mine = Wanted(since=today - _LOOK_BACK, until=today, doctor=by.staff_id, duty=Duty.OPEN)
        return self.page(by, mine)

    def answer(self, by: OnDuty, row: LogRow, *, report: bool, reason: str = "") -> None:
        """The doctor's answer for every disease of a visit that was signed without one.

        Raises:
            NotAllowed
            NoReason: no case, and no reason.
        """
        by.must("outpatient")
        if not report and not reason.strip():
            raise NoReason()
        with self._store.writing(by.author) as writing:
            for disease in row.diseases:
                if disease.id not in row.answers:
                    fact = InfectiousAnswered(
                        visit_id=row.visit_id, disease=disease.id, report=report, reason=reason.strip()
                    )
                    writing.append(fact, row.resident_id)

    def doctors(self) -> dict[str, str]:
        """Names of the staff by id; who left is among them, since the log goes back."""
        with self._store.reading() as connection:
            return {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}

    def sheet(self, by: OnDuty, wanted: Wanted) -> Document:
        """The whole of what was asked for, for the printer.

        Raises:
            NotAllowed, EmptyLog
            TooLong: more than `MOST_ON_PAPER` rows.
        """
        by.must("outpatient_log")
        here = self._store.facility
        with self._store.reading() as connection:
            visits = outpatient_log.visits_of(connection, here, wanted)
            total = outpatient_log.count(connection, visits)
            if total > MOST_ON_PAPER:
                raise TooLong(count=total, most=MOST_ON_PAPER)
            rows = tuple(outpatient_log.rows(connection, visits, 0, MOST_ON_PAPER))
            name = facility.facility_of(connection, here).name
            made_up = local.read_text(connection, local.MADE_UP) == "1"
        if not rows:
            raise EmptyLog()
        return log_sheet(rows, wanted, name, self.doctors(), made_up=made_up)

    def export(self, by: OnDuty, wanted: Wanted, path: Path) -> int:
        """The whole of what was asked for as .xlsx; how many rows were written.

        Raises:
            NotAllowed, EmptyLog
            NotWritten: the folder is gone, full, or the file is open elsewhere.
        """
        by.must("outpatient_log")
        if not self.page(by, wanted).total:
            raise EmptyLog()
        try:
            return write_sheet(self._pages(wanted), path.with_suffix(".xlsx"))
        except OSError as error:
            raise NotWritten(why=type(error).__name__) from error

    def _pages(self, wanted: Wanted) -> Iterator[list[LogRow]]:
        start = 0
        while True:
            with self._store.reading() as connection:
                visits = outpatient_log.visits_of(connection, self._store.facility, wanted)
                rows = outpatient_log.rows(connection, visits, start, PAGE)
            yield rows
            if len(rows) < PAGE:
                return
            start += PAGE
