"""Questions about policies, insured people and what they have used up in a year."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.bill import ChronicRegistration, Person
from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.quarantine import ReversedBefore
from clinic_app.projections.tables.facility import facility, quarantine
from clinic_app.projections.tables.insurance import (
    accumulator_effect,
    fee_day,
    insurance_chosen,
    insured,
    policy,
)
from clinic_app.projections.tables.settlement import settlement

Side = Literal["clinic", "county"]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a person had used up that no adjudication held here says: from before us, or from elsewhere."""

    used: dict[str, dict[str, int]] = field(default_factory=dict)  # by year, as the office brought it in
    gc_last: dict[str, date] = field(default_factory=dict)  # by institution, likewise
    carried: dict[str, dict[str, int]] = field(default_factory=dict)  # by year, adjudicated by then
    contains: frozenset[UUID] = frozenset()  # the records inside `carried`: not counted again


@dataclass(frozen=True, slots=True)
class Insured:
    """参保信息, as last stated."""

    person: Person
    id_number: str
    acct_balance: int  # fen: as last stated, less what was paid from it here since
    acct_stated: int = 0  # fen: as last stated
    home: str = ""  # code of the clinic whose person it is; empty: everybody's
    stated_on: date | None = None  # Beijing
    opening: Opening = Opening()
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


def home_of(connection: sa.Connection, psn_no: str) -> str:
    """The clinic whose person it is; empty: everybody's, or unknown."""
    return connection.scalar(_HOME, {"number": psn_no}) or ""


def chosen_of(connection: sa.Connection, resident: UUID) -> str:
    """The `psn_no` that the clerk chose for a resident with several insurances; empty: never chosen."""
    statement = sa.select(insurance_chosen.c.psn_no).where(insurance_chosen.c.resident == resident)
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
    opening = _opening_of(connection, psn_no)
    accum: dict[int, dict[str, int]] = {}
    for brought in (opening.used, opening.carried):
        for year, keys in brought.items():
            for key, amount in keys.items():
                _add(accum, int(year), key, amount)
    for row in _standing(connection, "psn_no", psn_no, side, before):
        if row.settlement_id not in opening.contains:
            _add(accum, row.year, row.key, row.amount)
    accum = {year: {key: n for key, n in keys.items() if n} for year, keys in accum.items()}
    fee_days = dict(opening.gc_last)
    for code, day in _fee_days(connection, psn_no, side, before).items():
        fee_days[code] = max(day, fee_days.get(code, day))
    return State({year: keys for year, keys in accum.items() if keys}, fee_days)


def carried_by(connection: sa.Connection, psn_no: str, since: int) -> Opening:
    """What a statement has to carry for a clinic that saw none of the person's adjudications.

    Of the years from `since` on; older ones are settled and closed.  Asked at the county.
    """
    opening = _opening_of(connection, psn_no)
    carried: dict[int, dict[str, int]] = {}
    for year, keys in opening.carried.items():
        for key, amount in keys.items():
            _add(carried, int(year), key, amount)
    contains = set(opening.contains)
    for row in _standing(connection, "psn_no", psn_no, "county"):
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
    rows = _standing(connection, "settlement_id", settlement_id, "clinic")
    return {row.key: row.amount for row in rows if row.amount}


def _add(accum: dict[int, dict[str, int]], year: int, key: str, amount: int) -> None:
    keys = accum.setdefault(year, {})
    keys[key] = keys.get(key, 0) + amount


About = Literal["psn_no", "settlement_id"]


def _standing(
    connection: sa.Connection, about: About, value: object, side: Side, before: int | None = None
) -> list[Any]:
    """The effects that count: of two statements about one settlement only the one that won (`keep_first`)."""
    given = {"about": value} if before is None else {"about": value, "before": before}
    return list(connection.execute(_effects(about, side, before is not None), given))


# Asked for every settlement: building such a statement costs ten times what running it does.
@cache
def _effects(about: About, side: Side, bounded: bool) -> sa.Select[Any]:
    of, taken_back = settlement.alias("of"), settlement.alias("taken_back")
    effect = accumulator_effect
    judged = sa.and_(effect.c.side == "county", of.c.adjudicated_entry == effect.c.entry_id)
    unjudged = sa.and_(
        effect.c.side == "clinic",
        of.c.adjudicated_entry.is_(None),
        sa.or_(effect.c.reverses.is_(None), taken_back.c.reversed_entry == effect.c.entry_id),
        # Two PCs took it back, and the county counted the other one, which need not be the earlier.
        sa.func.coalesce(quarantine.c.reason, "") != ReversedBefore.code,
    )
    column = effect.c[about]
    statement = (
        sa.select(effect)
        .outerjoin_from(effect, of, of.c.id == effect.c.settlement_id)
        .outerjoin(taken_back, taken_back.c.id == effect.c.reverses)
        .outerjoin(quarantine, quarantine.c.entry_id == effect.c.entry_id)
        .where(
            column == sa.bindparam("about", type_=column.type),
            judged if side == "county" else sa.or_(judged, unjudged),
        )
    )
    return statement.where(of.c.adjudicated_at < sa.bindparam("before")) if bounded else statement


def _fee_days(
    connection: sa.Connection, psn_no: str, side: Side, before: int | None = None
) -> dict[str, date]:
    given = {"person": psn_no} if before is None else {"person": psn_no, "before": before}
    rows = connection.execute(_recognised(side, before is not None), given)
    return {row.fixmedins_code: row.day for row in rows}


@cache
def _recognised(side: Side, bounded: bool) -> sa.Select[Any]:
    judged = sa.and_(fee_day.c.side == "county", settlement.c.adjudicated_entry == fee_day.c.entry_id)
    unjudged = sa.and_(fee_day.c.side == "clinic", settlement.c.adjudicated_entry.is_(None))
    statement = (
        sa.select(fee_day.c.fixmedins_code, sa.func.max(fee_day.c.day).label("day"))
        .join_from(fee_day, settlement, settlement.c.id == fee_day.c.settlement_id)
        .where(
            fee_day.c.psn_no == sa.bindparam("person"),
            settlement.c.reversed_entry.is_(None),
            judged if side == "county" else sa.or_(judged, unjudged),
        )
        .group_by(fee_day.c.fixmedins_code)
    )
    return statement.where(settlement.c.adjudicated_at < sa.bindparam("before")) if bounded else statement


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
_OPENING = sa.select(insured.c.used, insured.c.gc_last, insured.c.carried, insured.c.contains).where(
    insured.c.psn_no == sa.bindparam("number")
)


def _opening_of(connection: sa.Connection, psn_no: str) -> Opening:
    row = connection.execute(_OPENING, {"number": psn_no}).one_or_none()
    return Opening() if row is None else _opening(row)


def _opening(row: Any) -> Opening:
    return Opening(
        used=json.loads(row.used),
        gc_last={code: date.fromisoformat(day) for code, day in json.loads(row.gc_last).items()},
        carried=json.loads(row.carried),
        contains=frozenset(UUID(hex=one) for one in json.loads(row.contains)),
    )


def _insured(row: Any) -> Insured:
    chronic = tuple(
        ChronicRegistration(
            dise_codg=code,
            valid_from=date.fromisoformat(start),
            valid_to=date.fromisoformat(end) if end else None,
        )
        for code, start, end in json.loads(row.chronic)
    )
    person = Person(
        psn_no=row.psn_no,
        insutype=row.insutype,
        psn_insu_stas=row.psn_insu_stas,
        death_date=date.fromisoformat(row.death_date) if row.death_date else None,
        maf_group=row.maf_group or None,
        contract_inst=row.contract_inst or None,
        chronic=chronic,
    )
    return Insured(
        person,
        row.id_number,
        max(0, row.acct_balance - int(row.acct_spent)),
        row.acct_balance,
        row.home,
        beijing_day(ms_of_stamp(row.stated_at)),
        _opening(row),
    )
