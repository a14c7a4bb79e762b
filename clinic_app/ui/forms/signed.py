"""A field for a signature: drawn with finger, pen or mouse on a card over the window."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_app.ui import theme
from clinic_app.ui.forms.attached import Attached
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.overlay import Overlay
from clinic_app.ui.widgets.signature_pad import SignaturePad


class SigningCard(Overlay):
    """Enter takes what is drawn, Del wipes it, Esc goes back without it.

    Signals:
        signed: the picture, PNG.
    """

    signed = Signal(bytes)

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        px = theme.current().px
        self.pad = SignaturePad(name)
        self.pad.setFixedSize(QSize(px(600), px(200)))
        self.take = QPushButton(self.tr("Enter  签好了"))
        self.wipe = QPushButton(self.tr("Del  重签"))
        look(self.take, "primary")
        title = QLabel(name)
        look(title, TextSize.LARGE.value)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(px(18), px(14), px(18), px(16))
        column.addWidget(title)
        column.addWidget(self.pad)
        foot = Row()
        foot.addStretch()
        for button in (self.wipe, self.take):
            button.setMinimumHeight(px(44))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            foot.addWidget(button)
        column.addLayout(foot)
        self.take.clicked.connect(self._take)
        self.wipe.clicked.connect(self.pad.clear)
        self.closed.connect(self.deleteLater)

    def open(self) -> None:
        super().open()
        self.pad.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        """An empty card stays: nobody has signed."""
        drawn = self.pad.picture()
        if drawn is not None:
            self.signed.emit(drawn)
            self.close_card()


class Signed(Attached):
    """A signature as any file: kept, shown small, opened by Enter; the blank signs."""

    def choose(self) -> None:
        if not self._locked:
            card = SigningCard(self.window(), self.accessibleName())
            card.signed.connect(self._keep)
            card.open()

    def _invitation(self) -> str:
        return self.tr("空格键或点一下签名")
