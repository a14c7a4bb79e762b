"""Questions about policies, insured people and what they have used up in a year."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.bill import ChronicRegistration, Person
from clinic_app.journal.quarantine import ReversedBefore
from clinic_app.projections.tables.facility import quarantine
from clinic_app.projections.tables.insurance import accumulator_effect, fee_day, insured, policy
from clinic_app.projections.tables.settlement import settlement

Side = Literal["clinic", "county"]


@dataclass(frozen=True, slots=True)
class Insured:
    """参保信息, as last stated."""

    person: Person
    id_number: str
    acct_balance: int  # fen


@dataclass(frozen=True, slots=True)
class PolicyText:
    policy_id: str
    insutypes: tuple[str, ...]
    text: str  # TOML


def insured_by_id_number(connection: sa.Connection, id_number: str) -> list[Insured]:
    """Every insurance of the person of this ID number."""
    if not id_number:
        return []
    rows = connection.execute(
        sa.select(insured).where(insured.c.id_number == id_number).order_by(insured.c.psn_no)
    )
    return [_insured(row) for row in rows]


def insured_by_psn_no(connection: sa.Connection, psn_no: str) -> Insured | None:
    row = connection.execute(sa.select(insured).where(insured.c.psn_no == psn_no)).one_or_none()
    return None if row is None else _insured(row)


def policies(connection: sa.Connection) -> list[PolicyText]:
    rows = connection.execute(sa.select(policy).order_by(policy.c.published_at.desc()))
    return [PolicyText(row.policy_id, tuple(row.insutypes.split(",")), row.text) for row in rows]


def state_of(connection: sa.Connection, psn_no: str, side: Side) -> State:
    """累计 of a person: at the county what it adjudicated; at a clinic that, and its own computation
    where the county has not judged yet.
    """
    accum: dict[int, dict[str, int]] = {}
    for row in _standing(connection, accumulator_effect.c.psn_no == psn_no, side):
        year = accum.setdefault(row.year, {})
        year[row.key] = year.get(row.key, 0) + row.amount
    accum = {year: {key: n for key, n in keys.items() if n} for year, keys in accum.items()}
    return State({year: keys for year, keys in accum.items() if keys}, _fee_days(connection, psn_no, side))


def effect_held(connection: sa.Connection, settlement_id: UUID) -> dict[str, int]:
    """What of a settlement a clinic's accumulators contain: the county's effect once it has judged, else its own."""
    about = accumulator_effect.c.settlement_id == settlement_id
    return {row.key: row.amount for row in _standing(connection, about, "clinic") if row.amount}


def _standing(connection: sa.Connection, about: sa.ColumnElement[bool], side: Side) -> list[Any]:
    """The effects that count: of two statements about one settlement only the one that won (`keep_first`)."""
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
    statement = (
        sa.select(effect)
        .outerjoin_from(effect, of, of.c.id == effect.c.settlement_id)
        .outerjoin(taken_back, taken_back.c.id == effect.c.reverses)
        .outerjoin(quarantine, quarantine.c.entry_id == effect.c.entry_id)
        .where(about, judged if side == "county" else sa.or_(judged, unjudged))
    )
    return list(connection.execute(statement))


def _fee_days(connection: sa.Connection, psn_no: str, side: Side) -> dict[str, date]:
    judged = sa.and_(fee_day.c.side == "county", settlement.c.adjudicated_entry == fee_day.c.entry_id)
    unjudged = sa.and_(fee_day.c.side == "clinic", settlement.c.adjudicated_entry.is_(None))
    rows = connection.execute(
        sa.select(fee_day.c.fixmedins_code, sa.func.max(fee_day.c.day).label("day"))
        .join_from(fee_day, settlement, settlement.c.id == fee_day.c.settlement_id)
        .where(
            fee_day.c.psn_no == psn_no,
            settlement.c.reversed_entry.is_(None),
            judged if side == "county" else sa.or_(judged, unjudged),
        )
        .group_by(fee_day.c.fixmedins_code)
    )
    return {row.fixmedins_code: row.day for row in rows}


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
    return Insured(person, row.id_number, row.acct_balance)
