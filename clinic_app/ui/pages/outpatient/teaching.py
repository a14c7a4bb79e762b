"""微课 at the moment of prescribing: read for the rules that speak, opened by a key, kept as read."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from clinic_app.journal.prescriptions import Checked
from clinic_app.services.review import ReviewService, Taught
from clinic_app.ui.pages.outpatient.consultation import Consultation
from clinic_app.ui.pages.outpatient.review import ReviewPanel
from clinic_app.ui.pages.outpatient.state import DoctorState


class Teaching(QObject):
    def __init__(self, room: Consultation, service: ReviewService, panel: ReviewPanel) -> None:
        super().__init__(panel)
        self._room = room
        self._service = service
        self._panel = panel
        self._checked: Sequence[Checked] = ()  # what the lessons are for
        self._taught: dict[str, Taught] = {}  # by lesson
        room.changed.connect(self._follow)
        panel.lesson_wanted.connect(self.open)

    def open(self, lesson: str) -> None:
        """Its words stand on the page; who opened it is kept."""
        taught, by = self._taught.get(lesson), self._room.by
        if taught is None:
            return
        self._room.say(f"{taught.lesson.title}：{taught.lesson.text}")
        if not taught.read:
            self._room.jobs.store(lambda: self._service.read(by, lesson), lambda _: None, self._room.refused)

    def _follow(self, state: DoctorState) -> None:
        """Other sheets were checked: other lessons belong to them."""
        if state.checked is self._checked:
            return
        self._checked, by = state.checked, self._room.by
        asked = state.checked

        def done(found: dict[str, Taught]) -> None:
            if self._checked is not asked:
                return
            taught = {one.lesson.lesson: one for one in found.values()}
            if taught == self._taught:
                return
            self._taught = taught
            self._panel.teach({rule: one.lesson for rule, one in found.items()})
            self._room.become(self._room.state)

        self._room.jobs.read(lambda: self._service.lessons_at(by, asked), done, self._room.refused)
