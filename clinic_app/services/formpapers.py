"""记录表 on paper: one record, the visits of a year abreast, a blank sheet, the whole health record, the 信息卡."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.forms import Form, Kind, form
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.printing.documents import Document
from clinic_app.printing.form_words import written
from clinic_app.printing.forms import MOST, Head, Written, blank_sheet, record_sheet
from clinic_app.printing.health_record import BASIC, CardOf, Dated, health_record, info_card, is_series
from clinic_app.projections.queries import facility, forms, health_records, persons, residents
from clinic_app.projections.queries.forms import FormRecord
from clinic_app.projections.queries.ref_names import ref_names
from clinic_app.projections.queries.residents import Resident
from clinic_app.store import local, pictures
from clinic_app.store.journal import Store

_NO_ILLNESS: Final = ("1",)  # 无, of past_disease and drug_allergy


class NoRecord(NotFound):
    """Nothing of this kind is recorded, or it has not arrived."""

    code = "formpapers.no_record"


class FormPaperService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def sheet(self, record_id: UUID) -> Document:
        """One record as it was signed, be it corrected since or not.

        Raises:
            NoRecord, UnknownForm
        """
        with self._store.reading() as connection:
            record = forms.one(connection, record_id)
            if record is None:
                raise NoRecord(record=str(record_id))
            head = self._head(connection, record.resident)
            shown = Written(values=record.values, pictures=_pictures(connection, record))
        return record_sheet(form(record.form), [shown], head, record.id, ms_of_stamp(record.recorded_at))

    def sheets(self, resident_id: UUID, form_key: str) -> Document:
        """The last four standing visits of a follow-up abreast; of another form its last record.

        Raises:
            NoRecord, UnknownForm, NoResident
        """
        with self._store.reading() as connection:
            ids = persons.ids_of(connection, resident_id)
            found = forms.of_residents(connection, ids, form_key)
            if not found:
                raise NoRecord(record=form_key)
            head = self._head(connection, resident_id)
        abreast = MOST if is_series(form(form_key)) else 1
        return _sheet(found[:abreast][::-1], head)

    def blank(self, form_key: str, resident_id: UUID | None = None, visits: int = 1) -> Document:
        """空白表, for anybody or with name and number of one person.

        Raises:
            UnknownForm, NoResident
        """
        with self._store.reading() as connection:
            return blank_sheet(form(form_key), self._head(connection, resident_id), visits)

    def health_record(self, resident_id: UUID) -> Document:
        """居民健康档案: the resident's own copy of everything that stands.

        Raises:
            NoRecord, NoResident
        """
        with self._store.reading() as connection:
            found = forms.of_residents(connection, persons.ids_of(connection, resident_id))
            head = self._head(connection, resident_id)
        if not found:
            raise NoRecord(record=str(resident_id))
        records = [
            Dated(form=form(one.form), day=one.day.isoformat(), record=Written(values=one.values))
            for one in found[::-1]
        ]
        return health_record(records, head, resident_id, _newest(found))

    def info_card(self, resident_id: UUID) -> Document:
        """居民健康档案信息卡, from the register and the newest personal information form.

        Raises:
            NoResident
        """
        with self._store.reading() as connection:
            person = residents.resident_of(connection, resident_id)
            found = forms.of_residents(connection, persons.ids_of(connection, resident_id), BASIC)
            head = self._head(connection, resident_id)
            opened = health_records.record_of(connection, resident_id)
        doctor = "" if opened is None else head.names.get(opened.doctor, opened.doctor)
        card = _card(person, found[0].values if found else {}, doctor)
        return info_card(card, head, resident_id, _newest(found))

    def _head(self, connection: sa.Connection, resident_id: UUID | None) -> Head:
        here = facility.facility_of(connection, self._store.facility)
        names = ref_names(connection, here.code, resident_id)
        made_up = local.read_text(connection, local.MADE_UP) == "1"
        if resident_id is None:
            return Head(facility=here.name, names=names, made_up=made_up)
        person = residents.resident_of(connection, resident_id)
        opened = health_records.record_of(connection, resident_id)
        return Head(
            facility=here.name,
            name=person.name,
            record_no=opened.number if opened is not None else "",
            names=names,
            made_up=made_up,
        )


def _sheet(records: Sequence[FormRecord], head: Head) -> Document:
    """Named by the newest record, so that a reprint is the same file."""
    newest = records[-1]
    shown = [Written(values=one.values) for one in records]
    return record_sheet(form(newest.form), shown, head, newest.id, ms_of_stamp(newest.recorded_at))


def _pictures(connection: sa.Connection, record: FormRecord) -> dict[str, bytes]:
    """What is attached and lies on this PC; what is no picture is not printed."""
    files = [key for key, one in form(record.form).fields.items() if one.kind is Kind.FILE]
    found = {
        key: pictures.kept(connection, str(record.values[key]).removeprefix("sha256:"))
        for key in files
        if key in record.values
    }
    return {key: data for key, data in found.items() if data is not None and data.startswith(pictures.SHOWN)}


def _newest(records: Sequence[FormRecord]) -> int:
    return ms_of_stamp(max((one.recorded_at for one in records), default=0))


def _card(person: Resident, values: Mapping[str, Any], doctor: str) -> CardOf:
    asked = form(BASIC)
    return CardOf(
        sex={"1": "男", "2": "女"}.get(person.sex, ""),
        birth_date=_day(person.birth_date),
        blood=" ".join(part for part in (_word(asked, values, "abo"), _word(asked, values, "rh")) if part),
        chronic=_illnesses(asked, values),
        allergies=_words(asked, values, "drug_allergy"),
        address=person.address,
        phone=person.phone,
        contact=values.get("contact_name", ""),
        contact_phone=values.get("contact_phone", ""),
        doctor=doctor,
    )


def _word(asked: Form, values: Mapping[str, Any], key: str) -> str:
    return written(asked.fields[key], values.get(key), {})


def _words(asked: Form, values: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(word for word in _word(asked, values, key).split("、") if word)


def _illnesses(asked: Form, values: Mapping[str, Any]) -> tuple[str, ...]:
    (disease, *_) = asked.fields["past_disease"].rows
    codes = (row.get(disease.key) for row in values.get("past_disease") or ())
    return tuple(written(disease, code, {}) for code in codes if code not in (None, *_NO_ILLNESS))


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"
