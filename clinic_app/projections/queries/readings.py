"""Questions about what self-service devices measured."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.measurements import measures
from clinic_app.domain.readings import Reading
from clinic_app.projections.queries import residents
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.readings import reading


class NoReading(NotFound):
    """None under this id, or it has not arrived."""

    code = "readings.no_reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A reading in somebody's name."""

    id: UUID
    resident_id: UUID
    name: str
    facility: str  # where it was received
    device: str
    taken_ms: int  # UTC
    item: str
    value_e4: int
    identified_by: str  # id_number, card, hand
    confirmed: bool
    rejected: str  # why; empty: it is not
    critical: bool = False  # an emergency value
    answered: bool = False  # somebody acknowledged it
    beyond: str = ""  # > or <: off the device's scale
    position: str = ""

    @property
    def urgent(self) -> bool:
        """An emergency value that nobody has answered."""
        return self.critical and not self.answered and not self.rejected


def reading_of(connection: sa.Connection, reading_id: UUID) -> Kept:
    """Raises:
    NoReading
    """
    found = reading_or_none(connection, reading_id)
    if found is None:
        raise NoReading(reading=str(reading_id))
    return found


def reading_or_none(connection: sa.Connection, reading_id: UUID) -> Kept | None:
    return next(iter(_readings(connection, reading.c.id == reading_id)), None)


def matched_by_hand(connection: sa.Connection, one: Reading) -> bool:
    """Whether somebody said before whose it is."""
    c = reading.c
    same = (
        c.device == one.device,
        c.taken_ms == one.taken_ms,
        c.item == one.item,
        c.value_e4 == one.value_e4,
    )
    return bool(connection.scalar(sa.select(sa.exists().where(c.identified_by == "hand", *same))))


def of_resident(connection: sa.Connection, resident_id: UUID) -> list[Kept]:
    """All of a person's, the newest first."""
    return _readings(connection, of_person(reading.c.resident, resident_id))


def unreviewed(connection: sa.Connection, facility: str) -> list[Kept]:
    """What waits for a doctor: emergency values first, then the newest; items of a later version wait for it."""
    c = reading.c
    known = c.item.in_(list(measures()))
    waiting = sa.and_(c.facility == facility, c.confirmed_at.is_(None), c.rejected_at.is_(None), known)
    return sorted(_readings(connection, waiting), key=lambda one: not one.urgent)


def ringing(connection: sa.Connection) -> list[Kept]:
    """Emergency values that nobody has answered, the oldest first: of every facility that is known here."""
    c = reading.c
    open_ = sa.and_(c.critical.is_(True), c.answered_at.is_(None), c.rejected_at.is_(None))
    return _readings(connection, open_)[::-1]


def _readings(connection: sa.Connection, about: sa.ColumnElement[bool]) -> list[Kept]:
    c = reading.c
    rows = connection.execute(
        sa.select(reading).where(c.received_at.is_not(None), about).order_by(c.taken_ms.desc(), c.item, c.id)
    ).all()
    names = residents.names_of(connection, [row.resident for row in rows])
    return [_kept(row, names.get(row.resident, "")) for row in rows]


def _kept(row: Any, name: str) -> Kept:
    return Kept(
        id=row.id,
        resident_id=row.resident,
        name=name,
        facility=row.facility,
        device=row.device,
        taken_ms=row.taken_ms,
        item=row.item,
        value_e4=row.value_e4,
        identified_by=row.identified_by,
        confirmed=row.confirmed_at is not None,
        rejected=(row.rejected_reason or "—") if row.rejected_at is not None else "",
        critical=bool(row.critical),
        answered=row.answered_at is not None,
        beyond=row.beyond or "",
        position=row.position or "",
    )
