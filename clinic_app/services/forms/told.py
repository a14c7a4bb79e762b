"""What tells the forms: today's visit of a person, signed or on the doctor's desk, and what was given last."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.catalogs.rhythm import times_a_day
from clinic_app.domain.codes import codes
from clinic_app.domain.forms.mapping import TakenDose, TakenDrug, Told
from clinic_app.domain.outpatient import Vitals, findings_of
from clinic_app.domain.time import beijing
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries import chart, immunization, outpatient
from clinic_app.projections.queries.outpatient import NoEncounter, OrdersMissing
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.registration import visit
from clinic_app.store.tables import draft

_SUSPECT: Final = timedelta(
    days=90
)  # project rule: the longest time after which a reaction is proposed as one


def visit_on(connection: sa.Connection, facility: str, resident_id: UUID, day: date) -> UUID | None:
    """The newest visit of a person here on a day that was not cancelled."""
    found: UUID | None = connection.scalar(
        sa.select(visit.c.id)
        .where(
            of_person(visit.c.resident, resident_id),
            visit.c.facility == facility,
            visit.c.day == day,
            visit.c.cancelled_at.is_(None),
        )
        .order_by(visit.c.registered_at.desc())
        .limit(1)
    )
    return found


def told_by(connection: sa.Connection, resident_id: UUID, visit_id: UUID, day: date, now_ms: int) -> Told:
    """What a visit says by now."""
    points = chart.measured_in(connection, visit_id, resident_id)
    measured = {key: point.value_e4 for key, point in points.items() if point.value_e4 is not None}
    try:
        signed = outpatient.encounter_of_visit(connection, visit_id)
    except NoEncounter:
        return _drafted(connection, visit_id, day, now_ms, measured)
    try:
        orders = outpatient.orders_of(connection, signed)
    except OrdersMissing:
        orders = []  # a prescription of another PC is on its way
    return Told(
        day=day,
        moment=beijing(now_ms),
        complaint=signed.complaint,
        history=signed.history,
        objective=signed.findings,
        advice=signed.advice,
        diagnoses=signed.diagnoses,
        tcm=tuple(name for _, name in signed.tcm),
        drugs=tuple(_drug(one.name, one.dose, one.frequency) for one in orders if one.kind == "drug"),
        measured=measured,
        onset_days=None if signed.onset is None else (day - signed.onset).days,
    )


def _drafted(
    connection: sa.Connection, visit_id: UUID, day: date, now_ms: int, measured: Mapping[str, int]
) -> Told:
    """As `OutpatientService.keep_draft` keeps it; a draft of another version leaves blank what it does not have."""
    body = connection.scalar(
        sa.select(draft.c.body).where(draft.c.kind == "encounter", draft.c.key == str(visit_id))
    )
    kept: Mapping[str, Any] = {} if body is None else json.loads(body)
    vitals = Vitals(**{key: str(value) for key, value in kept.get("vitals", {}).items()})
    orders: Sequence[Mapping[str, Any]] = kept.get("orders", ())
    return Told(
        day=day,
        moment=beijing(now_ms),
        complaint=str(kept.get("complaint", "")),
        history=str(kept.get("history", "")),
        objective=findings_of(vitals, str(kept.get("examined", ""))),
        advice=str(kept.get("advice", "")),
        diagnoses=tuple((code, name) for code, name in kept.get("diagnoses", ())),
        tcm=tuple(name for _, name in kept.get("tcm", ())),
        drugs=tuple(
            _drug(str(one.get("name", "")), str(one.get("dose", "")), str(one.get("frequency", "")))
            for one in orders
            if one.get("kind") == "drug"
        ),
        measured={**measured, **vitals.measured()},
        onset_days=kept.get("onset_days"),
    )


def vaccinated(
    connection: sa.Connection, resident_id: UUID, day: date
) -> tuple[tuple[TakenDose, ...], datetime | None]:
    """The doses of the last day of vaccination before a reaction, and when 留观 ended with one.

    All that was given on one day is suspected; what was given more than `_SUSPECT` ago is not proposed.
    """
    had = [
        one
        for one in immunization.doses_of(connection, resident_id)
        if day - _SUSPECT <= one.on <= day and one.vaccine in codes("vaccine")
    ]
    last = [one for one in had if one.on == had[-1].on]
    unwell = [one.observed for one in last if one.well is False]
    doses = tuple(
        TakenDose(
            vaccine=one.vaccine,
            number=one.dose_no,
            on=one.on,
            batch=one.batch,
            maker=one.maker,
            site=one.site if one.site in codes("inject_site") else "",
            route=one.route if one.route in codes("inject_route") else "",
        )
        for one in last
    )
    return doses, beijing(ms_of_stamp(min(unwell))) if unwell else None


def _drug(name: str, dose: str, frequency: str) -> TakenDrug:
    return TakenDrug(name, dose, times_a_day(frequency))
