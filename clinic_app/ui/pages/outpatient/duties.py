"""公卫任务: in red at the left of the doctor's page; a key leads to each (docs/enter_once.md)."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.forms import form
from clinic_app.domain.public_health.duties import Duty, DutyKind, Known, duties_of
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.roles import may
from clinic_app.services.care import CareService
from clinic_app.services.duties import VisitDutyService
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.outpatient.consultation import Consultation
from clinic_app.ui.pages.outpatient.state import DoctorState
from clinic_app.ui.stylesheet import look

MOST: Final = 5  # in sight; those that are due longest stand first
_WORDS: Final = {
    DutyKind.RECORD: QT_TRANSLATE_NOOP("duties", "建居民健康档案"),
    DutyKind.PRESSURE: QT_TRANSLATE_NOOP("duties", "35岁首诊测血压"),
    DutyKind.RECHECK: QT_TRANSLATE_NOOP("duties", "血压高，换日复测"),
    DutyKind.DOSES: QT_TRANSLATE_NOOP("duties", "预防接种到期"),
    DutyKind.RENEW: QT_TRANSLATE_NOOP("duties", "家庭医生续签"),
}
_PAGES: Final = {
    DutyKind.RECORD: "health_record",
    DutyKind.DOSES: "immunization",
    DutyKind.RENEW: "contracts",
}
_CARE: Final = {
    Service.HTN: QT_TRANSLATE_NOOP("duties", "纳入高血压管理"),
    Service.DM: QT_TRANSLATE_NOOP("duties", "纳入糖尿病管理"),
    Service.PSYCH: QT_TRANSLATE_NOOP("duties", "纳入严重精神障碍管理"),
    Service.TB: QT_TRANSLATE_NOOP("duties", "纳入肺结核管理"),
    Service.COPD: QT_TRANSLATE_NOOP("duties", "纳入慢阻肺管理"),
    Service.MATERNAL: QT_TRANSLATE_NOOP("duties", "纳入孕产妇管理"),
}


class DutyList(QWidget):
    """One button a duty; hidden while there is none.

    Signals:
        wanted: the `Duty` to do now.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.duties: tuple[Duty, ...] = ()
        self._title = QLabel(self.tr("公卫任务"))
        look(self._title, "soft")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().px(3))
        self._column.addWidget(self._title)
        self.buttons: list[QPushButton] = []
        self.hide()

    def show_duties(self, duties: Sequence[Duty], day: date) -> None:
        """The first of them, each with its key; how many more there are stands in the title."""
        shown = tuple(duties)
        if shown == self.duties:
            return
        self.duties = shown
        for button in self.buttons:
            self._column.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(at, duty, day) for at, duty in enumerate(shown[:MOST], start=1)]
        more = len(shown) - len(self.buttons)
        self._title.setText(self.tr("公卫任务，还有 {n} 项").format(n=more) if more else self.tr("公卫任务"))
        self.setVisible(bool(shown))

    def do(self, number: int) -> bool:
        """Ctrl+1 to Ctrl+5; whether there is one of this number."""
        if not 1 <= number <= len(self.buttons):
            return False
        self.wanted.emit(self.duties[number - 1])
        return True

    def _button(self, number: int, duty: Duty, day: date) -> QPushButton:
        words = words_of(duty, day)
        button = QPushButton(f"Ctrl+{number} {words}")
        button.setAccessibleName(words)
        button.setToolTip(words)
        look(button, "duty")
        button.clicked.connect(lambda: self.wanted.emit(duty))
        self._column.addWidget(button)
        return button


class VisitDuties(QObject):
    """What the person in hand is owed: read with the visit, judged anew with every diagnosis and pressure typed."""

    def __init__(
        self, room: Consultation, service: VisitDutyService, care: CareService, shown: DutyList
    ) -> None:
        super().__init__(shown)
        self._room, self._service, self._care, self._shown = room, service, care, shown
        self._visit: UUID | None = None
        self._known: Known | None = None
        room.changed.connect(self._follow)
        room.desk.written.connect(self._read)
        shown.wanted.connect(self._do)

    def typed(self) -> None:
        """A diagnosis or a pressure may have changed."""
        state = self._room.state
        if self._known is None or state.visit is None:
            self._shown.show_duties((), date.min)
            return
        measured = state.form.vitals.measured()
        sbp, dbp = (None if key not in measured else measured[key] // 10_000 for key in ("sbp", "dbp"))
        codes = [code for code, _ in state.form.diagnoses]
        no_case = [disease for disease, report, reason in state.form.cases if reason and not report]
        self._shown.show_duties(duties_of(self._known, codes, sbp, dbp, no_case), state.visit.day)

    def _follow(self, state: DoctorState) -> None:
        visit = None if state.visit is None else state.visit.id
        if visit == self._visit:
            self.typed()
            return
        self._visit, self._known = visit, None
        self.typed()
        self._read()

    def _read(self) -> None:
        state, by = self._room.state, self._room.by
        if state.visit is None or state.visit.id != self._visit or not may(by.roles, "forms"):
            return
        visit = state.visit

        def done(known: Known) -> None:
            if self._visit == visit.id:
                self._known = known
                self.typed()

        self._room.jobs.read(
            lambda: self._service.known(by, visit.resident_id, visit.id, visit.day), done, self._room.refused
        )

    def _do(self, duty: Duty) -> None:
        desk, visit, by = self._room.desk, self._room.state.visit, self._room.by
        if visit is None:
            return
        match duty.kind:
            case DutyKind.RECORD | DutyKind.DOSES | DutyKind.RENEW:
                desk.page_wanted.emit(_PAGES[duty.kind])
            case DutyKind.FORM:
                desk.page_wanted.emit("forms")
                # Behind the draft that the page keeps as it goes out of sight: the form is filled from it.
                self._room.jobs.store(
                    lambda: None,
                    lambda _: desk.form_wanted.emit(visit.resident_id, duty.form, duty.step),
                    self._room.refused,
                )
            case DutyKind.CARE:
                self._room.jobs.store(
                    lambda: self._care.open(by, visit.resident_id, duty.service),
                    lambda _: self._taken_in(duty),
                    self._room.refused,
                )
            case _:
                self._room.say(words_of(duty, visit.day))

    def _taken_in(self, duty: Duty) -> None:
        self._room.say(self.tr("已{words}，随访日期已排入工作清单。").format(words=words_of(duty, date.max)))
        self._room.desk.written.emit()


def words_of(duty: Duty, day: date) -> str:
    """高血压患者随访（过期）."""
    if duty.kind is DutyKind.CARE:
        return translate("duties", _CARE[Service(duty.service)])
    if duty.kind is not DutyKind.FORM:
        return translate("duties", _WORDS[duty.kind])
    known = form(duty.form)
    if language() == "en":
        name = known.name_en
    else:
        name = known.name_zh.removesuffix("表").removesuffix("记录").removesuffix("服务")
    return translate("duties", "{name}（过期）").format(name=name) if duty.is_overdue(day) else name
