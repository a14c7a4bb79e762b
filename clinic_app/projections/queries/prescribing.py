"""What the rules of prescribing ask about a person, a prescriber and a place (docs/prescribing.md)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.catalogs import Catalogue, Drug, Herb
from clinic_app.domain.pharmacy.batch import State
from clinic_app.domain.prescribing.context import (
    Allergy,
    AtHome,
    Batch,
    Context,
    License,
    Person,
    Place,
    Prescriber,
    SkinTest,
)
from clinic_app.domain.prescribing.knowledge import Knowledge
from clinic_app.domain.prescribing.tables import knowledge_of, shipped_tables
from clinic_app.domain.roles import Role
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import catalogs, chart, facility, residents, stock
from clinic_app.projections.queries.facility import Staff
from clinic_app.projections.queries.reserved import available

_E4: Final = 10_000
_DAY_MS: Final = 86_400_000
_WEIGHT_DAYS: Final = 180  # how long a weight is believed
_GROWN_UP: Final = 40  # years of somebody whose birth date nobody knows
_RENAL: Final = ("N17", "N18", "N19")
_HEPATIC: Final = ("K70", "K71", "K72", "K73", "K74", "K76.7")
_NONE_KNOWN: Final = "none_known"


def context_of(
    connection: sa.Connection,
    here: str,
    staff_id: str,
    resident_id: UUID,
    drugs: Iterable[str],
    now_ms: int,
    *,
    pregnant: bool | None = None,
    lactating: bool | None = None,
    without: UUID | None = None,
) -> Context:
    """`here`: the facility's code; `drugs`: the codes whose stock is asked for; `now_ms`: UTC; `without`: a
    prescription that is about to be replaced, so that nobody has its medicines at home.

    Raises:
        NoResident, NoStaff
    """
    day = beijing_day(now_ms)
    place = facility.facility_of(connection, here)
    return Context(
        person=_person(connection, resident_id, day, now_ms, pregnant, lactating, without),
        prescriber=prescriber_of(facility.member(connection, here, staff_id)),
        place=Place(
            level=place.inst_lv,
            iv_antibiotics="iv_antibiotics" in place.permits,
            narcotics="narcotics" in place.permits,
        ),
        now_ms=now_ms,
        day=day,
        stock=_stock(connection, here, drugs, resident_id, day)
        if stock.keeps_stock(connection, here)
        else None,
    )


def prescriber_of(one: Staff) -> Prescriber:
    """Licence and rights as the administrator entered them; where nothing was, the role says what somebody is."""
    entered = one.practice
    rights = frozenset(entered.rights) if entered else frozenset()
    said = entered.license if entered else ""
    doctor = Role.DOCTOR in one.roles or Role.VILLAGE_DOCTOR not in one.roles
    return Prescriber(
        license=License(said)
        if said in set(License)
        else License.DOCTOR
        if doctor
        else License.VILLAGE_DOCTOR,
        title=(entered.title if entered else "") or "junior",  # the least of what a licence gives
        antibiotics="antibiotics" in rights,
        narcotics="narcotics" in rights,
        trainee="trainee" in rights,
        registered=one.active,
    )


def _person(
    connection: sa.Connection,
    resident_id: UUID,
    day: date,
    now_ms: int,
    pregnant: bool | None,
    lactating: bool | None,
    without: UUID | None,
) -> Person:
    known = residents.resident_of(connection, resident_id)
    allergies = chart.allergies_of(connection, resident_id)
    conditions = tuple(one.code for one in chart.conditions_of(connection, resident_id))
    weights = chart.trends_of(connection, resident_id, ("weight",)).get("weight", ())
    weight = next(
        (one.value_e4 for one in reversed(weights) if one.taken_ms >= now_ms - _WEIGHT_DAYS * _DAY_MS), None
    )
    return Person(
        birth=known.birth_date or day - timedelta(days=_GROWN_UP * 366),
        sex=known.sex,
        identified=bool(known.id_number),
        weight_g=None if weight is None else weight // 10,  # of a kilogram's ten-thousandths
        pregnant=pregnant,
        lactating=lactating,
        allergies=tuple(
            Allergy(code=one.code, name=one.name, severe=one.severe)
            for one in allergies
            if one.kind != _NONE_KNOWN
        ),
        no_allergies=any(one.kind == _NONE_KNOWN for one in allergies),
        renal=any(code.startswith(_RENAL) for code in conditions),
        hepatic=any(code.startswith(_HEPATIC) for code in conditions),
        conditions=conditions,
        at_home=tuple(
            AtHome(drug=one.code, route=one.route, from_day=one.issued, last_day=one.last_day)
            for one in chart.running_on(connection, resident_id, day)
            if one.prescription_id != without
        ),
        skin_tests=tuple(
            SkinTest(substance=one.substance, positive=one.positive, read_ms=one.read_ms, lot=one.lot)
            for one in chart.skin_tests_of(connection, resident_id)
        ),
    )


def _stock(
    connection: sa.Connection, here: str, drugs: Iterable[str], resident_id: UUID, day: date
) -> Mapping[str, tuple[Batch, ...]]:
    """可用: what is there less what other people wait for."""
    found: dict[str, tuple[Batch, ...]] = {}
    for code in drugs:
        left = {one.batch_id: one for one in available(connection, here, code, day, but_resident=resident_id)}
        batches = (left.get(one.batch_id, one) for one in stock.batches_of(connection, here, code))
        found[code] = tuple(
            Batch(
                units=max(0, one.qty_e4) // _E4, usable_until=one.expires, recalled=one.state is not State.OK
            )
            for one in batches
        )
    return found


def knowledge_on(connection: sa.Connection, day: date) -> Knowledge:
    """The shipped tables over the catalogues in force."""
    found = catalogs.all_in_force(connection, day)
    return _joined(found.drugs, found.herbs)


@lru_cache(maxsize=4)
def _joined(drugs: Catalogue[Drug], herbs: Catalogue[Herb]) -> Knowledge:
    """A catalogue never changes, so it is its own key."""
    return knowledge_of(shipped_tables(tuple(herbs)), drugs)
