"""The strip that says whose record is open, on every page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from clinic_app.ui import icons, theme
from clinic_app.ui.shell_state import ResidentBanner
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.states import Chip


class ResidentStrip(QFrame):
    """Name, sex, age, number, insurance and warnings; nobody in hand is said too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._name = QLabel()
        self._who = QLabel()
        self._chips = QHBoxLayout()
        self.find = ActionButton("find", kind="quiet")
        self.clear = ActionButton("clear", kind="quiet")
        self._lay_out()
        self.show_resident(None)

    def show_resident(self, resident: ResidentBanner | None) -> None:
        look(self, "resident" if resident else "nobody")
        icons.dress(self._icon, "person", "accent" if resident else "text_soft", 24)
        self._drop_chips()
        self.clear.setVisible(resident is not None)
        if resident is None:
            self._name.setText(self.tr("没有选定居民"))
            look(self._name, "soft")
            self._who.setText(self.tr("插卡、扫码，或按查找键找人"))
            self.setAccessibleName(self._name.text())
            return
        look(self._name, TextSize.TITLE.value)
        self._name.setText(resident.name)
        self._who.setText(f"{resident.sex}  ·  {resident.age}  ·  {resident.id_masked}")
        self.setAccessibleName(f"{resident.name} {resident.sex} {resident.age}")
        self._show_chips(resident)

    def _show_chips(self, resident: ResidentBanner) -> None:
        if resident.insurance:
            self._chips.addWidget(Chip(resident.insurance, Tone.ACCENT))
        if resident.card:
            self._chips.addWidget(Chip(resident.card, Tone.WARN if resident.temporary else Tone.PLAIN))
        for caution in resident.warnings:
            self._chips.addWidget(Chip(caution.text, caution.tone))

    def _drop_chips(self) -> None:
        while self._chips.count():
            item = self._chips.takeAt(0)
            chip = item.widget() if item is not None else None
            if chip is not None:
                chip.hide()
                chip.deleteLater()

    def _lay_out(self) -> None:
        px = theme.current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(4), px(8), px(4))
        row.setSpacing(px(10))
        self._chips.setSpacing(px(6))
        look(self._who, "")
        self.setMinimumHeight(px(44))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._name)
        row.addWidget(self._who)
        row.addLayout(self._chips)
        row.addStretch()
        row.addWidget(self.find)
        row.addWidget(self.clear)
