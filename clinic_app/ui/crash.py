"""The outermost edge: a bug is written down, told to the user, and the program goes on.

Nothing is lost by it: what was saved is in the journal, what was typed stays on the page.
"""

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from clinic_app.domain.errors import ClinicError
from clinic_app.ui import icons, theme
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize

_KEPT = 50  # files in the folder; older ones go
_ABOUT_CODE = (ClinicError, AttributeError, NameError, ImportError, TypeError, IndexError, ArithmeticError)

log = logging.getLogger(__name__)


def write_report(folder: Path, text: str, version: str, now: datetime) -> Path:
    """Write one crash file, readable only by its owner, and drop the oldest beyond fifty.

    The text is that of `told`, so no patient is in it by design.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
    head = f"version {version}\npython {platform.python_version()} {platform.platform()}\ntime {now.isoformat()}\n"
    path.touch(mode=0o600)
    path.write_text(f"{head}\n{text}", encoding="utf-8")
    for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT]:
        old.unlink(missing_ok=True)
    return path


def told(error: BaseException) -> str:
    """A traceback of code and lines.

    What an error says in words stays out where it may quote a value: a key that is not there, a text that is no day.
    """
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    first = "" if before is None else f"{told(before)}\n"
    frames = "".join(traceback.format_tb(error.__traceback__))
    words = f": {error}" if isinstance(error, _ABOUT_CODE) else ""
    return f"{first}Traceback (most recent call last):\n{frames}{type(error).__qualname__}{words}\n"


class CrashGuard(QObject):
    """Takes the place of `sys.excepthook`.

    Signals:
        crashed: the report's path; the same bug again within a run is written but not told twice.
    """

    crashed = Signal(object)

    def __init__(self, folder: Path, version: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._version = version
        self._told: set[str] = set()
        self._before: Callable[..., object] | None = None

    def install(self) -> None:
        self._before = sys.excepthook
        sys.excepthook = self.take

    def remove(self) -> None:
        if self._before is not None:
            sys.excepthook = self._before
            self._before = None

    def take(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        """Write the error down and tell it once.  Ctrl+C still ends the program."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        text = told(error.with_traceback(where))
        log.error("%s", text)
        path = write_report(self._folder, text, self._version, datetime.now(UTC))
        frame = traceback.extract_tb(where)[-1] if where is not None else None
        place = f"{kind.__name__} {frame.filename}:{frame.lineno}" if frame is not None else kind.__name__
        if place not in self._told:
            self._told.add(place)
            self.crashed.emit(path)


class CrashDialog(QDialog):
    """Says plainly that the program has a fault, that nothing saved is lost, and where the report is."""

    def __init__(self, report: Path) -> None:
        super().__init__(QApplication.activeWindow())
        self.setWindowTitle(self.tr("程序出错了"))
        self.setModal(False)  # money on the page stays in sight
        self.report = report
        px = theme.current().px
        icon = QLabel()
        icons.dress(icon, "warn", "warn", 34)
        head = QLabel(self.tr("程序出了一个错，刚才那一步没有做成"))
        look(head, TextSize.LARGE.value)
        body = QLabel(
            self.tr(
                "已保存的数据都在，页面上填的内容也没有动。可以继续工作；若同样的一步又出错，请把下面的文件交给管理员。"
            )
        )
        body.setWordWrap(True)
        self.where = QLabel(str(report))
        self.where.setWordWrap(True)
        look(self.where, "soft")
        self.details = QPlainTextEdit(report.read_text(encoding="utf-8"))
        self.details.setReadOnly(True)
        self.details.setAccessibleName(self.tr("出错详情"))
        self.details.setFixedHeight(px(150))
        title = QHBoxLayout()
        title.setSpacing(px(10))
        title.addWidget(icon)
        title.addWidget(head, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(22), px(18), px(22), px(18))
        column.setSpacing(px(10))
        column.addLayout(title)
        column.addWidget(body)
        column.addWidget(self.where)
        column.addWidget(self.details)
        column.addLayout(self._buttons())
        self.setMinimumWidth(px(560))

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton(self.tr("复制详情"))
        icons.dress(copy, "copy", "accent", 17)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.details.toPlainText()))
        go_on = QPushButton(self.tr("继续工作"))
        look(go_on, "primary")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch()
        row.addWidget(go_on)
        return row
