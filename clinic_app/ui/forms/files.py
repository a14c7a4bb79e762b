"""Files of a form: what is attached is kept encrypted on a worker, what is looked at is read there."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_app.domain.errors import ClinicError
from clinic_app.services.forms.files import LARGEST, FileTooLarge, FileUnreadable, FormFiles
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.pictures import jpeg_of, read_picture
from clinic_app.ui.texts import text_of

_PHOTOGRAPHS: Final = (".jpg", ".jpeg", ".png", ".bmp", ".webp")


def ask_file(parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent)
    return Path(chosen) if chosen else None


def ask_place(parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getSaveFileName(parent)
    return Path(chosen) if chosen else None


class Files:
    """What a field for a file asks for; every answer comes on the GUI thread, a refusal as words."""

    def __init__(
        self,
        kept: FormFiles,
        desk: Desk,
        ask_file: Callable[[QWidget], Path | None] = ask_file,
        ask_place: Callable[[QWidget], Path | None] = ask_place,
    ) -> None:
        """Args:
        ask_file, ask_place: let the user choose what to attach, and where to put a copy.
        """
        self._kept = kept
        self._desk = desk
        self.ask_file = ask_file
        self.ask_place = ask_place

    def keep(
        self, found: Path | QImage | bytes, done: Callable[[str], None], failed: Callable[[str], None]
    ) -> None:
        """Keep a file, a picture that was pasted, or what was drawn; `done` gets the reference."""
        by = self._desk.by
        self._desk.jobs.store(lambda: self._kept.keep(by, _bytes_of(found)), done, _in_words(failed))

    def read(self, reference: str, done: Callable[[bytes], None], failed: Callable[[str], None]) -> None:
        by = self._desk.by
        self._desk.jobs.read(lambda: self._kept.kept(by, reference), done, _in_words(failed))


def _bytes_of(found: Path | QImage | bytes) -> bytes:
    """A photograph is made small; anything else stays as it is.

    Raises:
        NotAPicture, FileTooLarge, FileUnreadable
    """
    if isinstance(found, bytes):
        return found
    if isinstance(found, QImage):
        return jpeg_of(found)
    if found.suffix.lower() in _PHOTOGRAPHS:
        return jpeg_of(read_picture(found))
    try:
        size = found.stat().st_size
        if size > LARGEST:
            raise FileTooLarge(size=size // 1000, most=LARGEST // 1000)
        return found.read_bytes()
    except OSError as error:
        raise FileUnreadable() from error


def _in_words(failed: Callable[[str], None]) -> Callable[[ClinicError], None]:
    return lambda error: failed(text_of(error, language()))
