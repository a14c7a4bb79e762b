"""What the parts of 库房 have in common: a state, its model, and how the page treats them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.domain.errors import ClinicError
from clinic_app.printing.documents import Document
from clinic_app.ui import theme
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.states import Notice

S = TypeVar("S", bound="PartState")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartState:
    """What every part shows."""

    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO


@dataclass(frozen=True, slots=True)
class Bench:
    """What every part works with."""

    desk: Desk
    jobs: JobRunner
    papers: Papers


class PartModel(QObject, Generic[S]):
    """Signals:
    changed: the part's state.
    """

    changed = Signal(object)

    def __init__(self, bench: Bench, state: S) -> None:
        super().__init__()
        self._bench = bench
        self.state = state
        self._in_sight = False
        bench.desk.written.connect(lambda: self.refresh() if self._in_sight else None)

    def watch(self, in_sight: bool) -> None:
        """Follow what is written elsewhere while the part is in sight."""
        self._in_sight = in_sight
        if in_sight:
            self.refresh()

    def refresh(self) -> None:
        """Read anew what the part shows."""
        raise NotImplementedError

    def take_scan(self, text: str) -> None:
        """A box or bar code scanned while the part is in front; most have no use for it."""

    def _read(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._bench.jobs.read(work, done, self._refused)

    def _write(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """One step at a time; then everybody reads anew."""
        if self.state.busy:
            return

        def written(answer: T) -> None:
            self._change(busy=False)
            done(answer)
            self._bench.desk.written.emit()

        self._change(busy=True, notice="")
        self._bench.jobs.store(work, written, self._refused)

    def _put_on_paper(self, document: Document, name: str) -> None:
        """A paper that fails undoes nothing."""
        try:
            self._bench.papers.put(document, name)
        except ClinicError as error:
            self._refused(error)
        else:
            self._say(self.tr("已打印：{title}").format(title=document.title))

    def _say(self, words: str, tone: Tone = Tone.OK) -> None:
        self._change(notice=words, tone=tone)

    def _refused(self, error: ClinicError) -> None:
        self._change(busy=False, notice=text_of(error, language()), tone=Tone.DANGER)

    def _change(self, **values: Any) -> None:
        self.state = replace(self.state, **values)
        self.changed.emit(self.state)


class StockPart(QWidget):
    """One part of the page.

    Signals:
        retitled: what stands on its tab changed.
    """

    retitled = Signal()
    counts: ClassVar[bool] = (
        False  # its tab has a count: it follows while the page is in sight, not only itself
    )

    def __init__(self, model: PartModel[Any]) -> None:
        super().__init__()
        self.model = model
        self.notice = Notice()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.current().px(9))
        self.body.addWidget(self.notice)

    def title(self) -> str:
        """On the tab."""
        raise NotImplementedError

    def begin(self) -> None:
        """Put the focus where the work begins."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self.counts:
            self.model.watch(False)

    def follow(self) -> None:
        """From now on what the model says is shown; the last line of a part's `__init__`."""
        self.model.changed.connect(self._show)
        self._show(self.model.state)

    def show_state(self, state: Any) -> None:
        raise NotImplementedError

    def _show(self, state: PartState) -> None:
        self.notice.say(state.notice, state.tone)
        self.show_state(state)
        self.retitled.emit()
