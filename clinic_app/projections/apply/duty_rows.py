"""The rows of `care` and `duty_task` of whole persons, from all that the tables hold of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.immunization.series import Given
from clinic_app.domain.public_health import services
from clinic_app.domain.public_health.due import tasks_of
from clinic_app.domain.public_health.ends import ended
from clinic_app.domain.public_health.tasks import Care, Done, Person, Task, sensible
from clinic_app.domain.rounds import Place, walked
from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables import care as tables
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.health_records import health_record, life_state, person
from clinic_app.projections.tables.households import household, household_member
from clinic_app.projections.tables.immunization import vaccination, vaccination_deferral
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.upsert import upsert_all

NEVER: Final = "9999-12-31"
_CHUNK: Final = 300  # residents in one question


@dataclass(slots=True)
class _Whole:
    """A person with every entry of the register that stands for it."""

    kept: UUID
    register: Any = None  # the row of the entry that is kept
    lives: list[tuple[bool, str, bool, str]] = field(default_factory=list)  # died, day, gone, kind
    record: Any = None  # the health record that was opened last
    home: Any = None  # the household where the person lives
    changes: list[Any] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    missed: list[tuple[str, date]] = field(default_factory=list)
    doses: list[tuple[date, int, UUID, str]] = field(default_factory=list)  # day, told, entry, vaccine
    put_off: dict[str, date] = field(default_factory=dict)  # series: until

    @property
    def served(self) -> bool:
        """Not only registered: has a record, a house, a service or a form here."""
        return bool(self.record or self.home or self.changes or self.done)

    @property
    def gone(self) -> tuple[str, str] | None:
        """How and when the person went: a death stands over everything, else what came last."""
        _, day, gone, kind = max(self.lives, default=(False, "", False, ""))
        return (kind, day) if gone else None


def settle(connection: sa.Connection, residents: Sequence[UUID]) -> None:
    """Write the rows of everyone whom `residents` are entries of."""
    for start in range(0, len(residents), _CHUNK):
        asked = list(residents[start : start + _CHUNK])
        kept_by = _entries(connection, asked)
        wholes = {kept: _Whole(kept) for kept in kept_by.values()}
        _read(connection, kept_by, wholes)
        for table in (tables.care, tables.duty_task):
            connection.execute(sa.delete(table).where(table.c.resident.in_(list(kept_by))))
        cares = [row for whole in wholes.values() for row in _cares(whole)]
        upsert_all(connection, tables.care, ("resident", "service"), cares)
        tasks = [row for whole in wholes.values() for row in _tasks(whole)]
        upsert_all(connection, tables.duty_task, ("resident", "service", "form", "step"), tasks)


def _entries(connection: sa.Connection, asked: list[UUID]) -> dict[UUID, UUID]:
    """Every entry of the persons of `asked`, and which one is kept."""
    kept = dict.fromkeys(asked)
    own = sa.select(person.c.kept).where(person.c.resident.in_(asked))
    found = {
        row.resident: row.kept for row in connection.execute(sa.select(person).where(person.c.kept.in_(own)))
    }
    return {one: one for one in kept} | found


def _read(connection: sa.Connection, kept_by: Mapping[UUID, UUID], wholes: Mapping[UUID, _Whole]) -> None:
    ids = list(kept_by)

    def rows(query: sa.Select[Any]) -> Iterator[tuple[_Whole, Any]]:
        for row in connection.execute(query):
            yield wholes[kept_by[row.resident]], row

    for row in connection.execute(_REGISTER, {"ids": list(wholes)}):
        wholes[row.id].register = row
    for whole, row in rows(_in(sa.select(life_state), life_state, ids).where(life_state.c.day != "")):
        whole.lives.append((row.kind == "died", row.day, row.kind != "here", row.kind))
    changes = tables.care_change
    for whole, row in rows(
        _in(sa.select(changes), changes, ids).order_by(changes.c.day, changes.c.told_at, changes.c.entry_id)
    ):
        whole.changes.append(row)
    contacts = tables.missed_contact
    for whole, row in rows(_in(sa.select(contacts), contacts, ids).order_by(contacts.c.day)):
        if (day := sensible(row.day)) is not None:
            whole.missed.append((row.service, day))
    for whole, row in rows(_in(_DOSES, vaccination, ids)):
        if (day := sensible(row.day)) is not None:
            whole.doses.append((day, row.given_at, row.id, row.vaccine))
    deferred = vaccination_deferral
    for whole, row in rows(
        _in(sa.select(deferred), deferred, ids).order_by(deferred.c.deferred_at, deferred.c.deferred_entry)
    ):
        if (day := sensible(row.until)) is not None:
            whole.put_off[row.series] = day
    for whole, record in _standing(connection.execute(_in(_FORMS, form_record, ids)).all(), kept_by, wholes):
        whole.done.append(record)
    for whole, row in rows(
        _in(sa.select(health_record), health_record, ids).order_by(
            health_record.c.opened_at, health_record.c.id
        )
    ):
        whole.record = row
    for whole, row in rows(
        _in(_HOMES, household_member, ids).order_by(
            household_member.c.since, household_member.c.resident.desc()
        )
    ):
        whole.home = row


_REGISTER: Final = sa.select(
    resident.c.id,
    resident.c.facility,
    resident.c.birth_date,
    resident.c.sex,
    resident.c.village,
    resident.c.registered_at,
).where(resident.c.id.in_(sa.bindparam("ids", expanding=True)))

_DOSES: Final = sa.select(
    vaccination.c.id,
    vaccination.c.resident,
    vaccination.c.vaccine,
    vaccination.c.day,
    vaccination.c.given_at,
).where(vaccination.c.given_at.is_not(None), vaccination.c.withdrawn_at.is_(None))

_FORMS: Final = (
    sa.select(form_record)
    .where(form_record.c.recorded_at.is_not(None), form_record.c.withdrawn_at.is_(None))
    .order_by(form_record.c.day, form_record.c.recorded_at, form_record.c.id)
)

_HOMES: Final = sa.select(
    household_member.c.resident,
    household.c.id,
    household.c.village,
    household.c.group_name,
    household.c.house,
).join_from(household_member, household, household.c.id == household_member.c.household)


def _in(query: sa.Select[Any], table: sa.Table, ids: list[UUID]) -> sa.Select[Any]:
    return query.where(table.c.resident.in_(ids))


def _standing(
    records: Sequence[Any], kept_by: Mapping[UUID, UUID], wholes: Mapping[UUID, _Whole]
) -> Iterator[tuple[_Whole, Done]]:
    """The records that no other of the same form and resident corrects."""
    corrected = {(row.replaces, row.form, row.resident) for row in records}
    for row in records:
        day = sensible(row.day)
        if day is not None and (row.id, row.form, row.resident) not in corrected:
            yield wholes[kept_by[row.resident]], Done(row.form, day, json.loads(row.filled))


def _cares(whole: _Whole) -> Iterator[dict[str, Any]]:
    """The newest opening of each service with what ended it, told or by a sheet; who died or moved away has none open."""
    for service in sorted({row.service for row in whole.changes}):
        changes = [row for row in whole.changes if row.service == service]
        opening = next((row for row in reversed(changes) if row.opened), None)
        if opening is None:
            continue
        last = changes[-1]
        until, reason = ("", "") if last.opened else (last.day, last.reason)
        since = sensible(opening.day)
        told = ended(service, since, whole.done) if since is not None and not until else None
        if told is not None:
            until, reason = told[0].isoformat(), told[1]
        if not until and whole.gone is not None:
            kind, day = whole.gone
            until, reason = max(day, opening.day), {"out": "moved"}.get(kind, kind)
        yield {
            "resident": whole.kept,
            "service": service,
            "facility": opening.facility,
            "doctor": opening.doctor,
            "since": opening.day,
            "until": until,
            "reason": reason,
        }


def _tasks(whole: _Whole) -> Iterator[dict[str, Any]]:
    registered = whole.register
    if whole.gone is not None or registered is None or registered.registered_at is None:
        return
    cares = {row["service"]: row for row in _cares(whole)}
    record = whole.record
    facility = (record.facility if record else "") or registered.facility or ""
    place = _place(whole)
    for task in tasks_of(_person(whole, list(cares.values()))):
        care = cares.get(task.service)
        yield {
            "resident": whole.kept,
            "service": str(task.service),
            "form": task.form,
            "step": task.step,
            "facility": care["facility"] if care else facility,
            "doctor": (care["doctor"] if care else "") or (record.doctor if record else ""),
            "village": place.village,
            "group_name": place.group,
            "walk": walked(place),
            **_days(task),
        }


def _place(whole: _Whole) -> Place:
    """The household's, else the village of the register."""
    home = whole.home
    if home is None:
        return Place(village=whole.register.village or "", home=whole.kept.hex)
    return Place(
        village=home.village or "", group=home.group_name or "", house=home.house or "", home=home.id.hex
    )


def _person(whole: _Whole, cares: list[dict[str, Any]]) -> Person:
    registered = whole.register
    return Person(
        birth_date=sensible(registered.birth_date or ""),
        sex=registered.sex or "",
        known_since=beijing_day(ms_of_stamp(registered.registered_at)),
        served=whole.served,
        cares=tuple(
            Care(service=row["service"], since=since, until=sensible(row["until"]), reason=row["reason"])
            for row in cares
            if (since := sensible(row["since"])) is not None
        ),
        done=tuple(whole.done),
        missed=tuple(whole.missed),
        doses=_doses(whole),
        put_off=whole.put_off,
    )


def _doses(whole: _Whole) -> tuple[Given, ...]:
    """The doses of the page 接种 and of the form, the oldest first; of one day in the order in which they were told."""
    told = [Given(vaccine, day) for day, _, _, vaccine in sorted(whole.doses)]
    recorded = [
        Given(str(one.values.get("vaccine", "")), one.day)
        for one in whole.done
        if one.form == services.VACCINATION
    ]
    return tuple(sorted([*told, *recorded], key=lambda one: one.on))


def _days(task: Task) -> dict[str, Any]:
    return {
        "due_from": task.due_from.isoformat(),
        "due_by": task.due_by.isoformat(),
        "missed_from": task.missed_from.isoformat() if task.missed_from else NEVER,
        "last": task.last.isoformat() if task.last else "",
        "failed": task.failed,
        "reason": str(task.reason),
    }
