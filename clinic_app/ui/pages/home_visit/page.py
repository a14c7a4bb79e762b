"""入户: the whole window in large letters while it is looked at, as it was before when one leaves."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clinic_app.ui import appearance, theme
from clinic_app.ui.forms.files import Files
from clinic_app.ui.main_window import ALONE
from clinic_app.ui.pages.home_visit.room import Room
from clinic_app.ui.pages.home_visit.view_model import HomeVisitViewModel
from clinic_app.ui.theme import SUNLIGHT, Theme

_ZOOM = 125  # per cent, at least
_POWER_MS = 60_000


class HomeVisitPage(QWidget):
    """Dresses the program for the open air; what is shown is the `Room`."""

    def __init__(self, view_model: HomeVisitViewModel, files: Files, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.room: Room | None = None  # built in the letters of the open air, gone when one leaves
        self._files = files
        self._before: Theme | None = None
        self._power = QTimer(self, interval=_POWER_MS)
        self._power.timeout.connect(view_model.look_at_power)
        self.setProperty(ALONE, True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.room is not None:
            self.room.begin()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if event.spontaneous() or self.room is not None:
            return
        self._before = theme.current()
        self._dress(Theme(SUNLIGHT, max(_ZOOM, self._before.zoom)))
        self.room = Room(self.view_model, self._files)
        self._column.addWidget(self.room)
        self._power.start()
        self.view_model.enter()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if event.spontaneous() or self.room is None:
            return
        self._power.stop()
        self.room.close_form()
        self.view_model.leave_sight()
        self._column.removeWidget(self.room)
        self.room.deleteLater()
        self.room = None
        if self._before is not None:
            self._dress(self._before)

    @staticmethod
    def _dress(wanted: Theme) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            appearance.apply(app, wanted)
