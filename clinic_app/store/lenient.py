"""Entries into tables where one that breaks this program stops none of the others.

The county sets such an entry aside (intake/project.py); here it stays in the journal and out of the tables, until a
later version replays it.
"""

import logging
import traceback
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError
from clinic_app.store.errors import is_trouble

T = TypeVar("T")
log: Final = logging.getLogger(__name__)


def write_leniently(
    connection: sa.Connection, entries: Sequence[T], write: Callable[[Sequence[T]], None]
) -> None:
    """`write` all of them; where that fails, one by one, and who fails alone is left out.

    Raises:
        ClinicError, DBAPIError: it is the store that is in trouble, and not an entry.
    """
    if entries and not _is_written(connection, entries, write):
        for one in entries:
            _is_written(connection, [one], write)


def _is_written(
    connection: sa.Connection, entries: Sequence[T], write: Callable[[Sequence[T]], None]
) -> bool:
    before = connection.begin_nested()
    try:
        write(entries)
    except Exception as error:  # an edge: whatever one entry does to this program, those after it go on
        before.rollback()
        if isinstance(error, ClinicError) or is_trouble(error):
            raise
        if len(entries) == 1:
            # Neither the error's text nor the entry's: they may name a patient.
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error("an entry is left out of the tables: %s\n%s", type(error).__name__, frames)
        return False
    before.commit()
    return True
