"""出纸: a document becomes a PDF in print/, and by the clinic's choice is opened or goes to a printer.

What lies in print/ is not encrypted, so it does not stay: papers of earlier days go at every start.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from clinic_app.domain.errors import Unavailable
from clinic_app.printing.documents import Document
from clinic_app.ui.printing.pdf import pdf, print_on

PREVIEW: Final = "preview"
_KEPT: Final = timedelta(days=1)


class NoPrinter(Unavailable):
    """The printer of the settings is not there; the paper lies in print/."""

    code = "print.no_printer"


class NotPrinted(Unavailable):
    """The paper could not be made; what it shows is saved all the same."""

    code = "print.failed"


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class Papers:
    """Puts documents on paper.  Call it on the GUI thread; a slip takes about 20 ms."""

    def __init__(self, folder: Path, printer: str = "", show: Callable[[Path], None] = _open) -> None:
        """Args:
        folder: where PDFs are kept for the day.
        printer: a printer's name; ``preview`` opens each paper; empty keeps it only.
        """
        self._folder = folder
        self._printer = printer
        self._show = show

    def put(self, document: Document, name: str) -> Path:
        """Keep the document as ``<name>.pdf``, then print or open it as set.

        Raises:
            NoPrinter, NotPrinted
        """
        path = self._folder / f"{name}.pdf"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(pdf(document))
        except (OSError, LookupError) as error:
            raise NotPrinted(why=type(error).__name__) from error
        if self._printer == PREVIEW:
            self._show(path)
        elif self._printer:
            self._print(document)
        return path

    def tidy(self, now: datetime | None = None) -> None:
        """Drop the papers of earlier days."""
        limit = (now or datetime.now(UTC)) - _KEPT
        for path in self._folder.glob("*.pdf"):
            if path.stat().st_mtime < limit.timestamp():
                path.unlink(missing_ok=True)

    def _print(self, document: Document) -> None:
        info = QPrinterInfo.printerInfo(self._printer)
        if info.isNull():
            raise NoPrinter(printer=self._printer)
        print_on(document, QPrinter(info))
