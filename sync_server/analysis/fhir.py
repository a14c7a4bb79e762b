"""``export fhir``: the county's recorded forms as FHIR R4, one resource a line (docs/forms.md).

Patient, Questionnaire, QuestionnaireResponse and Observation, a file each, written whole and put in place at the
end.  They hold names and identity numbers: they are for the province's platform, and only their owner may read them.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain.forms import Form, forms
from clinic_app.domain.forms.fhir import Record, Standing, observations, patient, questionnaire, response
from clinic_app.domain.time import iso
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries.forms import STANDS
from clinic_app.projections.queries.persons import kept_of
from clinic_app.projections.queries.residents import Resident, residents_of
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.health_records import health_record
from sync_server.analysis.manifest import alone, put_in_place
from sync_server.store.county import county_of
from sync_server.store.engine import Database

RESOURCES: Final = ("Patient", "Questionnaire", "QuestionnaireResponse", "Observation")
_PAGE: Final = 500  # records in one question
_START: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Written:
    """What one run wrote: resources by type, and records whose form is not known here in that version."""

    county: str
    resources: Mapping[str, int]
    left_out: int


def export_fhir(database: Database, folder: Path) -> Written:
    """Write all recorded forms into `folder`, over an earlier export.

    Raises:
        ExportRuns: another process does the same just now.
        NotFounded
    """
    with database.reading() as connection:
        county = county_of(connection).name
    with alone(folder, county), ExitStack() as stack:
        files = _Files(folder, stack)
        known = forms()
        for form in known.values():
            files.add(questionnaire(form))
        left_out = _write_records(database, files, known)
        files.put_in_place()
    return Written(county, files.counts, left_out)


class _Files:
    """One file a type; nobody but their owner may read them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._open = {name: stack.enter_context(_private(folder / f"{name}.part")) for name in RESOURCES}
        self.counts = dict.fromkeys(RESOURCES, 0)

    def add(self, resource: Mapping[str, Any]) -> None:
        kind = resource["resourceType"]
        self._open[kind].write(json.dumps(resource, ensure_ascii=False, separators=(",", ":")) + "\n")
        self.counts[kind] += 1

    def put_in_place(self) -> None:
        for name, file in self._open.items():
            file.flush()
            os.fsync(file.fileno())
            put_in_place(self._folder / f"{name}.part", self._folder / f"{name}.ndjson")


def _private(path: Path) -> TextIO:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")


def _write_records(database: Database, files: _Files, known: Mapping[str, Form]) -> int:
    """Records in the order of their ids, then the people they are about; answers how many were left out."""
    people: set[UUID] = set()
    left_out = 0
    for rows in _pages(database):
        with database.reading() as connection:
            kept = kept_of(connection, [row.resident for row in rows if row.resident is not None])
        for row in rows:
            made = _resources(row, known.get(row.form), kept)
            left_out += not made
            for one in made:
                files.add(one)
        people.update(kept.values())
    for some in _parts(sorted(people)):
        with database.reading() as connection:
            for one in _patients(connection, some):
                files.add(one)
    return left_out


def _pages(database: Database) -> Iterator[Sequence[sa.Row[Any]]]:
    """A page at a time, each in a short transaction: a record is never rewritten."""
    after = _START
    while True:
        query = (
            sa.select(form_record, STANDS.label("stands"))
            .where(form_record.c.recorded_at.is_not(None), form_record.c.id > after)
            .order_by(form_record.c.id)
            .limit(_PAGE)
        )
        with database.reading() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return
        yield rows
        after = rows[-1].id


def _resources(row: sa.Row[Any], form: Form | None, kept: Mapping[UUID, UUID]) -> list[Mapping[str, Any]]:
    """The response and its observations; nothing for a form or values that are not understood here."""
    if form is None or row.version != form.version:
        return []
    record = Record(
        record_id=str(row.id),
        subject=f"Patient/{kept[row.resident]}" if row.resident else f"Organization/{row.facility}",
        authored=iso(ms_of_stamp(row.recorded_at)),
        author=row.recorded_by,
        standing=_standing(row),
    )
    values = msgspec.json.decode(row.filled)
    try:
        return [response(form, values, record), *observations(form, values, record)]
    except (AttributeError, LookupError, TypeError, ValueError):  # a device of another release wrote it
        return []


def _standing(row: sa.Row[Any]) -> Standing:
    """A corrected record and a withdrawn one were entered in error; the correction is amended."""
    if not row.stands:
        return Standing.WITHDRAWN
    return Standing.AMENDED if row.replaces else Standing.COMPLETED


def _patients(connection: sa.Connection, ids: Sequence[UUID]) -> Iterator[Mapping[str, Any]]:
    numbers = _record_numbers(connection, ids)
    for one in residents_of(connection, ids):
        yield _patient(one, numbers.get(one.id, ""))


def _patient(one: Resident, record_number: str) -> Mapping[str, Any]:
    return patient(
        str(one.id),
        name=one.name,
        sex=one.sex,
        birth_date=one.birth_date,
        id_number=one.id_number,
        record_number=record_number,
        temporary=one.temp_identity,
        phone=one.phone,
        address=one.address,
    )


def _record_numbers(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, str]:
    """健康档案编号 of these entries of the register; of several the one opened last."""
    rows = connection.execute(
        sa.select(health_record.c.resident, health_record.c.number)
        .where(health_record.c.resident.in_(ids))
        .order_by(health_record.c.opened_at, health_record.c.id)
    )
    return {row.resident: row.number for row in rows}


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE))
