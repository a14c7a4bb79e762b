"""签约协议 filed as the record sheet `contract`: by the signing itself, and again when it is renewed or ended."""

from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.contract_form import FORM
from clinic_app.domain.forms import Context, compute, form, problems, read
from clinic_app.domain.forms.mapping import Told, filled_from
from clinic_app.domain.time import begin_of, beijing
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.projections.queries import contracts as queries
from clinic_app.projections.queries import forms, persons, residents
from clinic_app.store.agreements import as_agreed
from clinic_app.store.journal import Writing

ORIGIN: Final = "contract"


def file_sheet(writing: Writing, contract_id: UUID, day: date) -> None:
    """The sheet of a contract as it stands on `day`; it corrects the one that was filed before.

    What cannot fill a sheet is not filed: the team of a contract from elsewhere has not arrived.
    """
    connection, wanted = writing.connection, form(FORM)
    contract = queries.contract_of(connection, contract_id)
    person = residents.resident_of(connection, contract.resident_id)
    context = Context(contract.signed_on, person.sex, person.birth_date)
    told = Told(day=day, moment=beijing(begin_of(day)), agreed=as_agreed(connection, contract, day))
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
