"""点评: judgements are accepted or appealed, figures and lessons are looked at."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.services.review import Figures, Reviewed, ReviewService, Taught
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.review.state import Asking, ReviewState
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class _Read:
    reviewed: tuple[Reviewed, ...]
    figures: Figures
    lessons: tuple[Taught, ...]


class ReviewViewModel(QObject):
    changed = Signal(object)  # ReviewState

    def __init__(self, service: ReviewService, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._service = service
        self._desk = desk
        self._jobs = jobs
        self._months_ago = 0
        self.state = ReviewState()
        desk.written.connect(self.refresh)

    def refresh(self) -> None:
        """Everything anew; what is open stays open."""
        by, months_ago = self._desk.by, self._months_ago

        def work() -> _Read:
            service = self._service
            return _Read(tuple(service.mine(by)), service.figures(by, months_ago), tuple(service.lessons(by)))

        self._jobs.read(work, self._show, self._refused)

    def choose(self, one: Reviewed | None) -> None:
        if one != self.state.chosen:
            self._become(replace(self.state, chosen=one, asking=None, notice=""))

    def ask(self, asking: Asking, text: str) -> None:
        """The first press says what would be done; the second one does it."""
        if not self.state.may_answer:
            return
        if asking is Asking.APPEAL and not text.strip():
            words = self.tr("先写明申诉的理由，再按一次。")
            self._become(replace(self.state, asking=None, notice=words, tone=Tone.WARN))
        elif self.state.asking is asking:
            self._answer(asking, text.strip())
        else:
            self._become(replace(self.state, asking=asking, notice=""))

    def think_again(self) -> None:
        self._become(replace(self.state, asking=None))

    def look_back(self, months: int) -> None:
        """The figures of `months` further back, or nearer."""
        self._months_ago = max(0, self._months_ago + months)
        self.refresh()

    def open(self, taught: Taught | None) -> None:
        """Read a lesson; that is kept once."""
        if taught is None:
            return
        self._become(replace(self.state, lesson=taught, answer=None))
        if not taught.read and not taught.lesson.question:
            self._keep_read(taught, None)

    def choose_answer(self, at: int) -> None:
        """Of an open lesson's question; the first choice is kept."""
        taught = self.state.lesson
        if taught is None or self.state.answer is not None:
            return
        self._become(replace(self.state, answer=at))
        if not taught.read:
            self._keep_read(taught, at)

    def _keep_read(self, taught: Taught, answer: int | None) -> None:
        by = self._desk.by
        self._jobs.store(
            lambda: self._service.read(by, taught.lesson.lesson, answer),
            lambda _: self._desk.written.emit(),
            self._refused,
        )

    def _answer(self, asking: Asking, text: str) -> None:
        chosen, by = self.state.chosen, self._desk.by
        if chosen is None:
            return
        accepted = asking is Asking.ACCEPT
        self._become(replace(self.state, busy=True, asking=None, notice=""))
        self._jobs.store(
            lambda: self._service.answer(
                by, chosen.written.id, accepted=accepted, text=text, review_id=chosen.review.id
            ),
            lambda _: self._answered(accepted),
            self._refused,
        )

    def _answered(self, accepted: bool) -> None:
        words = self.tr("已接受。") if accepted else self.tr("申诉已提交，等点评药师复核。")
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.OK))
        self._desk.written.emit()

    def _show(self, read: _Read) -> None:
        chosen = self.state.chosen
        ids = {one.written.id: one for one in read.reviewed}
        still = ids.get(chosen.written.id) if chosen else None
        open_lesson = self.state.lesson
        lessons = {one.lesson.lesson: one for one in read.lessons}
        self._become(
            replace(
                self.state,
                reviewed=read.reviewed,
                chosen=still or (read.reviewed[0] if read.reviewed else None),
                figures=read.figures,
                lessons=read.lessons,
                lesson=lessons.get(open_lesson.lesson.lesson) if open_lesson else None,
            )
        )

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, busy=False, asking=None, notice=words, tone=Tone.DANGER))

    def _become(self, state: ReviewState) -> None:
        self.state = state
        self.changed.emit(state)
