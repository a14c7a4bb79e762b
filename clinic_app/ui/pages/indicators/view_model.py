"""考核指标: a year's figures are read, one is opened, its residents are taken in hand."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.projections.queries.indicators import Appraisal
from clinic_app.services.indicators import IndicatorService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.indicators.state import Detail, IndicatorsState, VillageRow
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

MOST_ROWS = 2000  # residents in one list


class IndicatorsViewModel(QObject):
    changed = Signal(object)  # IndicatorsState

    def __init__(self, service: IndicatorService, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._service = service
        self._desk = desk
        self._jobs = jobs
        year = service.today().year
        self.state = IndicatorsState(year, year)

    def refresh(self) -> None:
        """The year anew; the open indicator stays open."""
        by, year, with_villages = self._desk.by, self.state.year, self.state.with_villages
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.read(
            lambda: self._service.appraise(by, year, with_villages),
            lambda appraisal: self._show(year, with_villages, appraisal),
            self._refused,
        )

    def turn(self, years: int) -> None:
        """To another year; none after this one."""
        year = min(self.state.year + years, self.state.this_year)
        if year != self.state.year:
            self._become(replace(self.state, year=year, detail=None))
            self.refresh()

    def count_villages(self, with_villages: bool) -> None:
        """With the villages below, or this institution alone."""
        if with_villages != self.state.with_villages:
            self._become(replace(self.state, with_villages=with_villages, detail=None))
            self.refresh()

    def choose(self, key: str) -> None:
        """What stands behind one indicator."""
        appraisal = self.state.appraisal
        opened = self.state.detail.key if self.state.detail else ""
        if appraisal is None or not key or (key == self.state.chosen and key == opened):
            return
        self._become(replace(self.state, chosen=key, detail=None))
        self._jobs.read(lambda: self._detail(key, appraisal), self._show_detail, self._refused)

    def take(self, resident: UUID) -> None:
        """The resident in hand, and to the chart."""
        self._desk.take(resident)
        self._desk.page_wanted.emit("chart")

    def _detail(self, key: str, appraisal: Appraisal) -> Detail:
        if key != self.state.chosen:
            return Detail(key)  # the cursor has gone on meanwhile
        by, figure = self._desk.by, appraisal.figures[key]
        return Detail(
            key,
            tuple(self._service.wanted(by, appraisal, key))[:MOST_ROWS],
            tuple(
                VillageRow(village, appraisal.in_village(figure, village))
                for village in appraisal.village_names()
            ),
            tuple(self._service.behind(by, figure.done))[:MOST_ROWS],
            tuple(self._service.behind(by, figure.open))[:MOST_ROWS],
        )

    def _show(self, year: int, with_villages: bool, appraisal: Appraisal) -> None:
        if (year, with_villages) != (self.state.year, self.state.with_villages):
            return  # asked anew meanwhile
        chosen = self.state.chosen or next(iter(appraisal.figures), "")
        self._become(replace(self.state, appraisal=appraisal, busy=False, detail=None, chosen=""))
        self.choose(chosen)

    def _show_detail(self, detail: Detail) -> None:
        if detail.key == self.state.chosen:
            self._become(replace(self.state, detail=detail))

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.DANGER))

    def _become(self, state: IndicatorsState) -> None:
        self.state = state
        self.changed.emit(state)
