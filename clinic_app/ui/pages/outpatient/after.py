"""What may still be done with a signed record: 补记, 作废处方, 病假证明; one line, one thing at a time."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QWidget

from clinic_app.domain.time import beijing
from clinic_app.ui import theme
from clinic_app.ui.pages.outpatient.state import Signed
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Stack
from clinic_app.ui.widgets.entries import Choice, NumberEdit

_REST = 3  # days, as usually given


class AfterSigning(QWidget):
    """Signals:
    added: words to be added to the record.
    cancelled: a prescription and the reason.
    reopened: as cancelled, to be written anew.
    certified: days of rest and the advice.
    """

    added = Signal(str)
    cancelled = Signal(object, str)
    reopened = Signal(object, str)
    certified = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.addenda = QLabel()
        self.addenda.setWordWrap(True)
        self.words = _line(self.tr("补记"), self.tr("补记，按 Enter 记下"))
        self.cancel = ActionButton("refund", self.tr("作废处方"), kind="quiet")
        self.certify = QPushButton(self.tr("病假证明"))
        self.sheet = Choice([], self.tr("处方"))
        self.anew = Choice([("0", self.tr("只作废")), ("1", self.tr("作废并重开"))], self.tr("作废后重开"))
        self.reason = _line(self.tr("作废原因"), self.tr("作废原因，按 Enter 作废"))
        self.days = NumberEdit(self.tr("休息几天"), least=1, most=30)
        self.advice = _line(self.tr("建议"), self.tr("其他建议，按 Enter 出具"))
        self._record: Signed | None = None
        self._lay_out()
        self._connect()
        self.hide()

    def show_record(self, record: Signed | None) -> None:
        """Of the signed record on the page; None: it is still being written."""
        self.setVisible(record is not None)
        if record is None or record == self._record:
            self._record = record
            return
        self._record = record
        said = [f"{beijing(one.added_ms):%Y-%m-%d %H:%M}　{one.text}" for one in record.addenda]
        self.addenda.setText("\n".join(self.tr("补记 {text}").format(text=text) for text in said))
        self.addenda.setVisible(bool(said))
        self.sheet.clear()
        for prescription_id, names in record.sheets:
            self.sheet.addItem(names, str(prescription_id))
        self.cancel.setVisible(bool(record.sheets) and not record.paid)
        self.words.clear()
        self._show_part(0)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._show_part(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc thinks again; Enter presses the button that has the focus."""
        if event.key() == Qt.Key.Key_Escape and self._parts.currentIndex():
            self._show_part(0)
            self.words.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.certify.hasFocus():
            self.certify.click()
        else:
            super().keyPressEvent(event)

    def _show_part(self, at: int) -> None:
        self._parts.setCurrentIndex(at)

    def _begin_cancel(self) -> None:
        self.reason.clear()
        self.anew.show_code("0")
        self._show_part(1)
        self.reason.setFocus()

    def _begin_certificate(self) -> None:
        self.days.show_number(_REST)
        self.advice.clear()
        self._show_part(2)
        self.days.setFocus()
        self.days.selectAll()

    def _add(self) -> None:
        self.added.emit(self.words.text().strip())

    def _cancel(self) -> None:
        if self.sheet.code():
            wanted = self.reopened if self.anew.code() == "1" else self.cancelled
            wanted.emit(UUID(self.sheet.code()), self.reason.text().strip())

    def _certify(self) -> None:
        number = self.days.number()
        if number is not None:
            self.certified.emit(int(number), self.advice.text().strip())

    def _connect(self) -> None:
        self.words.returnPressed.connect(self._add)
        self.cancel.clicked.connect(self._begin_cancel)
        self.certify.clicked.connect(self._begin_certificate)
        self.reason.returnPressed.connect(self._cancel)
        self.days.returnPressed.connect(self.advice.setFocus)
        self.advice.returnPressed.connect(self._certify)

    def _lay_out(self) -> None:
        look(self.certify, "quiet")
        self.certify.setAutoDefault(False)
        self.days.setFixedWidth(theme.current().px(50))
        look(self.addenda, "soft")
        self._parts = QStackedWidget()
        before, after = QLabel(self.tr("休息")), QLabel(self.tr("天"))
        for part in (
            (self.words, self.certify, self.cancel),
            (self.sheet, self.anew, self.reason),
            (before, self.days, after, self.advice),
        ):
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.current().px(8))
            for widget in part:
                row.addWidget(widget, 1 if isinstance(widget, QLineEdit) and widget is not self.days else 0)
            self._parts.addWidget(line)
        stack = Stack(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.addWidget(self.addenda)
        stack.addWidget(self._parts)
        self._parts.setMaximumHeight(self.words.sizeHint().height() + theme.current().px(4))


def _line(name: str, hint: str) -> QLineEdit:
    box = QLineEdit()
    box.setAccessibleName(name)
    box.setPlaceholderText(hint)
    return box
