"""接种率与交换: coverage down to the children behind a number; files in and out."""

from collections import Counter
from datetime import date
from pathlib import Path

from clinic_app.projections.queries.residents import Resident
from clinic_app.services.vaccination_lists import Covered, VaccinationListService
from clinic_app.services.vaccine_exchange import Matched, Sent, VaccineExchangeService
from clinic_app.ui.pages.immunization.state import FiguresState
from clinic_app.ui.pages.stock.part import Bench, PartModel
from clinic_app.ui.theme import Tone


class FiguresModel(PartModel[FiguresState]):
    def __init__(self, bench: Bench, lists: VaccinationListService, exchange: VaccineExchangeService) -> None:
        super().__init__(bench, FiguresState(year=bench.desk.today.year - 1))
        self._lists, self._exchange = lists, exchange

    @property
    def today(self) -> date:
        return self._bench.desk.today

    def refresh(self) -> None:
        by, year = self._bench.desk.by, self.state.year

        def done(found: tuple[Covered, ...]) -> None:
            if year == self.state.year:
                self._change(covered=found)

        self._read(lambda: self._lists.coverage(by, year), done)

    def choose_year(self, year: int) -> None:
        self._change(year=year, covered=())
        self.refresh()

    def take(self, child: Resident) -> None:
        self._bench.desk.take(child.id)

    def bring_in(self, path: Path) -> None:
        by = self._bench.desk.by

        def done(report: tuple[Matched, ...]) -> None:
            counts = Counter(one.state for one in report)
            self._change(report=report, counts=dict(counts))
            bad = counts["doubtful"] + counts["refused"]
            self._say(
                self.tr(
                    "登记 {booked}，已有 {known}，批号不同 {differs}，存疑 {doubtful}，退回 {refused}"
                ).format(
                    **{key: counts[key] for key in ("booked", "known", "differs", "doubtful", "refused")}
                ),
                Tone.WARN if bad else Tone.OK,
            )

        self._write(lambda: self._exchange.take_in(by, path), done)

    def send(self, folder: Path) -> None:
        """Everything since the last message."""
        by = self._bench.desk.by

        def done(sent: Sent) -> None:
            self._say(
                self.tr("已写出 {number}：儿童 {children}，接种 {doses}，异常反应 {aefi}").format(
                    number=sent.number, **sent.rows
                )
            )

        self._write(lambda: self._exchange.send(by, folder), done)

    def save_report(self, path: Path) -> None:
        report = self.state.report
        self._read(
            lambda: self._exchange.save_report(path, report),
            lambda _: self._say(self.tr("报告已保存：{file}").format(file=path.name)),
        )
