"""Questions about 考核指标: what the institutions that are asked about recorded in a year.

The same question gives the same figure on a clinic and at the county: only what these institutions wrote themselves
is looked at (their residents, records and cares), and what the county stated.  Only who died or moved is taken from
whoever said so.
"""

import gc
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from clinic_app.domain.public_health import appraisal
from clinic_app.domain.public_health.appraisal import MEASURES, Case, Counted, Filed, Managed, Year
from clinic_app.domain.public_health.indicators import (
    NO_SOURCE,
    Figure,
    Indicator,
    Key,
    Missing,
    indicators,
)
from clinic_app.domain.public_health.services import HEALTH_CHECK
from clinic_app.domain.public_health.tasks import sensible
from clinic_app.projections.tables.care import care_change
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.health_records import health_record, life_state, person
from clinic_app.projections.tables.indicators import indicator_target, population
from clinic_app.projections.tables.outpatient import infectious_answer
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.types import Id

_EARLIER: Final = ("antenatal_first", "tb_first")  # of the year before too
_FORMS: Final = (
    *appraisal.CHILD_FORMS,
    *sorted(appraisal.FORMS_READ),
    *("tb_first", "tcm_elderly", "tcm_child", HEALTH_CHECK),
)
_BASIC: Final = "person_basic"
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_CHUNK: Final = 500  # ids in one question


class _Key(sa.TypeDecorator[bytes]):
    """An id as its 16 bytes, and on SQLite as they come: most of a year's time went into making UUIDs."""

    impl = Id
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return (lambda value: value and value.bytes) if dialect.name == "postgresql" else None


def _key(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return sa.type_coerce(column, _Key()).label(column.name)


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives, by the register."""

    village: str
    born: date | None


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A year of some institutions: the figures in the order of the norm, and what stands behind them."""

    year: Year
    figures: Mapping[str, Figure]
    homes: Mapping[Key, Home]
    gone: frozenset[Key]  # died, moved away or lost
    villages: Mapping[str, Mapping[str, int]]  # by village, what the county stated of its population

    def in_village(self, figure: Figure, village: str) -> Figure:
        """The part of those who live in one village; "" for who has none."""
        done = frozenset(one for one in figure.done if self._village_of(one) == village)
        if figure.missing not in (None, Missing.POPULATION):
            return figure
        if figure.asked is not None:
            asked = frozenset(one for one in figure.asked if self._village_of(one) == village)
            return replace(figure, done=done, asked=asked, denominator=len(asked))
        kind = figure.indicator.population
        stated = self.villages.get(village, {}).get(kind or "")
        missing = Missing.POPULATION if stated is None else None
        return replace(figure, done=done, denominator=stated, missing=missing)

    def village_names(self) -> list[str]:
        """Of the residents and of the county's statements; "" last, for who has none."""
        named = {home.village for home in self.homes.values()} | set(self.villages)
        return sorted(named - {""}) + ([""] if any(not home.village for home in self.homes.values()) else [])

    def _village_of(self, key: Key) -> str:
        home = self.homes.get(key)
        return home.village if home else ""


@dataclass(frozen=True, slots=True)
class Behind:
    """One resident behind a figure."""

    id: UUID
    name: str
    sex: str
    birth_date: str
    village: str
    phone: str


def appraise(connection: sa.Connection, institutions: Sequence[str], year: int, day: date) -> Appraisal:
    """All indicators of a year up to `day`, over these institutions together.

    The first is the one that is asked about, the others are its villages; whose visits only it and the county know,
    so that the register of infectious diseases is its own.
    """
    with _uncollected():
        return _appraised(connection, institutions, year, day)


def _appraised(connection: sa.Connection, institutions: Sequence[str], year: int, day: date) -> Appraisal:
    first, last = date(year, 1, 1), min(day, date(year, 12, 31))
    kept = _kept(connection)
    homes = _homes(connection, institutions, kept)
    gone = _gone(connection, kept)
    held = Year(
        first=first,
        last=last,
        births={one: home.born for one, home in homes.items()},
        filed=_filed(connection, institutions, kept, first, last),
        managed=_managed(connection, institutions, kept, gone, first, last),
        recorded=_recorded(connection, institutions, kept, last),
        electronic=_with_form(connection, institutions, kept, last, _BASIC),
        used=_with_form(connection, institutions, kept, last),
        cases=_cases(connection, institutions[:1], kept, first, last),
    )
    populations = _populations(connection, institutions, year)
    targets = _targets(connection, year)
    counted = {key: measure(held) for key, measure in MEASURES.items()}
    figures = {
        key: _figure(one, counted.get(key), populations.whole, targets.get(key))
        for key, one in indicators().items()
    }
    return Appraisal(held, figures, homes, frozenset(gone), populations.villages)


@contextmanager
def _uncollected() -> Iterator[None]:
    """The collector would walk all that is read here again and again, and nothing of it is garbage: half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def below(connection: sa.Connection, institution: str) -> list[str]:
    """An institution and the villages under it, as far as they are known here."""
    rows = connection.scalars(
        sa.select(facility.c.code).where(facility.c.parent == institution).order_by(facility.c.code)
    )
    return [institution, *(code for code in rows if code != institution)]


def behind(connection: sa.Connection, keys: Sequence[Key]) -> list[Behind]:
    """The residents behind a figure, by village and name."""
    found: list[Behind] = []
    ids = [UUID(bytes=one) for one in keys]
    for start in range(0, len(ids), _CHUNK):
        rows = connection.execute(
            sa.select(
                resident.c.id,
                resident.c.name,
                resident.c.sex,
                resident.c.birth_date,
                resident.c.village,
                resident.c.phone,
            ).where(resident.c.id.in_(ids[start : start + _CHUNK]))
        )
        found += [Behind(row.id, *(value or "" for value in tuple(row)[1:])) for row in rows]
    return sorted(found, key=lambda one: (one.village, one.name, one.id))


def _figure(
    indicator: Indicator, counted: Counted | None, whole: Mapping[str, int], target: int | None
) -> Figure:
    if counted is None:
        missing = NO_SOURCE.get(indicator.key, Missing.ELSEWHERE)
        return Figure(indicator, frozenset(), None, None, missing, target)
    if counted.asked is not None:
        return Figure(indicator, counted.done, counted.asked, len(counted.asked), None, target)
    denominator = whole.get(indicator.population or "")
    missing_population = Missing.POPULATION if denominator is None else None
    return Figure(indicator, counted.done, None, denominator, missing_population, target)


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
        row.id: Home(row.village or "", sensible(row.birth_date or ""))
        for row in rows.all()
        if row.id not in kept
    }


def _gone(connection: sa.Connection, kept: Mapping[Key, Key]) -> dict[Key, tuple[date, str]]:
    """Who is not here any more, since when and why."""
    rows = connection.execute(
        sa.select(_key(life_state.c.resident), life_state.c.day, life_state.c.kind).where(
            life_state.c.kind != "here", life_state.c.day != ""
        )
    )
    return {
        kept.get(row.resident, row.resident): (day, row.kind)
        for row in rows
        if (day := sensible(row.day)) is not None
    }


def _standing(institutions: Sequence[str]) -> sa.ColumnElement[bool]:
    """Records that were neither withdrawn nor corrected."""
    later = form_record.alias("later")
    corrected = sa.exists().where(later.c.replaces == form_record.c.id, later.c.withdrawn_at.is_(None))
    return sa.and_(
        form_record.c.facility.in_(institutions),
        form_record.c.recorded_at.is_not(None),
        form_record.c.withdrawn_at.is_(None),
        ~corrected,
    )


def _filed(
    connection: sa.Connection,
    institutions: Sequence[str],
    kept: Mapping[Key, Key],
    first: date,
    last: date,
) -> dict[str, list[Filed]]:
    """By form and day; the values only where a measure reads them."""
    read = sa.case(
        (form_record.c.form.in_(sorted(appraisal.FORMS_READ)), form_record.c.filled), else_=""
    ).label("read")
    own = sa.case(
        (form_record.c.form.in_(sorted(appraisal.COUNTED)), sa.type_coerce(form_record.c.id, _Key()))
    )
    year_before = appraisal.year_before(first).isoformat()
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
        .order_by(form_record.c.day, form_record.c.recorded_at, form_record.c.id)
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
    """Residents with this form, or with any within one year before the day."""
    asked = (
        form_record.c.form == form if form else form_record.c.day > appraisal.year_before(last).isoformat()
    )
    rows = connection.scalars(
        sa.select(_key(form_record.c.resident))
        .where(
            _standing(institutions),
            asked,
            form_record.c.day <= last.isoformat(),
            form_record.c.resident.is_not(None),
        )
        .distinct()
    )
    return frozenset(kept.get(who, who) for who in rows.all())


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


@dataclass(frozen=True, slots=True)
class _Populations:
    whole: Mapping[str, int]
    villages: Mapping[str, Mapping[str, int]]


def _populations(connection: sa.Connection, institutions: Sequence[str], year: int) -> _Populations:
    """What the county stated of the area: of a township as a whole, else of its villages together."""
    stated = {
        (row.institution, row.village): json.loads(row.counts or "{}")
        for row in connection.execute(
            sa.select(population).where(population.c.year == year, population.c.institution.in_(institutions))
        )
    }
    rows = list(
        connection.execute(
            sa.select(facility.c.code, facility.c.parent, facility.c.villages).where(
                facility.c.code.in_(institutions)
            )
        )
    )
    parents = {row.code: row.parent or "" for row in rows}
    villages = {village: counts for (_, village), counts in stated.items() if village}
    for row in rows:
        only = json.loads(row.villages or "[]")
        if len(only) == 1 and (row.code, "") in stated:
            villages.setdefault(only[0], stated[row.code, ""])
    roots = [code for code in institutions if parents.get(code, "") not in institutions]
    kinds = {kind for counts in stated.values() for kind in counts}
    whole = {kind: _area(kind, roots, parents, stated) for kind in kinds}
    return _Populations({kind: many for kind, many in whole.items() if many is not None}, villages)


def _area(
    kind: str,
    codes: Sequence[str],
    parents: Mapping[str, str],
    stated: Mapping[tuple[str, str], Mapping[str, int]],
) -> int | None:
    """The persons of a kind in these areas together; None where one of them is not known at all."""
    total = 0
    for code in codes:
        own = stated.get((code, ""), {}).get(kind)
        if own is None:
            parts = [
                one[kind]
                for (place, village), one in stated.items()
                if place == code and village and kind in one
            ]
            children = [one for one, parent in parents.items() if parent == code]
            inner = _area(kind, children, parents, stated) if children else 0
            if inner is None or not (parts or children):
                return None
            own = sum(parts) + inner
        total += own
    return total


def _targets(connection: sa.Connection, year: int) -> dict[str, int]:
    rows = connection.execute(
        sa.select(indicator_target.c.indicator, indicator_target.c.percent).where(
            indicator_target.c.year == year, indicator_target.c.percent.is_not(None)
        )
    )
    return {row.indicator: row.percent for row in rows}
