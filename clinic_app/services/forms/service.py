"""公卫表单: started with what is known, kept as a draft, recorded, corrected and withdrawn (docs/forms.md)."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.domain.errors import NotFound, RuleBroken
from clinic_app.domain.forms import (
    Context,
    Form,
    Kind,
    Problem,
    compute,
    critical,
    form,
    forms,
    only_asked,
    problems,
    read,
    sentence,
)
from clinic_app.domain.forms.mapping import (
    HUT,
    PRESSURES,
    Told,
    asks_of_contract,
    asks_of_vaccination,
    filled_from,
    measured_beside,
)
from clinic_app.domain.forms.shared import answered, observed
from clinic_app.domain.time import beijing, beijing_day
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.forms import FormRecorded, FormWithdrawn
from clinic_app.projections.queries import care, chart, health_records, persons, residents
from clinic_app.projections.queries import forms as queries
from clinic_app.projections.queries.forms import FormRecord
from clinic_app.projections.queries.ref_names import ref_names
from clinic_app.services.forms.told import told_by, vaccinated, visit_on
from clinic_app.store.agreements import agreed_on
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import SELF, Store, Writing
from clinic_app.store.tables import draft

_DRAFTS: Final = "form"  # kind in the table of drafts
_OF_THE_REGISTER: Final = frozenset({"record_no", "name", "sex", "birth_date", "id_no"})


class FormRefused(RuleBroken):
    """The values break the form's definition; `problems` says all that is wrong."""

    code = "forms.refused"

    def __init__(self, filled: Form, found: tuple[Problem, ...]) -> None:
        self.problems = found
        super().__init__(form=filled.name_zh, count=len(found), first=sentence(filled, found[0]))


class CriticalUnconfirmed(RuleBroken):
    """A critical value has to be looked at twice; `keys` names the fields."""

    code = "forms.critical"

    def __init__(self, filled: Form, keys: tuple[str, ...]) -> None:
        self.keys = keys
        super().__init__(fields="、".join(filled.fields[key].name_zh for key in keys))


class NoFormReason(RuleBroken):
    """What is signed is corrected or withdrawn for a reason."""

    code = "forms.no_reason"


class NoFormRecord(NotFound):
    """It is not here, or does not stand any more."""

    code = "forms.no_record"


class DayAhead(RuleBroken):
    """A service cannot have been given after today."""

    code = "forms.day_ahead"


@dataclass(frozen=True, slots=True)
class Draft:
    """A form before it is signed."""

    form: Form
    values: Mapping[str, Any]
    origins: Mapping[
        str, str
    ]  # by field: resident, visit, contract, sheet, hut 08:10, asked, last, computed; what was typed has none
    context: Context
    visit_id: UUID | None = None  # the visit that told some of it


class FormService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def start(
        self,
        by: OnDuty,
        form_key: str,
        resident_id: UUID | None = None,
        day: date | None = None,
        visit_id: UUID | None = None,
    ) -> Draft:
        """A form with everything known filled in; `resident_id` None for a form about the facility.

        `visit_id`: the visit that tells it; where none is named, the person's newest visit here on that day.

        Raises:
            NotAllowed, UnknownForm, NoResident
        """
        by.must("forms")
        wanted = form(form_key)
        on = day or beijing_day(self._store.wall())
        with self._store.reading() as connection:
            context = context_of(connection, wanted, resident_id, on)
            if resident_id is not None and visit_id is None:
                visit_id = visit_on(connection, self._store.facility, resident_id, on)
            known: dict[str, Any] = {}
            origins: dict[str, str] = {}
            told = self._told(connection, wanted, resident_id, visit_id, on)
            sheets = _other_sheets(connection, wanted, resident_id, on)
            seen = measured_beside(wanted, observed(sheets), told)
            for origin, found in (
                ("resident", _identity(connection, wanted, resident_id, by, self._store.facility)),
                ("contract" if asks_of_contract(wanted) else "visit", told),
                ("sheet", seen),
                *_self_measured(connection, wanted, resident_id, on, {*told, *seen}),
                ("asked", answered(wanted, sheets)),
                ("last", _carried(connection, wanted, resident_id)),
            ):
                fresh = {key: value for key, value in found.items() if key not in known}
                known |= fresh
                origins |= dict.fromkeys(fresh, origin)
        known.setdefault(wanted.dated, _moment(wanted, on))
        filled = compute(wanted, read(wanted, known, context), context)
        origins |= {key: "computed" for key in filled if key not in known}
        return Draft(wanted, only_asked(wanted, filled, context), origins, context, visit_id)

    def resume(self, by: OnDuty, form_key: str, resident_id: UUID | None, given: Mapping[str, Any]) -> Draft:
        """What was begun before; else a new form as `start` gives it, with what is `given`.

        Who the person is follows the register, which may know more by now: a health record was opened, a name mended.

        Raises:
            NotAllowed, UnknownForm, NoResident
        """
        begun = self.start(by, form_key, resident_id)
        before = self.drafted(form_key, resident_id)
        values = {**begun.values, **given} if before is None else before | _who(begun)
        origins = {
            key: origin for key, origin in begun.origins.items() if values.get(key) == begun.values.get(key)
        }
        return replace(begun, values=values, origins=origins)

    def _told(
        self,
        connection: sa.Connection,
        wanted: Form,
        resident_id: UUID | None,
        visit_id: UUID | None,
        day: date,
    ) -> dict[str, Any]:
        of_vaccination, of_contract = asks_of_vaccination(wanted), asks_of_contract(wanted)
        if resident_id is None or (visit_id is None and not of_vaccination and not of_contract):
            return {}
        now = self._store.wall()
        told = Told(day=day, moment=beijing(now))
        if visit_id is not None:
            told = told_by(connection, resident_id, visit_id, day, now)
        if of_vaccination:
            doses, unwell_at = vaccinated(connection, resident_id, day)
            told = replace(told, doses=doses, unwell_at=unwell_at)
        if of_contract:
            told = replace(told, agreed=agreed_on(connection, resident_id, day))
        document = residents.resident_of(connection, resident_id).id_doc_type
        return filled_from(wanted, replace(told, id_type=document))

    def names(self, resident_id: UUID | None) -> dict[str, str]:
        """What stands for the ids in a form's references."""
        with self._store.reading() as connection:
            return ref_names(connection, self._store.facility, resident_id)

    def context(self, resident_id: UUID | None, day: date, form_key: str = "") -> Context:
        """Who is served, as conditions ask it; of a form also what was answered last time."""
        wanted = form(form_key) if form_key else None
        with self._store.reading() as connection:
            return context_of(connection, wanted, resident_id, day)

    def record(
        self,
        by: OnDuty,
        form_key: str,
        values: Mapping[str, Any],
        resident_id: UUID | None = None,
        *,
        visit_id: UUID | None = None,
        origin: str = "",
        confirmed: Collection[str] = (),
    ) -> UUID:
        """Sign a filled form; `confirmed` are the keys whose critical values were looked at twice.  Returns its id.

        Raises:
            NotAllowed, UnknownForm, NoResident, DayAhead
            FormRefused, CriticalUnconfirmed
        """
        return self._sign(
            by, form(form_key), values, resident_id, confirmed, visit_id=visit_id, origin=origin
        )

    def correct(
        self,
        by: OnDuty,
        record_id: UUID,
        values: Mapping[str, Any],
        reason: str,
        confirmed: Collection[str] = (),
    ) -> UUID:
        """A record of its own that stands for the wrong one, which stays as it was signed.  Returns its id.

        Raises:
            NotAllowed, NoFormRecord, NoFormReason, DayAhead
            FormRefused, CriticalUnconfirmed
        """
        by.must("forms")
        if not reason.strip():
            raise NoFormReason()
        wrong = self._standing(record_id)
        return self._sign(
            by,
            form(wrong.form),
            values,
            wrong.resident,
            confirmed,
            visit_id=wrong.visit_id,
            replaces=record_id,
            reason=reason.strip(),
            origin=wrong.origin,
        )

    def withdraw(self, by: OnDuty, record_id: UUID, reason: str) -> None:
        """Raises:
        NotAllowed, NoFormRecord, NoFormReason
        """
        by.must("forms")
        if not reason.strip():
            raise NoFormReason()
        record = self._standing(record_id)
        with self._store.writing(by.author) as writing:
            writing.append(
                FormWithdrawn(record_id=record_id, reason=reason.strip()), record.resident or record_id
            )

    def of(self, resident_id: UUID, form_key: str = "", *, standing: bool = True) -> list[FormRecord]:
        """The person's records, newest first."""
        with self._store.reading() as connection:
            return queries.of_residents(
                connection, persons.ids_of(connection, resident_id), form_key, standing=standing
            )

    def last(self, resident_id: UUID, form_key: str) -> FormRecord | None:
        """The newest standing record of one form."""
        return next(iter(self.of(resident_id, form_key)), None)

    def of_facility(self, form_key: str, since: date, until: date) -> list[FormRecord]:
        """The institution's standing records of one form, newest first."""
        with self._store.reading() as connection:
            return queries.of_facility(connection, self._store.facility, form_key, since, until)

    def one(self, record_id: UUID) -> FormRecord:
        """Raises:
        NoFormRecord
        """
        with self._store.reading() as connection:
            found = queries.one(connection, record_id)
        if found is None:
            raise NoFormRecord()
        return found

    def keep_draft(self, form_key: str, resident_id: UUID | None, values: Mapping[str, Any]) -> None:
        """What is typed and not signed, safe from a power cut."""
        statement = sqlite.insert(draft).values(
            kind=_DRAFTS,
            key=_draft_key(form_key, resident_id),
            body=json.dumps(dict(values), ensure_ascii=False),
            changed=self._store.wall(),
        )
        with self._store.changing() as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["kind", "key"],
                    set_={"body": statement.excluded.body, "changed": statement.excluded.changed},
                )
            )

    def drafted(self, form_key: str, resident_id: UUID | None) -> dict[str, Any] | None:
        """What was typed and not signed; None: nothing."""
        with self._store.reading() as connection:
            body = connection.scalar(sa.select(draft.c.body).where(*_is_draft(form_key, resident_id)))
        return None if body is None else dict(json.loads(body))

    def drafts_of(self, resident_id: UUID) -> list[str]:
        """The forms that were begun for a person and not signed."""
        with self._store.reading() as connection:
            return [
                key
                for key in forms()
                if connection.scalar(sa.select(draft.c.key).where(*_is_draft(key, resident_id)))
            ]

    def drop_draft(self, form_key: str, resident_id: UUID | None) -> None:
        with self._store.changing() as connection:
            connection.execute(sa.delete(draft).where(*_is_draft(form_key, resident_id)))

    def _standing(self, record_id: UUID) -> FormRecord:
        with self._store.reading() as connection:
            found = queries.one(connection, record_id)
            if found is None or not queries.stands(connection, record_id):
                raise NoFormRecord()
        return found

    def _sign(
        self,
        by: OnDuty,
        wanted: Form,
        raw: Mapping[str, Any],
        resident_id: UUID | None,
        confirmed: Collection[str],
        **more: Any,
    ) -> UUID:
        by.must("forms")
        with self._store.writing(by.author) as writing:
            day = _day_of(wanted, raw) or beijing_day(self._store.wall())
            if day > beijing_day(self._store.wall()):
                raise DayAhead(day=day.isoformat())
            context = context_of(writing.connection, wanted, resident_id, day)
            if resident_id is not None and more.get("visit_id") is None:
                more["visit_id"] = visit_on(writing.connection, self._store.facility, resident_id, day)
            values = checked(wanted, raw, context, confirmed)
            entry = _append(writing, wanted, values, resident_id, day, more)
            if not more.get("replaces"):
                writing.connection.execute(sa.delete(draft).where(*_is_draft(wanted.key, resident_id)))
        return entry


def checked(
    wanted: Form, raw: Mapping[str, Any], context: Context, confirmed: Collection[str]
) -> dict[str, Any]:
    """The values as they are kept.

    Raises:
        FormRefused, CriticalUnconfirmed
    """
    values = compute(wanted, read(wanted, raw, context), context)
    found = problems(wanted, values, context)
    if found:
        raise FormRefused(wanted, found)
    unsure = tuple(key for key in critical(wanted, values) if key not in confirmed)
    if unsure:
        raise CriticalUnconfirmed(wanted, unsure)
    return values


def context_of(
    connection: sa.Connection, wanted: Form | None, resident_id: UUID | None, day: date
) -> Context:
    """Who is served on a day, and what `wanted` said of them on an earlier one.

    Raises:
        NoResident
    """
    if resident_id is None:
        return Context(day)
    person = residents.resident_of(connection, resident_id)
    carries = care.carried_on(connection, resident_id, day)
    return Context(day, person.sex, person.birth_date, carries, _last(connection, wanted, resident_id, day))


def _last(connection: sa.Connection, wanted: Form | None, resident_id: UUID, day: date) -> Mapping[str, Any]:
    """The answers of the newest standing record of an earlier day."""
    if wanted is None or not wanted.is_followup:
        return {}
    found = queries.of_residents(connection, persons.ids_of(connection, resident_id), wanted.key)
    return next((one.values for one in found if one.day < day), {})


def _append(
    writing: Writing,
    wanted: Form,
    values: dict[str, Any],
    resident_id: UUID | None,
    day: date,
    more: Mapping[str, Any],
) -> UUID:
    fact = FormRecorded(
        form=wanted.key, version=wanted.version, day=day, values=values, salt=new_salt(), **more
    )
    return writing.append(fact, SELF if resident_id is None else resident_id).id


def _who(begun: Draft) -> dict[str, Any]:
    """What the register says of the person and nobody types over."""
    return {
        key: begun.values[key]
        for key, field in begun.form.fields.items()
        if field.identity in _OF_THE_REGISTER and begun.origins.get(key) == "resident"
    }


def _identity(
    connection: sa.Connection, wanted: Form, resident_id: UUID | None, by: OnDuty, here: str
) -> dict[str, Any]:
    known: dict[str, Any] = {"staff": by.staff_id, "facility": here}
    if resident_id is not None:
        person = residents.resident_of(connection, resident_id)
        record = health_records.record_of(connection, resident_id)
        known |= {
            "resident": str(person.id),
            "name": person.name,
            "sex": person.sex,
            "birth_date": person.birth_date.isoformat() if person.birth_date else "",
            "id_no": person.id_number if person.id_doc_type == "01" else "",
            "phone": person.phone,
            "address": person.address,
            "record_no": record.number if record else "",
        }
    return {
        key: known[field.identity]
        for key, field in wanted.fields.items()
        if field.identity and known.get(field.identity)
    }


def _self_measured(
    connection: sa.Connection, wanted: Form, resident_id: UUID | None, day: date, told: Collection[str]
) -> list[tuple[str, dict[str, Any]]]:
    """Confirmed readings of the day by their origin, with or without a visit; the last value of each.

    Two pressures of different moments are none.
    """
    if resident_id is None:
        return []
    points = chart.self_measured_on(connection, resident_id, day)
    if len({points[key].taken_ms for key in PRESSURES & points.keys()}) > 1:
        points = {key: point for key, point in points.items() if key not in PRESSURES}
    moments: dict[str, dict[str, int]] = {}
    for key, point in points.items():
        if point.value_e4 is not None:
            moments.setdefault(f"{HUT} {beijing(point.taken_ms):%H:%M}", {})[key] = point.value_e4
    return [(origin, measured_beside(wanted, values, told)) for origin, values in moments.items()]


def _other_sheets(
    connection: sa.Connection, wanted: Form, resident_id: UUID | None, day: date
) -> list[tuple[Form, Mapping[str, Any]]]:
    """What other forms say of the person on a day, the newest first."""
    if resident_id is None:
        return []
    records = queries.of_residents(connection, persons.ids_of(connection, resident_id), day=day)
    return [(form(one.form), one.values) for one in records if one.form != wanted.key and one.form in forms()]


def _carried(connection: sa.Connection, wanted: Form, resident_id: UUID | None) -> dict[str, Any]:
    """Of the last record of this form, or of the one that it continues, what is taken over from time to time."""
    if resident_id is None:
        return {}
    same = persons.ids_of(connection, resident_id)
    keys = [key for key in (wanted.key, wanted.continues) if key]
    last = [one for key in keys for one in queries.of_residents(connection, same, key)[:1]]
    if not last:
        return {}
    values = max(last, key=lambda one: one.day).values
    return {key: values[key] for key, field in wanted.fields.items() if field.carried and key in values}


def _moment(wanted: Form, day: date) -> str:
    timed = wanted.fields[wanted.dated].kind is Kind.DATETIME
    return f"{day.isoformat()}T08:00" if timed else day.isoformat()


def _day_of(wanted: Form, raw: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(str(raw.get(wanted.dated, ""))[:10])
    except ValueError:
        return None


def _draft_key(form_key: str, resident_id: UUID | None) -> str:
    return f"{form_key}:{resident_id or ''}"


def _is_draft(form_key: str, resident_id: UUID | None) -> tuple[sa.ColumnElement[bool], ...]:
    return draft.c.kind == _DRAFTS, draft.c.key == _draft_key(form_key, resident_id)
