"""Everything after the login: the window, the desk, the readers and the clocks, tied together."""

from collections.abc import Callable, Sequence
from datetime import time
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from clinic_app.app.alarm_bell import AlarmBell
from clinic_app.app.pages import specs
from clinic_app.app.pages.parts import Parts
from clinic_app.devices.errors import NoReader
from clinic_app.devices.reader import CardTrouble, Reader, ReaderEvent, Scanned
from clinic_app.devices.wedge import KeyboardWedge
from clinic_app.projections.queries.differences import Difference
from clinic_app.services.cards import CardIn, Scan
from clinic_app.services.platform import Became, Resolved, SalesReported
from clinic_app.services.readings import Looked
from clinic_app.services.status import Standing
from clinic_app.settings import ClinicSettings
from clinic_app.store.duty import OnDuty
from clinic_app.store.keys import KeyHolder
from clinic_app.sync.lan import Lan
from clinic_app.sync.runner import SyncRunner
from clinic_app.sync.schedule import Rules
from clinic_app.ui import catalogues
from clinic_app.ui.cards import CardEvents
from clinic_app.ui.desk import Desk, FindsPeople, InHand, Services, Word
from clinic_app.ui.i18n import language
from clinic_app.ui.in_hand import banner_of
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.login import IdleWatch, LoginViewModel
from clinic_app.ui.main_window import MainWindow
from clinic_app.ui.pages.examinations.page import ExaminationsPage
from clinic_app.ui.pages.examinations.view_model import SLIP_DIGITS
from clinic_app.ui.pages.settlement.calls_view_model import words_of
from clinic_app.ui.pages.settlement.words import owed_text
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.shell_state import DutyState, Line, SyncState
from clinic_app.ui.stopwatch import Stopwatch
from clinic_app.ui.sync_timer import SyncTimer
from clinic_app.ui.texts import TEXTS, text_of
from clinic_app.ui.theme import Tone
from clinic_app.wiring import Clinic

_STATUS_MS: Final = 10_000
_BACKUP_MS: Final = 3_600_000
_PLATFORM_MS: Final = 20_000  # how often the insurance platform is asked about what is not certain
_FRONT_DESK: Final = "registration"
_CASHIER: Final = "settlement"
_EXAMINATIONS: Final = "examinations"
_READINGS_MS: Final = 60_000  # how often the self-service devices' folder is looked at


class Workplace(QObject):
    """One clinic, open, with somebody on duty."""

    def __init__(
        self,
        clinic: Clinic,
        settings: ClinicSettings,
        readers: Sequence[Reader] = (),
        reread: Callable[[], None] = lambda: None,
        *,
        sync: bool = False,
        key_time: Callable[[QKeyEvent], int] = QKeyEvent.timestamp,
    ) -> None:
        """Args:
        readers: started by `begin`, stopped by `close`.
        reread: looks at the cards anew (F2).
        sync: rounds with the county by itself.
        key_time: milliseconds at which a key was pressed: what tells a scanner from fingers.
        """
        super().__init__()
        self.clinic = clinic
        self.holder = clinic.holder
        self.settings = settings
        self.jobs = JobRunner()
        services = Services(clinic.residents, clinic.registration, clinic.cards)
        self.desk = Desk(services, self.jobs, clinic.on_duty)
        self.stopwatch = Stopwatch(clinic.stopwatch, self.desk)
        self.papers = Papers(clinic.store.folder / "print", settings.printer)
        here = clinic.status.facility()
        self.parts = Parts(
            clinic=clinic,
            desk=self.desk,
            jobs=self.jobs,
            papers=self.papers,
            settings=settings,
            facility=here.name,
            holder=lambda: self.holder,
        )
        self.window = MainWindow(here.name, specs(self.parts))
        self.bell = AlarmBell(clinic, self.desk, self.jobs, self.window, self._open, self)
        self._reread = reread
        self._readers = [*readers]
        self._wedge = KeyboardWedge()
        self._key_time = key_time
        self.cards = CardEvents(
            lambda: any(getattr(reader, "reading", False) for reader in self._readers),
            frozenset(reader.name for reader in readers if reader.simulated),
        )
        self._trouble_shown = False
        self.login = LoginViewModel(self._sign_in, self.jobs)
        self.sync = (
            SyncTimer(
                partial(
                    SyncRunner,
                    clinic.store,
                    rules=_rules(settings),
                    finder=Lan(),
                    line_kbit=settings.line_kbit,
                ),
                self,
            )
            if sync
            else None
        )
        self._status_timer = QTimer(self, interval=_STATUS_MS)
        self._readings_timer = QTimer(self, interval=_READINGS_MS)
        self._backup_timer = QTimer(self, interval=_BACKUP_MS)
        self._platform_timer = QTimer(self, interval=_PLATFORM_MS)
        self._connect()

    def begin(self) -> None:
        """Show who is on duty, start the readers and the clocks."""
        self.papers.tidy()
        self._show_duty(self.desk.by)
        self.refresh_status()
        self.stopwatch.begin()
        self._status_timer.start()
        if self.settings.readings_folder is not None:
            self._readings_timer.start()
            self.look_for_readings()
        if self.clinic.platform.available:
            self._platform_timer.start()
        if self.sync is not None:
            self.sync.start()
        if self.settings.backup_place is not None:
            self._backup_timer.start()
            self.back_up(self.settings.backup_place)
        for reader in self._readers:
            reader.start(self.cards.hear)
        self._wedge.start(self._scanner_heard)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.installEventFilter(self)
            if self.settings.idle_minutes:
                self._idle = IdleWatch(app, self.settings.idle_minutes)
                self._idle.idle.connect(self.window.lock)

    def close(self) -> None:
        """What was saved is written; then everything stops."""
        self._status_timer.stop()
        self._readings_timer.stop()
        self._backup_timer.stop()
        self._platform_timer.stop()
        if self.sync is not None:
            self.sync.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
            app.removeEventFilter(self.stopwatch.keys)
        for reader in [*self._readers, self._wedge]:
            reader.stop()
        self.window.close()  # pages hand in what is typed and not kept yet
        self.jobs.close()
        self.window.deleteLater()
        catalogues.show(None)
        self.clinic.close()

    def refresh_status(self) -> None:
        """Ask what the county does not hold yet, and what it has published."""
        self.jobs.read(self.clinic.status.standing, self._show_standing, lambda _: None)
        self.jobs.read(self.clinic.catalogs.in_force, catalogues.show, lambda _: None)
        self.bell.refresh()

    def look_for_readings(self) -> None:
        """自测: what came into the devices' folder; a folder that is away is said on its page alone."""
        if self.desk.may("readings"):
            by, look = self.desk.by, self.clinic.readings.look
            self.jobs.store(lambda: look(by), self._readings_came, lambda _: None)

    def _readings_came(self, looked: Looked) -> None:
        if looked.received or looked.refused:
            words = self.tr("自测设备：收到 {n} 条，没有收下 {refused} 条").format(
                n=looked.received, refused=looked.refused
            )
            self.window.say(words)
            # Else pages would read everything anew after each of many looks.
            if not looked.left or looked.urgent:
                self.desk.written.emit()
        if looked.left:
            self.look_for_readings()

    def back_up(self, place: Path) -> None:
        """Today's copy at the second place; a missing stick is said and tried again in an hour."""
        self.jobs.network(
            lambda: self.clinic.upkeep.daily_backup(place),
            lambda file: (
                self.window.say(self.tr("今天的备份已存到 {place}").format(place=place)) if file else None
            ),
            lambda error: self.desk.notify(text_of(error, language()), Tone.WARN),
        )

    def ask_platform(self) -> None:
        """What became of settlements that had no answer; a cashier is told when it is known."""
        if self.desk.may("settlement"):
            by = self.desk.by
            self.jobs.network(lambda: self.clinic.platform.resolve(by), self._platform_asked, lambda _: None)
            if self.clinic.platform.available:
                report = self.clinic.platform.report_sales
                self.jobs.network(lambda: report(by), self._sales_reported, lambda _: None)

    def _platform_asked(self, found: list[Resolved]) -> None:
        if any(one.became is not Became.UNKNOWN for one in found):
            words, tone = words_of(found)
            self.desk.notify(words, tone)
            self.desk.written.emit()

    def _sales_reported(self, found: SalesReported) -> None:
        """商品销售: what the platform refused is looked at by people."""
        if found.refused:
            words = self.tr("{n} 批商品销售（追溯码）被医保平台退回，请报技术支持。")
            self.desk.notify(words.format(n=found.refused), Tone.WARN)

    # Cards and codes.

    def _scanner_heard(self, event: ReaderEvent) -> None:
        """A scanner at the keyboard port is always there: the bar speaks of card readers."""
        if isinstance(event, Scanned):
            self.cards.hear(event)

    def _card_in(self, event: CardIn) -> None:
        if self._trouble_shown:
            self._trouble_over()
        if not self.window.lock_screen.isVisible():
            self.desk.card_in(event.holder)

    def _card_trouble(self, event: CardTrouble) -> None:
        self._trouble_shown = True
        self.desk.notify(text_of(event.error, language()), Tone.DANGER, self.tr("重新读卡"), self._reread)

    def _card_out(self, reader: str) -> None:
        if self._trouble_shown:
            self._trouble_over()

    def _reader_problem(self, code: str) -> None:
        """A source stopped or came back; that no reader was ever there is told by the bar alone."""
        if code and code != NoReader.code and code in TEXTS:
            self._trouble_shown = True
            words = TEXTS[code].en if language() == "en" else TEXTS[code].zh
            self.desk.notify(words, Tone.WARN, self.tr("重新连接"), self._reread)
        elif self._trouble_shown:
            self._trouble_over()

    def _trouble_over(self) -> None:
        self._trouble_shown = False
        self.window.notify("")

    def _scanned(self, scan: Scan) -> None:
        if not self.window.lock_screen.isVisible():
            self.desk.scan(scan)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every key press passes the scanner; a scan's own Enter presses nothing."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is not QApplication.focusWidget() or self.window.lock_screen.isVisible():
            return False
        text = "\r" if event.text() in ("\r", "\n") else event.text()
        if not self._wedge.key(text, self._key_time(event)):
            return False
        box = QApplication.focusWidget()
        if isinstance(box, QLineEdit):
            box.clear()  # what the scanner typed is not for this box
        return True

    def _sync_failed(self, code: str) -> None:
        """A line that is down is told by the bar alone; a refusal needs somebody."""
        if code in TEXTS and self.sync is not None and self.sync.state.line is Line.REFUSED:
            words = TEXTS[code].en if language() == "en" else TEXTS[code].zh
            self.desk.notify(words, Tone.DANGER)

    # Duty.

    def _sign_in(self, staff_id: str, password: str) -> tuple[OnDuty, KeyHolder]:
        return self.clinic.duty.sign_in(staff_id, password)

    def _take_over(self, session: tuple[OnDuty, KeyHolder]) -> None:
        by, self.holder = session
        if by.staff_id != self.desk.by.staff_id:
            self.desk.clear()
        self.desk.take_over(by)
        self._show_duty(by)

    def _show_duty(self, by: OnDuty) -> None:
        self.window.show_duty(DutyState(by.staff_id, by.name, by.roles))

    # The window's commands and the desk's wishes.

    def _command(self, name: str) -> None:
        if name == "clear":
            self.desk.clear()
        elif name == "read_card":
            self._reread()
        elif name == "next":
            self.refresh_status()
            if self.sync is not None:
                self.sync.sync_now()
        elif name == "find":
            offered = [spec.name for spec in self.window.pages()]
            for page in (self.window.page_name(), _FRONT_DESK, "residents"):
                widget = self.window.page(page) if page in offered else None
                if isinstance(widget, FindsPeople):
                    self._open(page)
                    widget.find_person()
                    return

    def _open(self, name: str) -> None:
        if name != self.window.page_name():
            self.window.open_page(name)

    def _in_hand(self, person: InHand | None) -> None:
        self.window.show_resident(None if person is None else banner_of(person, self.desk.today))
        stranger = person is not None and person.resident is None
        if stranger and self.window.page_name() != _FRONT_DESK and self.desk.may("registration"):
            self.desk.notify(
                self.tr("这张卡的持卡人还没有建档。"),
                Tone.WARN,
                self.tr("去挂号"),
                partial(self._open, _FRONT_DESK),
            )

        if person is not None and person.resident is not None and self.window.page_name() != _CASHIER:
            resident_id = person.resident.id
            self.jobs.read(
                lambda: self.clinic.differences.open_with(resident_id), self._say_owed, self.desk.refused
            )

    def _say_owed(self, open_: list[Difference]) -> None:
        """What the county's word left open with the person in hand is said on every page; the till settles it."""
        if not open_ or self.desk.in_hand is None or self.window.page_name() == _CASHIER:
            return
        may = self.desk.may("settlement")
        to_do = self.tr("去结清") if may else ""
        act = partial(self._open, _CASHIER) if may else None
        self.desk.notify(owed_text(open_[0]), Tone.WARN, to_do, act)

    def _open_slip(self, scan: Scan) -> None:
        """申请单 scanned on any page: to the laboratory's page, which opens it."""
        digits = len(scan.text) == SLIP_DIGITS and scan.text.isdigit()
        if digits and self.window.page_name() != _EXAMINATIONS and self.desk.may("examination"):
            page = self.window.page(_EXAMINATIONS)
            self._open(_EXAMINATIONS)
            if isinstance(page, ExaminationsPage):
                page.view_model.find(scan.text)

    def _say(self, word: Word) -> None:
        self.window.notify(word.text, word.tone, word.action, word.act)

    def _show_standing(self, standing: Standing) -> None:
        self.window.show_demo(standing.made_up)
        if self.sync is not None:
            return  # it knows the line too
        self.window.show_sync(
            SyncState(
                Line.UP if standing.enrolled else Line.NOT_ENROLLED,
                standing.unsent,
                standing.oldest_s,
                standing.safe_seq,
                standing.quarantined,
                standing.differs,
            )
        )

    def _connect(self) -> None:
        self.window.command.connect(self._command)
        self.window.lock_screen.form.use(self.login)
        self.login.opened.connect(self.window.lock_screen.uncover)
        self.window.lock_screen.uncovered.connect(self._take_over)
        self.desk.in_hand_changed.connect(self._in_hand)
        self.desk.said.connect(self._say)
        self.desk.scanned.connect(self._open_slip)
        self.window.page_opened.connect(lambda _: self.bell.sound())
        self.desk.page_wanted.connect(self._open)
        self.desk.written.connect(self.refresh_status)
        self.cards.state_changed.connect(self.window.show_reader)
        self.cards.card_in.connect(self._card_in)
        self.cards.card_out.connect(self._card_out)
        self.cards.trouble.connect(self._card_trouble)
        self.cards.problem.connect(self._reader_problem)
        self.cards.scanned.connect(self._scanned)
        self._status_timer.timeout.connect(self.refresh_status)
        if self.sync is not None:
            self.sync.changed.connect(self.window.show_sync)
            self.sync.changed.connect(self.desk.show_sync)
            self.desk.sync_wanted.connect(self.sync.sync_now)
            self.sync.failed.connect(self._sync_failed)
            self.sync.arrived.connect(self.desk.written)
            self.sync.arrived.connect(self.refresh_status)
        self._readings_timer.timeout.connect(self.look_for_readings)
        self._platform_timer.timeout.connect(self.ask_platform)
        place = self.settings.backup_place
        if place is not None:
            self._backup_timer.timeout.connect(partial(self.back_up, place))


def _rules(settings: ClinicSettings) -> Rules:
    """When to sync, by the clinic's choice."""
    return Rules() if settings.sync_hour is None else Rules(hour=time(settings.sync_hour))
