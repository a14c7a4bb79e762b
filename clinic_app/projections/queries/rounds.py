"""Questions about 下乡包."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.rounds import Place
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.facts.rounds import RoundSheet
from clinic_app.projections.queries import households, residents
from clinic_app.projections.queries.forms import values_of
from clinic_app.projections.tables.rounds import round_sheet, sheet_picture


class NoSheet(NotFound):
    """No sheet of this facility has this code."""

    code = "rounds.no_sheet"


class NoPack(NotFound):
    """No pack was made under this id, or it has not arrived."""

    code = "rounds.no_pack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A sheet of a pack."""

    pack_id: UUID
    place: int  # in the route, from 1
    day: date
    sheet: RoundSheet
    pictures: int  # of the paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    id: UUID
    day: date
    made_ms: int
    made_by: str  # staff id
    sheets: tuple[Taken, ...]


def sheet_of(connection: sa.Connection, facility: str, code: str) -> Taken:
    """The sheet with this code; of two that got the same by chance the newer.

    Raises:
        NoSheet
    """
    rows = _sheets(connection, round_sheet.c.facility == facility, round_sheet.c.code == code)
    if not rows:
        raise NoSheet()
    return _taken(rows[-1])


def pack_of(connection: sa.Connection, pack_id: UUID) -> Pack:
    """Raises:
    NoPack
    """
    found = _packs(_sheets(connection, round_sheet.c.pack == pack_id))
    if not found:
        raise NoPack(pack=str(pack_id))
    return found[0]


def packs_of(connection: sa.Connection, facility: str, since: date) -> list[Pack]:
    """The packs of a facility for the days from `since` on, the newest first."""
    rows = _sheets(connection, round_sheet.c.facility == facility, round_sheet.c.day >= since)
    return sorted(_packs(rows), key=lambda one: (one.day, one.made_ms), reverse=True)


def places_of(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, Place]:
    """Where each resident lives: the household's place, or what the register says."""
    registered = residents.residents_of(connection, ids)
    found = {one.id: Place(village=one.village, address=one.address) for one in registered}
    for one in found:
        home = households.home_of(connection, one)
        if home is not None:
            house = households.household_of(connection, home)
            found[one] = Place(
                village=house.village,
                group=house.group,
                house=house.house,
                address=house.address,
                home=home.hex,
            )
    return found


def _sheets(connection: sa.Connection, *about: sa.ColumnElement[bool]) -> list[Any]:
    pictures = (
        sa.select(sa.func.count())
        .where(sheet_picture.c.pack == round_sheet.c.pack, sheet_picture.c.code == round_sheet.c.code)
        .scalar_subquery()
    )
    return list(
        connection.execute(
            sa.select(round_sheet, pictures.label("pictures"))
            .where(*about)
            .order_by(round_sheet.c.packed_at, round_sheet.c.pack, round_sheet.c.place)
        )
    )


def _packs(rows: Sequence[Any]) -> list[Pack]:
    by_pack: dict[UUID, list[Any]] = {}
    for row in rows:
        by_pack.setdefault(row.pack, []).append(row)
    return [
        Pack(
            id=pack_id,
            day=some[0].day,
            made_ms=ms_of_stamp(some[0].packed_at),
            made_by=some[0].packed_by,
            sheets=tuple(_taken(row) for row in some),
        )
        for pack_id, some in by_pack.items()
    ]


def _taken(row: Any) -> Taken:
    sheet = RoundSheet(
        code=row.code,
        resident_id=row.resident,
        form=row.form,
        version=row.version,
        who=row.who,
        record_no=row.record_no,
        where=row.home,
        phone=row.phone,
        last=row.last,
        reason=row.reason,
        values=values_of(row.form, row.filled),
    )
    return Taken(pack_id=row.pack, place=row.place, day=row.day, sheet=sheet, pictures=row.pictures)
