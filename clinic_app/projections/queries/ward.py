"""Questions about the ward: beds, orders and their doses, what the pharmacy gave for them, notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.ward import Category, Span, Term
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.ward import Section
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables import ward as tables
from clinic_app.projections.tables.chart import measurement
from clinic_app.projections.tables.inpatient import admission, admission_item
from clinic_app.projections.tables.ward import ward_dose_done, ward_order


class NoOrder(NotFound):
    """No order of this id has arrived here."""

    code = "ward.no_order"


class NoNote(NotFound):
    """No note of this id has arrived here."""

    code = "ward.no_note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed:
    """As the administrator entered it."""

    bed: str
    room: str
    department: str
    left_at: int | None  # stamp of the hybrid clock: when somebody last left it
    readied_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One line of the 医嘱单."""

    id: UUID
    admission_id: UUID
    term: Term
    category: Category
    code: str
    name: str
    spec: str
    dose: str
    frequency: str
    route: str
    unit: str
    each_e4: int
    group: int
    own: bool
    note: str
    start_ms: int  # UTC
    signed_by: str
    stop_ms: int | None
    stopped_by: str
    done: int  # doses given or left out so far

    @property
    def span(self) -> Span:
        return Span(term=self.term, frequency=self.frequency, start_ms=self.start_ms, stop_ms=self.stop_ms)

    @property
    def open(self) -> bool:
        """Whether somebody has to stop it, or to carry it out, before the patient goes."""
        if self.stop_ms is not None:
            return False
        return self.term is Term.LONG or (self.done == 0 and self.category is not Category.DIET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One dose that was given or left out."""

    order_id: UUID
    day: date
    slot: str
    left_out: str
    done_ms: int  # UTC
    done_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What the pharmacy gave for an order at one price, in the order in which it came; negative: it went back."""

    order_id: UUID
    day: date
    code: str
    name: str
    unit: str
    cnt_e4: int
    pric_e6: int  # micro-yuan a `unit`


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    text: str
    added_ms: int  # UTC
    added_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A signed note with what was added to it."""

    id: UUID
    admission_id: UUID
    kind: str
    about_ms: int  # UTC
    sections: tuple[Section, ...]
    diagnoses: tuple[Diagnosis, ...]
    signed_ms: int  # UTC
    signed_by: str
    addenda: tuple[Addendum, ...] = ()


@dataclass(frozen=True, slots=True)
class Vital:
    """One value of the 体温单."""

    taken_ms: int  # UTC
    value_e4: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StayPaper:
    """A 出院记录 of a resident, for the chart's documents."""

    note_id: UUID
    admission_id: UUID
    number: str  # 住院号
    day: date  # of admission
    end_day: date | None
    diagnoses: tuple[Diagnosis, ...]
    signed_ms: int  # UTC


def beds_of(connection: sa.Connection, facility: str) -> list[Bed]:
    """Those in use, by their number."""
    left = _left(facility).subquery()
    rows = connection.execute(
        sa.select(tables.bed, left.c.left_at)
        .outerjoin(left, left.c.bed == tables.bed.c.bed)
        .where(
            tables.bed.c.facility == facility,
            tables.bed.c.placed_at.is_not(None),
            tables.bed.c.in_use.is_(sa.true()),
        )
        .order_by(tables.bed.c.bed)
    )
    return [
        Bed(
            bed=row.bed,
            room=row.room,
            department=row.department,
            left_at=row.left_at,
            readied_at=row.readied_at,
        )
        for row in rows
    ]


def orders_of(connection: sa.Connection, admission_ids: Iterable[UUID]) -> list[Order]:
    """In the order in which they begin; what was signed together stays together."""
    doses = (
        sa.select(ward_dose_done.c.order_id, sa.func.count().label("done"))
        .where(ward_dose_done.c.done_at.is_not(None))
        .group_by(ward_dose_done.c.order_id)
        .subquery()
    )
    rows = connection.execute(
        sa.select(
            ward_order,
            sa.func.coalesce(doses.c.done, 0).label("done"),
            admission.c.discharged_at,
            admission.c.discharged_by,
        )
        .outerjoin(doses, doses.c.order_id == ward_order.c.id)
        .outerjoin(admission, admission.c.id == ward_order.c.admission_id)
        .where(ward_order.c.admission_id.in_(list(admission_ids)), ward_order.c.signed_at.is_not(None))
        .order_by(ward_order.c.start_ms, ward_order.c.signed_at, ward_order.c.no, ward_order.c.id)
    )
    return [_closed(_order(row), row) for row in rows]


def done_of(connection: sa.Connection, admission_ids: Iterable[UUID], day: date | None = None) -> list[Done]:
    """Doses given or left out; `day`: of that day alone."""
    statement = sa.select(ward_dose_done).where(
        ward_dose_done.c.admission_id.in_(list(admission_ids)), ward_dose_done.c.done_at.is_not(None)
    )
    if day is not None:
        statement = statement.where(ward_dose_done.c.day == day)
    statement = statement.order_by(ward_dose_done.c.day, ward_dose_done.c.slot)
    return [
        Done(
            order_id=row.order_id,
            day=row.day,
            slot=row.slot,
            left_out=row.left_out,
            done_ms=ms_of_stamp(row.done_at),
            done_by=row.done_by,
        )
        for row in connection.execute(statement)
    ]


def supplies_of(connection: sa.Connection, admission_ids: Iterable[UUID]) -> list[Supply]:
    rows = connection.execute(
        sa.select(tables.ward_dose)
        .where(tables.ward_dose.c.admission_id.in_(list(admission_ids)))
        .order_by(tables.ward_dose.c.at, tables.ward_dose.c.entry_id, tables.ward_dose.c.no)
    )
    return [
        Supply(
            order_id=row.order_id,
            day=row.day,
            code=row.code,
            name=row.name,
            unit=row.unit,
            cnt_e4=row.cnt_e4,
            pric_e6=row.pric_e6,
        )
        for row in rows
    ]


def charged_for(connection: sa.Connection, admission_ids: Iterable[UUID]) -> dict[tuple[UUID, int], int]:
    """Units (`_e4`) charged for doses, by order and price: those that count."""
    item = admission_item.c
    rows = connection.execute(
        sa.select(item.order_id, item.pric_e6, sa.func.sum(item.cnt_e4).label("cnt_e4"))
        .join(
            ward_dose_done,
            sa.and_(
                ward_dose_done.c.order_id == item.order_id,
                ward_dose_done.c.day == item.day,
                ward_dose_done.c.slot == item.slot,
                ward_dose_done.c.done_entry == item.entry_id,
            ),
        )
        .where(item.admission_id.in_(list(admission_ids)))
        .group_by(item.order_id, item.pric_e6)
    )
    return {(row.order_id, row.pric_e6): int(row.cnt_e4) for row in rows}


def vitals_of(connection: sa.Connection, admission_id: UUID) -> dict[str, list[Vital]]:
    """What was measured during a stay, by key, in the order of time."""
    rows = connection.execute(
        sa.select(measurement.c.key, measurement.c.taken_ms, measurement.c.value_e4)
        .where(measurement.c.visit_id == admission_id, measurement.c.value_e4.is_not(None))
        .order_by(measurement.c.taken_ms, measurement.c.entry_id)
    )
    found: dict[str, list[Vital]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(Vital(row.taken_ms, row.value_e4))
    return found


def notes_of(connection: sa.Connection, admission_id: UUID) -> list[Note]:
    """In the order of what they tell of."""
    return _notes(connection, tables.ward_note.c.admission_id == admission_id)


def note_of(connection: sa.Connection, note_id: UUID) -> Note:
    """Raises:
    NoNote
    """
    found = _notes(connection, tables.ward_note.c.id == note_id)
    if not found:
        raise NoNote(note=str(note_id))
    return found[0]


def stay_papers_of(connection: sa.Connection, resident_id: UUID) -> list[StayPaper]:
    """出院记录 of a resident, the newest first."""
    note = tables.ward_note
    rows = connection.execute(
        sa.select(note, admission.c.number, admission.c.day, admission.c.end_day)
        .join(admission, admission.c.id == note.c.admission_id)
        .where(
            of_person(note.c.resident, resident_id),
            note.c.kind == DISCHARGE,
            note.c.signed_at.is_not(None),
            admission.c.registered_at.is_not(None),
        )
        .order_by(note.c.signed_at.desc(), note.c.id)
    )
    return [
        StayPaper(
            note_id=row.id,
            admission_id=row.admission_id,
            number=row.number,
            day=row.day,
            end_day=row.end_day,
            diagnoses=_diagnoses(row.diagnoses),
            signed_ms=ms_of_stamp(row.signed_at),
        )
        for row in rows
    ]


DISCHARGE: Final = "discharge"


def _left(facility: str) -> Any:
    """When each bed was last left: by a move, or by going home."""
    own = sa.func.coalesce(admission.c.moved_bed, admission.c.bed)
    moves = sa.select(tables.bed_left.c.bed.label("bed"), tables.bed_left.c.at.label("at")).where(
        tables.bed_left.c.facility == facility
    )
    gone = sa.select(own.label("bed"), admission.c.discharged_at.label("at")).where(
        admission.c.facility == facility, admission.c.discharged_at.is_not(None)
    )
    both = sa.union_all(moves, gone).subquery()
    return sa.select(both.c.bed, sa.func.max(both.c.at).label("left_at")).group_by(both.c.bed)


def _closed(order: Order, row: Any) -> Order:
    """出院 ends what nobody stopped: a PC without a line ordered it for somebody who had gone."""
    if row.discharged_at is None or not order.open:
        return order
    gone_ms = max(order.start_ms, ms_of_stamp(row.discharged_at))
    return replace(order, stop_ms=gone_ms, stopped_by=row.discharged_by or "")


def _order(row: Any) -> Order:
    return Order(
        id=row.id,
        admission_id=row.admission_id,
        term=Term(row.term) if row.term in set(Term) else Term.ONCE,
        category=Category(row.category) if row.category in set(Category) else Category.CARE,
        code=row.code,
        name=row.name,
        spec=row.spec,
        dose=row.dose,
        frequency=row.frequency,
        route=row.route,
        unit=row.unit,
        each_e4=row.each_e4,
        group=row.group_no,
        own=bool(row.own),
        note=row.note,
        start_ms=row.start_ms,
        signed_by=row.signed_by,
        stop_ms=row.stop_ms,
        stopped_by=row.stopped_by or "",
        done=int(row.done),
    )


def _notes(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Note]:
    note = tables.ward_note.c
    rows = connection.execute(
        sa.select(tables.ward_note)
        .where(which, note.signed_at.is_not(None))
        .order_by(note.about_ms, note.signed_at, note.id)
    ).all()
    added = _addenda(connection, [row.id for row in rows])
    return [
        Note(
            id=row.id,
            admission_id=row.admission_id,
            kind=row.kind,
            about_ms=row.about_ms,
            sections=msgspec.json.decode(row.sections, type=tuple[Section, ...]),
            diagnoses=_diagnoses(row.diagnoses),
            signed_ms=ms_of_stamp(row.signed_at),
            signed_by=row.signed_by,
            addenda=tuple(added.get(row.id, ())),
        )
        for row in rows
    ]


def _addenda(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, list[Addendum]]:
    table = tables.ward_note_addendum
    rows = connection.execute(
        sa.select(table).where(table.c.note_id.in_(ids)).order_by(table.c.added_at, table.c.id)
    )
    found: dict[UUID, list[Addendum]] = {}
    for row in rows:
        one = Addendum(text=row.text, added_ms=ms_of_stamp(row.added_at), added_by=row.added_by)
        found.setdefault(row.note_id, []).append(one)
    return found


def _diagnoses(text: str) -> tuple[Diagnosis, ...]:
    return msgspec.json.decode(text, type=tuple[Diagnosis, ...])
