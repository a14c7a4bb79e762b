"""What contracts come to: plans, who is served, renewable or contracted twice, and coverage."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.age import add_months
from clinic_app.domain.contract_groups import GENERAL
from clinic_app.domain.contract_package_files import packages_on
from clinic_app.domain.contract_packages import Package
from clinic_app.domain.contract_plan import (
    UNSERVED_MONTHS,
    PlanLine,
    Term,
    is_unserved,
    kinds_of,
    plan,
)
from clinic_app.domain.contract_teams import Team, most_contracts
from clinic_app.domain.contract_terms import Contract, binding, in_force, to_renew
from clinic_app.domain.health_record import State
from clinic_app.domain.public_health.indicators import Population
from clinic_app.domain.rates import percent_hundredths
from clinic_app.projections.queries import contract_records, households, residents
from clinic_app.projections.queries import contracts as queries
from clinic_app.projections.queries.contract_year import promised
from clinic_app.projections.queries.indicators import below
from clinic_app.projections.queries.persons import kept_of
from clinic_app.projections.queries.populations import COVERAGE, goals_of, populations_of
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.contracts.signing import groups_told

_ASKED: Final = 500  # ids in one question


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLine:
    """One contract in a list, with its resident."""

    contract: Contract
    name: str
    sex: str
    birth_date: date | None
    village: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Housemate:
    """Who lives with a person: with a contract, or what would be signed."""

    resident_id: UUID
    name: str
    birth_date: date | None
    contract: Contract | None  # that holds, or will
    packages: tuple[Package, ...]  # for everybody, and for the groups of the person


@dataclass(frozen=True, slots=True)
class Doubled:
    """A resident with whom several contracts hold; the first stands."""

    name: str
    contracts: tuple[Contract, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """签约覆盖: residents with a valid contract on a day."""

    day: date
    contracted: int
    residents: int | None  # permanent, as the county stated of the year; None: not stated
    percent: int | None  # of the residents, in hundredths
    target: int | None  # percent in hundredths; None: no goal was set
    met: bool | None  # by the exact ratio
    groups: Mapping[str, int]  # by code of codes/contract_group.csv; who is in two counts in both
    key_contracted: int  # in any key group
    teams: Mapping[str, int]  # by name of team


@dataclass(frozen=True, slots=True)
class Load:
    """A team, how many residents are contracted with it, and how many it can look after."""

    team: Team
    contracts: int
    most: int


def loads(connection: sa.Connection, here: str, day: date) -> tuple[Load, ...]:
    held = Counter(one.team for one in queries.standing(_known(connection, here, day).values(), day))
    return tuple(Load(one, held[one.id], most_contracts(one)) for one in queries.teams(connection))


def plan_of(connection: sa.Connection, contract: Contract, day: date) -> tuple[PlanLine, ...]:
    born = residents.resident_of(connection, contract.resident_id).birth_date
    closed = contract_records.closed_of(connection, contract.resident_id)
    term = Term(
        valid_from=contract.valid_from,
        valid_to=contract.valid_to,
        last_day=contract.last_day,
        birth_date=born,
        closed=closed,
    )
    records = contract_records.records_of(connection, contract.resident_id, contract.valid_from)
    return plan(term, promised(contract), records, day)


def housemates(connection: sa.Connection, resident_id: UUID, day: date) -> tuple[Housemate, ...]:
    """The others of a person's household who are here, the head first."""
    home = households.home_of(connection, resident_id)
    if home is None:
        return ()
    own = kept_of(connection, [resident_id])[resident_id]
    others = [one for one in households.members_of(connection, home) if one.resident_id != own]
    return tuple(
        Housemate(
            resident_id=one.resident_id,
            name=one.name,
            birth_date=one.birth_date,
            contract=next(iter(binding(queries.contracts_of(connection, one.resident_id), day)), None),
            packages=proposed(connection, one.resident_id, day),
        )
        for one in others
        if one.state is State.HERE
    )


def proposed(connection: sa.Connection, resident_id: UUID, day: date) -> tuple[Package, ...]:
    """What is for everybody, and for the groups of the person.

    Raises:
        NoResident, PackageDamaged
    """
    groups = set(groups_told(connection, resident_id, day))
    return tuple(one for one in packages_on(day) if not one.groups or groups & set(one.groups))


def contracted(connection: sa.Connection, here: str, day: date) -> tuple[ContractLine, ...]:
    return _lines(connection, queries.standing(_known(connection, here, day).values(), day))


def unserved(connection: sa.Connection, here: str, day: date) -> tuple[ContractLine, ...]:
    since = add_months(day, -UNSERVED_MONTHS)
    held = queries.standing(_known(connection, here, day).values(), day)
    kinds = {kind for one in held for kind in kinds_of(promised(one))}
    records = contract_records.records_by_person(connection, below(connection, here), kinds, since, day)
    found = []
    for one in held:
        items = promised(one)
        days = [
            record.day for record in records.get(one.resident_id.bytes, ()) if record.kind in kinds_of(items)
        ]
        term = Term(valid_from=one.valid_from, valid_to=one.valid_to, last_day=one.last_day)
        if is_unserved(term, items, days, day):
            found.append(one)
    return _lines(connection, found)


def renewable(connection: sa.Connection, here: str, day: date) -> tuple[ContractLine, ...]:
    known = _known(connection, here, day).values()
    found = [one for contracts in known if (one := to_renew(contracts, day)) is not None]
    return tuple(sorted(_lines(connection, found), key=lambda line: line.contract.last_day))


def doubled(connection: sa.Connection, here: str, day: date) -> tuple[Doubled, ...]:
    holding = [in_force(known, day) for known in _known(connection, here, day).values()]
    twice = [one for one in holding if len(one) > 1]
    names = _people(connection, [one[0].resident_id for one in twice])
    return tuple(Doubled(names[one[0].resident_id].name, one) for one in twice if one[0].resident_id in names)


def coverage(connection: sa.Connection, here: str, day: date) -> Coverage:
    institutions = below(connection, here)
    held = queries.standing(queries.of_institutions(connection, institutions, day).values(), day)
    people = populations_of(connection, institutions, day.year).whole.get(Population.PERMANENT)
    target = goals_of(connection, day.year).get(COVERAGE)
    return Coverage(
        day=day,
        contracted=len(held),
        residents=people,
        percent=percent_hundredths(len(held), people) if people else None,
        target=target,
        met=len(held) * 10_000 >= target * people if people and target is not None else None,
        groups=Counter(group for one in held for group in one.groups),
        key_contracted=sum(set(one.groups) != {GENERAL} for one in held),
        teams=Counter(one.team_name for one in held),
    )


def _known(connection: sa.Connection, here: str, day: date) -> Mapping[UUID, Sequence[Contract]]:
    return queries.of_institutions(connection, below(connection, here), day)


def _lines(connection: sa.Connection, contracts: Iterable[Contract]) -> tuple[ContractLine, ...]:
    """By village and name."""
    found = list(contracts)
    people = _people(connection, [one.resident_id for one in found])
    lines = [_line(one, people[one.resident_id]) for one in found if one.resident_id in people]
    return tuple(sorted(lines, key=lambda line: (line.village, line.name, line.contract.id)))


def _people(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, Resident]:
    asked = (ids[start : start + _ASKED] for start in range(0, len(ids), _ASKED))
    return {one.id: one for some in asked for one in residents.residents_of(connection, some)}


def _line(contract: Contract, person: Resident) -> ContractLine:
    return ContractLine(
        contract=contract,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        village=person.village,
        phone=person.phone,
    )
