"""家庭医生签约 as told; which contract holds on a day is settled where it is read."""

import json
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.contracts import LONGEST_YEARS, valid_to
from clinic_app.journal.facts.contracts import (
    Agreed,
    ContractEnded,
    ContractRefused,
    ContractRenewed,
    ContractSigned,
    TeamAmended,
    TeamFormed,
)
from clinic_app.projections.tables import contracts as tables
from clinic_app.projections.upsert import Placed, keep_first, keep_newest, upsert

_EARLIEST: Final = date(1900, 1, 1)
_LATEST: Final = date(2199, 1, 1)


def formed(connection: sa.Connection, placed: Placed, fact: TeamFormed) -> None:
    _team(connection, placed, placed.entry.id, fact)


def amended(connection: sa.Connection, placed: Placed, fact: TeamAmended) -> None:
    _team(connection, placed, fact.team_id, fact)


def _team(connection: sa.Connection, placed: Placed, team: UUID, fact: TeamFormed | TeamAmended) -> None:
    members = [[one.staff, one.kind, one.facility or placed.facility, one.name] for one in fact.members]
    keep_newest(
        connection,
        tables.contract_team,
        {"id": team},
        "formed",
        placed,
        facility=placed.facility,
        name=fact.name,
        leader=fact.leader,
        leader_name=fact.leader_name,
        members=json.dumps(members, ensure_ascii=False),
        villages=json.dumps(fact.villages, ensure_ascii=False),
    )


def signed(connection: sa.Connection, placed: Placed, fact: ContractSigned) -> None:
    _agreed(connection, placed, fact, None)


def renewed(connection: sa.Connection, placed: Placed, fact: ContractRenewed) -> None:
    _agreed(connection, placed, fact, fact.replaces)


def _agreed(connection: sa.Connection, placed: Placed, fact: Agreed, replaces: UUID | None) -> None:
    if placed.entry.subject is None:
        return
    # What lies outside of these bounds the county sets aside.
    told = fact.valid_from if isinstance(fact, ContractRenewed) else fact.signed_on
    valid_from = min(max(told, _EARLIEST), _LATEST)
    years = min(max(fact.years, 1), LONGEST_YEARS)
    keep_first(
        connection,
        tables.contract,
        {"id": placed.entry.id},
        "signed",
        placed,
        resident=placed.entry.subject,
        facility=placed.facility,
        number=fact.number,
        team=fact.team_id,
        packages=json.dumps([[one.key, one.version] for one in fact.packages]),
        groups=",".join(fact.groups),
        signed_on=fact.signed_on.isoformat(),
        valid_from=valid_from.isoformat(),
        valid_to=valid_to(valid_from, years).isoformat(),
        years=years,
        fee_insurance=fact.fee_insurance,
        fee_public=fact.fee_public,
        fee_resident=fact.fee_resident,
        signature=fact.signature,
        representative=fact.representative,
        note=fact.note,
        secondary_hospital=fact.secondary_hospital,
        tertiary_hospital=fact.tertiary_hospital,
        replaces=replaces,
    )


def ended(connection: sa.Connection, placed: Placed, fact: ContractEnded) -> None:
    keep_first(
        connection,
        tables.contract,
        {"id": fact.contract_id},
        "ended",
        placed,
        ended_on=fact.on.isoformat(),
        ended_reason=fact.reason,
        ended_note=fact.note,
    )


def refused(connection: sa.Connection, placed: Placed, fact: ContractRefused) -> None:
    if placed.entry.subject is None:
        return
    upsert(
        connection,
        tables.contract_refusal,
        {"entry_id": placed.entry.id},
        resident=placed.entry.subject,
        facility=placed.facility,
        day=fact.on.isoformat(),
        reason=fact.reason,
        told_at=placed.effective,
        told_by=placed.entry.author,
    )
