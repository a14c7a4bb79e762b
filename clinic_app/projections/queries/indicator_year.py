"""Reads one `Year` of some institutions from the tables, for `queries.indicators`.

Only what these institutions wrote is looked at; who died or moved is taken from whoever said so.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from clinic_app.domain.contract_form import FORM as CONTRACT
from clinic_app.domain.health_record import Life
from clinic_app.domain.public_health import appraised
from clinic_app.domain.public_health.appraised import Case, Filed, Managed, Year
from clinic_app.domain.public_health.indicators import Key
from clinic_app.domain.public_health.services import HEALTH_CHECK
from clinic_app.domain.public_health.tasks import sensible
from clinic_app.projections.queries.contract_year import People, contract_year
from clinic_app.projections.queries.forms import STANDS
from clinic_app.projections.queries.health_records import lives_by_person
from clinic_app.projections.queries.vaccination_year import doses_of_children
from clinic_app.projections.tables.care import care_change
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.health_records import health_record, person
from clinic_app.projections.tables.outpatient import infectious_answer
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.types import raw

_EARLIER: Final = ("antenatal_first", "tb_first")  # of the year before too
_FORMS: Final = (
    *appraised.CHILD_FORMS,
    *sorted(appraised.FORMS_READ),
    *("tb_first", "tcm_elderly", "tcm_child", HEALTH_CHECK),
)
_BASIC: Final = "person_basic"
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives, by the register."""

    village: str
    born: date | None


@dataclass(frozen=True, slots=True)
class ReadYear:
    """The year, where its residents live, and who is not here any more."""

    year: Year
    homes: Mapping[Key, Home]
    gone: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Everybody:
    """What is known of all residents, whoever asks."""

    kept: Mapping[Key, Key]  # of everyone who was merged, the entry that stands for the person
    lives: Mapping[Key, Life]  # of who is not here any more


def everybody(connection: sa.Connection) -> Everybody:
    kept = _kept(connection)
    return Everybody(kept, lives_by_person(connection, kept))


def read_contracts(
    connection: sa.Connection, known: Everybody, institutions: Sequence[str], year: int, day: date
) -> tuple[Year, frozenset[Key]]:
    """Of `read_year` what contracts brought to it, and whose contract is to be renewed."""
    first, last = date(year, 1, 1), min(day, date(year, 12, 31))
    people, _ = _people(connection, known, institutions, first, last)
    agreed = contract_year(connection, institutions, first, last, people)
    held = Year(
        first=first,
        last=last,
        births=people.births,
        contracted=agreed.contracted,
        promised=agreed.promised,
        fulfilled=agreed.fulfilled,
    )
    return held, agreed.renewable


def read_year(connection: sa.Connection, institutions: Sequence[str], year: int, day: date) -> ReadYear:
    """Up to `day`; the first institution is the one that is asked about."""
    first, last = date(year, 1, 1), min(day, date(year, 12, 31))
    known = everybody(connection)
    people, homes = _people(connection, known, institutions, first, last)
    kept, gone, births, managed = people.kept, _gone(people.lives), people.births, people.managed
    agreed = contract_year(connection, institutions, first, last, people)
    held = Year(
        first=first,
        last=last,
        births=births,
        filed=_filed(connection, institutions, kept, first, last),
        managed=managed,
        recorded=_recorded(connection, institutions, kept, last),
        electronic=_with_form(connection, institutions, kept, last, _BASIC),
        used=_with_form(connection, institutions, kept, last),
        cases=_cases(connection, institutions[:1], kept, first, last),
        contracted=agreed.contracted,
        promised=agreed.promised,
        fulfilled=agreed.fulfilled,
        doses=doses_of_children(connection, institutions, kept, births, gone, last),
    )
    return ReadYear(held, homes, frozenset(gone))


def _people(
    connection: sa.Connection, known: Everybody, institutions: Sequence[str], first: date, last: date
) -> tuple[People, dict[Key, Home]]:
    """Who contracts are asked about, and where they live."""
    homes = _homes(connection, institutions, known.kept)
    births = {one: home.born for one, home in homes.items()}
    managed = _managed(connection, institutions, known.kept, _gone(known.lives), first, last)
    return People(kept=known.kept, lives=known.lives, births=births, managed=managed), homes


def _key(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return raw(column).label(column.name)


def _kept(connection: sa.Connection) -> Mapping[Key, Key]:
    """Of everyone who was merged, the entry that stands for the person."""
    merged = connection.execute(
        sa.select(_key(person.c.resident), _key(person.c.kept)).where(person.c.resident != person.c.kept)
    )
    return {row.resident: row.kept for row in merged}


def _homes(
    connection: sa.Connection, institutions: Sequence[str], kept: Mapping[Key, Key]
) -> dict[Key, Home]:
    rows = connection.execute(
        sa.select(_key(resident.c.id), resident.c.birth_date, resident.c.village).where(
            resident.c.facility.in_(institutions), resident.c.registered_at.is_not(None)
        )
    )
    return {
        who: Home(village or "", sensible(born or "")) for who, born, village in rows.all() if who not in kept
    }


def _gone(lives: Mapping[Key, Life]) -> dict[Key, tuple[date, str]]:
    """Who is not here any more, since when and why."""
    return {who: (life.since, life.state.value) for who, life in lives.items() if life.since is not None}


def _standing(institutions: Sequence[str]) -> sa.ColumnElement[bool]:
    """Their records that were neither withdrawn nor corrected."""
    return sa.and_(form_record.c.facility.in_(institutions), STANDS)


def _filed(
    connection: sa.Connection,
    institutions: Sequence[str],
    kept: Mapping[Key, Key],
    first: date,
    last: date,
) -> dict[str, list[Filed]]:
    """By form and day; the values only where a measure reads them."""
    read = sa.case(
        (form_record.c.form.in_(sorted(appraised.FORMS_READ)), form_record.c.filled), else_=""
    ).label("read")
    own = sa.case((form_record.c.form.in_(sorted(appraised.COUNTED)), raw(form_record.c.id)))
    year_before = appraised.year_before(first).isoformat()
    rows = connection.execute(
        sa.select(own, _key(form_record.c.resident), form_record.c.form, form_record.c.day, read)
        .where(
            _standing(institutions),
            form_record.c.form.in_(_FORMS),
            form_record.c.day <= last.isoformat(),
            sa.or_(
                form_record.c.day >= first.isoformat(),
                sa.and_(form_record.c.form.in_(_EARLIER), form_record.c.day >= year_before),
            ),
        )
        .order_by(form_record.c.form, form_record.c.day, form_record.c.recorded_at, form_record.c.id)
    )
    found: defaultdict[str, list[Filed]] = defaultdict(list)
    decode = msgspec.json.Decoder(dict).decode
    for record, who, form, day, text in rows.all():
        on = sensible(day)
        if on is not None:
            found[form].append(
                Filed(record or b"", kept.get(who, who), on, decode(text) if text else _NOTHING)
            )
    return found


def _managed(
    connection: sa.Connection,
    institutions: Sequence[str],
    kept: Mapping[Key, Key],
    gone: Mapping[Key, tuple[date, str]],
    first: date,
    last: date,
) -> dict[str, list[Managed]]:
    """By service, the last time that each person was managed within the year."""
    rows = connection.execute(
        sa.select(
            _key(care_change.c.resident),
            care_change.c.service,
            care_change.c.day,
            care_change.c.opened,
            care_change.c.reason,
        )
        .where(care_change.c.facility.in_(institutions))
        .order_by(care_change.c.day, care_change.c.told_at, care_change.c.entry_id)
    )
    told: defaultdict[tuple[str, Key], list[Any]] = defaultdict(list)
    for row in rows.all():
        told[row.service, kept.get(row.resident, row.resident)].append(row)
    found: defaultdict[str, list[Managed]] = defaultdict(list)
    for (service, who), changes in told.items():
        spans = [one for one in _spans(who, changes, gone.get(who)) if _meets(one, first, last)]
        if spans:
            found[service].append(spans[-1])
    return found


def _spans(who: Key, changes: Sequence[Any], gone: tuple[date, str] | None) -> Iterator[Managed]:
    """From each opening to what ended it."""
    since: date | None = None
    for row in changes:
        day = sensible(row.day)
        if day is None:
            continue
        if row.opened:
            since = since or day
        elif since is not None:
            yield Managed(who, since, max(since, day), row.reason)
            since = None
    if since is not None and gone is not None:
        yield Managed(who, since, max(since, gone[0]), {"out": "moved"}.get(gone[1], gone[1]))
    elif since is not None:
        yield Managed(who, since, None, "")


def _meets(one: Managed, first: date, last: date) -> bool:
    return one.since <= last and (one.until is None or one.until >= first)


def _recorded(
    connection: sa.Connection, institutions: Sequence[str], kept: Mapping[Key, Key], last: date
) -> frozenset[Key]:
    rows = connection.scalars(
        sa.select(_key(health_record.c.resident)).where(
            health_record.c.facility.in_(institutions), health_record.c.day <= last.isoformat()
        )
    )
    return frozenset(kept.get(who, who) for who in rows.all())


def _with_form(
    connection: sa.Connection,
    institutions: Sequence[str],
    kept: Mapping[Key, Key],
    last: date,
    form: str = "",
) -> frozenset[Key]:
    """Residents with this form, or with any service within one year before the day; a contract promises one."""
    within = form_record.c.day > appraised.year_before(last).isoformat()
    asked = form_record.c.form == form if form else sa.and_(form_record.c.form != CONTRACT, within)
    rows = connection.scalars(
        sa.select(_key(form_record.c.resident)).where(
            _standing(institutions),
            asked,
            form_record.c.day <= last.isoformat(),
            form_record.c.resident.is_not(None),
        )
    )
    return frozenset(kept.get(who, who) for who in rows.all())


def cases_of(connection: sa.Connection, institutions: Sequence[str], first: date, last: date) -> list[Case]:
    """传染病 in the registers of these institutions, as their doctors confirmed them."""
    return _cases(connection, institutions, _kept(connection), first, last)


def _cases(
    connection: sa.Connection,
    institutions: Sequence[str],
    kept: Mapping[Key, Key],
    first: date,
    last: date,
) -> list[Case]:
    rows = connection.execute(
        sa.select(_key(visit.c.id), _key(visit.c.resident), infectious_answer.c.disease, visit.c.day)
        .join_from(infectious_answer, visit, visit.c.id == infectious_answer.c.visit_id)
        .where(
            infectious_answer.c.report.is_(True),
            infectious_answer.c.facility.in_(institutions),
            visit.c.day.between(first, last),
        )
    )
    return [Case(row.id, kept.get(row.resident, row.resident), row.disease, row.day) for row in rows]
