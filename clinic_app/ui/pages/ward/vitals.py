"""体温单: the curves as they are printed, and the boxes of one round."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.measurements import measures
from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.printing.wardsheets import vital_blocks
from clinic_app.projections.queries.ward import Vital
from clinic_app.ui import theme
from clinic_app.ui.i18n import language
from clinic_app.ui.pages.ward.state import WardState
from clinic_app.ui.pages.ward.view_model import first_of
from clinic_app.ui.printing.blocks import Sheet, draw
from clinic_app.ui.stylesheet import look
from clinic_app.ui.texts import text_of
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.cells import TextCell
from clinic_app.ui.widgets.entries import Choice, mark_invalid
from clinic_app.ui.widgets.fields import EnterMoves

_KEYS: Final = ("temp", "pulse", "resp", "sbp", "dbp", "weight", "intake", "output", "stool")
_ROUNDS: Final = ("02", "06", "10", "14", "18", "22")  # hours of the 体温单
_PAPER_MM: Final = (180.0, 152.0)  # of what is drawn


class Curves(QWidget):
    """The sheet of seven days, drawn by the printer's own blocks."""

    def __init__(self) -> None:
        super().__init__()
        self._vitals: Mapping[str, Sequence[Vital]] = {}
        self._first: date | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.current().px(240))
        self.setAccessibleName(self.tr("体温单"))

    def show_vitals(self, vitals: Mapping[str, Sequence[Vital]], first: date) -> None:
        self._vitals, self._first = vitals, first
        self.setAccessibleDescription(self.tr("{n} 次体温").format(n=len(vitals.get("temp", ()))))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._first is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("white"))  # it is paper, whatever the theme
        sheet = Sheet(self, painter, 0)
        sheet.width = sheet.mm(_PAPER_MM[0])
        scale = min(self.width() / sheet.width, self.height() / sheet.mm(_PAPER_MM[1]))
        painter.translate((self.width() - sheet.width * scale) / 2, 0)
        painter.scale(scale, scale)
        painter.setPen(QColor("black"))
        for block in vital_blocks(self._vitals, self._first):
            sheet.y += draw(sheet, block)
            painter.setPen(QColor("black"))
        painter.end()


class VitalsPanel(QWidget):
    """Signals:
    passed: Enter in the last box.
    """

    passed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._hour = -1  # for which the round was proposed
        self.curves = Curves()
        self.round = Choice([(hour, f"{hour}:00") for hour in _ROUNDS], self.tr("时间"))
        self.boxes: dict[str, QLineEdit] = {key: TextCell(self._name(key)) for key in _KEYS}
        self.problem = QLabel()
        look(self.problem, "fieldError")
        self._form = QWidget()
        row = Row()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.round)
        for key, box in self.boxes.items():
            box.setPlaceholderText(self._name(key))
            box.setToolTip(f"{self._name(key)} {measures()[key].unit}")
            row.addWidget(box, 1)
        self._form.setLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.curves, 1)
        column.addWidget(self._form)
        column.addWidget(self.problem)
        self._walk = EnterMoves(self._form)
        self.boxes[_KEYS[-1]].returnPressed.connect(self.passed)

    def render_state(self, state: WardState) -> None:
        self.curves.show_vitals(state.vitals, first_of(state))
        if state.hour != self._hour:
            self._hour = state.hour
            self.round.show_code(max((one for one in _ROUNDS if int(one) <= state.hour), default=_ROUNDS[0]))

    def values(self) -> dict[str, int] | None:
        """In ten-thousandths by key; None, and said so, where one cannot be read."""
        found = {}
        for key, box in self.boxes.items():
            text = box.text().strip()
            mark_invalid(box, False)
            if not text:
                continue
            try:
                found[key] = measures()[key].read(text)
            except ClinicError as error:
                mark_invalid(box, True)
                self.problem.setText(text_of(error, language()))
                box.setFocus()
                return None
        self.problem.setText("" if found else self.tr("请填写至少一项。"))
        return found or None

    def taken_ms(self, day: date) -> int:
        return ms_of(datetime.combine(day, time(int(self.round.code())), BEIJING))

    def clear(self) -> None:
        for box in self.boxes.values():
            box.clear()
        self.problem.clear()

    def _name(self, key: str) -> str:
        measure = measures()[key]
        return measure.name_zh if language() == "zh" else measure.name_en
