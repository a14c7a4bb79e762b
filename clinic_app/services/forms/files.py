"""Files of a form (a photograph, a signature, a curve) in the encrypted store of this PC; the form holds the hash."""

from typing import Final

from clinic_app.domain.errors import NotFound, RuleBroken
from clinic_app.store import pictures
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

LARGEST: Final = 2_000_000  # bytes
_SHA256: Final = "sha256:"


class FileTooLarge(RuleBroken):
    """More than belongs into the store of a clinic."""

    code = "forms.file_too_large"


class FileUnreadable(RuleBroken):
    """A folder, or a file that is not there any more."""

    code = "forms.file_unreadable"


class FileElsewhere(NotFound):
    """The form names a file that another PC keeps."""

    code = "forms.file_elsewhere"


class FormFiles:
    """Raises, of each method: NotAllowed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, by: OnDuty, data: bytes) -> str:
        """Keep a file and give its reference, the value of the field; the same file again gives the same.

        Raises:
            FileTooLarge
        """
        by.must("forms")
        if len(data) > LARGEST:
            raise FileTooLarge(size=len(data) // 1000, most=LARGEST // 1000)
        with self._store.changing() as connection:
            return _SHA256 + pictures.keep(connection, data, self._store.wall())

    def kept(self, by: OnDuty, reference: str) -> bytes:
        """The file that a field names.

        Raises:
            FileElsewhere
        """
        by.must("forms")
        with self._store.reading() as connection:
            data = pictures.kept(connection, reference.removeprefix(_SHA256))
        if data is None:
            raise FileElsewhere()
        return data
