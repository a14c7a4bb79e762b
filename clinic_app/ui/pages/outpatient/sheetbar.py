"""Over the orders: what kind of sheet they are, groups, own medicine, herbs; and who fetches a narcotic."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from clinic_app.domain.identifiers import BadIdNumber, check_id_number
from clinic_app.domain.money import half_up
from clinic_app.domain.prescribing.case import CONTROLLED
from clinic_app.ui import catalogues, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.outpatient.form import EMERGENCY, LONG_TERM
from clinic_app.ui.pages.outpatient.rows import DRUG, OrderRow
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.entries import mark_invalid

_SHEETS: Final = {
    "": QT_TRANSLATE_NOOP("outpatient", "普通处方"),
    EMERGENCY: QT_TRANSLATE_NOOP("outpatient", "急诊处方"),
    LONG_TERM: QT_TRANSLATE_NOOP("outpatient", "长期处方"),
}


class SheetBar(QWidget):
    """Signals:
    turned: the sheets are of another kind now.
    """

    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = ActionButton("sheet_kind", kind="quiet")
        self.group = ActionButton("group", self.tr("成组"), kind="quiet")
        self.own = ActionButton("own", self.tr("自备"), kind="quiet")
        self.herbs = ActionButton("herbs", self.tr("饮片"), kind="quiet")
        self.share = QLabel()
        look(self.share, "small")
        self._sheet = ""
        self._small = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(2))
        for button in (self.kind, self.group, self.own, self.herbs):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.share)
        self.kind.clicked.connect(self._turn)
        self.show_sheet("", writable=False)

    def sheet(self) -> str:
        """ "", EMERGENCY or LONG_TERM."""
        return self._sheet

    def show_sheet(self, sheet: str, *, writable: bool) -> None:
        self._sheet = sheet
        self.kind.say(translate("outpatient", _SHEETS.get(sheet, _SHEETS[""])))
        for button in (self.kind, self.group, self.own, self.herbs):
            button.setEnabled(writable)

    def show_share(self, orders: Sequence[OrderRow], month: tuple[int, int]) -> None:
        """基本药物: of what is ordered, and of the doctor's month (essential lines, all lines)."""
        here = essential_of(orders)
        parts = []
        if here[1]:
            parts.append(self.tr("基本药物 {n}/{of}").format(n=here[0], of=here[1]))
        if month[1] and not self._small:
            percent = half_up(month[0] * 100, month[1])
            parts.append(self.tr("本人本月 {percent}%").format(percent=percent))
        self.share.setText("　".join(parts))

    def show_counts(self, others: int, herbs: int, *, in_herbs: bool) -> None:
        """What the key for herbs leads to, and how much stands there."""
        if in_herbs:
            self.herbs.say(self.tr("西药和项目 {n}").format(n=others) if others else self.tr("西药和项目"))
        else:
            self.herbs.say(self.tr("饮片 {n} 味").format(n=herbs) if herbs else self.tr("饮片"))

    def narrow(self, small: bool) -> None:
        self._small = small
        for button in (self.group, self.own):
            button.key_only(small)

    def _turn(self) -> None:
        kinds = tuple(_SHEETS)
        self.show_sheet(kinds[(kinds.index(self._sheet) + 1) % len(kinds)], writable=True)
        self.turned.emit()


class CollectorLine(QWidget):
    """代办人 of a narcotic: shown while one is ordered; blank where the patient fetches it.

    Signals:
        edited: something was typed.
        left: Enter past the last box.
    """

    edited = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.who = QLineEdit()
        self.number = QLineEdit()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(6))
        word = QLabel(self.tr("麻、精一　代办人"))
        look(word, "soft")
        row.addWidget(word)
        for box, name, hint, stretch in (
            (self.who, self.tr("代办人姓名"), self.tr("姓名，本人取药留空"), 1),
            (self.number, self.tr("代办人身份证号"), self.tr("代办人身份证号"), 2),
        ):
            box.setAccessibleName(name)
            box.setPlaceholderText(hint)
            box.textEdited.connect(self._typed)
            box.installEventFilter(self)
            row.addWidget(box, stretch)
        self.hide()

    def collector(self) -> tuple[str, str]:
        return self.who.text(), self.number.text()

    def show_collector(self, collector: tuple[str, str], *, fixed: bool) -> None:
        for box, text in zip((self.who, self.number), collector, strict=True):
            box.setText(text)
            box.setReadOnly(fixed)

    def first_problem(self, today: date) -> str:
        """What is wrong, the focus put on it; empty when nothing is."""
        who, number = (text.strip() for text in self.collector())
        if self.isHidden() or not (who or number):
            return ""
        if not who:
            return self._point(self.who, self.tr("请填写代办人姓名。"))
        try:
            check_id_number(number.upper(), today)
        except BadIdNumber:
            return self._point(self.number, self.tr("代办人身份证号不对，请核对。"))
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
                self.number.setFocus() if watched is self.who else self.left.emit()
                return True
        return False

    def _typed(self) -> None:
        for box in (self.who, self.number):
            mark_invalid(box, False)
        self.edited.emit()

    def _point(self, box: QLineEdit, words: str) -> str:
        mark_invalid(box, True)
        box.setFocus()
        return words


def essential_of(orders: Sequence[OrderRow]) -> tuple[int, int]:
    """Essential medicines among the drugs, and all drugs; herbs are not counted."""
    drugs = [catalogues.current().drugs.of_code(row.code) for row in orders if row.kind == DRUG]
    return sum(drug is not None and drug.essential for drug in drugs), len(drugs)


def has_narcotic(orders: Sequence[OrderRow]) -> bool:
    drugs = (catalogues.current().drugs.of_code(row.code) for row in orders if row.kind == DRUG)
    return any(drug is not None and drug.rx_class in CONTROLLED for drug in drugs)
