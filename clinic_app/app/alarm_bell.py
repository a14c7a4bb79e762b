"""危急值 that nobody has answered and 传染病报告卡 that nobody has written yet, on whatever page is open."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from clinic_app.domain.public_health.duties import CARD
from clinic_app.domain.time import beijing
from clinic_app.projections.queries.examinations import Reported
from clinic_app.projections.queries.report_cards import OwedCard
from clinic_app.services.readings import Alarm
from clinic_app.ui.desk import Desk
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.main_window import MainWindow
from clinic_app.ui.pages.readings.words import alarm_text
from clinic_app.wiring import Clinic

_EXAMINATIONS: Final = "examinations"
_READINGS: Final = "readings"
_FORMS: Final = "forms"


class AlarmBell(QObject):
    """Rings over every page but the one that has them anyway.

    A laboratory's value goes before a self-measured one, and both before a card.
    """

    def __init__(
        self,
        clinic: Clinic,
        desk: Desk,
        jobs: JobRunner,
        window: MainWindow,
        open_page: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._clinic, self._desk, self._jobs, self._window, self._open = clinic, desk, jobs, window, open_page
        self._critical: tuple[Reported, ...] = ()
        self._alarms: tuple[Alarm, ...] = ()
        self._cards: tuple[OwedCard, ...] = ()

    def refresh(self) -> None:
        """Ask what is open."""
        self._jobs.read(self._clinic.examinations.critical, self._show_critical, lambda _: None)
        if self._desk.may("readings"):
            by, alarms = self._desk.by, self._clinic.readings.alarms
            self._jobs.read(lambda: alarms(by), self._show_alarms, lambda _: None)
        if self._desk.may("forms"):
            by, owed = self._desk.by, self._clinic.report_cards.owed
            self._jobs.read(lambda: owed(by), self._show_cards, lambda _: None)

    def sound(self) -> None:
        """What stands over the page that is open now."""
        here = self._window.page_name()
        if self._critical and here != _EXAMINATIONS and self._desk.may("outpatient"):
            self._ring(self._critical_text(), _EXAMINATIONS)
        elif self._alarms and here != _READINGS and self._desk.may("readings"):
            self._ring(alarm_text(self._alarms), _READINGS)
        elif self._cards and here != _FORMS and self._desk.may("forms"):
            self._window.sound_alarm(self._card_text(), self.tr("去填卡"), self._write_card)
        else:
            self._window.sound_alarm("")

    def _show_critical(self, open_: list[Reported]) -> None:
        self._critical = tuple(open_)
        self.sound()

    def _show_alarms(self, alarms: list[Alarm]) -> None:
        self._alarms = tuple(alarms)
        self.sound()

    def _show_cards(self, owed: list[OwedCard]) -> None:
        self._cards = tuple(owed)
        self.sound()

    def _write_card(self) -> None:
        first = self._cards[0]
        self._desk.take(first.resident_id)
        self._open(_FORMS)
        # Behind the draft that the page keeps as it comes into sight.
        self._jobs.store(
            lambda: None,
            lambda _: self._desk.form_wanted.emit(first.resident_id, CARD, ""),
            lambda _: None,
        )

    def _card_text(self) -> str:
        first, many = self._cards[0], len(self._cards)
        # Without the disease: whoever stands at the desk can read it.
        words = self.tr("传染病报告卡未填　{name}　{by} 前报").format(
            name=first.name, by=f"{beijing(first.due_ms):%m-%d %H:%M}"
        )
        late = "　" + self.tr("已超时") if self._clinic.report_cards.is_late(first) else ""
        more = "　" + self.tr("共 {n} 份").format(n=many) if many > 1 else ""
        return words + late + more

    def _ring(self, words: str, page: str) -> None:
        self._window.sound_alarm(words, self.tr("去处置"), partial(self._open, page))

    def _critical_text(self) -> str:
        first, many = self._critical[0], len(self._critical)
        words = self.tr("危急值　{name}　{what}").format(
            name=first.examination.name, what=first.report.critical
        )
        late = "　" + self.tr("已超时") if self._clinic.examinations.overdue(first) else ""
        more = "　" + self.tr("共 {n} 份").format(n=many) if many > 1 else ""
        return words + late + more
