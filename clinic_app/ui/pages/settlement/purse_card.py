"""钱包扣款的善后, asked in place: money handed back in cash, or what the card's issuer says of a debit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from clinic_app.ui import theme
from clinic_app.ui.format import yen
from clinic_app.ui.pages.settlement.state import PurseAsked
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.entries import Choice, mark_invalid
from clinic_app.ui.widgets.fields import EnterMoves

_TAKEN = "1"


class PurseCardAsked(QFrame):
    """Enter through the boxes to the button; Esc leaves the debit as it is.

    Signals:
        confirmed: the issuer's reference, and whether the money was taken (both mean nothing for cash back).
        kept: nothing is written.
    """

    confirmed = Signal(str, bool)
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, "notice", Tone.DANGER.value)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.said = Choice(
            [("1", self.tr("1 已扣款")), ("2", self.tr("2 没有扣款"))], self.tr("发卡方的答复"), blank=True
        )
        self.said.setItemText(0, self.tr("选答复 1–2"))
        self.reference = QLineEdit()
        self.reference.setAccessibleName(self.tr("发卡方答复编号"))
        self.reference.setPlaceholderText(self.tr("发卡方答复编号"))
        self.yes, self.no = QPushButton(self.tr("确认退现金")), QPushButton(self.tr("Esc 不办"))
        look(self.yes, "danger")
        self._asked: PurseAsked | None = None
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(10), px(6), px(8), px(6))
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(self.said)
        row.addWidget(self.reference, 1)
        row.addStretch()
        row.addWidget(self.yes)
        row.addWidget(self.no)
        column.addLayout(row)
        EnterMoves(self)
        self.said.chosen.connect(lambda _: mark_invalid(self.said, False))
        self.reference.textChanged.connect(lambda _: mark_invalid(self.reference, False))
        self.yes.clicked.connect(self._confirm)
        self.no.clicked.connect(self.kept)
        self.hide()

    def ask(self, asked: PurseAsked | None) -> None:
        before, self._asked = self._asked, asked
        if asked is None:
            self.hide()
            return
        if asked == before:
            return
        if asked.issuer:
            words = self.tr("这张卡不再来时，登记发卡方对 {amount} 这笔扣款的答复。登记后不能再改。")
        else:
            words = self.tr(
                "把钱包已扣的 {amount} 用现金退给患者？退后这笔扣款不能再用来结算，钱包余额不变。"
            )
        self.words.setText(words.format(amount=yen(asked.amount)))
        self.yes.setText(self.tr("确认登记") if asked.issuer else self.tr("确认退现金"))
        for widget in (self.said, self.reference):
            widget.setVisible(asked.issuer)
            mark_invalid(widget, False)
        self.said.show_code("")
        self.reference.clear()
        self.show()
        (self.said if asked.issuer else self.yes).setFocus()

    def _confirm(self) -> None:
        """The issuer's word is written with its number only."""
        issuer = self._asked is not None and self._asked.issuer
        for widget, filled in (
            (self.said, self.said.code()),
            (self.reference, self.reference.text().strip()),
        ):
            if issuer and not filled:
                mark_invalid(widget, True)
                widget.setFocus()
                return
        self.confirmed.emit(self.reference.text().strip(), self.said.code() == _TAKEN)
