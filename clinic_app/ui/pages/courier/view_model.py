"""摆渡: writing a stick for the county, and taking in what the county wrote."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.services.courier import CourierService, ReadyToCarry, Taken, Written
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CourierState:
    """All that the page shows.  A new state replaces the old one."""

    ready: ReadyToCarry | None = None
    busy: bool = False
    progress: str = ""  # of what goes on now
    figures: tuple[tuple[str, str], ...] = ()  # of what was done last: name and figure
    advice: str = ""  # what to do next
    tone: Tone = Tone.OK
    notice: str = ""  # what went wrong


class CourierViewModel(QObject):
    changed = Signal(object)  # CourierState
    _told = Signal(str)  # from a worker thread: how far the work has come

    def __init__(self, service: CourierService, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._service = service
        self._desk = desk
        self._jobs = jobs
        self.state = CourierState()
        self._told.connect(self._progressed)
        desk.written.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self._jobs.read(
            self._service.ready, lambda found: self._become(replace(self.state, ready=found)), self._refused
        )

    def write(self, folder: Path) -> None:
        """Everything that is not safe at the county, onto a stick."""
        by, words = self._desk.by, self.tr("正在写：{files} 个文件，{n} 条")
        self._start(
            self.tr("正在写到U盘…"),
            lambda: self._service.write(
                folder, by, lambda done: self._told.emit(words.format(files=done.files, n=done.entries))
            ),
            self._written,
        )

    def take(self, folder: Path) -> None:
        """What the county wrote for this PC."""
        by, words = self._desk.by, self.tr("正在读入：{n} 条")
        self._start(
            self.tr("正在从U盘读入…"),
            lambda: self._service.take(
                folder, by, lambda done: self._told.emit(words.format(n=done.pulled + done.came_back))
            ),
            self._taken,
        )

    def _start(self, words: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        if not self.state.busy:
            self._become(CourierState(ready=self.state.ready, busy=True, progress=words))
            self._jobs.network(work, done, self._refused)

    def _progressed(self, words: str) -> None:
        if self.state.busy:
            self._become(replace(self.state, progress=words))

    def _written(self, done: Written) -> None:
        figures = [
            (self.tr("带出"), self.tr("{n} 条").format(n=f"{done.entries:,}")),
            (
                self.tr("文件"),
                self.tr("{n} 个，{kb} KB").format(n=done.files, kb=f"{-(-done.bytes // 1024):,}"),
            ),
        ]
        if done.left:
            figures.append((self.tr("没带上"), self.tr("{n} 条").format(n=f"{done.left:,}")))
            advice = self.tr("U盘放不下全部。先送这个去县里；回来读入后，再写一个带剩下的。")
        else:
            advice = self.tr("请安全弹出U盘，送到县里。县里读写过后拿回来，按“从U盘读入”。")
        self._ended(figures, advice, Tone.WARN if done.left else Tone.OK)

    def _taken(self, done: Taken) -> None:
        figures = [
            (self.tr("县里新确认收到"), self.tr("{n} 条").format(n=f"{done.confirmed:,}")),
            (self.tr("县里还没有"), self.tr("{n} 条").format(n=f"{done.waiting:,}")),
            (self.tr("读入县里和同事的"), self.tr("{n} 条").format(n=f"{done.pulled:,}")),
        ]
        if done.came_back or done.moved:
            figures.append(
                (self.tr("本机找回"), self.tr("{n} 条").format(n=f"{done.came_back + done.moved:,}"))
            )
        if done.refused:
            figures.append((self.tr("读不了的文件"), self.tr("{n} 个").format(n=len(done.refused))))
        self._ended(figures, *self._advice(done))
        self._desk.written.emit()

    def _advice(self, done: Taken) -> tuple[str, Tone]:
        if done.again or done.refused:
            return self.tr("还缺一部分。请再写一次U盘送到县里，会补齐，不会重复。"), Tone.WARN
        if done.waiting:
            return self.tr("还有没到县里的记录。请再写一次U盘送到县里。"), Tone.WARN
        return self.tr("本机的数据县里都收到了，不用再送。"), Tone.OK

    def _ended(self, figures: list[tuple[str, str]], advice: str, tone: Tone) -> None:
        self._become(CourierState(ready=self.state.ready, figures=tuple(figures), advice=advice, tone=tone))
        self.refresh()

    def _refused(self, error: ClinicError) -> None:
        self._become(CourierState(ready=self.state.ready, notice=text_of(error, language())))

    def _become(self, state: CourierState) -> None:
        self.state = state
        self.changed.emit(state)
