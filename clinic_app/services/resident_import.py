"""既有登记表: a clinic's own register taken over, good rows by hundreds, the others reported."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.register import RegisterRow, State
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.residents import Card, ResidentRegistered
from clinic_app.projections.queries import residents as queries
from clinic_app.store import search
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import SELF, Store

ROWS_AT_ONCE: Final = 200  # in one transaction: about 40 ms
_SAME_NAME: Final = 100  # residents of one name looked at for a row without a number


@dataclass(frozen=True, slots=True)
class Left:
    """A row that somebody has to look at; nothing of a bad one was taken over."""

    line: int
    state: str  # bad, doubtful, known
    reasons: tuple[str, ...]  # `Doubt`s, or ``known``: the number is registered already
    same_as_line: int | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """The report of one register."""

    rows: int
    registered: int
    known: int  # registered here before, left as they are
    left: tuple[Left, ...]


class ResidentImportService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def import_register(
        self,
        by: OnDuty,
        rows: Iterable[RegisterRow],
        progress: Callable[[int], None] = lambda _: None,
    ) -> Imported:
        """Register the good rows; the doubtful and bad ones are only reported.

        A row whose identity number is registered here already changes nothing, so a second run of the same
        file is harmless.  `progress` hears how many rows have been read.

        Raises:
            NotAllowed, and what the writing of the store raises: the hundreds written before stay.
        """
        by.must("resident")
        source = iter(rows)
        read = registered = known = 0
        left: list[Left] = []
        while chunk := list(islice(source, ROWS_AT_ONCE)):
            read += len(chunk)
            good = [row for row in chunk if row.state is State.GOOD]
            left += [_left(row) for row in chunk if row.state is not State.GOOD]
            with self._store.writing(by.author) as writing:
                for row in good:
                    if _is_known(writing.connection, row):
                        known += 1
                        left.append(Left(row.line, "known", ("known",)))
                    else:
                        writing.append(_fact(row), SELF)
                        registered += 1
            progress(read)
        return Imported(read, registered, known, tuple(sorted(left, key=lambda one: one.line)))


def _is_known(connection: sa.Connection, row: RegisterRow) -> bool:
    """By its number; a row without one by name with birth date or telephone."""
    if row.id_number:
        return bool(queries.with_id_number(connection, row.id_number))
    named = queries.residents_of(connection, search.find(connection, row.name, _SAME_NAME))
    return any(
        one.name == row.name and (one.birth_date, one.phone) == (row.birth_date, row.phone) for one in named
    )


def _fact(row: RegisterRow) -> ResidentRegistered:
    """Nobody is given a temporary identity here: that happens at a visit, with its reason."""
    return ResidentRegistered(
        name=row.name,
        sex=row.sex or "0",
        birth_date=row.birth_date,
        id_number=row.id_number,
        id_verified="typed" if row.id_number and row.birth_date else "",
        ethnic=row.ethnic,
        phone=row.phone,
        address=row.address or row.village,
        card=Card(kind="ssc2", number=row.card_number) if row.card_number else None,
        note=_note(row),
        source="import",
        salt=new_salt(),
    )


def _note(row: RegisterRow) -> str:
    """What the register knows and the record has no field for yet."""
    parts = (("档案号", row.record_number), ("母亲", row.mother_name))
    return "；".join(f"{word} {value}" for word, value in parts if value)


def _left(row: RegisterRow) -> Left:
    return Left(row.line, row.state.value, tuple(doubt.value for doubt in row.doubts), row.same_as_line)
