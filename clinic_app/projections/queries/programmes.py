"""Questions about cases of 重大公共卫生项目."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.programmes import next_due, programme
from clinic_app.projections.queries import residents
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.programmes import (
    programme_case,
    programme_follow_up,
    programme_payment,
)


class NoCase(NotFound):
    """Nobody was enrolled under this id, or it has not arrived."""

    code = "programme.no_case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person's item of a project."""

    id: UUID
    facility: str
    resident_id: UUID
    name: str
    programme: str
    item: str
    day: date  # of enrolment
    declared: tuple[str, ...]
    done: date | None
    result: str  # code of the item's results
    institution: str
    paid: int  # fen
    followed: tuple[tuple[date, str], ...]  # day and finding, the oldest first
    withdrawn: str  # why; empty: it stands

    @property
    def due(self) -> date | None:
        """The next follow-up that is owed."""
        if self.done is None or self.withdrawn:
            return None
        item = programme(self.programme).item(self.item)
        return next_due(item, self.done, self.result, [day for day, _ in self.followed])


def case_of(connection: sa.Connection, case_id: UUID) -> Case:
    """Raises:
    NoCase
    """
    found = _cases(connection, programme_case.c.id == case_id)
    if not found:
        raise NoCase(case=str(case_id))
    return found[0]


def cases_of(connection: sa.Connection, key: str, since: date, until: date) -> list[Case]:
    """The register of a project: who was enrolled between two days, both in it, the newest first."""
    days = programme_case.c.day.between(since.isoformat(), until.isoformat())
    return _cases(connection, sa.and_(programme_case.c.programme == key, days))


def of_resident(connection: sa.Connection, resident_id: UUID) -> list[Case]:
    """Every case of a person, the newest first."""
    return _cases(connection, of_person(programme_case.c.resident, resident_id))


def _cases(connection: sa.Connection, about: sa.ColumnElement[bool]) -> list[Case]:
    paid = (
        sa.select(sa.func.coalesce(sa.func.sum(programme_payment.c.amount), 0))
        .where(programme_payment.c.case_id == programme_case.c.id)
        .scalar_subquery()
    )
    rows = connection.execute(
        sa.select(programme_case, paid.label("paid"))
        .where(programme_case.c.enrolled_at.is_not(None), about)
        .order_by(programme_case.c.day.desc(), programme_case.c.enrolled_at.desc(), programme_case.c.id)
    ).all()
    followed = _followed(connection, [row.id for row in rows])
    names = residents.names_of(connection, [row.resident for row in rows])
    return [_case(row, names.get(row.resident, ""), followed.get(row.id, ())) for row in rows]


def _followed(connection: sa.Connection, cases: Sequence[UUID]) -> dict[UUID, tuple[tuple[date, str], ...]]:
    found: dict[UUID, tuple[tuple[date, str], ...]] = {}
    table = programme_follow_up.c
    for start in range(0, len(cases), 500):
        rows = connection.execute(
            sa.select(programme_follow_up)
            .where(table.case_id.in_(cases[start : start + 500]))
            .order_by(table.day, table.told_at, table.entry_id)
        )
        for row in rows:
            found[row.case_id] = (*found.get(row.case_id, ()), (date.fromisoformat(row.day), row.finding))
    return found


def _case(row: Any, name: str, followed: tuple[tuple[date, str], ...]) -> Case:
    return Case(
        id=row.id,
        facility=row.facility,
        resident_id=row.resident,
        name=name,
        programme=row.programme,
        item=row.item,
        day=date.fromisoformat(row.day),
        declared=tuple(filter(None, row.declared.split(","))),
        done=date.fromisoformat(row.done_on) if row.done_on else None,
        result=row.result or "",
        institution=row.institution or "",
        paid=int(row.paid),
        followed=followed,
        withdrawn=(row.withdrawn_reason or "—") if row.withdrawn_at is not None else "",
    )
