"""What can go wrong with the data folder, and which of SQLite's words mean which."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError, Damaged, RuleBroken, Unavailable


class NotOurs(Damaged):
    """The file is no database of this program, or its key is another one."""

    code = "store.not_ours"


class FileDamaged(Damaged):
    """The database file is damaged."""

    code = "store.damaged"


class DiskFull(Unavailable):
    """The disk is full; nothing was changed."""

    code = "store.disk_full"


class Busy(Unavailable):
    """Another program holds the database."""

    code = "store.busy"


class NewerStore(Damaged):
    """A later version of the program wrote this folder."""

    code = "store.newer"


class NoStore(RuleBroken):
    """The folder holds no clinic."""

    code = "store.none"


class StoreExists(RuleBroken):
    """The folder holds a clinic already."""

    code = "store.exists"


class StaffExists(RuleBroken):
    """Somebody of this id works here already, or it is the recovery code's."""

    code = "staff.exists"


_WORDS: Final[tuple[tuple[str, type[ClinicError]], ...]] = (
    ("not a database", NotOurs),
    ("malformed", FileDamaged),
    ("disk image", FileDamaged),
    ("disk is full", DiskFull),
    ("disk i/o error", DiskFull),
    ("locked", Busy),
)


@contextmanager
def told() -> Iterator[None]:
    """Turns the database's own errors into ours; a bug stays what it is.

    Raises:
        NotOurs, FileDamaged, DiskFull, Busy
    """
    try:
        yield
    except sa.exc.DBAPIError as error:
        kind = _kind_of(error)
        if kind is not None:
            raise kind() from error
        raise


def is_trouble(error: Exception) -> bool:
    """Whether the file, the disk or another program is at fault; otherwise what was asked of the database is."""
    return isinstance(error, sa.exc.DBAPIError) and _kind_of(error) is not None


def _kind_of(error: sa.exc.DBAPIError) -> type[ClinicError] | None:
    words = str(error.orig).lower()
    return next((kind for part, kind in _WORDS if part in words), None)
