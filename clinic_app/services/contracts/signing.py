"""签约 and 续签: what is asked before, and the fact that follows."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.codes import codes
from clinic_app.domain.contract_groups import GENERAL, groups_of
from clinic_app.domain.contract_package_files import UnknownPackage, packages_on
from clinic_app.domain.contract_teams import clinics_of
from clinic_app.domain.contract_terms import (
    Chosen,
    Contract,
    NewContract,
    binding,
    check_agreement,
    hash_of,
    renewed_from,
)
from clinic_app.domain.contracts import ContractStatus
from clinic_app.domain.health_record import State
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.contracts import ContractRenewed, ContractSigned, PackageChosen
from clinic_app.projections.queries import contracts as queries
from clinic_app.projections.queries import health_records, residents
from clinic_app.projections.queries.contract_records import known_of
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.contracts.errors import (
    BadDay,
    BadGroups,
    ContractedAlready,
    NotHere,
    NotRenewable,
)
from clinic_app.services.contracts.sheet import file_sheet
from clinic_app.store.journal import Writing
from clinic_app.store.numbers import contract_number

_OVER: Final = (ContractStatus.RENEWABLE, ContractStatus.EXPIRED)


def sign(writing: Writing, new: NewContract, today: date, here: str) -> UUID:
    """Raises:
    What `ContractService.sign` raises.
    """
    person, told = _agreed(writing, new, new.signed_on, today, here)
    signed = writing.append(ContractSigned(**told), person).id
    file_sheet(writing, signed, today)
    return signed


def renew(writing: Writing, old: Contract, new: NewContract, today: date, here: str) -> UUID:
    """Raises:
    What `ContractService.renew` raises.
    """
    if old.last_day < old.valid_to or old.status(new.signed_on) not in _OVER:
        raise NotRenewable()
    valid_from = renewed_from(old, new.signed_on)
    person, told = _agreed(writing, new, valid_from, today, here)
    renewed = writing.append(ContractRenewed(replaces=old.id, valid_from=valid_from, **told), person).id
    for one in (old.id, renewed):
        file_sheet(writing, one, today)
    return renewed


def groups_told(connection: sa.Connection, resident_id: UUID, day: date) -> tuple[str, ...]:
    """Raises:
    NoResident
    """
    person = residents.resident_of(connection, resident_id)
    return groups_of(known_of(connection, person.id, day))


def living(connection: sa.Connection, resident_id: UUID, on: date, today: date) -> Resident:
    """Raises:
    NoResident, BadDay, NotHere
    """
    person = residents.resident_of(connection, resident_id)
    if on > today or (person.birth_date is not None and on < person.birth_date):
        raise BadDay(day=on.isoformat())
    if health_records.life_of(connection, person.id).state in (State.DIED, State.OUT):
        raise NotHere()
    return person


def require_free(connection: sa.Connection, resident_id: UUID, day: date) -> None:
    """Raises:
    ContractedAlready
    """
    known = binding(queries.contracts_of(connection, resident_id), day)
    if known:
        raise ContractedAlready(team=known[0].team_name, until=known[0].last_day.isoformat())


def clinics_told(connection: sa.Connection, contract: Contract, here: str) -> tuple[str, ...]:
    """Who was told of a contract: where the team works, and where it was signed."""
    known = [one for one in queries.teams(connection) if one.id == contract.team]
    elsewhere = {clinic for one in known for clinic in clinics_of(one, here)}
    return tuple(sorted(elsewhere | ({contract.facility} - {here})))


def _agreed(
    writing: Writing, new: NewContract, valid_from: date, today: date, here: str
) -> tuple[UUID, dict[str, Any]]:
    """Whose contract it is, and the fields of the fact."""
    connection = writing.connection
    person = living(connection, new.resident, new.signed_on, today)
    team = queries.team_of(connection, new.team)
    packages = _offered(new.packages, new.signed_on)
    signature = hash_of(new.strokes) if new.strokes else new.signature
    check_agreement(
        signed_on=new.signed_on,
        valid_from=valid_from,
        years=new.years,
        fee=new.fee,
        packages=packages,
        signature=signature,
        strokes=new.strokes,
    )
    require_free(connection, person.id, valid_from)
    groups = groups_told(connection, person.id, new.signed_on) if new.groups is None else new.groups
    return person.id, {
        "number": contract_number(writing, today),
        "team_id": new.team,
        "packages": tuple(PackageChosen(one.key, one.version) for one in packages),
        "groups": _checked(groups),
        "signed_on": new.signed_on,
        "years": new.years,
        "fee": new.fee.total,
        "fee_insurance": new.fee.insurance,
        "fee_public": new.fee.public_health,
        "fee_resident": new.fee.resident,
        "signature": signature,
        "strokes": new.strokes,
        "representative": new.representative.strip(),
        "note": new.note.strip(),
        "secondary_hospital": new.hospitals.secondary.strip(),
        "tertiary_hospital": new.hospitals.tertiary.strip(),
        "clinics": clinics_of(team, here),
        "salt": new_salt(),
    }


def _checked(groups: Sequence[str]) -> tuple[str, ...]:
    known = set(codes("contract_group"))
    if not groups or not set(groups) <= known or (GENERAL in groups and len(groups) > 1):
        raise BadGroups()
    return tuple(one for one in codes("contract_group") if one in groups)


def _offered(keys: Iterable[str], day: date) -> tuple[Chosen, ...]:
    offered = {one.key: one.version for one in packages_on(day)}
    for key in keys:
        if key not in offered:
            raise UnknownPackage(package=key, version="")
    return tuple(Chosen(key, offered[key]) for key in keys)
