"""签约协议 filed as the record sheet `contract`: by the signing itself, and again when it is renewed or ended."""

from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.contract_form import FORM, agreed_contract
from clinic_app.domain.contract_package_files import packages
from clinic_app.domain.contract_terms import Contract, in_force
from clinic_app.domain.forms import Context, compute, form, problems, read
from clinic_app.domain.forms.mapping import AgreedContract, Told, filled_from
from clinic_app.domain.time import begin_of, beijing
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.projections.queries import contracts as queries
from clinic_app.projections.queries import forms, households, persons, residents
from clinic_app.services.contracts.paper import strokes_of
from clinic_app.store.journal import Writing

ORIGIN: Final = "contract"


def agreed_on(connection: sa.Connection, resident_id: UUID, day: date) -> AgreedContract | None:
    """The contract that holds on a day, else the newest; None: nothing was ever signed."""
    known = queries.contracts_of(connection, resident_id)
    contract = next(iter(in_force(known, day) or known), None)
    return None if contract is None else _agreed(connection, contract, day)


def file_sheet(writing: Writing, contract_id: UUID, day: date) -> None:
    """The sheet of a contract as it stands on `day`; it corrects the one that was filed before.

    What cannot fill a sheet is not filed: the team of a contract from elsewhere has not arrived.
    """
    connection, wanted = writing.connection, form(FORM)
    contract = queries.contract_of(connection, contract_id)
    person = residents.resident_of(connection, contract.resident_id)
    context = Context(contract.signed_on, person.sex, person.birth_date)
    told = Told(day=day, moment=beijing(begin_of(day)), agreed=_agreed(connection, contract, day))
    values = filled_from(wanted, told) | {"person": str(person.id)}
    values = compute(wanted, read(wanted, values, context), context)
    if problems(wanted, values, context):
        return
    filed = forms.of_residents(connection, persons.ids_of(connection, person.id), FORM)
    before = next((one for one in filed if one.values.get("contract_no") == contract.number), None)
    fact = FormRecorded(
        form=FORM,
        version=wanted.version,
        day=contract.signed_on,
        values=values,
        replaces=None if before is None else before.id,
        reason="" if before is None else wanted.fields["status"].options()[values["status"]].name_zh,
        origin=ORIGIN,
        salt=new_salt(),
    )
    writing.append(fact, person.id)


def _agreed(connection: sa.Connection, contract: Contract, day: date) -> AgreedContract:
    known = packages()
    home = households.home_of(connection, contract.resident_id)
    others = queries.contracts_of(connection, contract.resident_id)
    return agreed_contract(
        contract,
        day,
        renewed=any(one.replaces == contract.id for one in others),
        drawn=bool(strokes_of(connection, contract.id)),
        team=next((one for one in queries.teams(connection) if one.id == contract.team), None),
        household="" if home is None else str(home),
        packages=[
            known[one.key, one.version] for one in contract.packages if (one.key, one.version) in known
        ],
    )
