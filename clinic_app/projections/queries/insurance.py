"""Questions about policies, insured people and what they have used up in a year."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.bill import ChronicRegistration, Person
from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries.effects import Side, fee_days, standing
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.insurance import insurance_chosen, insured, policy
from clinic_app.projections.tables.settlement import settlement


@dataclass(frozen=True, slots=True)
class Opening:
    """What a person had used up that no adjudication held here says: from before us, or from elsewhere."""

    used: dict[str, dict[str, int]] = field(default_factory=dict)  # by year, as the office brought it in
    gc_last: dict[str, date] = field(default_factory=dict)  # by institution, likewise
    carried: dict[str, dict[str, int]] = field(default_factory=dict)  # by year, adjudicated by then
    contains: frozenset[UUID] = frozenset()  # the records inside `carried`: not counted again


_NOTHING = Opening()


@dataclass(frozen=True, slots=True)
class Cover:
    """What the county asks of a person for a settlement."""

    person: Person
    home: str  # code of the clinic whose person it is; empty: everybody's


@dataclass(frozen=True, slots=True)
class Insured:
    """参保信息, as last stated."""

    person: Person
    id_number: str
    acct_balance: int  # fen: as last stated, less what was paid from it here since
    acct_stated: int = 0  # fen: as last stated
    home: str = ""  # code of the clinic whose person it is; empty: everybody's
    stated_on: date | None = None  # Beijing
    opening: Opening = _NOTHING
    cover: str = ""  # why it would pay nothing today (`presettlement.cover_of`), where that was asked


@dataclass(frozen=True, slots=True)
class PolicyText:
    policy_id: str
    insutypes: tuple[str, ...]
    text: str  # TOML


def insured_by_id_number(connection: sa.Connection, id_number: str) -> list[Insured]:
    """Every insurance of the person of this ID number."""
    if not id_number:
        return []
    statement = _INSURED.where(insured.c.id_number == id_number).order_by(insured.c.psn_no)
    return [_insured(row) for row in connection.execute(statement)]


def insured_by_psn_no(connection: sa.Connection, psn_no: str) -> Insured | None:
    row = connection.execute(_BY_NUMBER, {"number": psn_no}).one_or_none()
    return None if row is None else _insured(row)


def insured_by_psn_nos(connection: sa.Connection, psn_nos: Sequence[str]) -> dict[str, Insured]:
    """Those of the people who are known, by `psn_no`; for an import, a few hundred at once."""
    rows = connection.execute(_INSURED.where(insured.c.psn_no.in_(psn_nos)))
    return {row.psn_no: _insured(row) for row in rows}


def covers_of(connection: sa.Connection, people: Sequence[str]) -> dict[str, Cover]:
    """Those of the people who are known, by `psn_no`, without what they have paid from their accounts."""
    rows = connection.execute(_COVERS, {"numbers": list(people)})
    return {row.psn_no: Cover(_person(row), row.home) for row in rows}


def home_of(connection: sa.Connection, psn_no: str) -> str:
    """The clinic whose person it is; empty: everybody's, or unknown."""
    return connection.scalar(_HOME, {"number": psn_no}) or ""


def chosen_of(connection: sa.Connection, resident: UUID) -> str:
    """The `psn_no` that the clerk chose for a resident with several insurances; empty: never chosen."""
    own = insurance_chosen.c.resident == resident
    statement = (
        sa.select(insurance_chosen.c.psn_no)
        .where(of_person(insurance_chosen.c.resident, resident))
        .order_by(own.desc(), insurance_chosen.c.chosen_at.desc(), insurance_chosen.c.resident)
        .limit(1)
    )
    return connection.scalar(statement) or ""


def is_followed(connection: sa.Connection, home: str, here: str) -> bool:
    """Whether the county sends `here` all that happens to a person of this home: its own, and its villages'."""
    if home in ("", here):
        return True
    parent = connection.scalar(sa.select(facility.c.parent).where(facility.c.code == home))
    return parent == here


def policies(connection: sa.Connection) -> list[PolicyText]:
    rows = connection.execute(_POLICIES)
    return [PolicyText(row.policy_id, tuple(row.insutypes.split(",")), row.text) for row in rows]


def state_of(connection: sa.Connection, psn_no: str, side: Side, before: int | None = None) -> State:
    """累计 of a person: what the last statement brings (`Opening`), and what has been settled besides.

    At the county that is what it adjudicated, with `before` (hybrid clock) what it had adjudicated by then; at a
    clinic that, and its own computation where the county has not judged yet.
    """
    return states_of(connection, (psn_no,), side, before)[psn_no]


def states_of(
    connection: sa.Connection, people: Sequence[str], side: Side, before: int | None = None
) -> dict[str, State]:
    """`state_of` of each of the people, at once."""
    openings = {row.psn_no: _opening(row) for row in connection.execute(_OPENINGS, {"numbers": list(people)})}
    effects, days = (
        _by_person(standing(connection, "psn_no", people, side, before)),
        _by_person(fee_days(connection, people, side, before)),
    )
    return {
        one: _state(openings.get(one, _NOTHING), effects.get(one, ()), days.get(one, ())) for one in people
    }


def _state(opening: Opening, effects: Iterable[Any], days: Iterable[Any]) -> State:
    accum: dict[int, dict[str, int]] = {}
    for brought in (opening.used, opening.carried):
        for year, keys in brought.items():
            for key, amount in keys.items():
                _add(accum, int(year), key, amount)
    for row in effects:
        if row.settlement_id not in opening.contains:
            _add(accum, row.year, row.key, row.amount)
    accum = {year: {key: n for key, n in keys.items() if n} for year, keys in accum.items()}
    gc_last = dict(opening.gc_last)
    for row in days:
        gc_last[row.fixmedins_code] = max(row.day, gc_last.get(row.fixmedins_code, row.day))
    return State({year: keys for year, keys in accum.items() if keys}, gc_last)


def _by_person(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.psn_no, []).append(row)
    return found


def carried_by(connection: sa.Connection, psn_no: str, since: int) -> Opening:
    """What a statement has to carry for a clinic that saw none of the person's adjudications.

    Of the years from `since` on; older ones are settled and closed.  Asked at the county.
    """
    row = connection.execute(_OPENINGS, {"numbers": [psn_no]}).one_or_none()
    opening = _NOTHING if row is None else _opening(row)
    carried: dict[int, dict[str, int]] = {}
    for year, keys in opening.carried.items():
        for key, amount in keys.items():
            _add(carried, int(year), key, amount)
    contains = set(opening.contains)
    for row in standing(connection, "psn_no", (psn_no,), "county"):
        if row.settlement_id not in opening.contains and row.year >= since:
            _add(carried, row.year, row.key, row.amount)
            contains.add(row.settlement_id)
    kept = {
        str(year): {key: n for key, n in sorted(keys.items()) if n}
        for year, keys in sorted(carried.items())
        if year >= since
    }
    return Opening(carried={year: keys for year, keys in kept.items() if keys}, contains=frozenset(contains))


def effect_held(connection: sa.Connection, settlement_id: UUID) -> dict[str, int]:
    """What of a settlement a clinic's accumulators contain: the county's effect once it has judged, else its own."""
    rows = standing(connection, "settlement_id", (settlement_id,), "clinic")
    return {row.key: row.amount for row in rows if row.amount}


def _add(accum: dict[int, dict[str, int]], year: int, key: str, amount: int) -> None:
    keys = accum.setdefault(year, {})
    keys[key] = keys.get(key, 0) + amount


_POLICIES = sa.select(policy).order_by(policy.c.published_at.desc())
_HOME = sa.select(insured.c.home).where(insured.c.psn_no == sa.bindparam("number"))

# What was paid from the personal account since the office stated its balance; a red gives it back.
_SPENT = (
    sa.select(sa.func.coalesce(sa.func.sum(settlement.c.acct_pay), 0))
    .where(settlement.c.psn_no == insured.c.psn_no, settlement.c.made_at > insured.c.stated_at)
    .scalar_subquery()
)
_INSURED = sa.select(insured, _SPENT.label("acct_spent"))
_BY_NUMBER = _INSURED.where(insured.c.psn_no == sa.bindparam("number"))
_COVERS = sa.select(
    insured.c.psn_no,
    insured.c.insutype,
    insured.c.psn_insu_stas,
    insured.c.death_date,
    insured.c.maf_group,
    insured.c.contract_inst,
    insured.c.chronic,
    insured.c.home,
).where(insured.c.psn_no.in_(sa.bindparam("numbers", expanding=True)))
_OPENINGS = sa.select(
    insured.c.psn_no, insured.c.used, insured.c.gc_last, insured.c.carried, insured.c.contains
).where(insured.c.psn_no.in_(sa.bindparam("numbers", expanding=True)))


def _opening(row: Any) -> Opening:
    return Opening(
        used=json.loads(row.used),
        gc_last={code: date.fromisoformat(day) for code, day in json.loads(row.gc_last).items()},
        carried=json.loads(row.carried),
        contains=frozenset(UUID(hex=one) for one in json.loads(row.contains)),
    )


def _person(row: Any) -> Person:
    chronic = () if row.chronic == "[]" else tuple(_registered(*one) for one in json.loads(row.chronic))
    return Person(
        psn_no=row.psn_no,
        insutype=row.insutype,
        psn_insu_stas=row.psn_insu_stas,
        death_date=date.fromisoformat(row.death_date) if row.death_date else None,
        maf_group=row.maf_group or None,
        contract_inst=row.contract_inst or None,
        chronic=chronic,
    )


def _registered(code: str, start: str, end: str) -> ChronicRegistration:
    return ChronicRegistration(
        dise_codg=code,
        valid_from=date.fromisoformat(start),
        valid_to=date.fromisoformat(end) if end else None,
    )


def _insured(row: Any) -> Insured:
    return Insured(
        _person(row),
        row.id_number,
        max(0, row.acct_balance - int(row.acct_spent)),
        row.acct_balance,
        row.home,
        beijing_day(ms_of_stamp(row.stated_at)),
        _opening(row),
    )
