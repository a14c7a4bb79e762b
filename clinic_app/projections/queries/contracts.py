"""Questions about 家庭医生签约: teams, contracts, refusals, and whose contract holds on a day."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.contract_teams import Member, Team
from clinic_app.domain.contract_terms import (
    AnyHeld,
    Chosen,
    Contract,
    Ending,
    Held,
    Hospitals,
    Refusal,
    ended_by_life,
    in_force,
)
from clinic_app.domain.contracts import Fee
from clinic_app.domain.errors import NotFound
from clinic_app.domain.health_record import Life
from clinic_app.domain.money import Fen
from clinic_app.projections.queries import health_records
from clinic_app.projections.queries.persons import of_person, stands_for
from clinic_app.projections.tables.contracts import contract, contract_refusal, contract_team
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.types import raw


class NoTeam(NotFound):
    """No team has this id, or it has not arrived."""

    code = "contracts.no_team"


class NoContract(NotFound):
    """Nothing was signed under this id, or it has not arrived."""

    code = "contracts.no_contract"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRow:
    """The contract of a resident in one line."""

    id: UUID
    team: UUID
    team_name: str
    leader: str  # staff id
    leader_name: str
    valid_from: date
    valid_to: date  # the last day


def teams(connection: sa.Connection) -> list[Team]:
    """All that are known here, by name."""
    return _teams(connection, sa.true())


def team_of(connection: sa.Connection, team_id: UUID) -> Team:
    """Raises:
    NoTeam
    """
    found = _teams(connection, contract_team.c.id == team_id)
    if not found:
        raise NoTeam(team=str(team_id))
    return found[0]


def contract_on(connection: sa.Connection, resident_id: UUID, day: date) -> ContractRow | None:
    """The one contract of a person that holds on a day."""
    holding = in_force(contracts_of(connection, resident_id), day)
    return _line(holding[0]) if holding else None


def contracts_of(connection: sa.Connection, resident_id: UUID) -> list[Contract]:
    """All of a person's, the newest first; one that death or moving away ended says so."""
    found = _contracts(connection, of_person(contract.c.resident, resident_id))
    life = health_records.life_of(connection, resident_id)
    return [ended_by_life(one, life) for one in reversed(found)]


def contract_of(connection: sa.Connection, contract_id: UUID) -> Contract:
    """Raises:
    NoContract
    """
    found = _contracts(connection, contract.c.id == contract_id)
    if not found:
        raise NoContract(contract=str(contract_id))
    return ended_by_life(found[0], health_records.life_of(connection, found[0].resident_id))


def of_institutions(
    connection: sa.Connection, institutions: Sequence[str], since: date
) -> dict[UUID, list[Contract]]:
    """By person, the contracts of these institutions that run to `since` or longer, the oldest first; also those that
    were ended before their last day, for no renewal of them begins."""
    found = _contracts(connection, _running(institutions, since))
    lives = health_records.lives_of(connection, list({one.resident_id for one in found}))
    by_person: defaultdict[UUID, list[Contract]] = defaultdict(list)
    for one in found:
        by_person[one.resident_id].append(ended_by_life(one, lives.get(one.resident_id, Life())))
    return dict(by_person)


def held_by_person(
    connection: sa.Connection,
    institutions: Sequence[str],
    since: date,
    kept: Mapping[bytes, bytes],
    lives: Mapping[bytes, Life],
) -> dict[bytes, list[Held[bytes]]]:
    """`of_institutions` for very many: when they hold and what they promise alone, ids as bytes."""
    table = contract.c
    rows = connection.execute(
        sa.select(
            raw(table.id),
            raw(table.resident),
            raw(table.replaces),
            table.packages,
            table.groups,
            table.signed_on,
            table.valid_from,
            table.valid_to,
            table.ended_at,
            table.ended_on,
            table.ended_reason,
        )
        .where(table.signed_at.is_not(None), table.resident.is_not(None), _running(institutions, since))
        .order_by(table.signed_on, table.valid_from, table.id)
    )
    day = date.fromisoformat
    by_person: defaultdict[bytes, list[Held[bytes]]] = defaultdict(list)
    for id, resident, replaces, chosen, groups, signed, begins, ends, ended_at, ended_on, why in rows.all():
        who = kept.get(resident, resident)
        held = Held(
            id=id,
            resident_id=who,
            packages=_chosen(chosen),
            groups=_groups(groups),
            signed_on=day(signed),
            valid_from=day(begins),
            valid_to=day(ends),
            replaces=replaces,
            ended=None if ended_at is None else Ending(day(ended_on), why),
        )
        by_person[who].append(ended_by_life(held, lives[who]) if who in lives else held)
    return by_person


def standing(by_person: Iterable[Sequence[AnyHeld]], day: date) -> list[AnyHeld]:
    """The one contract of each person that holds on a day."""
    return [holding[0] for contracts in by_person if (holding := in_force(contracts, day))]


def refusal_of(connection: sa.Connection, resident_id: UUID) -> Refusal | None:
    """The newest."""
    table = contract_refusal.c
    row = connection.execute(
        sa.select(contract_refusal)
        .where(of_person(table.resident, resident_id))
        .order_by(table.day.desc(), table.told_at.desc(), table.entry_id)
        .limit(1)
    ).one_or_none()
    return None if row is None else Refusal(date.fromisoformat(row.day), row.reason)


def hospitals_known(connection: sa.Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names to choose from, secondary and tertiary: institutions of the level, and what contracts name already."""
    table = contract.c
    return (
        _hospitals(connection, ("county",), table.secondary_hospital),
        _hospitals(connection, ("city", "province"), table.tertiary_hospital),
    )


def _hospitals(connection: sa.Connection, levels: Sequence[str], named: sa.Column[Any]) -> tuple[str, ...]:
    placed = sa.select(facility.c.name).where(facility.c.inst_lv.in_(levels), facility.c.name != "")
    return tuple(sorted(connection.scalars(sa.union(placed, sa.select(named).where(named != "")))))


def _running(institutions: Sequence[str], since: date) -> sa.ColumnElement[bool]:
    early = sa.and_(contract.c.ended_at.is_not(None), contract.c.ended_on <= contract.c.valid_to)
    return sa.and_(
        contract.c.facility.in_(institutions), sa.or_(contract.c.valid_to >= since.isoformat(), early)
    )


def _teams(connection: sa.Connection, about: sa.ColumnElement[bool]) -> list[Team]:
    rows = connection.execute(
        sa.select(contract_team).where(about).order_by(contract_team.c.name, contract_team.c.id)
    )
    return [
        Team(
            id=row.id,
            facility=row.facility,
            name=row.name,
            leader=row.leader,
            leader_name=row.leader_name,
            members=tuple(Member(*one) for one in json.loads(row.members)),
            villages=tuple(json.loads(row.villages)),
        )
        for row in rows
    ]


def _contracts(connection: sa.Connection, about: sa.ColumnElement[bool]) -> list[Contract]:
    """As told, the oldest first."""
    rows = connection.execute(
        sa.select(
            contract,
            stands_for(contract.c.resident).label("kept"),
            contract_team.c.name.label("team_name"),
            contract_team.c.leader,
            contract_team.c.leader_name,
        )
        .select_from(contract.outerjoin(contract_team, contract_team.c.id == contract.c.team))
        .where(contract.c.signed_at.is_not(None), about)
        .order_by(contract.c.signed_on, contract.c.valid_from, contract.c.id)
    )
    return [_contract(row) for row in rows.all()]


def _contract(row: Any) -> Contract:
    ended = None
    if row.ended_at is not None:
        ended = Ending(date.fromisoformat(row.ended_on), row.ended_reason, row.ended_note)
    return Contract(
        id=row.id,
        resident_id=row.kept,
        facility=row.facility,
        number=row.number,
        team=row.team,
        team_name=row.team_name or "",
        leader=row.leader or "",
        leader_name=row.leader_name or "",
        packages=_chosen(row.packages),
        groups=_groups(row.groups),
        signed_on=date.fromisoformat(row.signed_on),
        valid_from=date.fromisoformat(row.valid_from),
        valid_to=date.fromisoformat(row.valid_to),
        years=row.years,
        fee=Fee(Fen(row.fee_insurance), Fen(row.fee_public), Fen(row.fee_resident)),
        signature=row.signature,
        representative=row.representative,
        note=row.note,
        hospitals=Hospitals(row.secondary_hospital or "", row.tertiary_hospital or ""),
        replaces=row.replaces,
        author=row.signed_by,
        ended=ended,
    )


@lru_cache(maxsize=1024)  # many contracts promise the same
def _chosen(packages: str) -> tuple[Chosen, ...]:
    return tuple(Chosen(*one) for one in json.loads(packages))


@lru_cache(maxsize=1024)
def _groups(codes: str) -> tuple[str, ...]:
    return tuple(filter(None, codes.split(",")))


def _line(one: Contract) -> ContractRow:
    return ContractRow(
        id=one.id,
        team=one.team,
        team_name=one.team_name,
        leader=one.leader,
        leader_name=one.leader_name,
        valid_from=one.valid_from,
        valid_to=one.last_day,
    )
